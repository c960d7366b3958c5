"""Leave out of an evidence file what its reader may not be told, and keep the proof of the rest.

An entry without its salt and body is still proved by its signed header: that something was said
there, when, and that nothing was put in or taken out. So a file for a third party shows exactly
what may be shown, and shows that the rest is there.
Kept out for everybody else: messages that are not released to them. Steps of the receipt ladder go
with the message that they are about, changes too; an answer has its sender's own wish, because it
gives reasons. What is no message (who opened a journal, who joined, whose key changed) is in every
file, because a verifier needs it. What was refused and kept is the exporter's own and stays out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detente.core.events import Released
from detente.core.line.releasability import Audience, Reach, wish, withheld_from
from detente.journal.entry import is_withheld
from detente.journal.forms import parse_journal
from detente.wire.events import decode

if TYPE_CHECKING:
    from detente.core.line.message import Line, Message
    from detente.journal.store import Held, Store

_FOLLOWING: Final = frozenset({"ACK", "RBK", "CNF"})  # they say nothing that their message does not
REFS_MAX: Final = 3  # a confirmation of a read-back of a message


class Filter:
    """Which messages of a store an audience may read. Made over one reading of the store."""

    def __init__(self, store: Store, audience: Audience) -> None:
        """Read every message's wish and what it refers to; memory grows with their number."""
        self._audience = audience
        self._said: dict[tuple[Line, str], tuple[str, Message]] = {}
        for held in store.replay():
            found = _message(held)
            if found is not None:
                author, message = found
                line = parse_journal(held.journal).line
                self._said.setdefault((line, message.number), (author, _bare(message)))

    def may_read(self, held: Held) -> bool:
        """Whether the entry's body may be given to the audience."""
        found = _message(held)
        if found is None:
            return not _is_message(held)
        line = parse_journal(held.journal).line
        author, message = found
        for _ in range(REFS_MAX):
            about = self._said.get((line, message.ref or ""))
            if message.releasability is not None or message.format not in _FOLLOWING:
                break
            if about is None:
                return False
            author, message = about
        wished = wish(message, lambda number: self._find(line, number))
        return withheld_from(wished, author, self._audience) is None

    def _find(self, line: Line, number: str) -> Message | None:
        found = self._said.get((line, number))
        return found[1] if found else None


def audience_of(text: str) -> Audience:
    """The audience that ``public`` or a party's name stands for."""
    return Audience(Reach.PUBLIC) if text == Reach.PUBLIC else Audience(Reach.PARTY, text)


def _is_message(held: Held) -> bool:
    return held.entry.header.kind == "message"


def _message(held: Held) -> tuple[str, Message] | None:
    """The author and the message of an entry; None when it holds none that can be read."""
    header = held.entry.header
    if not _is_message(held) or is_withheld(held.entry):
        return None
    event = decode(header.kind, header.kind_version, held.entry.body)
    if not isinstance(event, Released):
        return None
    return parse_journal(held.journal).party, event.message


def _bare(message: Message) -> Message:
    """What the rule asks of a message; its fields are not kept in memory."""
    return replace(message, fields={}, remarks=None)
