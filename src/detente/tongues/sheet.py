"""The words of a printed sheet in a language: what stands around the lines that are typed in.

English stands beside each until a party has signed its template off, and alone where no language
was asked for. The numbered lines and their check codes are no part of it: they are codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from detente.core.line.field import FieldSpec
from detente.core.line.message import Message
from detente.core.line.tables import FORMATS
from detente.tongues.catalogue import ENGLISH, Pen, Tongue, english, isolated
from detente.tongues.render import Circumstances, Reviewed, nobody_reviewed, render, table_of
from detente.tongues.rendered import Rendered

IDS: Final = (
    *("paper-bars", "notice-only", "paper-code", "paper-hand", "paper-heard", "paper-read"),
    *("paper-readback", "paper-confirmed", "paper-answered", "paper-passed", "paper-at"),
    *("paper-means", "paper-said-back", "paper-answer", "paper-heard-back", "paper-answers"),
    "paper-none",
)


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Everything on a sheet that is not typed in.

    words: by template id, without ``paper-``. said: the message in the language; None in English.
    answers: what may be answered, each with its code.
    """

    language: str
    direction: str
    words: dict[str, str]
    answers: tuple[str, ...]
    said: Rendered | None = None

    def __getitem__(self, name: str) -> str:
        return self.words[name]


def sheet_words(
    message: Message,
    tongue: Tongue | None = None,
    around: Circumstances | None = None,
    reviewed: Reviewed = nobody_reviewed,
) -> SheetWords:
    """The words for a message's sheet; with a language, the message itself in it as well."""
    chosen = tongue or english()
    said = None if tongue is None or around is None else render(message, tongue, around, reviewed)
    return SheetWords(
        chosen.code,
        chosen.direction,
        {id_.removeprefix("paper-"): _phrase(chosen, id_, reviewed) for id_ in IDS},
        _answers(message, chosen),
        said,
    )


def _phrase(tongue: Tongue, id_: str, reviewed: Reviewed) -> str:
    """A phrase, with its English beside until it is signed off."""
    base, own = english().template(id_).fill({}), tongue.template(id_)
    if tongue.code == ENGLISH:
        return base
    text = isolated(own.fill({}))
    return text if reviewed(own) else f"{text} / {isolated(base)}"


def _answers(message: Message, tongue: Tongue) -> tuple[str, ...]:
    fmt = table_of(message)
    codes = [one.value for one in fmt.answers] if fmt is not None else ["NOT_UNDERSTOOD"]
    table, spec = FORMATS["RSP"], _code_field()
    if tongue.code == ENGLISH:
        return tuple(codes)
    found = []
    for code in codes:
        pen = Pen(tongue)
        words = pen.value(table, spec, code)
        found.append(code if words is None else isolated(words))  # which begin with the code
    return tuple(found)


def _code_field() -> FieldSpec:
    """The field of an answer that holds its code."""
    spec = FORMATS["RSP"].field("code")
    assert spec is not None, "an answer has a code"
    return spec
