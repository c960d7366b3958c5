"""What was told of an activity, step by step; what agreements leave to be done."""

from __future__ import annotations

from detente.core.agreements.disclosure import disclosure
from detente.core.agreements.due import due_items
from detente.core.line.commands import Correct, Read, Seal, Send, Unseal
from detente.core.line.due import NEVER_MS
from tests.support.agreements import DAY, act, propose, sign, signed
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa

SALT = "c2FsdHNhbHRzYWx0c2FsdA=="
WIDE = circle(radius_km=100, start_ms=T0 + HOUR, end_ms=T0 + 4 * HOUR)


def test_the_steps_from_coarse_to_exact() -> None:
    """Sealed, opened, corrected: each smaller and inside the one before, each with its lead."""
    line = Parties()
    coarse = line.do("amber", Seal(Send("NWA", nwa()), WIDE, T0 + HOUR, SALT))
    line.now_ms = T0 + 10 * MINUTE
    line.do("cobalt", Read(coarse))
    line.now_ms = T0 + 30 * MINUTE
    notice = line.do("amber", Unseal(coarse))
    line.do("cobalt", Read(notice))
    smaller = line.do("amber", Correct(notice, {"volume": circle(radius_km=5)}))
    for number in (coarse, notice, smaller):
        steps = disclosure(line.states["cobalt"], LINE, number)
        assert [one.what for one in steps] == ["sealed, coarse", "opened, exact", "corrected"]
        assert [one.is_within for one in steps] == [None, True, True]
        areas = [one.area_m2 or 0 for one in steps]
        assert areas == sorted(areas, reverse=True)
        leads = [told.lead_ms for one in steps for told in one.told]
        assert leads == [50 * MINUTE, 90 * MINUTE, None]


def test_a_wider_correction_is_no_refinement() -> None:
    """What reaches beyond what was told before is shown as such."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    line.do("amber", Correct(number, {"volume": circle(radius_km=20)}))
    steps = disclosure(line.states["cobalt"], LINE, number)
    assert [(one.what, one.is_within) for one in steps] == [
        ("announced", None),
        ("corrected", False),
    ]
    assert disclosure(line.states["cobalt"], LINE, "AMBER-2026-0099") == ()


def test_what_agreements_leave_to_be_done() -> None:
    """A signature that is waited for, a review, an end, the last day to say no to a renewal."""
    line = Parties()
    waits = propose(line, agreement="Waits")
    sign(line, "cobalt", waits)
    ends = signed(line, agreement="Ends", until_ms=T0 + 9 * DAY, review_ms=T0 + 5 * DAY)
    renews = signed(line, agreement="Renews", until_ms=T0 + 10 * DAY, renews_days=10, notice_days=3)
    found = due_items(line.states["cobalt"], LINE, line.now_ms)
    assert found == due_items(line.states["amber"], LINE, line.now_ms)
    assert [(one.kind, one.about, one.due_ms, one.party) for one in found] == [
        ("review", ends, T0 + 5 * DAY, ""),
        ("renewal", renews, T0 + 7 * DAY, ""),
        ("expiry", ends, T0 + 9 * DAY, ""),
        ("signature", waits, NEVER_MS, "amber"),
    ]
    act(line, "amber", renews, "not-renew")
    found = due_items(line.states["cobalt"], LINE, T0 + 8 * DAY)
    assert [one.kind for one in found if one.about == renews] == ["expiry"]
    assert found[-1].words == "signature under Waits, edition 1"


def test_a_seal_that_is_to_be_opened_is_due() -> None:
    """Until it is opened its author owes the exact notice, by the time that was said."""
    line = Parties()
    number = line.do("amber", Seal(Send("NWA", nwa()), WIDE, T0 + HOUR, SALT))
    (found,) = due_items(line.states["cobalt"], LINE, line.now_ms)
    assert (found.kind, found.number, found.party) == ("seal", number, "amber")
    assert (found.due_ms, found.is_late(T0 + HOUR + 1)) == (T0 + HOUR, True)
    line.do("amber", Unseal(number))
    assert due_items(line.states["cobalt"], LINE, line.now_ms) == ()
