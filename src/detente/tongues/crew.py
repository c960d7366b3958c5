"""The card that a crew takes along: frequencies of an agreement, call signs, phrases, signals.

Phrases and visual signals are those of ICAO Annex 2 (Attachment A and Appendix 1): spoken in
English, each transmitted twice, with the pronunciation that the Annex prints and the meaning in
the reader's languages. What the agreement adds are its frequencies, and its annexes of frequencies
and phrases; its areas are on a map, which a card is not. A card is paper:
it says which text it was made of, and when, so that an old one is seen. It tells nobody to do
anything: it says what a signal means. Serves domain.md section 8, row 26.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.tongues.catalogue import Pen, Tongue, isolated

DISTRESS: Final = "121.5 MHz"  # ICAO Annex 2, Attachment A: tried first when no other is known
CALL_SIGNS: Final = (
    ("INTERCEPT CONTROL", "crew-control"),
    ("INTERCEPTOR", "crew-interceptor"),
    ("INTERCEPTED AIRCRAFT", "crew-intercepted"),
)
#: Spoken words, pronunciation as printed, id of the meaning.
ASKED: Final = (
    ("CALL SIGN", "KOL SA-IN", "crew-ask-call-sign"),
    ("FOLLOW", "FOL-LO", "crew-ask-follow"),
    ("DESCEND", "DEE-SEND", "crew-ask-descend"),
    ("YOU LAND", "YOU LAAND", "crew-ask-land"),
    ("PROCEED", "PRO-SEED", "crew-ask-proceed"),
)
ANSWERED: Final = (
    ("CALL SIGN", "KOL SA-IN", "crew-say-call-sign"),
    ("WILCO", "VILL-KO", "crew-say-wilco"),
    ("CAN NOT", "KANN NOTT", "crew-say-can-not"),
    ("REPEAT", "REE-PEET", "crew-say-repeat"),
    ("AM LOST", "AM LOSST", "crew-say-lost"),
    ("MAYDAY", "MAYDAY", "crew-say-mayday"),
    ("HIJACK", "HI-JACK", "crew-say-hijack"),
    ("LAND (place)", "LAAND", "crew-say-land"),
    ("DESCEND", "DEE-SEND", "crew-say-descend"),
)
#: Id of what is seen, of what it means, of the response, of what the response means.
SIGNALS: Final = (
    ("crew-seen-rocking", "crew-means-follow", "crew-back-rocking", "crew-means-will-comply"),
    ("crew-seen-breakaway", "crew-means-proceed", "crew-back-rock-wings", "crew-means-will-comply"),
    ("crew-seen-gear-down", "crew-means-land-here", "crew-back-gear", "crew-means-will-comply"),
    ("crew-seen-gear-up", "crew-means-inadequate", "crew-back-lead-on", "crew-means-understood"),
    ("crew-seen-regular", "crew-means-can-not", "crew-back-breakaway", "crew-means-understood"),
    ("crew-seen-irregular", "crew-means-distress", "crew-back-breakaway", "crew-means-understood"),
)
_STYLE: Final = """
body { font: 12px/1.35 sans-serif; margin: 8mm; } h1 { font-size: 17px; } h2 { font-size: 14px; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #000;
padding: 1mm 2mm; text-align: start; vertical-align: top; } section { break-inside: avoid; }
"""


@dataclass(frozen=True, slots=True)
class Radio:
    """A frequency that an agreement names. article: where; use: whose or what for, in words."""

    frequency: str
    article: str
    use: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """The agreement that a card is made of. state: in words, at `made`, a time as text.

    annexes: of those with frequencies or phrases its name, what it holds, and what it says.
    """

    number: str
    name: str
    edition: int
    state: str
    made: str
    radios: tuple[Radio, ...] = ()
    annexes: tuple[tuple[str, str, str], ...] = ()


def crew_text(tongues: Sequence[Tongue], basis: Basis | None = None) -> str:
    """The card as plain text."""
    lines: list[str] = []
    for place, (title, rows) in enumerate(_sections(tongues, basis)):
        lines += [title.upper() if not place else f"== {title}"]
        lines += ["   " + " | ".join(cell for cell in row if cell) for row in rows]
        lines += [""]
    return "\n".join(lines)


def crew_html(tongues: Sequence[Tongue], basis: Basis | None = None) -> str:
    """The card as one page for a printer, with nothing loaded from anywhere."""
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        f"<title>Crew card</title><style>{_STYLE}</style>",
    ]
    for place, (title, rows) in enumerate(_sections(tongues, basis)):
        level = 2 if place else 1
        cells = "".join(
            "<tr>" + "".join(f'<td dir="auto">{html.escape(cell)}</td>' for cell in row) + "</tr>"
            for row in rows
        )
        parts.append(
            f"<section><h{level}>{html.escape(title)}</h{level}><table>{cells}</table></section>"
        )
    return "\n".join((*parts, "</html>")) + "\n"


def _sections(
    tongues: Sequence[Tongue], basis: Basis | None
) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    yield _said(tongues, "crew-title"), _about(tongues, basis)
    yield _said(tongues, "crew-frequencies"), _frequencies(tongues, basis)
    if basis is not None and basis.annexes:
        yield _said(tongues, "field-annexes"), list(basis.annexes)
    yield (
        _said(tongues, "crew-call-signs"),
        [(sign, _said(tongues, id_)) for sign, id_ in CALL_SIGNS],
    )
    for title, phrases in (("crew-asked", ASKED), ("crew-answered", ANSWERED)):
        yield (
            _said(tongues, title),
            [(words, f"[{sound}]", _said(tongues, id_)) for words, sound, id_ in phrases],
        )
    yield (
        _said(tongues, "crew-signals"),
        [
            (str(place), *(_said(tongues, id_) for id_ in row))
            for place, row in enumerate(SIGNALS, 1)
        ],
    )


def _about(tongues: Sequence[Tongue], basis: Basis | None) -> list[tuple[str, ...]]:
    twice = (_said(tongues, "crew-twice"),)
    unreviewed = (_said(tongues, "crew-unreviewed"),)
    if basis is None:
        return [(_said(tongues, "crew-no-agreement"),), twice, unreviewed]
    made_of = f"{basis.name}, {basis.edition} ({basis.number}): {basis.state}; {basis.made}"
    return [(made_of,), twice, unreviewed]


def _frequencies(tongues: Sequence[Tongue], basis: Basis | None) -> list[tuple[str, ...]]:
    article = _said(tongues, "field-article")
    radios = () if basis is None else basis.radios
    agreed = [(one.frequency, f"{article} {one.article}", one.use) for one in radios]
    return [*agreed, (DISTRESS, "ICAO Annex 2", _said(tongues, "crew-distress"))]


def _said(tongues: Sequence[Tongue], id_: str) -> str:
    """The words in each language, one after another, numbers and letters where they belong."""
    return " / ".join(isolated(Pen(tongue).fill(id_)) for tongue in tongues)
