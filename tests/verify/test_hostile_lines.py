"""Lines that no honest program writes: each has one clear answer, and nothing hangs."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.core.events import Charter, Introduced, Opened, Previous, Released
from detente.core.line.message import Message, Precedence, Relay, Role, Signature, Status
from detente.core.line.relay import digest_of, signed_bytes
from detente.journal.keys import Signer
from detente.journal.own import OwnJournal
from detente.journal.signatures import public_to_text
from detente.verify import Report, Verdict, verify_file
from tests.support.record import CHANNEL, NWA, T0, Record, exchange, two_open

SPEAKER = Signer.from_seed(b"s" * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A good file."""
    record = two_open()
    exchange(record)
    record.export(tmp_path / "e.jsonl", signed=False)
    return tmp_path / "e.jsonl"


KINDS = ("entry", "checkpoint", "cosignature", "evidence")


def _kind(line: str) -> str:
    """Which line it is, as a reader that takes anything would say."""
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    return str(read.get("is")) if isinstance(read, dict) else ""


def mended(path: Path, lines: list[str]) -> Report:
    """Write the lines and an end line that counts and hashes them."""
    text = "".join(line + "\n" for line in lines)
    kinds = Counter(_kind(line) for line in lines[1:])
    named = ("entries", "checkpoints", "cosignatures", "evidence")
    counts = {many: kinds[one] for many, one in zip(named, KINDS, strict=True)}
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    end = {"is": "end", **counts, "sha256": digest, "signature": None}
    path.write_text(text + json.dumps(end, separators=(",", ":")) + "\n")
    return verify_file(path)


def lines_of(path: Path) -> list[str]:
    """The lines before the end line."""
    return path.read_text().splitlines()[:-1]


HOSTILE = [
    "",
    "{",
    "null",
    "[" * 5_000,
    '{"is":' * 3_000,
    '{"is":"other"}',
    '{"is":["entry"]}',
    '{"is":"entry","held_at_ms":1.0,"header":"","signature":""}',
    '{"is":"entry","held_at_ms":true,"header":"","signature":""}',
    '{"is":"entry","held_at_ms":-1,"header":"","signature":""}',
    '{"is":"entry","held_at_ms":99999999999999999999,"header":"","signature":""}',
    '{"is":"entry","held_at_ms":1,"header":"","signature":"","more":1}',
    '{"is":"entry","held_at_ms":1,"header":"\\ud800","signature":""}',
    '{"is":"entry","held_at_ms":1,"header":"","signature":"","salt":"","body":"","body_base64":""}',
    '{"is":"checkpoint","journal":"x","note":"\\u0000"}',
    '{"is":"cosignature","journal":"x","cosigner":"__proto__","held_at_ms":1,"note":""}',
    '{"__proto__":1,"is":"checkpoint","journal":"x","note":""}',
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_line_is_answered(path: Path, hostile: str) -> None:
    """What is no line is damaged or says nothing; the lines after it are looked at all the same."""
    lines = lines_of(path)
    report = mended(path, [*lines[:4], hostile, *lines[4:]])
    assert report.verdict is Verdict.BROKEN or report.remarks
    assert {one.rule for one in report.problems} <= {
        *("damaged", "entry-line", "header", "file", "signature"),
    }


def _changed(line: str, key: str, value: Any) -> str:
    read = json.loads(line)
    read[key] = value
    return json.dumps(read, separators=(",", ":"))


def _spare_bits(line: str) -> str:
    signature = json.loads(line)["signature"]
    return line.replace(signature, signature[:-3] + chr(ord(signature[-3]) + 1) + "==", 1)


FORMS: dict[str, Callable[[str], str]] = {
    "a doubled key": lambda line: line.replace('{"is"', '{"held_at_ms":7,"is"', 1),
    "blanks": lambda line: line.replace(":", " : ", 1) + "  ",
    "escapes that need not be": lambda line: line.replace("signature", "sign\\u0061ture", 1),
    "an unpadded signature": lambda line: line.replace("==", "", 1),
    "a signature with its spare bits set": _spare_bits,
    "a salt of 31 bytes": lambda line: _changed(line, "salt", base64.b64encode(bytes(31)).decode()),
    "an empty salt": lambda line: _changed(line, "salt", ""),
    "a salt and no body": lambda line: _changed(line, "body", None),
    "a header with a blank": lambda line: line.replace('\\"v\\":1', '\\"v\\": 1', 1),
    "a header of another version": lambda line: line.replace('\\"v\\":1', '\\"v\\":2', 1),
    "a header with a doubled key": lambda line: line.replace('\\"v\\":1', '\\"v\\":1,\\"v\\":1', 1),
    "a header of another status": lambda line: line.replace("ACTUAL", "REAL", 1),
    "a header of an epoch with a zero": lambda line: line.replace('amber\\"', 'amber/02\\"', 1),
    "a header of a late epoch": lambda line: line.replace('amber\\"', 'amber/7\\"', 1),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_odd_form_has_one_reading(path: Path, form: str) -> None:
    """Another spelling of the same line is either the same, or refused at that line."""
    lines = lines_of(path)
    lines[3] = FORMS[form](lines[3])
    report = mended(path, lines)
    harmless = form in ("a doubled key", "blanks", "escapes that need not be")
    assert (report.verdict is Verdict.GOOD) == harmless, report.problems


BODIES = [
    b"",
    b"{}",
    b"\xff",
    b'{"message":{}}',
    b'{"message": 1}',
    b'{"card":null,"charter":null}',
    b"[" * 2_000,
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("kind", ["message", "opened", "joined", "key-rotated", "new-kind"])
def test_a_body_that_is_not_understood_is_remarked(tmp_path: Path, kind: str, body: bytes) -> None:
    """A party may sign what it will: it is kept, said, and breaks nothing."""
    record = two_open()
    record.now_ms += 1
    entry = record.journals["amber"].next(
        kind=kind,
        kind_version=1,
        body=body,
        salt=bytes(32),
        at_ms=record.now_ms,
        heads=record.heads("amber"),
    )
    record.hold(entry)
    record.export(tmp_path / "e.jsonl")
    report = verify_file(tmp_path / "e.jsonl")
    assert report.verdict is Verdict.GOOD
    assert [one.rule for one in report.remarks] == ["not-understood"]


@pytest.mark.parametrize(
    ("size", "rules"),
    [(-1, ["epoch"]), (0, ["epoch"]), (1, ["epoch"]), (2**53 - 1, []), (2**62, ["epoch"])],
)
def test_an_epoch_may_name_any_size(tmp_path: Path, size: int, rules: list[str]) -> None:
    """What a new epoch goes on from is looked at, however absurd: no such tree, or no such size."""
    record = two_open()
    card = record.card("amber")
    old = f"{CHANNEL}/ACTUAL/amber"
    record.journals["again"] = OwnJournal(f"{old}/2", record.signers["amber"])
    root = base64.b64encode(bytes(32)).decode()
    charter = Charter(CHANNEL, "Coast", "safety")
    record.write("again", Opened(card, charter, Previous(old, size, root, "restored")), heads=())
    record.export(tmp_path / "e.jsonl")
    report = verify_file(tmp_path / "e.jsonl")
    assert [one.rule for one in report.problems] == rules


def carried(record: Record, number: str, said_ms: int = T0, key: Signer = SPEAKER) -> Message:
    """Amber carries words of a third party to Cobalt, under the label of the coast guard."""
    by = Signature("desk", Role.DUTY_OFFICER)
    to = ("cobalt",)
    plain = Message(number, "NWA", 1, Precedence.ROUTINE, to, T0, T0, by, NWA)
    digest = digest_of(plain, Status.ACTUAL, said_ms, None)
    signature = base64.b64encode(key.sign(signed_bytes(digest))).decode()
    relay = Relay("coast guard", digest, signature, said_ms)
    return Message(number, "NWA", 1, Precedence.ROUTINE, to, T0, T0, by, NWA, relay=relay)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, ""),
        ({"said_ms": 1}, "no plausible time"),
        ({"key": Signer.from_seed(b"x" * 32)}, "not by the key"),
        ({"introduced": False}, "nobody was introduced"),
    ],
)
def test_carried_words_are_their_speakers(
    tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    """Words under a label are looked at by the key that was introduced for it."""
    record = two_open()
    if changes.pop("introduced", True):
        label = Introduced("coast guard", public_to_text(SPEAKER.public), "dependent")
        record.write("amber", label)
    record.serials["amber"] = 1
    record.write("amber", Released(carried(record, "AMBER-2027-0001", **changes)))
    record.say("amber", "CAN", {}, to="cobalt", ref="AMBER-2027-0001")
    record.export(tmp_path / "e.jsonl")
    report = verify_file(tmp_path / "e.jsonl")
    assert report.verdict is Verdict.GOOD
    found = [one.detail for one in report.remarks if one.rule == "carried"]
    assert problem in found[0]
    assert "changes what coast guard@amber said" in found[-1]
