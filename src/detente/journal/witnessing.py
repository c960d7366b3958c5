"""C2SP tlog-witness, both sides of it, without sockets or storage: what is asked and what follows.

A witness remembers of each log the newest tree that it cosigned. It cosigns the next one only when
the log's author signed it and a consistency proof leads there; so it never says yes to both sides
of a fork. It sees origins, sizes and hashes, never an entry. `judge` is the protocol's whole table
of answers. Serves c2sp.org/tlog-witness v1.0.0. Not here: remembering (serve/witness), who submits
what (node/witnessing).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from detente.journal.forms import (
    INTEGER_MAX,
    Malformed,
    cosigner_of,
    from_base64,
    parse_journal,
    to_base64,
)
from detente.journal.forms import ORIGIN_PREFIX as PREFIX
from detente.journal.merkle import EMPTY_ROOT, HASH_BYTES, verify_consistency
from detente.journal.note import (
    COSIGNATURE_V1,
    ED25519,
    NOTE_CHARS_MAX,
    TreeHead,
    cosigned_at,
    is_signed,
    key_id,
    parse_any_checkpoint,
    parse_note,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.journal.note import VerifierKey

PROOF_LINES_MAX: Final = 63
SUBMISSION_BYTES_MAX: Final = 4 * NOTE_CHARS_MAX  # UTF-8 takes up to four bytes a character
SIZE_MEDIA: Final = "text/x.tlog.size"
_OLD = re.compile(r"old (0|[1-9][0-9]{0,15})", re.ASCII)
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,15})\n")


@dataclass(frozen=True, slots=True)
class Submission:
    """The body of an add-checkpoint request. old: the size that the proof begins at."""

    old: int
    proof: tuple[bytes, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a witness answers to a submission. status: the protocol's HTTP status.

    head: the tree that was submitted; None when the origin is unknown or nothing was signed.
    suspect: the author signed something that does not follow from what was cosigned: keep it.
    """

    status: int
    why: str
    head: TreeHead | None = None
    suspect: bool = False


def write_submission(submission: Submission) -> bytes:
    """The request's body."""
    proof = "".join(f"{to_base64(one)}\n" for one in submission.proof)
    return f"old {submission.old}\n{proof}\n{submission.note}".encode()


def read_submission(data: bytes) -> Submission:
    """Read a request's body; raises Malformed. The checkpoint in it is not looked at yet."""
    if len(data) > SUBMISSION_BYTES_MAX:
        raise Malformed("submission", f"{len(data)} bytes, at most {SUBMISSION_BYTES_MAX}")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Malformed("submission", "is not UTF-8") from error
    head, empty, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    old = _OLD.fullmatch(first)
    if old is None or int(old[1]) > INTEGER_MAX:
        raise Malformed("submission", "does not begin with `old` and a size")
    if not empty or len(lines) > PROOF_LINES_MAX:
        detail = f"needs at most {PROOF_LINES_MAX} proof lines, an empty line and a checkpoint"
        raise Malformed("submission", detail)
    proof = tuple(from_base64(line, "consistency proof", HASH_BYTES) for line in lines)
    return Submission(int(old[1]), proof, note)


def trusts(key: VerifierKey, origin: str) -> bool:
    """Whether a key speaks for a log: it is named so, or for the party whose journal it is."""
    if key.name == origin:
        return True
    try:
        return key.name == cosigner_of(parse_journal(origin.removeprefix(PREFIX)).party)
    except Malformed:
        return False


def judge(
    submission: Submission, held: TreeHead | None, trusted: Iterable[VerifierKey]
) -> Judgement:
    """The answer to a submission. held: the newest tree cosigned of its origin, if any was.

    trusted: the keys that the witness takes for this origin. Raises Malformed: answer 400.
    The caller must find `held` and keep the new head in one transaction.
    """
    note = parse_note(submission.note)
    head = parse_any_checkpoint(note.text)
    keys = [key for key in trusted if key.kind == ED25519 and trusts(key, head.origin)]
    if not keys:
        return Judgement(HTTPStatus.NOT_FOUND, "this witness follows no log of that origin")
    if not any(is_signed(note, head.origin, key.public) for key in keys):
        return Judgement(HTTPStatus.FORBIDDEN, "no trusted key of the log signed this checkpoint")
    if submission.old > head.size:
        raise Malformed("submission", "the old size is above the checkpoint's")
    return _follow(submission, head, held or TreeHead(head.origin, 0, EMPTY_ROOT))


def _follow(submission: Submission, head: TreeHead, held: TreeHead) -> Judgement:
    """Whether the signed head follows from the one that was cosigned."""
    if head.size == held.size and head.root != held.root:
        why = f"two trees of {head.size} entries are signed by the log's author: a fork"
        return Judgement(HTTPStatus.CONFLICT, why, head, suspect=True)
    if submission.old != held.size:
        return Judgement(HTTPStatus.CONFLICT, f"the newest cosigned has {held.size} entries", head)
    if held.size == 0:
        follows = not submission.proof
    else:
        follows = verify_consistency(held.size, held.root, head.size, head.root, submission.proof)
    if not follows:
        why = f"the proof does not lead from the {held.size} entries cosigned to these {head.size}"
        return Judgement(HTTPStatus.UNPROCESSABLE_ENTITY, why, head, suspect=True)
    return Judgement(HTTPStatus.OK, "", head)


def read_size(body: bytes) -> int | None:
    """The size that a witness names in a 409; None when it names none."""
    found = _SIZE.fullmatch(body)
    return int(found[1]) if found else None


def read_lines(note: str, body: bytes, name: str, public: bytes) -> tuple[str, int]:
    """A witness's 200: the checkpoint with its cosignature, and its time in seconds.

    note: the checkpoint that was submitted, signed by its author alone. Lines of other keys are
    left out. Raises Malformed when there is no valid cosignature by this key.
    """
    try:
        whole = parse_note(note + body.decode())
    except UnicodeDecodeError as error:
        raise Malformed("witness's answer", "is not UTF-8") from error
    if whole.text != parse_note(note).text:
        raise Malformed("witness's answer", "is more than signature lines")
    time_s = cosigned_at(whole, name, public)
    if time_s is None:
        raise Malformed("witness's answer", f"carries no valid cosignature of {name}")
    wanted = key_id(name, COSIGNATURE_V1, public)
    lines = [one.line for one in whole.signatures if (one.name, one.key_id) == (name, wanted)]
    return note + "".join(lines), time_s
