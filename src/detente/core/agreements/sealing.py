"""Sealed announcements: a coarse area now, with a seal over the exact notice that is opened later.

The seal is a digest over the exact notice and a random salt that only its author keeps. The coarse
area stands in the picture until the seal is opened by a notice that fits it. Whoever reads checks
the opening against the seal: it fits, it does not, or nothing was opened by the time that was said.
The seal that counts is the first one: a correction may move the coarse area, and never the seal.
Pure; the same at every member. Not here: how a notice is sealed and opened (sealing_acts.py).
Serves domain.md section 8, row 9.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from detente.core.agreements.text import plain
from detente.core.airspace.shape import shape_of
from detente.core.airspace.within import refines
from detente.core.line.readbacks import volume_of
from detente.core.line.reading import number_in, text_in
from detente.core.line.state import Standing
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.airspace.volume import Airspace
    from detente.core.line.message import Line, Message
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.values import Fields

COARSE, OPENING = "GDC", "GDO"
DOMAIN: Final = "detente/notice-seal/v1"


class SealState(StrEnum):
    """What has become of a sealed announcement."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    OPENED = "opened"
    MISMATCH = "mismatch"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed announcement. Times in UTC ms, by its author's clock.

    number:  of the coarse announcement; wording: of its newest correction. volume: coarse, as it
    stands. opening, notice, opened_ms: of the opening that counts, and the exact notice.
    is_inside: whether the exact area surely lies in the coarse one; None while there is none.
    remarks: openings that do not fit, a seal that was changed, an opening after its time.
    """

    number: str
    wording: str
    party: str
    at_ms: int
    seal: str
    format: str
    open_by_ms: int
    volume: Airspace | None
    state: SealState
    opening: str | None = None
    notice: str | None = None
    opened_ms: int | None = None
    is_inside: bool | None = None
    remarks: tuple[Refusal, ...] = ()


def seal_of(code: str, version: int, fields: Fields, salt: str) -> str:
    """The seal over an exact notice: SHA-256 (hex). salt: base64, as the opening says it."""
    said = {"fields": plain(fields), "format": code, "version": version}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    data = f"{DOMAIN}\n{salt}\n{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def sealed_announcements(state: State, line: Line, at_ms: int) -> list[Sealed]:
    """Every sealed announcement on a line as it stands at a time, by number."""
    here = state.line(line)
    openings = here.registered(OPENING)
    return [_sealed(here, one, openings, at_ms) for one in _coarse_ones(here)]


def coarse_chain(known: LineState, number: str) -> list[Tracked]:
    """A coarse announcement and its corrections, oldest first; empty when it is none."""
    chain = known.chain(number)
    return [one for one in chain if one.subject is not None and one.subject.code == COARSE]


def opened_by(known: LineState, author: str, fields: Fields) -> tuple[Tracked, Tracked] | None:
    """What an opening opens: the coarse announcement as it stands, and the exact notice.

    None when the seal does not fit, or one of the two is not held or not its author's.
    """
    sealed, notice = (_message(known, fields, name) for name in ("sealed", "notice"))
    if sealed is None or notice is None or _misfit(author, fields, sealed, notice) is not None:
        return None
    chain = coarse_chain(known, sealed.number)
    return (chain[-1], notice) if chain else None


def opening_findings(
    state: State, line: Line, author: str, message: Message, fields: Fields, at_ms: int
) -> tuple[Refusal, ...]:
    """What is odd about an opening; each can be passed by its rule."""
    del at_ms
    if message.format != OPENING:
        return ()
    known = state.line(line)
    sealed, notice = (_message(known, fields, name) for name in ("sealed", "notice"))
    for name, one in (("sealed", sealed), ("notice", notice)):
        if one is None:
            number = str(fields.get(name))[:96]
            return (_odd(name, "opening-unknown", f"{number} is not held on this line"),)
    assert sealed is not None
    assert notice is not None
    why = _misfit(author, fields, sealed, notice)
    return () if why is None else (why,)


def _misfit(author: str, fields: Fields, sealed: Tracked, notice: Tracked) -> Refusal | None:
    """Why an opening does not fit; None when it does."""
    for name, one in (("sealed", sealed), ("notice", notice)):
        if one.author != author:
            return _odd(name, "opening-not-own", f"{one.number} is a message of {one.author}")
    if sealed.message.format != COARSE:
        return _odd("sealed", "not-sealed", f"{sealed.number} is no sealed announcement")
    said = notice.message
    found = seal_of(said.format, said.version, said.fields, str(fields.get("salt")))
    wanted = str(sealed.message.fields.get("seal"))
    if said.format != sealed.message.fields.get("sealed_format") or found != wanted:
        reason = f"{notice.number} is not what {sealed.number} was sealed over"
        return _odd("notice", "seal-mismatch", reason)
    return None


def _odd(name: str, rule: str, reason: str) -> Refusal:
    remedy = "Go by both: the coarse area stands, and so does the notice"
    return Refusal(f"fields.{name}", rule, reason, remedy, override=True)


def _message(known: LineState, fields: Fields, name: str) -> Tracked | None:
    number = text_in(fields, name)
    return known.messages.get(number) if number is not None else None


def _coarse_ones(here: LineState) -> Iterator[Tracked]:
    """The first wordings of all coarse announcements, by number; the index is kept by the fold."""
    for number in sorted(here.sealed):
        one = here.messages.get(number)
        if one is not None:
            yield one


def _sealed(here: LineState, one: Tracked, openings: list[Tracked], at_ms: int) -> Sealed:
    chain = coarse_chain(here, one.number)
    newest, fields = chain[-1], one.message.fields
    meant = [each for each in openings if text_in(each.fields, "sealed") == one.number]
    fitting = [each for each in meant if opened_by(here, each.author, each.fields)]
    first = min(fitting, key=lambda each: (each.epoch, each.sequence), default=None)
    notice = _message(here, first.fields, "notice") if first is not None else None
    open_by_ms = number_in(fields, "open_by_ms") or one.at_ms
    return Sealed(
        number=one.number,
        wording=newest.number,
        party=one.author,
        at_ms=one.at_ms,
        seal=str(fields.get("seal")),
        format=str(fields.get("sealed_format")),
        open_by_ms=open_by_ms,
        volume=volume_of(newest),
        state=_state(newest, first, meant, open_by_ms, at_ms),
        opening=first.number if first is not None else None,
        notice=notice.number if notice is not None else None,
        opened_ms=first.at_ms if first is not None else None,
        is_inside=None if notice is None else _inside(notice, newest),
        remarks=tuple(_remarks(here, chain, meant, first, open_by_ms)),
    )


def _state(
    newest: Tracked, first: Tracked | None, meant: list[Tracked], open_by_ms: int, at_ms: int
) -> SealState:
    if first is not None:
        return SealState.OPENED
    if newest.standing in (Standing.CANCELLED, Standing.ENDED):
        return SealState.WITHDRAWN
    if meant:
        return SealState.MISMATCH
    return SealState.OVERDUE if at_ms > open_by_ms else SealState.WAITING


def _remarks(
    here: LineState,
    chain: list[Tracked],
    meant: list[Tracked],
    first: Tracked | None,
    open_by_ms: int,
) -> Iterator[Refusal]:
    if len({str(one.fields.get("seal")) for one in chain}) > 1:
        reason = f"{chain[-1].number} changed the seal of {chain[0].number}"
        yield _odd("seal", "seal-changed", f"{reason}; the first one counts")
    for one in meant:
        sealed, notice = (_message(here, one.fields, name) for name in ("sealed", "notice"))
        if sealed is None or notice is None:
            missing = text_in(one.fields, "notice") or ""
            yield _odd("notice", "opening-unknown", f"{one.number}: {missing} is not held here")
        elif (why := _misfit(one.author, one.fields, sealed, notice)) is not None:
            yield why
    if first is not None and first.at_ms > open_by_ms:
        yield _odd("open_by_ms", "opened-late", f"{first.number} came after its time")


def _inside(notice: Tracked, coarse: Tracked) -> bool | None:
    exact, area = volume_of(notice), volume_of(coarse)
    return None if exact is None or area is None else lies_inside(exact, area)


def lies_inside(exact: Airspace, coarse: Airspace) -> bool:
    """Whether an exact volume surely lies in a coarse one: place, heights and time."""
    shapes = tuple(
        [shape_of(part.volume.outline) for part in area.parts] for area in (exact, coarse)
    )
    return refines(exact, coarse, (shapes[0], shapes[1]))
