"""A message names the article that it is sent under: found in the register, or said why not."""

from __future__ import annotations

import pytest

from detente.core.agreements.citing import Cited, cited, number_cited
from detente.core.line.commands import Send
from tests.support.agreements import lead, propose, signed
from tests.support.line import LINE, MINUTE, Parties, naa


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("AMBER-2026-0001", ("AMBER-2026-0001", None)),
        ("AMBER-2026-0001/3(2)", ("AMBER-2026-0001", "3(2)")),
        (" NORTH-WIND-2026-0012 , 4 ", ("NORTH-WIND-2026-0012", "4")),
        ("Coast arrangement, article 3", None),
        ("AMBER-26-1", None),
    ],
)
def test_a_number_is_a_citation_and_other_words_are_words(
    header: str, named: tuple[str, str | None] | None
) -> None:
    """Only the number of a text, with or without an article, is looked up."""
    assert number_cited(header) == named


def test_the_article_is_found_at_both_sides_as_it_stood() -> None:
    """Both nodes say the text by its name, the article and its state at the time."""
    line = Parties()
    number = signed(line, lead(article="3"))
    line.now_ms += MINUTE
    for party in ("amber", "cobalt"):
        found = cited(line.states[party], LINE, f"{number}/3", line.now_ms)
        assert isinstance(found, Cited)
        assert found.words(line.now_ms) == "Coast arrangement, edition 1, article 3 (in-force)"


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        ("AMBER-2026-0999", "citation-unknown"),
        ("{number}/99", "citation-article"),
        ("{number}/3", "citation-not-in-force"),
    ],
)
def test_a_citation_that_leads_nowhere_is_named_and_can_be_passed(header: str, rule: str) -> None:
    """Before release, with what to do; the officer who knows better sends it all the same."""
    line = Parties()
    number = propose(line, lead(article="3"))
    said = header.format(number=number)
    refused = line.try_("cobalt", Send("NAA", naa(), agreement=said))
    assert isinstance(refused, tuple)
    assert [one.rule for one in refused] == [rule]
    sent = line.do("cobalt", Send("NAA", naa(), agreement=said, acknowledged=(rule,)))
    assert rule in line.states["amber"].line(LINE).messages[sent].message.overridden
