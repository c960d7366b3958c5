"""The native API's types about sources, what they say, and what is reported. Times are UTC ms."""

from __future__ import annotations

import msgspec

from detente.core.refusal import Refusal
from detente.core.sources.link import Link


class PartView(msgspec.Struct, frozen=True, kw_only=True):
    """One document inside a source, with its place in the source's text (characters)."""

    title: str
    address: str
    dated: str
    from_char: int
    until_char: int


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """A source that is kept. sha256: of its bytes (hex); text_sha256: of its text.

    dated: the dateline, as much as is known. by: the officer who added it. here: whether bytes and
    text are in this home as they were. confirmed, rejected: how many passages. parts: in it.
    """

    sha256: str
    text_sha256: str
    form: str
    bytes: int
    chars: int
    name: str
    title: str
    publisher: str
    dated: str
    retrieved_ms: int
    address: str
    kept_at_ms: int
    by: str
    here: bool
    confirmed: int
    rejected: int
    parts: tuple[PartView, ...] = ()


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """What a passage is proposed, confirmed or rejected to say.

    item: its name. state: proposed, confirmed or rejected. kind, hedge, types: codes of REP. words:
    in ours. quote: the passage, at these characters of the source's text. rule: that proposed it,
    empty when a person found it. day, latest: as far as known. by, at_ms: who judged it, when.
    shared: messages that carry it, as ``number@channel``.
    """

    item: str
    sha256: str
    state: str
    kind: str
    words: str
    hedge: str
    from_char: int
    until_char: int
    quote: str
    rule: str = ""
    chain: tuple[Link, ...] = ()
    actors: str = ""
    day: str = ""
    latest: str = ""
    when_words: str = ""
    place: str = ""
    types: tuple[str, ...] = ()
    case: str = ""
    contact: str = ""
    by: str = ""
    at_ms: int | None = None
    why: str = ""
    shared: tuple[str, ...] = ()


class TextView(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a source's text, from this character on; total: of the whole text."""

    sha256: str
    from_char: int
    text: str
    total: int


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """Where a quotation stands in a source's text, in characters."""

    from_char: int
    until_char: int


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """What a public source reports, as it stands on a line: never an account of a party.

    by: in words, such as ``reported by Coast Post, citing a source (not named)``. found_by: the
    party that put it on record. The rest as in `core.sources.reported.Reported`.
    """

    number: str
    by: str
    found_by: str
    at_ms: int
    kind: str
    hedge: str
    words: str
    publisher: str
    title: str
    dated: str
    source_sha256: str
    quote: str
    from_char: int | None
    until_char: int | None
    chain: tuple[Link, ...]
    actors: str
    day: str
    latest: str
    when_words: str
    place: str
    types: tuple[str, ...]
    case: str
    contact: str
    contradicts: str
    contradicted_by: tuple[str, ...]
    remarks: tuple[Refusal, ...]


class RuleView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that proposes: name, kind, pattern as it is written, where it is silent."""

    rule: str
    kind: str
    pattern: str
    unless: str = ""
