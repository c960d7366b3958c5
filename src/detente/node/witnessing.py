"""What one witness is asked next, and what follows from its answer: a state machine, no sockets.

Every journal of a channel that has the witness is submitted, ours and our mirrors of the others':
so the two sides of a fork meet at the witness even when its author never submits one of them. Only
origins, sizes and hashes leave. A witness's cosignature is kept like any other and counts apart
from *final*; a refusal that contradicts what we hold is kept as evidence, and that journal is
submitted no more until the next start. Call from the thread that owns the node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.journal.forms import Malformed, cosigner_of
from detente.journal.note import parse_checkpoint, parse_note
from detente.journal.witnessing import Submission, read_lines, read_size, write_submission
from detente.node.inputs import CosignatureCame, Refuse
from detente.node.proofs_view import newest_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.node.inputs import Input
    from detente.node.node import Node

OK: Final = 200
CONFLICT: Final = 409
UNPROCESSABLE: Final = 422
ANSWER_CHARS_MAX: Final = 200  # of a refusal's text, shown to people


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `journal` grown to `size`, with a proof from `old`. body: its bytes."""

    journal: str
    old: int
    size: int
    note: str
    body: bytes


class WitnessLink:
    """Our side towards one witness. One per witness, from the node's start to its end."""

    def __init__(self, node: Node, witness: str) -> None:
        self._node = node
        self._witness = witness
        self._known: dict[str, int] = {}
        self._halted: dict[str, str] = {}
        self._skipped: set[str] = set()

    def begin(self) -> None:
        """Begin another round: what was refused in the last one is asked again."""
        self._skipped.clear()

    @property
    def refused(self) -> bool:
        """Whether the witness refused something in this round that may be tried again later."""
        return bool(self._skipped)

    def next(self) -> Asked | None:
        """The next request, or None: the witness has cosigned all that it can be shown."""
        for journal in submitted(self._node, self._witness):
            waits = journal in self._halted or journal in self._skipped
            asked = None if waits else self._ask(journal)
            if asked is not None:
                return asked
        return None

    def _ask(self, journal: str) -> Asked | None:
        node = self._node
        cosigned = node.cosigned(journal, self._witness)
        if node.kept(journal) <= cosigned:
            return None
        note = newest_note(node, journal)
        size = parse_checkpoint(parse_note(note).text).size
        old = self._known.get(journal, cosigned)
        if size <= cosigned or old > size:
            return None
        proof = node.journals.tree(journal).consistency_proof(old, size) if old else []
        body = write_submission(Submission(old, tuple(proof), note))
        return Asked(journal, old, size, note, body)

    def answered(self, asked: Asked, status: int, body: bytes) -> list[Input]:
        """What the writer must do about an answer."""
        if status == OK:
            return self._cosigned(asked, body)
        size = read_size(body) if status == CONFLICT else None
        if size is not None and size != asked.old:
            return self._stale(asked, size)
        if status in (CONFLICT, UNPROCESSABLE):
            theirs = (
                "a tree of another root" if status == CONFLICT else "a tree that ours cannot be"
            )
            detail = f"{asked.journal}: {self._witness} has cosigned {theirs} ({asked.old} entries)"
            return self._halt(asked, "witness-conflict", detail, asked.body)
        said = body[:ANSWER_CHARS_MAX].decode(errors="replace").strip()
        why = f"{self._witness} answers {status}: {said}"
        self._node.link_changed(self._witness, "refused", why)
        self._skipped.add(asked.journal)
        return []

    def _cosigned(self, asked: Asked, body: bytes) -> list[Input]:
        (key, *_) = self._node.journals.keyring.trusted(self._witness)
        try:
            note, _ = read_lines(asked.note, body, cosigner_of(self._witness), key)
        except Malformed as error:
            return self._halt(asked, "bad-cosignature", f"{asked.journal}: {error}", body)
        self._known[asked.journal] = asked.size
        self._node.link_changed(self._witness, "up", "")
        return [CosignatureCame(self._witness, asked.journal, note)]

    def _stale(self, asked: Asked, size: int) -> list[Input]:
        """The witness has cosigned another size than we thought: go on from there, if we can.

        A member that holds our newest entries may have submitted them while we asked for fewer.
        """
        self._known[asked.journal] = size
        self._node.link_changed(self._witness, "up", "")
        kept = self._node.kept(asked.journal)
        if size <= kept or asked.journal not in self._node.journals.own:
            return []
        detail = f"{asked.journal}: {self._witness} has cosigned {size} entries, we have"
        detail = f"{detail} {kept}; was this node restored, or is our key with another?"
        return self._halt(asked, "witness-ahead", detail, asked.body)

    def _halt(self, asked: Asked, reason: str, detail: str, data: bytes) -> list[Input]:
        self._halted[asked.journal] = detail
        self._node.link_changed(self._witness, "refused", detail)
        return [Refuse(self._witness, reason, detail, data)]

    def failed(self, why: str) -> None:
        """The witness could not be reached."""
        self._node.link_changed(self._witness, "down", why)

    @property
    def quiet(self) -> bool:
        """Nothing is left to submit."""
        return self.next() is None


def submitted(node: Node, witness: str) -> Iterator[str]:
    """The journals that are submitted to a witness: all of each channel that names it."""
    for journal in node.journals.all_ids():
        if witness in node.state.witnesses.get(journal.partition("/")[0], ()):
            yield journal
