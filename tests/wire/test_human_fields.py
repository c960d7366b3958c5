"""The fields of a message as typed: by the format's table, all problems at once, and back."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.line.field import Kind
from detente.core.line.formats import validate
from detente.core.line.tables import FORMATS, read_as
from detente.core.values import Json
from detente.tongues.examples import messages
from detente.wire.human_fields import (
    Typed,
    Value,
    example_of,
    field_from_text,
    field_to_text,
    fields_from_words,
)

NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z
VOLUME = "volume=circle 34.5N 35.2E 10NM SFC-FL200 08:00Z-09:00Z"


def rules(code: str, *words: str) -> list[str]:
    """The rules that refuse what was typed."""
    found = fields_from_words(FORMATS[code].fields, words, NOW_MS)
    assert isinstance(found, tuple)
    return [refusal.rule for refusal in found]


def typed(code: str, *words: str) -> dict[str, Json]:
    """The fields as JSON; fails when they are refused."""
    found = fields_from_words(FORMATS[code].fields, words, NOW_MS)
    assert isinstance(found, Typed), found
    return dict(found.fields)


def test_a_typed_warning_is_valid_for_its_format() -> None:
    """What is read passes the format's own table."""
    fields = typed("NWA", "hazard=AIR-SURFACE", "own_traffic=none", VOLUME, "advice_direction=w")
    assert fields["hazard"] == "air-surface"
    assert fields["advice_direction"] == "W"
    assert validate(FORMATS["NWA"], fields) == ()


def test_names_may_leave_out_the_unit() -> None:
    """seen, heading and speed are found without _ms, _deg and _kt."""
    fields = typed("QID", "point=34.5N 35.2E", "seen=now", "heading=90", "speed=420")
    assert fields == {
        "point": {"lat_e7": 345_000_000, "lon_e7": 352_000_000},
        "seen_ms": NOW_MS,
        "heading_deg": 90,
        "speed_kt": 420,
    }


@pytest.mark.parametrize(("text", "before_ms"), [("07:28Z", 120_000), ("07:31Z", -60_000)])
def test_what_was_seen_is_the_nearest_time_not_tomorrow(text: str, before_ms: int) -> None:
    """07:28Z at 07:30Z is two minutes ago; a clock a minute ahead is still today."""
    assert typed("QID", f"seen={text}")["seen_ms"] == NOW_MS - before_ms


@pytest.mark.parametrize(
    ("text", "before_ms"), [("-90min", 5_400_000), ("-2h", 7_200_000), ("+5min", -300_000)]
)
def test_what_happened_is_counted_from_now(text: str, before_ms: int) -> None:
    """At 3 a.m. nobody reckons clocks: two hours ago is -2h, in a field and in a track."""
    assert typed("INR", "types=NMS", f"happened={text}")["happened_ms"] == NOW_MS - before_ms
    track = typed("QID", f"track=34.5N 35.2E {text}; 34.6N 35.3E now")["track"]
    assert isinstance(track, list)
    assert [point["at_ms"] for point in track] == [NOW_MS - before_ms, NOW_MS]


def test_what_lies_ahead_is_not_counted_backwards() -> None:
    """A return is expected in two hours, never two hours ago."""
    assert rules("LST", "expected_return_ms=-2h") == ["time"]


def test_what_is_expected_is_the_next_time() -> None:
    """The expected return at 07:00Z, said at 07:30Z, is tomorrow."""
    fields = typed("LST", "expected_return_ms=07:00Z")
    assert fields["expected_return_ms"] == NOW_MS + 84_600_000


def test_a_track_is_positions_with_their_times() -> None:
    """The last positions are typed oldest first, semicolons between."""
    fields = typed("QID", "track=34.5N 35.2E 07:28Z; 34.6N 35.3E 07:29Z")
    assert fields["track"] == [
        {"lat_e7": 345_000_000, "lon_e7": 352_000_000, "at_ms": NOW_MS - 120_000},
        {"lat_e7": 346_000_000, "lon_e7": 353_000_000, "at_ms": NOW_MS - 60_000},
    ]
    assert rules("QID", "track=34.5N 07:28Z; 34.6N 35.3E noon") == ["coordinate", "time"]


def test_a_route_is_typed_in_times_from_now() -> None:
    """There in an hour for half of one, then on."""
    assert typed("NHM", "route=34.5N 35.2E +1h-+90min; 34.6N 35.3E +2h")["route"] == [
        {
            "lat_e7": 345_000_000,
            "lon_e7": 352_000_000,
            "arrive_ms": NOW_MS + 3_600_000,
            "leave_ms": NOW_MS + 5_400_000,
        },
        {
            "lat_e7": 346_000_000,
            "lon_e7": 353_000_000,
            "arrive_ms": NOW_MS + 7_200_000,
            "leave_ms": NOW_MS + 7_200_000,
        },
    ]


def test_json_is_taken_as_the_api_takes_it() -> None:
    """A volume from a file of the API's own shape is handed on as it is; a float is refused."""
    assert typed("NWA", 'volume={"outline": 1}') == {"volume": {"outline": 1}}
    assert rules("NWA", 'volume={"outline": 1.5}') == ["json"]
    assert rules("NWA", "volume={") == ["json"]
    assert rules("NWA", "volume=" + "[" * 100_000) == ["json"]


@pytest.mark.parametrize(
    ("code", "word", "rule"),
    [
        ("NWA", "hazard", "field-form"),
        ("NWA", "hazard=", "field-empty"),
        ("NWA", "hazzard=other", "unknown-field"),
        ("NWA", "hazard=bombs", "choice"),
        ("AEN", "heading=90.5", "integer"),
        ("AEN", "heading=90°", "integer"),
        ("AEN", "height=5000ft", "height-reference"),
        ("AEN", "height=SFC", "height"),
        ("AEN", "seen=open", "time"),
        ("AEN", "point=34.5 35.2", "coordinate"),
        ("LCK", "languages=en,fr", "choice"),
        ("COR", "changes=x", "not-typed"),
    ],
)
def test_each_slip_is_named(code: str, word: str, rule: str) -> None:
    """A slip of the keyboard is refused with its rule, never guessed at."""
    assert rules(code, word) == [rule]


def test_a_slip_in_a_code_or_its_words_names_the_code_that_is_like_it() -> None:
    """Among thirty codes nobody looks for one letter at night; what is like none is not guessed."""
    for code, word, near in (
        ("CSU", "act=brokenoff", "Did you mean broken-off? "),
        ("INR", "types=nearmiss", "Did you mean NMS? "),
        ("INQ", "field=closest", "Did you mean closest_m? "),
        ("NWA", "hazard=bombs", "Use one of: "),
    ):
        found = fields_from_words(FORMATS[code].fields, (word,), NOW_MS)
        assert isinstance(found, tuple)
        assert found[0].remedy.startswith(near), found[0].remedy


def test_all_slips_come_at_once() -> None:
    """Three slips are told in one answer, a field given twice among them."""
    words = ("hazard=x", "own_traffic=none", "own_traffic=inside", "radio=", VOLUME)
    assert rules("NWA", *words) == ["choice", "field-twice", "field-empty"]


def test_every_kind_has_a_reader_and_an_example_that_it_reads() -> None:
    """The example that the help shows for a kind of field is read by that kind."""
    for fmt in FORMATS.values():
        for spec in fmt.fields:
            example = example_of(spec).strip("'").replace("whole number", "7")
            if spec.kind is not Kind.RECORDS:
                example = re.split("'?,? or '?", example)[0]
            found = field_from_text(spec, example, NOW_MS, "f")
            made = spec.kind in (Kind.CHANGES, Kind.READBACK, Kind.SEALED, Kind.SAID)
            assert isinstance(found, tuple) is made, (spec.name, found)


@pytest.mark.parametrize(
    ("code", "name", "text"),
    [
        ("NWA", "volume", "circle 34.5N 35.2E 10NM SFC-FL200 2026-11-22T08:00Z/open"),
        ("AEN", "point", "34.5N 35.2E"),
        ("AEN", "height", "FL240"),
        ("AEN", "seen_ms", "2026-11-22T07:28Z"),
        ("AEN", "heading_deg", "90"),
        ("LCK", "languages", "en, ru"),
        ("QID", "track", "34.5N 35.2E 2026-11-22T07:28Z; 34.6N 35.3E 2026-11-22T07:29Z"),
        ("NWA", "hazard", "air-surface"),
        ("NHM", "route", "34.5N 35.2E 2026-11-22T08:00Z-2026-11-22T08:10:05.250Z"),
    ],
)
def test_a_value_is_shown_as_it_would_be_typed(code: str, name: str, text: str) -> None:
    """What an officer reads of a field can be typed again."""
    spec = FORMATS[code].field(name)
    assert spec is not None
    value = field_from_text(spec, text, NOW_MS, "f")
    assert isinstance(value, Value)
    assert field_to_text(spec, value.json) == text


def test_every_field_of_every_format_is_typed_back_as_it_is_written() -> None:
    """Each field in each version, with each enumerated value and volumes of every shape."""
    count = 0
    for shown in messages():
        fmt = read_as(shown.message.format, shown.message.version)
        assert fmt is not None
        fields = shown.message.fields
        words = [f"{name}={field_to_text(fmt.field(name), one)}" for name, one in fields.items()]
        back = fields_from_words(fmt.fields, words, NOW_MS)
        assert isinstance(back, Typed), (fmt.code, back)
        assert json.dumps(back.fields) == json.dumps(fields), fmt.code
        count += 1
    assert count > 600


@given(
    times=st.lists(st.integers(NOW_MS - 10**9, NOW_MS + 10**9), min_size=4, max_size=4).map(sorted),
    lat_e7=st.integers(-900_000_000, 900_000_000),
    lon_e7=st.integers(-1_800_000_000, 1_800_000_000),
)
def test_a_route_is_typed_back_as_it_is_written(times: list[int], lat_e7: int, lon_e7: int) -> None:
    """Stops and passages at any millisecond, anywhere: dates' hyphens and stops' are told apart."""
    spec = FORMATS["NHM"].field("route")
    assert spec is not None
    place: dict[str, Json] = {"lat_e7": lat_e7, "lon_e7": lon_e7}
    route: list[Json] = [
        {**place, "arrive_ms": times[0], "leave_ms": times[1]},
        {**place, "arrive_ms": times[2], "leave_ms": times[2]},
        {**place, "arrive_ms": times[3], "leave_ms": times[3] + 60_000},
    ]
    assert field_from_text(spec, field_to_text(spec, route), NOW_MS, "f") == Value(route)


@pytest.mark.parametrize("value", [None, True, 10**30, "x", [1], {"a": {}}])
def test_a_value_of_any_shape_can_be_shown(value: Json) -> None:
    """What a newer peer sends in a field is shown as JSON rather than failing."""
    for fmt in FORMATS.values():
        for spec in fmt.fields:
            assert isinstance(field_to_text(spec, value), str)
    assert isinstance(field_to_text(None, value), str)
