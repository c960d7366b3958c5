"""Messages that wait for an officer: drafts of formats that two release, and rows of an import.

A format's table or the channel's charter says that two officers release it. What one officer sends
of these becomes a draft, checked as if it were released; another officer's release sends exactly
what was kept, and both stand in the message. A FLASH never waits: nothing may hold up a warning.
Imports are kept as drafts too, because a spreadsheet is no officer.
A draft is checked anew at its release: what was true when it was kept may be true no more.
"""

from __future__ import annotations

from dataclasses import replace

from detente.core.events import ConflictFound, DraftDropped, DraftKept, Event, Released
from detente.core.line.channels import releaser_of
from detente.core.line.commands import Correct, DropDraft, KeepDraft, ReleaseDraft, Send
from detente.core.line.decision import ROLES, Decision, Desk, refuse, role_problems
from detente.core.line.field import REMARKS_MAX, check_text
from detente.core.line.formats import Family, Format
from detente.core.line.message import Line, Message, Precedence, Role, Signature
from detente.core.line.release import DRAFT_MS_MAX, correct, send
from detente.core.line.state import Standing, State, house
from detente.core.line.tables import FORMATS, find
from detente.core.refusal import Refusal
from detente.core.watch.held import WaitingDraft

TWO_PERSON = "two-person"
IMPORT = "import"
SEALED = "sealed"
DRAFTS_MAX = 5_000  # rows of the largest list that was ever notified, with room; beyond it is noise
SOURCE_CHARS_MAX = 200  # a file's name and a row
_HELD_FAMILIES = (Family.NOTICE, Family.QUESTION, Family.LINE, Family.REGISTER)  # not receipts

Said = Send | Correct


def two_person_problem(code: str) -> str:
    """Why two officers cannot be asked to release a format; empty when they can."""
    fmt = FORMATS.get(code)
    if fmt is None:
        return "no such format"
    if fmt.precedence is Precedence.FLASH:
        return "a FLASH waits for nobody"
    if fmt.family not in _HELD_FAMILIES:
        return "receipts and changes are given at once"
    return "a node sends line checks by itself" if code == "LCK" else ""


def needs_second(state: State, line: Line, code: str, precedence: Precedence) -> bool:
    """Whether the format's table, or the channel's charter, has two officers release such a one."""
    charter, fmt = state.charters.get(line.channel), FORMATS.get(code)
    agreed = charter is not None and code in charter.two_person
    asked = agreed or (fmt is not None and fmt.two_person)
    return asked and precedence is not Precedence.FLASH


def send_or_keep(state: State, command: Said, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Release what an officer says, or keep it as a draft when a second officer is to release it.

    A duty officer may draft what only a releaser may release.
    """
    fmt, precedence = _format(state, command, desk.line)
    if fmt is None or not needs_second(state, desk.line, fmt.code, precedence):
        return _released(state, command, desk)
    tried = try_release(state, command, desk)
    if isinstance(tried, tuple):
        return tried
    kept = kept_draft(state, desk, command, TWO_PERSON)
    if isinstance(kept, tuple):
        return kept
    reason = f"{fmt.code} waits as draft {kept.draft}: on this channel two officers release it"
    remedy = f"Another officer releases it: `detente release {kept.draft}`"
    waits = Refusal("draft", TWO_PERSON, reason, remedy, override=True)
    return replace(kept, warnings=(waits, *tried.warnings, *_conflicts(tried)), would=tried.events)


def keep(state: State, command: KeepDraft, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Keep an import's row as a draft; what an officer may pass stays to be passed at release."""
    problems = (
        *role_problems(desk, Role.DUTY_OFFICER, "keeping a draft"),
        *check_text(command.source, "source", SOURCE_CHARS_MAX),
        *check_text(command.batch, "batch", SOURCE_CHARS_MAX),
    )
    if problems:
        return problems
    tried = try_release(state, command.said, desk)
    findings = tried if isinstance(tried, tuple) else (*tried.warnings, *_conflicts(tried))
    if isinstance(tried, tuple) and not all(one.override for one in tried):
        return tried
    kept = kept_draft(state, desk, command.said, IMPORT, command.source, command.batch)
    return kept if isinstance(kept, tuple) else replace(kept, warnings=findings)


def release_draft(
    state: State, command: ReleaseDraft, desk: Desk
) -> Decision | tuple[Refusal, ...]:
    """Release exactly what was kept, in the names of who drafted it and who releases it."""
    waiting = _waiting(state, command.draft, desk.line)
    if not isinstance(waiting, WaitingDraft):
        return waiting
    if waiting.kept.why == SEALED:
        reason = f"draft {command.draft} is what {waiting.kept.source} was sealed over"
        return refuse("draft", "draft-sealed", reason, f"detente unseal {waiting.kept.source}")
    return released_draft(state, waiting, command, desk)


def released_draft(
    state: State, waiting: WaitingDraft, command: ReleaseDraft, desk: Desk
) -> Decision | tuple[Refusal, ...]:
    """Release what waits, in the names of both, after every check that a release has."""
    kept = waiting.kept
    fmt, precedence = _format(state, kept.said, desk.line)
    same = desk.by.officer == kept.by.officer
    if fmt is not None:
        least = releaser_of(state, desk.line, fmt, precedence)
        problems = role_problems(desk, least, fmt.code)
        if not problems and same and needs_second(state, desk.line, fmt.code, precedence):
            reason = f"{desk.by.officer} drafted it; two officers release {fmt.code} here"
            problems = refuse("by.officer", "same-officer", reason, "Ask another officer")
        if problems:
            return problems
    if desk.at_ms - waiting.kept_at_ms > DRAFT_MS_MAX and kept.why != SEALED:
        reason = f"draft {command.draft} is over a week old"
        return refuse("draft", "draft-old", reason, "Drop it, look again, and draft it anew")
    decided = _released(
        state,
        _said_now(kept.said, waiting.kept_at_ms, command.acknowledged, desk),
        replace(desk, by=_able(kept.by)),
    )
    if isinstance(decided, tuple):
        return decided
    by, second = (desk.by, None) if same else (kept.by, desk.by)
    created_ms = min(waiting.kept_at_ms, desk.at_ms)
    events = tuple(
        (line, _signed(state, event, by, second, created_ms)) for line, event in decided.events
    )
    dropped = DraftDropped(kept.draft, desk.by, "released", decided.number or "")
    return replace(decided, events=(*events, (house(desk.line.status), dropped)))


def drop_draft(state: State, command: DropDraft, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Take a draft out of the way; its journal keeps what it said, and who dropped it why."""
    waiting = _waiting(state, command.draft, desk.line)
    if not isinstance(waiting, WaitingDraft):
        return waiting
    if waiting.kept.why == SEALED and _stands(state, waiting):
        source = waiting.kept.source
        reason = f"draft {command.draft} is what {source} was sealed over, and that stands"
        return refuse("draft", "draft-sealed", reason, f"Open it, or cancel {source} first")
    problems = (
        *role_problems(desk, Role.DUTY_OFFICER, "dropping a draft"),
        *check_text(command.reason, "reason", REMARKS_MAX, lines=True),
    )
    if problems:
        return problems
    dropped = DraftDropped(command.draft, desk.by, command.reason)
    return Decision(((house(desk.line.status), dropped),), draft=command.draft)


def try_draft(
    state: State, waiting: WaitingDraft, at_ms: int
) -> tuple[tuple[Refusal, ...], tuple[ConflictFound, ...]]:
    """What stands against a draft's release now, and the conflicts that it would have."""
    said = waiting.kept.said
    desk = Desk(waiting.line, waiting.kept.by, at_ms)
    tried = try_release(state, _said_now(said, waiting.kept_at_ms, (), desk), desk)
    if isinstance(tried, tuple):
        return tried, ()
    found = tuple(event for _, event in tried.events if isinstance(event, ConflictFound))
    return tried.warnings, found


def second_problems(state: State, line: Line, code: str, message: Message) -> tuple[Refusal, ...]:
    """What is odd about who released a peer's message: it has its effect all the same."""
    if not needs_second(state, line, code, message.precedence):
        return ()
    remedy = "Ask its sender whether it stands"
    if message.second is None:
        reason = f"two officers release {code} on this channel, this has one"
        return refuse("second", "second-missing", reason, remedy)
    if message.second.officer == message.by.officer:
        reason = f"{message.by.officer} released it twice; two officers release {code} here"
        return refuse("second", "second-same", reason, remedy)
    return ()


def fold_draft(state: State, line: Line, event: DraftKept | DraftDropped, at_ms: int) -> None:
    """Take a draft's event into the state. Total: what is not known changes nothing."""
    if isinstance(event, DraftDropped):
        state.drafts.pop(event.draft, None)
        return
    state.drafts[event.draft] = WaitingDraft(Line(event.channel, line.status), event, at_ms)
    state.draft_last = max(state.draft_last, event.draft)


def _stands(state: State, waiting: WaitingDraft) -> bool:
    """Whether the announcement that was sealed over a draft stands."""
    announced = state.message(waiting.line, waiting.kept.source)
    return announced is not None and announced.standing is Standing.CURRENT


def _waiting(state: State, draft: int, line: Line) -> WaitingDraft | tuple[Refusal, ...]:
    waiting = state.drafts.get(draft)
    if waiting is None or waiting.line != line:
        reason = f"no draft {draft} waits on this line"
        return refuse("draft", "draft-unknown", reason, "List those that do with `detente drafts`")
    return waiting


def _format(state: State, said: Said, line: Line) -> tuple[Format | None, Precedence]:
    """The format that is released or corrected, and with what precedence."""
    if isinstance(said, Correct):
        target = state.message(line, said.number)
        subject = target.subject if target is not None else None
        urgent = target.message.precedence if target is not None else Precedence.ROUTINE
        return subject, urgent
    fmt = find(said.format)
    default = fmt.precedence if fmt is not None else Precedence.ROUTINE
    return fmt, said.precedence or default


def _able(by: Signature) -> Signature:
    """The drafting officer, as if with the role that a release needs: the releasing one brings it.

    An observer stays one: who may do nothing drafts nothing either.
    """
    if ROLES.index(by.role) < ROLES.index(Role.DUTY_OFFICER):
        return by
    return replace(by, role=max(by.role, Role.RELEASER, key=ROLES.index))


def try_release(state: State, said: Said, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """What releasing it now would bring; nothing is released by it."""
    return _released(state, said, replace(desk, by=_able(desk.by)))


def _released(state: State, said: Said, desk: Desk) -> Decision | tuple[Refusal, ...]:
    if isinstance(said, Correct):
        return correct(state, said, desk)
    return send(state, said, desk)


def _said_now(said: Said, kept_at_ms: int, acknowledged: tuple[str, ...], desk: Desk) -> Said:
    """What was kept, with what its releaser has passed; drafting began when it was kept."""
    passed = tuple(sorted({*said.acknowledged, *acknowledged}))
    if isinstance(said, Correct):
        return replace(said, acknowledged=passed)
    began_ms = said.created_ms if said.created_ms is not None else kept_at_ms
    began_ms = max(began_ms, desk.at_ms - DRAFT_MS_MAX)  # what was sealed may have waited longer
    return replace(said, acknowledged=passed, created_ms=min(began_ms, desk.at_ms))


def kept_draft(
    state: State,
    desk: Desk,
    said: Said,
    why: str,
    source: str = "",
    batch: str = "",
    *,
    salt: str = "",
) -> Decision | tuple[Refusal, ...]:
    """Keep what an officer said as the next draft; salt: of a seal over it, base64."""
    if len(state.drafts) >= DRAFTS_MAX:
        reason = f"{DRAFTS_MAX} drafts wait already"
        return refuse("draft", "drafts-max", reason, "Release or drop some: `detente drafts`")
    serial = state.draft_last + 1
    event = DraftKept(serial, desk.line.channel, desk.by, said, why, source, batch, salt)
    return Decision(((house(desk.line.status), event),), draft=serial)


def _conflicts(tried: Decision) -> tuple[Refusal, ...]:
    """The conflicts that a release would have, as warnings."""
    return tuple(
        Refusal("fields", "conflict", event.why, "Agree on a way out before it is released", True)
        for _, event in tried.events
        if isinstance(event, ConflictFound)
    )


def _signed(
    state: State, event: Event, by: Signature, second: Signature | None, created_ms: int
) -> Event:
    """The released message in the names of both; what the node judged of it stands."""
    if not isinstance(event, Released):
        return event
    created_ms = min(event.message.created_ms, created_ms)
    message = replace(event.message, by=by, second=second, created_ms=created_ms)
    if state.memo is not None and state.memo[0] is event.message:
        state.memo = (message, state.memo[1])
    return Released(message)
