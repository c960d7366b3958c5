"""Check codes for what people copy by hand: five characters that catch any one slip.

The code is a polynomial over the characters' code points, modulo the largest prime below 2**25. The
prime is larger than any code point and its primitive root has an order beyond any line's length,
so that these are found always, not almost always: any one wrong character, and any two characters
that changed places, wherever they stand. Everything else (a missing character, a second slip) is
missed once in 33 million times. It guards against hands, not against liars: signatures do that.
Written in Crockford's base 32, which has no I, L, O and U; those are read as 1, 1, 0 and V.
"""

from __future__ import annotations

from typing import Final

MODULUS: Final = 33_554_393  # the largest prime below 2**25, so that a code fits five characters
ROOT: Final = 3  # a primitive root of it: its powers repeat after MODULUS - 1 places
CODE_CHARS: Final = 5
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing looks like another
_BITS: Final = 5
_READ: Final = {char: at for at, char in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0, "U": 27}


def check_code(text: str) -> str:
    """The five characters of a text, exactly as it stands: case and spaces count."""
    power, total = 1, len(text)
    for char in text:
        power = power * ROOT % MODULUS
        total += ord(char) * power
    return _written(total % MODULUS, CODE_CHARS)


def same_code(typed: str, code: str) -> bool:
    """Whether a typed code is `code`: small letters and look-alikes are read as what they mean."""
    return read_code(typed) == code


def read_code(typed: str) -> str | None:
    """A typed code in its one spelling; None when it holds anything else than its characters."""
    values = [_READ.get(char) for char in typed.upper() if char not in " -"]
    if any(value is None for value in values):
        return None
    return "".join(ALPHABET[value] for value in values if value is not None)


def grouped(code: str, size: int = CODE_CHARS) -> str:
    """Characters in groups, so that they can be read out and counted."""
    return " ".join(code[at : at + size] for at in range(0, len(code), size))


def to_base32(data: bytes) -> str:
    """Bytes in the same alphabet, most significant bit first, the last character filled with 0."""
    chars = -(-len(data) * 8 // _BITS)
    return _written(int.from_bytes(data, "big") << (chars * _BITS - len(data) * 8), chars)


def from_base32(text: str) -> bytes | None:
    """The bytes that `to_base32` wrote; None when the text is not of that form."""
    values = [_READ.get(char) for char in text.upper()]
    number, spare = 0, len(values) * _BITS % 8
    for value in values:
        if value is None:
            return None
        number = number << _BITS | value
    if spare >= _BITS or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(len(values) * _BITS // 8, "big")


def _written(number: int, chars: int) -> str:
    return "".join(
        ALPHABET[number >> at * _BITS & (1 << _BITS) - 1] for at in range(chars - 1, -1, -1)
    )
