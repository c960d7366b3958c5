"""Frames between two nodes: what travels over the mutual-TLS link, length-prefixed.

Each side dials the other and pushes its own journals over the connection that it opened; the
other answers on the same connection. A frame is four bytes of length (big-endian) and that many
bytes of msgpack: an array whose first item is the frame's tag. Sizes are limited before decoding.
"""

from __future__ import annotations

import msgspec

from detente.core.events import PartyCard
from detente.core.refusal import Fault

PROTOCOL = 1
FETCH = "fetch"  # FetchFrame and EntriesFrame are understood
FEATURES = (FETCH, "epochs", "keys")
FORMATS_MAX = 512  # formats in one greeting: ten times what there are
KEYS_MAX = 64  # changes of key in one greeting; one a month for five years
FRAME_BYTES_MAX = 4 << 20  # a push is at most PUSH_BYTES_MAX plus its proof; more is hostile


class Hello(msgspec.Struct, frozen=True, tag="hello", array_like=True):
    """The dialler says who it is, what its clock shows, and how long each of its journals is.

    claims:   its newest checkpoint by journal; one that is shorter than before is truncation.
    keys:     how its signing key has changed, oldest first (journal.rotation).
    features: what it understands beyond version 0.1; never send a frame that is not named here.
    formats:  the newest version that it knows of each format of messages; empty before 0.2.
    """

    protocol: int
    party: str
    version: str
    now_ms: int
    claims: dict[str, str] = {}
    keys: tuple[bytes, ...] = ()
    features: tuple[str, ...] = ()
    formats: dict[str, int] = {}


class Welcome(msgspec.Struct, frozen=True, tag="welcome", array_like=True):
    """The listener says how much it holds of each of the dialler's journals, and its clock.

    keys, features, formats: as in Hello. notes: the dialler's own newest checkpoint of each
    journal held.
    """

    protocol: int
    party: str
    version: str
    now_ms: int
    holds: dict[str, int]
    keys: tuple[bytes, ...] = ()
    features: tuple[str, ...] = ()
    notes: dict[str, str] = {}
    formats: dict[str, int] = {}


class WireEntry(msgspec.Struct, frozen=True, array_like=True):
    """An entry as it travels: exact header bytes, signature, salt, body."""

    header: bytes
    signature: bytes
    salt: bytes
    body: bytes


class PushFrame(msgspec.Struct, frozen=True, tag="push", array_like=True):
    """Consecutive entries of the sender's journal and a checkpoint at the last of them."""

    journal: str
    entries: tuple[WireEntry, ...]
    checkpoint: str


class CosignedFrame(msgspec.Struct, frozen=True, tag="cosigned", array_like=True):
    """The receiver holds the journal up to `size`; note carries its cosignature."""

    journal: str
    size: int
    note: str


class RejectedFrame(msgspec.Struct, frozen=True, tag="rejected", array_like=True):
    """The receiver did not take the push; `expected` is the sequence that it would take next."""

    journal: str
    reason: str
    detail: str
    expected: int


class FetchFrame(msgspec.Struct, frozen=True, tag="fetch", array_like=True):
    """After a restore: the dialler asks for entries that the listener holds of a journal."""

    journal: str
    first: int
    count: int


class EntriesFrame(msgspec.Struct, frozen=True, tag="entries", array_like=True):
    """What was asked for, in order; checkpoint: the author's newest note that the listener has."""

    journal: str
    entries: tuple[WireEntry, ...]
    checkpoint: str


class JoinFrame(msgspec.Struct, frozen=True, tag="join", array_like=True):
    """An invited party introduces itself: its card, the secret, and a signature over both.

    signature: Ed25519 by card.key over JOIN_CONTEXT + SHA-256(secret) + canonical card JSON.
    """

    channel: str
    secret: bytes
    card: PartyCard
    signature: bytes


class JoinedFrame(msgspec.Struct, frozen=True, tag="joined", array_like=True):
    """The inviter took the party in: the charter and the cards of all members.

    opened: body of an `Opened` event (wire.events) with the inviter's card and the charter, so
    that a charter has one encoding everywhere.
    """

    opened: bytes
    members: tuple[PartyCard, ...]


class RefusedFrame(msgspec.Struct, frozen=True, tag="refused", array_like=True):
    """The other side will not go on, and why."""

    reason: str
    detail: str


Frame = (
    Hello
    | Welcome
    | PushFrame
    | CosignedFrame
    | RejectedFrame
    | FetchFrame
    | EntriesFrame
    | JoinFrame
    | JoinedFrame
    | RefusedFrame
)


class BadFrame(Fault):
    """A peer sent bytes that are no frame of this protocol."""


_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(Frame)


def encode(frame: Frame) -> bytes:
    """The frame's bytes, without the length prefix."""
    return _encoder.encode(frame)


def decode(data: bytes) -> Frame:
    """The frame in `data`; raises BadFrame with the reason when it is none."""
    if len(data) > FRAME_BYTES_MAX:
        raise BadFrame(f"frame of {len(data)} bytes is over the limit of {FRAME_BYTES_MAX}")
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise BadFrame(str(error)) from error
