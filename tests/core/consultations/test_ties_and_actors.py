"""Ties with their periods, fields of cooperation, actors and who holds which office when."""

from __future__ import annotations

import pytest

from detente.core.consultations.actors import actors, in_office
from detente.core.consultations.contacts import contacts
from detente.core.consultations.cooperation import cooperation
from detente.core.consultations.days import day_span
from detente.core.consultations.ties import Before, Terms, ties
from detente.core.line.commands import Answer, Correct, Send
from detente.core.values import Json
from tests.support.capitals import capitals, contact, put
from tests.support.line import LINE, Parties


def tie(line: Parties, party: str, act: str, day: str, **more: Json) -> str:
    """What a side says of the relations of the two."""
    fields: dict[str, Json] = {"tie": "relations", "with": "Amber, Cobalt", "act": act, "day": day}
    return put(line, party, "CSU", **{**fields, **more})


def test_relations_broken_off_and_restored_have_their_periods() -> None:
    """Established, broken off, restored, said in any order; the same day by both is one period."""
    line = capitals()
    tie(line, "amber", "restored", "1991-10")
    tie(line, "amber", "established", "1948")
    tie(line, "cobalt", "broken-off", "1967-06", **{"with": "cobalt,amber"})
    tie(line, "cobalt", "restored", "1991-10-18")
    (found,) = ties(line.states["amber"], LINE)
    assert ties(line.states["cobalt"], LINE) == [found]
    periods = [(one.act, one.since, one.until, one.said_by) for one in found.periods]
    assert periods == [
        ("established", "1948", "1967-06", ("amber",)),
        ("broken-off", "1967-06", "1991-10", ("cobalt",)),
        ("restored", "1991-10", "", ("amber", "cobalt")),
    ]
    assert found.state == "restored"


def test_one_says_suspended_and_the_other_says_it_goes_on() -> None:
    """The state differs, each side's own stands; Amber agrees to it, and it is one again."""
    line = capitals()
    tie(line, "amber", "established", "2015-09", tie="mechanism")
    number = tie(line, "cobalt", "suspended", "2017-04", tie="mechanism")
    (found,) = ties(line.states["amber"], LINE)
    assert found.state == "differs"
    assert [(party, act.act) for party, act in found.by_party] == [
        ("amber", "established"),
        ("cobalt", "suspended"),
    ]
    line.do("amber", Answer(number, "AGREE"))
    (found,) = ties(line.states["cobalt"], LINE)
    assert found.state == "suspended"


def test_relations_broken_off_with_one_and_restored_with_its_successor() -> None:
    """Two ties stay two; the newer one names the older as soon as a side says who succeeds whom."""
    line = capitals()
    tie(line, "amber", "broken-off", "1967", **{"with": "Amber, Old Union"})
    tie(line, "cobalt", "restored", "1991", **{"with": "Cobalt, Amber"})
    tie(line, "amber", "restored", "1991", **{"with": "Kesh, Amber"})
    assert all(not one.before for one in ties(line.states["amber"], LINE))
    put(line, "cobalt", "ACT", actor="Cobalt", kind="state", successor_of="old union")
    found = {one.between: one for one in ties(line.states["amber"], LINE)}
    assert list(found.values()) == ties(line.states["cobalt"], LINE)
    assert found["Cobalt", "Amber"].before == (
        Before(("Amber", "Old Union"), "broken-off", "Cobalt", "old union", "cobalt"),
    )
    assert [one.state for one in found.values()] == ["restored", "restored", "broken-off"]
    assert not found["Kesh", "Amber"].before


def test_each_side_says_what_a_mechanism_rests_on() -> None:
    """Amber: an oral understanding, twice a year; Cobalt: only reported. Neither is overruled."""
    line = capitals()
    said: dict[str, Json] = {"rests_on": "oral", "levels": ["deputies"], "rhythm": "twice a year"}
    more: dict[str, Json] = {"channels": "safety, strategic", "secrecy": "parts"}
    tie(line, "amber", "established", "2015-09", tie="mechanism", **said, **more)
    tie(line, "cobalt", "established", "2015-10", tie="mechanism", rests_on="reported")
    tie(line, "amber", "suspended", "2017-04", tie="mechanism")
    (found,) = ties(line.states["cobalt"], LINE)
    terms = dict(found.terms)
    assert terms["amber"] == Terms(
        "oral", "", "parts", ("deputies",), "twice a year", ("safety", "strategic")
    )
    assert terms["cobalt"] == Terms("reported")


def test_a_tie_with_one_end_is_odd() -> None:
    """Naming only one side is said before release."""
    line = capitals()
    fields = {"tie": "talks", "with": "Amber", "act": "resumed", "day": "2026"}
    assert line.rules("cobalt", Send("CSU", fields)) == ["tie-alone"]


def test_fourteen_fields_are_stated_and_one_is_named() -> None:
    """Fourteen stated by both, one named by both, one by Cobalt; the state of each follows."""
    line = capitals()
    visit = contact(line)
    planning: Json = {"field": "Strategic planning", "state": "named", "topic": "planning"}
    put(line, "amber", "CFC", contact=visit, count=14, fields=[planning])
    (found,) = cooperation(line.states["cobalt"], LINE)
    assert found.in_words == "14 stated, 1 named"
    moved: dict[str, Json] = {
        "field": "strategic  planning",
        "state": "working",
        "lead": "the two ministries",
    }
    put(
        line,
        "cobalt",
        "CFC",
        contact=visit,
        count=14,
        fields=[moved, {"field": "Space", "state": "named"}],
    )
    (found,) = cooperation(line.states["amber"], LINE)
    assert found.in_words == "14 stated, 2 named"
    space, both = found.fields
    assert [(one.party, one.state) for one in both] == [("amber", "named"), ("cobalt", "working")]
    assert [one.party for one in space] == ["cobalt"]
    put(line, "cobalt", "CFC", contact=visit, count=12, fields=[{**moved, "state": "ended"}])
    (found,) = cooperation(line.states["amber"], LINE)
    assert found.in_words == "12 or 14 stated, 2 named"
    ended = found.fields[1][1]
    assert (ended.state, [state for _, state in ended.earlier]) == ("ended", ["working"])


def test_a_list_longer_than_its_count_is_odd() -> None:
    """Two listed and one stated, and a list that belongs to nothing: both are said."""
    line = capitals()
    listed: Json = [{"field": "Space", "state": "named"}, {"field": "Trade", "state": "named"}]
    found = line.rules("amber", Send("CFC", {"count": 1, "fields": listed}))
    assert found == ["count-less", "fields-of-nothing"]


def test_who_is_named_and_sits_at_no_table_holds_no_account() -> None:
    """Elbonia took part in the talks, Kesh is affected: of neither an account is held here."""
    line = capitals()
    people: Json = [{"office": "envoy", "side": "Elbonia"}, {"office": "minister", "side": "AMBER"}]
    talks = contact(line, kind="talks", participants=people)
    parties: Json = [
        {"name": "Amber", "standing": "party"},
        {"name": "Kesh", "standing": "affected"},
    ]
    put(line, "cobalt", "ACT", actor="Quartet", kind="format", members=parties)
    found = {one.name: one for one in actors(line.states["amber"], LINE)}
    assert {name: one.account for name, one in found.items()} == {
        "amber": "held",
        "cobalt": "held",
        "Elbonia": "none",
        "Kesh": "none",
        "Quartet": "none",
    }
    assert found["Elbonia"].named_in == (talks,)
    assert talks in found["amber"].named_in
    assert [standing for standing, _ in found["Kesh"].standings] == ["affected"]
    assert actors(line.states["cobalt"], LINE) == actors(line.states["amber"], LINE)


def test_the_account_of_a_state_is_held_when_its_ministry_is_at_the_table() -> None:
    """Amber says that it is a part of Westland; that Cobalt is a part of Kesh, Amber cannot say."""
    line = capitals()
    put(line, "amber", "ACT", actor="Amber", kind="agency", part_of="Westland")
    put(line, "amber", "ACT", actor="cobalt", kind="agency", part_of="Kesh")
    people: Json = [{"office": "envoy", "side": "Westland"}, {"office": "envoy", "side": "Kesh"}]
    contact(line, participants=people)
    found = {one.name: (one.account, one.seats) for one in actors(line.states["cobalt"], LINE)}
    assert found["Westland"] == ("held", ("amber",))
    assert found["Kesh"] == ("none", ())


def test_who_was_expected_and_stayed_away_is_on_record_as_absent() -> None:
    """Kesh's minister did not come to the conference: absent there, and no account of it held."""
    line = capitals()
    people: Json = [
        {"office": "minister", "side": "amber", "capacity": "head"},
        {"office": "minister", "side": "Kesh", "capacity": "absent"},
    ]
    number = contact(line, kind="conference", participants=people, invited_by="Elbonia")
    found = {one.name: one for one in actors(line.states["cobalt"], LINE)}
    assert found["Kesh"].standings == (("absent", number),)
    assert found["Kesh"].account == "none"
    assert found["amber"].standings == ()
    one = contacts(line.states["cobalt"], LINE).find(number)
    assert one is not None
    assert one.said("invited_by") == "Elbonia"
    assert [each.is_absent for each in one.records[0].participants] == [False, True]


def test_each_side_names_an_actor_in_its_own_way() -> None:
    """Two records of one actor: kind and names of both stand, each in its newest wording."""
    line = capitals()
    names: Json = [{"by": "cobalt", "name": "the northern group", "recognised": False}]
    mine = put(line, "amber", "ACT", actor="Elbonia", kind="state", names=names)
    put(line, "cobalt", "ACT", actor="elbonia", kind="group")
    line.do("amber", Correct(mine, {"kind": "force"}))
    one = next(each for each in actors(line.states["cobalt"], LINE) if each.name == "Elbonia")
    assert [(view.party, view.kind) for view in one.views] == [
        ("amber", "force"),
        ("cobalt", "group"),
    ]
    assert [(name.by, name.name, name.recognised) for name in one.names] == [
        ("cobalt", "the northern group", False)
    ]


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2015-01-01", []),
        ("2016-06-06", [("Vale", True)]),
        ("2018", [("Vale", True), ("Ardo", True)]),
        ("2030", [("Ardo", True)]),
    ],
)
def test_who_holds_an_office_at_a_date(day: str, held: list[tuple[str, bool]]) -> None:
    """Before anybody, during the first, in the year of the change both, and the second since."""
    line = capitals()
    people: Json = [
        {"name": "Vale", "office": "Minister", "from_day": "2016-05", "until_day": "2018-11-14"},
        {"name": "Ardo", "office": "minister", "from_day": "2018-11-15"},
    ]
    put(line, "amber", "ACT", actor="Amber", kind="state", people=people)
    span = day_span(day)
    assert span is not None
    found = in_office(line.states["cobalt"].line(LINE), "MINISTER", span)
    assert [(one.name, one.held_at(span)) for _, one in found] == held
