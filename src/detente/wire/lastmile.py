"""What the API shows of the last mile: gaps down to the crew, readers of the feed, its log."""

from __future__ import annotations

import msgspec

from detente.core.line.message import Status
from detente.core.refusal import Refusal
from detente.core.values import Fields
from detente.wire.interchange import Loss


class GivenView(msgspec.Struct, frozen=True, kw_only=True):
    """A reader of the feed was given a message first at this time; no proof that anybody saw it."""

    reader: str
    echelon: str
    form: str
    at_ms: int


class GapView(msgspec.Struct, frozen=True, kw_only=True):
    """A level that must have a message and, as far as anybody has said, has not.

    party: whose. echelon: empty when that side has declared no levels; words: it in English.
    starts_ms, ends_ms: the activity's; None is open. alarm: whether it is time for an alarm.
    denied: the side's own word that the level was not reached, by message number.
    given: this node's readers of that level that were given it; only of one's own levels.
    """

    channel: str
    status: Status
    number: str
    format: str
    author: str
    party: str
    echelon: str
    words: str
    starts_ms: int | None
    ends_ms: int | None
    alarm_ms: int
    alarm: bool
    begun: bool
    denied: str | None = None
    given: tuple[GivenView, ...] = ()


class ReachedView(msgspec.Struct, frozen=True, kw_only=True):
    """A side's word about one of its levels and one message, as it stands."""

    number: str
    echelon: str
    unit: str
    basis: str
    means: str | None
    reached_ms: int
    at_ms: int
    here_ms: int
    said_in: str


class SideView(msgspec.Struct, frozen=True, kw_only=True):
    """One receiver's levels of one message: declared, reached, missing.

    levels: as declared, from the desk down; empty when none are. missing: codes of those that do
    not have it. minutes: from the desk to the last of them, as declared.
    """

    party: str
    levels: tuple[str, ...]
    minutes: int | None
    reached: tuple[ReachedView, ...]
    missing: tuple[str, ...]
    given: tuple[GivenView, ...] = ()


class DisseminationView(msgspec.Struct, frozen=True, kw_only=True):
    """How far down one message has come. needed: whether its format asks for it at all."""

    number: str
    format: str
    needed: bool
    starts_ms: int | None
    sides: tuple[SideView, ...]


class ReaderView(msgspec.Struct, frozen=True, kw_only=True):
    """A reader of the feed. last_ms: when it was last written down that it was given something."""

    reader: str
    audience: str
    echelon: str
    last_ms: int | None
    messages: int


class PullView(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the pull log: the reader, what it was given, in which form."""

    at_ms: int
    status: Status
    reader: str
    audience: str
    echelon: str
    form: str
    items: tuple[tuple[str, str], ...]
    more: int
    withheld: int


class NotamDraftView(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a NOTAM that nobody has issued. part: of the message, from 1."""

    part: int
    text: str


class NotamDraftsView(msgspec.Struct, frozen=True, kw_only=True):
    """The drafts made of one message. say: what to know before handing them to a NOTAM office."""

    number: str
    drafts: tuple[NotamDraftView, ...]
    losses: tuple[Loss, ...]
    say: tuple[str, ...]


class NotamRead(msgspec.Struct, frozen=True, kw_only=True):
    """One NOTAM that was read: what the line's own notice of it (NCV) would say; nothing is sent.

    format: of the message to release. losses: what was read more widely than it was written.
    """

    name: str
    format: str
    fields: Fields
    words: str
    losses: tuple[Loss, ...] = ()


class NotamsView(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of NOTAMs holds: those that can be used, and why the others cannot."""

    notams: tuple[NotamRead, ...]
    refused: tuple[Refusal, ...]
