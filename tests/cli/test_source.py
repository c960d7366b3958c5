"""`detente source` says what is proposed, by whom, and what became of it; nothing is a fact."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import msgspec

from detente.core.refusal import Refusal
from detente.core.sources.link import Link
from detente.wire.native import Accepted
from detente.wire.source_views import ItemView, PlaceView, ReportView, RuleView, SourceView
from tests.cli.test_commands import first_screen, run
from tests.support.outside import NOW_MS

DIGEST = "ab" * 32
SOURCE = SourceView(
    sha256=DIGEST,
    text_sha256="cd" * 32,
    form="html",
    bytes=2_000,
    chars=1_000,
    name="post.html",
    title="Ministers meet",
    publisher="Coast Post",
    dated="2016-02-18",
    retrieved_ms=NOW_MS,
    address="",
    kept_at_ms=NOW_MS,
    by="desk",
    here=True,
    confirmed=1,
    rejected=0,
)
ITEM = ItemView(
    item="a1b2c3d4e5f6",
    sha256=DIGEST,
    state="proposed",
    kind="incident",
    words="Two jets passed close",
    hedge="reportedly",
    from_char=10,
    until_char=60,
    quote="Two jets reportedly passed dangerously close",
    rule="incident-close",
    chain=(
        Link("speaker", "", "political source", "anonymous"),
        Link("outlet", "Coast Post", "", "named"),
    ),
    types=("NMS",),
    day="2016-03-03",
    when_words="on 3 March",
)
REPORT = ReportView(
    number="AMBER-2026-0003",
    by="reported by Coast Post, citing political source (not named)",
    found_by="amber",
    at_ms=NOW_MS,
    kind="incident",
    hedge="reportedly",
    words="Two jets passed close",
    publisher="Coast Post",
    title="Ministers meet",
    dated="2016-02-18",
    source_sha256=DIGEST,
    quote="passed dangerously close",
    from_char=10,
    until_char=60,
    chain=ITEM.chain,
    actors="",
    day="2016-03-03",
    latest="",
    when_words="",
    place="",
    types=("NMS",),
    case="COBALT-2026-0001",
    contact="",
    contradicts="",
    contradicted_by=("COBALT-2026-0004",),
    remarks=(Refusal("fields.case", "report-case", "no such case", "Leave it out"),),
)


def reply(value: object) -> httpx.Response:
    """A value as the node sends it."""
    return httpx.Response(200, content=msgspec.json.encode(value))


def test_a_file_is_sent_as_it_is_with_where_it_is_from(tmp_path: Path) -> None:
    """The bytes go to the node; publisher, dateline, time of retrieval and name go beside."""
    file = tmp_path / "post.html"
    file.write_bytes(b"<p>x</p>\xff")

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.content == b"<p>x</p>\xff"
        about = parse_qs(request.url.query.decode())
        assert about == {
            "publisher": ["Coast Post"],
            "dated": ["2016-02"],
            "name": ["post.html"],
            "retrieved_ms": ["1456315200000"],
        }
        return reply(SOURCE)

    shown = run(
        *("source", "add", str(file), "--publisher", "Coast Post", "--dated", "2016-02"),
        *("--retrieved", "2016-02-24T12:00Z"),
        answer=answer,
    ).output
    assert f"Kept: {DIGEST}" in shown
    assert "detente source propose abababababab" in shown


def test_a_proposal_is_shown_with_its_passage_chain_and_rule() -> None:
    """A reader sees why it is proposed, who is not named, and how it is said."""
    shown = run("source", "propose", "abab", answer=lambda _: reply([ITEM])).output
    for part in (
        "INCIDENT, proposed, rule incident-close",
        "10-60: Two jets reportedly passed dangerously close",
        "political source (not named) > Coast Post",
        "reportedly",
        "2016-03-03 (on 3 March)",
        "near miss",
    ):
        assert part in shown


def test_what_is_confirmed_can_be_shared_at_once() -> None:
    """The officer's words go with the item; the report is put on the channel that is named."""
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.path, request.content))
        if request.url.path == "/v1/status":
            return reply(first_screen("coast-1"))
        if request.url.path.endswith("/reports"):
            return reply(Accepted(position=9, number="AMBER-2026-0003"))
        return reply(msgspec.structs.replace(ITEM, state="confirmed", by="desk", at_ms=NOW_MS))

    done = run(
        *("source", "confirm", "abab", ITEM.item, "--words", "Two jets", "--share", "coast"),
        answer=answer,
    )
    assert done.exit_code == 0, done.output
    shown = done.output
    assert seen[0][0] == "/v1/sources/abab/items"
    assert json.loads(seen[0][1]) == {"item": ITEM.item, "words": "Two jets"}
    assert seen[-1][0] == "/v1/lines/coast-1/ACTUAL/reports"
    assert "On coast as AMBER-2026-0003, reportedly." in shown


def test_a_report_says_who_reports_and_who_found_it() -> None:
    """Outlet, chain, finder, contradiction and what is odd, on one screen."""

    def answer(request: httpx.Request) -> httpx.Response:
        return reply(first_screen("coast-1") if request.url.path == "/v1/status" else [REPORT])

    shown = run("source", "reported", answer=answer).output
    for part in (
        "INCIDENT, reported by Coast Post, citing political source (not named)",
        "its finder, not its author",
        "COBALT-2026-0004",
        "no such case",
    ):
        assert part in shown
    assert "No report" in run("source", "reported", "--about", "x", answer=answer).output


def test_places_and_rules_are_said() -> None:
    """Where a quotation stands, and what a rule fires on."""
    place = PlaceView(from_char=3, until_char=9)
    shown = run("source", "passage", "abab", "quiet", answer=lambda _: reply([place])).output
    assert "3-9" in shown
    rule = RuleView(rule="call-phoned", kind="call", pattern="phoned", unless="never")
    assert "call-phoned (call)" in run("source", "rules", answer=lambda _: reply([rule])).output


def test_a_wrong_digest_or_place_is_refused_before_anything_is_asked() -> None:
    """What is no digest and no place never reaches a path."""

    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing is to be asked")

    assert run("source", "show", "../x", answer=never).exit_code == 2
    confirm = ("source", "confirm", "abab", "--quote", "x", "--at", "nowhere")
    assert run(*confirm, answer=never).exit_code == 2
    assert run("source", "confirm", "abab", answer=never).exit_code == 2


def test_a_source_that_is_not_in_the_home_says_so() -> None:
    """After a restore the list names what has to be added again."""
    away = msgspec.structs.replace(SOURCE, here=False)
    assert "NOT IN THIS HOME" in run("source", "list", answer=lambda _: reply([away])).output
