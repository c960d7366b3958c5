"""The native API's types about third parties: labels, carried words, dependents and who was told.

Beside wire.native, which holds what is about messages. Times are UTC milliseconds.
"""

from __future__ import annotations

import msgspec


class IntroducedView(msgspec.Struct, frozen=True, kw_only=True):
    """A party that speaks on a channel through another. fingerprint: of its key, to be compared.

    party: its own id, only where this node introduced it. pinned: whether an officer here compared
    this key by another way; changed: another key was compared than the one that is said now.
    """

    channel: str
    label: str
    kind: str
    by: str
    fingerprint: str
    party: str = ""
    pinned: bool = False
    changed: bool = False


class RelayView(msgspec.Struct, frozen=True, kw_only=True):
    """Whose words a message carries, and how well that is proved.

    label: of the speaker; empty: the author's own words, signed so that they can be carried.
    proof: proved (its signature, by a key compared here by another way), introduced (its signature,
    by the key that the carrier introduced), altered (words or signature do not fit), or own.
    copies: where this node holds the same words: channel and number. words: the same in a sentence.
    """

    label: str
    by: str
    said_ms: int
    digest: str
    proof: str
    words: str
    copies: tuple[tuple[str, str], ...] = ()


class PassedView(msgspec.Struct, frozen=True, kw_only=True):
    """Passed on to a party beyond the line, as `party` says. passed_ms: when, as it says.

    at_ms: when it said so, by its clock; here_ms: when this node held that. words: in a sentence.
    """

    party: str
    to: str
    step: str
    passed_ms: int
    number: str
    at_ms: int
    here_ms: int
    words: str
    by: str | None = None
    means: str | None = None
    heard_back: str | None = None
    overridden: tuple[str, ...] = ()


class ToldView(msgspec.Struct, frozen=True, kw_only=True):
    """What a dependent party knows of one message. told: no, passed, read, read back, answered.

    withheld: why its sender lets it not be told; empty when it may. open: it should know, may
    know, and does not. words: the same in a sentence.
    """

    party: str
    through: str
    told: str
    words: str
    passed_ms: int | None = None
    withheld: str = ""
    open: bool = False


class DependentView(msgspec.Struct, frozen=True, kw_only=True):
    """A party that is reached through a member. number: of the declaration that stands.

    kinds: of messages that may be passed on to it. open: numbers of what it should be told yet.
    """

    channel: str
    status: str
    party: str
    through: str
    number: str
    kind: str
    kinds: tuple[str, ...]
    means: str | None = None
    minutes: int | None = None
    from_ms: int | None = None
    to_ms: int | None = None
    open: tuple[str, ...] = ()
