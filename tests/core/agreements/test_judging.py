"""Messages judged by the articles and zones that held when they were said."""

from __future__ import annotations

from detente.core.agreements.finding import Finding, lasts
from detente.core.agreements.judging import judge
from detente.core.line.commands import Answer, Cancel, Correct, End, Read, ReadBack, Send
from detente.core.values import Json
from tests.support.agreements import act, area, signed
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa

FOREVER = {"start_ms": None, "end_ms": None}


def everywhen(lat: float = 35.5, lon: float = 35.7, radius_km: int = 10) -> dict[str, Json]:
    """A circle at all heights and times."""
    volume = circle(lat, lon, radius_km, start_ms=None, end_ms=None)
    return {**volume, "floor": None, "ceiling": None}


def found(line: Parties, number: str) -> tuple[Finding, ...]:
    """What the rules find about a message, which must be the same at every member."""
    sides = [
        judge(state, LINE, line.at(number, name), line.now_ms)
        for name, state in line.states.items()
    ]
    assert all(one == sides[0] for one in sides)
    return sides[0]


def kinds(line: Parties, number: str) -> list[tuple[str, str]]:
    """The kind of each finding about a message, with whom it is about."""
    return [(one.kind, one.party) for one in found(line, number)]


def short(article: str = "1", **more: Json) -> dict[str, Json]:
    """An article: a quarter of an hour of notice."""
    return {"article": article, "rule": "lead-time", "minutes": 15, **more}


def test_a_warning_that_is_read_late_is_short_for_both_sides() -> None:
    """Sent two hours ahead and read ten minutes before the start: both find the same shortfall."""
    line = Parties()
    text = signed(line, short(formats=["NWA"]))
    number = line.do("cobalt", Send("NWA", nwa()))
    assert found(line, number) == ()
    line.now_ms = T0 + 2 * HOUR - 10 * MINUTE
    assert kinds(line, number) == [("lead-time", "cobalt")]
    line.do("amber", ReadBack(number))
    (one,) = found(line, number)
    assert one.finding == f"{text}/1/{number}"
    assert (one.timing, one.measured, one.asked) == ("SHORT", 10, 15)
    assert "sent 1 h 58 min before its start and read back by amber 10 min before it" in one.words
    line.now_ms = T0 + 9 * HOUR
    assert found(line, number) == (one,)


def test_a_short_time_is_said_as_people_say_it() -> None:
    """Minutes with their seconds while seconds matter, and no seconds that are none."""
    said = [lasts(ms) for ms in (500, 45_000, 90_000, 599_000, MINUTE + 5, -90_000, 11 * MINUTE)]
    assert said == ["0 s", "45 s", "1 min 30 s", "9 min 59 s", "1 min", "-1 min 30 s", "11 min"]


def test_a_notice_in_time_and_one_of_another_format_are_no_finding() -> None:
    """Only what the article names is judged, and what was read in time is not found."""
    line = Parties()
    signed(line, short(formats=["NWA"]))
    good = line.do("cobalt", Send("NWA", nwa()))
    other = line.do("cobalt", Send("NAA", naa()))
    line.do("amber", ReadBack(good))
    line.now_ms = T0 + 5 * HOUR
    assert found(line, good) == ()
    assert found(line, other) == ()


def test_before_the_last_signature_and_while_suspended_nothing_is_found() -> None:
    """A message is judged by what held when it was said, however much later it is asked."""
    line = Parties()
    early = line.do("cobalt", Send("NWA", nwa()))
    text = signed(line, short())
    held = line.do("cobalt", Send("NWA", nwa()))
    suspension = act(line, "cobalt", text, "suspend")
    line.now_ms += MINUTE
    suspended = line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    assert [kinds(line, one) for one in (early, held, suspended)] == [
        [],
        [("lead-time", "cobalt")],
        [],
    ]
    assert suspension


def test_a_disputed_suspension_takes_nothing_away_and_is_said() -> None:
    """The other side says that it is not suspended: what is found says that this is contested."""
    line = Parties()
    text = signed(line, short())
    act(line, "cobalt", text, "suspend")
    act(line, "amber", text, "dispute-suspension")
    line.now_ms += MINUTE
    number = line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    (one,) = found(line, number)
    assert one.contested == ("cobalt",)


def test_a_coarse_area_that_is_refined_later_is_judged_by_its_first_notice() -> None:
    """A correction that only narrows is no new notice; one that moves away is, and is short."""
    line = Parties()
    signed(line, short())
    first = line.do("cobalt", Send("NAA", naa(circle(radius_km=20))))
    line.do("amber", ReadBack(first))
    line.now_ms = T0 + 2 * HOUR - 5 * MINUTE
    narrowed = line.do("cobalt", Correct(first, {"volume": circle(35.52, radius_km=5)}))
    moved = line.do("cobalt", Correct(narrowed, {"volume": circle(35.9, radius_km=5)}))
    assert found(line, first) == ()
    assert found(line, narrowed) == ()
    assert kinds(line, moved) == [("lead-time", "cobalt")]


def test_what_was_taken_back_before_it_began_is_not_found() -> None:
    """A warning that was cancelled in time announces nothing."""
    line = Parties()
    signed(line, short())
    number = line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 2 * HOUR - MINUTE
    line.do("cobalt", Cancel(number))
    line.now_ms = T0 + 4 * HOUR
    assert found(line, number) == ()


def test_activity_announced_in_a_closed_area_is_found_with_the_place() -> None:
    """Inside or touching is found; beside it, of another class, or of an unbound side is not."""
    line = Parties()
    signed(line, area("2", "keep-out", everywhen(), activity="combat", party="Cobalt"))
    inside = line.do("cobalt", Send("NAA", naa()))
    line.states["cobalt"].pictures.clear()
    beside = line.do("cobalt", Send("NAA", naa(circle(36.5))))
    transport = line.do("cobalt", Send("NAA", naa(circle(), activity="transport")))
    own = line.do("amber", Send("NAA", naa()))
    (one,) = found(line, inside)
    assert (one.kind, one.party, one.at_ms) == ("keep-out", "cobalt", T0 + 2 * HOUR)
    assert one.where is not None
    assert "Areas overlap or touch" in one.words
    assert [found(line, number) for number in (beside, transport, own)] == [(), (), ()]


def test_a_zone_is_a_rule_from_its_agreement_to_its_release() -> None:
    """Nobody enters while it is agreed; before, suspended or released it finds nothing."""
    line = Parties()
    zone = {"zone": "Alpha", "action": "propose", "rule": "no-entry"}
    fields: dict[str, Json] = {**zone, "volume": circle(start_ms=T0 + HOUR, end_ms=T0 + 90 * HOUR)}
    proposal = line.do("amber", Send("NZO", fields))
    at = [T0 + one * HOUR for one in (2, 30, 50, 70)]
    notices = [
        line.do("cobalt", Send("NAA", naa(circle(start_ms=one, end_ms=one + MINUTE)))) for one in at
    ]
    assert [kinds(line, one) for one in notices] == [[], [], [], []]
    line.now_ms = T0 + 3 * HOUR
    line.do("cobalt", Answer(proposal, "AGREE"))
    line.now_ms = T0 + 40 * HOUR
    line.do("cobalt", Send("NZO", {"zone": "alpha", "action": "suspend"}))
    line.now_ms = T0 + 60 * HOUR
    line.do("cobalt", Send("NZO", {"zone": "Alpha", "action": "resume"}))
    line.now_ms = T0 + 65 * HOUR
    line.do("amber", Send("NZO", {"zone": "Alpha", "action": "release"}))
    assert [len(found(line, one)) for one in notices] == [0, 1, 0, 0]
    (one,) = found(line, notices[1])
    assert (one.rule.agreement, one.finding) == ("zone Alpha", f"{proposal}/zone/{notices[1]}")


def test_an_article_may_name_a_zone_instead_of_an_area() -> None:
    """The zone's newest agreed wording counts; while none is agreed the article stays words."""
    line = Parties()
    fields: dict[str, Json] = {
        "zone": "alpha",
        "action": "propose",
        "rule": "caution",
        "volume": circle(start_ms=T0 + HOUR, end_ms=T0 + 90 * HOUR),
    }
    zone = line.do("amber", Send("NZO", fields))
    signed(line, {"article": "3", "rule": "no-weapons", "zone": "Alpha", "party": "Cobalt"})
    number = line.do("cobalt", Send("NWA", nwa()))
    assert found(line, number) == ()
    line.do("cobalt", Answer(zone, "AGREE"))
    assert kinds(line, number) == [("no-weapons", "cobalt")]
    line.do("amber", Send("NZO", {"zone": "Alpha", "action": "release"}))
    assert found(line, number) == ()


def test_nearer_than_agreed_to_what_the_other_announced() -> None:
    """The one that was said later came too near; another height, or a named notice, is apart."""
    line = Parties()
    rule: dict[str, Json] = {"article": "4", "rule": "buffer", "distance_m": 10_000}
    rule["height_m"] = 1_000
    text = signed(line, {**rule, "formats": ["NTR"]})
    first = line.do("amber", Send("NAA", naa()))
    near = line.do("cobalt", Send("NAA", naa(circle(35.7))))
    far = line.do("cobalt", Send("NAA", naa(circle(36.0))))
    above: dict[str, Json] = {**circle(35.7), "floor": {"cm": 900_000, "reference": "FL"}}
    above["ceiling"] = {"cm": 950_000, "reference": "FL"}
    high = line.do("cobalt", Send("NAA", naa(above)))
    transit: dict[str, Json] = {
        "activity": "transport",
        "purpose": "relief",
        "volume": circle(35.7),
    }
    passed = line.do("cobalt", Send("NTR", transit))
    (one,) = found(line, near)
    assert one.finding == f"{text}/4/{near}~{first}"
    assert (one.party, one.others, one.asked) == ("cobalt", (first,), 10_000)
    assert one.measured is not None
    assert 2_000 < one.measured < 2_300
    assert [found(line, number) for number in (first, far, high, passed)] == [(), (), (), ()]


def test_what_must_be_used_is_left_by_what_is_not_surely_inside() -> None:
    """Of two corridors of one text one is enough; what reaches out of both is found."""
    line = Parties()
    signed(
        line,
        area("5", "keep-in", everywhen(radius_km=30), activity="combat"),
        area("6", "keep-in", everywhen(35.9, radius_km=30), activity="combat"),
    )
    inside = [line.do("cobalt", Send("NAA", naa(circle(lat)))) for lat in (35.5, 35.9)]
    outside = line.do("cobalt", Send("NAA", naa(circle(35.7))))
    assert [found(line, one) for one in inside] == [(), ()]
    assert {kind for kind, _ in kinds(line, outside)} == {"keep-in"}


def test_precision_frequency_and_receipts_are_judged_by_their_figures() -> None:
    """Coarser than agreed, no frequency, an answer and an END that came late: one finding each."""
    line = Parties()
    signed(
        line,
        {"article": "1", "rule": "precision", "distance_m": 15_000},
        {"article": "2", "rule": "frequency", "frequency": "121.5"},
        {"article": "3", "rule": "deadline", "step": "ANSWER", "minutes": 20},
        {"article": "4", "rule": "deadline", "step": "END", "minutes": 15},
    )
    good = line.do("cobalt", Send("NAA", naa(radio="121.500 MHz")))
    bad = line.do("cobalt", Send("NAA", naa(circle(radius_km=20), radio="243.0")))
    line.do("amber", Answer(good, "NOTED"))
    line.now_ms = T0 + 2 * HOUR
    line.do("amber", Read(bad))
    line.do("cobalt", End(good))
    line.now_ms = T0 + 4 * HOUR
    assert found(line, good) == ()
    assert [(one.rule.article, one.party) for one in found(line, bad)] == [
        ("1", "cobalt"),
        ("2", "cobalt"),
        ("3", "amber"),
        ("4", "cobalt"),
    ]


def test_an_agreement_of_another_channel_judges_the_channels_that_it_names() -> None:
    """What two capitals signed elsewhere judges this line when it names it, and only then."""
    line = Parties()
    odd = ("channel-unknown",)
    text = signed(line, short(), channels="Coast, other", passed=odd)
    number = line.do("cobalt", Send("NWA", nwa()))
    away = signed(line, short(), channels="other", agreement="Other", passed=odd)
    line.now_ms = T0 + 3 * HOUR
    assert [one.rule.text for one in found(line, number)] == [text]
    assert away
