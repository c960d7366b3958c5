"""What officers exchange: a numbered message of one format, and the line it travels on.

The signed thing is code and values; languages are rendered at the edge. Follows the Open Skies
skeleton of domain.md section 5 (precedence, from, to, number, time, reference, content, remarks).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.core.values import Fields


class Status(StrEnum):
    """ACTUAL, EXERCISE and TEST never mix: in ids, journals, colours, sounds."""

    ACTUAL = "ACTUAL"
    EXERCISE = "EXERCISE"
    TEST = "TEST"


class Precedence(StrEnum):
    """How urgent a message is; FLASH repeats until READ."""

    FLASH = "FLASH"
    IMMEDIATE = "IMMEDIATE"
    PRIORITY = "PRIORITY"
    ROUTINE = "ROUTINE"


class Role(StrEnum):
    """What an officer may do; each role also may do what the ones before it may."""

    OBSERVER = "observer"
    DUTY_OFFICER = "duty officer"
    RELEASER = "releaser"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One channel in one status: the place where messages are numbered and conflicts sought."""

    channel: str
    status: Status = Status.ACTUAL


@dataclass(frozen=True, slots=True)
class Signature:
    """Who released a message, as the sending party names it: a desk or handle, and its role."""

    officer: str
    role: Role


@dataclass(frozen=True, slots=True)
class Message:
    """A released message. Channel, status and author are its journal's, so they are not repeated.

    number:      PARTY-YEAR-SERIAL, gap-free per journal, such as ``AMBER-2026-0001``.
    format:      code of the format table (``NWA``), with its `version`.
    ref:         number of the message that this one acts on (receipt, answer, correction), if any.
    fields:      the format's own fields, validated against its table.
    remarks:     free text, carried as written and never part of what is agreed.
    overridden:  rules of geometry checks that the releasing officer saw and passed all the same.
    """

    number: str
    format: str
    version: int
    precedence: Precedence
    to: tuple[str, ...]
    created_ms: int
    released_ms: int
    by: Signature
    fields: Fields
    ref: str | None = None
    remarks: str | None = None
    remarks_language: str | None = None
    overridden: tuple[str, ...] = ()
