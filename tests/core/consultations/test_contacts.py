"""Contacts as each side records them, joined, linked, and with what is inconsistent in them."""

from __future__ import annotations

import random

from detente.core.consultations.contacts import DIFFERS, Contact, contacts
from detente.core.consultations.days import Span, day_span
from detente.core.consultations.frequency import Levels, frequency
from detente.core.line.commands import Cancel, Correct, Send
from detente.core.values import Fields
from tests.support.capitals import capitals, contact, put
from tests.support.line import LINE, T0, Parties


def known(line: Parties, number: str, party: str = "cobalt") -> Contact:
    """A contact as a party computes it."""
    found = contacts(line.states[party], LINE).find(number)
    assert found is not None
    return found


def test_both_sides_records_are_one_contact_and_stand_side_by_side() -> None:
    """Cobalt's record joins Amber's; they differ on the initiative and the level, which is said."""
    line = capitals()
    first = contact(line, "amber", initiator="Cobalt", place="Northport")
    second = contact(
        line, "cobalt", same_as=first, initiator="Amber", level="leaders", day="2026-02"
    )
    one = known(line, second)
    assert one == known(line, first, "amber")
    assert one.number == first
    assert [record.party for record in one.records] == ["amber", "cobalt"]
    assert one.differ == ("level", "initiator")
    assert (one.said("initiator"), one.said("place"), one.state) == (DIFFERS, "Northport", "held")
    assert one.when == day_span("2026-02-18")  # the month may mean the day: no contradiction


def test_a_date_that_cannot_be_the_same_is_a_difference() -> None:
    """Amber says the 18th, Cobalt the 20th: both stand, and the date spans both."""
    line = capitals()
    first = contact(line, "amber")
    contact(line, "cobalt", same_as=first, day="2026-02-20")
    one = known(line, first)
    assert one.differ == ("when",)
    begins, ends = day_span("2026-02-18"), day_span("2026-02-20")
    assert begins is not None
    assert ends is not None
    assert one.when == Span(begins.first_ms, ends.last_ms)


def test_a_visit_has_its_meetings_and_is_followed_by_the_next() -> None:
    """Three meetings of one visit, by date; the next visit follows it, named by a later wording."""
    line = capitals()
    visit = contact(line, latest="2026-02-19")
    late = contact(line, kind="meeting", part_of=visit, day="2026-02-19")
    early = contact(line, kind="meeting", part_of=visit)
    changed = line.do("amber", Correct(visit, {"place": "Northport"}))
    following = contact(line, "cobalt", state="planned", day="2026-06", follows=changed)
    one = known(line, visit)
    assert one.parts == (early, late)
    assert one.follow_ups == (following,)
    assert known(line, following).follows == visit
    assert [
        each.number for each in contacts(line.states["amber"], LINE).before(known(line, following))
    ] == [visit]


def test_each_wording_of_a_record_stays() -> None:
    """Late summer, then a day, postponed, held: every step is kept with its date."""
    line = capitals()
    number = contact(
        line, state="tentative", day="2026-08", latest="2026-10", when_words="late summer or autumn"
    )
    assert known(line, number).is_ahead
    newest = number
    for state, day in (
        ("planned", "2026-09-10"),
        ("postponed", "2026-10-01"),
        ("held", "2026-10-02"),
    ):
        changes = {"state": state, "day": day, "latest": None, "when_words": None}
        newest = line.do("amber", Correct(newest, changes))
    one = known(line, number)
    (record,) = one.records
    assert [stage.state for stage in record.stages] == ["tentative", "planned", "postponed", "held"]
    assert one.when == day_span("2026-10-02")
    assert (one.is_held, one.is_ahead) == (True, False)


def test_a_record_taken_back_is_still_there() -> None:
    """Amber cancels its record: the contact says so; Cobalt's record keeps it alive."""
    line = capitals()
    first = contact(line, "amber")
    line.do("amber", Cancel(first, "wrong"))
    assert known(line, first).state == "taken back"
    second = contact(line, "cobalt", same_as=first, place="Northport")
    one = known(line, first)
    assert (one.number, one.state, one.said("place")) == (first, "held", "Northport")
    assert {record.number: record.taken_back for record in one.records} == {
        first: True,
        second: False,
    }


def test_what_is_inconsistent_is_said_and_changes_nothing() -> None:
    """Unknown numbers, loops, dates in the wrong order, one serial twice, a part outside."""
    line = capitals()
    rules = line.rules(
        "amber", Send("CON", {"kind": "call", "state": "held", "part_of": "AMBER-2026-0099"})
    )
    assert rules == ["contact-unknown"]
    first = contact(line, series="Round", serial=3, follows="AMBER-2026-0099", latest="2026-01")
    second = contact(
        line, "cobalt", series="round", serial=3, part_of=first, follows=first, day="2025"
    )
    line.do(
        "amber",
        Correct(first, {"follows": second}),
    )
    said = {problem.rule for problem in known(line, first).remarks}
    assert said == {"dates-order", "serial-twice", "contact-loop"}
    said = {problem.rule for problem in known(line, second).remarks}
    assert said == {"serial-twice", "part-outside", "contact-loop"}


def test_a_slip_is_said_before_it_is_released() -> None:
    """A serial taken, an end before the beginning: refused until the officer passes it by name."""
    line = capitals()
    contact(line, series="Round", serial=3)
    fields: Fields = {"kind": "visit", "state": "held", "series": "ROUND", "serial": 3}
    assert line.rules("cobalt", Send("CON", fields)) == ["serial-twice"]
    backwards: Fields = {"kind": "call", "state": "held", "from_ms": T0, "until_ms": T0 - 1}
    assert line.rules("cobalt", Send("CON", backwards)) == ["dates-order"]


def test_contacts_are_counted_by_kind_level_and_gap() -> None:
    """The third leaders' meeting in six months; a meeting of a visit is counted apart from it."""
    line = capitals()
    days = ("2025-09-21", "2025-11-30", "2026-02-21")
    visits = [contact(line, level="leaders", day=day) for day in days]
    contact(line, kind="meeting", part_of=visits[0], day=days[0])
    contact(line, kind="call", level="ministers", day="2026-02")
    contact(line, kind="call", day="2026")
    contact(line, kind="call", state="cancelled", day="2026-01-05")
    whole = contacts(line.states["cobalt"], LINE)
    period = Span(day_span("2025-09").first_ms, day_span("2026-02").last_ms)  # type: ignore[union-attr]  # both are dates
    found = frequency(whole, period)
    assert (found.held, found.parts, found.perhaps, found.cancelled) == (4, 1, 1, 1)
    assert found.by_kind == (("visit", 3), ("call", 1))
    assert found.by_level == (("leaders", 3), ("ministers", 1))
    assert (found.days_between_median, found.days_between_longest) == (76, 83)
    assert [Levels(whole).nth(known(line, one)) for one in visits] == [1, 2, 3]


def test_any_order_of_arrival_gives_the_same_contacts() -> None:
    """The second journal comes first, the third late: the watcher computes what the members do."""
    line = capitals("amber", "cobalt", "meridian", "watcher")
    visit = contact(line, latest="2026-02-19")
    contact(line, "cobalt", same_as=visit, level="leaders")
    contact(line, "meridian", kind="meeting", part_of=visit)
    line.do("amber", Correct(visit, {"place": "Northport"}))
    put(line, "cobalt", "CON", kind="visit", state="planned", follows=visit, day="2026-06")
    wanted = contacts(line.states["amber"], LINE)
    for seed in range(6):
        rng = random.Random(seed)
        line.states["watcher"] = line.member("watcher")
        queues = [list(line.journals[name]) for name in ("amber", "cobalt", "meridian")]
        while any(queues):
            line.deliver("watcher", rng.choice([one for one in queues if one]).pop(0))
        assert contacts(line.states["watcher"], LINE).all == wanted.all
