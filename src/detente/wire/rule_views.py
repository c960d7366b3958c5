"""The native API's types about rules, findings, counts of breaches, and reviews.

Times are UTC milliseconds. Figures carry their unit in `unit` or in their names.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from detente.core.agreements.text import party_id
from detente.core.agreements.tracks import Seen
from detente.core.airspace.volume import Point
from detente.core.airspace.volume_json import altitude_from_json
from detente.core.line.message import Status
from detente.core.refusal import Refusal

TRACK_UPDATES_MAX = 20_000  # an hour of fifty aircraft by a radar that turns every ten seconds
TRACK_BYTES_MAX = 8 << 20  # that many lines with room to spare
PROBLEMS_MAX = 20  # lines that are named as wrong; whoever has more has the wrong file
NAME_CHARS_MAX = 64


class RuleView(msgspec.Struct, frozen=True, kw_only=True):
    """One article, or one agreed zone, as a rule.

    text: number of the message that proposed it. holds: at this moment. from_ms, until_ms: of the
    span that holds, or the next or last one; null is open. contested: who says that it is
    suspended. formats, activity: empty is every one. problem: why it stays words.
    """

    text: str
    article: str
    agreement: str
    kind: str
    kind_words: str
    channel: str
    words: str
    binds: tuple[str, ...]
    formats: tuple[str, ...]
    activity: str
    zone: str
    areas: tuple[str, ...]
    minutes: int | None
    distance_m: int | None
    height_m: int | None
    step: str | None
    frequency: str | None
    holds: bool
    from_ms: int | None
    until_ms: int | None
    contested: tuple[str, ...]
    problem: Refusal | None


class FindingAnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """A side's answer to a finding: accept, dispute or no-record."""

    party: str
    answer: str
    number: str
    at_ms: int
    because: str | None


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a rule found, the same at every member that holds the same messages.

    party: whom it is about. subject: number of the message, or ``track:`` with a track. at_ms,
    until_ms: when it was. measured, asked: figures in `unit`. where: place in words. open: the side
    that it is about has not answered.
    """

    channel: str
    status: Status
    finding: str
    kind: str
    kind_words: str
    text: str
    article: str
    agreement: str
    party: str
    subject: str
    others: tuple[str, ...]
    at_ms: int
    until_ms: int | None
    words: str
    measured: int | None
    asked: int | None
    unit: str
    timing: str
    where: str
    lat_e7: int | None
    lon_e7: int | None
    contested: tuple[str, ...]
    answers: tuple[FindingAnswerView, ...]
    open: bool


class SeenBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One position of one track. activity: class of aircraft. height: as in a volume, or null."""

    track: Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARS_MAX)]
    party: Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARS_MAX)]
    lat_e7: Annotated[int, msgspec.Meta(ge=-900_000_000, le=900_000_000)]
    lon_e7: Annotated[int, msgspec.Meta(ge=-1_800_000_000, le=1_800_000_000)]
    at_ms: Annotated[int, msgspec.Meta(ge=946_684_800_000, le=4_102_444_800_000)]
    activity: Annotated[str, msgspec.Meta(max_length=NAME_CHARS_MAX)] = ""
    height: Any = None


def read_updates(data: bytes) -> list[Seen] | tuple[Refusal, ...]:
    """Positions from a file of JSON lines, sorted by time; or what is wrong, line by line."""
    lines = [(at, line) for at, line in enumerate(data.splitlines(), 1) if line.strip()]
    if len(lines) > TRACK_UPDATES_MAX:
        reason = f"{len(lines)} positions, the limit is {TRACK_UPDATES_MAX}"
        return (Refusal("", "updates-many", reason, "Judge them in several files"),)
    found: list[Seen] = []
    problems: list[Refusal] = []
    for at, line in lines:
        one = _seen(line, f"line {at}")
        if isinstance(one, Seen):
            found.append(one)
        else:
            problems += one
        if len(problems) >= PROBLEMS_MAX:
            break
    return tuple(problems) if problems else sorted(found, key=lambda seen: seen.at_ms)


def _seen(line: bytes, where: str) -> Seen | tuple[Refusal, ...]:
    try:
        one = msgspec.json.decode(line, type=SeenBody)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        remedy = "Give track, party, lat_e7, lon_e7, at_ms, and activity and height if known"
        return (Refusal(where, "update", str(error), remedy),)
    height = None if one.height is None else altitude_from_json(one.height, f"{where}.height")
    if isinstance(height, tuple):
        return height
    point = Point(one.lat_e7, one.lon_e7)
    return Seen(one.track, party_id(one.party), point, one.at_ms, one.activity, height)


class CountView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of one side's or monitor's count, as it gave it.

    counted: breach, notice-given, notice-received or activity. type: code of a breach, or empty.
    at_ms: when it was given.
    within: number of the same source's count that takes this one in and is summed; or empty.
    """

    number: str
    party: str
    by: str
    from_ms: int
    until_ms: int
    text: str | None
    article: str | None
    what: str
    whose: str | None
    count: int
    refs: tuple[str, ...]
    counted: str
    type: str
    at_ms: int
    within: str


class LedgerRowView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is counted, with each source's number beside what the rules found.

    counted: breach, notice-given, notice-received or activity; counted_words: in words. type: of
    breach, as a code, or empty. found: null where no rule judges it.
    """

    text: str | None
    article: str | None
    what: str
    whose: str
    counts: dict[str, int]
    found: int | None
    counted: str
    counted_words: str
    type: str


class LedgerEntryView(msgspec.Struct, frozen=True, kw_only=True):
    """One event. column: ``both``, ``only X``, ``neither``. notified: whose notice of it stood."""

    name: str
    kind: str
    column: str
    at_ms: int | None
    party: str
    words: str
    text: str | None
    article: str | None
    by_rule: bool
    recorded: tuple[str, ...]
    notified: tuple[str, ...]
    answers: tuple[FindingAnswerView, ...]


class LedgerView(msgspec.Struct, frozen=True, kw_only=True):
    """A period as each side counts it. columns: how many events stand on whose record."""

    channel: str
    status: Status
    from_ms: int
    until_ms: int
    sides: tuple[str, ...]
    sources: tuple[str, ...]
    rows: tuple[LedgerRowView, ...]
    columns: dict[str, int]
    entries: tuple[LedgerEntryView, ...]
    counts: tuple[CountView, ...]


class SpreadView(msgspec.Struct, frozen=True, kw_only=True):
    """How a set of times lies, in ms. count 0: there is none."""

    count: int
    least: int
    median: int
    p90: int
    most: int


class FiguresView(msgspec.Struct, frozen=True, kw_only=True):
    """One party's figures; see docs/rules.md for what each one counts."""

    party: str
    sent: int
    notices: int
    read_ms: SpreadView
    unread: int
    lead_ms: SpreadView
    on_time: int
    short: int
    after: int
    untaken: int
    checks: int
    missed: int
    findings: dict[str, int]


class RuleCountView(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule found something about a party, and how often that is not answered."""

    agreement: str
    text: str
    article: str
    party: str
    found: int
    unanswered: int


class RuleChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """From when a text is in which state, and who says so where somebody does."""

    at_ms: int
    text: str
    agreement: str
    state: str
    by: tuple[str, ...]
    disputed_by: tuple[str, ...] = ()
    words: str = ""


class TruceView(msgspec.Struct, frozen=True, kw_only=True):
    """A truce: found by the rules, by party; and counted, by source.

    beyond: counts, by source, whose period begins before that of the review or ends after it.
    """

    text: str
    agreement: str
    found: dict[str, int]
    counted: dict[str, int]
    beyond: dict[str, int] = {}


class ReviewDueView(msgspec.Struct, frozen=True, kw_only=True):
    """What is open at the end of the period."""

    due_ms: int
    party: str
    register: str
    kind: str
    number: str
    words: str
    late: bool


class ReviewView(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a period, which every member that holds the same messages computes alike."""

    channel: str
    channel_name: str
    status: Status
    from_ms: int
    until_ms: int
    known_ms: int
    parties: tuple[FiguresView, ...]
    rules: tuple[RuleCountView, ...]
    cases_opened: int
    cases_closed: int
    open_cases: tuple[str, ...]
    due: tuple[ReviewDueView, ...]
    late: int
    changes: tuple[RuleChangeView, ...]
    truces: tuple[TruceView, ...]
