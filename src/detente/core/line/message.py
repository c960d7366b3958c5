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

    __hash__ = str.__hash__  # a line is looked up many times for each message of a long record


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


class Releasability(StrEnum):
    """Who may be told beyond the receivers (domain.md section 9). The sender's wish, on record."""

    NONE = "none"
    OWN_FORCES = "own-forces"
    NAMED = "named"
    PUBLIC = "public"


class Confidence(StrEnum):
    """How sure the sender is of what it says."""

    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"


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
class Elsewhere:
    """An item of another channel, named without showing it: a member of both finds it by its hash.

    kind: of that channel, such as ``strategic``. entry: leaf hash of its entry, base64; the entry
    holds random bytes, so that the hash says nothing to who does not hold it.
    """

    kind: str
    entry: str


@dataclass(frozen=True, slots=True)
class Relay:
    """Words that can be carried, or that were: what one party said, in its own signature.

    label:     on a message that carries another party's words, the name that this channel's
               members know that party by. Empty on one's own words that may be carried.
    digest:    of what was said (`core.line.relay`), base64; signature: who said it, base64.
    said_ms:   when, by its clock. about: digest of what it acts on, if it acts on something.
    """

    label: str
    digest: str
    signature: str
    said_ms: int
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A released message. Channel, status and author are its journal's, so they are not repeated.

    number:      PARTY-YEAR-SERIAL, gap-free per journal, such as ``AMBER-2026-0001``.
    format:      code of the format table (``NWA``), with its `version`.
    ref:         number of the message that this one acts on (receipt, answer, correction), if any.
    fields:      the format's own fields, validated against its table.
    remarks:     free text, carried as written and never part of what is agreed.
    overridden:  rules of geometry checks that the releasing officer saw and passed all the same.
    info:        parties that are told and owe nothing. refs: other messages that it rests on.
    on_behalf_of: the party, unit or agency that it speaks for. second: who released it as well.
    agreement:   text that names the agreement and article it is sent under.
    releasability, releasable_to: who may be told beyond the receivers; named ones by name.
    elsewhere:   items of other channels. relay: whose words it carries, when a facilitator sends.
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
    info: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    agreement: str | None = None
    releasability: Releasability | None = None
    releasable_to: tuple[str, ...] = ()
    confidence: Confidence | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    relay: Relay | None = None
    second: Signature | None = None

    @property
    def said_ms(self) -> int:
        """When it was released by whose words they are: by another one if it carries them."""
        return self.released_ms if self.relay is None else self.relay.said_ms
