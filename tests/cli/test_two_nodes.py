"""A night at the desk, typed: two officers, two real nodes, from a slip to the proof."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.app import detente
from tests.support.nodes import Pair, RunningNode, two_nodes

pytestmark = pytest.mark.slow
IN_TIME_S = 10.0  # a message crosses in milliseconds; a busy machine needs some patience


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Amber and Cobalt, joined on one channel."""
    with two_nodes(tmp_path_factory.mktemp("nodes")) as pair:
        yield pair


def typed(node: RunningNode, *words: str, code: int = 0) -> str:
    """What the command says at this party's desk; fails on another exit code."""
    result = run(node, *words)
    assert result.exit_code == code, f"{words}\n{result.output}"
    return result.output


def run(node: RunningNode, *words: str) -> Result:
    """The command at this party's desk."""
    return CliRunner().invoke(detente, [*words, "--home", str(node.home)])


def number_of(said: str) -> str:
    """The number of the message that a command released, from its JSON."""
    number = json.loads(said)["number"]
    assert isinstance(number, str)
    return number


def until(node: RunningNode, text: str, *words: str) -> str:
    """What the command says once `text` is in it; fails when it does not come in time."""
    end = time.monotonic() + IN_TIME_S
    while True:
        said = run(node, *words).output
        if text in said:
            return said
        assert time.monotonic() < end, said
        time.sleep(0.1)


def test_a_night_at_the_desk(nodes: Pair, tmp_path: Path) -> None:
    """A slip is refused, a warning sent, read, read back, confirmed, answered, ended, proved."""
    amber, cobalt = nodes.amber, nodes.cobalt
    warning = ("send", "NWA", "hazard=air-surface", "own_traffic=none")
    slip = typed(amber, *warning, "volume=circle 34.5 35.2 5NM SFC-FL150 +1h-+2h", code=1)
    assert "fields.volume" in slip
    volume = "volume=circle 35.50N 35.60E 5NM SFC-FL150 +1h-+2h"
    assert "no conflict known" in typed(amber, "check", *warning[1:], volume)
    number = number_of(typed(amber, "--json", *warning, volume))
    assert f"read {number}" in until(cobalt, number, "inbox")
    assert "own aircraft in the area" in typed(cobalt, "read", number)
    assert "already" in typed(cobalt, "read", number, code=1)
    back = number_of(typed(cobalt, "readback", number, "--json"))
    assert f"confirm {back}" in until(amber, back, "inbox")
    typed(amber, "confirm", back)
    typed(cobalt, "answer", number, "WILCO")
    shown = until(amber, "WILCO", "show", number)
    for step in ("DELIVERED", "READ ", "READBACK", "CONFIRMED", "ON TIME"):
        assert step in shown
    typed(
        cobalt,
        "send",
        "NAA",
        "activity=transport",
        "number_band=1",
        "volume=circle 35.50N 35.65E 5NM FL100-FL200 +1h-+2h",
    )
    for node in (amber, cobalt):
        assert "areas overlap" in until(node, number, "conflicts").lower()
    assert "CONFLICT" in typed(amber, "picture")
    ended = number_of(typed(amber, "end", number, "--json"))
    until(cobalt, f"ended by {ended}, not yet READ here", "conflicts")
    typed(cobalt, "read", ended)
    assert "No conflict known" in until(cobalt, "No conflict known", "conflicts")
    evidence = tmp_path / "evidence.jsonl"
    typed(amber, "export", str(evidence))
    assert "GOOD" in CliRunner().invoke(detente, ["verify", str(evidence)]).output
    evidence.write_bytes(evidence.read_bytes().replace(b"air-surface", b"surface-air"))
    assert CliRunner().invoke(detente, ["verify", str(evidence)]).exit_code == 1


def test_a_flash_is_corrected_and_cancelled(nodes: Pair) -> None:
    """Another status, a correction by its table, a cancellation: each by its number alone."""
    amber, cobalt = nodes.amber, nodes.cobalt
    before = json.loads(typed(cobalt, "status", "--json"))["position"]
    said = typed(
        amber,
        "--json",
        "send",
        "AMI",
        "--status",
        "EXERCISE",
        "volume=circle 35.50N 35.60E 5NM SFC-UNL now-open",
    )
    number = number_of(said)
    assert number.startswith("EXERCISE-")
    assert "FLASH" in until(cobalt, number, "inbox", "--status", "EXERCISE")
    watch = ("watch", "--after", str(before), "--status", "EXERCISE", "--quiet", "--count", "3")
    assert f"*EXERCISE* FLASH FLASH FLASH {number}" in typed(cobalt, *watch)
    typed(amber, "correct", number, "volume=circle 35.50N 35.60E 6NM SFC-UNL now-open")
    assert "superseded" in typed(amber, "show", number)
    last = json.loads(typed(amber, "inbox", "--all", "--json", "--status", "EXERCISE"))
    newest = max(last, key=lambda view: int(view["position"]))["message"]["number"]
    typed(amber, "cancel", newest, "--reason", "not-happening")


def test_a_way_out_is_proposed_and_taken(nodes: Pair) -> None:
    """Two notices conflict; Cobalt proposes a way out that it searched; Amber takes it as it is."""
    amber, cobalt = nodes.amber, nodes.cobalt
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86_400))
    where = f"volume=circle 20.0N 30.0E 5NM FL100-FL120 {day}T10:00Z/{day}T11:00Z"
    notice = ("send", "NAA", "activity=transport", "number_band=1", where)
    ours = number_of(typed(amber, "--json", *notice))
    until(cobalt, ours, "inbox", "--all")
    theirs = number_of(typed(cobalt, "--json", *notice))
    conflict = "~".join(sorted((ours, theirs)))
    said = typed(cobalt, "ways", conflict)
    assert f"detente correct {theirs}" in said
    assert f"detente answer {ours} DISAGREE --field volume --propose" in said
    sides = json.loads(typed(cobalt, "ways", conflict, "--json"))
    (side,) = (one for one in sides if one["number"] == ours)
    answer = ("answer", ours, "DISAGREE", "--field", "volume", "--propose")
    proposal = number_of(typed(cobalt, "--json", *answer, side["ways"][0]["text"]))
    until(amber, proposal, "show", ours)
    typed(amber, "correct", ours, "--as-proposed", ours, code=1)
    moved = number_of(typed(amber, "--json", "correct", ours, "--as-proposed", proposal))
    assert conflict not in typed(amber, "conflicts")
    until(cobalt, f"ended by {moved}, not yet READ here", "conflicts")
    typed(cobalt, "read", moved)
    until(cobalt, "No conflict known", "conflicts")


def test_an_observer_may_look_and_nothing_else(nodes: Pair) -> None:
    """An officer's role is the node's to judge; what it forbids is exit code 4."""
    amber = nodes.amber
    made = json.loads(typed(amber, "officers", "add", "eyes", "observer", "--json"))
    token = ("--token", made["token"])
    assert "amber" in typed(amber, "status", *token).lower()
    typed(amber, "send", "LCK", *token, code=4)
    typed(amber, "officers", "list", *token, code=4)
    typed(amber, "officers", "remove", "eyes")
    typed(amber, "status", *token, code=4)
    assert "eyes" not in typed(amber, "officers", "list")


def test_everything_can_be_looked_at_in_words_and_in_json(nodes: Pair, tmp_path: Path) -> None:
    """Each looking command answers in words for people and in one JSON document for programs."""
    for command in ("status", "peers", "journals", "evidence", "conflicts", "picture", "inbox"):
        assert typed(nodes.amber, command)
        json.loads(typed(nodes.amber, command, "--json"))
    drawn = tmp_path / "picture.geojson"
    typed(nodes.amber, "picture", "--geojson", str(drawn))
    assert json.loads(drawn.read_text())["type"] == "FeatureCollection"
    packed = tmp_path / "evidence.jsonl.gz"
    typed(nodes.amber, "export", str(packed))
    assert CliRunner().invoke(detente, ["verify", str(packed), "--quiet"]).exit_code == 0


def test_a_corridor_and_a_daily_circle_are_one_notice(nodes: Pair) -> None:
    """Typed with a semicolon between; read back part by part; in conflict by its second part."""
    amber, cobalt = nodes.amber, nodes.cobalt
    notice = ("send", "NAA", "activity=isr", "number_band=1")
    corridor = "corridor 36.5N 33.0E, 36.8N 33.6E, 36.9N 34.0E width 5NM FL100-FL140"
    first, third, last = (datetime.now(UTC) + timedelta(days=ahead) for ahead in (2, 4, 6))
    again = f"circle 36.0N 34.5E 5NM SFC-5000ft AMSL {first:%FT}08:00Z/{first:%FT}09:00Z"
    until_ = f"daily until {last:%FT}08:00Z"
    low = f"volume={corridor.replace('FL100-FL140', 'SFC-1500ft AGL')} +2h-+3h"
    assert "does not name its highest ground" in typed(amber, *notice, low, code=1)
    volume = f"volume={corridor} +2h-+3h; {again} {until_}"
    number = number_of(typed(amber, "--json", *notice, volume))
    said = until(cobalt, "part 2", "show", number)
    assert "corridor 9.3 km (5.0 NM) wide" in said
    assert "again every day, 5 times in all" in said
    assert "part 2" in typed(cobalt, "readback", number) + typed(cobalt, "show", number)
    met = f"circle 36.0N 34.5E 5NM SFC-3000ft AMSL {third:%FT}08:00Z/{third:%FT}08:30Z"
    typed(cobalt, "send", "NAA", "activity=transport", "number_band=1", f"volume={met}")
    for node in (amber, cobalt):
        assert f"Part 2 of {number}" in until(node, "Part 2 of", "conflicts")
    assert "corridor" in typed(amber, "picture")
