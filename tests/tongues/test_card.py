"""The paper card of the alerts: everything that must be said of each is on it, and can be typed."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from detente.cli.app import detente
from detente.core.line.formats import Family
from detente.core.line.tables import FORMATS
from detente.tongues.card import alerts, asked, card_html, card_text
from detente.tongues.catalogue import shipped


def test_every_alert_stands_on_the_card_with_every_code() -> None:
    """Each FLASH format, each field that must be said, and each code of it, in text and in HTML."""
    tongues = list(shipped().values())
    said, page = card_text(tongues), card_html(tongues)
    flashes = [fmt for fmt in FORMATS.values() if fmt.family is Family.ALERT]
    assert list(alerts()) == flashes
    assert len(flashes) < 12, "a card with more alerts is no card (domain.md section 8, row 14)"
    for fmt in flashes:
        assert f"== {fmt.code} " in said
        assert f"<h2>{fmt.code} " in page
        for spec in asked(fmt):
            assert f"   {spec.name}: " in said
            for code, words in spec.choices:
                assert f"      {code} = " in said
                assert words in said.replace("\u2068", "").replace("\u2069", "")


def test_what_is_asked_is_all_that_a_node_wants() -> None:
    """Nothing that a table requires is missing on the card."""
    for fmt in alerts():
        named = {spec.name for spec in asked(fmt)}
        assert {spec.name for spec in fmt.fields if spec.required and spec.fill is None} <= named
        assert named, fmt.code


def test_the_card_is_printed_without_a_node(tmp_path: Path) -> None:
    """In one language beside English, in all, to a file; an unknown language is named."""
    run, page = CliRunner(), tmp_path / "card.html"
    one = run.invoke(detente, ["card", "--lang", "ru"])
    assert one.exit_code == 0, one.output
    assert re.search("[а-я]", one.output)
    assert not re.search("[א-ת]", one.output)
    written = run.invoke(detente, ["card", "--html", str(page)])
    assert written.exit_code == 0, written.output
    assert re.search("[א-ת]", page.read_text("utf-8"))
    wrong = run.invoke(detente, ["card", "--lang", "xx"])
    assert wrong.exit_code != 0
    assert "xx" in wrong.output
