"""What a journal's proofs rest on, as C2SP tools take it: its newest checkpoint, and the keys.

Call from the writer's thread, between steps: then everything shown is durable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.journal.forms import cosigner_of, origin_of, parse_journal
from detente.journal.note import COSIGNATURE_V1, ED25519, parse_note, verifier_key

if TYPE_CHECKING:
    from detente.node.node import Node


def checkpoint(node: Node, journal: str) -> str:
    """The author's newest checkpoint of a journal that is held, with all cosignatures under it."""
    note = newest_note(node, journal)
    parsed = parse_note(note)
    lines = [one.line for one in parsed.signatures]
    for _, cosigned in sorted(node.journals.cosigned.get(journal, {}).items()):
        other = parse_note(cosigned.note)
        if other.text == parsed.text:
            lines += [one.line for one in other.signatures if one.line not in lines]
    return f"{parsed.text}\n{''.join(lines)}"


def newest_note(node: Node, journal: str) -> str:
    """The author's own newest checkpoint of a journal that is held."""
    if journal in node.journals.own:
        return node.checkpoint_at(journal, node.kept(journal))
    newest = node.journals.mirrors[journal].newest_checkpoint
    assert newest is not None, "a mirror takes entries only under a checkpoint"
    return newest.note


def keys(node: Node, journal: str) -> list[str]:
    """The vkeys of the author (type 01), then of everyone who cosigned (type 04); newest first."""
    author, ring = parse_journal(journal).party, node.journals.keyring
    found = [verifier_key(origin_of(journal), ED25519, key) for key in ring.all(author)]
    for party in sorted(node.journals.cosigned.get(journal, {})):
        name = cosigner_of(party)
        found += [verifier_key(name, COSIGNATURE_V1, key) for key in ring.all(party)]
    return found
