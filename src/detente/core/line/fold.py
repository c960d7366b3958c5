"""Fold a released message into its line: the ladder, the chain, the picture, what is owed.

Total and free of geometry: whatever a peer signed is taken in without a fault, and has exactly
the effect that judge.py allows. What stands in `Tracked` afterwards does not depend on the order
in which the journals arrived: an act about a message that has not come yet waits for it.
Not here: the decisions (release.py, receipts.py, arrival.py), house events (core/state.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from detente.core.agreements.sealing import COARSE, OPENING, opened_by
from detente.core.airspace.conflict import Picture, place_parts
from detente.core.airspace.parts import end_of
from detente.core.events import HOUSE
from detente.core.humanitarian.cell import NOTICES
from detente.core.line.deadlines import (
    ESCALATE_FLASH_MS,
    ESCALATE_MS_MAX,
    REPEAT_MS,
    Key,
    What,
)
from detente.core.line.formats import Answers, Deadline, DueStep, Family, deadlines_of
from detente.core.line.judge import Judged, is_echo, judge, number_problem
from detente.core.line.message import Line, Message, Precedence
from detente.core.line.numbers import newer_number, order
from detente.core.line.paper import announcer, joined, note_paper
from detente.core.line.relay import (
    INTRODUCED_MAX,
    LABEL_CHARS_MAX,
    heard,
    speaker_of,
    voice_of,
)
from detente.core.line.state import (
    Act,
    Declared,
    LineState,
    Passed,
    Standing,
    State,
    Steps,
    Tracked,
)
from detente.core.units import MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.events import Introduced
    from detente.core.line.formats import Format

_UNMOVED = (Family.RECEIPT, Family.CHANGE)  # they move what they are about, and nothing else
_STANDING = {"COR": Standing.SUPERSEDED, "CAN": Standing.CANCELLED, "END": Standing.ENDED}


def judged(state: State, line: Line, author: str, message: Message) -> Judged:
    """`judge`, remembered for the one message that `decide` has just looked at."""
    if state.memo is not None and state.memo[0] is message:
        return cast("Judged", state.memo[1])
    verdict = judge(state.line(line), author, message, state.terrain_max_cm(line))
    verdict = heard(state.line(line), verdict, message, voice_of(state, line, author, message))
    state.memo = (message, verdict)
    return verdict


def fold_message(
    state: State,
    author: str,
    line: Line,
    message: Message,
    *,
    at_ms: int,
    held_at_ms: int,
    sequence: int,
    epoch: int = 1,
) -> None:
    """Take a released message into its line. Times: the author's clock, and ours."""
    known = state.lines.setdefault(line, LineState(line))
    taken = number_problem(known, author, message)
    verdict = judged(state, line, author, message)
    state.memo = None
    tracked = Tracked(
        author=author,
        message=message,
        at_ms=at_ms,
        held_at_ms=held_at_ms,
        sequence=sequence,
        epoch=epoch,
        format=verdict.format,
        subject=verdict.subject,
        fields=verdict.fields,
        root=message.number,
        volume=verdict.volume,
        activity=verdict.activity,
        problems=verdict.problems if taken is None else (taken, *verdict.problems),
        voice=verdict.voice,
        not_known=verdict.not_known,
    )
    if taken is not None:
        known.doubles.append(tracked)
        return
    known.messages[message.number] = tracked
    if message.relay is not None:
        said = state.spoken.get(message.relay.digest, ())
        state.spoken[message.relay.digest] = (*said, (line, message.number))
    known.last[author] = newer_number(known.last.get(author), message.number)
    if epoch >= known.fresh.get(author, epoch + 1):
        del known.fresh[author]
    if message.format == "LCK" and not verdict.problems:
        known.checked_ms[author] = held_at_ms
    for paper in joined(known, author, message):
        paper.volume, paper.activity = None, ""  # from now on the signed original counts
        picture_of(state, line).drop(paper.number)
    note_paper(known, tracked)
    put_in_picture(state, line, tracked)
    if verdict.subject is not None and verdict.subject.code in NOTICES and not verdict.problems:
        known.humanitarian[message.number] = None
    if verdict.waits and message.ref is not None:
        known.waiting.setdefault(message.ref, []).append(message.number)
    elif not verdict.problems:
        _take_effect(state, known, tracked, verdict.target)
    _owe(state, line, tracked)
    for number in known.waiting.pop(message.number, ()):
        _retry(state, known, known.messages[number])
    for number in known.opened.get(message.number, ()):
        _open(state, known, known.messages[number])


def fold_introduced(state: State, author: str, line: Line, event: Introduced) -> None:
    """Remember whom an author carries words for on a line; the newest of a label counts."""
    here = state.lines.setdefault(line, LineState(line)).introduced
    known = (author, event.label) in here or len(here) < INTRODUCED_MAX
    if known and line.channel != HOUSE and len(event.label) <= LABEL_CHARS_MAX:
        here[author, event.label] = event


def put_in_picture(state: State, line: Line, tracked: Tracked) -> None:
    """Take the volumes that a message announces, if any, into the picture of its line."""
    if tracked.volume is not None:
        picture_of(state, line).take(
            *place_parts(
                tracked.number,
                announcer(state, tracked.author, tracked.voice, tracked.message),
                tracked.activity,
                tracked.volume,
                state.terrain_max_cm(line),
            )
        )


def picture_of(state: State, line: Line) -> Picture:
    """The picture of a line, made under its charter's buffers when it is first needed."""
    picture = state.pictures.get(line)
    if picture is None:
        charter = state.charters.get(line.channel)
        picture = Picture(charter.buffers if charter else ())
        state.pictures[line] = picture
    return picture


def _retry(state: State, known: LineState, waiting: Tracked) -> None:
    """What the waiting message acts on has come: judge it again, now with its target."""
    ground_cm = state.terrain_max_cm(known.line)
    verdict = judge(known, waiting.author, waiting.message, ground_cm)
    verdict = heard(known, verdict, waiting.message, waiting.voice)
    waiting.problems = verdict.problems
    waiting.subject, waiting.fields = verdict.subject, verdict.fields
    waiting.volume, waiting.activity = verdict.volume, verdict.activity
    waiting.not_known = verdict.not_known
    if not verdict.problems:
        put_in_picture(state, known.line, waiting)
        _take_effect(state, known, waiting, verdict.target)


def _take_effect(state: State, known: LineState, tracked: Tracked, target: Tracked | None) -> None:
    fmt = tracked.format
    if fmt is None:
        return
    _enter(known, fmt, tracked)
    _move(known, tracked, target)
    if fmt.code == OPENING:
        _open(state, known, tracked)
    if fmt.code == "LST":
        _declare(known, tracked)
    elif fmt.code == "DEP":
        known.dependents[tracked.author, str(tracked.fields["party"])] = tracked.number
    elif fmt.code == "ECH":
        last = known.echelons.get(tracked.author)
        known.echelons[tracked.author] = newer_number(last, tracked.number)
    elif target is None:
        return
    elif fmt.code == "NHC":
        target.reconfirmed.append((tracked.number, int(str(tracked.fields["valid_to_ms"]))))
    elif fmt.code == "NHD":
        target.disclosed.append(tracked.number)
    elif fmt.family is Family.CHANGE:
        _close(state, known, tracked, target)
    elif fmt.family is Family.RECEIPT or is_echo(fmt, tracked.message):
        _step(state, known, tracked, target)


def _open(state: State, known: LineState, opening: Tracked) -> None:
    """A sealed announcement was opened by a notice that fits: the exact one stands from now on."""
    pair = opened_by(known, opening.author, opening.fields)
    if pair is None:
        return
    coarse, notice = pair
    if coarse.standing is Standing.CURRENT and not notice.problems:
        coarse.standing, coarse.closed_by = Standing.SUPERSEDED, notice.number
        known.moved.append(coarse.number)
        _settle_all(state, known.line, coarse)


def _enter(known: LineState, fmt: Format, tracked: Tracked) -> None:
    """Enter a message where others of its kind are looked for; a correction beside its subject."""
    subject = tracked.subject
    if subject is not None and subject.code == "DRO":
        known.rosters[tracked.number] = None
    if fmt.code == "NZO":
        known.zones[tracked.number] = None
    if fmt.code == COARSE:
        known.sealed[tracked.number] = None
    if fmt.code == OPENING:
        for name in ("sealed", "notice"):
            known.opened.setdefault(str(tracked.fields[name]), []).append(tracked.number)
    if subject is not None and subject.family is Family.REGISTER:
        known.register.setdefault(subject.code, {})[tracked.number] = None


def _move(known: LineState, tracked: Tracked, target: Tracked | None) -> None:
    """Note what has to be read again by registers and rules: a message, or what it is about."""
    for one in (tracked, target):
        if one is not None and one.subject is not None and one.subject.family not in _UNMOVED:
            known.moved.append(one.number)


def _declare(known: LineState, tracked: Tracked) -> None:
    fields, before = tracked.fields, known.declared.get(tracked.author)
    returns = fields.get("expected_return_ms")
    reason = fields.get("reason_kind")
    began, residual = fields.get("from_ms"), fields.get("residual")
    since_ms = began if isinstance(began, int) else tracked.at_ms
    earlier = before.standing(tracked.at_ms) if before is not None else None
    if earlier is not None and earlier.state == fields["state"]:
        since_ms = earlier.since_ms
    declared = Declared(
        party=tracked.author,
        number=tracked.number,
        state=str(fields["state"]),
        scope=str(fields["scope"]),
        reason=reason if isinstance(reason, str) else None,
        expected_return_ms=returns if isinstance(returns, int) else None,
        at_ms=tracked.at_ms,
        held_at_ms=tracked.held_at_ms,
        since_ms=since_ms,
        residual=tuple(map(str, residual)) if isinstance(residual, list | tuple) else (),
        earlier=replace(earlier, earlier=None) if earlier and since_ms > tracked.at_ms else None,
    )
    known.declared[tracked.author] = known.declarations[tracked.number] = declared


def _close(state: State, known: LineState, change: Tracked, target: Tracked) -> None:
    """The author corrected, cancelled or ended its message: nothing is owed about it any more."""
    assert change.format is not None
    target.standing = _STANDING[change.format.code]
    target.closed_by = change.number
    if target.standing is Standing.SUPERSEDED:
        change.root = target.root
    known.humanitarian.pop(target.number, None)
    _settle_all(state, known.line, target)


def _settle_all(state: State, line: Line, target: Tracked) -> None:
    """A message stands no more: it leaves the picture, and nothing is owed about it."""
    picture_of(state, line).drop(target.number)
    readbacks = [steps.readback.number for steps in target.steps.values() if steps.readback]
    for number in (target.number, *readbacks):
        for key in state.agenda.about(line, number):
            state.agenda.drop(key)


def _step(state: State, known: LineState, tracked: Tracked, target: Tracked) -> None:
    """A step of the ladder: take it, and drop what was owed by it."""
    assert tracked.format is not None
    code = tracked.format.code
    if code == "CNF":
        _confirm(state, known, tracked, target)
        return
    if code in ONWARD:
        _go_on(tracked, target)
        if code == "PSD":
            _pass(state, known, tracked, target)
        return
    party, line = tracked.speaker, known.line
    steps = target.steps.setdefault(party, Steps())
    if code == "ACK":
        steps.read = _first(steps.read, _act(DueStep.READ, tracked))
    elif code == "RBK":
        before, steps.readback = (
            steps.readback,
            _first(steps.readback, _act(DueStep.READBACK, tracked)),
        )
        if steps.readback is not before:
            _owe_confirmation(state, line, tracked, target)
    else:
        answer = "ECHO" if code == "LCK" else str(tracked.fields["code"])
        reason = tracked.fields.get("reason")
        words = reason if isinstance(reason, str) else None
        steps.answers.append(_act(DueStep.ANSWER, tracked, code=answer, reason=words))
        steps.answers.sort(key=lambda act: order(act.number))
    _settle(state, line, tracked, target)


#: Receipts that say how far a message has gone on: the step, and the fields with where and how.
ONWARD = {
    "DSM": (DueStep.DISSEMINATED, "echelon", "basis"),
    "PSD": (DueStep.PASSED, "party", "step"),
    "CTC": (DueStep.CONTACT, "result", "means"),
}


def _go_on(tracked: Tracked, target: Tracked) -> None:
    """The message has reached a level, or a third party; nothing that was owed is done by it."""
    step, whom, how = ONWARD[tracked.message.format]
    act = _act(step, tracked, code=str(tracked.fields[whom]), reason=str(tracked.fields[how]))
    target.steps.setdefault(act.party, Steps()).onward.append(act)


def _act(
    step: DueStep, tracked: Tracked, *, code: str | None = None, reason: str | None = None
) -> Act:
    relay = tracked.message.relay if tracked.voice is not None else None
    at_ms = tracked.at_ms if relay is None else relay.said_ms
    return Act(step, tracked.speaker, tracked.number, at_ms, tracked.held_at_ms, code, reason)


def _first(known: Act | None, act: Act) -> Act:
    """Which of two acts of one kind counts: the one with the lower number, whichever came first.

    Two of one author's stand only where it began a new epoch and got back what it had lost.
    """
    return act if known is None or order(act.number) < order(known.number) else known


def _pass(state: State, known: LineState, tracked: Tracked, target: Tracked) -> None:
    """It was passed on to a party beyond the line; through a facilitator, receipts come back."""
    fields, relay = tracked.fields, tracked.message.relay if tracked.voice else None
    step, to, at_ms = str(fields["step"]), str(fields["party"]), fields.get("at_ms")
    means, by, heard = (fields.get(name) for name in ("means", "passed_by", "heard_back"))
    passed = Passed(
        party=tracked.speaker,
        number=tracked.number,
        to=to,
        step=step,
        passed_ms=at_ms if isinstance(at_ms, int) else tracked.at_ms,
        means=means if isinstance(means, str) else None,
        by=by if isinstance(by, str) else None,
        heard_back=heard if isinstance(heard, str) else None,
        at_ms=tracked.at_ms if relay is None else relay.said_ms,
        held_at_ms=tracked.held_at_ms,
        overridden=tracked.message.overridden,
    )
    target.passed = sorted((*target.passed, passed), key=lambda one: (one.at_ms, one.number))
    carried = (tracked.author, to) in known.introduced and tracked.voice is None
    if carried and target.author == state.party and target.standing is Standing.CURRENT:
        _owe_beyond(state, known.line, target, speaker_of(tracked.author, to), tracked.held_at_ms)


def _owe_beyond(state: State, line: Line, target: Tracked, party: str, from_ms: int) -> None:
    """Who was reached through a facilitator owes us the steps that every receiver owes."""
    fmt = target.subject
    for deadline in _deadlines(fmt, target) if fmt is not None else ():
        beyond = deadline.step not in (DueStep.END, DueStep.CONFIRMED)
        if beyond and not _steps_done(target, party, deadline.step):
            key = Key(What.STEP, line, target.number, party, deadline.step)
            every_ms = _every_ms(target, deadline.ms)
            state.agenda.put(key, due_ms=from_ms + deadline.ms, every_ms=every_ms)


def _confirm(state: State, known: LineState, tracked: Tracked, readback: Tracked) -> None:
    """The author confirmed a read-back: the step stands with the party that read back."""
    state.agenda.drop(
        Key(What.STEP, known.line, readback.number, tracked.author, DueStep.CONFIRMED)
    )
    notice = known.messages.get(readback.message.ref or "")
    steps = notice.steps.get(readback.speaker) if notice else None
    if steps is None or steps.readback is None or steps.readback.number != readback.number:
        return
    steps.confirmed = _first(steps.confirmed, _act(DueStep.CONFIRMED, tracked))


def _settle(state: State, line: Line, tracked: Tracked, target: Tracked) -> None:
    """Drop what the party owed and has now done; any act shows that it has READ."""
    assert tracked.format is not None
    party, number = tracked.speaker, target.number
    done = [DueStep.READ]
    if tracked.format.code == "RBK":
        done.append(DueStep.READBACK)
    elif tracked.format.code in ("RSP", "LCK"):
        done.append(DueStep.ANSWER)
    if tracked.fields.get("code") == Answers.STANDBY:
        _put_off(state, line, tracked, target)
        done.remove(DueStep.ANSWER)
    for step in done:
        state.agenda.drop(Key(What.STEP, line, number, party, step))
    if party == state.party:
        state.agenda.drop(Key(What.REPEAT, line, number, party))


def _put_off(state: State, line: Line, tracked: Tracked, target: Tracked) -> None:
    """STANDBY moves the answer that is owed, by the minutes that it names, from now."""
    key = Key(What.STEP, line, target.number, tracked.speaker, DueStep.ANSWER)
    minutes = tracked.fields.get("minutes")
    if key in state.agenda.owed and isinstance(minutes, int):
        due_ms = tracked.held_at_ms + minutes * MS_PER_MIN
        state.agenda.put(key, due_ms=due_ms, every_ms=_every_ms(target, minutes * MS_PER_MIN))


def _owe(state: State, line: Line, tracked: Tracked) -> None:
    """Put on the agenda what is owed about a new message, by us or to us."""
    fmt = tracked.subject
    ours = tracked.author == state.party
    if fmt is None or fmt.is_receipt or not (ours or state.party in tracked.message.to):
        _owe_unknown(state, line, tracked)
        return
    if tracked.format is not None and is_echo(tracked.format, tracked.message):
        return
    owing = tracked.message.to if ours else (state.party,)
    for deadline in _deadlines(fmt, tracked):
        if deadline.step is DueStep.END:
            _owe_end(state, line, tracked, deadline)
        elif deadline.step is not DueStep.CONFIRMED:
            for party in owing:
                if _steps_done(tracked, party, deadline.step):
                    continue
                key = Key(What.STEP, line, tracked.number, party, deadline.step)
                due_ms = tracked.held_at_ms + deadline.ms
                state.agenda.put(key, due_ms=due_ms, every_ms=_every_ms(tracked, deadline.ms))
    _owe_repeat(state, line, tracked)


def _deadlines(fmt: Format, tracked: Tracked) -> tuple[Deadline, ...]:
    """The deadlines of a message; one that is not understood still has to be read in time."""
    return deadlines_of(fmt, tracked.message.precedence)


def _steps_done(tracked: Tracked, party: str, step: DueStep) -> bool:
    steps = tracked.of(party)
    return {
        DueStep.READ: steps.first_read_ms is not None,
        DueStep.READBACK: steps.readback is not None,
        DueStep.ANSWER: steps.answer is not None,
    }.get(step, False)


def _owe_unknown(state: State, line: Line, tracked: Tracked) -> None:
    """A FLASH that this version does not understand sounds all the same."""
    if tracked.subject is None:
        _owe_repeat(state, line, tracked)


def _owe_repeat(state: State, line: Line, tracked: Tracked) -> None:
    flash = tracked.message.precedence is Precedence.FLASH
    here = state.party in tracked.message.to and tracked.author != state.party
    if flash and here and tracked.of(state.party).first_read_ms is None:
        key = Key(What.REPEAT, line, tracked.number, state.party)
        state.agenda.put(key, due_ms=tracked.held_at_ms + REPEAT_MS, every_ms=REPEAT_MS)


def _owe_end(state: State, line: Line, tracked: Tracked, deadline: Deadline) -> None:
    """The sender owes END some time after the announced window; an open end owes none."""
    ends_ms = end_of(tracked.volume) if tracked.volume else None
    if ends_ms is not None:
        due_ms = max(ends_ms, tracked.held_at_ms) + deadline.ms
        key = Key(What.STEP, line, tracked.number, tracked.author, DueStep.END)
        state.agenda.put(key, due_ms=due_ms, every_ms=_every_ms(tracked, deadline.ms))


def _owe_confirmation(state: State, line: Line, readback: Tracked, target: Tracked) -> None:
    fmt = target.subject
    if state.party not in (target.author, readback.author) or fmt is None:
        return
    for deadline in fmt.deadlines:
        if deadline.step is DueStep.CONFIRMED and target.standing is Standing.CURRENT:
            key = Key(What.STEP, line, readback.number, target.author, DueStep.CONFIRMED)
            due_ms = readback.held_at_ms + deadline.ms
            state.agenda.put(key, due_ms=due_ms, every_ms=_every_ms(target, deadline.ms))


def _every_ms(tracked: Tracked, deadline_ms: int) -> int:
    """How long each role has before the next is alarmed."""
    if tracked.message.precedence is Precedence.FLASH:
        return ESCALATE_FLASH_MS
    return min(deadline_ms, ESCALATE_MS_MAX)
