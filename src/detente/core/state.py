"""The two tables: which rule decides a command, and which fold takes an event.

`decide` is pure: state, command and time in; events or refusals out; nothing changes. `apply`
folds one event of a journal into the state; it computes no geometry beyond putting a volume into
the index, so a later engine never rewrites what was shown. Each event is applied before the next
command is decided. The state is owned by the writer.

How the node uses it:
- an officer's command: ``decide(state, command, line, by, at_ms)``;
- an entry that came from a peer: ``decide(state, Arrived(...), line, None, at_ms)`` *before*
  applying it, then apply it, then apply the house events that were decided;
- time: ``decide(state, Tick(), None, None, at_ms)`` when `next_due_ms` has come.
House events carry the line ``Line(HOUSE, status)``: the house has one journal per status.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from detente.core.agreements.sealing_acts import seal, unseal
from detente.core.events import (
    HOUSE,
    WITNESS,
    AlarmAcknowledged,
    AlarmCleared,
    AlarmRaised,
    BundleCame,
    BundleMade,
    CardRenewed,
    ConflictEnded,
    ConflictFound,
    DeadlineMissed,
    Disclosed,
    DraftDropped,
    DraftKept,
    Event,
    EvidenceKept,
    ExerciseBegun,
    ExerciseEnded,
    HandoverGiven,
    HandoverTaken,
    Introduced,
    Invited,
    ItemConfirmed,
    ItemRejected,
    Joined,
    KeyPinned,
    KeyRotated,
    OfficerAdded,
    OfficerRemoved,
    Opened,
    PartyCard,
    Released,
    Repeated,
    RoleChanged,
    SourceKept,
    Warned,
)
from detente.core.humanitarian.acts import act as humanitarian_act
from detente.core.line.arrival import arrived
from detente.core.line.commands import (
    Answer,
    Cancel,
    Command,
    Confirm,
    Correct,
    Disclose,
    Disseminate,
    DropDraft,
    End,
    KeepDraft,
    PassOn,
    Read,
    ReadBack,
    Reconfirm,
    RelayTo,
    ReleaseDraft,
    Seal,
    Send,
    TryContact,
    Unseal,
)
from detente.core.line.deadlines import (
    ESCALATION,
    REPEAT_FAST_COUNT,
    REPEAT_MS,
    REPEAT_SLOW_MS,
    Key,
    What,
)
from detente.core.line.decision import Decision, Desk, member_problems
from detente.core.line.disseminating import disseminate
from detente.core.line.drafts import (
    drop_draft,
    fold_draft,
    keep,
    release_draft,
    send_or_keep,
)
from detente.core.line.fold import fold_introduced, fold_message, picture_of
from detente.core.line.message import Line, Signature
from detente.core.line.passing import pass_on
from detente.core.line.receipts import answer, confirm, read, read_back
from detente.core.line.relay import key_warnings
from detente.core.line.relaying import relay
from detente.core.line.release import cancel, end
from detente.core.line.state import LineState, OpenConflict, State
from detente.core.line.ticking import set_back, tick
from detente.core.refusal import Refusal
from detente.core.renewal import renew, renewal_problems
from detente.core.sources.register import fold_sources
from detente.core.watch.alarms import fold_alarm
from detente.core.watch.exercise import fold_exercise
from detente.core.watch.feeds import fold_feeds
from detente.core.watch.handover import fold_handover
from detente.core.watch.held import RoleLogged
from detente.core.watch.session_events import (
    PasskeyAdded,
    PasskeyRemoved,
    SessionBegun,
    SessionEnded,
    SignInLinkMade,
)
from detente.core.watch.sessions import changed_role, fold_sessions, removed

__all__ = ["Arrived", "Decision", "State", "Tick", "apply", "decide", "next_due_ms"]


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry of a peer's journal has been verified and is about to be applied.

    author: whose journal. at_ms: the author's clock. sequence: the entry's place in the journal.
    """

    author: str
    event: Event
    at_ms: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed: what is due now? set_back: the clock shows less than it did before."""

    set_back: bool = False


def decide(
    state: State,
    command: Command | Arrived | Tick,
    line: Line | None,
    actor: Signature | None,
    at_ms: int,
) -> Decision | tuple[Refusal, ...]:
    """The events that follow from a command at `at_ms`, or every reason why it is refused.

    line and actor are those of an officer's command; `Arrived` needs its line, `Tick` neither.
    Refusals of an `Arrived` mean that its author had no right to it: keep it as evidence.
    """
    if isinstance(command, Tick):
        return set_back(state, at_ms) if command.set_back else tick(state, at_ms)
    assert line is not None, "a command and an arrival are on a line"
    if isinstance(command, Arrived):
        if isinstance(command.event, CardRenewed):
            return renewal_problems(command.author, command.event, command.at_ms) or Decision()
        if isinstance(command.event, Introduced):
            said, author = command.event, command.author
            return Decision(suspect=key_warnings(state, line, author, said.label, said.key))
        if not isinstance(command.event, Released):
            return Decision()
        return arrived(
            state,
            line,
            command.author,
            command.event.message,
            entry_at_ms=command.at_ms,
            at_ms=at_ms,
        )
    assert actor is not None, "a command is an officer's"
    desk = Desk(line, actor, at_ms)
    return member_problems(state, desk) or _command(state, command, desk)


def _command(state: State, command: Command, desk: Desk) -> Decision | tuple[Refusal, ...]:
    match command:
        case Send() | Correct():
            return send_or_keep(state, command, desk)
        case Read():
            return read(state, command, desk)
        case ReadBack():
            return read_back(state, command, desk)
        case Confirm():
            return confirm(state, command, desk)
        case Answer():
            return answer(state, command, desk)
        case Disseminate():
            return disseminate(state, command, desk)
        case Cancel():
            return cancel(state, command, desk)
        case End():
            return end(state, command, desk)
        case Reconfirm() | Disclose() | TryContact():
            return humanitarian_act(state, command, desk)
        case RelayTo():
            return relay(state, command, desk)
        case PassOn():
            return pass_on(state, command, desk)
        case _:
            return _draft(state, command, desk)


def _draft(
    state: State, command: KeepDraft | ReleaseDraft | DropDraft | Seal | Unseal, desk: Desk
) -> Decision | tuple[Refusal, ...]:
    match command:
        case Seal():
            return seal(state, command, desk)
        case Unseal():
            return unseal(state, command, desk)
        case KeepDraft():
            return keep(state, command, desk)
        case ReleaseDraft():
            return release_draft(state, command, desk)
        case DropDraft():
            return drop_draft(state, command, desk)
        case _:
            assert_never(command)


def apply(
    state: State,
    author: str,
    line: Line,
    event: Event,
    *,
    at_ms: int,
    held_at_ms: int,
    sequence: int,
    epoch: int = 1,
) -> None:
    """Fold one event of `author`'s journal of `line` into the state. Total: never raises on it.

    at_ms: the author's clock. held_at_ms: ours, when we came to hold it (equal for own entries).
    epoch: of the journal that the entry stands in.
    House events count only from our own house; on a channel, only what belongs on one.
    """
    if isinstance(event, Released):
        if line.channel != HOUSE:
            fold_message(
                state,
                author,
                line,
                event.message,
                at_ms=at_ms,
                held_at_ms=held_at_ms,
                sequence=sequence,
                epoch=epoch,
            )
    elif isinstance(event, CardRenewed):
        renew(state, author, line, event, at_ms=at_ms, sequence=sequence, epoch=epoch)
    elif isinstance(event, KeyRotated):
        _rekey(state, author, event)
    elif isinstance(event, Introduced):
        fold_introduced(state, author, line, event)
    elif isinstance(event, Opened) and event.previous is not None:
        state.lines.setdefault(line, LineState(line)).fresh[author] = epoch
    elif author != state.party:
        return  # a peer's Opened and Joined are its own record: we trust the cards that we pinned
    elif isinstance(event, Opened):
        _open(state, line, event, held_at_ms)
    elif isinstance(event, Joined):
        _join(state, line, event.card, held_at_ms)
    elif line.channel == HOUSE:
        _house(state, line, event, held_at_ms, (epoch, sequence))


def next_due_ms(state: State) -> int | None:
    """When `Tick` should be decided next; None when nothing is due."""
    return state.agenda.next_ms()


def _rekey(state: State, author: str, event: KeyRotated) -> None:
    """The mirror has checked who says so; a statement that is known already changes nothing."""
    card = state.cards.get(author)
    if card is not None and event.party == author and card.key == event.previous:
        state.cards[author] = replace(card, key=event.key)


def _open(state: State, line: Line, event: Opened, held_at_ms: int) -> None:
    if line.channel == HOUSE:
        state.cards[event.card.party] = event.card
    elif event.charter is not None:
        state.lines.setdefault(line, LineState(line))
        state.charters.setdefault(line.channel, event.charter)
        _join(state, line, event.card, held_at_ms)


def _join(state: State, line: Line, card: PartyCard, held_at_ms: int) -> None:
    state.cards[card.party] = card
    if card.kind == WITNESS:
        known = state.witnesses.get(line.channel, ())
        state.witnesses[line.channel] = tuple(sorted({*known, card.party}))
        return
    members = state.members.get(line.channel, ())
    state.members[line.channel] = tuple(sorted({*members, card.party}))
    if line.channel != HOUSE:
        here = state.lines.setdefault(line, LineState(line))
        here.since_ms.setdefault(card.party, held_at_ms)


def _house(state: State, line: Line, event: Event, at_ms: int, entry: tuple[int, int]) -> None:
    match event:
        case OfficerAdded() | OfficerRemoved() | RoleChanged():
            _officer(state, event, at_ms)
        case DraftKept() | DraftDropped():
            fold_draft(state, line, event, at_ms)
        case Invited():
            state.invited[event.secret_sha256] = event
        case EvidenceKept():
            state.evidence.append(event)
        case KeyPinned():
            state.pins[event.channel, event.by, event.label] = event.key
        case Warned():
            tracked = state.message(_on(line, event.channel), event.number)
            if tracked is not None:
                tracked.warned.append(event)
        case ConflictFound():
            _find(state, _on(line, event.channel), event, at_ms, entry)
        case ConflictEnded():
            _end(state, _on(line, event.channel), event, at_ms)
        case DeadlineMissed():
            _miss(state, _on(line, event.channel), event, at_ms)
        case Repeated():
            _repeat(state, _on(line, event.channel), event, at_ms)
        case _:
            _watch(state, line, event, at_ms)


def _officer(state: State, event: OfficerAdded | OfficerRemoved | RoleChanged, at_ms: int) -> None:
    """Who may act in which role, and since when; a role changes, the token stays."""
    state.roles.append(RoleLogged(at_ms, event))
    if isinstance(event, OfficerAdded):
        state.officers[event.officer] = event
    elif isinstance(event, OfficerRemoved):
        state.officers.pop(event.officer, None)
        removed(state.sessions, event.officer)
    elif event.officer in state.officers:
        changed_role(state.sessions, event.officer)
        held = state.officers[event.officer]
        state.officers[event.officer] = replace(held, role=event.role)


def _watch(state: State, line: Line, event: Event, at_ms: int) -> None:
    """Events of the watch: alarms, handovers, exercises."""
    match event:
        case AlarmRaised() | AlarmAcknowledged() | AlarmCleared():
            fold_alarm(state, line.status, event, at_ms)
        case HandoverGiven() | HandoverTaken():
            fold_handover(state, event, at_ms)
        case Disclosed():
            state.disclosures.append((at_ms, line.status, event))
        case ExerciseBegun() | ExerciseEnded():
            fold_exercise(state, event, at_ms)
        case BundleMade() | BundleCame():
            state.bundles.append((event, at_ms))
        case SourceKept() | ItemConfirmed() | ItemRejected():
            fold_sources(state.sources, event, at_ms)
        case SignInLinkMade() | SessionBegun() | SessionEnded() | PasskeyAdded() | PasskeyRemoved():
            fold_sessions(state.sessions, event, at_ms)
        case _:
            fold_feeds(state.feeds, line.status, event, at_ms)


def _on(house: Line, channel: str) -> Line:
    """The line that a house event speaks of: its channel, in the status of the house journal."""
    return Line(channel, house.status)


def _find(
    state: State, line: Line, event: ConflictFound, at_ms: int, entry: tuple[int, int]
) -> None:
    sides = tuple(_side(line, number) for number in event.numbers)
    key = (line, event.conflict)
    state.conflicts[key] = OpenConflict(line.status, event, at_ms, sides, entry)
    for side in sides:
        known = state.touching.setdefault(side, [])
        if key not in known:
            known.append(key)
    if event.to_ms is not None:
        padding_ms = picture_of(state, line).buffers.widest.padding_ms
        due_ms = event.to_ms + padding_ms + 1  # who runs late within the padding still counts
        state.agenda.put(Key(What.CONFLICT, line, event.conflict), due_ms=due_ms)


def _side(line: Line, number: str) -> tuple[Line, str]:
    """A message of a conflict: its number, qualified by the channel when it lies across two."""
    channel, slash, bare = number.rpartition("/")
    return (Line(channel, line.status), bare) if slash else (line, number)


def _end(state: State, line: Line, event: ConflictEnded, at_ms: int) -> None:
    conflict = state.conflicts.get((line, event.conflict))
    state.agenda.drop(Key(What.CONFLICT, line, event.conflict))
    if conflict is not None and conflict.ended_reason is None:
        conflict.ended_reason = event.reason
        conflict.ended_at_ms = at_ms


def _miss(state: State, line: Line, event: DeadlineMissed, at_ms: int) -> None:
    """The alarm went to one role; the next is due after as long again, until the last."""
    key = Key(What.STEP, line, event.number, event.party, event.step)
    owed = state.agenda.owed.get(key)
    if owed is not None and event.level < len(ESCALATION) - 1:
        state.agenda.again(key, due_ms=at_ms + owed.every_ms)
    else:
        state.agenda.silence(key)
    tracked = state.message(line, event.number)
    if tracked is not None:
        tracked.missed.append((event.step, event.party, event.due_ms, event.level))


def _repeat(state: State, line: Line, event: Repeated, at_ms: int) -> None:
    every_ms = REPEAT_MS if event.count < REPEAT_FAST_COUNT else REPEAT_SLOW_MS
    key = Key(What.REPEAT, line, event.number, state.party)
    state.agenda.again(key, due_ms=at_ms + every_ms)
    tracked = state.message(line, event.number)
    if tracked is not None:
        tracked.repeats = event.count
