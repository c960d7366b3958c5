"""Check codes: what a tired hand does to a line is found."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from detente.core.checkcode import (
    ALPHABET,
    CODE_CHARS,
    MODULUS,
    ROOT,
    check_code,
    from_base32,
    read_code,
    same_code,
    to_base32,
)

LINES = st.text(min_size=2, max_size=200)


def test_the_root_runs_through_all_places() -> None:
    """The proof's two numbers: a prime above every code point, and a root of full order."""
    assert MODULUS > 0x10FFFF
    assert all(MODULUS % divisor for divisor in range(2, int(MODULUS**0.5) + 1))
    for prime in (2, 29, 61, 2371):
        assert (MODULUS - 1) % prime == 0
        assert pow(ROOT, (MODULUS - 1) // prime, MODULUS) != 1


@given(line=LINES, at=st.integers(0, 10**6), char=st.characters())
def test_any_one_wrong_character_is_found(line: str, at: int, char: str) -> None:
    """One character becomes any other."""
    at %= len(line)
    assume(line[at] != char)
    assert check_code(line[:at] + char + line[at + 1 :]) != check_code(line)


@given(line=LINES, first=st.integers(0, 10**6), second=st.integers(0, 10**6))
def test_any_two_that_changed_places_are_found(line: str, first: int, second: int) -> None:
    """Two different characters change places, neighbours or far apart."""
    chars = list(line)
    first, second = first % len(line), second % len(line)
    assume(chars[first] != chars[second])
    chars[first], chars[second] = chars[second], chars[first]
    assert check_code("".join(chars)) != check_code(line)


@given(line=LINES, at=st.integers(0, CODE_CHARS - 1), char=st.sampled_from(ALPHABET))
def test_a_wrong_character_in_the_code_is_found(line: str, at: int, char: str) -> None:
    """The line is right and its code is mistyped."""
    code = check_code(line)
    assume(code[at] != char)
    assert not same_code(code[:at] + char + code[at + 1 :], code)


def test_look_alikes_are_read_as_what_they_mean() -> None:
    """Small letters, O for 0, I and l for 1, and a space in between are no errors."""
    assert read_code("o1 lI-a") == "0111A"
    assert read_code("0!") is None


@given(data=st.binary(max_size=80))
def test_bytes_come_back(data: bytes) -> None:
    """What is written in base 32 is read back, and a character more or less is not."""
    text = to_base32(data)
    assert from_base32(text.lower()) == data
    assert from_base32(text + "0") != data
