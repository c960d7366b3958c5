"""One entry exactly as it was signed, with the checkpoints, proofs and keys that show it.

Call from the writer's thread, between steps: then everything shown is durable. What is shown is
the stored bytes; nothing is made anew but an inclusion proof and our own checkpoint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.events import HOUSE
from detente.journal.entry import is_withheld, verify_signature
from detente.journal.forms import parse_journal, to_base64
from detente.journal.merkle import leaf_hash
from detente.journal.note import parse_checkpoint, parse_note
from detente.journal.rotation import to_body
from detente.journal.signatures import fingerprint, public_to_text
from detente.node import proofs_view
from detente.node.feed import UNSAID, body_shown, event_view
from detente.wire.entry_views import EntryView, HeadView, ProvedView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.values import Json
    from detente.journal.entry import Entry
    from detente.journal.store import Held
    from detente.node.node import Node

SIGNING: Final = "signing"
RECOVERY: Final = "recovery"


def entry_at(node: Node, position: int, *, drafts: bool) -> EntryView | None:
    """The entry at a local position; None: there is none. drafts: say unsaid ones, too."""
    place = node.journals.at(position)
    return None if place is None else entry(node, *place, drafts=drafts)


def entry(node: Node, journal: str, sequence: int, *, drafts: bool) -> EntryView | None:
    """An entry of a journal that is held; None when it is not durable here."""
    if not 0 <= sequence < node.kept(journal):
        return None
    [held] = node.entries(journal, sequence, 1)
    missing = node.journals.proofs.missing(journal, sequence, node.joined_at(journal))
    return _view(node, held, missing, drafts=drafts)


def _view(node: Node, held: Held, missing: tuple[str, ...], *, drafts: bool) -> EntryView:
    one, parsed = held.entry, parse_journal(held.journal)
    ring = node.journals.keyring
    unsaid = one.header.kind in UNSAID and not drafts
    bare = unsaid or is_withheld(one)
    key, by = _key_of(node, parsed.party, one)
    return EntryView(
        position=held.position,
        journal=held.journal,
        author=parsed.party,
        channel=parsed.line.channel,
        status=parsed.line.status,
        epoch=parsed.epoch,
        sequence=one.header.sequence,
        kind=one.header.kind,
        kind_version=one.header.kind_version,
        at_ms=one.header.at_ms,
        held_at_ms=held.held_at_ms,
        header=to_base64(one.header_bytes),
        signature=to_base64(one.signature),
        salt=None if bare else to_base64(one.salt),
        body=None if bare else to_base64(one.body),
        decoded=_decoded(held, unsaid=unsaid),
        leaf=to_base64(leaf_hash(one.header_bytes)),
        key=public_to_text(key),
        fingerprint=fingerprint(key),
        by=by,
        heads=tuple(
            HeadView(journal=head.journal, size=head.size, root=to_base64(head.root))
            for head in one.header.heads
        ),
        proofs=tuple(_proofs(node, held.journal, one.header.sequence)),
        keys=tuple(proofs_view.keys(node, held.journal)),
        key_changes=tuple(to_body(said).decode() for said in ring.statements(parsed.party)),
        final=not missing and parsed.line.channel != HOUSE,
        missing=missing,
        unsaid=unsaid,
    )


def _decoded(held: Held, *, unsaid: bool) -> Json:
    """The body; None when it was deleted. unsaid: without what a draft would say."""
    if is_withheld(held.entry):
        return None
    return event_view(held).body if unsaid else body_shown(held.entry.body)


def _key_of(node: Node, party: str, one: Entry) -> tuple[bytes, str]:
    """The author's key by which the entry's signature holds; a mirror has checked that one does."""
    ring = node.journals.keyring
    recovery = ring.recovery(party)
    for key in ring.all(party):
        if verify_signature(one.header_bytes, one.signature, key):
            return key, SIGNING
    assert recovery is not None, "an entry that is held was signed by a known key"
    return recovery, RECOVERY


def _proofs(node: Node, journal: str, sequence: int) -> Iterator[ProvedView]:
    """The newest checkpoint, then others that somebody cosigned over the entry, newest first."""
    newest = proofs_view.checkpoint(node, journal)
    yield _proved(node, journal, sequence, newest)
    notes: dict[str, list[str]] = {}
    for cosigned in node.journals.cosigned.get(journal, {}).values():
        note = parse_note(cosigned.note)
        if cosigned.size > sequence and note.text != parse_note(newest).text:
            lines = notes.setdefault(note.text, [])
            lines += [one.line for one in note.signatures if one.line not in lines]
    sized = sorted(notes, key=lambda text: -parse_checkpoint(text).size)
    for text in sized:
        yield _proved(node, journal, sequence, f"{text}\n{''.join(notes[text])}")


def _proved(node: Node, journal: str, sequence: int, note: str) -> ProvedView:
    parsed = parse_note(note)
    head = parse_checkpoint(parsed.text)
    path = node.journals.tree(journal).inclusion_proof(sequence, head.size)
    author = parsed.text.partition("\n")[0]
    named = dict.fromkeys(one.name for one in parsed.signatures if one.name != author)
    return ProvedView(
        note=note,
        size=head.size,
        root=to_base64(head.root),
        index=sequence,
        hashes=tuple(to_base64(one) for one in path),
        cosigners=tuple(name.removeprefix("detente/") for name in named),
    )
