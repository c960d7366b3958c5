"""A format as a form in a reader's language, made from its table and the language's templates.

Labels and codes have their words in every language; what a language lacks stands in English and
counts as unreviewed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from detente.core.line.field import FieldSpec, Kind
from detente.core.line.formats import (
    MAY_PROPOSE,
    MAY_SET_CONDITIONS,
    NEEDS_EXPLANATION,
    NEEDS_FIELD,
    NEEDS_MINUTES,
    NEEDS_REASON,
    Answers,
    Format,
)
from detente.core.line.tables import FORMATS
from detente.tongues.catalogue import Pen, english
from detente.tongues.lexicon import parts_of
from detente.wire.form_views import AnswerChoiceView, ChoiceView, FieldView, NeededView, Words
from detente.wire.human_fields import example_of

if TYPE_CHECKING:
    from detente.serve.languages import Language

BOUNDED: Final = frozenset({Kind.TEXT, Kind.INTEGER, Kind.DATA, Kind.RECORDS})
"""Kinds whose minimum and maximum mean something; of others the table has them by default."""
_NEEDS: Final = (
    (NEEDS_REASON, "reason"),
    (NEEDS_MINUTES, "minutes"),
    (NEEDS_FIELD, "field_name"),
    (NEEDS_EXPLANATION, "explanation"),
)
_MAY: Final = ((MAY_PROPOSE, "proposal"), (MAY_SET_CONDITIONS, "conditions"))


def words(language: Language | None, say: Callable[[Pen], str]) -> Words:
    """What `say` writes, in a language and in English."""
    base = say(Pen(english()))
    if language is None:
        return Words(text=base, english=base, reviewed=False)
    pen = Pen(language.tongue)
    text = say(pen)
    reviewed = all(language.reviews.is_signed(one) for one in pen.taken)
    return Words(text=text, english=base, reviewed=reviewed)


def form_of(fmt: Format, language: Language | None) -> tuple[FieldView, ...]:
    """Every field of a format, in the table's order."""
    return tuple(_field(fmt, spec, spec.name, language) for spec in fmt.fields)


def _field(fmt: Format, spec: FieldSpec, name: str, language: Language | None) -> FieldView:
    """One field; name: its own, without the path that templates know a record's part by."""
    least = spec.minimum if spec.kind is Kind.INTEGER else max(1, spec.minimum)
    bounded = spec.kind in BOUNDED
    whole = zip(spec.parts, parts_of(spec), strict=True)
    return FieldView(
        name=name,
        kind=spec.kind,
        label=words(language, lambda pen: pen.label(fmt, spec)),
        required=spec.required and spec.fill is None,
        hint=words(language, lambda pen: pen.help(fmt, spec)) if spec.help else None,
        help=spec.help,
        unit=spec.unit,
        minimum=least if bounded else None,
        maximum=spec.maximum if bounded else None,
        choices=tuple(_choice(fmt, spec, code, language) for code, _ in spec.choices),
        fill=spec.fill,
        ahead=spec.ahead,
        lines=spec.lines,
        sealed=spec.sealed,
        needed=spec.needed and NeededView(field=spec.needed[0], codes=spec.needed[1]),
        parts=tuple(_field(fmt, path, part.name, language) for part, path in whole),
        example=example_of(spec),
    )


def _choice(fmt: Format, spec: FieldSpec, code: str, language: Language | None) -> ChoiceView:
    said = words(language, lambda pen: pen.value(fmt, spec, code) or code)
    return ChoiceView(code=code, words=said)


def answers_of(fmt: Format, language: Language | None) -> tuple[AnswerChoiceView, ...]:
    """The answers that a format may be given, in the table's order."""
    return tuple(_answer(code, language) for code in fmt.answers)


def _answer(code: Answers, language: Language | None) -> AnswerChoiceView:
    table = FORMATS["RSP"]
    spec = table.field("code")
    assert spec is not None, "an answer has a code"
    return AnswerChoiceView(
        code=code.value,
        words=words(language, lambda pen: pen.value(table, spec, code.value) or code.value),
        needs=tuple(name for codes, name in _NEEDS if code in codes),
        may=tuple(name for codes, name in _MAY if code in codes),
    )


def name_of(fmt: Format, language: Language | None) -> Words:
    """What a format is called."""
    return words(language, lambda pen: pen.name(fmt))


def purpose_of(fmt: Format, language: Language | None) -> Words:
    """When an officer uses a format, in one sentence."""
    return words(language, lambda pen: pen.use(fmt))
