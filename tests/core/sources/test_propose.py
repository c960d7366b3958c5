"""What the visible rules propose of a text, who says it, when, and where they stay silent."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.line.field import check
from detente.core.line.tables.consultations import REP
from detente.core.line.tables.register_choices import REPORTED_KINDS
from detente.core.sources.propose import Proposal, Source, propose, read, words_of
from detente.core.sources.rules import RULES, compiled
from detente.core.sources.words import CLASSES
from detente.core.values import Json
from tests.support.invented import ARTICLE

SOURCE = Source("ab" * 32, "Coast Post", "2016-02-18")


def found(kind: str, text: str = ARTICLE) -> list[Proposal]:
    """The proposals of one kind."""
    return [one for one in propose(text, SOURCE) if one.kind == kind]


@pytest.mark.parametrize(
    ("kind", "quote"),
    [
        ("position", "Cobalt calls on Amber"),
        ("position", "is essential"),
        ("position", "The line must remain open"),
        ("call", "spoke by phone"),
        ("contact", "will meet in Meridian"),
        ("commitment", "agreed to publish"),
        ("agreement", "signed a memorandum"),
        ("incident", "strayed into Amber airspace"),
        ("incident", "passed dangerously close"),
        ("policy", "policy is to escort"),
        ("tie", "Diplomatic relations were restored"),
        ("intention", "intends to invite"),
        ("office", "Amber Prime Minister Ivo Brandt"),
        ("office", "Cobalt Foreign Minister Ada Holm"),
        ("office", "Lena Voss, head of the rescue service"),
    ],
)
def test_each_kind_is_proposed_with_its_passage(kind: str, quote: str) -> None:
    """A sentence of each kind makes a proposal whose passage is the words that say it."""
    hits = [one for one in found(kind) if quote in one.quote]
    assert len(hits) == 1, [one.quote for one in found(kind)]
    assert ARTICLE[hits[0].from_char : hits[0].until_char] == hits[0].quote


def test_what_no_rule_models_is_not_proposed() -> None:
    """Weather and the page's own words propose nothing, and are read all the same."""
    readings = {one.sentence.text: one.proposals for one in read(ARTICLE, SOURCE)}
    assert readings["The weather was fine."] == ()
    assert readings["Subscribe to our newsletter for more."] == ()
    assert readings["Relations were not at issue."] == ()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("contact", "The engines meet the requirements of the navy."),
        ("incident", "The policy is to warn aircraft that violated the buffer zone before."),
        ("commitment", "They agreed to disagree."),
        ("office", "The President of the chess club won."),
        ("intention", "The ministers will meet on Monday."),
    ],
)
def test_rules_stay_silent_where_the_words_mean_something_else(kind: str, text: str) -> None:
    """The same words in another sense propose nothing of that kind."""
    assert found(kind, text) == []


def test_an_incident_is_never_stated_as_a_fact() -> None:
    """What a newspaper says happened is alleged, or reportedly so, until a party speaks."""
    assert {one.hedge for one in found("incident")} == {"reportedly", "alleged"}
    assert {one.types for one in found("incident")} == {("INCUR",), ("NMS",)}


def test_two_incidents_of_one_sentence_are_two_proposals() -> None:
    """Each clause is an item of its own, with its own passage and date."""
    text = (
        "Two jets flew dangerously close over the bay in May and in November, a drone had entered"
        " Cobalt airspace."
    )
    one, other = found("incident", text)
    assert one.until_char <= other.from_char or other.until_char <= one.from_char
    assert {one.when.day, other.when.day} == {"2015-05", "2015-11"}


def test_the_chain_says_who_speaks_through_whom() -> None:
    """A named speaker, an agency, an unnamed source: each as it is, the outlet at the end."""
    by_quote = {one.trigger: one.chain for one in propose(ARTICLE, SOURCE)}
    agency = next(one for one in found("intention")).chain
    assert [(link.part, link.named) for link in agency] == [
        ("agency", "named"),
        ("outlet", "named"),
    ]
    unnamed = next(one for one in found("incident") if "strayed" in one.quote).chain
    assert [(link.part, link.named) for link in unnamed[:1]] == [("speaker", "anonymous")]
    holm = next(one for one in found("position") if "essential" in one.quote).chain
    assert (holm[0].name, holm[0].office) == ("Ada Holm", "Cobalt Foreign Minister")
    assert all(chain[-1].name == "Coast Post" for chain in by_quote.values())


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    """The second sentence of a quotation is still said by who was named in the first."""
    text = "“We saw the flares,” said Lena Voss. “Nobody was hurt that night.” He said no more."
    (claim,) = [one for one in found("claim", text) if "hurt" in one.quote]
    assert claim.chain[0].name == "Lena Voss"


def test_the_same_text_gives_the_same_items() -> None:
    """Items are named by source, kind and place, so that a judgment finds its proposal again."""
    names = [one.item for one in propose(ARTICLE, SOURCE)]
    assert names == [one.item for one in propose(ARTICLE, SOURCE)]
    assert len(set(names)) == len(names)
    other = propose(ARTICLE, Source("cd" * 32, "Coast Post", "2016-02-18"))
    assert not {one.item for one in other} & set(names)


def test_every_proposal_fits_the_table_of_reports() -> None:
    """Whatever a rule proposes could be put on a line: codes, lengths, words."""
    for one in propose(ARTICLE, SOURCE):
        values: dict[str, Json] = {
            "kind": one.kind,
            "hedge": one.hedge,
            "quote": one.quote,
            "words": words_of(one),
            "chain": [
                {name: value for name, value in said.items() if value}
                for said in (
                    {"part": k.part, "name": k.name, "office": k.office, "named": k.named}
                    for k in one.chain
                )
            ],
        }
        for name, value in values.items():
            spec = REP.field(name)
            assert spec is not None
            assert check(spec, value, name) == (), (one.rule, name, value)


def test_rules_can_be_read() -> None:
    """Every rule has a kind of the table, a name of its own, and names only classes there are."""
    assert {rule.kind for rule in RULES} <= dict(REPORTED_KINDS).keys()
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert set(re.findall(r"<([A-Z_]+)>", rule.pattern + rule.unless)) <= CLASSES.keys()
        compiled(rule.pattern)
        compiled(rule.unless)


@given(st.text(alphabet=st.sampled_from("Aa b.“”\"',;\n2x"), max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Whatever the text, passages lie inside it and say what stands there."""
    for one in propose(text, SOURCE):
        assert text[one.from_char : one.until_char] == one.quote
        assert one.quote.strip()
