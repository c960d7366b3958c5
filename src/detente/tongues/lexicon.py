"""Which words a language must have: one id for each word of the tables, with its English.

English stands in the tables (core/line/tables), so it is not written twice. An id is as general as
its English allows: `field-volume` for every format whose label is the same, `field-NWA-volume` for
one that says something else. A language may always be more exact than it must, where its grammar
asks for it: before `value-other` it is asked for `value-hazard-other` and
`value-NWA-hazard-other`, and the most exact one that it has is taken. A part of the records that a
field lists is a field of its own with a path for its name: `articles.rule` is `field-rule`, or
`field-articles-rule`, or `field-AGR-articles-rule`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from detente.core.line.field import FieldSpec
from detente.core.line.formats import Format
from detente.core.line.tables import EVERY, FORMATS

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a table: the ids that may hold it, the most exact first, and its English.

    The last id is the one that a language must have.
    """

    ids: tuple[str, ...]
    english: str

    @property
    def id(self) -> str:
        """The id that a language must have."""
        return self.ids[-1]


def format_word(fmt: Format) -> Word:
    """The name of a format."""
    newest = FORMATS.get(fmt.code, fmt)
    if newest.name != fmt.name:
        return Word((f"format-{fmt.code}-v{fmt.version}",), fmt.name)
    return Word((f"format-{fmt.code}",), fmt.name)


def use_word(fmt: Format) -> Word:
    """When an officer uses a format, in one sentence."""
    return Word((f"use-{fmt.code}",), FORMATS.get(fmt.code, fmt).use)


@cache
def parts_of(spec: FieldSpec) -> tuple[FieldSpec, ...]:
    """The parts of the records that a field lists, each named by its path: ``articles.rule``."""
    return tuple(replace(part, name=f"{spec.name}.{part.name}") for part in spec.parts)


def specs_of(fmt: Format) -> Iterator[FieldSpec]:
    """Every field of a format, each followed by the parts of its records."""
    for spec in fmt.fields:
        yield spec
        yield from parts_of(spec)


def field_word(fmt: Format, spec: FieldSpec) -> Word:
    """The label of a field, or of a part of its records."""
    name, bare = _in_id(spec.name)
    ids = (
        f"field-{fmt.code}-{name}-v{fmt.version}",
        f"field-{fmt.code}-{name}",
        f"field-{name}",
        *((f"field-{bare}",) if bare else ()),
    )
    return _exactest(tuple(zip(ids, _levels("field", fmt, spec.name), strict=True)), spec.label)


def help_word(fmt: Format, spec: FieldSpec) -> Word:
    """The sentence that helps to fill in a field, or a part of its records; it must have one."""
    name, bare = _in_id(spec.name)
    ids = (
        f"help-{fmt.code}-{name}-v{fmt.version}",
        f"help-{fmt.code}-{name}",
        f"help-{name}",
        *((f"help-{bare}",) if bare else ()),
    )
    return _exactest(tuple(zip(ids, _levels("help", fmt, spec.name), strict=True)), spec.help)


def value_word(fmt: Format, spec: FieldSpec, code: str) -> Word:
    """The words of one value that a field enumerates."""
    tail, (name, bare) = id_part(code), _in_id(spec.name)
    ids = (
        f"value-{fmt.code}-{name}-{tail}-v{fmt.version}",
        f"value-{fmt.code}-{name}-{tail}",
        f"value-{name}-{tail}",
        *((f"value-{bare}-{tail}",) if bare else ()),
        f"value-{tail}",
    )
    keys = (*_levels("value", fmt, spec.name, code), ("value", code))
    return _exactest(tuple(zip(ids, keys, strict=True)), spec.words(code))


def unit_id(unit: str) -> str:
    """The id of a unit of integers, such as ``unit-degrees-true``."""
    return f"unit-{id_part(unit)}"


def id_part(code: str) -> str:
    """A code as a part of an id: letters, digits and hyphens."""
    return _NOT_IN_ID.sub("-", code.replace("+", "plus").replace(" ", "-"))


@cache
def table_words() -> dict[str, str]:
    """Every id that a language must have for the tables, with its English."""
    return {word.id: word.english for word in words()}


@cache
def exact_ids() -> frozenset[str]:
    """Every id that a language may have besides, to be more exact than it must."""
    return frozenset(one for word in words() for one in word.ids) - table_words().keys()


def words() -> Iterator[Word]:
    """Every word of every table, older versions included."""
    for fmt in EVERY:
        yield format_word(fmt)
        yield use_word(fmt)
        for spec in specs_of(fmt):
            yield field_word(fmt, spec)
            if spec.help:
                yield help_word(fmt, spec)
            for code, _ in spec.choices:
                yield value_word(fmt, spec, code)


def units() -> frozenset[str]:
    """The units that integers of any table are in."""
    return frozenset(spec.unit for fmt in EVERY for spec in specs_of(fmt) if spec.unit)


def _exactest(levels: tuple[tuple[str, tuple[object, ...]], ...], english: str) -> Word:
    """The ids that have this English at their level, from the most exact to the most general."""
    return Word(tuple(one for one, key in levels if _first()[key] == english), english)


@cache
def _first() -> dict[tuple[object, ...], str]:
    """For each level of exactness, the English that the first table has for it."""
    found: dict[tuple[object, ...], str] = {}
    for fmt in EVERY:
        for spec in specs_of(fmt):
            for key in _levels("field", fmt, spec.name):
                found.setdefault(key, spec.label)
            for key in _levels("help", fmt, spec.name) if spec.help else ():
                found.setdefault(key, spec.help)
            for code, said in spec.choices:
                for key in (*_levels("value", fmt, spec.name, code), ("value", code)):
                    found.setdefault(key, said)
    return found


def _levels(kind: str, fmt: Format, name: str, *codes: str) -> tuple[tuple[object, ...], ...]:
    bare = _in_id(name)[1]
    return (
        (kind, fmt.code, fmt.version, name, *codes),
        (kind, fmt.code, name, *codes),
        (kind, name, *codes),
        *(((kind, bare, *codes),) if bare else ()),
    )


def _in_id(name: str) -> tuple[str, str]:
    """A field's name as ids have it, and the bare name of a part, empty for a field."""
    field, dot, part = name.partition(".")
    return (f"{field}-{part}", part) if dot else (field, "")
