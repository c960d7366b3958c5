"""Introduce parties to one another's channels by label, and pin the keys behind the labels.

A facilitator says on one channel by which key a party of another one can be known there, under a
label of its own choosing: never the party's name. That the key is that party's rests on the
facilitator alone until an officer compares its fingerprint by another way and pins it. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.events import HOUSE, Event, Introduced, KeyPinned
from detente.core.line.message import Line, Status
from detente.core.line.relay import introduced_by, pinned
from detente.core.line.relaying import FACILITATOR
from detente.core.refusal import Refusal
from detente.journal.forms import Malformed, is_name
from detente.journal.signatures import fingerprint, public_from_text
from detente.node.inputs import Introduce, PinLabel
from detente.wire.third_views import IntroducedView

if TYPE_CHECKING:
    from detente.core.line.state import State
    from detente.node.node import Node

LABELS_MAX: Final = 64  # on one channel; who carries for more parties wants more channels
FINGERPRINT_HEX: Final = 32  # digits of a fingerprint, without its spaces

Written = tuple[tuple[Line, Event], ...]


def labelled(state: State, item: Introduce | PinLabel) -> Written | tuple[Refusal, ...]:
    """What follows from introducing a party, or from comparing the key behind a label."""
    if isinstance(item, PinLabel):
        return pin(state, item)
    return introduce(state, item)


def introduce(state: State, item: Introduce) -> Written | tuple[Refusal, ...]:
    """Introduce a party on a channel that it is no member of, on every line of the channel."""
    problems = _introduce_problems(state, item)
    if problems:
        return problems
    card = state.cards[item.party]
    event = Introduced(item.label, card.key, card.kind)
    if introduced_by(state, item.channel, state.party).get(item.label) == event:
        return ()
    lines = sorted(line for line in state.lines if line.channel == item.channel)
    return tuple((line, event) for line in lines or [Line(item.channel)])


def _introduce_problems(state: State, item: Introduce) -> tuple[Refusal, ...]:
    own, label, party = state.cards.get(state.party), item.label, item.party
    card = state.cards.get(party)
    if own is None or own.kind != FACILITATOR:
        reason = f"{state.party} is no facilitator"
        return _refused("by", "not-a-facilitator", reason, "Make a home with --kind facilitator")
    if item.channel not in state.charters or item.channel == HOUSE:
        reason = f"this node is not in a channel {item.channel[:80]!r}"
        return _refused("channel", "channel-unknown", reason, "See them with `detente status`")
    members = state.members.get(item.channel, ())
    if card is None or party == state.party or party in members:
        reason = f"{party[:64]!r} is no party of another channel of this node"
        return _refused("party", "party-unknown", reason, "See them with `detente peers`")
    if not is_name(label) or label in state.cards or party in label:
        reason = f"{label[:64]!r} is no label, or names a party"
        remedy = "Use a to z, 0 to 9 and inner hyphens; say nothing of who it is"
        return _refused("label", "label", reason, remedy)
    known = introduced_by(state, item.channel, state.party)
    if label not in known and len(known) >= LABELS_MAX:
        reason = f"{LABELS_MAX} labels are introduced on {item.channel}"
        return _refused("label", "labels-max", reason, "Open a second channel")
    taken = [other for other, one in known.items() if one.key == card.key and other != label]
    if taken:
        reason = f"{party} is known there as {taken[0]}"
        return _refused("label", "label-taken", reason, f"Use {taken[0]}")
    same = known.get(label)
    others = {one.party for one in state.cards.values() if same and one.key == same.key}
    if others - {party}:
        reason = f"{label} is another party there"
        return _refused("label", "label-taken", reason, "Choose another label")
    return ()


def pin(state: State, item: PinLabel) -> Written | tuple[Refusal, ...]:
    """Pin the key behind a label, whose fingerprint an officer compared by another way."""
    found = _labels(state, item.channel, item.label)
    if not found:
        reason = f"nobody is introduced as {item.label[:64]!r} on {item.channel[:80]}"
        return _refused("label", "label-unknown", reason, "See `detente introduced`")
    given = "".join(item.fingerprint.lower().split())
    fits = [(by, one) for by, one in found if _fingerprint(one.key).replace(" ", "") == given]
    if len(given) != FINGERPRINT_HEX or not fits:
        said = ", ".join(f"{_fingerprint(one.key)} (by {by})" for by, one in found)
        reason = f"the key introduced for {item.label} is {said}, not what was compared"
        remedy = "Compare again, by voice; if it stays so, what comes under this label is not its"
        return _refused("fingerprint", "fingerprint-differs", reason, remedy)
    return tuple(
        (Line(HOUSE), KeyPinned(item.channel, by, item.label, one.key)) for by, one in fits
    )


def introduced(node: Node) -> list[IntroducedView]:
    """Every label on every channel of this node, and whether its key was compared."""
    state = node.state
    found: dict[tuple[str, str, str], Introduced] = {}
    for line, here in state.lines.items():
        for (by, label), one in here.introduced.items():
            if line.status is Status.ACTUAL or (line.channel, by, label) not in found:
                found[line.channel, by, label] = one
    return [
        IntroducedView(
            channel=channel,
            label=label,
            kind=one.kind,
            by=by,
            fingerprint=_fingerprint(one.key),
            party=_own_name(state, by, one.key),
            pinned=pinned(state, Line(channel), by, label, one.key),
            changed=state.pins.get((channel, by, label), one.key) != one.key,
        )
        for (channel, by, label), one in sorted(found.items())
    ]


def _labels(state: State, channel: str, label: str) -> list[tuple[str, Introduced]]:
    """Who introduced the label on the channel, and as what."""
    return sorted(
        {
            (by, one)
            for line, here in state.lines.items()
            if line.channel == channel
            for (by, name), one in here.introduced.items()
            if name == label and by != state.party
        },
        key=lambda pair: (pair[0], pair[1].key),
    )


def _own_name(state: State, by: str, key: str) -> str:
    """The party itself, where this node introduced it; others are never told."""
    if by != state.party:
        return ""
    return next((card.party for card in state.cards.values() if card.key == key), "")


def _fingerprint(key: str) -> str:
    try:
        return fingerprint(public_from_text(key))
    except Malformed:
        return "no key"


def _refused(field: str, rule: str, reason: str, remedy: str) -> tuple[Refusal, ...]:
    return (Refusal(field, rule, reason, remedy),)
