"""A line of two parties in memory, with rules, zones and messages by the thousand.

No journal and no signature: what a message says goes straight into the state, as it does after a
node has checked an entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

from detente.core.agreements.text import digest_of
from detente.core.airspace.parts import airspace_of
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.airspace.volume import Volume
from detente.core.events import HOUSE, Charter, Event, Joined, Opened, PartyCard
from detente.core.line.fold import fold_message
from detente.core.line.message import Line, Message, Precedence, Role, Signature
from detente.core.line.state import State, Tracked
from detente.core.line.tables import FORMATS
from detente.core.state import apply
from detente.core.values import Fields, Json
from detente.sim.sky import BEGIN_MS, notices
from detente.wire.places import load_gazetteer

LINE = Line("coast-1f3a9c02")
OFFICER = Signature("desk-1", Role.RELEASER)
PARTIES = ("amber", "cobalt")
ARTICLES_A_TEXT = 50
MINUTE_MS = 60_000


def card(party: str) -> PartyCard:
    """A party's card with made-up keys."""
    return PartyCard(party, party.title(), "member", "key", "recovery", "pem", "host:1", 120)


@dataclass(slots=True)
class Record:
    """One node's state, filled message by message. at_ms: the clock of whoever speaks."""

    state: State
    at_ms: int = BEGIN_MS - 24 * 60 * MINUTE_MS
    serials: dict[str, int] = field(default_factory=dict)

    def say(self, author: str, code: str, fields: Fields, ref: str | None = None) -> str:
        """Release a message; its number."""
        serial = self.serials[author] = self.serials.get(author, 0) + 1
        number = f"{author.upper()}-2026-{serial:04d}"
        other = PARTIES[1 - PARTIES.index(author)]
        message = Message(
            number=number,
            format=code,
            version=FORMATS[code].version,
            precedence=Precedence.ROUTINE,
            to=(other,),
            created_ms=self.at_ms,
            released_ms=self.at_ms,
            by=OFFICER,
            fields=fields,
            ref=ref,
        )
        held_ms, at_ms = self.at_ms + 20, self.at_ms
        fold_message(
            self.state, author, LINE, message, at_ms=at_ms, held_at_ms=held_ms, sequence=serial + 1
        )
        return number

    def at(self, number: str) -> Tracked:
        """A message that was said."""
        return self.state.line(LINE).messages[number]


def record() -> Record:
    """The line with both members and nothing said."""
    state = State("amber", load_gazetteer())
    charter = Charter(LINE.channel, "Coast", "safety", terrain_max_cm=300_000)
    opening: list[tuple[Line, Event]] = [
        (Line(HOUSE), Opened(card("amber"), None)),
        (LINE, Opened(card("amber"), charter)),
        (LINE, Joined(card("cobalt"))),
    ]
    for sequence, (line, event) in enumerate(opening):
        apply(state, "amber", line, event, at_ms=0, held_at_ms=0, sequence=sequence)
    return Record(state)


def area(volume: Volume) -> Json:
    """A volume as a message says it."""
    return airspace_to_json(airspace_of(volume))


def sign_rules(made: Record, sky: str, count: int) -> None:
    """Texts of fifty articles that both have signed: every kind that judges by message or place."""
    dice = Random(3)
    volumes = [one.volume for one in notices(sky, count, seed=3)]
    for first in range(0, count, ARTICLES_A_TEXT):
        articles: list[Json] = []
        for number, volume in enumerate(volumes[first : first + ARTICLES_A_TEXT], first + 1):
            articles.append(article(dice, number, volume))
        text: dict[str, Json] = {
            "agreement": f"Arrangement {first}",
            "edition": 1,
            "kind": "arrangement",
            "parties": [{"name": one.title(), "standing": "party"} for one in PARTIES],
            "articles": articles,
        }
        number_ = made.say("amber", "AGR", text)
        digest = digest_of(made.at(number_).message)
        for party in PARTIES:
            made.say(party, "AGS", {"text": number_, "digest": digest})


def article(dice: Random, number: int, volume: Volume) -> Mapping[str, Json]:
    """One article: nine of ten for an area, one of ten wherever the notice is."""
    always = Volume(volume.outline, volume.floor, volume.ceiling, None, None)
    kind = dice.choice(
        (
            "lead-time",
            "keep-out",
            "buffer",
            "no-weapons",
            "notify-entry",
            "precision",
            "notice-duty",
        )
    )
    said: dict[str, Json] = {"article": str(number), "rule": kind, "volume": area(always)}
    if kind == "lead-time" and dice.random() < 0.7:
        del said["volume"]
        said["formats"] = [dice.choice(("NAA", "NWA", "NUA", "NTR"))]
    if kind in ("lead-time", "notify-entry"):
        said["minutes"] = dice.choice((15, 30, 60))
    if kind in ("buffer", "precision"):
        said["distance_m"] = dice.choice((5_000, 10_000, 20_000))
    return said


def agree_zones(made: Record, sky: str, count: int) -> None:
    """Zones that one proposed and the other agreed to, each with its area and window."""
    dice = Random(4)
    for serial, one in enumerate(notices(sky, count, seed=4)):
        fields: dict[str, Json] = {
            "zone": f"Z{serial}",
            "action": "propose",
            "rule": dice.choice(("no-entry", "notify", "no-weapons", "no-uncrewed")),
            "volume": area(one.volume),
        }
        number = made.say(PARTIES[serial % 2], "NZO", fields)
        made.say(PARTIES[1 - serial % 2], "RSP", {"code": "AGREE"}, number)


def talk(made: Record, sky: str, messages: int, seed: int = 5) -> int:
    """Notices with their ladders, a line check now and then; how many messages there are then.

    Each is sent five to ninety minutes before it starts and read a few minutes later, so that some
    are short by any rule.
    """
    dice, known = Random(seed), made.state.line(LINE).messages
    before, shift_ms = len(known), max(0, made.at_ms - BEGIN_MS)
    for serial, one in enumerate(
        sorted(notices(sky, messages // 4 + 1, seed=seed), key=lambda one: one.volume.start_ms or 0)
    ):
        if len(known) - before >= messages:
            break
        author, other = PARTIES[serial % 2], PARTIES[1 - serial % 2]
        start_ms = (one.volume.start_ms or BEGIN_MS) + shift_ms
        made.at_ms = max(made.at_ms + 500, start_ms - dice.randrange(5, 90) * MINUTE_MS)
        end_ms = (one.volume.end_ms or BEGIN_MS) + shift_ms
        volume = replace(one.volume, start_ms=start_ms, end_ms=end_ms)
        fields: dict[str, Json] = {"number_band": "2-4", "volume": area(volume)}
        activity = one.activity if one.activity != "weapon" else "combat"
        number = made.say(author, "NAA", {"activity": activity, **fields})
        sent_ms, made.at_ms = made.at_ms, made.at_ms + dice.randrange(1, 8) * MINUTE_MS
        made.say(other, "ACK", {}, number)
        made.say(other, "RBK", {"computed": {"hash": hashlib.sha256(b"x").hexdigest()}}, number)
        made.say(other, "RSP", {"code": "NOTED"}, number)
        made.at_ms = sent_ms
        if serial % 50 == 0:
            made.say(author, "LCK", {"nonce": "K7Q2", "languages": ["en"]})
    return len(known) - before
