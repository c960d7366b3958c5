"""A facilitator carries words between two channels whose members do not recognise one another.

An officer decides that a message is carried; from then on what belongs to it follows by itself:
its correction, cancellation and end, and the receipts that come back, because a read-back that
waits for a third desk comes too late. Nothing is carried that its speaker has not released to
everybody who would hold it, or without the speaker's own signature over the words. What could not
follow is said in a warning. Not here: what is signed and how it is checked (relay.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detente.core.events import Event, Released, Warned
from detente.core.line.channels import kind_problems
from detente.core.line.decision import (
    Decision,
    Desk,
    conflicts_of,
    ended,
    refuse,
    role_problems,
    unknown_message,
    upcoming_number,
)
from detente.core.line.fold import judged
from detente.core.line.message import Line, Releasability, Role, Signature
from detente.core.line.passing import passed_on_line
from detente.core.line.relay import (
    carried_problem,
    form_problems,
    introduced_by,
    label_of,
    placed_as,
    signature_fits,
    twins,
)
from detente.core.line.releasability import party, wish, withheld_from
from detente.core.line.state import Standing, State, Tracked, house
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.line.commands import RelayTo
    from detente.core.line.judge import Judged
    from detente.core.line.message import Message

FACILITATOR: Final = "facilitator"  # the kind of a party that carries words
NODE_DESK: Final = Signature("node", Role.DUTY_OFFICER)  # whose act it is when no officer acts
_CLOSING: Final = {"COR": "corrected", "CAN": "cancelled", "END": "ended"}

Written = list[tuple[Line, Event]]


def relay(state: State, command: RelayTo, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Carry another party's message into another channel, or every reason why not."""
    problems = role_problems(desk, Role.DUTY_OFFICER, "relaying")
    target = state.message(desk.line, command.number)
    if problems or target is None:
        return problems or unknown_message(command.number)
    on = Line(command.channel, desk.line.status)
    problems = _place_problems(state, desk.line, on)
    problems = problems or _target_problems(state, desk.line, on, target)
    problems = problems or (
        *_label_problems(state, on, target.author),
        *_told_problems(state, desk.line, on, target),
    )
    if problems:
        return problems
    copy = _copy(state, replace(desk, line=on), target.author, target.message, None)
    verdict = judged(state, on, state.party, copy)
    fmt = verdict.format
    problems = verdict.problems
    if fmt is not None:
        problems = (*problems, *kind_problems(state, on, fmt, copy.precedence, copy.to))
    if problems:
        return problems
    found: Written = [(on, Released(copy))]
    found += _conflicts(state, on, copy, verdict)
    found += _told(state, desk, on, target.number, target.author)
    return Decision(tuple(found), copy.number)


def carried_on(
    state: State, line: Line, author: str, message: Message, target: Tracked | None, *, at_ms: int
) -> Written:
    """What follows at a facilitator from an act upon words that it has carried, by itself.

    Nothing when this node is none, or has not carried what the message acts on.
    """
    if target is None or not _is_facilitator(state) or label_of(message):
        return []
    found: Written = []
    missing: list[Refusal] = []
    for on, twin in twins(state, line, target):
        if state.party not in (twin.author, target.author):
            continue
        why = (
            *_signature_problems(state, line, author, message),
            *_label_problems(state, on, author),
        )
        if why:
            missing += why
            continue
        copy = _copy(state, Desk(on, NODE_DESK, at_ms), author, message, twin)
        found += _copied(state, on, copy, twin)
        if copy.format in _CLOSING:
            found += _told(state, Desk(line, NODE_DESK, at_ms), on, message.number, author)
    if missing:
        warned = Warned(line.channel, message.number, True, tuple(missing))
        found.append((house(line.status), warned))
    return found


def _copied(state: State, on: Line, copy: Message, twin: Tracked) -> Written:
    """The copy of an act, with the conflicts that it ends and, for a correction, those it makes."""
    found: Written = [(on, Released(copy))]
    if copy.format not in _CLOSING:
        return found
    found += ended(state, on, twin, _CLOSING[copy.format])
    verdict = judged(state, on, state.party, copy)
    found += _conflicts(state, on, copy, verdict)
    return found


def _conflicts(state: State, on: Line, copy: Message, verdict: Judged) -> Written:
    """The conflicts of carried words, placed as whose they are."""
    if verdict.volume is None:
        return []
    found = conflicts_of(
        state,
        on,
        copy.number,
        party=placed_as(state, state.party, verdict.voice),
        activity=verdict.activity,
        volume=verdict.volume,
    )
    return list(found)


def _copy(state: State, desk: Desk, author: str, message: Message, twin: Tracked | None) -> Message:
    """The same words on another line, under the label of who said them; twin: what they act on."""
    assert message.relay is not None, "only signed words are carried"
    label = label_for(state, desk.line, author)
    assert label is not None, "only who was introduced is carried"
    to = _others(state, desk.line) if twin is None or twin.author == state.party else (twin.author,)
    public = message.releasability is Releasability.PUBLIC
    return replace(
        message,
        number=upcoming_number(state, desk),
        to=to,
        created_ms=desk.at_ms,
        released_ms=desk.at_ms,
        by=desk.by,
        ref=None if twin is None else twin.number,
        overridden=(),
        info=(),
        refs=(),
        releasability=Releasability.PUBLIC if public else None,
        releasable_to=(),
        elsewhere=(),
        relay=replace(message.relay, label=label),
        second=None,
    )


def _told(state: State, desk: Desk, on: Line, number: str, author: str) -> Written:
    """What the speaker is told: passed on, to each who now holds it, by the names it knows."""
    found: Written = []
    given: str | None = None
    for member in _others(state, on):
        label = label_for(state, desk.line, member)
        if label is not None:
            message = passed_on_line(state, desk, author, number, label, after=given)
            given = message.number
            found.append((desk.line, Released(message)))
    return found


def label_for(state: State, line: Line, member: str) -> str | None:
    """The label by which this node introduced a party on a line, under the key that it has now."""
    card = state.cards.get(member)
    for label, introduced in sorted(introduced_by(state, line.channel, state.party).items()):
        if card is not None and introduced.key == card.key:
            return label
    return None


def _others(state: State, line: Line) -> tuple[str, ...]:
    members = state.members.get(line.channel, ())
    return tuple(sorted(member for member in members if member != state.party))


def _is_facilitator(state: State) -> bool:
    card = state.cards.get(state.party)
    return card is not None and card.kind == FACILITATOR


def _place_problems(state: State, line: Line, on: Line) -> tuple[Refusal, ...]:
    if not _is_facilitator(state):
        reason = f"{state.party} is no facilitator, and speaks only for itself"
        return refuse("by", "not-a-facilitator", reason, "Send a message of your own")
    if on.channel == line.channel or state.party not in state.members.get(on.channel, ()):
        reason = f"{on.channel[:80]!r} is no other channel of this node"
        return refuse("channel", "channel-unknown", reason, "See them with `detente status`")
    if not _others(state, on):
        reason = f"{on.channel} has no other member yet"
        return refuse("channel", "nobody-to-tell", reason, "Invite the other side first")
    return ()


def _target_problems(state: State, line: Line, on: Line, target: Tracked) -> tuple[Refusal, ...]:
    """Why this message is not carried, whoever would hold it."""
    number, message = target.number, target.message
    if target.author == state.party or target.voice is not None:
        reason = f"{number} is not the word of its author to this node"
        return refuse("number", "relay-own", reason, "Relay what another party said itself")
    if target.format is None or target.problems:
        reason = f"{number} ({message.format[:16]}) is nothing that is carried"
        return refuse("number", "relay-format", reason, "Relay what is sound as it stands here")
    why = carried_problem(target.format, message.fields)
    if why is not None:
        return refuse("number", "relay-format", f"{number}: {why[0]}", why[1])
    if state.party not in message.to:
        reason = f"{number} is not addressed to {state.party}"
        return refuse("number", "not-receiver", reason, "Ask its sender to address you")
    if target.standing is not Standing.CURRENT:
        reason = f"{number} was {target.standing.value} by {target.closed_by}"
        return refuse("number", "relay-closed", reason, f"Look at {target.closed_by}")
    carried = [twin.number for where, twin in twins(state, line, target) if where == on]
    if carried:
        reason = f"{number} stands there as {carried[0]}"
        return refuse("number", "relay-twice", reason, "Nothing is left to do")
    return _signature_problems(state, line, target.author, message)


def _signature_problems(
    state: State, line: Line, author: str, message: Message
) -> tuple[Refusal, ...]:
    """Why the words are not the speaker's to anybody who would read them elsewhere."""
    relay, card = message.relay, state.cards.get(author)
    if relay is None:
        reason = f"{author} has not signed {message.number} to be carried on"
        remedy = f"Ask {author} to send it with --releasable, which permits it"
        return refuse("releasability", "relay-unsigned", reason, remedy)
    if (
        form_problems(message, line.status)
        or card is None
        or not signature_fits(state, relay, card.key)
    ):
        reason = f"the signature of {author} does not fit the words of {message.number}"
        return refuse("relay", "relay-misfit", reason, f"Tell {author}; nobody would believe it")
    return ()


def _label_problems(state: State, on: Line, author: str) -> tuple[Refusal, ...]:
    if label_for(state, on, author) is not None:
        return ()
    reason = f"{author} has not been introduced on {on.channel} with the key that it has now"
    remedy = f"detente introduce {author} --channel {on.channel} --as LABEL"
    return refuse("channel", "relay-not-introduced", reason, remedy)


def _told_problems(state: State, line: Line, on: Line, target: Tracked) -> tuple[Refusal, ...]:
    """Who would hold it there without its speaker's permission, by the speaker's names for them."""
    found: list[Refusal] = []
    here = state.line(line)

    def find(number: str) -> Message | None:
        tracked = here.messages.get(number)
        return tracked.message if tracked is not None else None

    for member in _others(state, on):
        label = label_for(state, line, member)
        if label is None:
            found += _label_problems(state, line, member)
            continue
        why = withheld_from(wish(target.message, find), target.author, party(label))
        found += (why,) if why is not None else ()
    return tuple(found)
