"""The stories of capitals come true, and their tables are what the registers of every node show."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console

from detente.sim.account import Account
from detente.sim.library import load
from detente.sim.play import open_world, play_once
from detente.sim.player import play
from detente.sim.scenario import parse
from detente.sim.table import Row, table
from tests.sim.test_worlds import CAPITALS


@dataclass(frozen=True)
class Told:
    """What came of a story: what failed, and its table."""

    failures: tuple[str, ...]
    expectations: int
    rows: tuple[Row, ...]

    def row(self, kind: str, words: str) -> Row:
        """The one row of a kind that tells of something."""
        (found,) = [row for row in self.rows if row.kind == kind and words in row.what]
        return found


@cache
def told(name: str) -> Told:
    """The story played once in memory."""
    scenario = load(name)
    with tempfile.TemporaryDirectory() as folder:
        world = open_world(scenario, "memory", Path(folder))
        played = play(scenario, world)
        rows = tuple(table(scenario, world, played))
        world.close()
    return Told(tuple(map(str, played.failures)), played.expectations, rows)


@pytest.mark.parametrize("name", CAPITALS)
def test_a_story_of_capitals_comes_true_in_memory(name: str) -> None:
    """Everything that the file expects happens, and every node shows the same registers."""
    assert told(name).failures == ()
    assert told(name).expectations > 0
    assert [
        row.shown for row in told(name).rows if row.shown.endswith(")") and " (on " in row.shown
    ] == []


def test_the_call_s_two_readouts_share_no_topic() -> None:
    """Each side tells of what the other leaves out, and only one says who called."""
    readouts = [row for row in told("call-2017").rows if row.kind == "readout"]
    assert [row.margin for row in readouts] == [
        "only israel tells of it",
        "only israel tells of it",
        "only russia tells of it",
        "only israel tells of it",
    ]
    call = told("call-2017").row("contact", "call CALL")
    assert "russia says Israel, israel says nothing" in call.shown
    practice = told("call-2017").row("statement", "observed practice")
    assert practice.margin == "no rule comes of it; not applied to Russian aircraft"
    assert told("call-2017").row("contact", "MUNICH").margin == "tentative"


def test_the_visit_s_table_counts_the_fields_that_nobody_names() -> None:
    """Fourteen are stated, one is named; the security question was taken elsewhere."""
    visit = told("visit-2016")
    assert visit.row("fields", "fields").margin == "14 stated, 1 named"
    moved = visit.row("agenda", "air defence for Iran")
    assert "israel taken to another channel (Security matters)" in moved.shown
    assert moved.margin.startswith("taken to another channel")
    text = visit.row("agreement", "TEXT")
    assert "signed, not by every party; 02-18 14:25 signed, not yet in force" in text.shown
    assert text.margin == "in force"
    there = visit.row("channel", "Security matters (strategic): 1 CAG, 1 CON")
    assert there.margin == "not on this channel's record"
    parts = [row.what for row in visit.rows if "part of VISIT" in row.what]
    assert len(parts) == 3
    assert "not confirmed by israel" in visit.row("commitment", "volume of documents").shown


def test_the_review_s_table_lets_both_words_on_a_promise_stand() -> None:
    """What one side holds done in part the other has in hand; a report of media is no agreement."""
    review = told("review-2016")
    assert review.row("commitment", "mistakes").margin in (
        "russia: done in part, israel: in hand",
        "israel: in hand, russia: done in part",
    )
    assert review.row("commitment", "go on meeting").margin == "russia: done"
    assert [row for row in review.rows if row.kind == "agreement"] == []
    assert "no rule" in review.row("statement", "red line").margin
    assert review.row("contact", "APRIL").margin == "held; number 2 of this level in half a year"
    assert review.row("report", "for the third time").margin == "nobody's account"
    freedom = review.row("report", "report FREEDOM")
    assert freedom.what.partition(":")[0].endswith("about APRIL")
    assert "reported by Asharq Al-Awsat, citing Israeli media" in freedom.shown
    assert review.row("actor", "Palestinian Authority").margin == "no account held"


def test_the_shooting_s_table_stays_with_the_report() -> None:
    """No side confirms it; two reports are nobody's account; a joint closing is not had."""
    shots = told("shooting-2016")
    case = shots.row("case", "SHOTS")
    assert case.margin == "reported by a source only; closed, no-agreement"
    assert "russia: nothing known of it on this side" in case.shown
    reports = [row for row in shots.rows if row.kind == "report"]
    assert [row.margin for row in reports] == ["nobody's account", "nobody's account"]


def test_the_near_miss_s_table_knows_margins() -> None:
    """Times within both margins are compatible; distances beyond them differ, and stay two."""
    near = told("near-miss")
    assert near.row("account", "happened at").margin == "compatible: 5 s apart, within the margins"
    assert near.row("account", "told: least distance").margin == "differ: 170 metres apart"
    assert near.row("fact-agreed", "least height between").margin == "agreed"
    assert near.row("fact-agreed", "least distance").margin == "disagreed"
    assert near.row("case", "CASE").margin.startswith("joint finding; closed, joint")
    assert "cobalt answered" in near.row("question", "announced on this line").margin


def test_the_incursion_s_table_keeps_an_account_that_was_changed() -> None:
    """Both maps, both depths, and what one side told before it told otherwise."""
    entry = told("incursion")
    depth = entry.row("account", "depth behind it").shown
    assert depth == "amber 2000 metres, cobalt 300 metres, cobalt before that 0 metres"
    assert entry.row("account", "version of the boundary").margin == "differ"
    assert entry.row("case", "ENTERED").margin.startswith("disputed; closed, parallel; 2 remarks")
    assert (
        entry.row("caught", "caught before release: account-changed").margin == "nothing was sent"
    )


def test_the_truce_s_table_tells_a_suspension_and_its_dispute() -> None:
    """In force, suspended by one and disputed by the other, and in force again."""
    text = told("truce").row("agreement", "TRUCE")
    assert (
        "06-03 14:00 suspended by amber; 06-03 14:20 suspended by amber (disputed by cobalt)"
        in (text.shown)
    )
    assert text.margin == "in force"


@pytest.mark.parametrize(
    "wrong",
    [
        "expect cobalt agreements number=TEXT state=in-force",
        "expect cobalt no agreements state=proposed",
        "expect amber cases state=open",
    ],
)
def test_an_expectation_about_a_register_can_fail(wrong: str, tmp_path: Path) -> None:
    """A text that is only proposed, one that is said not to be there, a case that nobody opened."""
    story = f"""title: A test
date: 2026-01-02
party amber: Amber, utc+2
party cobalt: Cobalt, utc+2
channel coast: Coast
08:00:00 amber sends AGR as TEXT agreement=Notice edition=1 kind=memorandum
with parties: name=amber standing=party
with parties: name=cobalt standing=party
with articles: article=1 rule=words words="Both call before they turn."
{wrong}
"""
    scenario = parse(story, "test")
    world = open_world(scenario, "memory", tmp_path)
    failures = play(scenario, world).failures
    world.close()
    assert [one.line for one in failures] == [10]


def test_what_two_must_release_waits_for_another(tmp_path: Path) -> None:
    """A signature is a draft until another officer releases it, and nobody can release nothing."""
    story = """title: A test
date: 2026-01-02
party amber: Amber, utc+2
party cobalt: Cobalt, utc+2
channel coast: Coast
08:00:00 amber sends AGR as TEXT agreement=Notice edition=1 kind=memorandum
with parties: name=amber standing=party
with parties: name=cobalt standing=party
with articles: article=1 rule=words words="Both call before they turn."
08:01:00 amber releases SIGNED
expect refused draft-unknown
08:02:00 amber signs TEXT as SIGNED
expect cobalt no message format=AGS
08:03:00 amber releases SIGNED
expect cobalt message format=AGS number=SIGNED
08:04:00 cobalt reads all
expect amber shows SIGNED steps~READ
"""
    scenario = parse(story, "test")
    world = open_world(scenario, "memory", tmp_path)
    failures = play(scenario, world).failures
    world.close()
    assert failures == []


def test_notice_and_after_the_fact_notice_are_counted_by_each_side() -> None:
    """Who counts how many, beside what the rules found and what was answered to it."""
    week = told("after-the-fact")
    assert week.row("finding", "TWO of amber").margin == "amber: accept"
    assert week.row("finding", "THREE of amber").margin == "amber: dispute"
    assert len([row for row in week.rows if row.kind == "finding"]) == 2
    late = week.row("count", "notices too late")
    assert (late.shown, late.margin) == ("amber 1, cobalt 2", "the rules find 2")
    given = week.row("count", "notices given")
    assert (given.shown, given.margin) == ("amber 3, cobalt 2", "no rule judges it")
    none = week.row("count", "weapons without notice")
    assert (none.shown, none.margin) == ("cobalt 1", "the rules find 0")


def test_the_truce_s_breach_is_found_disputed_and_counted_three_ways() -> None:
    """By the rule once, by the monitor once, by one side twice, by the other not at all."""
    truce = told("truce")
    assert truce.row("finding", "RANGE of cobalt").margin == "cobalt: dispute"
    counts = truce.row("count", "weapons used in the bay")
    assert counts.shown == "amber 2, cobalt 0, meridian 1"
    assert counts.margin == "the rules find 1"
    assert truce.row("case", "CASE").margin.startswith("confirmed by one side; open")
    assert truce.row("report", "HILLS").margin == "nobody's account"


def test_the_account_says_on_which_channel_an_officer_acts() -> None:
    """What is sent on the channel for security is not told as if it were said at the table."""
    out = io.StringIO()
    account = Account(Console(file=out, width=160), pace_s=0.0)
    played = play_once(load("visit-2016"), "memory", account=account)
    assert not played.failures
    assert "israel on security: sends CAG LEFT-OUT" in out.getvalue()
    assert "israel on security: sends CAG AGENDA" not in out.getvalue()
