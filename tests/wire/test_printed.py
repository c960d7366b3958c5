"""A message on paper and back: nothing is lost, and one slip of a hand is found in its line."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.line.message import (
    Confidence,
    Elsewhere,
    Message,
    Relay,
    Releasability,
    Role,
    Signature,
    Status,
)
from detente.core.line.paper import HEADING, heading
from detente.core.line.tables import EVERY, FORMATS
from detente.core.values import Json
from detente.tongues.catalogue import shipped
from detente.tongues.examples import example, messages
from detente.tongues.sheet import sheet_words
from detente.tongues.template import FSI, PDI, bare
from detente.wire.printed import (
    NOTICE_ONLY,
    TEXT_CHARS,
    TypedMessage,
    printed,
    short_hash,
    to_html,
    to_text,
    typed,
)

LEAF = bytes(range(32))
WARNING = example(FORMATS["NWA"]).message


def paper(message: Message) -> str:
    """The message as text on paper."""
    return to_text(printed(message, "amber", Status.ACTUAL, LEAF), sheet_words(message))


def plain(value: object) -> object:
    """A value with lists for tuples, as JSON has them."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def test_every_message_comes_back_as_it_was_signed() -> None:
    """Each format with each of its enumerated values is printed, typed, and is the same."""
    for one in messages():
        back = typed(paper(one.message))
        assert isinstance(back, TypedMessage), (one.message.format, back)
        assert plain(dict(back.fields)) == plain(dict(one.message.fields))
        assert (back.number, back.format, back.version) == (
            one.message.number,
            one.message.format,
            one.message.version,
        )
        assert back.party == "amber"
        assert back.heading == heading(one.message)
        assert back.short_hash == short_hash(LEAF)


HEADED = replace(
    WARNING,
    to=("cobalt", "Coast, north"),
    info=("meridian",),
    refs=("COBALT-2026-0003", "AMBER-2026-0001"),
    on_behalf_of='the "Heron"  squadron',
    agreement="Walvis  Bay protocol, article 3",
    releasability=Releasability.NAMED,
    releasable_to=("Heron", "Gull"),
    confidence=Confidence.PROBABLE,
    elsewhere=(
        Elsewhere("strategic", base64.b64encode(bytes(range(1, 33))).decode()),
        Elsewhere("odd  kind", "no hash at all"),
    ),
    second=Signature("watch desk", Role.RELEASER),
    relay=Relay("Northern side", "ZGlnZXN0", "c2lnbmVk", 1_795_334_400_000),
    overridden=("check-area", "check-place"),
    remarks="call us",
    remarks_language="ru",
)


def test_the_whole_header_comes_back() -> None:
    """Told, rests on, on behalf of, under which agreement, who may know, who else released it."""
    for fmt in EVERY:
        message = replace(HEADED, format=fmt.code, version=fmt.version)
        back = typed(paper(replace(message, fields=example(fmt).message.fields)))
        assert isinstance(back, TypedMessage), back
        assert back.heading == heading(message)
        assert set(back.heading) == set(HEADING)
        assert (back.by, back.remarks_language) == (f"air desk ({message.by.role.value})", "ru")


def test_a_message_to_nobody_by_name_comes_back() -> None:
    """It was for all members."""
    back = typed(paper(replace(WARNING, to=())))
    assert isinstance(back, TypedMessage)
    assert back.party == "amber"
    assert "their_to" not in back.heading


def test_an_area_is_printed_as_it_is_said() -> None:
    """What came out of a journal has its members in another order; it prints as words all the same.

    A tired operator reads a circle over the radio, not a page of brackets.
    """
    value: Json = {
        "start_ms": 1_795_334_400_000,
        "outline": {
            "circle": {"radius_cm": 1_852_000, "lon_e7": 144_000_000, "lat_e7": -229000000}
        },
        "floor": None,
        "end_ms": None,
        "ceiling": {"reference": "FL", "cm": 609_600},
    }
    said = paper(replace(WARNING, fields={**WARNING.fields, "volume": value}))
    assert "volume=circle 22.9S 14.4E 10NM SFC-FL200" in said
    assert "{" not in said


def test_no_line_is_wider_than_paper() -> None:
    """Every line of every format fits a page of 72 columns and a fax."""
    for fmt in EVERY:
        message = example(fmt).message
        form = printed(message, "amber", Status.ACTUAL, LEAF)
        assert all(len(line.text) <= TEXT_CHARS for line in form.lines)
        rows = to_text(form, sheet_words(message)).splitlines()
        assert all(len(row) <= 72 for row in rows[3 : 3 + len(form.lines)])


def test_each_record_begins_a_line_of_its_own() -> None:
    """Two articles, of which one has whatever separates: typed in, they are the same two."""
    words = 'Listen; answer | "at once"\nor say why.'
    articles: list[Json] = [
        {"article": "3", "rule": "lead-time", "minutes": 15},
        {"article": "4", "rule": "words", "words": words},
        {"article": "5", "later": [1]},
    ]
    for value in (articles, articles[:1], [], "x", [[1], [2]]):
        message = replace(example(FORMATS["AGR"]).message, fields={"articles": value})
        back = typed(paper(message))
        assert isinstance(back, TypedMessage)
        assert back.fields == {"articles": value}
    said = paper(replace(message, fields={"articles": articles}))
    assert "articles=article=3; rule=lead-time; minutes=15  " in said
    assert said.count("articles=") == 3


@given(text=st.text(max_size=200))
def test_free_text_comes_back_whatever_it_holds(text: str) -> None:
    """Line ends, quotes, runs of spaces, letters of any script."""
    values: dict[str, Json] = {**WARNING.fields, "place_name": text}
    message = Message(**{n: getattr(WARNING, n) for n in WARNING.__slots__} | {"fields": values})
    back = typed(paper(message))
    assert isinstance(back, TypedMessage)
    assert back.fields["place_name"] == text


ROWS = [row for row in paper(WARNING).splitlines() if re.match(r"\s*\d+  ", row)]


@settings(max_examples=300)
@given(
    at=st.integers(0, 10**6), row=st.integers(0, len(ROWS) - 1), char=st.characters(codec="ascii")
)
def test_one_wrong_character_is_found_in_its_line(at: int, row: int, char: str) -> None:
    """One character of what is typed is another one: that line is named, and only that."""
    rows = list(ROWS)
    text = rows[row]
    at = 5 + at % len(text[5:-7].rstrip())
    if text[at].isspace() or char.isspace() or char == text[at] or char < " ":
        return
    rows[row] = text[:at] + char + text[at + 1 :]
    found = typed("\n".join(rows))
    assert isinstance(found, tuple)
    assert [one.field for one in found] == [f"line {row + 1}"]


@given(row=st.integers(0, len(ROWS) - 1), at=st.integers(0, 10**6))
def test_two_characters_that_changed_places_are_found(row: int, at: int) -> None:
    """Neighbours were typed the wrong way round."""
    rows = list(ROWS)
    chars = list(rows[row])
    at = 5 + at % (len(rows[row][5:-7].rstrip()) - 1)
    if chars[at] == chars[at + 1] or chars[at].isspace() or chars[at + 1].isspace():
        return
    chars[at], chars[at + 1] = chars[at + 1], chars[at]
    rows[row] = "".join(chars)
    found = typed("\n".join(rows))
    assert isinstance(found, tuple)
    assert [one.field for one in found] == [f"line {row + 1}"]


def test_lines_that_changed_places_are_found() -> None:
    """The texts of two lines were typed under each other's numbers."""
    rows = list(ROWS)
    rows[4], rows[5] = rows[4][:5] + rows[5][5:], rows[5][:5] + rows[4][5:]
    found = typed("\n".join(rows))
    assert isinstance(found, tuple)
    assert {one.field for one in found} == {"line 5", "line 6"}


def test_a_missing_line_is_named() -> None:
    """The fifth line was skipped; then the end was."""
    found = typed("\n".join(ROWS[:4] + ROWS[5:]))
    assert isinstance(found, tuple)
    assert [one.field for one in found] == ["line 5"]
    found = typed("\n".join(ROWS[:-1]))
    assert isinstance(found, tuple)
    assert found[0].field == f"line {len(ROWS)}"


def test_lines_of_two_sheets_are_no_message() -> None:
    """Every line is right, and one is from another message's sheet."""
    other = Message(
        **{n: getattr(WARNING, n) for n in WARNING.__slots__} | {"number": "AMBER-2026-0099"}
    )
    rows = [row for row in paper(other).splitlines() if re.match(r"\s*\d+  ", row)]
    found = typed("\n".join([rows[0], *ROWS[1:]]))
    assert isinstance(found, tuple)
    assert found[0].rule == "check-code"


def test_how_it_was_typed_does_not_matter() -> None:
    """Other spaces, a dot after the number, small letters in codes, lines in another order."""
    rows = []
    for row in reversed(ROWS):
        number, text, code = row[:3], row[5:-7], row[-5:]
        rows.append(f"{number.strip()}.   {'  '.join(text.split())} {code.lower()}")
    back = typed("said by telephone\n" + "\n".join(rows))
    assert isinstance(back, TypedMessage)
    assert back.number == WARNING.number


@pytest.mark.parametrize("code", ["NHS", "NHM"])
def test_a_humanitarian_notice_says_what_it_is(code: str) -> None:
    """On paper too it is a notice, and asks nobody's permission."""
    message = example(FORMATS[code]).message
    form = printed(message, "amber", Status.EXERCISE, LEAF)
    words = sheet_words(message)
    assert NOTICE_ONLY in to_text(form, words)
    page = to_html(form, Status.EXERCISE, words)
    assert NOTICE_ONLY in page
    assert "*** EXERCISE ***" in page


def test_what_paper_cannot_show_is_written_out() -> None:
    """A name ends in a mark that turns the direction of writing; paper and terminals lose it."""
    sheet = paper(replace(HEADED, agreement="abc\u200f", fields={"place_name": "x\u200e y"}))
    assert not {"\u200f", "\u200e"} & set(sheet)
    back = typed(sheet)
    assert isinstance(back, TypedMessage)
    assert back.heading["their_agreement"] == "abc\u200f"
    assert back.fields["place_name"] == "x\u200e y"


@pytest.mark.parametrize("code", ["ru", "he", "ar"])
def test_a_sheet_in_a_language_is_typed_in_as_before(code: str) -> None:
    """Every format with its words above: behind bars, each with code and English, typed whole."""
    tongue = shipped()[code]
    for fmt in EVERY:
        shown = example(fmt)
        message = replace(shown.message, remarks="12 hours\n7  not a line  ABCDE")
        words = sheet_words(message, tongue, shown.around)
        sheet = to_text(printed(message, "amber", Status.ACTUAL, LEAF), words)
        assert words.said is not None
        back = typed(sheet)
        assert isinstance(back, TypedMessage), back
        assert plain(dict(back.fields)) == plain(dict(message.fields))
        barred = bare(" ".join(row[2:].strip() for row in sheet.splitlines() if row[:1] == "|"))
        for line in words.said.lines:
            for text in (line.text, line.english):
                assert " ".join(bare(text).split()) in " ".join(barred.split()), fmt.code
        assert all(row.count(FSI) == row.count(PDI) for row in sheet.splitlines())


def test_a_page_runs_as_its_language_does() -> None:
    """In Hebrew from the right, what is typed from the left; English beside till signed."""
    message, around = WARNING, example(FORMATS["NWA"]).around
    form = printed(message, "amber", Status.ACTUAL, LEAF)
    hebrew = shipped()["he"]
    page = to_html(form, Status.ACTUAL, sheet_words(message, hebrew, around))
    assert '<html lang="he" dir="rtl">' in page
    assert '<table dir="ltr">' in page
    assert "hazard=air-surface | " in page
    assert "Receipts by hand" in page
    signed = to_html(form, Status.ACTUAL, sheet_words(message, hebrew, around, lambda _: True))
    assert "hazard=air-surface | " not in signed
    assert "Receipts by hand" not in signed
    assert "אישורים בכתב יד" in signed


def test_what_is_no_sheet_is_said_to_be_none() -> None:
    """A letter was given instead of a sheet."""
    found = typed("Dear colleagues,\n\nwe fly at 8.\n")
    assert isinstance(found, tuple)
    assert found[0].rule == "no-lines"
