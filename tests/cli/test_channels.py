"""Channels, rosters, gaps and exercises, typed at two desks of two real nodes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from detente.cli.app import detente
from tests.support.nodes import Pair, RunningNode, two_nodes

pytestmark = pytest.mark.slow
IN_TIME_S = 10.0  # a message crosses in milliseconds; a busy machine needs some patience
AIR = ("activity=isr", "number_band=1", "volume=circle 22.9S 14.4E 5NM SFC-FL150 +3h-+4h")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Amber and Cobalt, joined on a safety channel and on a strategic one."""
    home = tmp_path_factory.mktemp("nodes")
    with two_nodes(home) as pair:
        agreed = ("--kind", "strategic", "--check-every", "60", "--effective", "NEX=READBACK")
        typed(pair.amber, "channel", "open", "Summit", *agreed)
        text = json.loads(typed(pair.amber, "--json", "invite", "--channel", "summit"))
        invitation = home / "invitation.txt"
        invitation.write_text(text["invitation"], encoding="ascii")
        typed(pair.cobalt, "join", str(invitation))
        yield pair


def run(node: RunningNode, *words: str) -> Result:
    """The command at this party's desk."""
    return CliRunner().invoke(detente, [*words, "--home", str(node.home)])


def typed(node: RunningNode, *words: str, code: int = 0) -> str:
    """What the command says at this party's desk; fails on another exit code."""
    result = run(node, *words)
    assert result.exit_code == code, f"{words}\n{result.output}\n{result.stderr}"
    return result.stdout if code == 0 else result.output


def number_of(said: str) -> str:
    """The number of the message that a command released, from its JSON."""
    number = json.loads(said)["number"]
    assert isinstance(number, str)
    return number


def until(node: RunningNode, text: str, *words: str) -> str:
    """What the command says once `text` is in it; fails when it does not come in time."""
    end = time.monotonic() + IN_TIME_S
    while True:
        said = run(node, *words).stdout
        if text in said:
            return said
        assert time.monotonic() < end, said
        time.sleep(0.1)


def safety(node: RunningNode) -> str:
    """The id of the channel that is not the strategic one."""
    found = json.loads(typed(node, "--json", "channel", "list"))
    return next(str(one["channel"]) for one in found if one["kind"] == "safety")


def test_each_kind_of_channel_takes_its_own_business(nodes: Pair) -> None:
    """The strategic line refuses a flight, names the line that takes it, and takes an alert."""
    amber, line = nodes.amber, safety(nodes.amber)
    said = typed(amber, "send", "NAA", *AIR, "--channel", "summit", code=1)
    assert f"Send it on {line} (safety)" in said
    assert "Released" in typed(amber, "send", "NAA", *AIR, "--channel", line)
    alert = ("send", "AEN", "situation=nearing", "point=22.7S 14.3E", "--channel", "summit")
    assert "Released" in typed(amber, *alert)
    shown = typed(nodes.cobalt, "channel", "show", "--channel", "summit")
    for words in ("strategic", "always takes", "AEN", "releaser", "every 1 h from each member"):
        assert words in shown
    assert "NEX at READBACK; the others as their formats say" in shown
    wrong = typed(amber, "channel", "open", "Wrong", "--effective", "RMT=READBACK", code=1)
    assert "charter.effective[0]" in wrong
    assert "not every such message says a place" in wrong


def test_the_inbox_shows_all_channels_together_and_says_which(nodes: Pair) -> None:
    """Nothing of the strategic line is missed by who looks at the inbox; NEXT works as typed."""
    amber, cobalt, line = nodes.amber, nodes.cobalt, safety(nodes.amber)
    flight = number_of(typed(amber, "--json", "send", "NAA", *AIR, "--channel", line))
    alert = ("AEN", "situation=nearing", "point=22.7S 14.3E", "--channel", "summit")
    urgent = number_of(typed(amber, "--json", "send", *alert))
    drill = number_of(
        typed(amber, "--json", "send", "NAA", *AIR, "--channel", line, "--status", "EXERCISE")
    )
    until(cobalt, drill, "inbox", "--channel", line, "--status", "EXERCISE")
    until(cobalt, urgent, "inbox", "--channel", "summit")
    until(cobalt, flight, "inbox", "--channel", line)
    shown = typed(cobalt, "inbox")
    summit = next(
        str(one["channel"])
        for one in json.loads(typed(cobalt, "--json", "channel", "list"))
        if one["kind"] == "strategic"
    )
    (said,) = [row for row in shown.splitlines() if f"read {urgent} " in row and summit in row]
    assert said.startswith(summit)
    assert f"read {urgent} --channel {summit}" in said
    assert f"read {flight} --channel {line}" in shown
    assert shown.index(f"{urgent} --channel {summit}") < shown.index(f"{flight} --channel {line}")
    assert drill not in shown
    assert f"not shown here   -> detente inbox --channel {line} --status EXERCISE" in shown
    both = {
        (one["channel"], one["message"]["number"])
        for one in json.loads(typed(cobalt, "--json", "inbox"))
    }
    assert {(line, flight), (summit, urgent)} <= both
    in_russian = typed(cobalt, "inbox", "--lang", "ru")
    assert f"-> detente read {urgent} --channel {summit}" in in_russian
    only = typed(cobalt, "inbox", "--channel", line)
    assert "AEN" not in only
    assert f"UNREAD on {summit} ACTUAL, not shown here" in only
    typed(cobalt, *f"read {urgent} --channel {summit}".split())


def test_an_item_of_another_channel_is_named_by_its_hash(nodes: Pair) -> None:
    """A call is asked for on the strategic line about a flight: who holds the flight sees which."""
    amber, cobalt, line = nodes.amber, nodes.cobalt, safety(nodes.amber)
    flight = number_of(typed(amber, "--json", "send", "NAA", *AIR, "--channel", line))
    until(cobalt, flight, "inbox", "--all", "--channel", line)
    named = ("--elsewhere", f"{flight.lower()}@{line[:6]}")
    ask = ("send", "LCK", *named, "--channel", "summit")
    number = number_of(typed(amber, "--json", *ask))
    shown = until(cobalt, "On other channels", "show", number, "--channel", "summit")
    assert f"{flight} · " in shown
    assert f"(on {line})" in shown
    for wrong in (f"{flight}@nowhere", f"{flight}@summit", f"AMBER-2026-9999@{line}", "@", flight):
        bad = ("send", "LCK", "--elsewhere", wrong, "--channel", "summit")
        assert "elsewhere[0]" in typed(amber, *bad, code=1), wrong


def test_open_says_one_and_closed_says_the_other(nodes: Pair) -> None:
    """The state is disputed: both declarations are shown at both desks, with since when."""
    amber, cobalt, line = nodes.amber, nodes.cobalt, safety(nodes.amber)
    on = ("--channel", line)
    typed(amber, "channel", "declare", "OPEN", *on)
    typed(cobalt, "channel", "suspend", "--reason", "political", "--residual", "line-checks", *on)
    words = "OPEN, says amber; SUSPENDED, says cobalt"
    for node in (amber, cobalt):
        shown = until(node, words, "channel", "show", *on)
        assert "DISPUTED since" in shown
        assert "goes on: line-checks" in shown
        assert words in typed(node, "status")
    assert "DISPUTED: amber OPEN, cobalt SUSPENDED" in typed(amber, "channel", "list")


def test_a_line_is_taken_up_again_by_its_checklist_and_its_gap_is_told(nodes: Pair) -> None:
    """Points are open, so resuming wants --anyway; then the gap report tells what went on."""
    amber, cobalt, line = nodes.amber, nodes.cobalt, safety(nodes.amber)
    on = ("--channel", line)
    typed(amber, "channel", "declare", "OPEN", *on)
    typed(cobalt, "channel", "suspend", "--reason", "technical", *on)
    until(amber, "SUSPENDED", "channel", "show", *on)
    assert "line-suspended" in typed(cobalt, "send", "NAA", *AIR, *on, code=1)
    warning = ("send", "NWA", "hazard=air-surface", "own_traffic=none", AIR[2], *on)
    number = number_of(typed(cobalt, "--json", *warning))
    until(amber, number, "inbox", *on)
    refused = typed(cobalt, "channel", "resume", *on, code=1)
    assert "OPEN     rosters" in refused or "unknown  rosters" in refused
    assert "--anyway" in refused
    typed(cobalt, "channel", "resume", "--anyway", *on)
    report = until(amber, "until", "channel", "gap", *on)
    assert number in report
    assert "cobalt: SUSPENDED" in report
    seen = json.loads(typed(cobalt, "--json", "channel", "gap", *on))
    assert seen["to_ms"] > seen["from_ms"]
    assert number in [one["number"] for one in seen["items"] if one["why"] == "released"]
    assert "say from when" in typed(amber, "channel", "gap", "--channel", "summit", code=1)
    cut = typed(amber, "channel", "gap", "--from", "2026-01-01T00:00Z", "--channel", "summit")
    assert "declared  by nobody" in cut


def test_the_roster_tells_who_shares_a_language_when(nodes: Pair) -> None:
    """Amber speaks English by day, Cobalt Russian: the hours are told at both desks."""
    amber, cobalt, line = nodes.amber, nodes.cobalt, safety(nodes.amber)
    on = ("--channel", line)
    assert "has said no roster" in typed(amber, "roster", *on)
    shift = ("send", "DRO", "duty_role=duty-officer", "from_ms=+13h", "to_ms=+20h", *on)
    typed(amber, *shift, "languages=en", "fallback=voice")
    typed(cobalt, *shift, "languages=ru")
    shown = until(amber, "cobalt duty-officer", "roster", "--hours", "24", *on)
    assert "NO COMMON LANGUAGE: amber, cobalt" in shown
    assert "NOBODY ON DUTY: cobalt" in shown
    assert "otherwise voice" in shown
    view = json.loads(typed(cobalt, "--json", "roster", *on))
    assert view["silent"] == []


def test_an_exercise_is_meant_and_said_everywhere_and_what_is_real_sounds(nodes: Pair) -> None:
    """Amber drills: its checks are EXERCISE, all output says so, a real alert is told apart."""
    amber, cobalt, line = nodes.amber, nodes.cobalt, safety(nodes.amber)
    on = ("--channel", line)
    typed(amber, "exercise", "begin", "Quiet Coast")
    try:
        begun = run(amber, "send", "LCK", *on)
        assert "EXERCISE-AMBER-" in begun.stdout
        assert "*** EXERCISE Quiet Coast ***" in begun.stderr
        document = run(amber, "--json", "status")
        assert json.loads(document.stdout)["exercise"]["name"] == "Quiet Coast"
        assert "*** EXERCISE Quiet Coast ***" in document.stderr
        assert "*** EXERCISE Quiet Coast ***" in typed(amber, "status")
        actual = number_of(typed(amber, "--json", "send", "LCK", "--status", "ACTUAL", *on))
        assert actual.startswith("AMBER-")
        assert actual in typed(amber, "show", actual, *on), "its number says that it is real"
        position = json.loads(typed(amber, "--json", "status"))["position"]
        alert = ("send", "AEN", "situation=inside", "point=22.7S 14.3E", *on)
        number = number_of(typed(cobalt, "--json", *alert))
        assert number.startswith("COBALT-"), "Cobalt is in no exercise"
        seen = typed(amber, "watch", "--after", str(position), "--count", "1")
        assert "REAL, NOT THE EXERCISE: FLASH FLASH FLASH" in seen
        assert "\a" in seen
        assert f"UNREAD {number}" in typed(amber, "status")
        assert "not READ" not in typed(amber, "read", number, *on)
    finally:
        typed(amber, "exercise", "end")
    after = run(amber, "send", "LCK", *on)
    assert after.stderr == ""
    assert "Released: AMBER-" in after.stdout


def test_an_exercise_outlives_a_restart(nodes: Pair) -> None:
    """The node is killed during a drill: after the start it is still one."""
    amber = nodes.amber
    typed(amber, "exercise", "begin", "Long Night")
    amber.kill()
    amber.start()
    assert "Long Night" in typed(amber, "exercise", "show")
    assert "no exercise is under way" not in typed(amber, "exercise", "end")
    assert "No exercise" in typed(amber, "exercise", "show")
