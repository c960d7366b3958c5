"""Scenario files are read exactly, or refused with the line and the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.core.airspace.volume import Point
from detente.sim.library import NoSuchScenario, load, names
from detente.sim.scenario import (
    Acts,
    BadScenario,
    Fact,
    Network,
    Power,
    Sends,
    Takes,
    Writes,
    parse,
)

HEADER = """title: A test
date: 2026-01-02
party amber: Amber Air Command, utc+3
party cobalt: Cobalt Air Service, utc-3:30
channel coast: Coast safety line
"""


INVENTED = ("coast", "cut-day", "near-miss", "incursion", "after-the-fact", "truce")


def story(*lines: str) -> str:
    """A whole file: a sound header and these lines."""
    return HEADER + "\n".join(lines) + "\n"


def test_a_header_says_who_and_when() -> None:
    """The header gives parties with their local time, the day, the channel."""
    scenario = parse(story("08:00:00 wait"), "test")
    assert [(one.party, one.utc_offset_min) for one in scenario.parties] == [
        ("amber", 180),
        ("cobalt", -210),
    ]
    assert scenario.day_ms == 1_767_312_000_000
    assert scenario.steps[0].at_ms - scenario.day_ms == 8 * 3_600_000
    assert (scenario.channel, scenario.channel_name) == ("coast", "Coast safety line")


def test_timed_lines_become_actions() -> None:
    """Sends, acts, cuts, crashes and facts are told apart."""
    scenario = parse(
        story(
            "# a comment",
            '08:00 amber sends NAA as SWEEP activity=combat volume="circle 1N 2E 3NM" \\',
            "    passing=check-area,check-place",
            "expect cobalt message format=NAA number=SWEEP",
            "08:00:30 cobalt reads back SWEEP as SWEEP-RB",
            "08:01:00 cobalt answers SWEEP UNABLE reason=fuel",
            "08:02:00 cut the line",
            "08:02:00 crash cobalt",
            "08:02:30 fact SEEN: somebody saw it",
            "08:02:40 fact HEARD at 35.50N 35.75E: somebody heard it: there",
        )
    )
    first, second, third, cut, crash, fact, heard = (step.action for step in scenario.steps)
    assert isinstance(first, Sends)
    assert (first.format, first.label) == ("NAA", "SWEEP")
    assert first.passing == ("check-area", "check-place")
    assert first.values == {"activity": "combat", "volume": "circle 1N 2E 3NM"}
    assert isinstance(second, Acts)
    assert (second.verb, second.number, second.label) == ("readback", "SWEEP", "SWEEP-RB")
    assert isinstance(third, Acts)
    assert (third.code, third.values) == ("UNABLE", {"reason": "fuel"})
    assert cut == Network(up=False)
    assert crash == Power("cobalt", up=False)
    assert fact == Fact("SEEN", "somebody saw it")
    assert heard == Fact("HEARD", "somebody heard it: there", Point(355_000_000, 357_500_000))
    expect = scenario.steps[0].expects[0]
    assert (expect.node, expect.kind, len(expect.where)) == ("cobalt", "message", 2)


def test_files_levels_and_calls_are_acts_too() -> None:
    """What is carried, how far a warning came, and who was called are told apart."""
    scenario = parse(
        story(
            "08:00:00 amber writes a bundle for cobalt as USB-1",
            "08:01:00 cobalt takes USB-1 cut=60",
            "08:02:00 cobalt disseminates SWEEP crew means=radio",
            "08:03:00 cobalt passes SWEEP to umber step=PASSED",
            "08:04:00 amber calls SWEEP no-answer",
        )
    )
    write, take, level, onward, call = (step.action for step in scenario.steps)
    assert write == Writes("amber", "cobalt", "USB-1")
    assert take == Takes("cobalt", "USB-1", 60)
    assert isinstance(level, Acts)
    assert (level.verb, level.code, level.values) == ("disseminate", "crew", {"means": "radio"})
    assert isinstance(onward, Acts)
    assert (onward.verb, onward.code, onward.values) == ("pass", "umber", {"step": "PASSED"})
    assert isinstance(call, Acts)
    assert (call.verb, call.number, call.code) == ("contact", "SWEEP", "no-answer")


def test_a_record_is_a_line_of_its_own() -> None:
    """Lists are written a record a line, below the message that they belong to, in their order."""
    scenario = parse(
        story(
            "08:00:00 amber sends CON as VISIT kind=visit state=held",
            "08:01:00 amber sends CRO as READOUT contact={VISIT}",
            'with topics: item="the coast" topic=safety said=agreed',
            "with topics: item=charts topic=other said=discussed",
            "expect cobalt message format=CRO",
            "08:02:00 cobalt releases READOUT",
            "08:03:00 cobalt signs VISIT as SIGNED signed_by=minister",
        )
    )
    _, readout, release, sign = (step.action for step in scenario.steps)
    assert isinstance(readout, Sends)
    assert readout.values == {"contact": "{VISIT}"}
    assert readout.records == (
        ("topics", ("item=the coast", "topic=safety", "said=agreed")),
        ("topics", ("item=charts", "topic=other", "said=discussed")),
    )
    assert isinstance(release, Acts)
    assert (release.verb, release.number) == ("release", "READOUT")
    assert isinstance(sign, Acts)
    assert (sign.verb, sign.values) == ("sign", {"signed_by": "minister"})


def test_a_story_goes_on_on_a_later_day() -> None:
    """`day` moves the lines below it; the lines above keep theirs."""
    scenario = parse(story("23:00:00 wait", "day 2026-03-02", "07:00:00 wait", "08:00:00 wait"))
    hours = [(step.at_ms - scenario.day_ms) // 3_600_000 for step in scenario.steps]
    assert hours == [23, 59 * 24 + 7, 59 * 24 + 8]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("25:00:00 wait", "no time of day"),
        ("8:00 wait", "neither a header line"),
        ("08:00:00 red sends NAA", "no party of this file; known are amber, cobalt"),
        ("08:00:00 amber throws NAA", "'throws' is nothing an officer does"),
        ("08:00:00 amber sends", "one format code"),
        ("08:00:00 amber sends NAA as sweep", "a label is capitals"),
        ("08:00:00 amber sends NAA a=1 a=2", "`a=` stands twice"),
        ('08:00:00 amber sends NAA a="1', "quotes do not match"),
        ("08:00:00 amber answers SWEEP", "`answers NUMBER CODE`"),
        ("08:00:00 fact nothing", "`fact KEY: what happened`"),
        ("08:00:00 amber disseminates SWEEP", "`disseminates NUMBER LEVEL`"),
        ("08:00:00 amber passes SWEEP to", "`passes NUMBER to PARTY`"),
        ("08:00:00 amber writes a bundle for red as USB", "no party of this file"),
        ("08:00:00 amber writes a bundle for cobalt", "`writes a bundle for PARTY as LABEL`"),
        ("08:00:00 amber takes USB cut=200", "so many percent are left"),
        ("08:00:00 fact SEEN at 35.50N 95.75N: x", "two latitudes"),
        ("08:00:00 fact SEEN at nowhere: x", "coordinate"),
        ("08:00:00", "a time with nothing after it"),
        ("day 2026-02-30", "`day` is YYYY-MM-DD"),
        ("with topics: item=x", "below the line that sends"),
        ("08:00:00 amber sends CRO contact={CALL}", "{CALL} names no message above this line"),
        ("08:00:00 amber signs", "`signs` takes the number or label"),
        ("expect cobalt message", "before the first timed line"),
        ("weather: fine", "unknown header `weather`"),
        ("party amber: Again", "party amber stands twice"),
        ("lead NAA: soon", "a lead time is minutes"),
    ],
)
def test_a_bad_line_is_named(line: str, reason: str) -> None:
    """The refusal names the line (the sixth) and says what is wrong with it."""
    with pytest.raises(BadScenario) as refused:
        parse(story(line))
    assert refused.value.line == 6
    assert reason in refused.value.reason
    assert str(refused.value).startswith("line 6: ")


@pytest.mark.parametrize(
    ("lines", "number", "reason"),
    [
        (("08:00:00 wait", "07:59:59 wait"), 7, "earlier than the line before"),
        (("08:00:00 wait", "expect cobalt"), 7, "expect PARTY KIND"),
        (("08:00:00 wait", "expect cobalt message a"), 7, "'a' is no condition"),
        (("08:00:00 wait", "later wait"), 7, "neither a time"),
        (("08:00:00 wait", "expect cobalt message count<=few"), 7, "only integers"),
        (("08:00:00 cobalt answers SWEEP STANDBY minutes=soon",), 6, "no number of minutes"),
        (("08:00:00 wait \\",), 6, "its rest is missing"),
        (("08:00:00 wait", "day 2026-01-01", "07:00:00 wait"), 8, "earlier than the line before"),
        (("08:00:00 wait", "with topics: item=x"), 7, "below the line that sends"),
        (("08:00:00 amber sends CRO", "with topics: item"), 7, "a record is `part=value"),
        (("08:00:00 amber sends CRO", "with topics item=x"), 7, "a record is `with LIST:"),
    ],
)
def test_a_bad_sequence_is_named(lines: tuple[str, ...], number: int, reason: str) -> None:
    """Order and continuation are checked with the line where they break."""
    with pytest.raises(BadScenario) as refused:
        parse(story(*lines))
    assert (refused.value.line, reason in refused.value.reason) == (number, True)


def test_a_second_channel_is_named_behind_the_party() -> None:
    """`also` opens one beside the first; `on` acts there, and looks there."""
    scenario = parse(
        story(
            "also security: Security matters, strategic",
            "08:00 amber on security sends CON as TALK kind=meeting",
            "expect cobalt on security message format=CON",
            "expect cobalt on coast no message",
            "08:01 amber on coast sends NAA as SWEEP activity=combat",
            "expect cobalt message format=NAA",
        )
    )
    (other,) = scenario.others
    assert (other.channel, other.name, other.kind) == ("security", "Security matters", "strategic")
    assert [step.channel for step in scenario.steps] == ["security", ""]
    assert [one.channel for one in scenario.steps[0].expects] == ["security", "coast"]
    assert scenario.steps[1].expects[0].channel == ""


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("also security: Security matters", "08:00 wait"), "`also ID: NAME, KIND`"),
        (("also security: Security, secret", "08:00 wait"), "kinds are safety, strategic"),
        (("also coast: Coast again, strategic", "08:00 wait"), "channel coast stands twice"),
        (("08:00 amber on security sends CON",), "'security' is no channel of this file"),
        (
            ("08:00 wait", "expect cobalt on security message format=CON"),
            "'security' is no channel",
        ),
    ],
)
def test_a_channel_that_is_not_there_is_named(lines: tuple[str, ...], reason: str) -> None:
    """A kind that is none, a channel twice, and one that the header does not open are refused."""
    with pytest.raises(BadScenario, match=re.escape(reason)):
        parse(story(*lines))


def test_history_without_sources_is_refused() -> None:
    """A scenario from history names its sources and what is assumed."""
    with pytest.raises(BadScenario, match="names its sources"):
        parse(HEADER + "history: yes\n08:00:00 wait\n")


def test_the_library_lists_the_default_first() -> None:
    """The invented scenario comes first; everything in the library can be read."""
    assert names()[0] == "coast"
    assert {"il20-russian-account", "il20-israeli-account", "november-2015"} <= set(names())
    assert {"wck-2024", "kunduz-2015", "april-2017", "cut-day"} <= set(names())
    assert {"call-2017", "visit-2016", "review-2016", "shooting-2016"} <= set(names())
    for name in names():
        scenario = load(name)
        assert scenario.steps
        assert scenario.history == (scenario.name not in INVENTED)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are refused by name, not by a crash."""
    path = tmp_path / "story.txt"
    path.write_bytes(b"title: \xff\xfe")
    with pytest.raises(BadScenario, match="no UTF-8 text"):
        load(str(path))


def test_an_unknown_scenario_is_refused_with_the_known_ones() -> None:
    """Asking for a scenario that is not there says which there are."""
    with pytest.raises(NoSuchScenario, match="coast"):
        load("no-such-scenario")
