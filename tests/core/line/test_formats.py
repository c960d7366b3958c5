"""The tables are complete and consistent, and say everything wrong with a message at once."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.line.field import Kind, check, names_words
from detente.core.line.formats import (
    ANSWER_WORDS,
    Answers,
    DueStep,
    Family,
    Format,
    deadlines_of,
    field_schema,
    filled,
    lead_of,
    required_lead,
    validate,
)
from detente.core.line.lead import Effective
from detente.core.line.message import Precedence, Role
from detente.core.line.tables import ALL, FORMATS, NAA, NWA, find, version_for
from detente.core.values import Json
from detente.tongues.examples import OTHER_VOLUMES
from tests.support.line import MINUTE, T0, circle, naa

CODES = (
    *("LCK", "LST", "DRO", "DEP", "ECH"),
    *("NAA", "NWA", "NUA", "NTR", "NEX", "NAD", "NEM", "NSR", "NZO", "NHS", "NHM", "NCV", "PPR"),
    *("QID", "QEX", "RHD", "RMT", "RHN"),
    *("AEN", "AST", "ACL", "AMI", "AOW", "ALL", "ADN"),
    *("ACK", "RBK", "CNF", "RSP", "DSM", "PSD", "CTC"),
    *("COR", "CAN", "END", "NHC", "NHD"),
    *("AGR", "AGS", "AGX", "POL", "FAN", "BRC", "GDC", "GDO"),
    *("INR", "INS", "INQ", "INA", "INF", "INC", "PRO"),
    *("CON", "CAG", "CRO", "CCM", "CST", "CFC", "CSU", "ACT", "REP"),
)

_JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_every_format_of_this_version_is_there() -> None:
    """The formats that the line was promised, each found by code and by code and version."""
    assert tuple(fmt.code for fmt in ALL) == CODES
    assert find("NWA") is find("NWA", 1) is NWA
    assert find("NWA", 2) is None
    assert find("ZZZ") is None


@pytest.mark.parametrize("fmt", ALL, ids=lambda fmt: fmt.code)
def test_a_table_refers_only_to_its_own_fields(fmt: Format) -> None:
    """Placing, point and place name are fields of the right kind; choices have words."""
    names = [spec.name for spec in fmt.fields]
    assert len(set(names)) == len(names)
    if fmt.placing is not None:
        spec = fmt.field(fmt.placing.volume_field)
        assert spec is not None
        assert spec.kind in (Kind.VOLUME, Kind.OUTLINE)
        assert fmt.placing.activity or fmt.placing.activity_field in names
    for name in (fmt.point, fmt.place_name, fmt.area, fmt.starts):
        assert name is None or name in names
    for rule in (fmt.placing.only if fmt.placing else None, *(s.needed for s in fmt.fields)):
        other = fmt.field(rule[0]) if rule else None
        assert rule is None or (other and set(rule[1]) <= set(dict(other.choices)))
    for spec in fmt.fields:
        assert (spec.kind is Kind.RECORDS) == bool(spec.parts)
        parts = {part.name for part in spec.parts}
        assert len(parts) == len(spec.parts)
        assert all(part.needed is None or part.needed[0] in parts for part in spec.parts)
        for one in (spec, *spec.parts):
            assert (one.kind in (Kind.CHOICE, Kind.CHOICES)) == bool(one.choices)
            assert len(dict(one.choices)) == len(one.choices)
            assert one.label


@pytest.mark.parametrize("fmt", ALL, ids=lambda fmt: fmt.code)
def test_whoever_owes_an_answer_has_codes_to_answer_with(fmt: Format) -> None:
    """A deadline for an answer comes with answer codes; receipts owe nothing.

    What is put on record may be answered although nothing but reading it is owed.
    """
    owes = {deadline.step for deadline in fmt.deadlines}
    if fmt.family is Family.REGISTER:
        assert Answers.NOT_UNDERSTOOD in fmt.answers
        assert owes in ({DueStep.READ}, {DueStep.ANSWER})
    elif fmt.family is not Family.CHANGE or fmt.code != "COR":
        assert (DueStep.ANSWER in owes) == bool(fmt.answers)
    assert not (fmt.is_receipt and owes)
    assert set(fmt.answers) <= set(ANSWER_WORDS)


def test_the_agreed_numbers_stand_in_the_tables() -> None:
    """Deadlines and lead times are those of domain.md section 9."""
    minutes = {
        code: {d.step.value: d.ms // MINUTE for d in FORMATS[code].deadlines} for code in CODES
    }
    assert minutes["NWA"]["READBACK"] == 2
    assert minutes["NWA"]["ANSWER"] == 4
    assert minutes["NAA"]["READBACK"] == 10
    assert minutes["NAA"]["ANSWER"] == 20
    assert minutes["NAA"]["END"] == 15
    assert minutes["QID"] == {"ANSWER": 3}
    assert minutes["LCK"] == {"ANSWER": 5}
    assert minutes["LST"] == {"ANSWER": 30}
    answered = {code: minutes[code]["ANSWER"] for code in ("NUA", "NAD", "NSR", "RHD", "ADN")}
    assert answered == {"NUA": 30, "NAD": 5, "NSR": 10, "RHD": 3, "ADN": 5}
    assert {code: FORMATS[code].lead_ms for code in ("NUA", "NTR", "NEX", "NHS", "NHM")} == {
        "NUA": 30 * MINUTE,
        "NTR": 24 * 60 * MINUTE,
        "NEX": 72 * 60 * MINUTE,
        "NHS": 48 * 60 * MINUTE,
        "NHM": 48 * 60 * MINUTE,
    }
    assert minutes["INR"] == {"ANSWER": 2 * 60}
    assert minutes["NHM"]["READBACK"] == 6 * 60
    assert minutes["NEX"]["ANSWER"] == 24 * 60
    assert minutes["ALL"]["READ"] == 2
    assert FORMATS["ACL"].precedence is Precedence.FLASH
    for code in ("AEN", "AMI", "AST"):
        assert FORMATS[code].precedence is Precedence.FLASH
        assert minutes[code]["READ"] == 1
        assert minutes[code]["ANSWER"] == 2
    assert (NAA.lead_ms, NAA.effective) == (60 * MINUTE, Effective.READ)
    assert (NWA.lead_ms, NWA.effective) == (15 * MINUTE, Effective.READBACK)


def test_a_flash_needs_two_fields_at_most() -> None:
    """At 3 a.m. an alert is one code and one place; all else is filled in or may stay empty."""
    for fmt in ALL:
        if fmt.precedence is Precedence.FLASH:
            asked = [spec.name for spec in fmt.fields if spec.required and spec.fill is None]
            assert len(asked) <= 2, (fmt.code, asked)
            assert fmt.releaser is Role.DUTY_OFFICER


def test_what_is_sent_as_flash_is_read_within_a_minute() -> None:
    """A warning raised to FLASH gets a READ deadline that its format alone has not."""
    steps = {d.step: d.ms for d in deadlines_of(NWA, Precedence.FLASH)}
    assert steps[DueStep.READ] == MINUTE
    assert steps[DueStep.READBACK] == 2 * MINUTE


def test_what_is_urgent_has_shorter_deadlines_and_lead_times() -> None:
    """An explanation takes two days, asked for urgently two hours; a rescue needs no lead time."""
    qex, ntr, nhs = FORMATS["QEX"], FORMATS["NTR"], FORMATS["NHS"]
    steps = {d.step: d.ms for d in deadlines_of(qex, Precedence.PRIORITY)}
    assert steps == {DueStep.ANSWER: 48 * 60 * MINUTE}
    steps = {d.step: d.ms for d in deadlines_of(qex, Precedence.IMMEDIATE)}
    assert steps == {DueStep.ANSWER: 2 * 60 * MINUTE}
    assert lead_of(ntr, Precedence.PRIORITY, {}) == 24 * 60 * MINUTE
    assert lead_of(ntr, Precedence.IMMEDIATE, {}) == 0
    assert lead_of(nhs, Precedence.IMMEDIATE, {}) == 24 * 60 * MINUTE
    assert lead_of(NWA, Precedence.FLASH, {}) == 15 * MINUTE


def test_what_is_said_can_ask_for_another_lead_time() -> None:
    """A large exercise is told weeks ahead, a changed convoy at once, a planned repair a day."""
    nex, nhm, lst = FORMATS["NEX"], FORMATS["NHM"], FORMATS["LST"]
    hour, routine = 60 * MINUTE, Precedence.ROUTINE
    assert required_lead(nex, {}, routine, {"scale": "small"}) == 72 * hour
    assert required_lead(nex, {}, routine, {"scale": "large"}) == 14 * 24 * hour
    assert required_lead(nex, {"NEX": 96 * hour}, routine, {"scale": "large"}) == 96 * hour
    assert required_lead(nhm, {}, Precedence.PRIORITY, {"act": "plan"}) == 48 * hour
    assert required_lead(nhm, {"NHM": hour}, Precedence.PRIORITY, {"act": "deviation"}) == 0
    assert required_lead(nhm, {}, Precedence.IMMEDIATE, {"act": "deviation"}) == 0
    assert required_lead(lst, {}, routine, {"reason_kind": "maintenance"}) == 24 * hour
    assert required_lead(lst, {"LST": hour}, routine, {"reason_kind": "technical"}) is None
    assert required_lead(NWA, {"NWA": hour}, routine, {}) == hour


def test_a_field_can_be_needed_by_a_code() -> None:
    """A proposed zone has a volume and a rule; a released one needs neither."""
    zone = FORMATS["NZO"]
    assert validate(zone, {"zone": "alpha", "action": "release"}) == ()
    asked = validate(zone, {"zone": "alpha", "action": "propose"})
    assert [one.field for one in asked] == ["fields.volume", "fields.rule"]


def test_a_newer_version_only_adds() -> None:
    """Each older table's fields and codes are all in the newer one, so that old words stay true."""
    for code in ("LST", "ACK", "RSP"):
        old, new = find(code, 1), find(code, 2)
        assert old is not None
        assert new is FORMATS[code]
        for spec in old.fields:
            now = new.field(spec.name)
            assert now is not None
            assert (now.kind, now.required) == (spec.kind, spec.required)
            assert set(spec.choices) <= set(now.choices)


def test_the_oldest_version_that_says_it_all_is_chosen() -> None:
    """A plain line status is version 1, which everybody reads; with residual duties it is 2."""
    fields: dict[str, Json] = {"state": "SUSPENDED", "scope": "all"}
    chosen = version_for("LST", fields)
    assert chosen is find("LST", 1)
    assert version_for("LST", fields | {"residual": ["records"]}) is find("LST", 2)
    assert version_for("ZZZ", {}) is None


def test_every_problem_is_told_at_once_with_its_path() -> None:
    """A message with four faults names all four fields, not only the first."""
    volume = circle()
    volume["floor"] = {"cm": "high", "reference": "FL"}
    problems = validate(
        NAA, {"activity": "hot air balloon", "volume": volume, "colour": "red", "radio": "a\x1b[2J"}
    )
    found = {problem.field: problem.rule for problem in problems}
    assert found["fields.activity"] == "choice"
    assert found["fields.number_band"] == "required"
    assert found["fields.colour"] == "unknown-field"
    assert found["fields.radio"] == "text-characters"
    assert "fields.volume.floor.cm" in found
    assert all(problem.remedy for problem in problems)


def test_a_boolean_is_no_integer_and_none_is_nothing() -> None:
    """True where an integer belongs is refused; null is the same as leaving a field out."""
    point: Json = {"lat_e7": 355_000_000, "lon_e7": 357_000_000}
    aen = FORMATS["AEN"]
    base: dict[str, Json] = {"situation": "inside", "point": point, "seen_ms": T0}
    assert validate(aen, base | {"heading_deg": None}) == ()
    assert [p.rule for p in validate(aen, base | {"heading_deg": True})] == ["wrong-type"]
    assert [p.rule for p in validate(aen, base | {"heading_deg": 360})] == ["integer-range"]


def test_the_node_fills_in_what_the_officer_left_empty() -> None:
    """Times, check word and role are filled in; what was given stays."""
    full = filled(FORMATS["LCK"], {}, now_ms=T0, number="A-2026-0001", role=Role.DUTY_OFFICER)
    assert full == {"nonce": "A-2026-0001", "duty_role": "duty officer", "clock_ms": T0}
    assert (
        filled(FORMATS["LCK"], {"nonce": "x"}, now_ms=T0, number="n", role=Role.RELEASER)["nonce"]
        == "x"
    )


@pytest.mark.parametrize("fmt", ALL, ids=lambda fmt: fmt.code)
def test_the_schema_says_what_the_table_says(fmt: Format) -> None:
    """The JSON Schema names the same fields, the same required ones, and is JSON itself."""
    schema = msgspec.json.decode(msgspec.json.encode(field_schema(fmt)))
    assert list(schema["properties"]) == [spec.name for spec in fmt.fields]
    always = [spec.name for spec in fmt.fields if spec.required and not spec.sealed]
    assert schema["required"] == always
    for rule in schema.get("allOf", ()):
        (name,) = rule["then"]["required"]
        spec = fmt.field(name)
        assert spec is not None
        assert spec.needed is not None
    assert schema["additionalProperties"] is False


@settings(deadline=None)  # the machine may be busy
@given(
    fmt=st.sampled_from(ALL),
    chosen=st.data(),
)
def test_any_values_are_judged_and_never_crash(fmt: Format, chosen: st.DataObject) -> None:
    """Whatever stands in a field, validation answers with refusals, never with a fault."""
    names = [spec.name for spec in fmt.fields] + ["other"]
    fields = chosen.draw(st.dictionaries(st.sampled_from(names), _JSON, max_size=6))
    for problem in validate(fmt, fields):
        assert problem.field.startswith("fields.")
        assert problem.rule
        assert problem.reason


def test_a_sound_notice_has_no_problems() -> None:
    """The fields that the other tests build on are valid."""
    assert validate(NAA, naa()) == ()
    assert Answers.WILCO in NAA.answers


def test_a_track_is_in_order_and_of_a_size() -> None:
    """A track fragment out of order, empty or of strange items is refused at the item."""
    qid = FORMATS["QID"]
    spot: dict[str, Json] = {"lat_e7": 1, "lon_e7": 2}
    base: dict[str, Json] = {"point": spot, "seen_ms": T0}
    good: Json = [spot | {"at_ms": T0}, spot | {"at_ms": T0 + 10}]
    assert validate(qid, base | {"track": good}) == ()
    back: Json = [spot | {"at_ms": T0}, spot | {"at_ms": T0 - 10}]
    assert [p.field for p in validate(qid, base | {"track": back})] == ["fields.track.1.at_ms"]
    assert [p.rule for p in validate(qid, base | {"track": []})] == ["track-length"]
    assert [p.rule for p in validate(qid, base | {"track": [7]})] == ["track-point"]


def test_an_unknown_field_is_refused_with_names_and_labels() -> None:
    """Who mistypes a field's name is told what each field is, not only its machine name."""
    first = find("ACK", 1)
    assert first is not None
    (found,) = validate(first, {"step": "READ", "stp": "READ"})
    assert found.remedy == "It has: step (step of the ladder)"
    assert names_words(()) == "none"


def test_everything_wrong_with_records_comes_at_once_with_its_place() -> None:
    """Which record, which part: unknown, missing, needed by another, of the wrong shape."""
    items: list[Json] = [
        {"item": "lines", "topic": "safety", "stance": "moved"},
        {"item": "lines", "topic": "weather", "stance": "agree", "mood": "good"},
        {"topic": "safety", "stance": "agree"},
        "lines",
    ]
    found = validate(FORMATS["CAG"], {"contact": "AMBER-2026-0001", "items": items})
    assert [(one.field, one.rule) for one in found] == [
        ("fields.items.0.moved_to", "required"),
        ("fields.items.1.topic", "choice"),
        ("fields.items.1.mood", "unknown-part"),
        ("fields.items.2.item", "required"),
        ("fields.items.3", "wrong-type"),
    ]
    none = validate(FORMATS["CAG"], {"contact": "AMBER-2026-0001", "items": []})
    assert [(one.field, one.rule) for one in none] == [("fields.items", "records-length")]


@pytest.mark.parametrize(
    ("day", "sound"),
    [
        *(("2016", True), ("2016-02", True), ("2016-02-29", True), ("1967-06-10", True)),
        *(("2015-02-29", False), ("2016-13", False), ("2016-2", False), ("1899", False)),
        *(("2016-02-18T08:00", False), ("", False), (2016, False), ("late summer", False)),
    ],
)
def test_a_day_is_as_much_of_a_date_as_is_known(day: Json, *, sound: bool) -> None:
    """A year, a month or a day that the calendar has; what is vaguer has a field of words."""
    fields = {"kind": "visit", "state": "held", "day": day}
    found = validate(FORMATS["CON"], fields)
    assert (not found) is sound
    assert all(one.field == "fields.day" for one in found)


def test_the_schema_says_what_a_record_is_made_of() -> None:
    """A form can be built from it: parts with their titles, which must be there, how many."""
    schema = field_schema(FORMATS["AGR"])
    properties = schema["properties"]
    assert isinstance(properties, dict)
    articles = properties["articles"]
    assert isinstance(articles, dict)
    items = articles["items"]
    assert isinstance(items, dict)
    assert items["required"] == ["article", "rule"]
    assert items["additionalProperties"] is False
    assert (articles["minItems"], articles["maxItems"]) == (1, 100)


@pytest.mark.parametrize("volume", OTHER_VOLUMES, ids=str)
def test_an_agreement_from_paper_may_have_areas_of_every_shape(volume: Json) -> None:
    """A hundred articles, each with its words and its area, are written down; no more than that."""
    words = "x" * 600
    articles: list[Json] = [
        {"article": str(at), "rule": "keep-out", "words": words, "volume": volume}
        for at in range(100)
    ]
    said = FORMATS["PPR"].field("said")
    assert said is not None
    assert check(said, {"articles": articles[:90]}, "said") == ()
    too_much = check(said, {"articles": articles, "exceptions": words * 100}, "said")
    assert [one.rule for one in too_much] == ["said-size"]
    deep: Json = 1
    for _ in range(100_000):
        deep = [deep]
    assert [one.rule for one in check(said, {"x": deep}, "said")] == ["said-size"]
