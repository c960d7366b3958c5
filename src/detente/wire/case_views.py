"""The native API's types about incidents. Times are UTC milliseconds; words are English, in UTC.

Sides stand in the order of their names, everywhere: nobody is first for another reason.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from detente.core.line.message import Status
from detente.core.refusal import Refusal


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """What one side says that it is; null: it says nothing. words: the same in words."""

    party: str
    claim: str | None
    words: str


NOT_TOLD: Final = "not told here"
"""What stands for something that other messages may say which the reader may not be told: that a
side gave no account is not said of one that did, and that all was told is not said of a part."""


class OpeningView(msgspec.Struct, frozen=True, kw_only=True):
    """A first report. opened_from: hand, message or rule; finding: what a rule found, if it did."""

    party: str
    number: str
    at_ms: int
    opened_from: str
    finding: str


class PlaceTold(msgspec.Struct, frozen=True, kw_only=True):
    """Where a side says that an incident happened, in words."""

    party: str
    words: str


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One case in a list. number: the joint one; numbers: every one by which it is found.

    differ: fields that the accounts tell differently. agreed: facts that are agreed. owed: answers
    that are owed, and of these late. silent: sides that have given no account; of these no_record:
    those that have no record of it. when: from the earliest that a side gives to the latest.
    where: as each side says. remarks: how many things are odd about it.
    """

    channel: str
    status: Status
    number: str
    numbers: tuple[str, ...]
    state: str
    claim_status: str
    claims: tuple[ClaimView, ...]
    types: tuple[str, ...]
    types_words: str
    happened_ms: int | None
    when: str
    where: tuple[PlaceTold, ...]
    openings: tuple[OpeningView, ...]
    accounts: tuple[str, ...]
    silent: tuple[str, ...]
    no_record: tuple[str, ...]
    differ: int
    agreed: int
    owed: int
    late: int
    closure: str | None
    remarks: int


class ReportedView(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that a public source reports; nobody's account. number: of the report (REP)."""

    number: str
    said_by: str
    words: str
    hedge: str
    publisher: str
    when: str
    source_sha256: str


class UnplacedView(msgspec.Struct, frozen=True, kw_only=True):
    """A message about a case that is not held here. It is kept, and shown as it came."""

    number: str
    party: str
    format: str
    case: str


class ProposedCase(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule found that may be an incident: nobody has opened a case of it yet.

    finding: its id. party: who did it, as the rule sees it. answer: what that party says of it.
    """

    finding: str
    agreement: str
    article: str
    kind: str
    party: str
    at_ms: int
    words: str
    answer: str


class CasesView(msgspec.Struct, frozen=True, kw_only=True):
    """The register of incidents of a line. proposed: only when it was asked for."""

    cases: tuple[CaseLine, ...]
    reported: tuple[ReportedView, ...]
    unplaced: tuple[UnplacedView, ...]
    proposed: tuple[ProposedCase, ...] = ()


class ToldView(msgspec.Struct, frozen=True, kw_only=True):
    """One value as a side tells it. lines: in words, a line for each record of a list.

    margin: how far off it may be, in seconds of a time and in metres of a place; null if not said.
    """

    party: str
    value: Any
    lines: tuple[str, ...]
    number: str
    at_ms: int
    margin: int | None = None


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """One field of all accounts.

    axis: of the taxonomy, or ``fact``. match: same, compatible, differ, only, not compared. words:
    how far apart. told: what stands, by side. before: what a side told before it told otherwise.
    silent: who gave an account without it.
    """

    field: str
    label: str
    axis: str
    match: str
    words: str
    told: tuple[ToldView, ...]
    before: tuple[ToldView, ...]
    silent: tuple[str, ...]


class CaseWord(msgspec.Struct, frozen=True, kw_only=True):
    """What a party answered, in which message, when by its clock."""

    party: str
    what: str
    number: str
    at_ms: int


class FactView(msgspec.Struct, frozen=True, kw_only=True):
    """A fact proposed as agreed. lines: the value in words, or the words that were proposed.

    contradicted: later accounts of sides that are bound by it, which tell otherwise.
    """

    number: str
    party: str
    field: str
    label: str
    state: str
    told_in: str
    lines: tuple[str, ...]
    answers: tuple[CaseWord, ...]
    contradicted: tuple[str, ...]


class AnswerText(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in words, as it was written."""

    number: str
    text: str


class ReplyView(msgspec.Struct, frozen=True, kw_only=True):
    """How one side that was asked stands to a question."""

    party: str
    state: str
    number: str
    at_ms: int | None
    texts: tuple[AnswerText, ...]


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question, when its answer is due by the asker's clock, and how each side stands to it."""

    number: str
    party: str
    about: str
    question: str
    urgent: bool
    at_ms: int
    due_ms: int
    replies: tuple[ReplyView, ...]


class CaseEvidenceView(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence as one side names it; the file itself stays with its holder."""

    party: str
    number: str
    what: str
    sha256: str
    holder: str
    release: str
    named: tuple[str, ...]
    about: str


class MeasureView(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of a closing, who sees to it, and until when as far as it was said.

    number: by which it is a commitment once the closing is agreed to.
    """

    number: str
    measure: str
    owner: str
    due: str


class ClosingView(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal to close a case. waiting: who has not agreed; agreed: nobody is missing."""

    number: str
    party: str
    closure: str
    words: str
    finding: str
    open_points: str
    measures: tuple[MeasureView, ...]
    taken_up_in: str
    at_ms: int
    answers: tuple[CaseWord, ...]
    waiting: tuple[str, ...]
    agreed: bool


class LinkLead(msgspec.Struct, frozen=True, kw_only=True):
    """How a notice stood with one receiver: on time, short, after the fact, not effective."""

    party: str
    finding: str
    read_ms: int | None


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A message before the incident, found by time or place. It is not said to be a cause.

    before_ms: how long before it was released; apart_cm: least distance, null if one says no place.
    """

    number: str
    author: str
    line: str
    why: str
    before_ms: int
    apart_cm: int | None
    leads: tuple[LinkLead, ...]


class FindingAnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """What a side answered to a finding that the case was opened from."""

    finding: str
    party: str
    answer: str
    number: str


class FiguresView(msgspec.Struct, frozen=True, kw_only=True):
    """What one side's own figures come to, by the numbers of the taxonomy. critical: to 100 ft."""

    party: str
    words: str
    critical: bool


class ProtestView(msgspec.Struct, frozen=True, kw_only=True):
    """A protest (PRO) about the case, as its side wrote it."""

    number: str
    party: str
    against: str
    demand: str
    at_ms: int


class EntryProof(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the case with its proof: the leaf hash of its entry, base64.

    proof: kept, delivered or final. disowned: signed with its author's key after it was stolen.
    """

    number: str
    author: str
    format: str
    what: str
    at_ms: int
    held_at_ms: int
    journal: str
    sequence: int
    entry: str
    proof: str
    disowned: bool


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """One case in full: what each side tells, side by side, and all that was done about it.

    reader: for whom it was made, empty for this node's own officers; withheld: how many messages,
    answers and pieces of evidence that reader may not be told, and that were left out. When there
    are any, the head's claim_status is `NOT_TOLD`, no row is said to be of one side only, and who
    is silent in it may have told what this reader may not be told.
    """

    head: CaseLine
    made_ms: int
    reader: str
    withheld: int
    rows: tuple[RowView, ...]
    facts: tuple[FactView, ...]
    questions: tuple[QuestionView, ...]
    evidence: tuple[CaseEvidenceView, ...]
    closings: tuple[ClosingView, ...]
    after: tuple[str, ...]
    protests: tuple[ProtestView, ...]
    figures: tuple[FiguresView, ...]
    reports: tuple[ReportedView, ...]
    answers: tuple[FindingAnswerView, ...]
    links: tuple[LinkView, ...]
    links_left_out: int
    remarks: tuple[Refusal, ...]
    entries: tuple[EntryProof, ...]


class CaseDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The beginning of a first report (INR): fields that are known, for an officer to complete."""

    format: str
    fields: dict[str, Any]
    refs: tuple[str, ...]
