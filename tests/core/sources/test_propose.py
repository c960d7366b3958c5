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


def one_of(kind: str, text: str, quote: str = "") -> Proposal:
    """The one proposal of a kind in a text whose passage has these words."""
    (hit,) = [one for one in found(kind, text) if quote in one.quote]
    return hit


def test_a_quotation_whose_speaker_is_named_at_its_end_is_his_from_its_beginning() -> None:
    """Not the speaker of the sentence before: words are not put into another's mouth."""
    text = (
        "Ada Holm said that the talks were long. “We sell nothing to anybody. Our trade is lawful."
        " As for the bay, our main role is to keep it quiet,” Ivo Brandt responded."
    )
    for quote in ("We sell nothing", "Our trade", "our main role"):
        (hit,) = [one for one in propose(text, SOURCE) if quote in one.quote]
        assert [link.name for link in hit.chain] == ["Ivo Brandt", "Coast Post"]
        assert hit.hedge == "quoted"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "Holm, heading a delegation of the ministry, responded that quiet is essential.",
            [("speaker", "Holm", ""), ("outlet", "Coast Post", "")],
        ),
        (
            "The Cobalt PM said that quiet is essential.",
            [("speaker", "", "Cobalt PM"), ("outlet", "Coast Post", "")],
        ),
        (
            "A statement issued by the Palace said that quiet is essential.",
            [("office", "", "Palace"), ("outlet", "Coast Post", "")],
        ),
        (
            "Quiet is essential, according to a briefing by Cobalt spokeswoman Lena Voss.",
            [("speaker", "Lena Voss", "Cobalt spokeswoman"), ("outlet", "Coast Post", "")],
        ),
        (
            "Holm praised the line, saying that quiet is essential.",
            [("speaker", "Holm", ""), ("outlet", "Coast Post", "")],
        ),
        (
            "In an interview with The Coast Post, Lena Voss, a fellow, said quiet is essential.",
            [("speaker", "Lena Voss", "a fellow"), ("outlet", "Coast Post", "")],
        ),
    ],
)
def test_speakers_are_found_where_sentences_put_them(
    text: str, chain: list[tuple[str, str, str]]
) -> None:
    """Behind an apposition, by office only, in a statement, behind *according to*, and so on."""
    (hit,) = found("position", text)
    assert [(link.part, link.name, link.office) for link in hit.chain] == chain


def test_who_was_cited_before_is_known_again() -> None:
    """An agency by its short name is the agency, and the same source is the unnamed one before."""
    text = (
        "According to Amber's HAR news agency, Holm intends to resign. According to HAR, Brandt"
        " intends to stay. A political source said that Voss intends to go. According to the same"
        " source, she intends to return."
    )
    first, again, source, same = (one.chain[0] for one in found("intention", text))
    assert (again.part, again) == ("agency", first)
    assert (same.named, same) == ("anonymous", source)


def test_relations_broken_off_and_restored_in_one_sentence_are_two_reports() -> None:
    """Each act has its clause, its date and its name; the year of an anniversary is reckoned."""
    text = (
        "Diplomatic relations began in 1948. They were brought to a halt after the 1967 floods and"
        " resumed when the harbour opened. Holm noted that this year the two will be celebrating"
        " the 25th anniversary of the restoration of diplomatic ties."
    )
    assert [(one.says, one.when.day, one.hedge) for one in found("tie", text)] == [
        ("begun", "1948", "stated"),
        ("broken off or suspended", "1967", "stated"),
        ("restored", "", "stated"),
        ("restored", "1991", "stated"),
    ]


def test_what_is_taken_elsewhere_is_said_to_be_left_out() -> None:
    """What was not talked about, the channel for it, and a rumour in between: each by itself."""
    text = (
        "The talks did not focus on security, such as that Cobalt is reportedly about to buy"
        " radars, since there is a security channel for those matters."
    )
    assert words_of(one_of("contact", text)).startswith("contact (left out): ")
    channel = one_of("tie", text)
    assert (channel.says, channel.hedge) == ("in place", "stated")
    assert "Cobalt" not in channel.actors
    assert one_of("claim", text).hedge == "reportedly"


@pytest.mark.parametrize(
    ("kind", "text", "day"),
    [
        ("contact", "A source said on Sunday that Holm will meet Brandt.", ""),
        ("contact", "This is Holm's first visit since taking office at the end of March.", ""),
        (
            "office",
            "This is Holm's first visit since taking office at the end of January.",
            "2016-01",
        ),
        ("position", "Cobalt said the bay (lost in the 1967 war) will remain open.", ""),
        (
            "contact",
            "After the pullout in September, Holm extended an invitation to Brandt last month.",
            "2016-01",
        ),
        ("agreement", "On Tuesday they will discuss agreements that they had reached.", ""),
        (
            "office",
            "Both were serving as their states' ambassadors in the late 1990s.",
            "1996",
        ),
    ],
)
def test_a_date_is_of_what_it_stands_by(kind: str, text: str, day: str) -> None:
    """The day of a saying, of an office, of another clause is not the day of the event."""
    dates = {one.when.day for one in found(kind, text)}
    assert dates == {day}


def test_to_deny_a_crime_of_others_denies_nothing() -> None:
    """Only who denies something is said to deny it, not who speaks of attempts to."""
    text = "Holm said that the meeting was about attempts to deny what had happened."
    assert {one.hedge for one in propose(text, SOURCE)} == {"stated"}
    assert one_of("claim", "Holm denied that flares were used.").hedge == "denied"


def test_words_say_how_many_and_on_whose_initiative() -> None:
    """Fourteen fields and the third time are in the words that a person is asked to confirm."""
    fields = "The two sides signed an agreement on how they will work together, in 14 fields."
    assert words_of(one_of("agreement", fields)).endswith("; 14 fields")
    third = "This is the third time that Holm and Brandt have met in the past six months."
    assert words_of(one_of("contact", third)).endswith("; third time")
    call = "The statement said that the conversation was initiated by Amber."
    assert "was initiated by Amber" in words_of(one_of("call", call))
    plan = "Brandt intends to invite observers to the bay, Holm said."
    assert "‘intends to invite observers to the bay’" in words_of(one_of("intention", plan))


def test_names_are_whole_and_are_names() -> None:
    """Titles cut names, conferences keep theirs, and a headline's capitals are no names."""
    text = (
        "Holm Heads to Meridian to Consolidate Coordination\n"
        "Cobalt Foreign Minister Ada Holm arrived in Meridian for the Bay Security Conference, the"
        " Coast Post reported."
    )
    head, body = found("contact", text)
    assert head.actors == ("Holm", "Meridian")
    assert body.actors == ("Cobalt", "Ada Holm", "Meridian", "Bay Security Conference")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Holm and Brandt held two days of talks in Meridian.", "Meridian"),
        ("Holm is scheduled to arrive in Meridian on Monday.", "Meridian"),
        ("They continue their conversation at the Bay Security Conference.", ""),
        ("Holm held the conversation at the Bay Conference after talks.", "Bay Conference"),
        ("Holm and Brandt discussed the situation in Umber.", ""),
        ("Holm met Brandt on Monday, and a conference is to be held in March.", ""),
    ],
)
def test_a_place_is_where_it_was_not_what_it_was_about(text: str, place: str) -> None:
    """The place of an event or a journey; a topic and a month are none."""
    assert {one.place for one in found("contact", text)} <= {place}
    assert place in {"", *(one.place for one in found("contact", text))}
