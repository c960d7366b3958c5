"""What a node still does when its disk runs full: the last megabytes are for what cannot wait.

Below a limit, ordinary messages, new channels, invitations and officers are refused, saying why.
Receipts, answers, corrections, cancellations, ends and FLASH are still taken, and so is all that
peers push, because a mirror with a hole proves nothing. Pure; the shell measures (serve.reserve).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.core.line.commands import Send
from detente.core.line.message import Precedence
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.node.inputs import AddOfficer, Do, Input, Invite, OpenChannel

MEGABYTE = 1_000_000


class Room(StrEnum):
    """How much the disk can still take: all, only what cannot wait, or that out of the reserve."""

    GOOD = "good"
    LOW = "low"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Space:
    """The disk under the record as the shell last saw it. None is not yet measured.

    refuse_below_bytes: the limit. reserve_bytes: what is kept aside now; 0 once it is in use.
    """

    room: Room = Room.GOOD
    free_bytes: int | None = None
    refuse_below_bytes: int = 0
    reserve_bytes: int = 0
    since_ms: int | None = None


def waits(item: Input) -> bool:
    """Whether an input is ordinary, so that it is refused when room is short."""
    match item:
        case Do(command=Send() as send):
            table = FORMATS.get(send.format)
            default = table.precedence if table is not None else None
            return (send.precedence or default) != Precedence.FLASH
        case OpenChannel() | Invite() | AddOfficer():
            return True
        case _:
            return False


def words(space: Space) -> str:
    """The disk in one sentence, for people and for alarms."""
    free = "an unknown number of" if space.free_bytes is None else space.free_bytes // MEGABYTE
    limit = space.refuse_below_bytes // MEGABYTE
    match space.room:
        case Room.GOOD:
            return f"the disk has room: {free} MB free"
        case Room.LOW:
            return (
                f"the disk is nearly full: {free} MB free, ordinary messages are refused below"
                f" {limit} MB; receipts, answers and FLASH still get through"
            )
        case Room.RESERVE:
            return (
                f"the disk is full: {free} MB free and the reserve is in use; receipts, answers and"
                " FLASH get through until it is used up, then this node stops"
            )


def refusal(space: Space) -> tuple[Refusal, ...]:
    """Why an ordinary input is not taken now."""
    remedy = "Make room on the disk of the node's home (detente doctor says how much is missing)"
    return (Refusal("", "disk-full", words(space), remedy),)
