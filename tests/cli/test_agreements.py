"""The desk of an agreement, typed at two real nodes; and what is shown, without a node."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_drafts import typed
from tests.support.nodes import RunningNode, all_up, settled, start_node, stopping

FILE = """
agreement = "Coast arrangement"
edition = 1
kind = "memorandum"
parties = ["Amber", "Cobalt"]
[[articles]]
article = "1"
rule = "lead-time"
formats = ["NWA"]
minutes = 15
"""


CAPITALS, NIGHT = ("--channel", "capitals"), ("--channel", "night")


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningNode, RunningNode]]:
    """Amber and Cobalt, on a strategic channel and on a safety channel."""
    home = tmp_path_factory.mktemp("desks")
    amber = start_node(home / "amber", "amber", wait=False)
    cobalt = start_node(home / "cobalt", "cobalt", wait=False)
    with stopping(amber, cobalt):
        amber.wait_ready()
        cobalt.wait_ready()
        for words in (("Capitals", "--kind", "strategic"), ("Night",)):
            typed(amber, "open", *words)
            name = words[0].lower()
            made = json.loads(typed(amber, "invite", "--channel", name, "--json"))
            typed(cobalt, "join", made["invitation"])
        settled(lambda: all_up(amber) and all_up(cobalt))
        yield amber, cobalt


@pytest.mark.slow
def test_an_agreement_between_two_nodes(
    desks: tuple[RunningNode, RunningNode], tmp_path: Path
) -> None:
    """Proposed, questioned, signed by two officers of each side, suspended, disputed."""
    amber, cobalt = desks
    file = tmp_path / "coast.toml"
    file.write_text(FILE + FILE[FILE.index("[[") :].replace('"1"', '"2"').replace("15", "30"))
    refused = typed(amber, "agreement", "propose", str(file), *CAPITALS, code=1)
    assert "article 1 and article 2" in refused
    file.write_text(FILE)
    said = typed(amber, "agreement", "propose", str(file), *CAPITALS, "--json")
    number = json.loads(said)["number"]

    def listed(node: RunningNode, words: str) -> None:
        settled(lambda: words in typed(node, "agreement", "list", *CAPITALS))

    listed(cobalt, number)
    file.write_text(typed(cobalt, "agreement", "text", number, *CAPITALS))
    again = typed(cobalt, "agreement", "propose", str(file), *CAPITALS, code=1)
    assert "edition-twice" in again
    typed(cobalt, "agreement", "answer", number, "AGREE", *CAPITALS)
    for node in (amber, cobalt):
        made = json.loads(typed(node, "officers", "add", "desk-2", "releaser", "--json"))
        assert "NOT released" in typed(node, "agreement", "sign", number, *CAPITALS)
        typed(node, "release", "1", token=made["token"])
    listed(cobalt, "in force")
    listed(amber, "in force")
    typed(amber, "agreement", "suspend", number, "--because", "exercise", *CAPITALS)
    listed(cobalt, "suspended by amber")
    typed(cobalt, "agreement", "dispute", number, *CAPITALS)
    listed(amber, "disputed by cobalt")
    assert "CONTESTED" in typed(amber, "agreement", "show", number, *CAPITALS)
    words = ("--holder", "Amber", "--source", "letter", "--area", "circle 22.9S 14.4E 20NM")
    typed(amber, "statement", "make", "red-line", "No weapons here.", *words, *CAPITALS)
    settled(lambda: "RED LINE of Amber" in typed(cobalt, "statement", "list", *CAPITALS))


@pytest.mark.slow
def test_a_notice_is_sealed_and_opened_between_two_nodes(
    desks: tuple[RunningNode, RunningNode],
) -> None:
    """The other side sees the coarse area only, then the exact one and that it fits the seal."""
    amber, cobalt = desks
    start = datetime.now(UTC) + timedelta(hours=3)
    at = [f"{start + timedelta(hours=hours):%Y-%m-%dT%H:%MZ}" for hours in (-1, 0, 1, 2)]
    exact = f"volume=circle 22.9S 14.4E 5NM SFC-FL200 {at[1]}/{at[2]}"
    coarse = f"circle 22.8S 14.3E 60NM SFC-FL300 {at[0]}/{at[3]}"
    notice = ("NWA", "hazard=air-surface", "own_traffic=leaving", exact, "--open-by", at[0])
    narrow = f"circle 22.8S 14.3E 6NM SFC-FL300 {at[0]}/{at[3]}"
    assert "coarse-misses" in typed(amber, "seal", *notice, "--coarse", narrow, *NIGHT, code=1)
    said = typed(amber, "seal", *notice, "--coarse", coarse, *NIGHT, "--json")
    number = json.loads(said)["number"]
    settled(lambda: "WAITING" in typed(cobalt, "sealed", *NIGHT))
    assert "5.0 NM" not in typed(cobalt, "picture")
    typed(amber, "unseal", number, *NIGHT)
    settled(lambda: "the seal fits" in typed(cobalt, "sealed", "--all", *NIGHT))
    steps = typed(cobalt, "disclosure", number, *NIGHT)
    assert "opened, exact" in steps
    assert "yes" in steps
