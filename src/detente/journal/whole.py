"""Whether a store gives back what was kept: a flipped bit is found before anybody believes it.

Disks flip bits, and SQLite does not checksum its pages. What was kept is covered by hashes and
signatures all the same: a body by its header, all headers by the journal's newest checkpoint, an
entry by its author's signature. They are checked when something is read back to be believed (at
the start) or to be handed on (to a peer). Then the node stops: it does not guess, and does not
send what would make an honest party look like a forger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.refusal import Fault
from detente.journal.entry import is_withheld, verify_body, verify_signature
from detente.journal.forms import Malformed, origin_of
from detente.journal.note import open_checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.journal.entry import Head
    from detente.journal.store import Checkpoint, Held


class Damaged(Fault):
    """The store gives back something else than was kept: stop; restore from backup or from peers.

    what: the journal and the entry, or its checkpoint. why: what does not fit.
    """

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what} in the store is damaged: {why}; restore it from a backup")
        self.what = what
        self.why = why


def _name(held: Held) -> str:
    return f"entry {held.entry.header.sequence} of {held.journal}"


def check_body(held: Held) -> None:
    """Raises Damaged unless the body is the one that its header commits to, or was deleted."""
    entry = held.entry
    if not is_withheld(entry) and not verify_body(entry.header, entry.salt, entry.body):
        raise Damaged(_name(held), "its body is not the one that was signed")


def check_entry(held: Held, keys: Iterable[bytes]) -> None:
    """Raises Damaged unless body and signature are whole. keys: all that its author has had."""
    check_body(held)
    entry = held.entry
    if not any(verify_signature(entry.header_bytes, entry.signature, key) for key in keys):
        raise Damaged(_name(held), "its signature is not its author's")


def check_head(head: Head, checkpoint: Checkpoint | None, keys: Iterable[bytes]) -> None:
    """Raises Damaged unless the journal as read ends in the tree of its newest checkpoint.

    keys: all that its author has had; one of them must have signed it.
    """
    if head.size == 0 and checkpoint is None:
        return
    what = f"the checkpoint of {head.journal}"
    if checkpoint is None:
        raise Damaged(what, "it is missing")
    try:
        said = open_checkpoint(checkpoint.note, origin_of(head.journal), *keys)
    except Malformed as error:
        raise Damaged(what, str(error)) from error
    if (said.size, said.root) != (head.size, head.root) or checkpoint.size != head.size:
        why = f"it is of {said.size} entries with another root than the {head.size} that were read"
        raise Damaged(what, why)
