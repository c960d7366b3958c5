"""Journal ids and base64 have one spelling each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.line.message import Line, Status
from detente.journal.forms import (
    JournalId,
    Malformed,
    from_base64,
    is_name,
    parse_journal,
    to_base64,
)


def test_a_journal_id_survives_its_text() -> None:
    """A journal id written out and read back is the same id."""
    journal = JournalId(Line("coast-1f3a9c02", Status.EXERCISE), "amber")
    assert parse_journal(str(journal)) == journal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "house",
        "coast/ACTUAL",
        "coast/ACTUAL/amber/x",
        "Coast/ACTUAL/amber",
        "coast/actual/amber",
        "coast/REAL/amber",
        "coast/ACTUAL/",
        "-coast/ACTUAL/amber",
        "coast/ACTUAL/amber\n",
        "co\u0430st/ACTUAL/amber",
        "a" * 65 + "/ACTUAL/amber",
        "../ACTUAL/amber",
    ],
)
def test_what_is_no_journal_id_is_refused(text: str) -> None:
    """Anything but channel/STATUS/party is malformed: upper case, other scripts, newlines."""
    with pytest.raises(Malformed):
        parse_journal(text)


def test_names_end_and_begin_with_a_letter_or_digit() -> None:
    """A party id cannot begin or end with a hyphen, so ids never run together."""
    assert is_name("a")
    assert is_name("a-1")
    assert not is_name("a-")


@given(st.binary(max_size=100))
def test_base64_survives(data: bytes) -> None:
    """Any bytes written as base64 and read back are the same bytes."""
    assert from_base64(to_base64(data), "data", len(data)) == data


@pytest.mark.parametrize("text", ["YQ", "YR==", "YQ==\n", "Y Q==", "YQ=", "\u0430Q=="])
def test_a_second_spelling_of_base64_is_refused(text: str) -> None:
    """Missing padding, stray bits, newlines and look-alikes are refused."""
    with pytest.raises(Malformed):
        from_base64(text, "data")
