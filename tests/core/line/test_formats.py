"""The tables are complete and consistent, and say everything wrong with a message at once."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.line.field import Kind, names_words
from detente.core.line.formats import (
    ANSWER_WORDS,
    Answers,
    DueStep,
    Family,
    Format,
    deadlines_of,
    field_schema,
    filled,
    validate,
)
from detente.core.line.lead import Effective
from detente.core.line.message import Precedence, Role
from detente.core.line.tables import ALL, FORMATS, NAA, NWA, find
from detente.core.values import Json
from tests.support.line import MINUTE, T0, circle, naa

CODES = (
    *("LCK", "LST", "DRO", "DEP", "ECH"),
    *("NAA", "NWA", "NUA", "NTR", "NEX", "NAD", "NEM", "NSR", "NZO", "NHS", "NHM", "NCV", "PPR"),
    *("QID", "QEX", "RHD", "RMT"),
    *("AEN", "AST", "ACL", "AMI", "AOW", "ALL", "ADN"),
    *("ACK", "RBK", "CNF", "RSP", "DSM", "PSD"),
    *("COR", "CAN", "END", "NHC"),
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
        assert spec.kind is Kind.VOLUME
        assert fmt.placing.activity or fmt.placing.activity_field in names
    for name in (fmt.point, fmt.place_name):
        assert name is None or name in names
    for spec in fmt.fields:
        assert (spec.kind in (Kind.CHOICE, Kind.CHOICES)) == bool(spec.choices)
        assert len(dict(spec.choices)) == len(spec.choices)
        assert spec.label


@pytest.mark.parametrize("fmt", ALL, ids=lambda fmt: fmt.code)
def test_whoever_owes_an_answer_has_codes_to_answer_with(fmt: Format) -> None:
    """A deadline for an answer comes with answer codes; receipts owe nothing."""
    owes = {deadline.step for deadline in fmt.deadlines}
    if fmt.family is not Family.CHANGE or fmt.code != "COR":
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
    assert schema["required"] == [spec.name for spec in fmt.fields if spec.required]
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
    (found,) = validate(FORMATS["ACK"], {"step": "READ", "stp": "READ"})
    assert found.remedy == "It has: step (step of the ladder)"
    assert names_words(()) == "none"
