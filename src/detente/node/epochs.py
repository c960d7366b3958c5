"""What becomes of a party's journals when its node was set back, or its key was stolen.

A node that was restored from a backup may have signed more than it remembers. Were it to go on, it
would sign a second entry of the same place: a fork. So each of its channel journals is *unsettled*
until every other member has said how much of it it holds, and the rest has come back; whoever must
speak sooner begins a new epoch, which names the last head that is known. Never a fork, never mute.
The functions here look and decide; `node.Node` writes.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from detente.core.events import HOUSE, KeyRotated, Opened, Previous
from detente.core.refusal import Refusal
from detente.journal.entry import Entry, Head, decode_header, verify_body, verify_signature
from detente.journal.forms import JournalId, Malformed, from_base64, parse_journal
from detente.journal.merkle import EMPTY_ROOT
from detente.journal.mirror import Bad, Reason, evidence_of
from detente.journal.rotation import KIND as KEY_ROTATED
from detente.journal.rotation import check, event_of
from detente.journal.rotation import state as state_key
from detente.journal.signatures import public_from_text
from detente.wire.events import decode as decode_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from detente.core.line.state import State
    from detente.journal.mirror import Mirror
    from detente.journal.push import RawEntry
    from detente.journal.rotation import Keyring
    from detente.node.identity import Identity
    from detente.node.inputs import ChangeKey, Received
    from detente.node.journals import Journals

EPOCHS_MAX = 16  # of one author on one line that are mirrored; a restore a month for a year
NOT_HERE = "this node is in no channel"
RESTORED = "restored"
STOLEN = "stolen"


def closed_at(previous: Mapping[str, Previous], journal: JournalId) -> Head | None:
    """Where a journal was closed because its author's key was stolen; None when it was not.

    previous: what the newer epochs say, by journal. The lowest point of several counts.
    """
    found: list[Head] = []
    for name, before in previous.items():
        newer = parse_journal(name)
        if (newer.line, newer.party) != (journal.line, journal.party) or before.reason != STOLEN:
            continue
        named = parse_journal(before.journal)
        if named.epoch == journal.epoch:
            root = from_base64(before.root, "root")
            found.append(Head(str(journal), before.size, root))
        elif named.epoch < journal.epoch < newer.epoch:
            found.append(Head(str(journal), 0, EMPTY_ROOT))
    return min(found, key=lambda head: head.size, default=None)


def previous_problem(event: Opened, journal: JournalId, journals: Journals) -> str:
    """What is wrong with what a new epoch says it goes on from; empty when it can stand."""
    before = event.previous
    if journal.epoch == 1:
        return "the first epoch goes on from another" if before is not None else ""
    if before is None or before.reason not in (RESTORED, STOLEN):
        return "a new epoch does not say what it goes on from, and why"
    try:
        named, root = parse_journal(before.journal), from_base64(before.root, "root", 32)
    except Malformed as error:
        return f"goes on from something that is no head: {error}"
    if (named.line, named.party) != (journal.line, journal.party) or named.epoch >= journal.epoch:
        return f"goes on from {before.journal}, which is no older epoch of it"
    held = journals.mirrors.get(before.journal)
    known = held.root_at(before.size) if held is not None else None
    if known is not None and known != root:
        return f"goes on from a head of {before.journal} that never was"
    return ""


def not_theirs(peer: str, journal: str, state: State, journals: Journals) -> str:
    """Why this peer may not write to this journal here; empty when it may."""
    try:
        parsed = parse_journal(journal)
    except Malformed as error:
        return str(error)
    if parsed.party != peer:
        return f"{peer} pushed a journal of {parsed.party}"
    if parsed.line.channel == HOUSE:
        return f"{peer} pushed its house journal, which is for nobody else"
    if parsed.line.channel not in state.charters:
        return f"{NOT_HERE} {parsed.line.channel}"
    if peer not in state.members.get(parsed.line.channel, ()):
        return f"{peer} is no member of a channel {parsed.line.channel} here"
    epochs = journals.epochs(parsed.line, peer)
    if journal not in epochs and len(epochs) >= EPOCHS_MAX:
        return f"{peer} has begun {EPOCHS_MAX} epochs on this line; no more are mirrored"
    return ""


def refused_push(item: Received, state: State, journals: Journals) -> Bad | None:
    """Why this peer may not write to the journal that it pushed; None when it may.

    Of a channel that we are not in, nothing is kept as evidence: whoever invited us may push before
    we have taken our place, and pushes again.
    """
    name = item.push.journal
    why = not_theirs(item.peer, name, state, journals)
    if not why:
        return None
    data = evidence_of(name, None, item.push.checkpoint)
    if why.startswith(NOT_HERE):
        return Bad(Reason.NOT_JOINED, why, data, 0)
    return Bad(Reason.WRONG_JOURNAL, why, data, 0)


def fresh_mirror(item: Received, state: State, journals: Journals) -> Mirror:
    """An empty mirror under the key that the journal itself opens with; checked afterwards."""
    pinned = key = state.cards[item.peer].key
    for raw in item.push.entries[:1]:
        event = decode_event("opened", 1, raw.body)
        if isinstance(event, Opened):
            key = event.card.key
    try:
        return journals.new_mirror(item.push.journal, key)
    except Malformed:  # no key at all: the pinned one will refuse what was signed otherwise
        return journals.new_mirror(item.push.journal, pinned)


def opening_problem(entry: Entry, peer: str, state: State, journals: Journals) -> str:
    """Why a journal cannot open so: card, charter, key or what it goes on from; empty when it can.

    The key must be one that the party has had; in a new epoch one that it may still use, or one
    that its recovery key names here.
    """
    journal, header = parse_journal(entry.header.journal), entry.header
    event = decode_event(header.kind, header.kind_version, entry.body)
    if not isinstance(event, Opened) or event.charter != state.charters[journal.line.channel]:
        return "the journal does not open with our channel's charter"
    card, keyring = event.card, journals.keyring
    if card.party != journal.party or card.recovery_key != state.cards[peer].recovery_key:
        return f"the journal does not open with the card of {journal.party} that we pinned"
    problem = previous_problem(event, journal, journals)
    if problem:
        return problem
    known = keyring.all(journal.party) if journal.epoch == 1 else keyring.trusted(journal.party)
    recovery = keyring.recovery(journal.party) or b""
    by_recovery = verify_signature(entry.header_bytes, entry.signature, recovery)
    if journal.epoch > 1 and by_recovery:
        return ""
    if from_base64(card.key, "key") not in known:
        return f"the journal does not open with the card of {journal.party} that we pinned"
    return ""


def place_of(raw: RawEntry) -> int:
    """Where an entry says that it stands; far beyond anything when it cannot be read."""
    try:
        return decode_header(raw.header_bytes).sequence
    except Malformed:
        return sys.maxsize


def own_entry(raw: RawEntry, journal: str, expected: int, keyring: Keyring) -> Entry | str:
    """An entry of ours as a peer gives it back, verified; or why it is not taken."""
    try:
        header = decode_header(raw.header_bytes)
    except Malformed as error:
        return str(error)
    if header.journal != journal or header.sequence != expected:
        return f"expected entry {expected} of {journal}"
    party = parse_journal(journal).party
    keys: list[bytes] = list(keyring.all(party))
    if header.kind == KEY_ROTATED or header.sequence == 0:
        keys.append(keyring.recovery(party) or b"")
    if not any(verify_signature(raw.header_bytes, raw.signature, key) for key in keys):
        return f"entry {expected} is not signed by us"
    if (raw.salt or raw.body) and not verify_body(header, raw.salt, raw.body):
        return f"entry {expected} has another body than we signed"
    return Entry(header, raw.header_bytes, raw.signature, raw.salt, raw.body)


def first_missing(heads: Iterable[Head], journals: Journals) -> Head | None:
    """The first head that an entry has seen and that we do not hold; None when all is here.

    What it has seen is to be held before it, so that the record keeps causes before effects.
    """
    return next((head for head in heads if head.size > journals.size(head.journal)), None)


def new_key(identity: Identity, item: ChangeKey, now_ms: int) -> KeyRotated | Refusal:
    """The statement that a new key signs for this party from now on, or why it cannot be made."""
    card = identity.card
    made = state_key(
        card.party,
        public_from_text(card.key),
        item.new,
        item.recovery or identity.signer,
        reason=item.reason,
        at_ms=now_ms,
    )
    problem = check(made, card.party, public_from_text(card.recovery_key))
    if problem is None:
        return event_of(made)
    remedy = "Give the recovery key that was made with this node"
    return Refusal("key", "key-change", f"the new key {problem}", remedy)
