"""A file as lines of text: quoted, shuffled, twice, torn, mistyped."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.checkcode import ALPHABET
from detente.journal.armour import Form, Unread, armour, is_armour, unarmour

DATA = bytes(range(256)) * 3
FORMS = list(Form)


@given(data=st.binary(max_size=600), form=st.sampled_from(FORMS), order=st.randoms())
def test_lines_come_back_in_any_order(data: bytes, form: Form, order: random.Random) -> None:
    """Shuffled, some of them twice, among other words: the same bytes."""
    lines = armour(data, form)
    mixed = lines + lines[: len(lines) // 2] + ["Dear all,", "", "regards"]
    order.shuffle(mixed)
    assert unarmour(mixed) == data


@pytest.mark.parametrize("form", FORMS)
def test_mail_quotes_and_trims(form: Form) -> None:
    """A mail program quotes, indents and ends lines otherwise; lines are short enough for it."""
    lines = armour(DATA, form)
    assert max(map(len, lines)) <= 72
    text = "\r\n".join(f"> >   {line}  " for line in lines)
    assert is_armour(text.encode())
    assert unarmour(text.splitlines()) == DATA


def test_radio_lines_are_typed_by_hand() -> None:
    """Small letters, O for 0, other spaces between groups."""
    lines = [" ".join(line.lower().split()) for line in armour(DATA, Form.RADIO)]
    typed = [line[:17] + line[17:].replace("0", "o") for line in lines]
    assert unarmour(typed) == DATA


@given(at=st.integers(0, 10**6), char=st.sampled_from(ALPHABET), line=st.integers(0, 10**6))
def test_one_wrong_character_is_named_by_its_line(at: int, char: str, line: int) -> None:
    """One character of one radio line is heard wrongly: that line is to be said again."""
    lines = armour(b"a short message", Form.RADIO)
    line %= len(lines)
    at = 17 + at % (len(lines[line]) - 17)
    if lines[line][at] in {char, " "}:
        return
    lines[line] = lines[line][:at] + char + lines[line][at + 1 :]
    found = unarmour(lines)
    assert isinstance(found, Unread)
    assert found.wrong == (line,)


def test_missing_lines_are_named() -> None:
    """Two lines were lost in the noise; the last too."""
    lines = armour(random.Random(1).randbytes(400), Form.RADIO)
    found = unarmour([*lines[:2], *lines[4:-1]])
    assert isinstance(found, Unread)
    assert found.wrong == (2, 3, len(lines) - 1)


def test_two_bundles_in_one_text_are_told_apart() -> None:
    """Lines of yesterday's file are among those of today's."""
    found = unarmour([*armour(b"one", Form.MAIL), *armour(b"two", Form.MAIL)])
    assert isinstance(found, Unread)
    assert "2 different bundles" in found.reason


def test_what_is_no_armour_is_said_to_be_none() -> None:
    """A letter without a line of this kind."""
    assert not is_armour(b"DTN is mentioned here, no more")
    assert isinstance(unarmour(["DTN is mentioned here"]), Unread)
