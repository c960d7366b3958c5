"""What a message is, seen against its line: understood or not, by right or not, about what.

The one place where the authority of the line is written: only the author may correct, cancel or
end its own; only a receiver may read, read back or answer; only the author of what was read back
may confirm; there are no receipts for receipts. Pure. `decide` refuses by it, `apply` gives no
effect by it, so a peer with other software can never reach further than an officer here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from detente.core.airspace.parts import ground_problems
from detente.core.airspace.volume import Airspace
from detente.core.humanitarian.cell import ACTIVITY, NOTICES, cell_problems, cell_volume
from detente.core.line.field import REMARKS_MAX, TIME_MAX_MS, TIME_MIN_MS, check_text
from detente.core.line.formats import Answers, Examined, Family, Format, examine
from detente.core.line.header import header_problems
from detente.core.line.message import Message
from detente.core.line.numbers import follows, is_number_of
from detente.core.line.paper import PAPER, on_paper
from detente.core.line.readbacks import can_be_read_back
from detente.core.line.relay import Voice
from detente.core.line.state import LineState, Standing, Tracked
from detente.core.line.tables import read_as
from detente.core.refusal import Refusal
from detente.core.values import Fields, Json

RECIPIENTS_MAX = 64  # members of one channel; more is a broadcast, not a line
OFFICER_MAX = 64  # a desk or handle
OVERRIDDEN_MAX = 32  # there are fewer rules


@dataclass(frozen=True, slots=True)
class Judged:
    """A message as its line sees it.

    subject:  the format whose meaning it has. fields: its meaning (a correction's whole set).
    target:   the message that it acts on, if this node holds it.
    waits:    True when it acts on a message that has not come yet.
    problems: why it has no effect; empty when it has.
    remarks:  what is odd but takes away no effect.
    voice:    whose words it carries, when they are not its author's.
    not_known: paths of what it says in a newer version than is known here.
    """

    format: Format | None
    subject: Format | None
    fields: Fields
    target: Tracked | None
    waits: bool
    volume: Airspace | None
    activity: str
    problems: tuple[Refusal, ...]
    remarks: tuple[Refusal, ...] = ()
    voice: Voice | None = None
    not_known: tuple[str, ...] = ()


def number_problem(known: LineState, author: str, message: Message) -> Refusal | None:
    """Why the message's number cannot stand: another party's, malformed, or taken already."""
    number = message.number[:96]
    if not is_number_of(known.line, author, message.number):
        reason = f"{number} is no number of {author} on this line"
        return Refusal("number", "number-foreign", reason, "It has no effect; ask its sender")
    if message.number in known.messages:
        reason = f"{number} was used before"
        return Refusal("number", "number-twice", reason, "The first one stands; ask its sender")
    return None


def judge(
    known: LineState, author: str, message: Message, terrain_max_cm: int | None = None
) -> Judged:
    """What the message is and whether it has effect, against what the line knows so far.

    terrain_max_cm: the highest ground that the channel's charter names.
    """
    verdict = _judge(known, author, message)
    if verdict.subject is not None and verdict.subject.code in NOTICES:
        return _in_cell(verdict, terrain_max_cm)
    if verdict.subject is not None and verdict.subject.code == PAPER:
        return on_paper(known, author, verdict)
    if verdict.volume is None or verdict.subject is None or verdict.subject.placing is None:
        return verdict
    inside = "fields.changes." if verdict.subject is not verdict.format else "fields."
    path = inside + verdict.subject.placing.volume_field
    ground = ground_problems(verdict.volume, terrain_max_cm, path)
    return replace(verdict, problems=(*verdict.problems, *ground)) if ground else verdict


def _in_cell(verdict: Judged, terrain_max_cm: int | None) -> Judged:
    """A humanitarian notice: its coarse area is what stands in the picture."""
    assert verdict.subject is not None
    volume = cell_volume(verdict.subject.code, verdict.fields, terrain_max_cm)
    problems = (*verdict.problems, *cell_problems(verdict.fields))
    return replace(verdict, volume=volume, activity=ACTIVITY, problems=problems)


def _judge(known: LineState, author: str, message: Message) -> Judged:
    fmt = read_as(message.format, message.version)
    frame = frame_problems(message)
    remarks = _remarks(known, author, message)
    if fmt is None:
        name = f"{message.format[:16]} version {message.version}"
        unknown = Refusal(
            "format", "unknown-format", f"{name} is not known here", "Answer NOT_UNDERSTOOD, call"
        )
        found = (*frame, unknown)
        return Judged(None, None, message.fields, None, False, None, "", found, remarks)
    target = known.messages.get(message.ref) if message.ref is not None else None
    if fmt.family is Family.CHANGE and fmt.code == "COR":
        return _judge_correction(fmt, author, message, target, frame, remarks)
    seen = examine(fmt, message.fields, newer=message.version > fmt.version)
    problems = (*frame, *seen.problems, *act_problems(fmt, author, message, target))
    problems += _act_not_known(fmt, message, seen.not_known)
    return Judged(
        fmt,
        fmt,
        message.fields,
        target,
        is_act(fmt, message) and target is None and message.ref is not None,
        announced(fmt, message.fields, seen),
        activity_of(fmt, message.fields),
        problems,
        (*remarks, *_newer_remarks(fmt, message, seen.not_known)),
        not_known=seen.not_known,
    )


def announced(fmt: Format, fields: Fields, seen: Examined) -> Airspace | None:
    """The volume in which a message announces activity; a proposal or a request announces none."""
    placing = fmt.placing
    return seen.volume if placing is not None and placing.may_announce(fmt, fields) else None


def _act_not_known(
    fmt: Format, message: Message, not_known: tuple[str, ...]
) -> tuple[Refusal, ...]:
    """An act whose required code is not known here has no effect: nobody guesses at a receipt."""
    if not is_act(fmt, message):
        return ()
    required = {f"fields.{spec.name}" for spec in fmt.fields if spec.required}
    return tuple(
        Refusal(path, "code-not-known", "this version does not know the code", "Call its sender")
        for path in not_known
        if path in required
    )


def _newer_remarks(
    fmt: Format, message: Message, not_known: tuple[str, ...]
) -> tuple[Refusal, ...]:
    """What the officer must know of a message in a newer version than this node's table."""
    if message.version == fmt.version:
        return ()
    names = ", ".join(path.removeprefix("fields.") for path in not_known) or "nothing"
    reason = (
        f"it is {fmt.code} version {message.version}, read here as version {fmt.version}; "
        f"not known: {names}"
    )
    remedy = "Look at what is shown as it came; its sender is told when you read it"
    return (Refusal("version", "newer-version", reason, remedy, override=True),)


def is_act(fmt: Format, message: Message) -> bool:
    """Whether the message acts on another: a receipt, a change, or the echo of a line check."""
    return fmt.family in (Family.RECEIPT, Family.CHANGE) or is_echo(fmt, message)


def is_echo(fmt: Format, message: Message) -> bool:
    """Whether it is a line check that echoes another."""
    return fmt.code == "LCK" and message.ref is not None


def frame_problems(message: Message) -> tuple[Refusal, ...]:
    """Problems of what surrounds the fields: receivers, times, names, remarks."""
    found: list[Refusal] = []
    if not 1 <= len(message.to) <= RECIPIENTS_MAX or len(set(message.to)) < len(message.to):
        reason = f"{len(message.to)} receivers, 1 to {RECIPIENTS_MAX} different ones wanted"
        found.append(Refusal("to", "receivers", reason, "Address each member once"))
    for name, at_ms in (("created_ms", message.created_ms), ("released_ms", message.released_ms)):
        if not TIME_MIN_MS <= at_ms <= TIME_MAX_MS:
            reason = f"{at_ms} ms is no plausible time"
            found.append(Refusal(name, "time-range", reason, "Set the clock"))
    found += check_text(message.by.officer, "by.officer", OFFICER_MAX)
    if message.remarks is not None:
        found += check_text(message.remarks, "remarks", REMARKS_MAX, lines=True)
    if message.remarks_language is not None:
        found += check_text(message.remarks_language, "remarks_language", 16)
    if len(message.overridden) > OVERRIDDEN_MAX or any(len(r) > 64 for r in message.overridden):
        reason = f"over {OVERRIDDEN_MAX} rules, or a name that is no rule's"
        found.append(Refusal("overridden", "overridden", reason, "Name the rules passed"))
    return (*found, *header_problems(message))


def act_problems(
    fmt: Format, author: str, message: Message, target: Tracked | None
) -> tuple[Refusal, ...]:
    """Why the author may not act so on the target; nothing when the target has not come yet."""
    if not is_act(fmt, message):
        return ()
    if message.ref is None:
        return (Refusal("ref", "ref-missing", f"{fmt.code} acts on no message", "Name it"),)
    if target is None:
        if fmt.family is not Family.CHANGE:
            return ()
        reason = f"{message.ref[:96]} is not a message of its author"
        return (Refusal("ref", "unknown-number", reason, "Only an own message can be changed"),)
    if fmt.family is Family.CHANGE:
        return change_problems(fmt, author, target)
    if fmt.code == "CNF":
        return confirm_problems(author, target)
    return receipt_problems(author, target) or _answer_problems(fmt, message, target)


def receipt_problems(author: str, target: Tracked) -> tuple[Refusal, ...]:
    """Why `author` may not take a receipt step about the target."""
    number = target.number
    if target.format is not None and target.format.is_receipt:
        reason = f"{number} is itself a receipt"
        return (Refusal("ref", "receipt-of-receipt", reason, "Nothing is owed for it"),)
    if target.author == author:
        reason = f"{number} is your own message"
        return (Refusal("ref", "own-message", reason, "Its receivers give the receipts"),)
    if author not in target.message.to:
        reason = f"{number} is not addressed to {author}"
        return (Refusal("ref", "not-receiver", reason, "Only its receivers give receipts"),)
    return ()


def change_problems(fmt: Format, author: str, target: Tracked) -> tuple[Refusal, ...]:
    """Why `author` may not correct, cancel or end the target."""
    number = target.number
    if target.author != author:
        reason = f"{number} is a message of {target.author}"
        return (Refusal("ref", "not-own", reason, "Only its author can change it"),)
    subject = target.subject
    if subject is None or not subject.is_changeable:
        what = subject.code if subject else "this"
        reason = f"{number} ({what}) cannot be changed"
        is_told = subject is not None and subject.family is Family.REGISTER
        beside = "It stays on record; say it in a new message, which stands beside it"
        remedy = beside if is_told else "Send a new message"
        return (Refusal("ref", "not-changeable", reason, remedy),)
    if fmt.code in ("NHC", "NHD") and subject.code not in ("NHS", "NHM"):
        reason = f"{number} ({subject.code}) is no humanitarian notice"
        return (Refusal("ref", "not-humanitarian", reason, "Correct it instead"),)
    if fmt.code == "END" and subject.family is Family.QUESTION:
        reason = f"{number} is a question and announces no activity"
        return (Refusal("ref", "not-changeable", reason, "Cancel it instead"),)
    if target.standing is Standing.SUPERSEDED:
        reason = f"{number} was corrected by {target.closed_by}"
        return (Refusal("ref", "superseded", reason, f"Act on {target.closed_by}"),)
    if target.standing is not Standing.CURRENT:
        reason = f"{number} was {target.standing.value} by {target.closed_by}"
        return (Refusal("ref", "closed", reason, "Send a new message"),)
    return ()


def confirm_problems(author: str, target: Tracked) -> tuple[Refusal, ...]:
    """Why `author` may not confirm the target as a read-back of its own message."""
    if target.format is None or target.format.code != "RBK":
        reason = f"{target.number} is no read-back"
        return (Refusal("ref", "not-a-read-back", reason, "Give the number of the read-back"),)
    if author == target.author or author not in target.message.to:
        reason = f"{target.number} reads back a message of another party"
        return (Refusal("ref", "not-own", reason, "Only the author of that message confirms"),)
    return ()


def activity_of(fmt: Format, fields: Fields) -> str:
    """The class of activity that a message announces; empty when unknown, which counts widest."""
    if fmt.placing is None:
        return ""
    if fmt.placing.activity_field is None:
        return fmt.placing.activity
    value = fields.get(fmt.placing.activity_field)
    return value if isinstance(value, str) else ""


def corrected(fields: Fields, changes: Json) -> Fields:
    """The whole set of fields after a correction; a change to None takes a field away."""
    if not isinstance(changes, Mapping):
        return fields
    merged = {**fields, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def _judge_correction(
    fmt: Format,
    author: str,
    message: Message,
    target: Tracked | None,
    frame: tuple[Refusal, ...],
    remarks: tuple[Refusal, ...],
) -> Judged:
    problems = [*frame, *examine(fmt, message.fields).problems]
    problems += act_problems(fmt, author, message, target)
    subject = target.subject if target is not None and target.author == author else None
    if subject is None or target is None:
        waits = target is None and message.ref is not None  # of an older epoch that comes later
        return Judged(fmt, fmt, message.fields, target, waits, None, "", tuple(problems), remarks)
    fields = corrected(target.fields, message.fields.get("changes"))
    newer = target.message.version > subject.version or bool(target.not_known)
    whole = examine(subject, fields, "fields.changes", newer=newer)
    problems += whole.problems
    return Judged(
        fmt,
        subject,
        fields,
        target,
        False,
        announced(subject, fields, whole),
        activity_of(subject, fields),
        tuple(problems),
        remarks,
        not_known=whole.not_known,
    )


def _answer_problems(fmt: Format, message: Message, target: Tracked) -> tuple[Refusal, ...]:
    if fmt.code == "RBK" and not can_be_read_back(target):
        reason = f"{target.number} says no place"
        return (Refusal("ref", "nothing-to-read-back", reason, "Answer it instead"),)
    if is_echo(fmt, message):
        nonce = target.fields.get("nonce")
        if target.format is None or target.format.code != "LCK" or target.message.ref is not None:
            reason = f"{target.number} is no line check"
            return (Refusal("ref", "not-a-line-check", reason, "Echo a line check"),)
        if message.fields.get("nonce") != nonce:
            reason = "the check word is another one"
            return (Refusal("fields.nonce", "nonce", reason, f"Echo {nonce}"),)
    return ()


def answers_to(target: Tracked) -> tuple[Answers, ...]:
    """The codes with which a message can be answered."""
    if target.subject is None or target.format is None:
        return (Answers.NOT_UNDERSTOOD,)
    if target.voice is not None and target.voice.problems:
        return (Answers.NOT_UNDERSTOOD,)  # nobody agrees to words that their speaker did not say
    codes = target.subject.answers
    if target.format.code == "COR" and Answers.NOTED not in codes:
        return (Answers.NOTED, *codes)
    return codes


def _remarks(known: LineState, author: str, message: Message) -> tuple[Refusal, ...]:
    found: list[Refusal] = []
    last = known.last.get(author)
    if author in known.fresh:
        return ()  # after a loss, numbers go on far above the last one known
    if is_number_of(known.line, author, message.number) and not follows(
        known.line, author, last, message.number
    ):
        reason = f"{message.number} does not follow {last or 'nothing'}"
        found.append(Refusal("number", "number-gap", reason, "Ask its sender what is missing"))
    return tuple(found)
