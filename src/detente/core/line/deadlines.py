"""What is owed and until when: receipt deadlines, their escalation, and the FLASH repeat.

Nothing ever waits for one named person: a missed step goes to the next role, again and again,
until the last (ESCALATION). One agenda holds all that is due on a node; the writer owns it.
Not here: which deadlines a format has (formats.py), what a missed one becomes (ticking.py).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from enum import StrEnum

from detente.core.line.message import Line

ESCALATION = ("duty officer", "all duty officers", "deputy", "another channel")
ESCALATE_FLASH_MS = 60_000  # a FLASH climbs one role a minute
ESCALATE_MS_MAX = 300_000  # anything else climbs after its own deadline again, five minutes at most

REPEAT_MS = 20_000  # a FLASH sounds every 20 s: about as long as a person needs to reach the desk
REPEAT_FAST_COUNT = 30  # for ten minutes; then
REPEAT_SLOW_MS = 60_000  # every minute until READ


class What(StrEnum):
    """The kinds of things that come due."""

    STEP = "step"
    REPEAT = "repeat"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One thing on the agenda. number: a message's, or a conflict's id.

    party and step say who owes which step; both are empty for conflicts.
    """

    what: What
    line: Line
    number: str
    party: str = ""
    step: str = ""


@dataclass(slots=True)
class Owed:
    """When a key comes due next. first_ms: the deadline itself; count: levels or repeats so far."""

    due_ms: int
    first_ms: int
    every_ms: int
    count: int = 0


@dataclass(slots=True)
class Agenda:
    """All that is due on this node, soonest first. Owned by the writer.

    late: the keys that have come due at least once and are still owed, in that order.
    """

    owed: dict[Key, Owed] = field(default_factory=dict)
    late: dict[Key, None] = field(default_factory=dict)
    _about: dict[tuple[Line, str], dict[Key, None]] = field(default_factory=dict)
    _heap: list[tuple[int, Key]] = field(default_factory=list)

    def put(self, key: Key, *, due_ms: int, every_ms: int = ESCALATE_MS_MAX) -> None:
        """Set a deadline, or move the one that the key has."""
        self.owed[key] = Owed(due_ms, due_ms, every_ms)
        self.late.pop(key, None)
        self._about.setdefault((key.line, key.number), {})[key] = None
        heapq.heappush(self._heap, (due_ms, key))

    def again(self, key: Key, *, due_ms: int) -> None:
        """Count one occurrence of the key and let it come due again."""
        owed = self.owed.get(key)
        if owed is not None:
            owed.count += 1
            self.late[key] = None
            owed.due_ms = due_ms
            heapq.heappush(self._heap, (due_ms, key))
            self._prune()

    def silence(self, key: Key) -> None:
        """Count one last occurrence: the key stays owed (and shown), but comes due no more."""
        owed = self.owed.get(key)
        if owed is not None:
            owed.count += 1
            self.late[key] = None
            owed.due_ms = -1
            self._prune()

    def drop(self, key: Key) -> None:
        """The key is owed no more. Unknown keys are none of our business."""
        if self.owed.pop(key, None) is not None:
            self.late.pop(key, None)
            keys = self._about[key.line, key.number]
            del keys[key]
            if not keys:
                del self._about[key.line, key.number]
            self._prune()

    def about(self, line: Line, number: str) -> list[Key]:
        """The keys about one message or conflict, in the order in which they were put."""
        return list(self._about.get((line, number), ()))

    def next_ms(self) -> int | None:
        """When something comes due next; None when nothing will."""
        return self._heap[0][0] if self._heap else None

    def due(self, at_ms: int) -> list[Key]:
        """Everything due at or before `at_ms`, soonest first; changes nothing."""
        found: list[tuple[int, Key]] = []
        stack = [0]
        while stack:
            index = stack.pop()
            if index < len(self._heap) and self._heap[index][0] <= at_ms:
                found.append(self._heap[index])
                stack += (2 * index + 1, 2 * index + 2)
        return [key for due_ms, key in sorted(set(found)) if self._live(due_ms, key)]

    def stalled(self, at_ms: int) -> list[Key]:
        """Keys that have come due before and come due again much later than they ever should.

        Only a clock that ran ahead and was set back leaves them so.
        """
        return [
            key
            for key in self.late
            if self.owed[key].due_ms > at_ms + max(self.owed[key].every_ms, REPEAT_SLOW_MS)
        ]

    def _live(self, due_ms: int, key: Key) -> bool:
        owed = self.owed.get(key)
        return owed is not None and owed.due_ms == due_ms

    def _prune(self) -> None:
        """Keep the heap's top live, so that `next_ms` never wakes the node for nothing."""
        while self._heap and not self._live(*self._heap[0]):
            heapq.heappop(self._heap)
