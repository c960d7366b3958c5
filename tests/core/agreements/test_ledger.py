"""Counts side by side, event by event; and the figures of a review that both read the same."""

from __future__ import annotations

from detente.core.agreements.found import findings
from detente.core.agreements.ledger import Ledger, ledger
from detente.core.agreements.review import Review, Spread, review, spread
from detente.core.line.commands import Read, ReadBack, Send
from detente.core.line.due import Due
from detente.core.values import Json
from tests.support.agreements import DAY, act, signed
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa

SHORT: dict[str, Json] = {"article": "1", "rule": "lead-time", "minutes": 15}


def both(line: Parties) -> Ledger:
    """The ledger of the first day, which must be the same at every member."""
    sides = [ledger(state, LINE, T0, T0 + DAY, line.now_ms) for state in line.states.values()]
    assert all(one == sides[0] for one in sides)
    return sides[0]


def count(
    line: Parties, party: str, number: int, refs: str = "", text: str = "", source: str = ""
) -> str:
    """A party's count of short warnings of cobalt on the first day; under article 1 of a text."""
    said: dict[str, Json] = {"what": "warnings too late", "whose": "Cobalt", "count": number}
    if refs:
        said["refs"] = refs
    if text:
        said["article"] = "1"
    fields: dict[str, Json] = {
        "from_ms": T0,
        "until_ms": T0 + DAY,
        "source": source or party.title(),
        "counts": [said],
        **({"text": text} if text else {}),
    }
    return line.do(party, Send("BRC", fields))


def test_each_count_stands_beside_the_other_and_beside_the_rules() -> None:
    """Amber counts three, cobalt one, a monitor two, the rules found two; nothing is added up."""
    line = Parties()
    text = signed(line, SHORT)
    for _ in range(2):
        line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    count(line, "amber", 3, text=text)
    count(line, "cobalt", 1, text=text)
    count(line, "amber", 2, text=text, source="Monitors")
    found = both(line)
    (row,) = found.rows
    assert (row.text, row.article, row.whose, row.found) == (text, "1", "cobalt", 2)
    assert row.counts == (("Monitors (given by amber)", 2), ("amber", 3), ("cobalt", 1))
    assert found.sources == ("Monitors (given by amber)", "amber", "cobalt")


def test_event_by_event_both_one_or_nobody_has_it_on_record() -> None:
    """Counted by number, told in a case, accepted, or only found: each stands in its column."""
    line = Parties()
    signed(line, SHORT)
    numbers = [line.do("cobalt", Send("NWA", nwa())) for _ in range(4)]
    line.now_ms = T0 + 3 * HOUR
    ids = [one.finding for one in findings(line.states["amber"], LINE, line.now_ms)]
    line.do("cobalt", Send("FAN", {"finding": ids[0], "answer": "accept"}))
    line.do("cobalt", Send("FAN", {"finding": ids[1], "answer": "dispute"}))
    count(line, "amber", 2, f"{numbers[0]}, {ids[1]}, AMBER-LOG-77")
    count(line, "cobalt", 1, numbers[2])
    found = both(line)
    columns = {one.name: one.column(found.sides) for one in found.entries}
    assert columns == {
        ids[0]: "both",
        ids[1]: "only amber",
        ids[2]: "only cobalt",
        ids[3]: "neither",
        "AMBER-LOG-77": "only amber",
    }
    assert found.columns() == {"both": 1, "neither": 1, "only amber": 2, "only cobalt": 1}
    disputed = next(one for one in found.entries if one.name == ids[1])
    assert [(said.party, said.what) for said in disputed.answers] == [("cobalt", "dispute")]


def test_a_case_that_nobody_had_notified_says_so() -> None:
    """An entry that one side reports, with no notice over it; with one, whose it was."""
    line = Parties()
    signed(line, SHORT)
    place: dict[str, Json] = {"lat_e7": 355_000_000, "lon_e7": 357_000_000}
    line.do("cobalt", Send("NAA", naa(circle(36.9))))
    line.now_ms = T0 + 2 * HOUR + 10 * MINUTE
    incident: dict[str, Json] = {"types": ["INCUR"], "happened_ms": line.now_ms - MINUTE}
    first = line.do("amber", Send("INR", {**incident, "point": place}))
    there: dict[str, Json] = {"lat_e7": 369_000_000, "lon_e7": 357_000_000}
    other = line.do("amber", Send("INR", {**incident, "point": there}))
    found = {one.name: one for one in both(line).entries}
    assert found[first].notified == ()
    assert found[other].notified == ("cobalt",)
    assert found[first].column(("amber", "cobalt")) == "only amber"


def figures(line: Parties, due: tuple[Due, ...] = ()) -> Review:
    """The review of the first day, which must be the same at every member."""
    sides = [
        review(state, LINE, T0, T0 + DAY, line.now_ms, lambda _: due)
        for state in line.states.values()
    ]
    assert all(one == sides[0] for one in sides)
    return sides[0]


def test_a_review_counts_what_both_sides_hold() -> None:
    """Reading times, notice given, findings by answer, cases, changes: one table for both."""
    line = Parties()
    text = signed(line, SHORT)
    began = line.now_ms
    late = line.do("cobalt", Send("NWA", nwa()))
    good = line.do("cobalt", Send("NWA", nwa()))
    unread = line.do("amber", Send("NAA", naa(circle(36.5))))
    line.now_ms = began + 10 * MINUTE
    line.do("amber", Read(good))
    line.do("amber", ReadBack(good))
    line.now_ms = T0 + 2 * HOUR - 5 * MINUTE
    line.do("amber", ReadBack(late))
    line.now_ms = T0 + 4 * HOUR
    line.do("amber", Send("INR", {"types": ["LATE"], "happened_ms": T0 + 2 * HOUR}))
    act(line, "cobalt", text, "suspend")
    finding = next(
        one for one in findings(line.states["amber"], LINE, line.now_ms) if one.subject == late
    )
    line.do("cobalt", Send("FAN", {"finding": finding.finding, "answer": "accept"}))
    owed = Due(T0 + 3 * HOUR, "cobalt", "cases", "question", "AMBER-2026-0009", "A", "an answer")
    found = figures(line, (owed,))
    amber, cobalt = found.parties
    assert (cobalt.party, cobalt.notices, cobalt.findings) == ("cobalt", 2, (("accept", 1),))
    assert (amber.read_ms.least, amber.read_ms.most) == (
        10 * MINUTE,
        T0 + 2 * HOUR - 5 * MINUTE - began,
    )
    assert cobalt.unread >= 1
    assert cobalt.lead_ms == Spread(2, 5 * MINUTE, 5 * MINUTE, 5 * MINUTE, 108 * MINUTE)
    assert (cobalt.short, cobalt.on_time, cobalt.after) == (1, 1, 0)
    assert [(text_, count_, open_) for _, text_, _, _, count_, open_ in found.by_rule] == [
        (text, 1, 1),
        (text, 1, 0),
    ]
    assert (found.opened, found.closed, len(found.open_cases), found.late) == (1, 0, 1, 1)
    states = [(one.state, one.by) for one in found.changes]
    assert states[-1] == ("suspended", ("cobalt",))
    assert unread


def test_a_truce_shows_what_was_found_and_each_sources_count() -> None:
    """Breaches of a truce by source, not added up, beside what the rules found under it."""
    line = Parties()
    ground = circle(radius_km=40)["outline"]
    text = signed(line, {"article": "1", "rule": "no-weapons"}, kind="truce", area=ground)
    line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 5 * HOUR
    count(line, "amber", 14, text=text)
    count(line, "amber", 9, text=text, source="Monitors")
    (truce,) = review(line.states["cobalt"], LINE, T0, T0 + DAY, T0 + DAY).truces
    assert truce.found == (("cobalt", 1),)
    assert truce.counted == (("Monitors (given by amber)", 9), ("amber", 14))


def test_the_middle_of_some_times_is_one_of_them() -> None:
    """Nothing is averaged: every figure is a time that somebody took."""
    assert spread([]) == Spread()
    assert spread([5]) == Spread(1, 5, 5, 5, 5)
    assert spread(range(10, 0, -1)) == Spread(10, 1, 5, 9, 10)
