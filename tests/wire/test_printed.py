"""A message on paper and back: nothing is lost, and one slip of a hand is found in its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.line.message import Message, Status
from detente.core.line.tables import EVERY, FORMATS
from detente.core.values import Json
from detente.tongues.examples import example, messages
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
    return to_text(printed(message, "amber", Status.ACTUAL, LEAF))


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
        assert back.to == one.message.to
        assert back.short_hash == short_hash(LEAF)


def test_no_line_is_wider_than_paper() -> None:
    """Every line of every format fits a page of 72 columns and a fax."""
    for fmt in EVERY:
        form = printed(example(fmt).message, "amber", Status.ACTUAL, LEAF)
        assert all(len(line.text) <= TEXT_CHARS for line in form.lines)
        assert all(len(row) <= 72 for row in to_text(form).splitlines()[3 : 3 + len(form.lines)])


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
    form = printed(example(FORMATS[code]).message, "amber", Status.EXERCISE, LEAF)
    assert NOTICE_ONLY in to_text(form)
    page = to_html(form, Status.EXERCISE)
    assert NOTICE_ONLY in page
    assert "*** EXERCISE ***" in page


def test_what_is_no_sheet_is_said_to_be_none() -> None:
    """A letter was given instead of a sheet."""
    found = typed("Dear colleagues,\n\nwe fly at 8.\n")
    assert isinstance(found, tuple)
    assert found[0].rule == "no-lines"
