"""The native API's types of the picture over time, and of what moves as far as anybody told it."""

from __future__ import annotations

import msgspec

from detente.core.values import Json
from detente.wire.native import ConflictView, PictureItem


class PictureSpan(msgspec.Struct, frozen=True, kw_only=True):
    """What one message has, or had, in the picture, and when this node knew it.

    known_from_ms: when this node came to hold it. known_until_ms: when it learned that it stands no
    more; null while it stands. gone: superseded, cancelled or ended, by the message gone_by; empty
    while it stands. starts_ms, ends_ms: of all its windows the first start and the last end, null
    where that is open.
    """

    item: PictureItem
    known_from_ms: int
    known_until_ms: int | None = None
    gone: str = ""
    gone_by: str | None = None
    starts_ms: int | None = None
    ends_ms: int | None = None


class PictureTimeView(msgspec.Struct, frozen=True, kw_only=True):
    """The picture of a line over time, so that a screen can show any instant without asking again.

    What this node knew at an instant t is each span with known_from_ms <= t, and t < known_until_ms
    or that null; of these is in the air what has a window around t. Of an instant ahead that is
    what stands now. Nothing is moved or guessed: what came late was not known before it came.
    conflicts: likewise by found_at_ms and ended_at_ms; the newest thousand. more: the oldest spans
    that were left out beyond the limit.
    """

    now_ms: int
    from_ms: int
    spans: tuple[PictureSpan, ...]
    conflicts: tuple[ConflictView, ...]
    more: int = 0


class TrackPointView(msgspec.Struct, frozen=True, kw_only=True):
    """One position that somebody told. at_ms: when it was there; null when no time was told.

    leave_ms: of a planned stop, until when.
    """

    lat_e7: int
    lon_e7: int
    at_ms: int | None
    leave_ms: int | None = None


class TrackView(msgspec.Struct, frozen=True, kw_only=True):
    """Positions that one side told of something that moves, and no more than it told.

    Between two positions, before the first and after the last, nothing is known. kind: seen (where
    it was), planned (where it is to be), or case (where an account says that it happened). number:
    the message; field: which of its fields; party: who tells; format: as. whose: the side that it
    belongs to as the teller says, empty when it does not; label: what the teller calls it. height,
    heading_deg, speed_kt: as told with the newest position. margin_m, margin_s: as an account says.
    told_ms: the teller's clock; held_ms: when it came here. newest_ms: time of the newest position
    that was seen; age_ms: how long before now that was. stands: neither corrected nor taken back.
    case: the joint number, when a case was asked for.
    """

    kind: str
    number: str
    field: str
    party: str
    format: str
    whose: str
    label: str
    points: tuple[TrackPointView, ...]
    height: Json = None
    heading_deg: int | None = None
    speed_kt: int | None = None
    margin_m: int | None = None
    margin_s: int | None = None
    told_ms: int
    held_ms: int
    newest_ms: int | None
    age_ms: int | None
    stands: bool
    case: str | None = None


class TracksView(msgspec.Struct, frozen=True, kw_only=True):
    """What was told of what moves, the newest last. more: how many older ones were left out."""

    now_ms: int
    tracks: tuple[TrackView, ...]
    more: int = 0
