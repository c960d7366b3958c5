"""A small true record of two parties, written by hand as Amber's node would hold it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from detente.core.events import Charter, Event, Joined, Opened, PartyCard, Released
from detente.core.line.message import Message, Precedence, Role, Signature
from detente.core.values import Fields, Json
from detente.journal.bundle import EndLine, export
from detente.journal.engines.memory import MemoryStore
from detente.journal.entry import Entry, Head
from detente.journal.forms import cosigner_of
from detente.journal.keys import Signer
from detente.journal.note import cosign
from detente.journal.own import OwnJournal
from detente.journal.signatures import public_to_text
from detente.journal.store import Cosignature, Evidence, Held
from detente.wire.events import encode

T0 = 1_800_000_000_000
MINUTE = 60_000
CHANNEL = "coast-1f3a9c02"
VOLUME: dict[str, Json] = {
    "outline": {"circle": {"lat_e7": 345_000_000, "lon_e7": 352_000_000, "radius_cm": 1_852_000}},
    "floor": None,
    "ceiling": {"cm": 731_520, "reference": "FL"},
    "start_ms": T0 + 30 * MINUTE,
    "end_ms": T0 + 90 * MINUTE,
}
NWA: Fields = {"volume": VOLUME, "hazard": "air-surface", "own_traffic": "none"}


@dataclass
class Record:
    """What Amber's node holds: write entries in local order, cosign, export."""

    offset_ms: dict[str, int] = field(default_factory=dict)
    store: MemoryStore = field(default_factory=MemoryStore)
    signers: dict[str, Signer] = field(default_factory=dict)
    journals: dict[str, OwnJournal] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)
    position: int = 0
    now_ms: int = T0

    def card(self, party: str, kind: str = "member") -> PartyCard:
        """A party's card; its key is made from its name."""
        if party not in self.signers:
            seed = hashlib.sha256(party.encode()).digest()
            self.signers[party] = Signer.from_seed(seed)
        key = public_to_text(self.signers[party].public)
        return PartyCard(party, party.title(), kind, key, key, "", "127.0.0.1:1")

    def open(self, party: str, *others: str, charter: Charter | None = None) -> None:
        """The party opens its journal and takes the others as members."""
        card = self.card(party)
        name = f"{CHANNEL}/ACTUAL/{party}"
        self.journals[party] = OwnJournal(name, self.signers[party])
        self.write(party, Opened(card, charter or Charter(CHANNEL, "Coast", "safety")))
        for other in others:
            self.write(party, Joined(self.card(other)))

    def heads(self, party: str) -> tuple[Head, ...]:
        """Heads of the others' journals that are not empty."""
        return tuple(
            journal.head()
            for name, journal in self.journals.items()
            if name != party and journal.size
        )

    def write(
        self, party: str, event: Event, heads: tuple[Head, ...] | None = None, after_ms: int = 1_000
    ) -> Entry:
        """The party writes an event, a second later by default; Amber's node holds it at once."""
        self.now_ms += after_ms
        kind, version, body = encode(event)
        entry = self.journals[party].next(
            kind=kind,
            kind_version=version,
            body=body,
            salt=hashlib.sha256(f"{party}{self.position}".encode()).digest(),
            at_ms=self.now_ms + self.offset_ms.get(party, 0),
            heads=self.heads(party) if heads is None else heads,
        )
        self.hold(entry)
        return entry

    def hold(self, entry: Entry) -> None:
        """Keep an entry at the next local position."""
        self.position += 1
        held_at_ms = self.now_ms + self.offset_ms.get("amber", 0)
        self.store.append([Held(self.position, entry.header.journal, entry, held_at_ms)])

    def say(
        self,
        party: str,
        code: str,
        fields: Fields,
        *,
        to: str,
        ref: str | None = None,
        after_ms: int = 1_000,
        heads: tuple[Head, ...] | None = None,
    ) -> str:
        """The party releases a message; returns its number."""
        self.serials[party] = self.serials.get(party, 0) + 1
        number = f"{party.upper()}-2027-{self.serials[party]:04d}"
        message = Message(
            number=number,
            format=code,
            version=1,
            precedence=Precedence.ROUTINE,
            to=(to,),
            created_ms=T0,
            released_ms=T0,
            by=Signature("desk", Role.DUTY_OFFICER),
            fields=fields,
            ref=ref,
        )
        self.write(party, Released(message), heads, after_ms)
        return number

    def cosign(self, author: str, party: str, after_ms: int = 1_000) -> None:
        """The party cosigns all of the author's journal as it stands."""
        self.now_ms += after_ms
        checkpoint = self.journals[author].checkpoint()
        time_s = (self.now_ms + self.offset_ms.get(party, 0)) // 1_000
        note = cosign(checkpoint.note, cosigner_of(party), self.signers[party], time_s)
        signed = Cosignature(checkpoint.journal, checkpoint.size, party, time_s, note, self.now_ms)
        self.store.append([checkpoint, signed])

    def refuse(self, peer: str, reason: str, data: bytes) -> None:
        """Amber's node refused something of the peer's and kept it."""
        journal = self.journals[peer].journal
        number = 1 + len(list(self.store.evidence()))
        kept = Evidence(number, self.now_ms, peer, journal, reason, "detail", data)
        self.store.append([kept])

    def export(self, path: Path, *, signed: bool = True, **options: object) -> EndLine:
        """Export as Amber."""
        signer = self.signers["amber"] if signed else None
        return export(
            self.store,
            path,
            made_by="amber",
            made_at_ms=self.now_ms,
            signer=signer,
            **options,  # type: ignore[arg-type]  # a test names journals or progress
        )


def two_open(offset_ms: dict[str, int] | None = None) -> Record:
    """Amber and Cobalt have opened their journals on the coast line."""
    record = Record(offset_ms or {})
    record.card("cobalt")
    record.open("amber", "cobalt")
    record.open("cobalt", "amber")
    return record


def exchange(record: Record) -> str:
    """Amber warns, Cobalt reads, reads back, Amber confirms, Cobalt answers; all is cosigned."""
    number = record.say("amber", "NWA", NWA, to="cobalt")
    record.cosign("amber", "cobalt")
    record.say("cobalt", "ACK", {"step": "READ"}, to="amber", ref=number)
    readback = record.say("cobalt", "RBK", {"computed": {}}, to="amber", ref=number)
    record.cosign("cobalt", "amber")
    record.say("amber", "CNF", {}, to="cobalt", ref=readback)
    record.say("cobalt", "RSP", {"code": "WILCO"}, to="amber", ref=number)
    record.cosign("amber", "cobalt")
    record.cosign("cobalt", "amber")
    return number
