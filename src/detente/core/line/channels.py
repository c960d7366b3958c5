"""Kinds of channel: what may be said on which, who may speak there, and whose channel takes it.

Safety, strategic, diplomatic and humanitarian business are kept apart, because mixing them makes
the safety line political (domain.md section 0, finding 6). What saves life is never kept apart: an
alert, a warning, a search, and whatever is sent as FLASH are taken on every channel. What a peer
says on the wrong kind has its effect all the same, and is shown as odd: a rule of order must never
make a sky look empty. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from detente.core.events import SAFETY
from detente.core.line.formats import Family, Format
from detente.core.line.message import Line, Precedence, Role
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.line.message import Message
    from detente.core.line.state import State


class ChannelKind(StrEnum):
    """What a channel is for (domain.md section 11)."""

    SAFETY = SAFETY
    STRATEGIC = "strategic"
    DIPLOMATIC = "diplomatic"
    HUMANITARIAN = "humanitarian"


@dataclass(frozen=True, slots=True)
class KindRule:
    """The rules of one kind. releaser: the least role that may speak there (not: for receipts)."""

    kind: ChannelKind
    purpose: str
    releaser: Role


RULES: Final[dict[ChannelKind, KindRule]] = {
    rule.kind: rule
    for rule in (
        KindRule(
            ChannelKind.SAFETY,
            "who is where in the air, minute by minute, and nothing else",
            Role.DUTY_OFFICER,
        ),
        KindRule(
            ChannelKind.STRATEGIC,
            "zones, exercises, the state of defences, unusual activity explained",
            Role.RELEASER,
        ),
        KindRule(
            ChannelKind.DIPLOMATIC,
            "calls and meetings, agreements, readouts and what was promised",
            Role.RELEASER,
        ),
        KindRule(
            ChannelKind.HUMANITARIAN,
            "protected sites and movements, and what must be held away from them",
            Role.DUTY_OFFICER,
        ),
    )
}

_SAFETY, _STRATEGIC = ChannelKind.SAFETY, ChannelKind.STRATEGIC
_DIPLOMATIC, _HUMANITARIAN = ChannelKind.DIPLOMATIC, ChannelKind.HUMANITARIAN

FAMILIES_EVERYWHERE: Final = frozenset(
    {Family.LINE, Family.ALERT, Family.RECEIPT, Family.CHANGE}
)  # the line itself, what saves life, and what belongs to a message that stands there already
SAFETY_OF_LIFE: Final = frozenset({"NWA", "NSR"})  # beside every alert and whatever is FLASH
TAKEN_BY: Final[dict[str, frozenset[ChannelKind]]] = {
    code: frozenset(kinds)
    for code, kinds in {
        "NAA": (_SAFETY,),
        "NWA": tuple(ChannelKind),
        "NUA": (_SAFETY,),
        "NTR": (_SAFETY, _HUMANITARIAN),
        "NEX": (_SAFETY, _STRATEGIC),
        "NAD": (_SAFETY, _STRATEGIC),
        "NEM": (_SAFETY,),
        "NSR": tuple(ChannelKind),
        "NZO": (_SAFETY, _STRATEGIC),
        "NHS": (_HUMANITARIAN, _SAFETY),
        "NHM": (_HUMANITARIAN, _SAFETY),
        "NCV": (_SAFETY, _HUMANITARIAN),
        "PPR": tuple(ChannelKind),
        "QID": (_SAFETY,),
        "QEX": (_SAFETY, _STRATEGIC, _DIPLOMATIC),
        "RHD": (_SAFETY, _HUMANITARIAN),
        "RHN": (_HUMANITARIAN, _SAFETY),
        "RMT": tuple(ChannelKind),
        "GDC": (_SAFETY,),
        "GDO": (_SAFETY,),
        **dict.fromkeys(("AGR", "AGS", "AGX", "FAN", "BRC"), tuple(ChannelKind)),
        **dict.fromkeys(
            ("INR", "INS", "INQ", "INA", "INF", "INC", "PRO", "CST"), tuple(ChannelKind)
        ),
        **dict.fromkeys(("POL", "CON", "CAG", "CRO", "CCM"), (_DIPLOMATIC, _STRATEGIC)),
        **dict.fromkeys(("CFC", "CSU", "ACT", "REP"), (_DIPLOMATIC, _STRATEGIC)),
    }.items()
}


def kind_of(state: State, channel: str) -> ChannelKind:
    """The kind that a channel's charter names; safety when it names none, or one unknown here."""
    charter = state.charters.get(channel)
    known = charter is not None and charter.kind in {kind.value for kind in ChannelKind}
    return ChannelKind(charter.kind) if charter is not None and known else ChannelKind.SAFETY


def kinds_for(fmt: Format) -> frozenset[ChannelKind]:
    """The kinds of channel that take a format; a format without a row belongs everywhere."""
    if fmt.family in FAMILIES_EVERYWHERE:
        return frozenset(ChannelKind)
    return TAKEN_BY.get(fmt.code, frozenset(ChannelKind))


def saves_life(fmt: Format, precedence: Precedence) -> bool:
    """Whether a message is taken on every channel, in every state of it."""
    flash = precedence is Precedence.FLASH
    return flash or fmt.family is Family.ALERT or fmt.code in SAFETY_OF_LIFE


def takes(kind: ChannelKind, fmt: Format, precedence: Precedence) -> bool:
    """Whether a channel of that kind takes a message of that format and urgency."""
    return saves_life(fmt, precedence) or kind in kinds_for(fmt)


def kind_problems(
    state: State, line: Line, fmt: Format, precedence: Precedence, to: tuple[str, ...]
) -> tuple[Refusal, ...]:
    """Why the channel does not take a format, and which channel of ours to the same parties does.

    to: the receivers, so that no channel is named on which they could not be told.
    """
    kind = kind_of(state, line.channel)
    if takes(kind, fmt, precedence):
        return ()
    wanted = sorted(kinds_for(fmt))
    reason = f"{fmt.code} ({fmt.name}) is not said on a {kind.value} channel"
    return (
        Refusal("format", "channel-kind", reason, _remedy(others(state, line, fmt, to), wanted)),
    )


def others(
    state: State, line: Line, fmt: Format, to: tuple[str, ...]
) -> tuple[tuple[str, ChannelKind], ...]:
    """Our channels, with their kinds, that take the format and reach all of `to`; by name."""
    kinds = kinds_for(fmt)
    return tuple(
        (channel, kind_of(state, channel))
        for channel in sorted(state.charters)
        if channel != line.channel
        and kind_of(state, channel) in kinds
        and set(to) <= set(state.members.get(channel, ())) - {state.party}
    )


def _remedy(found: tuple[tuple[str, ChannelKind], ...], wanted: list[ChannelKind]) -> str:
    if found:
        named = " or ".join(f"{channel} ({kind.value})" for channel, kind in found)
        return f"Send it on {named}"
    kinds = " or ".join(kind.value for kind in wanted)
    return f"No channel of ours to these parties takes it: open one of kind {kinds}"


def releaser_of(state: State, line: Line, fmt: Format, precedence: Precedence) -> Role:
    """The least role that may release a format on a channel: the format's, or the channel's.

    The line's own business and what saves life need no more than the format asks for.
    """
    if fmt.family is Family.LINE or saves_life(fmt, precedence):
        return fmt.releaser
    ranks = list(Role)
    return max(fmt.releaser, RULES[kind_of(state, line.channel)].releaser, key=ranks.index)


def kind_remarks(
    state: State, line: Line, fmt: Format | None, message: Message
) -> tuple[Refusal, ...]:
    """What is odd about a peer's message on this kind of channel; it takes away no effect."""
    kind = kind_of(state, line.channel)
    if fmt is None or takes(kind, fmt, message.precedence):
        return ()
    reason = f"{fmt.code} came on a {kind.value} channel, where it does not belong"
    remedy = "It counts all the same; ask its sender to keep the lines apart"
    return (Refusal("format", "channel-kind", reason, remedy),)
