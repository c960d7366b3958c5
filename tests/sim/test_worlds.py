"""Every scenario comes true in memory, on SQLite and across processes, with the same events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.sim.library import load, names
from detente.sim.play import open_world
from detente.sim.player import Played, play
from detente.sim.scenario import parse
from detente.sim.table import Row, table
from detente.verify.check import verify_file
from detente.verify.report import Verdict

EVENTS = {name: {} for name in names()}  # type: dict[str, dict[str, object]]
#: Stories of capitals, whose tables tests/sim/test_capitals.py reads: they play in memory there.
#: Across processes two of them stand for all: one with a second officer, one with three parties.
CAPITALS = (
    "call-2017",
    "visit-2016",
    "review-2016",
    "shooting-2016",
    "near-miss",
    "incursion",
    "after-the-fact",
    "truce",
)
CROSSING = [name for name in names() if name not in CAPITALS or name in ("visit-2016", "truce")]


def played(name: str, kind: str, folder: Path) -> Iterator[tuple[Played, object]]:
    """A scenario played in a fresh world; the world stands until the caller is done."""
    world = open_world(load(name), kind, folder)
    try:
        result = play(load(name), world)
        EVENTS[name][kind] = result.normal(*world.channels)
        yield result, world
    finally:
        world.close()


@pytest.mark.parametrize("name", [name for name in names() if name not in CAPITALS])
def test_a_scenario_comes_true_in_memory(name: str, tmp_path: Path) -> None:
    """Under the virtual clock everything that the file expects happens."""
    for result, _ in played(name, "memory", tmp_path):
        assert [str(failure) for failure in result.failures] == []
        assert result.expectations > 0


@pytest.mark.parametrize("name", names())
def test_a_scenario_comes_true_on_sqlite(name: str, tmp_path: Path) -> None:
    """The same on SQLite, where the evidence of both sides verifies offline."""
    for result, world in played(name, "sqlite", tmp_path):
        assert [str(failure) for failure in result.failures] == []
        for party in world.parties:  # type: ignore[attr-defined]  # a World
            path = tmp_path / f"{party}.evidence.jsonl"
            world.export(party, path)  # type: ignore[attr-defined]  # a World
            report = verify_file(path)
            assert report.verdict is Verdict.GOOD, (party, report.problems)


@pytest.mark.slow
@pytest.mark.parametrize("name", CROSSING)
def test_a_scenario_comes_true_across_processes(name: str, tmp_path: Path) -> None:
    """Two real processes over TLS and HTTP, one of them killed, give the very same events."""
    for result, _ in played(name, "processes", tmp_path):
        assert [str(failure) for failure in result.failures] == []
    for kind in ("memory", "sqlite"):
        if kind not in EVENTS[name]:
            for _ in played(name, kind, tmp_path):
                pass
        assert EVENTS[name][kind] == EVENTS[name]["processes"], f"{kind} differs"


def test_the_same_seed_gives_the_same_events(tmp_path: Path) -> None:
    """A seed replays exactly, salts and signatures included."""
    runs = []
    for _ in range(2):
        world = open_world(load("november-2015"), "memory", tmp_path, seed=7)
        play(load("november-2015"), world)
        runs.append([world.journals(party) for party in world.parties])
        world.close()
    assert runs[0] == runs[1]


def test_the_table_says_where_it_would_not_have_helped(tmp_path: Path) -> None:
    """The Il-20's table shows a late notice, and nothing shown to the shooter."""
    scenario = load("il20-russian-account")
    world = open_world(scenario, "memory", tmp_path)
    result = play(scenario, world)
    rows = table(scenario, world, result)
    world.close()
    strike = next(row for row in rows if row.kind == "notice" and "STRIKE" in row.what)
    assert strike.margin == "-30 s of 15 min asked: AFTER THE FACT"
    hit = next(row for row in rows if row.kind == "fact" and "S-200 missile" in row.what)
    assert "no conflict was open" in hit.shown
    assert "STRIKE 23 min 05 s before, named another area: 124 km away" in hit.margin
    assert "RETURN 19 min 45 s before, its area holds the place" in hit.margin
    assert "70 km away; corrected 18:41:30" in hit.margin
    strikes = next(row for row in rows if row.kind == "fact" and "glide bombs" in row.what)
    assert "STRIKE 20 s before, named another area: 93 km away" in strikes.margin
    defence = next(row for row in rows if row.kind == "fact" and "opens fire" in row.what)
    assert defence.margin.endswith("areas not compared: no place given")
    outside = next(row for row in rows if row.kind == "outside")
    assert outside.shown.startswith("shown 0 of")
    assert [row.kind for row in rows][-3:] == ["limit", "limit", "limit"]


def test_the_table_compares_areas_after_the_other_account_too(tmp_path: Path) -> None:
    """The same comparison in the other account: its notice names the place of the strikes."""
    scenario = load("il20-israeli-account")
    world = open_world(scenario, "memory", tmp_path)
    rows = table(scenario, world, play(scenario, world))
    world.close()
    strikes = next(row for row in rows if row.kind == "fact" and "Four F-16" in row.what)
    assert "STRIKE 19 min before, its area holds the place" in strikes.margin
    hit = next(row for row in rows if row.kind == "fact" and "S-200 missile" in row.what)
    assert "ended 18:55:00" in hit.margin


def test_the_table_shows_what_was_caught_before_release(tmp_path: Path) -> None:
    """Swapped coordinates were refused to their own officer; the other side saw nothing."""
    scenario = load("coast")
    world = open_world(scenario, "memory", tmp_path)
    rows = table(scenario, world, play(scenario, world))
    world.close()
    caught = next(row for row in rows if row.kind == "caught")
    assert caught.what.startswith("caught before release: check-swapped")
    assert caught.shown.startswith("to amber alone: latitude and longitude look swapped")
    assert caught.margin == "nothing was sent"


def rows_of(name: str, folder: Path) -> list[Row]:
    """The closing table of a story played in memory."""
    scenario = load(name)
    world = open_world(scenario, "memory", folder)
    rows = table(scenario, world, play(scenario, world))
    world.close()
    return rows


def test_the_convoy_s_table_shows_the_gap_before_it_leaves(tmp_path: Path) -> None:
    """Agreed at the top, unknown to the crew: on both screens for hours, then an alarm."""
    rows = rows_of("wck-2024", tmp_path)
    reach = next(row for row in rows if row.kind == "reach")
    assert "israel said: operational command 06:45:00" in reach.shown
    assert "no word from: unit or battery, crew or operator" in reach.shown
    assert reach.margin == (
        "gap on every node from 06:00:00, 13 h 00 min before the start; an alarm from 18:30:00"
    )
    hit = next(row for row in rows if row.kind == "fact" and "first car" in row.what)
    assert "israel had read CONVOY" in hit.shown
    assert "gap on israel and wck: CONVOY at israel" in hit.shown
    assert "its area holds the place" in hit.margin
    notice = next(row for row in rows if row.kind == "notice")
    assert "CONTACT no-answer 19:40:00" in notice.shown


def test_the_hospital_s_table_tells_confirmed_from_passed_on(tmp_path: Path) -> None:
    """The receipt stands, the notice was on time, and the level of the crew never had it."""
    rows = rows_of("kunduz-2015", tmp_path)
    notice = next(row for row in rows if row.kind == "notice")
    assert "ANSWER NOTED 04:50:00" in notice.shown
    assert notice.margin.endswith("ON TIME")
    fire = next(row for row in rows if row.kind == "fact" and "opens fire" in row.what)
    assert "crew or operator, an alarm" in fire.shown
    stop = next(row for row in rows if row.kind == "alert")
    assert stop.margin == "read after 40 s"


def test_the_disputed_line_s_table_lets_both_words_stand(tmp_path: Path) -> None:
    """Open, says one; suspended, says the other: side by side, with since when."""
    rows = [row for row in rows_of("april-2017", tmp_path) if row.kind == "line"]
    assert [row.margin for row in rows] == [
        "one word so far",
        "the sides agree",
        "the sides differ, and both words stand",
        "the sides differ, and both words stand",
    ]
    assert "us OPEN since 00:01:00, russia SUSPENDED since 09:00:00" in rows[2].shown


def test_the_day_without_a_line_s_table_counts_its_files(tmp_path: Path) -> None:
    """Cut short, brought again, brought twice, brought on: each file says what became of it."""
    rows = rows_of("cut-day", tmp_path)
    brought = [row for row in rows if row.kind == "file" and "brought" in row.what]
    assert brought[0].margin.endswith("problems named, the rest is taken")
    assert [row.margin for row in brought[1:]] == ["whole"] * 5
    assert brought[2].shown.startswith("0 entries new")
    blind = next(row for row in rows if row.kind == "fact" and "share the hour" in row.what)
    assert "no conflict was open" in blind.shown
    seen = next(row for row in rows if row.kind == "fact" and "looks at the screen" in row.what)
    assert "conflict open: SWEEP with FERRY" in seen.shown


@pytest.mark.parametrize(
    "wrong",
    [
        "expect cobalt gap number=SWEEP",
        "expect cobalt line disputed~SUSPENDED",
        "expect cobalt no gap echelon=crew",
    ],
)
def test_an_expectation_about_now_can_fail(wrong: str, tmp_path: Path) -> None:
    """A gap that is not there, a dispute that is none, and a gap that is said not to be."""
    story = f"""title: A test
date: 2026-01-02
party amber: Amber, utc+2
party cobalt: Cobalt, utc+2
channel coast: Coast
08:00:00 cobalt sends ECH as LEVELS echelons=unit,crew
08:01:00 amber sends NWA as RANGE hazard=air-surface own_traffic=none \\
    volume="circle 23.60S 14.20E 6NM SFC-FL150 10:00Z-11:00Z"
08:02:00 cobalt disseminates RANGE unit
{wrong}
"""
    scenario = parse(story, "test")
    world = open_world(scenario, "memory", tmp_path)
    failures = play(scenario, world).failures
    world.close()
    assert len(failures) == 1
    assert failures[0].line == 10
