"""The crew's card: what an agreement and ICAO's tables say, in every language, on one sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.tongues.catalogue import shipped
from detente.tongues.crew import (
    ANSWERED,
    ASKED,
    CALL_SIGNS,
    DISTRESS,
    SIGNALS,
    Basis,
    Radio,
    crew_html,
    crew_text,
)

BASIS = Basis(
    number="AMBER-2026-0007",
    name="Coast <arrangement>",
    edition=2,
    state="in force",
    made="2026-11-22 08:00:00Z",
    radios=(Radio("124.700 MHz", "5", "both sides over the coast"),),
    annexes=(("C", "list of frequencies", "tankers 243.0"),),
)


@pytest.mark.parametrize("code", list(shipped()))
def test_every_phrase_and_signal_has_its_meaning_in_every_language(code: str) -> None:
    """No language falls back to English, and no two phrases of one speaker mean the same."""
    tongue = shipped()[code]
    for phrases in (ASKED, ANSWERED):
        meanings = [tongue.own[id_].fill({}) for _, _, id_ in phrases]
        assert len(set(meanings)) == len(phrases)
    ids = [*(id_ for _, id_ in CALL_SIGNS), *(id_ for row in SIGNALS for id_ in row)]
    assert all(id_ in tongue.own for id_ in ids)


def test_the_frequencies_of_the_agreement_stand_before_the_common_one() -> None:
    """The card names its text, how it stood and when, and keeps the emergency frequency."""
    said = crew_text(list(shipped().values()), BASIS)
    assert said.index("124.700 MHz") < said.index(DISTRESS)
    for told in ("AMBER-2026-0007", "in force", "2026-11-22 08:00:00Z", "both sides over"):
        assert told in said
    (row,) = (one for one in said.splitlines() if "124.700" in one)
    assert re.search(r"article.*статья.* 5 \|", row)  # a bare 5 would be anything
    assert "C | list of frequencies | tankers 243.0" in said
    assert DISTRESS in crew_text(list(shipped().values()))


def test_what_an_agreement_calls_itself_is_no_markup_on_the_page() -> None:
    """A name from outside stands on the page as it is written, and does nothing."""
    page = crew_html([shipped()["en"]], BASIS)
    assert "Coast &lt;arrangement&gt;" in page
    assert "<arrangement>" not in page


def test_the_card_is_printed_without_a_node(tmp_path: Path) -> None:
    """Without an agreement nothing is asked of a node; the page has all languages."""
    page = tmp_path / "crew.html"
    written = CliRunner().invoke(detente, ["crew-card", "--html", str(page)])
    assert written.exit_code == 0, written.output
    text = page.read_text("utf-8")
    for script in ("[а-я]", "[א-ת]", "[ع-ي]"):
        assert re.search(script, text)
    assert "VILL-KO" in text
