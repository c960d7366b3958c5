"""What a text, an article and a state say, in plain English: for lists, reports and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.agreements.life import AgreementState, Phase
from detente.core.line.tables import FORMATS
from detente.core.line.words import shown, value_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.core.agreements.register import Agreement
    from detente.core.line.field import FieldSpec
    from detente.core.values import Fields, Json

_STATES: Mapping[AgreementState, str] = {
    AgreementState.PROPOSED: "proposed",
    AgreementState.DISAGREED: "not agreed",
    AgreementState.AGREED: "agreed, not signed",
    AgreementState.SIGNED_BY_SOME: "signed, not by every party",
    AgreementState.SIGNED: "signed, not yet in force",
    AgreementState.IN_FORCE: "in force",
    AgreementState.SUSPENDED: "suspended",
    AgreementState.EXPIRED: "expired",
    AgreementState.REPLACED: "replaced",
    AgreementState.LEFT: "ended: a party left it",
    AgreementState.WITHDRAWN: "withdrawn",
}


def state_words(agreement: Agreement) -> str:
    """The state with whose word it is: ``suspended by amber (disputed by cobalt)``."""
    phase = agreement.phase
    words = phase_words(phase)
    if phase.state is AgreementState.SIGNED_BY_SOME:
        signed = [one for one in agreement.signers if one not in agreement.unsigned]
        words = f"signed by {', '.join(signed)} only"
    if phase.state is AgreementState.REPLACED and agreement.replaced_by:
        words += f" by {agreement.replaced_by}"
    return words


def phase_words(phase: Phase) -> str:
    """A phase in words, with who suspends what, who disputes it, who has left."""
    words = _STATES[phase.state]
    if phase.suspended_by:
        what = "" if phase.state is AgreementState.SUSPENDED else _articles(phase.suspended)
        words += f"{what} by {', '.join(phase.suspended_by)}"
    if phase.disputed_by:
        words += f" (disputed by {', '.join(phase.disputed_by)})"
    if phase.left and phase.state is not AgreementState.LEFT:
        words += f", left by {', '.join(phase.left)}"
    return words


def _articles(names: tuple[str, ...]) -> str:
    many = "articles" if len(names) > 1 else "article"
    return f", {many} {', '.join(shown(one) for one in names)} suspended"


def code_words(name: str, code: str) -> str:
    """The words of a code of a field of a proposed text, such as its kind."""
    spec = FORMATS["AGR"].field(name)
    return shown(spec.words(code) if spec is not None else code)


def part_of(field: str, name: str) -> FieldSpec | None:
    """The part of that name of the records of a field of a proposed text."""
    spec = FORMATS["AGR"].field(field)
    parts = spec.parts if spec is not None else ()
    return next((one for one in parts if one.name == name), None)


def part_words(field: str, name: str, value: Json, utc_offset_min: int = 0) -> str:
    """A value of a record of a proposed text, in words."""
    spec = part_of(field, name)
    return shown(value) if spec is None else value_words(spec, value, utc_offset_min)


def article_words(record: Fields, utc_offset_min: int = 0) -> str:
    """What an article's record says beyond its number and kind of rule, in the table's order."""
    spec = FORMATS["AGR"].field("articles")
    found = []
    for part in spec.parts if spec is not None else ():
        value = record.get(part.name)
        if value is None or part.name in ("article", "rule"):
            continue
        words = value_words(part, value, utc_offset_min)
        found.append(words if part.name == "words" else f"{part.label} {words}")
    return "; ".join(found)
