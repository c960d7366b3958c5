"""`detente rules`, `findings`, `finding`, `ledger`, `review`: what an officer reads and types."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import msgspec

from detente.core.line.message import Status
from detente.core.refusal import Refusal
from detente.wire.native import Accepted
from detente.wire.rule_views import (
    FiguresView,
    FindingAnswerView,
    FindingView,
    LedgerEntryView,
    LedgerRowView,
    LedgerView,
    ReviewDueView,
    ReviewView,
    RuleChangeView,
    RuleCountView,
    RuleView,
    SpreadView,
    TruceView,
)
from tests.cli.test_commands import run
from tests.support.outside import NOW_MS

MINUTE = 60_000
NAME = "AMBER-2026-0003/1/COBALT-2026-0017"
RULE = RuleView(
    text="AMBER-2026-0003",
    article="1",
    agreement="Coast memorandum",
    kind="lead-time",
    kind_words="least time of notice before the start",
    channel="coast-1",
    words="",
    binds=("amber", "cobalt"),
    formats=("NWA",),
    activity="",
    zone="",
    areas=(),
    minutes=15,
    distance_m=None,
    height_m=None,
    step=None,
    frequency=None,
    holds=True,
    from_ms=NOW_MS,
    until_ms=None,
    contested=("cobalt",),
    problem=Refusal("articles.1", "rule-zone", "no zone Alpha is agreed", "Propose the zone"),
)
FINDING = FindingView(
    channel="coast-1",
    status=Status.EXERCISE,
    finding=NAME,
    kind="lead-time",
    kind_words="least time of notice before the start",
    text="AMBER-2026-0003",
    article="1",
    agreement="Coast memorandum",
    party="cobalt",
    subject="COBALT-2026-0017",
    others=("AMBER-2026-0009",),
    at_ms=NOW_MS,
    until_ms=None,
    words="NWA COBALT-2026-0017 of cobalt was sent 5 min before its start",
    measured=4,
    asked=15,
    unit="minutes",
    timing="SHORT",
    where="22°54.0'S 014°24.0'E",
    lat_e7=-229_000_000,
    lon_e7=144_000_000,
    contested=("cobalt",),
    answers=(
        FindingAnswerView(
            party="amber", answer="dispute", number="A-1", at_ms=NOW_MS, because="Clock"
        ),
    ),
    open=True,
)


def as_json(value: object, status: int = 200) -> httpx.Response:
    """A node's answer."""
    return httpx.Response(status, content=msgspec.json.encode(value))


def test_a_rule_says_what_it_asks_of_whom_and_why_it_stays_words() -> None:
    """Kind, figures, whom it binds, since when, who contests it, what it lacks."""
    shown = run("rules", answer=lambda _: as_json([RULE])).output
    for part in (
        "Coast memorandum, article 1: least time of notice before the start (AMBER-2026-0003)",
        "15 minutes",
        "amber, cobalt",
        "NWA",
        "suspended by  cobalt",
        "STAYS WORDS: no zone Alpha is agreed. Propose the zone",
    ):
        assert part in shown
    assert "No rule holds" in run("rules", answer=lambda _: as_json([])).output


def test_findings_are_listed_with_who_answered_and_what_waits() -> None:
    """A row each, the sentence with the figures, and how many are not answered."""
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return as_json([FINDING])

    shown = run("findings", "--open", answer=answer).output
    assert asked[0].params["open"] == "true"
    for part in (
        NAME,
        "amber: disputed",
        "sent 5 min before its start",
        "1 finding is not answered",
    ):
        assert part in shown


def test_one_finding_is_shown_in_full_and_answered_with_a_message() -> None:
    """Rule, figures, place, messages and answers; `answer dispute` sends FAN with its id."""
    shown = run("finding", NAME, answer=lambda _: as_json([FINDING])).output
    for part in (
        f"*EXERCISE* FINDING {NAME}",
        "4 minutes, asked 15 minutes, SHORT",
        "COBALT-2026-0017, AMBER-2026-0009",
        "suspended by cobalt",
        "disputed: Clock (A-1)",
        "cobalt has not answered",
    ):
        assert part in shown
    sent: list[dict[str, object]] = []

    def take(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            sent.append(json.loads(request.content))
            accepted = Accepted(position=7, number="COBALT-2026-0020", warnings=())
            return as_json(accepted, 201)
        return httpx.Response(404, content=b"{}")

    run("finding", NAME, "answer", "dispute", "--because", "Other clock", answer=take)
    fields = {"finding": NAME, "answer": "dispute", "because": "Other clock"}
    assert sent[0]["format"] == "FAN"
    assert sent[0]["fields"] == fields
    assert run("finding", NAME, "answer", answer=take).exit_code == 2


def test_tracks_are_handed_in_as_they_stand_in_the_file(tmp_path: Path) -> None:
    """The lines go to the node as they are; a file beyond the limit is refused before."""
    path = tmp_path / "radar.jsonl"
    path.write_bytes(b'{"track": "T7"}\n')
    got: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        got.append(request.content)
        return as_json([])

    shown = run("rules", "judge", "--track", str(path), answer=answer).output
    assert got == [b'{"track": "T7"}\n']
    assert "find nothing in these positions" in shown
    path.write_bytes(b" " * ((8 << 20) + 1))
    assert run("rules", "judge", "--track", str(path), answer=answer).exit_code == 2


LEDGER = LedgerView(
    channel="coast-1",
    status=Status.ACTUAL,
    from_ms=NOW_MS - 60 * MINUTE,
    until_ms=NOW_MS,
    sides=("amber", "cobalt"),
    sources=("Monitors (given by amber)", "amber"),
    rows=(
        LedgerRowView(
            text="AMBER-2026-0003",
            article="1",
            what="lead-time",
            whose="cobalt",
            counts={"amber": 3},
            found=2,
            counted="breach",
            counted_words="breaches",
            type="",
        ),
    ),
    columns={"neither": 1},
    entries=(
        LedgerEntryView(
            name=NAME,
            kind="finding",
            column="neither",
            at_ms=NOW_MS,
            party="cobalt",
            words="NWA was short",
            text="AMBER-2026-0003",
            article="1",
            by_rule=True,
            recorded=(),
            notified=(),
            answers=(),
        ),
    ),
    counts=(),
)


def test_the_ledger_has_a_column_for_each_source_and_one_for_the_rules() -> None:
    """Counts as given, what the rules found, and on whose record each event is. Days are whole."""
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return as_json(LEDGER)

    words = ("ledger", "--from", "2026-11-01", "--to", "2026-11-21")
    shown = run(*words, answer=answer).output
    assert int(asked[0].params["until"]) - int(asked[0].params["from"]) == 21 * 24 * 60 * MINUTE
    for part in (
        "Monitors (given by amber)",
        "THE RULES FOUND",
        "On whose record: 1 neither.",
        "NEITHER: ",
        "found by the rules; on record of nobody; notified by nobody",
    ):
        assert part in shown


SPREAD = SpreadView(count=2, least=MINUTE, median=MINUTE, p90=5 * MINUTE, most=90 * MINUTE)
NONE = SpreadView(count=0, least=0, median=0, p90=0, most=0)


def figures(party: str) -> FiguresView:
    """Figures of a party that differ in nothing but its name."""
    return FiguresView(
        party=party,
        sent=5,
        notices=3,
        read_ms=SPREAD,
        unread=1,
        lead_ms=NONE,
        on_time=1,
        short=2,
        after=0,
        untaken=0,
        checks=4,
        missed=1,
        findings={"accept": 1, "open": 2},
    )


REVIEW = ReviewView(
    channel="coast-1",
    channel_name="Coast",
    status=Status.ACTUAL,
    from_ms=NOW_MS - 60 * MINUTE,
    until_ms=NOW_MS,
    known_ms=NOW_MS,
    parties=(figures("amber"), figures("cobalt")),
    rules=(
        RuleCountView(
            agreement="<b>Coast</b>",
            text="AMBER-2026-0003",
            article="1",
            party="cobalt",
            found=3,
            unanswered=2,
        ),
    ),
    cases_opened=1,
    cases_closed=0,
    open_cases=("AMBER-2026-0040",),
    due=(
        ReviewDueView(
            due_ms=NOW_MS - MINUTE,
            party="cobalt",
            register="incidents",
            kind="question",
            number="AMBER-2026-0041",
            words="an answer",
            late=True,
        ),
    ),
    late=1,
    changes=(
        RuleChangeView(
            at_ms=NOW_MS, text="AMBER-2026-0003", agreement="Coast", state="in-force", by=()
        ),
    ),
    truces=(
        TruceView(
            text="AMBER-2026-0050",
            agreement="Truce",
            found={"cobalt": 2},
            counted={"amber": 14, "Monitors (given by amber)": 9},
        ),
    ),
)


def test_a_review_says_the_same_of_both_in_text_and_as_a_page(tmp_path: Path) -> None:
    """Both sides' columns in one table, what is late, truces by source; markup stays text."""
    shown = run("review", answer=lambda _: as_json(REVIEW)).output
    for part in (
        "Review of Coast",
        "amber: 2 times; half within 1 min, nine of ten within 5 min, at most 1 h 30 min",
        "3: 1 accepted, 2 not answered",
        "LATE",
        "amber: 14",
        "became: in force",
        "open at the end: AMBER-2026-0040",
    ):
        assert part in shown
    path = tmp_path / "review.html"
    run("review", "--html", str(path), answer=lambda _: as_json(REVIEW))
    text = path.read_text(encoding="utf-8")
    assert "<b>Coast</b>" not in text
    assert "&lt;b&gt;Coast&lt;/b&gt;" in text
    assert "default-src 'none'" in text
