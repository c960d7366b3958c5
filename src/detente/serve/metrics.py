"""What a node measures of itself, in the form that Prometheus reads.

Counted as it happens: commits and requests. Everything else is asked of the node when somebody
looks, so that not looking costs nothing. Names of peers and channels are in it: it takes a token.
Not here: alarms (serve.alarm), which do not depend on anybody collecting this.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

from detente.node import views
from detente.serve import backup, renewal

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.serve.home import Home
    from detente.wire.native import StatusView

MEDIA: Final = "text/plain; version=1.0.0; charset=utf-8"
COMMIT_S: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the node says of itself at one moment. journals: entries by journal."""

    status: StatusView
    journals: dict[str, int]
    alarms: int
    unknown: int


def look(node: Node) -> Seen:
    """Ask the node; on the writer's thread."""
    journals = {journal: node.kept(journal) for journal in node.journals.all_ids()}
    unknown = sum(node.book.unknown.values())
    return Seen(views.status(node), journals, len(node.state.alarms), unknown)


class Metrics:
    """One node's measurements. `committed` runs on the writer's thread, all else on the loop."""

    def __init__(self, home: Home, version: str) -> None:
        self._home = home
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._commits = Histogram(
            "detente_commit_seconds",
            "From taking a batch of inputs to its being durable",
            buckets=COMMIT_S,
            registry=self._registry,
        )
        self._inputs = self._counter("detente_inputs", "Inputs that were decided")
        self._requests = self._counter(
            "detente_requests", "Requests answered", ("method", "status")
        )
        info = self._gauge("detente_info", "Who this is", ("party", "version"))
        info.labels(home.party.party, version).set(1)
        self._plain = {
            name: self._gauge(f"detente_{name}", words) for name, words in _PLAIN.items()
        }
        self._of_peer = self._table("peer", _OF_PEER, ("peer",))
        self._of_line = self._table("line", _OF_LINE, ("channel", "status"))
        self._entries = self._gauge(
            "detente_journal_entries", "Entries kept of a journal", ("journal",)
        )

    def _counter(self, name: str, words: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(name, words, labels, registry=self._registry)

    def _gauge(self, name: str, words: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(name, words, labels, registry=self._registry)

    def _table(self, what: str, words: dict[str, str], labels: tuple[str, ...]) -> dict[str, Gauge]:
        return {
            name: self._gauge(f"detente_{what}_{name}", text, labels)
            for name, text in words.items()
        }

    def committed(self, seconds: float, inputs: int) -> None:
        """A batch is durable."""
        self._commits.observe(seconds)
        self._inputs.inc(inputs)

    def answered(self, method: str, status: int) -> None:
        """A request was answered."""
        self._requests.labels(method, str(status)).inc()

    def text(self, seen: Seen, waiting: int) -> bytes:
        """Everything as text. waiting: jobs in the writer's queue."""
        self._show_plain(seen, waiting)
        for gauge in (*self._of_peer.values(), *self._of_line.values(), self._entries):
            gauge.clear()
        for peer in seen.status.peers:
            self._of_peer["up"].labels(peer.party).set(peer.link == "up")
            self._of_peer["behind_entries"].labels(peer.party).set(peer.behind)
            self._of_peer["evidence"].labels(peer.party).set(peer.evidence)
            if peer.skew_ms is not None:
                self._of_peer["clock_ahead_seconds"].labels(peer.party).set(peer.skew_ms / 1000)
        for line in seen.status.lines:
            for name in ("unread", "due", "missed", "conflicts"):
                gauge = self._of_line[name].labels(line.channel, line.status.value)
                gauge.set(getattr(line, name))
        for journal, count in seen.journals.items():
            self._entries.labels(journal).set(count)
        return generate_latest(self._registry)

    def _show_plain(self, seen: Seen, waiting: int) -> None:
        plain, status = self._plain, seen.status
        plain["entries"].set(status.position)
        plain["queue_inputs"].set(waiting)
        plain["evidence"].set(status.evidence)
        plain["alarms"].set(seen.alarms)
        plain["unknown_entries"].set(seen.unknown)
        if status.space is not None:
            if status.space.free_bytes is not None:
                plain["disk_free_bytes"].set(status.space.free_bytes)
            plain["disk_reserve_bytes"].set(status.space.reserve_bytes)
            plain["disk_refusing"].set(status.space.room != "good")
        last = backup.last(self._home.path)
        plain["backup_age_seconds"].set(
            -1 if last is None else time.time() - last.made_at_ms / 1000
        )
        plain["certificate_ends_timestamp_seconds"].set(
            renewal.ends_ms(self._home.tls_certificate.read_text("ascii")) / 1000
        )


_PLAIN: Final = {
    "entries": "Entries held, own and of others",
    "queue_inputs": "Inputs that wait for the writer",
    "evidence": "Things refused from peers and kept",
    "alarms": "Alarms that stand",
    "unknown_entries": "Entries that this version does not understand",
    "disk_free_bytes": "Free on the disk of the record",
    "disk_reserve_bytes": "Kept aside for receipts, answers and FLASH",
    "disk_refusing": "1 while ordinary messages are refused for want of room",
    "backup_age_seconds": "Since the last backup; -1 when there was none",
    "certificate_ends_timestamp_seconds": "When the certificate shown ends, in seconds of UTC",
}
_OF_PEER: Final = {
    "up": "1 while the link to the peer is up",
    "behind_entries": "Own entries that the peer has not cosigned",
    "evidence": "Things refused from the peer and kept",
    "clock_ahead_seconds": "Its clock minus ours at the last greeting",
}
_OF_LINE: Final = {
    "unread": "Messages that nobody here has read",
    "due": "Steps of the receipt ladder that are owed, by either side",
    "missed": "Of those, the ones that are late",
    "conflicts": "Conflicts that are open",
}
