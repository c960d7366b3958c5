"""Contacts, commitments and what falls due, as two nodes show them to their desks; the calendar."""

from __future__ import annotations

from dataclasses import replace

import icalendar
import pytest

from detente.core.consultations.days import day_span
from detente.core.line.commands import Answer, Correct, Send
from detente.core.line.message import Status
from detente.core.values import Json
from detente.node.consultations import (
    actor_views,
    commitment_views,
    contact_page,
    contact_views,
    cooperation_views,
    frequency_view,
    tie_views,
)
from detente.node.due_view import contacts_of, due_views, lines_of
from detente.node.inputs import Done
from detente.node.node import Node
from detente.wire.calendar import calendar
from detente.wire.consultation_views import ContactPageView
from tests.support import pair as pair_module
from tests.support.pair import LINE, Pair


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Two nodes on a diplomatic channel."""
    charter = replace(pair_module.CHARTER, kind="diplomatic")
    monkeypatch.setattr(pair_module, "CHARTER", charter)
    return Pair()


def say(pair: Pair, party: str, code: str, **fields: Json) -> str:
    """Put something on record, and let the other side hear it; its number."""
    return done(pair, party, Send(code, {name.rstrip("_"): one for name, one in fields.items()}))


def done(pair: Pair, party: str, command: Send | Correct | Answer) -> str:
    """Do what must not be refused, and let the other side hear it."""
    outcome = pair.do(party, command)
    assert isinstance(outcome, Done), outcome
    pair.settle()
    assert outcome.number is not None
    return outcome.number


def page(node: Node, number: str) -> ContactPageView:
    """All that a node shows of a contact."""
    found = contact_page(node, LINE, number)
    assert found is not None
    return found


def visit(pair: Pair) -> tuple[str, str, str]:
    """A visit with a meeting, an agenda, two readouts, a promise; visit, next one, promise."""
    people: Json = [{"office": "envoy", "side": "Kesh"}, {"office": "minister", "side": "Amber"}]
    first = say(
        pair,
        "amber",
        "CON",
        kind="visit",
        state="held",
        level="ministers",
        day="2026-02-18",
        participants=people,
        initiator="Amber",
    )
    say(pair, "cobalt", "CON", kind="meeting", state="held", day="2026-02-18", part_of=first)
    security: Json = {
        "item": "Security",
        "topic": "safety",
        "stance": "moved",
        "moved_to": "Coast",
    }
    say(pair, "amber", "CAG", contact=first, items=[security])
    topic: Json = {"item": "Truce", "topic": "truce", "said": "agreed"}
    say(pair, "amber", "CRO", contact=first, topics=[topic])
    say(
        pair,
        "cobalt",
        "CRO",
        contact=first,
        topics=[{"item": "truce", "topic": "truce", "said": "differed"}],
        initiator="Cobalt",
    )
    say(
        pair,
        "amber",
        "CFC",
        contact=first,
        count=14,
        fields=[{"field": "Planning", "state": "named"}],
    )
    promise = say(
        pair, "amber", "CCM", what="Send the charts", owner="Cobalt", due="2026-10", contact=first
    )
    following = say(
        pair,
        "cobalt",
        "CON",
        kind="visit",
        state="planned",
        day="2026-12-03",
        follows=first,
        purpose="Review",
        place="Northport; hall 2",
    )
    return first, following, promise


def test_a_report_stands_beside_the_contact_however_it_is_named(pair: Pair) -> None:
    """A report about the other side's record of one visit is told at the visit, with its chain."""
    ours = say(pair, "amber", "CON", kind="visit", state="held", day="2026-02-18")
    theirs = say(pair, "cobalt", "CON", kind="visit", state="held", day="2026-02-18", same_as=ours)
    chain: Json = [
        {"part": "speaker", "office": "political source", "named": "anonymous"},
        {"part": "outlet", "name": "Coast Post", "named": "named"},
    ]
    report = say(
        pair,
        "cobalt",
        "REP",
        kind="contact",
        words="They met twice",
        hedge="reportedly",
        source_sha256="ab" * 32,
        publisher="Coast Post",
        chain=chain,
        contact=theirs,
    )
    for node in (pair.amber, pair.cobalt):
        (told,) = page(node, ours).reported
        assert (told.number, told.contact, told.put_by) == (report, ours, "cobalt")
        assert told.by == "reported by Coast Post, citing political source (not named)"
        assert page(node, ours).comparison.readouts == ()


def test_both_desks_see_the_same_page_of_a_contact(pair: Pair) -> None:
    """Agenda, contradiction, initiative, fields, promise, no account of Kesh: the same at both."""
    first, following, promise = visit(pair)
    shown = page(pair.amber, first)
    assert shown == page(pair.cobalt, first)
    assert contact_page(pair.amber, LINE, "AMBER-2026-0099") is None
    assert [one.kind for one in shown.parts] == ["meeting"]
    assert [one.account for one in shown.contact.records[0].participants] == ["none", "held"]
    (item,) = shown.agenda
    assert (item.outcome_words, item.moved_to, item.here) == (
        "taken to another channel",
        ("Coast",),
        (LINE.channel,),
    )
    assert [one.verdict for one in shown.comparison.topics] == ["contradict"]
    assert shown.comparison.initiative_verdict == "contradict"
    assert [one.words for one in shown.cooperation] == ["14 stated, 1 named"]
    assert [one.number for one in shown.made] == [promise]
    assert [one.number for one in page(pair.cobalt, following).due] == [promise]
    assert [one.number for one in contact_views(pair.amber, LINE, ahead=True)] == [following]
    assert cooperation_views(pair.amber, LINE) == cooperation_views(pair.cobalt, LINE)


def test_a_promise_is_late_until_the_other_side_says_done(pair: Pair) -> None:
    """Due in October: late in November, confirmed, settled, and then not among the open ones."""
    _, following, promise = visit(pair)
    span = day_span("2026-11-05")
    assert span is not None
    pair.clock.now_ms = span.first_ms
    done(pair, "cobalt", Answer(promise, "AGREE"))
    (one,) = commitment_views(pair.cobalt, LINE, open_only=True)
    assert (one.late, one.confirmed, one.state) == (True, ("cobalt",), "open")
    say(pair, "amber", "CST", commitment=promise, state="done", contact=following)
    assert commitment_views(pair.cobalt, LINE, open_only=True) == []
    (one,) = commitment_views(pair.amber, LINE, open_only=False)
    assert (one.late, one.settled, one.said[0].contact) == (False, True, following)


def test_ties_actors_and_figures_are_shown(pair: Pair) -> None:
    """Periods of relations, who is minister in March, and how often there was contact."""
    visit(pair)
    say(pair, "amber", "CSU", tie="relations", act="restored", with_="Amber, Cobalt", day="1991-10")
    holder: Json = {
        "name": "Vale",
        "office": "minister",
        "from_day": "2025",
        "until_day": "2026-04",
    }
    say(pair, "cobalt", "ACT", actor="Cobalt", kind="state", people=[holder])
    (tie,) = tie_views(pair.cobalt, LINE)
    assert [(one.act_words, one.since, one.on) for one in tie.periods] == [
        ("restored", "1991-10", True)
    ]
    cobalt = next(
        one
        for one in actor_views(pair.amber, LINE, day_span("2026-03"))
        if one.at_table == "cobalt"
    )
    assert [(one.name, one.held) for one in cobalt.people] == [("Vale", True)]
    cobalt = next(
        one
        for one in actor_views(pair.amber, LINE, day_span("2026-05"))
        if one.at_table == "cobalt"
    )
    assert cobalt.people == ()
    period = day_span("2026")
    assert period is not None
    figures = frequency_view(pair.amber, LINE, period)
    assert (figures.held, figures.parts) == (1, 1)


def test_absence_invitations_and_what_a_mechanism_rests_on_are_shown(pair: Pair) -> None:
    """Kesh stayed away from Elbonia's conference; a tie's ground, an actor's forerunner."""
    people: Json = [{"office": "minister", "side": "Kesh", "capacity": "absent"}]
    number = say(
        pair,
        "amber",
        "CON",
        kind="conference",
        state="held",
        day="2016-06-03",
        invited_by="Elbonia",
        participants=people,
    )
    (record,) = page(pair.cobalt, number).contact.records
    assert record.invited_by == "Elbonia"
    (person,) = record.participants
    assert (person.capacity, person.account) == ("absent", "none")
    assert person.capacity_words == "expected, and did not come"
    say(
        pair,
        "cobalt",
        "CSU",
        tie="mechanism",
        act="established",
        with_="Amber, Cobalt",
        day="2015-09",
        rests_on="oral",
        levels=["deputies"],
    )
    (tie,) = tie_views(pair.amber, LINE)
    assert [(one.party, one.rests_on_words, one.level_words) for one in tie.terms] == [
        ("cobalt", "oral understanding", ("deputy ministers",))
    ]
    say(pair, "amber", "ACT", actor="Amber", kind="state", successor_of="Old Amber")
    actor = next(one for one in actor_views(pair.cobalt, LINE, None) if one.at_table == "amber")
    assert [one.successor_of for one in actor.records] == ["Old Amber"]


def test_the_calendar_can_be_read_by_another_program(pair: Pair) -> None:
    """Parsed back: dates, cancelled contacts, tasks with their dates, reminders."""
    first, following, promise = visit(pair)
    undated = say(pair, "amber", "CCM", what="Meet", owner="both")
    begins = pair.clock.now_ms
    call = say(
        pair,
        "amber",
        "CON",
        kind="call",
        state="planned",
        from_ms=begins,
        until_ms=begins + 600_000,
    )
    done(pair, "amber", Correct(call, {"state": "cancelled"}))
    lines = lines_of(pair.cobalt, Status.ACTUAL)
    assert lines == [LINE]
    assert lines_of(pair.cobalt, Status.EXERCISE) == []
    due = due_views(pair.cobalt, lines)
    assert [one.number for one in due] == [promise, following, undated]
    data = calendar(contacts_of(pair.cobalt, lines), due, name="cobalt", now_ms=begins)
    read = icalendar.Calendar.from_ical(data)
    events = {str(one["uid"]).split("@")[0]: one for one in read.walk("VEVENT")}
    assert len(events) == 4
    one = events[following]
    assert (str(one.decoded("dtstart")), str(one.decoded("dtend"))) == ("2026-12-03", "2026-12-04")
    assert (str(one["status"]), str(one["location"])) == ("CONFIRMED", "Northport; hall 2")
    assert str(one["summary"]) == "visit, planned: Review"
    assert [str(alarm["action"]) for alarm in one.walk("VALARM")] == ["DISPLAY"]
    assert events[first].walk("VALARM") == []
    assert (str(events[call]["status"]), str(events[call].decoded("sequence"))) == (
        "CANCELLED",
        "1",
    )
    assert events[call].decoded("dtend").timestamp() * 1000 == begins // 1000 * 1000 + 600_000
    tasks = read.walk("VTODO")
    assert [str(task["summary"]) for task in tasks] == [
        "commitment (cobalt): Send the charts",
        "commitment: Meet",
    ]
    assert str(tasks[0].decoded("due")) == "2026-10-31"
    assert "due" not in tasks[1]
    data = calendar((), due, name="cobalt", now_ms=begins, as_events=True)
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert (str(event.decoded("dtstart")), str(event["transp"])) == ("2026-10-31", "TRANSPARENT")
