"""Commitments: confirmed or not, how each side says they stand, what comes up at the next visit."""

from __future__ import annotations

from detente.core.consultations.commitments import Commitment, commitments, due_at
from detente.core.consultations.contacts import contacts
from detente.core.consultations.due import due_items
from detente.core.line.commands import Answer, Correct, Send
from detente.core.line.due import NEVER_MS
from detente.core.values import Json
from detente.core.watch.due import due_list
from tests.support.capitals import capitals, contact, put
from tests.support.line import LINE, T0, Parties


def only(line: Parties) -> Commitment:
    """The only commitment, which must be the same at both members."""
    (one,) = commitments(line.states["amber"], LINE)
    assert [one] == commitments(line.states["cobalt"], LINE)
    return one


def comes_up(line: Parties, number: str) -> list[str]:
    """Numbers of the commitments that come up at a contact."""
    state = line.states["cobalt"]
    known = contacts(state, LINE)
    one = known.find(number)
    assert one is not None
    return [each.number for each in due_at(one, known, commitments(state, LINE))]


def test_a_commitment_without_an_owner_is_refused_and_one_of_nobody_is_odd() -> None:
    """No owner: refused with the field; a name that nobody knows: said, and passed by its rule."""
    line = capitals()
    assert line.rules("amber", Send("CCM", {"what": "Send the charts"})) == ["required"]
    fields = {"what": "Send the charts", "owner": "Elbonia"}
    assert line.rules("amber", Send("CCM", fields)) == ["owner-unknown"]
    put(line, "amber", "ACT", actor="Elbonia", kind="state")
    assert line.rules("amber", Send("CCM", fields)) == []
    assert line.rules("amber", Send("CCM", {"what": "Meet again", "owner": "both"})) == []


def test_the_other_side_confirms_or_disputes() -> None:
    """Silent at first, then it disagrees, then it agrees: the last answer stands."""
    line = capitals()
    number = put(line, "amber", "CCM", what="Send the charts", owner="Cobalt", due="2026-12")
    assert (only(line).confirmed, only(line).silent) == ((), ("cobalt",))
    line.do("cobalt", Answer(number, "DISAGREE", field_name="due"))
    assert only(line).disputed == ("cobalt",)
    line.do("cobalt", Answer(number, "AGREE"))
    assert (only(line).confirmed, only(line).disputed, only(line).silent) == (("cobalt",), (), ())


def test_an_owner_alone_does_not_settle_its_promise() -> None:
    """Cobalt says done, Amber says in hand: they differ; Amber says done too: settled."""
    line = capitals()
    number = put(line, "amber", "CCM", what="Send the charts", owner="Cobalt", due="2026-11-20")
    late_ms = T0 + 30 * 86_400_000
    assert only(line).is_late(late_ms)
    put(line, "cobalt", "CST", commitment=number, state="done")
    assert (only(line).state, only(line).is_claimed_done, only(line).is_settled) == (
        "done",
        True,
        False,
    )
    put(line, "amber", "CST", commitment=number, state="in-hand")
    assert (only(line).state, only(line).is_settled, only(line).is_late(late_ms)) == (
        "differs",
        False,
        True,
    )
    put(line, "amber", "CST", commitment=number, state="done")
    assert (only(line).state, only(line).is_settled, only(line).is_late(late_ms)) == (
        "done",
        True,
        False,
    )


def test_what_both_own_is_not_settled_by_one_of_them() -> None:
    """Amber says that what both promised is done: only said to be; Cobalt says so too: settled."""
    line = capitals()
    number = put(line, "amber", "CCM", what="Meet again", owner="both")
    put(line, "amber", "CST", commitment=number, state="done")
    assert (only(line).is_claimed_done, only(line).is_settled) == (True, False)
    put(line, "cobalt", "CST", commitment=number, state="done")
    assert (only(line).is_claimed_done, only(line).is_settled) == (False, True)


def test_the_state_owns_what_its_ministry_at_the_table_owns() -> None:
    """Amber says it is a part of Westland: Westland's promise is not settled by Amber's word."""
    line = capitals()
    put(line, "amber", "ACT", actor="Westland Ministry", kind="agency", part_of="Westland")
    put(line, "amber", "ACT", actor="amber", kind="force", part_of="Westland Ministry")
    number = put(line, "cobalt", "CCM", what="Send the charts", owner="Westland", due="2026-12")
    put(line, "amber", "CST", commitment=number, state="in-hand")
    (due,) = due_items(line.states["cobalt"], LINE, T0)
    assert due.party == "amber"
    put(line, "amber", "CST", commitment=number, state="done")
    assert (only(line).owners, only(line).is_settled) == (("amber",), False)
    put(line, "amber", "ACT", actor="cobalt", kind="force", part_of="Westland")  # not its to say
    assert only(line).owners == ("amber",)
    put(line, "cobalt", "ACT", actor="cobalt", kind="force", part_of="Westland")
    assert only(line).owners == ("amber", "cobalt")


def test_a_measure_of_a_closed_case_is_done_as_a_commitment_is() -> None:
    """Nothing until both closed it; then it is due, reviewed at a visit, and settled by both."""
    line = capitals()
    number = put(line, "amber", "INR", types=["NMS"], day="2026-02", claim="alleged")
    measures: Json = [
        {"measure": "Brief the crews", "owner": "Cobalt", "due": "2027-02"},
        {"measure": "Meet over it", "owner": "both"},
    ]
    nobody: Json = [{"measure": "Meet over it", "owner": "Elbonia"}]
    ends: dict[str, Json] = {"case": number, "closure": "withdrawn"}
    assert line.rules("amber", Send("INC", {**ends, "measures": nobody})) == ["owner-unknown"]
    ending = put(line, "amber", "INC", **ends, measures=measures)
    first, second = f"{ending}/1", f"{ending}/2"
    status = Send("CST", {"commitment": first, "state": "done"})
    assert commitments(line.states["amber"], LINE) == []
    assert line.rules("cobalt", status) == ["commitment-unknown"]
    line.do("cobalt", Answer(ending, "AGREE"))
    found = list(due_items(line.states["cobalt"], LINE, T0))
    assert [(one.number, one.kind, one.party, one.about) for one in found] == [
        (first, "measure", "cobalt", number),
        (second, "measure", "", number),
    ]
    visit = contact(line, day="2027-06-06")
    assert comes_up(line, visit) == [first, second]
    assert comes_up(line, contact(line, day="2026-06-06")) == []  # held before it was closed
    line.do("cobalt", status)
    line.do("amber", Send("CST", {"commitment": first, "state": "done", "contact": visit}))
    by_number = {one.number: one for one in commitments(line.states["amber"], LINE)}
    assert by_number[first].is_settled
    assert not by_number[second].is_settled
    assert [one.number for one in due_items(line.states["amber"], LINE, T0)] == [second]


def test_a_contact_ahead_is_due_in_the_words_of_both_sides() -> None:
    """Amber says in winter, Cobalt 10 December, with other purposes: neither stands alone."""
    line = capitals()
    number = contact(
        line, state="tentative", day="2026-12", when_words="in winter", purpose="Review"
    )
    put(
        line,
        "cobalt",
        "CON",
        kind="meeting",
        state="planned",
        day="2026-12-10",
        purpose="Trade",
        same_as=number,
    )
    (due,) = due_items(line.states["amber"], LINE, T0)
    assert (due.day, due.words) == (
        "in winter / 2026-12-10",
        "visit / meeting, differs: Review / Trade",
    )


def test_the_next_visit_reviews_what_was_promised_at_the_last() -> None:
    """Open ones come up, what was settled before does not, what is reviewed there stays listed."""
    line = capitals()
    first = contact(line, day="2026-02-18")
    meeting = contact(line, kind="meeting", part_of=first, day="2026-02-18")
    done = put(line, "amber", "CCM", what="Send the charts", owner="Cobalt", contact=meeting)
    put(line, "amber", "CST", commitment=done, state="done")
    open_ = put(line, "cobalt", "CCM", what="Name an officer", owner="Amber", contact=first)
    next_ = contact(line, "cobalt", day="2026-06-06", follows=first)
    own = put(line, "amber", "CCM", what="Meet again", owner="both", contact=next_)
    assert comes_up(line, next_) == [open_]
    file: Json = {"what": "document", "sha256": "ab" * 32, "holder": "amber", "release": "none"}
    put(line, "amber", "CST", commitment=open_, state="done", contact=next_, evidence=[file])
    put(line, "cobalt", "CST", commitment=open_, state="done", contact=next_)
    assert comes_up(line, next_) == [open_]
    found = {one.number: one for one in commitments(line.states["cobalt"], LINE)}
    assert [proof.holder for one in found[open_].said for proof in one.evidence] == ["amber"]
    later = contact(line, day="2026-09-01", follows=next_)
    assert comes_up(line, later) == [own]
    assert comes_up(line, first) == []


def test_a_status_of_an_unknown_commitment_is_odd() -> None:
    """It is said before release, and what was passed all the same changes no commitment."""
    line = capitals()
    put(line, "amber", "CCM", what="Send the charts", owner="Cobalt")
    fields = {"commitment": "COBALT-2026-0009", "state": "done"}
    assert line.rules("amber", Send("CST", fields)) == ["commitment-unknown"]
    put(line, "amber", "CST", commitment="COBALT-2026-0009", state="done")
    assert only(line).said == ()


def test_what_is_open_is_on_the_due_list() -> None:
    """A promise, a tentative visit and broken-off ties, by date; what is over is not on it."""
    line = capitals()
    promise = put(line, "amber", "CCM", what="Send the charts", owner="Cobalt", due="2026-12")
    undated = put(line, "amber", "CCM", what="Meet", owner="both", due_words="soon")
    visit = contact(
        line, state="tentative", day="2026-08", latest="2026-10", when_words="late summer or autumn"
    )
    tie = put(
        line,
        "cobalt",
        "CSU",
        tie="talks",
        act="suspended",
        **{"with": "Amber, Cobalt"},
        day="2026-03",
        expected="2027",
    )
    for party in ("amber", "cobalt"):
        found = [item for _, item in due_list(line.states[party], [LINE], T0)]
        assert [(one.number, one.party, one.day) for one in found] == [
            (visit, "", "late summer or autumn"),
            (promise, "cobalt", "2026-12"),
            (tie, "", "2027"),
            (undated, "", "soon"),
        ]
        assert [one.is_late(T0) for one in found] == [True, False, False, False]
        assert found[-1].due_ms == NEVER_MS
    line.do("amber", Correct(visit, {"state": "held", "day": "2026-09-03", "latest": None}))
    put(line, "cobalt", "CST", commitment=undated, state="dropped")
    put(line, "cobalt", "CST", commitment=promise, state="done")
    found = list(due_items(line.states["amber"], LINE, T0))
    assert [one.number for one in found] == [tie]
