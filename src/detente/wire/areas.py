"""The restricted-area feed: what a display or a cockpit aid is given, and until when it is good.

One feed, four forms: GeoJSON, KML, CAP (an Atom feed with an alert in each entry) and CoT. All say
three things beside the areas: when the feed was made, when it is *stale* (a display must then show
"no data", never the last picture as if it were new), and what the node could not know. An area is a
notice of activity: no clearance, no order, and no area says nothing about the sky outside it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.line.message import Confidence, Precedence, Releasability, Status
from detente.core.units import counted
from detente.core.values import Json
from detente.wire import geojson, kml
from detente.wire.human_out import time_to_text
from detente.wire.interchange import DISOWNED, Written
from detente.wire.native import PictureItem

if TYPE_CHECKING:
    from collections.abc import Mapping

STALE_MS: Final = 300_000
"""Five minutes: a reader that pulls every minute may miss four pulls before its picture is void;
an aircraft at 500 kt flies 42 NM in that time, so longer would be a wrong picture."""
NOTICE: Final = (
    "Areas of announced activity. No clearance and no order; nothing is said about the sky outside "
    "them. A feed past its stale time is no data."
)


PUBLIC_ONLY: Final = "Only what was made public is here. What was not is not counted here either."


class AreaView(msgspec.Struct, frozen=True, kw_only=True):
    """One area of the feed: a message's volume with what a display needs to show it.

    title:   the format's name in English; titles: in other languages, each with its code.
    words:   place, height and window, in the notation that is typed and read back.
    standing: current; or corrected, cancelled, ended of one that has just left the picture.
    replaces: what it is a correction of, with when that was released.
    over:    its window has passed and nobody has said that the activity ended.
    stale_ms: when this statement is void, whatever the window says.
    notice:  that a humanitarian notice is no request, in English; empty for all others; notices:
             in other languages, each with its code.
    disowned: signed with its party's key after it was stolen, as the party says: not its word.
    """

    number: str
    channel: str
    status: Status
    party: str
    format: str
    title: str
    marker: str
    precedence: Precedence
    activity: str
    volume: Json
    words: str
    released_ms: int
    held_at_ms: int
    start_ms: int | None
    end_ms: int | None
    stale_ms: int
    standing: str = "current"
    over: bool = False
    replaces: tuple[tuple[str, int], ...] = ()
    releasability: Releasability | None = None
    confidence: Confidence | None = None
    titles: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    notices: tuple[tuple[str, str], ...] = ()
    disowned: bool = False

    @property
    def theft(self) -> str:
        """That it is not its party's word, in English; empty for all others."""
        return DISOWNED.format(party=self.party) if self.disowned else ""

    @property
    def uid(self) -> str:
        """One name for it in every form and on every channel, without the channel's own name."""
        return uid(self.channel, self.status, self.number)


class FeedView(msgspec.Struct, frozen=True, kw_only=True):
    """The feed as its node made it. audience: own-forces or public.

    blind: what the node could not know, in words. withheld: notices that it holds and does not
    give here, because their senders did not release them so far. The public is told neither: how
    much is held, and whether a line is cut, is nobody's business but the members'.
    """

    party: str
    audience: str
    status: Status
    made_at_ms: int
    stale_ms: int
    areas: tuple[AreaView, ...]
    withdrawn: tuple[AreaView, ...] = ()
    blind: tuple[str, ...] = ()
    withheld: int = 0

    @property
    def title(self) -> str:
        """The feed's name, with its status first where that is not ACTUAL."""
        first = "" if self.status is Status.ACTUAL else f"{self.status.value} "
        return f"{first}{self.party}: areas of announced activity ({self.audience})"

    @property
    def sayings(self) -> tuple[str, ...]:
        """What every form says of the whole: the notice, staleness, what is not known or given."""
        if self.audience == "public":
            made = f"Made {time_to_text(self.made_at_ms)}, stale {time_to_text(self.stale_ms)}."
            return (NOTICE, made, PUBLIC_ONLY)
        more = counted(self.withheld, "more notice is", "more notices are")
        kept = f"{more} held and not released to this feed."
        return (
            NOTICE,
            f"Made {time_to_text(self.made_at_ms)}, stale {time_to_text(self.stale_ms)}.",
            *([kept] if self.withheld else []),
            *self.blind,
        )


def uid(channel: str, status: Status, number: str) -> str:
    """A message's name outside its channel: its number, and a hash that says nothing but differs.

    Two channels may both have an AMBER-2026-0001; the channel's name is its members' own business.
    """
    digest = sha256(f"{channel}/{status.value}".encode()).hexdigest()[:8]
    return f"{number}-{digest}"


def encode_geojson(feed: FeedView) -> Written:
    """The feed as GeoJSON; its times and sayings are foreign members beside the features."""
    return geojson.encode(
        [_item(area, feed) for area in feed.areas],
        said=[_said(area) for area in feed.areas],
        beside={
            "title": feed.title,
            "notice": list(feed.sayings),
            "made_at": time_to_text(feed.made_at_ms),
            "stale": time_to_text(feed.stale_ms),
            "blind": list(feed.blind),
            "withheld": feed.withheld,
            "withdrawn": [
                {"uid": one.uid, "number": one.number, "standing": one.standing}
                for one in feed.withdrawn
            ],
        },
    )


def encode_kml(feed: FeedView) -> Written:
    """The feed as KML; a globe that reads it by a network link asks again when it is stale."""
    return kml.encode(
        [_item(area, feed) for area in feed.areas],
        feed.title,
        said=[_said(area) for area in feed.areas],
        description=" ".join(feed.sayings),
        expires_ms=feed.stale_ms,
    )


def _item(area: AreaView, feed: FeedView) -> PictureItem:
    """The area as the picture's own type; the public is told no channel and no class."""
    public = feed.audience == "public"
    return PictureItem(
        number=area.number,
        channel="" if public else area.channel,
        status=area.status,
        party=area.party,
        format=area.format,
        activity="" if public else area.activity,
        volume=area.volume,
        held_at_ms=area.held_at_ms,
        conflicts=(),
        disowned=area.disowned,
    )


def _said(area: AreaView) -> Mapping[str, str]:
    said = {
        "uid": area.uid,
        "title": area.title,
        "marker": area.marker,
        "words": area.words,
        "released": time_to_text(area.released_ms),
        "stale": time_to_text(area.stale_ms),
    }
    if area.over:
        said["over"] = "its window has passed; nobody has said that the activity ended"
    if area.replaces:
        said["replaces"] = ", ".join(number for number, _ in area.replaces)
    return said
