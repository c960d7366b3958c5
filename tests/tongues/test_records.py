"""Lists of records in every language: a line each, each part with its label, all of it back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.line.field import Kind
from detente.core.line.formats import Format
from detente.core.line.tables import EVERY, FORMATS
from detente.core.values import Json
from detente.tongues import lexicon
from detente.tongues.catalogue import SHIPPED, Pen, shipped
from detente.tongues.examples import example, messages
from detente.tongues.pages import page
from detente.tongues.parse import _HEADER, Parsed, parse
from detente.tongues.render import render, text_of
from detente.tongues.template import bare

LANGUAGES = pytest.mark.parametrize("code", SHIPPED)
ARTICLES: Json = [
    {"article": "3", "rule": "lead-time", "minutes": 15, "formats": ["NWA", "NUA"]},
    {"article": "4", "rule": "words", "words": "Listen; answer:\nat once, 1: 2."},
]


def said_and_heard(code: str, fmt: Format, fields: dict[str, Json]) -> Parsed | None:
    """A message of the format with these fields, said in a language and heard; None: refused."""
    shown = example(fmt)
    message = replace(shown.message, fields=fields)
    found = parse(text_of(message, shipped()[code], shown.around), shipped()[code])
    return found if isinstance(found, Parsed) else None


@LANGUAGES
def test_articles_are_a_line_each_and_come_back(code: str) -> None:
    """Separators, line ends and digits inside a text neither end a line nor a part."""
    shown = example(FORMATS["AGR"])
    fields = {**shown.message.fields, "articles": ARTICLES}
    found = said_and_heard(code, FORMATS["AGR"], fields)
    assert found is not None
    assert found.fields == fields
    made = render(replace(shown.message, fields=fields), shipped()[code], shown.around)
    codes = [line.code for line in made.lines if line.code.startswith("articles.")]
    assert codes[0] == "articles.0: article=3 rule=lead-time minutes=15 formats=NWA,NUA"
    assert len(codes) == 2


@LANGUAGES
@pytest.mark.parametrize("value", [[], [{}], ["x"], [[1]], "x", 7, None, [{"article": None}]])
def test_what_is_no_list_of_records_is_shown_as_it_came(code: str, value: Json) -> None:
    """A value of another shape, which a peer may sign, is said whole and comes back the same."""
    found = said_and_heard(code, FORMATS["AGR"], {"articles": value})
    assert found is not None
    assert found.fields == {"articles": value}


@LANGUAGES
def test_a_part_that_no_table_knows_is_shown_and_not_understood(code: str) -> None:
    """A newer part is there for the eye, and nobody takes the record without it."""
    shown = example(FORMATS["AGR"])
    fields: dict[str, Json] = {"articles": [{"article": "3", "verified": "by both"}]}
    text = text_of(replace(shown.message, fields=fields), shipped()[code], shown.around)
    assert '"by both"' in text
    assert said_and_heard(code, FORMATS["AGR"], fields) is None


@LANGUAGES
def test_a_record_that_is_missing_is_noticed(code: str) -> None:
    """Of three lines the second is lost: what is left is not heard as two articles."""
    shown = example(FORMATS["AGR"])
    assert isinstance(ARTICLES, list)
    message = replace(shown.message, fields={"articles": [*ARTICLES, ARTICLES[0]]})
    made = render(message, shipped()[code], shown.around)
    kept = [line.text for line in made.lines if not line.code.startswith("articles.1")]
    assert not isinstance(parse("\n".join(kept), shipped()[code]), Parsed)


@LANGUAGES
@pytest.mark.parametrize(
    ("fmt", "fields"),
    [
        ("CON", {"day": "2016", "latest": "2016-09"}),
        ("CON", {"day": "2016-13"}),
        ("CON", {"day": 2016}),
        ("AGS", {"digest": "0a" * 32}),
        ("AGS", {"digest": "0A" * 32}),
        ("GDO", {"salt": "c2FsdA=="}),
        ("GDO", {"salt": "not base64!"}),
    ],
)
def test_days_digests_and_salts_come_back_to_the_character(
    code: str, fmt: str, fields: dict[str, Json]
) -> None:
    """As much of a date as is known; what is no date, digest or salt is shown as it came."""
    found = said_and_heard(code, FORMATS[fmt], fields)
    assert found is not None
    assert found.fields == fields
    assert found.not_carried == ()


@LANGUAGES
def test_no_two_words_that_stand_together_are_alike(code: str) -> None:
    """Labels of a format, of a record and of the header, the words of a choice, `taken away`."""
    tongue = shipped()[code]
    pen = Pen(tongue)
    heads = {tongue.template(f"header-{name}").fill({}) for name in _HEADER}
    away = tongue.template("taken-away").fill({})
    for fmt in EVERY:
        groups: dict[str, list[str]] = {}
        for spec in lexicon.specs_of(fmt):
            owner = spec.name.rpartition(".")[0]
            groups.setdefault(owner, []).append(pen.label(fmt, spec))
            words = [pen.value(fmt, spec, one) or "" for one, _ in spec.choices]
            assert len({*words, away}) == len(words) + 1, (fmt.code, spec.name)
        for owner, labels in groups.items():
            assert len(set(labels)) == len(labels), (fmt.code, owner, sorted(labels))
        clash = heads & set(groups.get("", ()))
        assert not clash or fmt.code == "NAD", (fmt.code, clash)  # whose state has codes of its own


def test_the_examples_hold_every_code_of_every_part() -> None:
    """What the round trip goes through is all that the parts of records enumerate."""
    said = {
        (shown.message.format, name, part, str(code))
        for shown in messages()
        for name, value in shown.message.fields.items()
        if isinstance(value, list)
        for record in value
        if isinstance(record, dict) and "lat_e7" not in record
        for part, given in record.items()
        for code in (given if isinstance(given, list) else [given])
    }
    for fmt in EVERY:
        for spec in fmt.fields:
            for part in spec.parts:
                for code, _ in part.choices:
                    assert (fmt.code, spec.name, part.name, code) in said


def test_the_words_of_a_part_are_as_general_as_their_english() -> None:
    """One word of an article is shared with fields, another has an id of the list's own."""
    fmt = FORMATS["AGR"]
    spec = next(one for one in fmt.fields if one.name == "articles")
    parts = {part.name: part for part in lexicon.parts_of(spec)}
    volume = lexicon.field_word(fmt, parts["articles.volume"])
    assert volume.id == "field-volume"
    assert volume.ids[0] == "field-AGR-articles-volume-v1"
    time = lexicon.field_word(fmt, parts["articles.minutes"])
    assert (time.id, time.english) == ("field-articles-minutes", "time")
    word = lexicon.value_word(fmt, parts["articles.rule"], "lead-time")
    assert "value-AGR-articles-rule-lead-time" in word.ids
    assert word.id == "value-lead-time"


def test_a_page_shows_the_parts_of_records_and_their_codes() -> None:
    """Whoever reads the page of agreements finds what an article is made of."""
    text = page(FORMATS["AGR"])
    assert "| `minutes` | time | may be left out |" in text
    assert "### articles, rule" in text
    assert "| `lead-time` | least time of notice before the start |" in text
    assert all(spec.kind is not Kind.RECORDS or spec.parts for fmt in EVERY for spec in fmt.fields)


def test_a_headline_tells_one_record_of_a_register_from_the_next() -> None:
    """What is promised stands in the list, cut where it is long and with its marks closed."""
    shown = example(FORMATS["CCM"])
    what = "a list of frequencies " * 10
    message = replace(shown.message, fields={**shown.message.fields, "what": what})
    made = render(message, shipped()["en"], shown.around)
    said = bare(made.headline)
    assert "commitment: a list of frequencies a list" in said
    assert "…; cobalt; 2026-11" in said
    assert made.headline.count("\u2068") == made.headline.count("\u2069")
