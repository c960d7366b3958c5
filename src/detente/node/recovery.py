"""Getting back, from those who hold it, what a restored node has lost of its own journals.

Each peer says at its welcome how much of our journals it holds, and shows our own signed note for
it. What is missing is asked for, verified (our signature, our order) and taken in its place, causes
before effects. When every other member has answered and nothing is missing, the journal is settled
and we go on in it. Not here: frames (link.py), what a new epoch is (epochs.py), the writing (Node).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from detente.core.events import HOUSE, Event, Restored, Settled
from detente.core.refusal import Refusal
from detente.journal.forms import JournalId, Malformed, parse_journal
from detente.journal.push import RawEntry, raw_of
from detente.node.admin import HOUSE_LINE
from detente.node.epochs import RESTORED, closed_at, first_missing, own_entry, place_of
from detente.node.inputs import Fetch, Fetched, Greeted, Recovered, Refused
from detente.wire.events import decode as decode_event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.core.events import Previous
    from detente.core.line.message import Line
    from detente.core.state import State
    from detente.journal.entry import Entry, Head
    from detente.node.journals import Journals
    from detente.wire.events import Unknown

FETCH_ENTRIES_MAX: Final = 256  # of one answer; as many as a push holds
FETCH_BYTES_MAX: Final = 1 << 20  # so that an answer fits its frame


@dataclass(slots=True)
class Recovery:
    """How far each restored journal is. Owned by the writer.

    restored: own journals that are unsettled, with the size from which entries may be missing
              (durable: kept in the node's book). previous: what epochs go on from (the same).
    asked:    how much each peer said that it holds of each of our journals, since the start.
    needs:    what our own next entry has seen, and has to come before it: by journal.
    refused:  why what was given back could not be taken, by journal.
    heard:    peers whose welcome came since the start.
    diverged: our journals of which a peer holds another tree than we do; Node takes them out.
    """

    party: str
    journals: Journals
    restored: dict[str, int]
    previous: Mapping[str, Previous]
    asked: dict[str, dict[str, int]] = field(default_factory=dict)
    needs: dict[str, Head] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    diverged: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)

    @property
    def may_lack(self) -> bool:
        """Whether others may rightly know entries of ours that we do not hold (any more)."""
        begun = (
            parse_journal(journal).party == self.party and one.reason == RESTORED
            for journal, one in self.previous.items()
        )
        return bool(self.restored) or any(begun)

    def lost(self, journal: str) -> int:
        """How many entries of our journal somebody holds beyond ours, as far as we know."""
        most = max(self.asked.get(journal, {}).values(), default=0)
        return max(0, most - self.journals.size(journal))

    def missing(self, peer: str) -> list[str]:
        """Our journals of which the peer holds more than we do."""
        return [
            name
            for name, asked in self.asked.items()
            if asked.get(peer, 0) > self.journals.size(name)
        ]

    def need(self, journal: str) -> str | None:
        """Which journal must grow before our next entry of this one can be taken back."""
        head = self.needs.get(journal)
        if head is None or self.journals.size(head.journal) >= head.size:
            return None
        return head.journal

    def is_claimed(self, journal: str) -> bool:
        """Whether we may say that the journal has no more entries than we hold."""
        newest = str(self.journals.own_id(parse_journal(journal).line)) == journal
        return newest and journal not in self.restored and not self.lost(journal)

    def begin(self) -> Restored:
        """All our channel journals are unsettled from here: this node was set back."""
        newest = {str(self.journals.own_id(parse_journal(name).line)) for name in self._own()}
        return Restored(tuple((name, self.journals.size(name)) for name in sorted(newest)))

    def _own(self) -> Iterator[str]:
        return (name for name in self.journals.own if parse_journal(name).line.channel != HOUSE)

    def greeted(self, item: Greeted) -> tuple[list[Restored], list[str]]:
        """What a welcome says of our journals: the news of what we lost, and unproved claims.

        Journals here that are not those that we signed before (we were set back and have written
        since) are noted in `diverged`.
        """
        news: list[Restored] = []
        unproved: list[str] = []
        for name, size in item.holds.items():
            try:
                parsed = parse_journal(name)
            except Malformed:
                continue
            if parsed.party != self.party or parsed.line.channel == HOUSE or self._closed(parsed):
                continue
            seal = self.journals.read_seal(name, item.notes.get(name, ""))
            held = self.journals.size(name)
            if seal is not None and not self.journals.trees_agree(name, seal):
                self.diverged.add(name)
            elif size > held and (seal is None or seal.size != size):
                unproved.append(f"{item.peer} says it holds {size} entries of {name}, we {held}")
            else:
                self.asked.setdefault(name, {})[item.peer] = size
                if size > held and name not in self.restored:
                    news.append(Restored(((name, held),)))
        self.heard.add(item.peer)
        for name in (*self.restored, *(name for one in news for name, _ in one.journals)):
            asked = self.asked.setdefault(name, {})
            for peer in self.heard:  # who named it not at its welcome held none of it
                asked.setdefault(peer, 0)
        return news, unproved

    def _closed(self, journal: JournalId) -> bool:
        return closed_at(self.previous, journal) is not None

    def take(self, item: Recovered) -> Iterator[tuple[Entry, Event | Unknown]]:
        """Our entries in order, as far as they hold and their causes are here; hold each now."""
        journal, keyring = item.journal, self.journals.keyring
        self.needs.pop(journal, None)
        self.refused.pop(journal, None)
        for raw in self._after_ours(item):
            entry = own_entry(raw, journal, self.journals.size(journal), keyring)
            if isinstance(entry, str):
                self.refused[journal] = f"{item.peer} gave back what we did not sign: {entry}"
                return
            missing = first_missing(entry.header.heads, self.journals)
            if missing is not None:
                self.needs[journal] = missing
                return
            self.journals.own_at(journal).restore(entry)
            header = entry.header
            yield entry, decode_event(header.kind, header.kind_version, entry.body)

    def _after_ours(self, item: Recovered) -> tuple[RawEntry, ...]:
        """What follows our newest entry. What we hold is given back too, to compare both trees.

        Two peers may have been asked for the same: of the second answer some is held by now. Only
        an entry that we signed and hold otherwise shows that we have gone on from a backup.
        """
        own, given = self.journals.own.get(item.journal), item.entries
        while own is not None and given and (place := place_of(given[0])) < own.size:
            if not own.is_at(place, given[0].header_bytes):
                ours = own_entry(given[0], item.journal, place, self.journals.keyring)
                if isinstance(ours, str):
                    return given  # refused with its reason where it is taken
                self.diverged.add(item.journal)
                return ()
            given = given[1:]
        return given

    def take_diverged(self) -> list[str]:
        """The newest of our journals that have diverged, once; older epochs are done with."""
        found, self.diverged = self.diverged, set()
        for name in found:
            self.asked.pop(name, None)
        return [
            name
            for name in sorted(found)
            if str(self.journals.own_id(parse_journal(name).line)) == name
        ]

    def settled(self, state: State) -> list[tuple[Line, Event]]:
        """Journals about which every other member has answered and of which nothing is missing."""
        found: list[tuple[Line, Event]] = []
        for name, size in self.restored.items():
            channel = parse_journal(name).line.channel
            others = [
                party
                for party in state.members.get(channel, ())
                if party != self.party and state.cards[party].kind in ("member", "facilitator")
            ]
            asked = self.asked.get(name, {})
            if all(party in asked for party in others) and not self.lost(name):
                how = "recovered" if self.journals.size(name) > size else "confirmed"
                found.append((HOUSE_LINE, Settled(name, how)))
        return found

    def fetch(self, item: Fetch, *, shared: bool) -> Fetched | Refused:
        """What a peer asks back of its own journal, or asks of ours; or why it gets nothing."""
        mirror = self.journals.mirrors.get(item.journal)
        theirs = mirror is not None and mirror.identity.party == item.peer
        if not theirs and not (item.journal in self.journals.own and shared):
            why = f"{item.journal[:200]!r} is not for {item.peer}"
            return Refused((Refusal("journal", "not-shared", why, "Ask for your own"),))
        count = max(1, min(item.count, FETCH_ENTRIES_MAX))
        held = self.journals.entries(item.journal, max(0, item.first), count)
        entries: list[RawEntry] = []
        total = 0
        for one in held:
            entry = one.entry
            total += len(entry.header_bytes) + len(entry.body) + 128
            if entries and total > FETCH_BYTES_MAX:
                break
            entries.append(raw_of(entry))
        if theirs and mirror is not None:
            newest = mirror.newest_checkpoint
            return Fetched(item.journal, tuple(entries), newest.note if newest else "")
        size = max(0, item.first) + len(entries)
        return Fetched(
            item.journal, tuple(entries), self.journals.checkpoint_at(item.journal, size)
        )
