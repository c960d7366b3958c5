"""One entry in a file of its own, as the console saves it: checked step by step, offline.

The file is the answer of ``GET /v1/entries/{position}``. Nothing that it says of itself is
believed: header, body, the way to each checkpoint's root and every signature are worked out anew,
by the same steps as on the console's page (console/src/proof/steps.ts). Keys that were not given
from outside are as the file says, and their step stays open; of a party whose key was given, only
that key counts and those to which changes lead that its own keys signed.
Not here: which key was in force at that entry, and whether one is missing before it. For these the
whole evidence file is needed (check.py).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from detente.journal.entry import Header, decode_header, verify_body, verify_signature
from detente.journal.forms import (
    Malformed,
    cosigner_of,
    from_base64,
    is_name,
    origin_of,
    parse_journal,
)
from detente.journal.merkle import leaf_hash, verify_inclusion
from detente.journal.note import (
    Note,
    cosigned_at,
    is_signed,
    parse_checkpoint,
    parse_note,
    parse_verifier_key,
)
from detente.journal.rotation import Keyring, from_body
from detente.journal.signatures import fingerprint, public_from_text
from detente.verify.report import Verdict, plain, utc_second

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from detente.verify.parties import Pin

FILE_BYTES_MAX: Final = 4 * 1024 * 1024  # the largest body in base64, its proofs, and room


class Outcome(StrEnum):
    """What came of a step. OPEN: it cannot be said from this file."""

    HOLDS = "holds"
    FAILS = "FAILS"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the check. name: which; detail: what was found, in a sentence."""

    name: str
    outcome: Outcome
    detail: str


class _Proof(msgspec.Struct):
    note: str
    hashes: list[str]


class SavedEntry(msgspec.Struct):
    """The members of the file that are looked at; all of them unverified."""

    header: str
    signature: str
    salt: str | None
    body: str | None
    key: str
    proofs: list[_Proof]
    keys: list[str]
    key_changes: list[str] = []


@dataclass(slots=True)
class _Work:
    entry: SavedEntry
    pinned: Mapping[str, Pin]
    steps: list[Step] = field(default_factory=list)
    keys: dict[str, tuple[bytes, ...]] = field(default_factory=dict)

    def step(self, name: str, outcome: Outcome, detail: str) -> None:
        """Say what came of a step."""
        self.steps.append(Step(name, outcome, detail))


def _is(holds: bool) -> Outcome:  # noqa: FBT001 - it is the whole of what is asked
    return Outcome.HOLDS if holds else Outcome.FAILS


def read_entry(path: Path) -> SavedEntry | None:
    """The entry in a file; None when the file is something else. Raises nothing."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
        return None if len(data) > FILE_BYTES_MAX else _decoder.decode(data)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def verify_entry(entry: SavedEntry, pinned: Mapping[str, Pin]) -> list[Step]:
    """Check one entry. pinned: keys or fingerprints by party, known from elsewhere."""
    work = _Work(entry, pinned)
    try:
        data = from_base64(entry.header, "header")
        header = decode_header(data)
    except Malformed as error:
        work.step("header", Outcome.FAILS, f"these bytes are no header: {error.reason}")
        return work.steps
    where = f"entry {header.sequence} of {header.journal}"
    work.step("header", Outcome.HOLDS, f"is that of {where}, {header.kind}, in its only valid form")
    _body(work, header)
    party = parse_journal(header.journal).party
    told = [*_told(work, origin_of(header.journal)), *_told(work, cosigner_of(party))]
    with contextlib.suppress(Malformed):
        told.insert(0, public_from_text(entry.key))
    keys = _keys(work, party, told)
    _signature(work, header, data, keys)
    for proof in entry.proofs:
        _proof(work, header, data, proof, keys)
    return work.steps


def verdict_of(steps: Sequence[Step]) -> Verdict:
    """GOOD when nothing fails; what is open is said, and breaks nothing."""
    fails = any(step.outcome is Outcome.FAILS for step in steps)
    return Verdict.BROKEN if fails else Verdict.GOOD


def step_words(steps: Sequence[Step]) -> str:
    """Each step in a line, and the verdict."""
    lines = [f"{step.outcome:<6} {step.name}: {plain(step.detail)}" for step in steps]
    if verdict_of(steps) is Verdict.GOOD:
        lines.append("GOOD  this entry, its place and its signatures hold; no other was looked at")
    else:
        lines.append("BROKEN  do not believe this entry; the first step that FAILS says why")
    return "\n".join(lines)


def _body(work: _Work, header: Header) -> None:
    entry = work.entry
    if entry.salt is None or entry.body is None:
        work.step("body", Outcome.OPEN, "is withheld: all but what it says can be proved")
        return
    try:
        salt, body = from_base64(entry.salt, "salt"), from_base64(entry.body, "body")
    except Malformed as error:
        work.step("body", Outcome.FAILS, str(error))
        return
    holds = verify_body(header, salt, body)
    work.step(
        "body", _is(holds), "is the one that was signed" if holds else "is not the one signed"
    )


def _keys(work: _Work, party: str, told: Sequence[bytes]) -> tuple[bytes, ...]:
    """A party's keys: from the one that was given on, or else as the file says (told)."""
    if party in work.keys:
        return work.keys[party]
    work.keys[party] = ()
    pin = work.pinned.get(party)
    if pin is None and told:
        whose = f"{party}'s is {fingerprint(told[0])}, as the file says"
        work.step("key", Outcome.OPEN, f"{whose}: compare by voice, or give --pin")
        work.keys[party] = tuple(dict.fromkeys(told))
        return work.keys[party]
    given = pin if isinstance(pin, bytes) else None
    given = given or next((key for key in told if fingerprint(key) == pin), None)
    keys = () if given is None else _followed(party, given, work.entry.key_changes)
    fits = any(key in told for key in keys)
    named = f"the file names {fingerprint(told[0])}" if told else "the file names none"
    detail = "is as given to the verifier" if fits else f"is not the one that was given: {named}"
    work.step("key", _is(fits), f"{party}'s {detail}")
    work.keys[party] = keys
    return keys


def _followed(party: str, key: bytes, changes: Sequence[str]) -> tuple[bytes, ...]:
    """The key, and all that replaced it or that it replaced by statements which its keys signed."""
    ring = Keyring()
    ring.pin(party, key, b"")
    for body in changes:
        with contextlib.suppress(Malformed):  # a change that is none changes nothing
            ring.learn(from_body(body.encode()))
    return ring.all(party)


def _signature(work: _Work, header: Header, data: bytes, keys: tuple[bytes, ...]) -> None:
    party = parse_journal(header.journal).party
    try:
        signature = from_base64(work.entry.signature, "signature")
    except Malformed as error:
        work.step("signature", Outcome.FAILS, str(error))
        return
    holds = any(verify_signature(data, signature, key) for key in keys)
    work.step(
        "signature", _is(holds), f"is {party}'s" if holds else f"is by no known key of {party}"
    )


def _proof(
    work: _Work, header: Header, data: bytes, proof: _Proof, keys: tuple[bytes, ...]
) -> None:
    """The leaf leads to the root of a checkpoint that the author signed, and others with it."""
    party, origin = parse_journal(header.journal).party, origin_of(header.journal)
    try:
        note = parse_note(proof.note)
        head = parse_checkpoint(note.text)
        path = [from_base64(one, "hash", 32) for one in proof.hashes]
    except Malformed as error:
        work.step("tree", Outcome.FAILS, str(error))
        return
    leads = head.origin == origin and verify_inclusion(
        leaf_hash(data), header.sequence, head.size, path, head.root
    )
    root = f"to the root of {head.size} entries"
    work.step("tree", _is(leads), f"leads {root}" if leads else f"does not lead {root}")
    signed = any(is_signed(note, origin, key) for key in keys)
    said = f"{party} signed that root" if signed else f"no known key of {party} signed that root"
    work.step("checkpoint", _is(signed), said)
    for name in dict.fromkeys(one.name for one in note.signatures if one.name != origin):
        _cosigner(work, note, name, head.size)


def _cosigner(work: _Work, note: Note, name: str, size: int) -> None:
    party = name.removeprefix("detente/")
    if not is_name(party) or name != cosigner_of(party):
        return  # lines by strangers are ignored
    time_s = cosigned_at(note, name, *_keys(work, party, _told(work, name)))
    if time_s is None:
        work.step("cosigned", Outcome.FAILS, f"{party}'s line is by no known key of it")
    else:
        held = f"{party} held these {size} entries at {utc_second(time_s)} by its clock"
        work.step("cosigned", Outcome.HOLDS, held)


def _told(work: _Work, name: str) -> list[bytes]:
    """The keys that the file itself names for a C2SP key name, newest first."""
    found: list[bytes] = []
    for vkey in work.entry.keys:
        with contextlib.suppress(Malformed):
            read = parse_verifier_key(vkey)
            found += [read.public] if read.name == name else []
    return found


_decoder = msgspec.json.Decoder(SavedEntry)
