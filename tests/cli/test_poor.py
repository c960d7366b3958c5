"""A day without the line, typed: files go, receipts come back, a telephone fills in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.tongues.template import bare
from tests.support.nodes import Pair, RunningNode, two_nodes

pytestmark = pytest.mark.slow
VOLUME = "volume=circle 22.9S 14.4E 5NM SFC-FL150 +2h-+3h"
HEADER = ("--agreement", "Article 3", "--behalf", "Heron", "--confidence", "probable")


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[Pair]:
    """Amber and Cobalt, joined on one channel."""
    with two_nodes(tmp_path) as pair:
        yield pair


def typed(node: RunningNode, *words: str, code: int = 0) -> str:
    """What the command says at this party's desk; fails on another exit code."""
    result = CliRunner().invoke(detente, [*words, "--home", str(node.home)])
    assert result.exit_code == code, f"{words}\n{result.output}"
    return result.output


def test_a_day_without_the_line(tmp_path: Path) -> None:
    """One side runs at a time, so nothing but files passes between them: final all the same."""
    with two_nodes(tmp_path) as pair:
        pair.cobalt.kill()
        number, sheet = _amber_warns(pair, tmp_path)
        pair.amber.kill()
        pair.cobalt.start()
        _cobalt_types_the_sheet(pair, tmp_path, number, sheet)
        _cobalt_has_known_what_when(pair, number)
        back = tmp_path / "back.jsonl.gz"
        typed(pair.cobalt, "bundle", "out", str(back), "--for", "amber")
        log = json.loads(typed(pair.cobalt, "--json", "bundle", "log"))
        assert [one["way"] for one in log] == ["out", "in", "in"]
        pair.cobalt.kill()
        pair.amber.start()
        _amber_takes_the_answer(pair, tmp_path, number, back)


def _amber_warns(pair: Pair, folder: Path) -> tuple[str, str]:
    """A warning, printed, and carried by mail and by radio; its number, and the sheet."""
    amber, mail = pair.amber, str(folder / "mail.txt")
    warning = ("send", "NWA", "hazard=air-surface", "own_traffic=none", VOLUME, *HEADER)
    number = json.loads(typed(amber, "--json", *warning))["number"]
    sheet = typed(amber, "print", number, "--lang", "he")
    assert "אזהרה על הפעלת נשק" in bare(sheet)
    assert "hazard=air-surface | " in bare(sheet)
    typed(amber, "print", number, "--lang", "ar", "--html", str(folder / "sheet.html"))
    page = (folder / "sheet.html").read_text()
    assert "Receipts by hand" in page
    assert 'dir="rtl"' in page
    assert "Receipts by hand" in typed(amber, "print", number)
    assert "unknown-language" in typed(amber, "print", number, "--lang", "xx", code=1)
    typed(amber, "bundle", "out", "coast", mail, "--for", "cobalt", "--form", "mail")
    radio = str(folder / "radio.txt")
    typed(amber, "bundle", "out", radio, "--for", "cobalt", "--form", "radio")
    assert "kept" in typed(amber, "show", number)
    assert "no channel is shared" in typed(
        amber, "bundle", "out", mail, "--for", "meridian", code=1
    )
    return number, sheet


def _cobalt_types_the_sheet(pair: Pair, folder: Path, number: str, sheet: str) -> None:
    """One slip is found; then the paper counts; then the file comes, first with a line torn out."""
    cobalt, copy, torn = pair.cobalt, folder / "sheet.txt", folder / "torn.txt"
    copy.write_text(sheet.replace("own_traffic=none", "own_traffic=nome"))
    wrong = typed(cobalt, "paper", "--typed", str(copy), code=1)
    assert "'own_traffic=nome' does not fit" in wrong
    assert wrong.count("check-code") == 1
    copy.write_text(sheet)
    said = typed(cobalt, "--json", "paper", "--typed", str(copy), "--means", "fax")
    paper = json.loads(said)["number"]
    assert "is not here" in typed(cobalt, "show", paper)
    fields = json.loads(typed(cobalt, "--json", "show", paper))["message"]["fields"]
    assert (fields["their_agreement"], fields["their_confidence"]) == ("Article 3", "probable")
    assert paper in typed(cobalt, "picture")
    lines = (folder / "radio.txt").read_text().splitlines()
    torn.write_text("\n".join(lines[:2] + lines[3:]))
    assert "say again lines 2" in typed(cobalt, "bundle", "in", str(torn), code=1)
    assert "0 waiting" in typed(cobalt, "bundle", "in", str(folder / "radio.txt"))
    assert " 0 new" in typed(cobalt, "bundle", "in", str(folder / "mail.txt"))
    assert f"The same as the signed {number}" in typed(cobalt, "show", paper)
    assert paper not in typed(cobalt, "picture")
    typed(cobalt, "readback", number)
    typed(cobalt, "answer", number, "WILCO")


def _cobalt_has_known_what_when(pair: Pair, number: str) -> None:
    """The timeline begins with the paper; a moment before the file nothing signed was known."""
    cobalt, path = pair.cobalt, f"{pair.line}/messages/{number}/past"
    moments = json.loads(typed(cobalt, "--json", "show", number, "--timeline"))
    whats = [one["what"] for one in moments]
    assert whats.index("written down from fax") < whats.index("signed message held")
    held_ms = next(one["here_ms"] for one in moments if one["what"] == "signed message held")
    before = cobalt.client.get(path, params={"at_ms": held_ms - 1})
    assert before.status_code == 404, before.text
    then = cobalt.get(path, at_ms=held_ms)
    assert [step["step"] for step in then["steps"]] == ["DELIVERED"]
    assert "As this node knew it" in typed(cobalt, "show", number, "--as-of", "now")


def _amber_takes_the_answer(pair: Pair, folder: Path, number: str, back: Path) -> None:
    """Receipt, read-back and answer come in one file, and what Cobalt wrote down from the fax."""
    amber, letter = pair.amber, folder / "letter.txt"
    assert "receipts for ours: 1" in typed(amber, "bundle", "in", str(back))
    shown = typed(amber, "show", number)
    for word in ("DELIVERED", "READBACK", "WILCO", "wrote down", "The same as"):
        assert word in shown
    assert json.loads(typed(amber, "--json", "show", number))["final"]
    letter.write_text("Dear colleagues")
    assert "no bundle" in typed(amber, "bundle", "in", str(letter), code=1)
    assert "Nothing waits" in typed(amber, "bundle", "waiting")


def test_what_was_heard_is_written_down(nodes: Pair) -> None:
    """By telephone, with half of the fields and without a number; and only words."""
    cobalt = nodes.cobalt
    before = datetime.now(UTC) - timedelta(hours=1)  # told as a clock: the nearest is meant
    heading = ("--header", "agreement=Article 3", "--header", f"released={before:%H:%MZ}")
    assert "behalf" in typed(cobalt, "paper", "--from", "amber", "--header", "behlf=x", code=1)
    said = ("paper", "NWA", "hazard=air-surface", VOLUME, "--from", "amber", "--means", "voice")
    number = json.loads(typed(cobalt, "--json", *said, "--desk", "air desk", *heading))["number"]
    shown = typed(cobalt, "show", number)
    assert "air-surface" in shown
    assert "Article 3" in shown
    words = ("paper", "--from", "amber", "--words", "hold north of the river", "--heard", "now")
    typed(cobalt, *words)
    assert "--from" in typed(cobalt, "paper", "NWA", code=2)
    assert "alone" in typed(cobalt, "paper", "NWA", "--typed", "x", code=2)
    sheet = typed(cobalt, "print", number)
    assert "PPR 1" in sheet
