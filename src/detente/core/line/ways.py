"""Ask for ways out of a conflict, for either of its two sides, and answer apart from the line.

`questions` takes what matters out of the state in one quick query; `ways` searches on its own
picture of it and may take its time on another thread, so the line never waits for a search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.core.airspace.buffers import widest_of
from detente.core.airspace.conflict import HUMANITARIAN, Picture, Placed, place_parts
from detente.core.airspace.ways_out import (
    HEIGHT_STEP_CM,
    HEIGHT_STEPS_MAX,
    MOVE_CM_MAX,
    TIME_MS_MAX,
    Notice,
    WayOut,
    ways_out,
)
from detente.core.events import Buffer
from detente.core.line.decision import refuse, said_here
from detente.core.line.message import Line
from detente.core.line.state import State
from detente.core.refusal import Refusal

OTHERS_MAX = 5_000  # volumes around one notice; beyond it the sky is too crowded for a suggestion


@dataclass(frozen=True, slots=True)
class Question:
    """One side of a conflict, with all that lies within reach of a way out of it.

    stays: it is a humanitarian notice. Nobody is asked to move a hospital, or a convoy's road.
    """

    notice: Notice
    others: tuple[Placed, ...]
    buffers: Sequence[Buffer]
    stays: bool = False


def questions(state: State, line: Line, conflict: str) -> list[Question] | tuple[Refusal, ...]:
    """A question for each side of an open conflict, the side first whose number is lower."""
    known = next((c for c in state.open_conflicts(line) if c.found.conflict == conflict), None)
    if known is None:
        reason = f"no open conflict {conflict[:200]!r} on this line"
        return refuse("conflict", "unknown-conflict", reason, "List the open conflicts")
    found: list[Question] = []
    for side, number in known.sides:
        tracked = state.message(side, number)
        if tracked is None or tracked.volume is None:
            continue
        terrain_max_cm = state.terrain_max_cm(side)
        notice = Notice(number, tracked.author, tracked.activity, tracked.volume, terrain_max_cm)
        if tracked.activity == HUMANITARIAN:
            found.append(Question(notice, (), (), stays=True))
            continue
        others = _of_all_lines(state, side, notice)
        if len(others) > OTHERS_MAX:
            reason = f"{len(others)} volumes lie around {number}, over {OTHERS_MAX}"
            return refuse("conflict", "too-crowded", reason, "Speak with the other side")
        buffers = widest_of(picture.buffers for _, picture in _pictures(state, side))
        found.append(Question(notice, others, buffers))
    return found


def _pictures(state: State, line: Line) -> list[tuple[Line, Picture]]:
    """The pictures of all lines of this status: conflicts are found across channels too."""
    return [(on, one) for on, one in sorted(state.pictures.items()) if on.status is line.status]


def _of_all_lines(state: State, line: Line, notice: Notice) -> tuple[Placed, ...]:
    """What lies within reach on any line; numbers of others are qualified by their channel.

    What was carried from this line to another is there under another name, and is left out.
    """
    found: list[Placed] = []
    for on, picture in _pictures(state, line):
        for other in _within_reach(picture, notice, itself=on == line):
            if on == line:
                found.append(other)
            elif not said_here(state, line, on, other.number):
                found.append(replace(other, number=f"{on.channel}/{other.number}"))
    return tuple(found)


def _within_reach(picture: Picture, notice: Notice, *, itself: bool) -> tuple[Placed, ...]:
    """Every other volume that any way out could come near, once each.

    itself: whether the picture is of the notice's own line, where its number is its own.
    """
    widest = picture.buffers.widest
    found: dict[tuple[str, int, int | None], Placed] = {}
    for placed in place_parts(
        notice.number, notice.party, notice.activity, notice.airspace, notice.terrain_max_cm
    ):
        for other in picture.around(
            placed,
            horizontal_cm=MOVE_CM_MAX + widest.horizontal_cm,
            vertical_cm=HEIGHT_STEPS_MAX * HEIGHT_STEP_CM + widest.vertical_cm,
            padding_ms=TIME_MS_MAX + widest.padding_ms,
        ):
            if other.party != notice.party and not (itself and other.number == notice.number):
                found[other.number, other.part, other.volume.start_ms] = other
    return tuple(found.values())


def ways(question: Question, *, not_before_ms: int) -> list[WayOut]:
    """The ways out for one side, best first; none begins before `not_before_ms`.

    None for what stays: the other side goes around it.
    """
    if question.stays:
        return []
    picture = Picture(question.buffers)
    by_number: dict[str, list[Placed]] = {}
    for other in question.others:
        by_number.setdefault(other.number, []).append(other)
    for parts in by_number.values():
        picture.take(*parts)
    return ways_out(picture, question.notice, not_before_ms=not_before_ms)
