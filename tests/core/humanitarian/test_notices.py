"""Humanitarian notices on the line: coarse in the picture, stale but standing, given, confirmed."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.airspace.shape import least_distance_cm, shape_of
from detente.core.airspace.volume import Circle, Point
from detente.core.events import ConflictEnded, ConflictFound, Disclosed
from detente.core.humanitarian.cell import GRID_E7, cell_volume, coarse_outline, grid_problem
from detente.core.humanitarian.standing import contact_due, valid_to_ms
from detente.core.line.commands import (
    Cancel,
    Correct,
    Disclose,
    Read,
    ReadBack,
    Reconfirm,
    Send,
    TryContact,
)
from detente.core.line.lead import Timing
from detente.core.line.message import Status
from detente.core.line.ways import questions, ways
from detente.core.values import Fields, Json
from detente.core.watch.alarms import AlarmRules, Kind, Observed, Urgency, causes
from tests.support.line import HOUR, LINE, T0, Parties, circle, nwa

DAY = 24 * HOUR
NAMES = ("meridian", "amber", "cobalt")
DIGEST = base64.b64encode(bytes(32)).decode()


def boxes(*parties: str, content: str = "AAAA") -> dict[str, Json]:
    """A sealed part of the right shape; nothing is in it."""
    made: list[Json] = [
        {"party": one, "key": "0" * 16, "box": "AAAA", "digest": DIGEST} for one in parties
    ]
    return {"content": content, "boxes": made}


def site(**more: Json) -> Fields:
    """A clinic in a district of some kilometres."""
    cell: Json = {"circle": {"lat_e7": 355_000_000, "lon_e7": 357_000_000, "radius_cm": 600_000}}
    return {
        "site": "C-12",
        "use": "clinic",
        "cell": cell,
        "from_ms": T0,
        "valid_to_ms": T0 + 90 * DAY,
        "verified": "own-staff",
        "others": "on-request",
        "sealed": boxes("meridian", "amber"),
        **more,
    }


def movement(**more: Json) -> Fields:
    """A convoy that moves off in eight hours."""
    fields = {name: value for name, value in site().items() if name not in ("site", "use")}
    start = T0 + 8 * HOUR
    times: Fields = {"from_ms": start, "valid_to_ms": start + 4 * HOUR}
    return {**fields, "movement": "M-7", "act": "plan", **times, **more}


def alarms(parties: Parties, party: str) -> list[tuple[str, str]]:
    """The humanitarian alarms that stand at a party's node: kind and urgency."""
    found = causes(parties.states[party], AlarmRules(), Observed(), parties.now_ms)
    kinds = (Kind.STALE, Kind.CONTACT)
    return [(one.kind, one.urgency) for one in found if one.kind in kinds]


def test_a_warning_near_a_site_warns_both_sides() -> None:
    """Cobalt's weapons near Meridian's clinic: all three find it, from the area that all know."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site()))
    warned = parties.do("cobalt", Send("NWA", nwa(circle(35.5, 35.7))))
    for party in NAMES:
        found = [one for one in parties.heard[party] if isinstance(one, ConflictFound)]
        assert [set(one.numbers) for one in found] == [{number, warned}]
    parties.do("meridian", Cancel(number))
    assert any(isinstance(one, ConflictEnded) for one in parties.heard["amber"])


def test_a_site_that_stands_already_has_no_lead_time_and_one_that_opens_later_has() -> None:
    """Left out, the start is the release: nothing is judged, not even once it is corrected."""
    parties = Parties(NAMES)

    def timing(number: str) -> Timing | None:
        parties.do("amber", ReadBack(number))
        found = {
            None if lead is None else lead.timing
            for party in NAMES
            for state in (parties.states[party],)
            for lead in (state.lead(LINE, parties.at(number, party), "amber"),)
        }
        (one,) = found
        return one

    fields = {name: value for name, value in site().items() if name != "from_ms"}
    stands = parties.do("meridian", Send("NHS", fields))
    assert timing(stands) is None
    parties.now_ms += HOUR
    renamed = parties.do("meridian", Correct(stands, {"site": "C-13"}))
    assert timing(renamed) is None
    opens = parties.do("meridian", Correct(renamed, {"from_ms": parties.now_ms + 3 * DAY}))
    assert timing(opens) is Timing.ON_TIME
    since = parties.do("meridian", Send("NHS", site(from_ms=parties.now_ms - 1)))
    assert timing(since) is Timing.AFTER_THE_FACT


def test_nobody_is_asked_to_move_a_site() -> None:
    """Cobalt looks for ways out: around the clinic there are some, for the clinic none."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site()))
    warned = parties.do("cobalt", Send("NWA", nwa(circle(35.5, 35.7))))
    for party in ("cobalt", "meridian"):
        found = questions(parties.states[party], LINE, "~".join(sorted((number, warned))))
        assert isinstance(found, list)
        shown = {one.notice.number: (one.stays, ways(one, not_before_ms=T0)) for one in found}
        assert shown[number] == (True, [])
        stays, around = shown[warned]
        assert not stays
        assert around


def test_two_humanitarian_notices_are_no_danger_to_one_another() -> None:
    """A clinic of Meridian's and a school of Amber's in one district: nothing to warn of."""
    parties = Parties(NAMES)
    parties.do("meridian", Send("NHS", site()))
    parties.do("amber", Send("NHS", site(use="school", sealed=boxes("amber"))))
    assert not [one for one in parties.heard["cobalt"] if isinstance(one, ConflictFound)]


def test_a_stale_site_still_stands_in_the_picture() -> None:
    """Nobody has confirmed the clinic for months: it is stale, and a warning there still warns."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site(valid_to_ms=T0 + 2 * DAY)))
    assert alarms(parties, "meridian") == []
    parties.now_ms = T0 + 100 * DAY
    assert alarms(parties, "meridian") == [(Kind.STALE, Urgency.WARNING)]
    assert alarms(parties, "amber") == []
    start = parties.now_ms + HOUR
    volume = circle(35.5, 35.7, start_ms=start, end_ms=start + HOUR)
    parties.do("cobalt", Send("NWA", nwa(volume)))
    assert any(isinstance(one, ConflictFound) for one in parties.heard["amber"])
    parties.do("meridian", Reconfirm(number, parties.now_ms + 30 * DAY, "own-staff"))
    assert alarms(parties, "meridian") == []
    assert valid_to_ms(parties.at(number, "amber")) == parties.now_ms + 30 * DAY


@pytest.mark.parametrize("until_ms", [T0 - HOUR, T0, T0 + 400 * DAY])
def test_a_confirmation_reaches_into_the_next_year_and_no_further(until_ms: int) -> None:
    """A re-confirmation until yesterday, or for good, says nothing and is refused."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site()))
    assert parties.rules("meridian", Reconfirm(number, until_ms)) == ["valid-range"]


def test_only_its_author_confirms_or_gives_and_only_notices_are_confirmed() -> None:
    """Amber cannot say that Meridian's clinic still stands, nor hand its details on."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site()))
    assert parties.rules("amber", Reconfirm(number, T0 + DAY)) == ["not-own"]
    given = Disclose(number, boxes("cobalt", content=""), "requested")
    assert parties.rules("amber", given) == ["not-own"]
    warning = parties.do("cobalt", Send("NWA", nwa()))
    assert parties.rules("cobalt", Reconfirm(warning, T0 + DAY)) == ["not-humanitarian"]


def test_every_giving_stands_in_the_house_journal() -> None:
    """The details go to Amber at once and to Cobalt on request: two lines of the disclosure log."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site()))
    request = parties.do(
        "cobalt", Send("RHN", {"notice": number, "because": "activity-planned"}, ref=number)
    )
    given = Disclose(number, boxes("meridian", "cobalt", content=""), "requested", request)
    parties.do("meridian", given)
    told = [one for one in parties.heard["meridian"] if isinstance(one, Disclosed)]
    assert [(one.party, one.why, one.because) for one in told] == [
        ("amber", "audience", number),
        ("cobalt", "requested", request),
    ]
    assert all(status is Status.ACTUAL for _, status, _ in parties.states["meridian"].disclosures)
    assert not parties.states["amber"].disclosures
    assert parties.at(number, "cobalt").disclosed


def test_a_correction_with_details_for_others_is_a_giving_too() -> None:
    """The clinic has moved: whoever may open the corrected details is in the log again."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site()))
    parties.do("meridian", Correct(number, {"sealed": boxes("meridian", "cobalt")}))
    told = [one for one in parties.heard["meridian"] if isinstance(one, Disclosed)]
    assert [(one.party, one.number) for one in told] == [("amber", number), ("cobalt", number)]


@pytest.mark.parametrize(
    ("sealed", "rule"),
    [
        (boxes("stranger", content=""), "not-a-receiver"),
        (boxes("meridian", content=""), "not-a-receiver"),
        (boxes("cobalt"), "not-a-receiver"),
        (7, "sealed-shape"),
    ],
)
def test_details_are_given_to_members_by_boxes_only(sealed: Json, rule: str) -> None:
    """No stranger, nobody, another content, no box at all: nothing is given."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site()))
    assert rule in parties.rules("meridian", Disclose(number, sealed, "requested"))


def test_exact_details_in_the_clear_are_asked_about_first() -> None:
    """A point typed into the open message would be read by all: passed only by naming the rule."""
    parties = Parties(NAMES)
    open_: dict[str, Json] = {name: value for name, value in site().items() if name != "sealed"}
    open_ |= {"point": {"lat_e7": 355_000_000, "lon_e7": 357_000_000}, "grade": "building"}
    assert "exact-in-clear" in parties.rules("meridian", Send("NHS", open_))
    parties.do("meridian", Send("NHS", open_, acknowledged=("exact-in-clear",)))


def test_a_convoy_s_contact_is_tried_before_it_moves_off() -> None:
    """Six hours before: both desks are alarmed until somebody who was called answers."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHM", movement(), to=("amber",)))
    assert alarms(parties, "amber") == []
    parties.now_ms = T0 + 3 * HOUR
    for party in ("meridian", "amber"):
        assert alarms(parties, party) == [(Kind.CONTACT, Urgency.WARNING)]
    assert alarms(parties, "cobalt") == []
    parties.do("amber", TryContact(number, "no-answer", "satellite-phone"))
    parties.now_ms = T0 + 9 * HOUR
    assert alarms(parties, "amber") == [(Kind.CONTACT, Urgency.URGENT)]
    parties.do("amber", TryContact(number, "answered", "radio"))
    assert not contact_due(parties.at(number, "meridian"), parties.now_ms)
    assert alarms(parties, "meridian") == alarms(parties, "amber") == []


def test_only_a_receiver_tries_a_contact_and_only_of_a_notice() -> None:
    """Cobalt, who was not addressed, has nothing to call; a weapon warning has no contact."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHM", movement(), to=("amber",)))
    assert parties.rules("cobalt", TryContact(number, "answered", "radio")) == ["not-receiver"]
    assert parties.rules("meridian", TryContact(number, "answered", "radio")) == ["own-message"]
    warning = parties.do("cobalt", Send("NWA", nwa()))
    assert parties.rules("amber", TryContact(warning, "answered", "radio")) == ["not-humanitarian"]
    assert parties.rules("amber", TryContact(number, "perhaps", "radio")) == ["choice"]


def test_a_read_back_carries_what_proves_that_the_details_were_opened() -> None:
    """The proof stands beside what was computed, and is no difference from it."""
    parties = Parties(NAMES)
    number = parties.do("meridian", Send("NHS", site()))
    parties.do("amber", Read(number))
    readback = parties.do("amber", ReadBack(number, opened="proof"))
    computed = parties.at(readback).fields["computed"]
    assert isinstance(computed, dict)
    assert computed["opened"] == "proof"
    assert not parties.states["meridian"].readback_differences(LINE, parties.at(number, "meridian"))


def test_a_notice_is_valid_until_after_it_begins() -> None:
    """Dates in the wrong order are refused, and nothing of it stands in the picture."""
    parties = Parties(NAMES)
    assert "valid-range" in parties.rules("meridian", Send("NHS", site(valid_to_ms=T0 - 1)))


def test_a_movement_that_is_overdue_stays_a_day() -> None:
    """A convoy that has not been ended is still looked out for; then it is no news any more."""
    volume = cell_volume("NHM", movement(), None)
    assert volume is not None
    assert volume.parts[0].volume.end_ms == T0 + 12 * HOUR + DAY
    standing = cell_volume("NHS", site(), 100_000)
    assert standing is not None
    assert standing.parts[0].volume.end_ms is None
    assert standing.parts[0].volume.ceiling is not None
    assert standing.parts[0].volume.ceiling.cm == 200_000


PLACES = st.lists(
    st.builds(
        Point,
        st.integers(-889_000_000, 889_000_000),
        st.integers(-1_800_000_000, 1_800_000_000),
    ),
    min_size=1,
    max_size=1,
)


@given(PLACES)
def test_a_place_lies_in_its_area_wherever_it_is(places: list[Point]) -> None:
    """Any place but the poles, the antimeridian too: the area holds it, and is the same for all."""
    area = coarse_outline(places, GRID_E7, way=False)
    assert least_distance_cm(shape_of(Circle(places[0], 1)), shape_of(area)) == 0
    assert grid_problem(places) is None
    square = [places[0].lat_e7 // GRID_E7, places[0].lon_e7 // GRID_E7]
    corner = replace(places[0], lat_e7=square[0] * GRID_E7, lon_e7=square[1] * GRID_E7)
    assert coarse_outline([corner], GRID_E7, way=False) == area


def test_every_place_of_a_way_lies_in_its_corridor() -> None:
    """A route through a district: no turn of it lies outside, none can be read off."""
    way = [Point(-229_000_000 + 700_000 * n, 144_000_000 + 300_000 * n * n) for n in range(6)]
    area = shape_of(coarse_outline(way, GRID_E7, way=True))
    assert all(least_distance_cm(shape_of(Circle(one, 1)), area) == 0 for one in way)
    assert grid_problem([Point(895_000_000, 0)]) is not None
