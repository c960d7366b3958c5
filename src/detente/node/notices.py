"""What people must know about the record and the clocks, in sentences; and the parties' keys.

Shown by status and doctor. Empty when all is as it should be. Nothing here changes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.events import HOUSE
from detente.core.units import counted
from detente.journal.forms import parse_journal
from detente.journal.signatures import fingerprint
from detente.node.clocks import clock_lines
from detente.node.epochs import closed_at
from detente.wire.native import KeysView, KeyView

if TYPE_CHECKING:
    from detente.journal.rotation import PartyKeys
    from detente.node.node import Node


def notices(node: Node) -> list[str]:
    """Clocks that differ, entries that are missing, disowned or not understood; worst first."""
    found = clock_lines(node.skews())
    for name in node.journals.all_ids():
        if parse_journal(name).line.channel != HOUSE:
            note = journal_note(node, name)
            found += [f"{name}: {note}"] if note else []
    return found + node.carrying.notes()


def journal_note(node: Node, name: str) -> str:
    """What is to be said of one journal; empty when it is whole and understood."""
    ours = name in node.journals.own
    parts = [*(_own_notes(node, name) if ours else ()), *_epoch_notes(node, name)]
    unknown = node.book.unknown.get(name, 0)
    if unknown:
        parts.append(
            f"{counted(unknown, 'entry is', 'entries are')} kept, but not understood by this"
            " version; a newer one reads them"
        )
    return "; ".join(parts)


def _own_notes(node: Node, name: str) -> list[str]:
    recovery, book = node.recovery, node.book
    parts: list[str] = []
    lost = recovery.lost(name)
    if lost:
        who = ", ".join(sorted(p for p, n in recovery.asked[name].items() if n))
        parts.append(
            f"{counted(lost, 'entry', 'entries')} signed with our key: held by {who}, not by us;"
            " asked back. If this node was not restored, somebody else has our key:"
            " detente keys revoke"
        )
    elif name in book.restored:
        asked = set(recovery.asked.get(name, {}))
        members = set(node.state.members.get(name.partition("/")[0], ())) - {node.party}
        waiting = ", ".join(sorted(members - asked))
        parts.append(f"restored from a backup; not yet heard what it may lack: {waiting}")
    if name in recovery.refused:
        parts.append(recovery.refused[name])
    if name in book.split:
        parts.append("written on after an unnoticed restore: what stands last was told to nobody")
    return parts


def _epoch_notes(node: Node, name: str) -> list[str]:
    """What later epochs of the same author say of this journal."""
    journal, size = parse_journal(name), node.journals.size(name)
    closed = closed_at(node.book.previous, journal)
    if closed is not None and size > closed.size:
        count = counted(size - closed.size, "entry", "entries")
        return [f"{count} from {closed.size} on: not {journal.party}'s word, key stolen"]
    if closed is not None:
        return [f"closed at {closed.size}: its key was stolen"]
    for later in node.book.previous.values():
        if later.journal == name:
            lost = size - later.size
            count = counted(lost, "entry", "entries")
            tail = f"; it did not know {count} after that" if lost > 0 else ""
            return [f"goes on in a new epoch since {journal.party} was restored{tail}"]
    return []


def disowned(node: Node, name: str) -> int:
    """How many held entries of a journal are not its author's word: made with its stolen key."""
    closed = closed_at(node.book.previous, parse_journal(name))
    return 0 if closed is None else max(0, node.journals.size(name) - closed.size)


def keys(node: Node) -> list[KeysView]:
    """Every known party's keys, our own first."""
    parties = [node.party, *sorted(set(node.state.cards) - {node.party})]
    found: list[KeysView] = []
    for party in parties:
        known = node.journals.keyring.get(party)
        if known is not None:
            found.append(_keys(party, known, own=party == node.party))
    return found


def _keys(party: str, known: PartyKeys, *, own: bool) -> KeysView:
    until = [(one.at_ms, one.reason, one.by) for one in known.statements]
    older = tuple(
        KeyView(fingerprint=fingerprint(key), until_ms=at_ms, reason=reason, by=by)
        for key, (at_ms, reason, by) in zip(known.keys, until, strict=False)
    )
    return KeysView(
        party=party,
        own=own,
        fingerprint=fingerprint(known.current),
        recovery=fingerprint(known.recovery),
        older=older,
    )
