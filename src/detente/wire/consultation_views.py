"""The native API's types about contacts, commitments, ties, actors, and what falls due.

Times are UTC milliseconds; null where nothing was said. `words` beside a code are English.
"""

from __future__ import annotations

import msgspec

from detente.core.line.message import Status
from detente.core.refusal import Refusal


class SpanView(msgspec.Struct, frozen=True, kw_only=True):
    """From the first to the last moment that a date may mean."""

    first_ms: int
    last_ms: int


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """Who took part; account: held here, or none, of the side that the person is of.

    capacity: head, member, host …, or ``absent`` who was expected and did not come.
    """

    name: str
    office: str
    side: str
    capacity: str
    capacity_words: str
    account: str


class StageView(msgspec.Struct, frozen=True, kw_only=True):
    """One wording of a side's record."""

    number: str
    at_ms: int
    state: str
    when: SpanView | None


class ContactAnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """What a party answered to a record."""

    party: str
    code: str


class ContactRecordView(msgspec.Struct, frozen=True, kw_only=True):
    """One side's record of a contact, in its newest wording. Empty texts were not said."""

    party: str
    number: str
    wording: str
    at_ms: int
    taken_back: bool
    kind: str
    kind_words: str
    state: str
    state_words: str
    level: str
    level_words: str
    when: SpanView | None
    exact: bool
    day: str
    latest: str
    when_words: str
    place: str
    initiator: str
    invited_by: str
    series: str
    serial: int | None
    format: str
    languages: tuple[str, ...]
    purpose: str
    participants: tuple[PersonView, ...]
    stages: tuple[StageView, ...]
    answers: tuple[ContactAnswerView, ...]


class ContactView(msgspec.Struct, frozen=True, kw_only=True):
    """A contact with every side's record. kind, state, place …: what all say, or ``differs``.

    differ: fields on which the records differ. nth: which of its level it is in half a year.
    """

    channel: str
    status: Status
    number: str
    kind: str
    state: str
    level: str
    when: SpanView | None
    when_words: str
    place: str
    series: str
    held: bool
    ahead: bool
    records: tuple[ContactRecordView, ...]
    part_of: str | None
    follows: str | None
    parts: tuple[str, ...]
    follow_ups: tuple[str, ...]
    differ: tuple[str, ...]
    nth: int | None
    remarks: tuple[Refusal, ...]


class EarlierView(msgspec.Struct, frozen=True, kw_only=True):
    """What a side said of the same before: the message and the code."""

    number: str
    said: str


class ToldTopicView(msgspec.Struct, frozen=True, kw_only=True):
    """What one side tells of a topic. moved_to: the channel that it says it was taken to."""

    party: str
    item: str
    said: str
    said_words: str
    words: str
    moved_to: str
    number: str
    earlier: tuple[EarlierView, ...]


class TopicView(msgspec.Struct, frozen=True, kw_only=True):
    """One row: told by whom. verdict: both, only, contradict, no-readout."""

    topic: str
    topic_words: str
    verdict: str
    told: tuple[ToldTopicView, ...]
    silent: tuple[str, ...]
    unread: tuple[str, ...]


class ReadoutView(msgspec.Struct, frozen=True, kw_only=True):
    """One readout as it was issued."""

    party: str
    number: str
    at_ms: int
    issued_ms: int | None
    language: str
    initiator: str
    text: str
    text_sha256: str
    topics: int


class ClaimedView(msgspec.Struct, frozen=True, kw_only=True):
    """Who took the initiative, as a side claims."""

    party: str
    name: str
    number: str


class CountView(msgspec.Struct, frozen=True, kw_only=True):
    """How many of something."""

    of: str
    count: int


class ComparisonView(msgspec.Struct, frozen=True, kw_only=True):
    """The readouts of a contact side by side. missing: sides that gave none."""

    channel: str
    status: Status
    contact: str
    sides: tuple[str, ...]
    missing: tuple[str, ...]
    readouts: tuple[ReadoutView, ...]
    initiative: tuple[ClaimedView, ...]
    initiative_verdict: str
    initiative_silent: tuple[str, ...]
    topics: tuple[TopicView, ...]
    counts: tuple[CountView, ...]


class PositionView(msgspec.Struct, frozen=True, kw_only=True):
    """One side's position on an item of the agenda."""

    party: str
    item: str
    proposer: str
    stance: str
    stance_words: str
    words: str
    moved_to: str
    number: str
    earlier: tuple[EarlierView, ...]


class AgendaItemView(msgspec.Struct, frozen=True, kw_only=True):
    """An item with every side's position. outcome: the stance that all share, or ``differs``.

    moved_to: channels that it was taken to; here: those of them that this node is on, by id.
    told: whether a readout mentions it.
    """

    topic: str
    topic_words: str
    outcome: str
    outcome_words: str
    positions: tuple[PositionView, ...]
    moved_to: tuple[str, ...]
    here: tuple[str, ...]
    silent: tuple[str, ...]
    told: bool


class StatusEvidenceView(msgspec.Struct, frozen=True, kw_only=True):
    """What a side names as evidence: kind, digest of the file, who holds it, what it shows."""

    what: str
    what_words: str
    sha256: str
    holder: str
    about: str


class StatusSaidView(msgspec.Struct, frozen=True, kw_only=True):
    """How a commitment stands, as a side says; contact: at which it was reviewed."""

    party: str
    state: str
    state_words: str
    number: str
    at_ms: int
    contact: str
    words: str
    evidence: tuple[StatusEvidenceView, ...] = ()


class CommitmentView(msgspec.Struct, frozen=True, kw_only=True):
    """One promise. state: what all who spoke say, or ``differs``; late: its date is over.

    claimed_done: only its owner says that it is done or dropped. case: whose measure it is, else
    empty; it is then named by the closing's number and its place in it.
    """

    channel: str
    status: Status
    number: str
    party: str
    at_ms: int
    what: str
    owner: str
    due: str
    due_words: str
    due_ms: int | None
    contact: str
    agreement: str
    article: str
    confirmed: tuple[str, ...]
    disputed: tuple[str, ...]
    silent: tuple[str, ...]
    state: str
    settled: bool
    claimed_done: bool
    late: bool
    said: tuple[StatusSaidView, ...]
    case: str = ""


class CooperationFieldView(msgspec.Struct, frozen=True, kw_only=True):
    """A field as one side lists it."""

    party: str
    field: str
    topic: str
    lead: str
    state: str
    state_words: str
    words: str
    number: str
    earlier: tuple[EarlierView, ...]


class StatedView(msgspec.Struct, frozen=True, kw_only=True):
    """How many fields there are in all, as a side states."""

    party: str
    count: int
    number: str


class CooperationView(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of cooperation under an agreement or of a contact; words: ``14 stated, 1 named``."""

    channel: str
    status: Status
    text: str
    agreement: str
    contact: str
    words: str
    stated: tuple[StatedView, ...]
    fields: tuple[tuple[CooperationFieldView, ...], ...]


class ReportedView(msgspec.Struct, frozen=True, kw_only=True):
    """What a public source reports: never a side's own account.

    by: who reports it, in words, such as ``reported by Coast Post, citing an office``.
    """

    number: str
    kind: str
    kind_words: str
    words: str
    hedge: str
    hedge_words: str
    publisher: str
    dated: str
    by: str
    put_by: str
    contact: str


class ContactPageView(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of one contact.

    due: commitments that come up at it; made: those that were made at it. agreements: numbers of
    the texts that came out of it.
    """

    contact: ContactView
    parts: tuple[ContactView, ...]
    agenda: tuple[AgendaItemView, ...]
    comparison: ComparisonView
    made: tuple[CommitmentView, ...]
    due: tuple[CommitmentView, ...]
    cooperation: tuple[CooperationView, ...]
    agreements: tuple[AgreementLinkView, ...]
    reported: tuple[ReportedView, ...]


class AgreementLinkView(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement that came out of a contact."""

    number: str
    agreement: str
    edition: int
    party: str


class FrequencyView(msgspec.Struct, frozen=True, kw_only=True):
    """How often there was contact in a period; see core/consultations/frequency.py."""

    channel: str
    status: Status
    from_ms: int
    until_ms: int
    held: int
    parts: int
    perhaps: int
    undated: int
    cancelled: int
    by_kind: tuple[CountView, ...]
    by_level: tuple[CountView, ...]
    days_between_median: int | None
    days_between_longest: int | None
    first: str
    last: str


class TieActView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a tie, as a side says."""

    party: str
    act: str
    act_words: str
    day: str
    expected: str
    because: str
    number: str
    agreed_by: tuple[str, ...]


class TieTermsView(msgspec.Struct, frozen=True, kw_only=True):
    """What a side says that a tie is: what it rests on, its levels, rhythm and channels.

    rests_on: treaty, memorandum, oral, practice, reported, or empty. agreement: number of the text.
    """

    party: str
    rests_on: str
    rests_on_words: str
    agreement: str
    secrecy: str
    secrecy_words: str
    levels: tuple[str, ...]
    level_words: tuple[str, ...]
    rhythm: str
    channels: tuple[str, ...]


class PeriodView(msgspec.Struct, frozen=True, kw_only=True):
    """A period of a tie; on: it held. until: empty while it lasts."""

    on: bool
    act: str
    act_words: str
    since: str
    until: str
    said_by: tuple[str, ...]


class TieBeforeView(msgspec.Struct, frozen=True, kw_only=True):
    """The same tie of an earlier party, how it stood last, and who says that it is succeeded."""

    between: tuple[str, ...]
    state: str
    successor: str
    predecessor: str
    said_by: str


class TieView(msgspec.Struct, frozen=True, kw_only=True):
    """A tie between parties; state: its newest act, or ``differs`` when the sides say otherwise.

    before: the same tie of those whom one of its parties succeeds, as a side says.
    """

    channel: str
    status: Status
    tie: str
    tie_words: str
    name: str
    between: tuple[str, ...]
    state: str
    by_party: tuple[TieActView, ...]
    acts: tuple[TieActView, ...]
    terms: tuple[TieTermsView, ...]
    periods: tuple[PeriodView, ...]
    before: tuple[TieBeforeView, ...] = ()


class ActorNameView(msgspec.Struct, frozen=True, kw_only=True):
    """What an actor is called, by whom; recognised: by them under that name, null when not said."""

    by: str
    name: str
    recognised: bool | None
    said_by: str
    number: str


class HolderView(msgspec.Struct, frozen=True, kw_only=True):
    """A person in an office; held: at the date that was asked for, null when it is left open."""

    name: str
    office: str
    from_day: str
    until_day: str
    said_by: str
    number: str
    held: bool | None


class MemberView(msgspec.Struct, frozen=True, kw_only=True):
    """Who belongs to a format of several parties, in which standing."""

    name: str
    standing: str
    standing_words: str


class ActorRecordView(msgspec.Struct, frozen=True, kw_only=True):
    """What one side has on record of an actor."""

    party: str
    numbers: tuple[str, ...]
    kind: str
    kind_words: str
    part_of: str
    successor_of: str
    account: str
    members: tuple[MemberView, ...]


class ActorView(msgspec.Struct, frozen=True, kw_only=True):
    """An actor. at_table: its id as a member, else empty. account: held, or none is held here.

    seats: members that are it, or say that they are a part of it.
    standings: in which standing messages name it; the name there is the message's number.
    """

    channel: str
    status: Status
    name: str
    at_table: str
    account: str
    records: tuple[ActorRecordView, ...]
    names: tuple[ActorNameView, ...]
    people: tuple[HolderView, ...]
    standings: tuple[MemberView, ...]
    named_in: tuple[str, ...]
    reported: tuple[ReportedView, ...]
    remarks: tuple[Refusal, ...]
    seats: tuple[str, ...] = ()


class DueItemView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that falls due. due_ms: null when no date was said; party: empty for all sides."""

    channel: str
    status: Status
    register: str
    kind: str
    number: str
    about: str
    party: str
    words: str
    due_ms: int | None
    from_ms: int | None
    day: str
    late: bool
