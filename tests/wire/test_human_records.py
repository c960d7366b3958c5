"""Lists of records as people type them: every slip with its path, every value back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.line.field import FieldSpec
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.wire.human_fields import (
    Typed,
    Value,
    field_from_text,
    field_to_text,
    fields_from_words,
)
from detente.wire.human_records import records_from_text, records_to_text, text_of_file

NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z
CIRCLE = "circle 22.9S 14.4E 5NM SFC-FL100 08:00Z-09:00Z; circle 23S 14E 1NM SFC-FL50 08:00Z-09:00Z"
PAIRS = st.lists(st.tuples(st.sampled_from(["words", "rule"]), st.text(max_size=12)), min_size=1)


def spec(code: str, name: str) -> FieldSpec:
    """A field of a table."""
    found = FORMATS[code].field(name)
    assert found is not None
    return found


def refused(text: str, field: str = "articles") -> list[tuple[str, str]]:
    """Where and why the articles of an agreement are refused."""
    found = field_from_text(spec("AGR", field), text, NOW_MS, "f")
    assert isinstance(found, tuple)
    return [(one.field, one.rule) for one in found]


@given(st.lists(PAIRS, min_size=1, max_size=3))
def test_any_records_come_back_as_they_were(records: list[list[tuple[str, str]]]) -> None:
    """Bars, semicolons, quotes, line ends, spaces at either end: whatever a value holds."""
    assert records_from_text(records_to_text(records), "f") == records


@given(st.text(alphabet='ab=|;" \\\n', max_size=40))
def test_any_text_is_records_or_refused(text: str) -> None:
    """No arrangement of separators and quotes ends in anything but records or a refusal."""
    found = records_from_text(text, "f")
    assert found
    assert isinstance(found, list) or all(isinstance(one, Refusal) for one in found)


def test_an_article_is_typed_with_its_place_and_time() -> None:
    """Each part is read as a field of its kind is: a volume with its semicolon needs quotes."""
    words = (
        "articles=article=3; rule=lead-time; minutes=15; formats=NWA, NUA",
        f'articles=article=4; rule=keep-out; volume="{CIRCLE}"; words="Keep out; ask"; distance=9',
    )
    found = fields_from_words(FORMATS["AGR"].fields, words, NOW_MS)
    assert isinstance(found, Typed), found
    listed = found.fields["articles"]
    assert isinstance(listed, list)
    first, second = listed
    assert first == {
        "article": "3",
        "rule": "lead-time",
        "minutes": 15,
        "formats": ["NWA", "NUA"],
    }
    assert isinstance(second, dict)
    assert (second["words"], second["distance_m"]) == ("Keep out; ask", 9)
    assert isinstance(second["volume"], list)
    again = field_from_text(
        spec("AGR", "articles"), field_to_text(spec("AGR", "articles"), listed), NOW_MS, "f"
    )
    assert again == Value(listed)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("article=3; rule=lead-time | rule=bans", [("f.1.rule", "choice")]),
        ("article=3; ruel=words", [("f.0.ruel", "unknown-part")]),
        ("article=3; article=4", [("f.0.article", "field-twice")]),
        ("article=3; words", [("f.0", "record-form")]),
        ('words="one; two', [("f.0.words", "record-quotes"), ("f.0", "record-form")]),
        ('words="one" two', [("f.0.words", "record-quotes")]),
        ("minutes=soon | minutes=late", [("f.0.minutes", "integer"), ("f.1.minutes", "integer")]),
        ("article=", [("f.0.article", "field-empty")]),
        (" | ; ", [("f", "record-form")]),
        ('[{"article": "3"}', [("f", "json")]),
    ],
)
def test_each_slip_is_named_with_its_record(text: str, wanted: list[tuple[str, str]]) -> None:
    """Which record, which part, what is wrong with it; of several records all at once."""
    assert refused(text) == wanted


def test_one_record_of_the_api_s_own_shape_is_a_list_of_one() -> None:
    """A JSON object where a list is wanted is its only record."""
    found = field_from_text(spec("AGR", "parties"), '{"name": "amber"}', NOW_MS, "f")
    assert found == Value([{"name": "amber"}])


def test_only_a_list_of_records_is_added_to() -> None:
    """`owner+=cobalt` would set what it seems to add to, and is refused."""
    found = fields_from_words(FORMATS["CCM"].fields, ["owner+=cobalt"], NOW_MS)
    assert isinstance(found, tuple)
    assert [one.rule for one in found] == ["unknown-field"]


def test_a_digest_is_taken_as_tools_print_it_and_today_is_a_day() -> None:
    """Capital letters and groups of a digest count for nothing."""
    groups = ":".join(["AB CD"] * 16)
    assert field_from_text(spec("AGS", "digest"), groups, NOW_MS, "f") == Value("abcd" * 16)
    assert field_from_text(spec("CON", "day"), "today", NOW_MS, "f") == Value("2026-11-22")
    assert field_from_text(spec("CON", "day"), "2026-11", NOW_MS, "f") == Value("2026-11")


def test_what_stands_in_a_file_and_is_no_part_is_refused_not_dropped() -> None:
    """A line without a colon, a name that no record has: both are named, none is lost."""
    text = text_of_file("article: 3\nnonsense\nrul: words\n", {"article", "rule"})
    assert refused(text) == [("f.0.nonsense", "unknown-part"), ("f.0.rul", "unknown-part")]
