"""The text of an agreement as a file that people write: read, written, read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.agreements.contradictions import Clause, contradictions, missing
from detente.core.agreements.text import Named, articles_of, named_in
from detente.core.airspace.volume import Circle, Point
from detente.core.line.formats import validate
from detente.core.line.tables import FORMATS
from detente.core.values import Fields
from detente.tongues.examples import messages
from detente.wire.human_fields import Typed
from detente.wire.text_file import fields_of, toml_of

ROOT = Path(__file__).resolve().parents[2]
NOW_MS = 1_795_000_000_000
FILE = '''
agreement = "Coast arrangement"
edition = 1
kind = "truce"
from = 2026-12-01T00:00:00Z
until = "2027-06-01T00:00Z"
renews = 182
languages = ["en", "ru"]
exceptions = """
rescue
fire fighting"""
parties = ["Amber", "Cobalt", "Meridian: monitor"]
area = "circle 22.9S 14.4E 100km"

[[articles]]
article = 1
rule = "lead-time"
formats = ["NWA"]
minutes = 15
words = "Fifteen minutes; more when it can be had."

[[articles]]
article = "2a"
rule = "keep-out"
except_party = "Meridian"
volume = "circle 22.9S 14.4E 10NM SFC-FL200 open/open"
'''


def read(text: str) -> Fields:
    """The fields that a file says; fails when it is refused."""
    found = fields_of(text, NOW_MS)
    assert isinstance(found, Typed), found
    return found.fields


def test_a_file_says_what_a_message_needs() -> None:
    """Names without units, times with zones, parties by name, articles as tables: all sound."""
    fields = read(FILE)
    assert validate(FORMATS["AGR"], fields) == ()
    assert fields["from_ms"] == 1_796_083_200_000
    assert fields["renews_days"] == 182
    assert Named("Meridian", "monitor") in named_in(fields, ())
    first, second = articles_of(fields)
    assert (first.article, second.article) == ("1", "2a")
    assert second.volume is not None
    assert second.volume.parts[0].volume.outline == Circle(
        Point(-229_000_000, 144_000_000), 1_852_000
    )


def test_what_is_written_is_read_back() -> None:
    """The file and the example of the format come back to the same fields."""
    examples = [one.message.fields for one in messages() if one.message.format == "AGR"]
    assert examples
    for fields in (read(FILE), *examples):
        assert read(toml_of(fields)) == fields


@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(' \n"\\')))
def test_any_words_come_back(words: str) -> None:
    """Quotes, backslashes, lines: what an article says is what is read again."""
    said = words.strip()
    if said:
        fields = {**read(FILE), "exceptions": said}
        assert read(toml_of(fields)) == fields


@pytest.mark.parametrize(
    ("text", "rule", "path"),
    [
        ("agreement = ", "file-form", ""),
        ("colour = 1", "unknown-field", "fields.colour"),
        ("from = 2026-12-01T00:00:00", "time-zone", "fields.from_ms"),
        ("from = 2026-12-01T00:00:00Z\nfrom_ms = 1", "field-twice", "fields.from_ms"),
        ("edition = 1.5", "file-value", "fields.edition"),
        ("articles = [1]", "file-record", "fields.articles.0"),
        ('[[articles]]\nrulle = "words"', "unknown-field", "fields.articles.0.rulle"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_path(text: str, rule: str, path: str) -> None:
    """Every slip of a file has its rule and its place."""
    found = fields_of(text, NOW_MS)
    assert isinstance(found, tuple)
    assert (found[0].rule, found[0].field) == (rule, path)


def test_a_slip_in_a_name_is_answered_by_the_name_that_is_like_it() -> None:
    """As at the command line."""
    found = fields_of("knd = 'treaty'", NOW_MS)
    assert isinstance(found, tuple)
    assert found[0].remedy.startswith("Did you mean kind? ")


def test_the_file_of_the_page_can_be_proposed() -> None:
    """What docs/agreements.md shows as a file is sound, and no two of its articles contradict."""
    page = (ROOT / "docs" / "agreements.md").read_text(encoding="utf-8")
    text = page.partition("```toml\n")[2].partition("```")[0]
    fields = read(text)
    assert validate(FORMATS["AGR"], fields) == ()
    articles = articles_of(fields)
    assert [missing(one) for one in articles] == [(), (), ()]
    clauses = [Clause(one, ("amber", "cobalt"), area=one.volume) for one in articles]
    assert contradictions(clauses) == []
