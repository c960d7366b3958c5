"""How much warning a notice gave: counted from the receiver's act, never from the sending.

A notice is *effective* at READ, or at READBACK where its format says so, unless the members agreed
otherwise in the channel's charter; the time is the receiver's, by the receiver's clock (after New
START's receipt rule, domain.md S37). A finding flags, it never blocks. Used by the node and by the
offline verifier, so both say the same.
Not here: which message carries which step (state.py), required lead times (formats.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Effective(StrEnum):
    """The receipt step from which lead time counts."""

    READ = "READ"
    READBACK = "READBACK"


class Timing(StrEnum):
    """What a lead-time rule says of a notice towards one receiver."""

    ON_TIME = "ON TIME"
    SHORT = "SHORT"
    AFTER_THE_FACT = "AFTER THE FACT"
    NOT_EFFECTIVE = "NOT EFFECTIVE"


@dataclass(frozen=True, slots=True)
class Finding:
    """The finding with all that it rests on, in UTC milliseconds.

    lead_ms: start minus effective, negative when the activity had begun; None when either is
    unknown. start_ms None is an open start: the activity has begun.
    """

    timing: Timing
    required_ms: int
    start_ms: int | None
    effective_ms: int | None
    lead_ms: int | None


def agreed_step(default: Effective, code: str, agreed: Iterable[tuple[str, str]] = ()) -> Effective:
    """The step from which the lead time of the format `code` counts.

    default: its table's. agreed: format and step, by the channel's charter. A step that is not
    known here, of a charter that a newer program wrote, leaves the table's.
    """
    step = dict(agreed).get(code)
    return Effective(step) if step in tuple(Effective) else default


def effective_ms(
    effective: Effective,
    *,
    read_ms: int | None,
    readback_ms: int | None,
    answered_ms: int | None,
) -> int | None:
    """When the notice took effect at one receiver, from the receiver's own steps; None: not yet.

    Who reads back or answers has read, so the earliest of the three counts for READ; for
    READBACK only the read-back does.
    """
    if effective is Effective.READBACK:
        return readback_ms
    acts = [at for at in (read_ms, readback_ms, answered_ms) if at is not None]
    return min(acts, default=None)


def finding(required_ms: int, start_ms: int | None, effective_ms: int | None) -> Finding:
    """ON TIME, SHORT, AFTER THE FACT or NOT EFFECTIVE for one notice and one receiver.

    required_ms: the agreed lead time. start_ms: start of the activity, None when it is open (it
    has begun). effective_ms: see `effective_ms`; None when the receiver has not acted.
    """
    if effective_ms is None:
        return Finding(Timing.NOT_EFFECTIVE, required_ms, start_ms, None, None)
    if start_ms is None:
        return Finding(Timing.AFTER_THE_FACT, required_ms, None, effective_ms, None)
    lead_ms = start_ms - effective_ms
    if lead_ms <= 0:
        timing = Timing.AFTER_THE_FACT
    elif lead_ms < required_ms:
        timing = Timing.SHORT
    else:
        timing = Timing.ON_TIME
    return Finding(timing, required_ms, start_ms, effective_ms, lead_ms)
