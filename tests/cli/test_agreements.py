"""The desk of an agreement, typed at two real nodes; and what is shown, without a node."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from detente.core.line.message import Status
from detente.wire.agreement_views import StatementView
from tests.cli.test_commands import run
from tests.cli.test_drafts import typed
from tests.support.nodes import RunningNode, all_up, settled, start_node, stopping
from tests.support.outside import NOW_MS

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


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningNode, RunningNode]]:
    """Amber and Cobalt, on one channel."""
    home = tmp_path_factory.mktemp("desks")
    amber = start_node(home / "amber", "amber", wait=False)
    cobalt = start_node(home / "cobalt", "cobalt", wait=False)
    with stopping(amber, cobalt):
        amber.wait_ready()
        cobalt.wait_ready()
        typed(amber, "open", "Coast")
        made = json.loads(typed(amber, "invite", "--json"))
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
    refused = typed(amber, "agreement", "propose", str(file), code=1)
    assert "article 1 and article 2" in refused
    file.write_text(FILE)
    said = typed(amber, "agreement", "propose", str(file), "--json")
    number = json.loads(said)["number"]

    def listed(node: RunningNode, words: str) -> None:
        settled(lambda: words in typed(node, "agreement", "list"))

    listed(cobalt, number)
    file.write_text(typed(cobalt, "agreement", "text", number))
    again = typed(cobalt, "agreement", "propose", str(file), code=1)
    assert "edition-twice" in again
    typed(cobalt, "agreement", "answer", number, "AGREE")
    for node in (amber, cobalt):
        made = json.loads(typed(node, "officers", "add", "desk-2", "releaser", "--json"))
        assert "NOT released" in typed(node, "agreement", "sign", number)
        typed(node, "release", "1", token=made["token"])
    listed(cobalt, "in force")
    listed(amber, "in force")
    typed(amber, "agreement", "suspend", number, "--because", "exercise")
    listed(cobalt, "suspended by amber")
    typed(cobalt, "agreement", "dispute", number)
    listed(amber, "disputed by cobalt")
    assert "CONTESTED" in typed(amber, "agreement", "show", number)


@pytest.mark.slow
def test_a_suspension_with_notice_says_when_it_counts(
    desks: tuple[RunningNode, RunningNode], tmp_path: Path
) -> None:
    """What goes out says when it was meant to take effect; the officer is told when it does."""
    amber, cobalt = desks
    file = tmp_path / "slow.toml"
    terms = 'suspension = "notice"\nnotice_days = 7\nparties'
    file.write_text(FILE.replace("Coast", "Slow").replace("parties", terms))
    number = json.loads(typed(amber, "agreement", "propose", str(file), "--json"))["number"]
    settled(lambda: number in typed(cobalt, "agreement", "list"))
    for node in (amber, cobalt):
        made = json.loads(typed(node, "officers", "add", "desk-3", "releaser", "--json"))
        kept = json.loads(typed(node, "agreement", "sign", number, "--json"))
        typed(node, "release", str(kept["draft"]), token=made["token"])
    settled(lambda: "in force" in typed(amber, "agreement", "show", number).lower())
    said = typed(amber, "agreement", "suspend", number)
    assert "It counts from" in said
    assert "asks for 7 days of notice" in said


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
    assert "coarse-misses" in typed(amber, "seal", *notice, "--coarse", narrow, code=1)
    said = typed(amber, "seal", *notice, "--coarse", coarse, "--json")
    number = json.loads(said)["number"]
    settled(lambda: "WAITING" in typed(cobalt, "sealed"))
    assert "5.0 NM" not in typed(cobalt, "picture")
    typed(amber, "unseal", number)
    settled(lambda: "the seal fits" in typed(cobalt, "sealed", "--all"))
    steps = typed(cobalt, "disclosure", number)
    assert "opened, exact" in steps
    assert "yes" in steps


STATEMENT = StatementView(
    channel="capitals-1",
    status=Status.EXERCISE,
    number="EXERCISE-COBALT-2026-0004",
    party="cobalt",
    at_ms=NOW_MS,
    kind="practice",
    kind_words="observed practice",
    holder="Amber",
    own=False,
    words="Cobalt's were let through.",
    exception="Cobalt",
    since="2015",
    until=None,
    area=None,
    area_words="",
    source="own radar",
    source_sha256=None,
    instead_of=None,
    followed_by=None,
    goes_with="AMBER-2026-0002",
    beside=(),
    contact="AMBER-2026-0001",
    zones=("alpha",),
    answers=(("amber", "NOTED"),),
    remarks=(),
)


def test_a_statement_is_shown_as_somebodys_word() -> None:
    """Whose it is, who says it, its source and date, and which zones its area touches."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.params["open"] == "true"
        return httpx.Response(200, content=msgspec.json.encode([STATEMENT]))

    shown = run("statement", "list", answer=answer).output
    for part in (
        "*EXERCISE* OBSERVED PRACTICE of Amber, as cobalt says: Cobalt's were let through.",
        "own radar",
        "2015 to",
        "alpha",
        "amber NOTED",
        "AMBER-2026-0002",
        "AMBER-2026-0001",
    ):
        assert part in shown
    assert "No statement" in run("statement", "list", "--kind", "policy", answer=answer).output


def test_a_statement_is_sent_as_a_message() -> None:
    """The words and options become the fields of a POL, the area read as one types it."""
    sent = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(msgspec.json.decode(request.content))
        return httpx.Response(201, content=msgspec.json.encode({"position": 7}))

    words = ("--holder", "Amber", "--source", "letter", "--area", "circle 22.9S 14.4E 20NM")
    said = run("statement", "make", "red-line", "No weapons here.", *words, answer=answer)
    assert said.exit_code == 0, said.output
    assert sent[0]["format"] == "POL"
    fields = sent[0]["fields"]
    assert fields["area"]["circle"]["radius_cm"] == 3_704_000
    assert (fields["kind"], fields["holder"], fields["source"]) == ("red-line", "Amber", "letter")
