"""What is done about a case: facts proposed and agreed, questions and answers, closings, evidence.

A fact is agreed when everybody it was put to answers AGREE; that it was agreed once is never
forgotten, whatever is answered later. A later account of a side that is bound by a fact and tells
otherwise is shown at the fact. A question is due in seven days, in two when it was sent urgently;
by the asker's clock, so that every member computes the same. A closing that only one side wants
closes nothing.
Pure. Serves domain.md sections 8 (row 16), 9 and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from detente.core.incidents.comparing import Margin, Match, compare
from detente.core.incidents.telling import SPECS
from detente.core.line.formats import Answers
from detente.core.line.message import Precedence
from detente.core.line.reading import journal_place, records_in, text
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_M, MS_PER_HOUR, MS_PER_S

if TYPE_CHECKING:
    from detente.core.line.state import Tracked
    from detente.core.values import Json

DAY_MS: Final = 24 * MS_PER_HOUR
QUESTION_MS: Final = 7 * DAY_MS  # domain.md section 9, INQ/INA
QUESTION_URGENT_MS: Final = 2 * DAY_MS
_URGENT: Final = (Precedence.FLASH, Precedence.IMMEDIATE)


@dataclass(slots=True)
class Folder:
    """The messages of one case, by format, each list by number. openers: first reports."""

    openers: list[Tracked] = field(default_factory=list)
    statements: list[Tracked] = field(default_factory=list)
    questions: list[Tracked] = field(default_factory=list)
    answers: list[Tracked] = field(default_factory=list)
    facts: list[Tracked] = field(default_factory=list)
    closings: list[Tracked] = field(default_factory=list)
    protests: list[Tracked] = field(default_factory=list)
    reports: list[Tracked] = field(default_factory=list)

    def everything(self) -> list[Tracked]:
        """All messages of the case, by number."""
        lists = (
            self.statements,
            self.questions,
            self.answers,
            self.facts,
            self.closings,
            self.protests,
            self.reports,
        )
        return sorted((one for each in lists for one in each), key=lambda one: one.number)

    def only(self, keep: Callable[[Tracked], bool], find: Mapping[str, Tracked]) -> Folder:
        """The same folder with the messages that are kept, and of their answers those kept."""
        return Folder(
            *(
                [_only(one, keep, find) for one in getattr(self, each.name) if keep(one)]
                for each in fields(self)
            )
        )


def _only(one: Tracked, keep: Callable[[Tracked], bool], find: Mapping[str, Tracked]) -> Tracked:
    """A message without the answers that a reader may not be told of: they have their own wish."""
    steps = {
        party: replace(each, answers=[act for act in each.answers if keep(find[act.number])])
        for party, each in one.steps.items()
    }
    return replace(one, steps=steps)


@dataclass(frozen=True, slots=True)
class Word:
    """What a party answers: the code, in which message, when by its clock."""

    party: str
    what: str
    number: str
    at_ms: int


class FactState(StrEnum):
    """What has become of a fact that was proposed."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DISAGREED = "disagreed"
    WITHDRAWN = "agreed once, no longer by all"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a case that a side proposes as agreed.

    value: as the account `told_in` tells it; None when it stands in `words` only.
    contradicted: later accounts of sides that are bound by it, which tell otherwise.
    """

    number: str
    party: str
    field: str
    value: Json
    told_in: str
    words: str
    state: FactState
    answers: tuple[Word, ...]
    contradicted: tuple[str, ...] = ()


class ReplyState(StrEnum):
    """How a party that was asked stands to the question."""

    WAITING = "waiting"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered late"
    DECLINED = "declined"
    NO_RECORD = "no record"
    NOT_UNDERSTOOD = "not understood"
    LAPSED = "lapsed"


OWED: Final = (ReplyState.WAITING, ReplyState.LATE, ReplyState.NOT_UNDERSTOOD)
_SAID: Final[Mapping[str, ReplyState]] = {
    Answers.DECLINED: ReplyState.DECLINED,
    Answers.NO_RECORD: ReplyState.NO_RECORD,
    Answers.NOT_UNDERSTOOD: ReplyState.NOT_UNDERSTOOD,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What one party that was asked has done. texts: its answers in words, with their numbers."""

    party: str
    state: ReplyState
    number: str
    at_ms: int | None
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question in a case, when it is due, and how each who was asked stands to it."""

    number: str
    party: str
    field: str
    question: str
    is_urgent: bool
    at_ms: int
    due_ms: int
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A proposal to close a case, what each side says of it, and whether all agree."""

    number: str
    party: str
    closure: str
    finding: str
    open_points: str
    measures: tuple[Mapping[str, Json], ...]
    taken_up_in: str
    at_ms: int
    answers: tuple[Word, ...]
    waiting: tuple[str, ...]
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence as one side names it. release: who may be told; named: those named."""

    party: str
    number: str
    what: str
    sha256: str
    holder: str
    release: str
    named: tuple[str, ...]
    about: str


def words_of(one: Tracked) -> tuple[Word, ...]:
    """The answers that stand to a message, by party."""
    return tuple(
        Word(party, answer.code or "", answer.number, answer.at_ms)
        for party, steps in sorted(one.steps.items())
        if (answer := steps.answer) is not None
    )


def facts(folder: Folder, find: Mapping[str, Tracked]) -> tuple[Fact, ...]:
    """The facts proposed in a case, by number. find: messages of the line by number."""
    statements = {one.number: one for one in folder.statements}
    return tuple(_fact(one, statements, find) for one in folder.facts)


def _fact(one: Tracked, statements: Mapping[str, Tracked], find: Mapping[str, Tracked]) -> Fact:
    name, told_in = text(one.fields, "field"), text(one.fields, "told_in")
    basis = statements.get(told_in)
    value = basis.fields.get(name) if basis is not None else None
    bound = _bound(one, find)
    margin = _margin(basis) if basis is not None else Margin()
    against = tuple(
        later.number
        for later in sorted(statements.values(), key=lambda each: each.number)
        if (since := bound.get(later.speaker)) is not None
        and journal_place(later) > journal_place(since)
        and _contradicts(name, value, later, margin)
    )
    return Fact(
        number=one.number,
        party=one.speaker,
        field=name,
        value=value,
        told_in=told_in,
        words=text(one.fields, "words"),
        state=_fact_state(one),
        answers=words_of(one),
        contradicted=against,
    )


def _fact_state(one: Tracked) -> FactState:
    """Agreed when all who were asked agree; that they all did once is not forgotten."""
    now = {word.party: word.what for word in words_of(one)}
    asked = one.message.to
    if all(now.get(party) == Answers.AGREE for party in asked):
        return FactState.AGREED
    if all(any(act.code == Answers.AGREE for act in one.of(party).answers) for party in asked):
        return FactState.WITHDRAWN
    against = any(word == Answers.DISAGREE for word in now.values())
    return FactState.DISAGREED if against else FactState.PROPOSED


def _bound(one: Tracked, find: Mapping[str, Tracked]) -> dict[str, Tracked]:
    """Who is bound by an agreed fact, each with the message by which it bound itself."""
    if _fact_state(one) not in (FactState.AGREED, FactState.WITHDRAWN):
        return {}
    found = {one.speaker: one}
    for party in one.message.to:
        agreed = [act for act in one.of(party).answers if act.code == Answers.AGREE]
        answer = find.get(agreed[0].number) if agreed else None
        if answer is not None:
            found[party] = answer
    return found


def _contradicts(name: str, value: Json, later: Tracked, margin: Margin) -> bool:
    told = later.fields.get(name)
    if value is None or told is None or name not in SPECS:
        return False
    return compare(SPECS[name], value, told, margin + _margin(later))[0] is Match.DIFFER


def contradicted(
    facts_known: Iterable[Fact], statement: Mapping[str, Json], margin: Margin
) -> Iterable[Fact]:
    """The agreed facts that a statement, told now, would contradict; margin: both together."""
    for one in facts_known:
        told = statement.get(one.field)
        agreed = one.state in (FactState.AGREED, FactState.WITHDRAWN)
        if agreed and one.value is not None and told is not None and one.field in SPECS:
            match, _ = compare(SPECS[one.field], one.value, told, margin)
            if match is Match.DIFFER:
                yield one


def margin_in(fields: Mapping[str, Json]) -> Margin:
    """How good the times and places of one statement are, as it says itself."""
    time_s, place_m = fields.get("time_margin_s"), fields.get("margin_m")
    return Margin(
        time_s * MS_PER_S if isinstance(time_s, int) else 0,
        place_m * CM_PER_M if isinstance(place_m, int) else 0,
    )


def _margin(one: Tracked) -> Margin:
    return margin_in(one.fields)


def questions(folder: Folder, at_ms: int, *, is_closed: bool) -> tuple[Question, ...]:
    """The questions of a case, by number. is_closed: what is still owed has lapsed."""
    return tuple(
        _question(one, folder.answers, None if is_closed else at_ms) for one in folder.questions
    )


def _question(one: Tracked, answers: Sequence[Tracked], at_ms: int | None) -> Question:
    """One question with its replies. at_ms: now; None when the case is closed."""
    urgent = one.message.precedence in _URGENT
    due_ms = one.at_ms + (QUESTION_URGENT_MS if urgent else QUESTION_MS)
    about = [each for each in answers if text(each.fields, "question") == one.number]
    return Question(
        number=one.number,
        party=one.speaker,
        field=text(one.fields, "field"),
        question=text(one.fields, "question"),
        is_urgent=urgent,
        at_ms=one.at_ms,
        due_ms=due_ms,
        replies=tuple(_reply(party, one, about, due_ms, at_ms) for party in one.message.to),
    )


def _reply(
    party: str, one: Tracked, about: Sequence[Tracked], due_ms: int, at_ms: int | None
) -> Reply:
    """How a party stands to a question. at_ms: now; None when the case is closed."""
    own = sorted((each for each in about if each.speaker == party), key=journal_place)
    texts = tuple((each.number, text(each.fields, "answer")) for each in own)
    said = one.of(party).answer
    if own:
        late = own[0].at_ms > due_ms
        state = ReplyState.ANSWERED_LATE if late else ReplyState.ANSWERED
        return Reply(party, state, own[0].number, own[0].at_ms, texts)
    known = _SAID.get(said.code or "") if said is not None else None
    if said is not None and known is not None and known not in OWED:
        return Reply(party, known, said.number, said.at_ms, ())
    if at_ms is None:
        return Reply(party, ReplyState.LAPSED, "", None, ())
    if at_ms > due_ms:
        return Reply(party, ReplyState.LATE, "", None, ())
    if said is not None and known is not None:
        return Reply(party, known, said.number, said.at_ms, ())
    return Reply(party, ReplyState.WAITING, "", None, ())


def closings(folder: Folder) -> tuple[Closing, ...]:
    """The proposals to close a case, by number."""
    return tuple(_closing(one) for one in folder.closings)


def _closing(one: Tracked) -> Closing:
    words = words_of(one)
    agreed = {word.party for word in words if word.what == Answers.AGREE}
    return Closing(
        number=one.number,
        party=one.speaker,
        closure=text(one.fields, "closure"),
        finding=text(one.fields, "finding"),
        open_points=text(one.fields, "open_points"),
        measures=tuple(records_in(one.fields, "measures")),
        taken_up_in=text(one.fields, "taken_up_in"),
        at_ms=one.at_ms,
        answers=words,
        waiting=tuple(party for party in one.message.to if party not in agreed),
        is_agreed=set(one.message.to) <= agreed,
    )


def evidence(folder: Folder) -> tuple[Evidence, ...]:
    """All evidence that accounts and answers name, each piece once for each side that names it."""
    found: dict[tuple[str, str], Evidence] = {}
    for one in sorted((*folder.statements, *folder.answers), key=journal_place):
        for record in records_in(one.fields, "evidence"):
            piece = _evidence(one, record)
            found[piece.party, piece.sha256] = piece  # what a side says last of it counts
    return tuple(sorted(found.values(), key=lambda each: (each.sha256, each.party)))


def _evidence(one: Tracked, record: Mapping[str, Json]) -> Evidence:
    named = str(record.get("named") or "")
    return Evidence(
        party=one.speaker,
        number=one.number,
        what=str(record.get("what")),
        sha256=str(record.get("sha256")),
        holder=str(record.get("holder")),
        release=str(record.get("release")),
        named=tuple(part.strip() for part in named.split(",") if part.strip()),
        about=str(record.get("about") or ""),
    )


def odd_answers(folder: Folder) -> tuple[Refusal, ...]:
    """What answers and facts refer to that is not there, or is not theirs."""
    asked = {one.number: one for one in folder.questions}
    told = {one.number: one for one in folder.statements}
    found: list[Refusal] = []
    for one in folder.answers:
        question = asked.get(text(one.fields, "question"))
        if question is None:
            reason = (
                f"{one.number} answers {text(one.fields, 'question')}, which is no question here"
            )
            found.append(_odd("fields.question", "question-unknown", reason))
        elif one.speaker not in question.message.to:
            reason = f"{one.speaker} answers {question.number}, which was not put to it"
            found.append(_odd("fields.question", "question-not-asked", reason))
    for one in folder.facts:
        number, name = text(one.fields, "told_in"), text(one.fields, "field")
        if number and (number not in told or told[number].fields.get(name) is None):
            reason = f"{one.number} rests on {number}, which tells nothing of {name} in this case"
            found.append(_odd("fields.told_in", "told-in-unknown", reason))
    return tuple(found)


def _odd(path: str, rule: str, reason: str) -> Refusal:
    return Refusal(path, rule, reason, "It is shown as it came; ask its sender", override=True)
