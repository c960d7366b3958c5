"""A facilitator at its desk, typed: three real nodes, two channels, two sides without a name."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.serve import home as homes
from tests.support.nodes import RunningNode, open_channel, start_node, stopping

pytestmark = pytest.mark.slow
IN_TIME_S = 15.0  # words cross two links and a receipt comes back; a busy machine needs patience
VOLUME = "volume=circle 22.9S 14.4E 5NM SFC-FL150 +1h-+2h"
WARNING = ("send", "NWA", "hazard=air-surface", "own_traffic=none", VOLUME)


@dataclass(frozen=True, slots=True)
class Desks:
    """Amber and Cobalt, and Meridian between them on the channels `north` and `south`."""

    amber: RunningNode
    cobalt: RunningNode
    meridian: RunningNode
    north: str
    south: str


def _start(folder: Path, party: str, kind: str, command: tuple[str, ...]) -> RunningNode:
    settings = homes.Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
    home = folder / party
    homes.init(home, party, party.title(), kind=kind, utc_offset_min=120, settings=settings)
    return start_node(home, party, command=command, wait=False)


def _three(folder: Path, carrier: tuple[str, ...]) -> Iterator[Desks]:
    serve = (sys.executable, "-m", "detente.serve")
    amber = _start(folder, "amber", "member", serve)
    cobalt = _start(folder, "cobalt", "member", serve)
    meridian = _start(folder, "meridian", "facilitator", (sys.executable, "-m", *carrier))
    with stopping(amber, cobalt, meridian):
        for node in (amber, cobalt, meridian):
            node.wait_ready()
        north = open_channel(meridian, amber, slug="north")
        south = open_channel(meridian, cobalt, slug="south")
        typed(meridian, "introduce", "cobalt", "--channel", "north", "--as", "other-side")
        typed(meridian, "introduce", "amber", "--channel", "south", "--as", "other-side")
        yield Desks(amber, cobalt, meridian, north, south)


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """An honest facilitator between the two."""
    yield from _three(tmp_path_factory.mktemp("honest"), ("detente.serve",))


@pytest.fixture
def crooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """A facilitator whose node alters a word of what it carries."""
    yield from _three(tmp_path_factory.mktemp("crooked"), ("tests.support.dishonest",))


def typed(node: RunningNode, *words: str, code: int = 0) -> str:
    """What the command says at this party's desk; fails on another exit code."""
    result = CliRunner().invoke(detente, [*words, "--home", str(node.home)])
    assert result.exit_code == code, f"{words}\n{result.output}"
    return result.output


def until(node: RunningNode, text: str, *words: str) -> str:
    """What the command says once `text` is in it; fails when it does not come in time."""
    end = time.monotonic() + IN_TIME_S
    while True:
        result = CliRunner().invoke(detente, [*words, "--home", str(node.home)])
        if text in result.output:
            return result.output
        assert time.monotonic() < end, result.output
        time.sleep(0.1)


def verified(node: RunningNode) -> str:
    """What the verifier says of the record that this party exports."""
    evidence = node.home.with_suffix(".jsonl")
    typed(node, "export", str(evidence))
    return CliRunner().invoke(detente, ["verify", str(evidence)]).output


def number_of(said: str) -> str:
    """The number of the message that a command released, from its JSON."""
    number = json.loads(said)["number"]
    assert isinstance(number, str)
    return number


def test_a_warning_goes_across_and_its_receipts_come_back(desks: Desks) -> None:
    """Carried, read back, confirmed and answered end to end; no side sees the other's name."""
    amber, cobalt, meridian = desks.amber, desks.cobalt, desks.meridian
    refused = number_of(typed(amber, "--json", *WARNING))
    until(meridian, refused, "inbox", "--channel", "north")
    said = typed(meridian, "relay", refused, "--to", "south", code=1)
    assert "has not signed" in said
    number = number_of(typed(amber, "--json", *WARNING, "--releasable", "other-side"))
    until(meridian, number, "inbox", "--channel", "north")
    copy = number_of(typed(meridian, "--json", "relay", number, "--to", "south"))
    shown = until(cobalt, "other-side said this", "show", copy)
    assert "alone says" in shown
    mark = next(
        one["fingerprint"]
        for one in json.loads(typed(meridian, "--json", "introduced"))
        if one["party"] == "amber"
    )
    typed(cobalt, "introduced", "--pin", "other-side", f"{mark[:-1]}x", code=1)
    assert "compared" in typed(cobalt, "introduced", "--pin", "other-side", mark)
    assert "compared here" in typed(cobalt, "show", copy)
    back = number_of(typed(cobalt, "--json", "readback", copy))
    relayed = until(amber, "READBACK", "show", number)
    step = next(
        one
        for one in json.loads(typed(amber, "--json", "show", number))["steps"]
        if one["step"] == "READBACK"
    )
    assert step["party"] == "other-side@meridian"
    assert "READ-BACK DIFFERS" not in relayed
    typed(amber, "confirm", step["number"])
    typed(cobalt, "answer", copy, "WILCO")
    until(amber, "WILCO", "show", number)
    until(cobalt, "CONFIRMED", "show", copy)
    assert back in typed(cobalt, "show", copy)
    typed(amber, "end", number)
    until(cobalt, "ended", "show", copy)
    said = verified(amber)
    assert "GOOD" in said
    assert "other-side@meridian" in said
    record = "".join(typed(node, "--json", "inbox", "--all") for node in (cobalt,)) + typed(
        cobalt, "peers"
    )
    assert "amber" not in record.lower()
    assert "cobalt" not in typed(amber, "--json", "inbox", "--all").lower()


def test_who_cannot_be_on_the_line_is_told_and_both_sides_see_it(desks: Desks) -> None:
    """Cobalt declares its shore guard, tells it by telephone; Amber sees when, through Meridian."""
    cobalt, meridian = desks.cobalt, desks.meridian
    words = ("party=shore-guard", "kind=air-defence", "may_forward=warnings", "means=voice")
    typed(cobalt, "send", "DEP", *words)
    until(meridian, "shore-guard", "dependents")
    said = typed(meridian, *WARNING, "--channel", "south")
    assert "shore-guard" in said, "the sender is warned that the guard will not know"
    warning = (*WARNING, "--channel", "south", "--releasable", "shore-guard")
    number = number_of(typed(meridian, "--json", *warning))
    until(cobalt, number, "dependents")
    assert "NOT TOLD" in typed(cobalt, "status")
    typed(cobalt, "passed", number, "shore-guard", "--means", "voice", "--heard-back", "yes")
    assert number not in typed(cobalt, "dependents")
    assert "told at" in until(meridian, "telephone", "show", number, "--channel", "south")
    inbox = typed(meridian, "inbox", "--channel", "south")
    assert "PSD" not in inbox, "a receipt asks for nothing, so it is not among what does"


def test_an_altered_word_is_shown_and_kept_as_evidence(crooked: Desks) -> None:
    """Meridian's node says other words than Amber signed; Cobalt's does not take them for true."""
    number = number_of(typed(crooked.amber, "--json", *WARNING, "--releasable", "other-side"))
    until(crooked.meridian, number, "inbox", "--channel", "north")
    copy = number_of(typed(crooked.meridian, "--json", "relay", number, "--to", "south"))
    shown = until(crooked.cobalt, "NOT PROVED", "show", copy)
    assert "altered on the way" in shown
    assert "meridian" in until(crooked.cobalt, "bad-content", "evidence")
    said = verified(crooked.cobalt)
    assert "GOOD" in said, "the record is whole: it holds what Meridian did"
    assert "altered on the way" in said
