"""All messages of a line, in the order in which they came; settled ones are packed away.

A line keeps every message for ever, and nearly all of them are finished. A message about which
nothing is owed, open or in the picture can be packed into bytes: a tenth of the memory, and a
snapshot of a million of them is read in seconds. It unpacks by itself when somebody asks for it.
Pure: packing is a matter of memory, never of meaning. Owned by the writer.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, MutableMapping, ValuesView
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from detente.core.line.message import Precedence
    from detente.core.line.state import Tracked


@dataclass(frozen=True, slots=True)
class Brief:
    """What is known of a message at a glance: its place, and what an inbox is sorted by."""

    author: str
    epoch: int
    sequence: int
    format: str
    precedence: Precedence
    held_at_ms: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A settled message as bytes, with what is known of it at a glance beside it."""

    brief: Brief
    data: bytes


class Messages(MutableMapping[str, "Tracked"]):
    """Messages by number. Reading one by its number unpacks it for good, so it may be changed."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[str, Tracked | Packed] = {}

    def __getitem__(self, number: str) -> Tracked:
        """The message, live: what is changed in it stays changed."""
        kept = self._kept[number]
        if isinstance(kept, Packed):
            kept = _unpack(kept)
            self._kept[number] = kept
        return kept

    def __setitem__(self, number: str, tracked: Tracked) -> None:
        """Keep a message; a new number goes to the end."""
        self._kept[number] = tracked

    def __delitem__(self, number: str) -> None:
        """Forget a message."""
        del self._kept[number]

    def __contains__(self, number: object) -> bool:
        """Whether the number is known; unpacks nothing."""
        return number in self._kept

    def __iter__(self) -> Iterator[str]:
        """The numbers, in the order in which the messages came."""
        return iter(self._kept)

    def __reversed__(self) -> Iterator[str]:
        """The numbers, the newest first."""
        return reversed(self._kept)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._kept)

    def values(self) -> ValuesView[Tracked]:
        """All messages, for reading: packed ones are shown as copies and stay packed."""
        return _Shown(self)

    def live(self) -> Iterator[Tracked]:
        """The messages that are not packed: all that can be owed, open or in the picture."""
        found = [one for one in self._kept.values() if type(one) is not Packed]
        return iter(cast("list[Tracked]", found))  # a list at once: asked for with a million packed

    def is_packed(self, number: str) -> bool:
        """Whether the message is packed, so nothing is open about it."""
        return isinstance(self._kept.get(number), Packed)

    def places(self) -> Iterator[tuple[str, str, int, int]]:
        """Number, author, epoch and place in the author's journal of each; unpacks nothing."""
        for number in self._kept:
            brief = self.brief(number)
            yield number, brief.author, brief.epoch, brief.sequence

    def brief(self, number: str) -> Brief:
        """What is known of one message at a glance; unpacks nothing."""
        kept = self._kept[number]
        return kept.brief if isinstance(kept, Packed) else _brief(kept)

    def shown(self, number: str) -> Tracked:
        """One message for reading: a packed one is shown as a copy and stays packed."""
        return _shown(self._kept[number])

    def pack(self, is_settled: Callable[[Tracked], bool]) -> int:
        """Pack every live message of which `is_settled` says so; returns how many."""
        packed = 0
        for number, kept in self._kept.items():
            if not isinstance(kept, Packed) and is_settled(kept):
                data = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
                self._kept[number] = Packed(_brief(kept), data)
                packed += 1
        return packed

    def __getstate__(self) -> dict[str, Tracked | Packed]:
        """What a snapshot keeps."""
        return self._kept

    def __setstate__(self, kept: dict[str, Tracked | Packed]) -> None:
        """Take back what a snapshot kept."""
        self._kept = kept


class _Shown(ValuesView["Tracked"]):
    """The values of `Messages`, read without unpacking them for good."""

    def __init__(self, messages: Messages) -> None:
        super().__init__(messages)
        self._messages = messages

    def __iter__(self) -> Iterator[Tracked]:
        return (_shown(kept) for kept in self._messages.__getstate__().values())


def _brief(kept: Tracked) -> Brief:
    message = kept.message
    return Brief(
        kept.author,
        kept.epoch,
        kept.sequence,
        message.format,
        message.precedence,
        kept.held_at_ms,
    )


def _shown(kept: Tracked | Packed) -> Tracked:
    return _unpack(kept) if isinstance(kept, Packed) else kept


def _unpack(packed: Packed) -> Tracked:
    """Our own bytes from `pack`; a snapshot's are checked against its digest before."""
    return cast("Tracked", pickle.loads(packed.data))  # noqa: S301 - never from outside: see _unpack
