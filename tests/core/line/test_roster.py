"""Who is on duty: shifts, the newest roster of a role, the hours in which somebody is missing."""

from __future__ import annotations

from dataclasses import replace

from detente.core.line.commands import Cancel, Correct, Send
from detente.core.line.roster import (
    NO_COMMON,
    NOBODY,
    SHIFTS_MAX,
    common_languages,
    lacking,
    on_duty,
    shifts,
    silent,
)
from detente.core.values import Json
from tests.support.line import HOUR, LINE, T0, Parties

DAY = 24 * HOUR
FROM = T0 + 13 * HOUR  # rosters are said 12 hours ahead


def say(
    line: Parties,
    party: str,
    languages: tuple[str, ...],
    first_h: int,
    last_h: int,
    *,
    role: str = "duty-officer",
    **more: Json,
) -> str:
    """The party says that somebody is on duty from then until then, in hours after FROM."""
    fields: dict[str, Json] = {
        "duty_role": role,
        "languages": list(languages),
        "from_ms": FROM + first_h * HOUR,
        "to_ms": FROM + last_h * HOUR,
        **more,
    }
    return line.do(party, Send("DRO", fields))


def hours(line: Parties, last_h: int = 24) -> list[tuple[int, int, str, tuple[str, ...]]]:
    """What is lacking, in hours after FROM, as Cobalt sees it."""
    state, to_ms = line.states["cobalt"], FROM + last_h * HOUR
    found = shifts(state, LINE, FROM, to_ms)
    return [
        ((one.from_ms - FROM) // HOUR, (one.to_ms - FROM) // HOUR, one.why, one.parties)
        for one in lacking(state, LINE, found, FROM, to_ms)
    ]


def test_the_hour_without_a_common_language_is_found() -> None:
    """Amber's Russian speaker goes home at eight; until midnight nobody shares a language."""
    line = Parties()
    say(line, "amber", ("en", "ru"), 0, 8)
    say(line, "amber", ("en",), 8, 24)
    say(line, "cobalt", ("ru",), 0, 24)
    assert hours(line) == [(8, 24, NO_COMMON, ("amber", "cobalt"))]


def test_a_linguist_makes_the_language_common() -> None:
    """It is enough that somebody at the desk speaks it."""
    line = Parties()
    say(line, "amber", ("en",), 0, 24)
    say(line, "amber", ("ru",), 0, 24, role="linguist")
    say(line, "cobalt", ("ru",), 0, 24)
    assert hours(line) == []


def test_the_hours_with_nobody_are_found_and_neighbours_are_one() -> None:
    """Cobalt covers eight hours of twenty-four; what lies on both sides of them is named."""
    line = Parties()
    say(line, "amber", ("en",), 0, 12)
    say(line, "amber", ("en", "ru"), 12, 24)
    say(line, "cobalt", ("en",), 8, 16)
    assert hours(line) == [(0, 8, NOBODY, ("cobalt",)), (16, 24, NOBODY, ("cobalt",))]


def test_the_keeper_of_the_node_is_nobody_to_talk_to() -> None:
    """A role that does not speak on the line covers no hour."""
    line = Parties()
    say(line, "amber", ("en",), 0, 24)
    say(line, "cobalt", ("en",), 0, 24, role="node")
    assert hours(line) == [(0, 24, NOBODY, ("cobalt",))]


def test_a_party_without_a_roster_is_silent_and_neither_covered_nor_bare() -> None:
    """Nothing is known of Cobalt: it is named, and no hour is called empty for it."""
    line = Parties()
    say(line, "amber", ("en",), 0, 24)
    assert silent(line.states["amber"], LINE) == ("cobalt",)
    assert hours(line) == []


def test_the_roster_said_last_holds_where_two_differ() -> None:
    """A change for four hours leaves the rest of the shift as it was; another desk is untouched."""
    line = Parties()
    say(line, "amber", ("en", "ru"), 0, 24)
    say(line, "amber", ("he",), 0, 24, desk="watch-2")
    line.now_ms += 1_000
    changed = say(line, "amber", ("en",), 8, 12)
    found = shifts(line.states["cobalt"], LINE, FROM, FROM + DAY)
    seen = [
        ((one.from_ms - FROM) // HOUR, (one.to_ms - FROM) // HOUR, one.languages)
        for one in found
        if not one.desk
    ]
    assert seen == [(0, 8, ("en", "ru")), (8, 12, ("en",)), (12, 24, ("en", "ru"))]
    now = on_duty(found, FROM + 9 * HOUR)
    assert {one.number for one in now if not one.desk} == {changed}
    assert common_languages(now, ["amber"]) == ("en", "he")


def test_a_cancelled_roster_and_a_corrected_one_say_no_more_what_they_said() -> None:
    """Cancelled, the hours are bare again; corrected, the new ones count."""
    line = Parties()
    say(line, "amber", ("en",), 0, 24)
    number = say(line, "cobalt", ("en",), 0, 24)
    line.do("cobalt", Correct(number, {"to_ms": FROM + 6 * HOUR}))
    assert hours(line) == [(6, 24, NOBODY, ("cobalt",))]
    last = line.states["cobalt"].line(LINE).last["cobalt"]
    line.do("cobalt", Cancel(last))
    assert silent(line.states["amber"], LINE) == ("cobalt",)


def test_a_daily_shift_comes_again_until_its_last_day() -> None:
    """Twelve hours a day for three days; the fourth is bare, and years later nothing is walked."""
    line = Parties()
    say(line, "amber", ("en",), 0, 24, daily_until_ms=FROM + 9 * DAY)
    say(line, "cobalt", ("en",), 0, 12, daily_until_ms=FROM + 2 * DAY)
    assert hours(line, 96) == [
        (12, 24, NOBODY, ("cobalt",)),
        (36, 48, NOBODY, ("cobalt",)),
        (60, 96, NOBODY, ("cobalt",)),
    ]
    much_later = FROM + 4_000 * DAY
    assert shifts(line.states["amber"], LINE, much_later, much_later + DAY) == ()


def test_a_hostile_roster_costs_little() -> None:
    """Cobalt says a shift daily for 25 years: an answer stays within its limit."""
    line = Parties()
    number = say(line, "cobalt", ("en",), 0, 24)
    fields = {**line.at(number).fields, "daily_until_ms": FROM + 9_000 * DAY}
    forged = replace(line.at(number).message, number="COBALT-2026-0002", fields=fields)
    line.forge("cobalt", forged)
    state = line.states["amber"]
    assert len(shifts(state, LINE, FROM, FROM + 400 * DAY)) <= SHIFTS_MAX
    assert len(shifts(state, LINE, FROM, FROM + 400 * DAY)) == 31
