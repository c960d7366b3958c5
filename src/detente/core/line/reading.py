"""Reading one field of what was said, whatever its sender put there; the same for every register.

Fields are checked when a message comes, but a register must not fall over one that a newer version
means otherwise: what is of another type counts as not said. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.core.line.state import Tracked
    from detente.core.values import Fields, Json


def text_in(fields: Fields, name: str) -> str | None:
    """A field that is text; None when it is absent."""
    value = fields.get(name)
    return value if isinstance(value, str) else None


def text(fields: Fields, name: str) -> str:
    """A field's text, such as a name or a code; empty when it is absent."""
    return text_in(fields, name) or ""


def number_in(fields: Fields, name: str) -> int | None:
    """A field that is an integer; None when it is absent."""
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def codes_in(fields: Fields, name: str) -> tuple[str, ...]:
    """A field that is a list of codes; empty when it is absent."""
    value = fields.get(name)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def records_in(fields: Fields, name: str) -> list[Mapping[str, Json]]:
    """A field that is a list of records; empty when it is absent."""
    return records_of(fields.get(name))


def records_of(value: Json) -> list[Mapping[str, Json]]:
    """The records of a value; none when it is no list of records."""
    listed = value if isinstance(value, list | tuple) else ()
    return [one for one in listed if isinstance(one, Mapping)]


def journal_place(one: Tracked) -> tuple[str, int, int]:
    """Where a message stands in its author's journal: an order that no clock disturbs."""
    return (one.author, one.epoch, one.sequence)
