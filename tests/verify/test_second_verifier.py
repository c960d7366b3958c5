"""A second verifier, written from docs/record-format.md with nothing of ours, agrees with ours."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from detente.core.line.commands import Send
from detente.journal.bundle import export
from detente.journal.keys import Signer
from detente.node.inputs import ChangeKey
from tests.support.pair import Pair, recovery
from tests.support.record import exchange, two_open

NEW = Signer.from_seed(b"n" * 32)
RECOVERY: dict[str, bytes] = {}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "record-format.md"


def h(data: bytes) -> bytes:
    """Section 1: H is SHA-256."""
    return hashlib.sha256(data).digest()


def un64(text: str) -> bytes:
    """Section 1: base64."""
    return base64.b64decode(text, validate=True)


def check(key: bytes, signature: bytes, data: bytes) -> None:
    """Section 1: Ed25519."""
    Ed25519PublicKey.from_public_bytes(key).verify(signature, data)


def root(leaves: list[bytes]) -> bytes:
    """Section 4."""
    if len(leaves) < 2:
        return leaves[0] if leaves else h(b"")
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return h(b"\x01" + root(leaves[:split]) + root(leaves[split:]))


def line_of(note: str, name: str, kind: int, key: bytes) -> bytes:
    """Section 5: the signature of a key in a note."""
    wanted = h(name.encode() + b"\n" + bytes([kind]) + key)[:4]
    for line in note.split("\n\n")[1].splitlines():
        dash, said, blob = line.split(" ")
        if (dash, said, un64(blob)[:4]) == ("\u2014", name, wanted):
            return un64(blob)[4:]
    raise AssertionError(name)


def second_verifier(text: str) -> dict[str, int]:
    """Sections 3 to 8 for an honest writer's file; the sizes of the journals. Raises if broken."""
    leaves: dict[str, list[bytes]] = {}
    keys: dict[str, list[bytes]] = {}
    lines = text.splitlines()
    assert json.loads(lines[0])["detente_evidence"] == 1
    for raw in lines[1:-1]:
        line = json.loads(raw)
        if line["is"] == "entry":
            _entry(line, leaves, keys)
            continue
        note, journal = line["note"], line["journal"]
        said = note.split("\n\n")[0] + "\n"
        origin, size, named = said.splitlines()
        assert origin == f"detente/{journal}"
        assert root(leaves[journal][: int(size)]) == un64(named)
        author, signed = one_of(note, origin, 1, keys[journal.split("/")[2]])
        check(author, signed, said.encode())
        if line["is"] == "cosignature":
            key, blob = one_of(note, f"detente/{line['cosigner']}", 4, keys[line["cosigner"]])
            time = int.from_bytes(blob[:8], "big")
            check(key, blob[8:], f"cosignature/v1\ntime {time}\n{said}".encode())
    end = json.loads(lines[-1])
    digest = h("".join(one + "\n" for one in lines[:-1]).encode())
    assert un64(end["sha256"]) == digest
    made_by = json.loads(lines[0])["made_by"]
    check(keys[made_by][-1], un64(end["signature"]), b"detente/evidence/v1\n" + digest)
    return {journal: len(held) for journal, held in leaves.items()}


def one_of(note: str, name: str, kind: int, keys: list[bytes]) -> tuple[bytes, bytes]:
    """Section 10: the key of a party that signed a note, and its signature."""
    for key in keys:
        with contextlib.suppress(AssertionError):
            return key, line_of(note, name, kind, key)
    raise AssertionError(name)


def rotated(body: dict[str, Any], recovery: bytes, keys: list[bytes]) -> bytes:
    """Section 10: take the new key; the key that signs the entry."""
    words = (body["party"], body["previous"], body["key"], body["reason"], body["at_ms"])
    said = "".join(f"{word}\n" for word in ("detente/key/v1", *words)).encode()
    by = un64(body["previous"]) if body["by"] == "previous" else recovery
    check(by, un64(body["signature"]), said)
    check(un64(body["key"]), un64(body["proof"]), said)
    if un64(body["key"]) not in keys:
        assert un64(body["previous"]) == keys[-1]
        keys.append(un64(body["key"]))
    return by


def _entry(
    line: dict[str, Any], leaves: dict[str, list[bytes]], keys: dict[str, list[bytes]]
) -> None:
    header_bytes, body = line["header"].encode(), line["body"].encode()
    header = json.loads(header_bytes)
    assert json.dumps(header, separators=(",", ":")).encode() == header_bytes
    journal = header["journal"]
    held = leaves.setdefault(journal, [])
    assert header["sequence"] == len(held)
    assert un64(header["body_sha256"]) == h(b"detente/body/v1\n" + un64(line["salt"]) + body)
    if header["kind"] in {"opened", "joined"}:
        card = json.loads(body)["card"]
        assert un64(card["key"]) in keys.setdefault(card["party"], [un64(card["key"])])
        RECOVERY.setdefault(card["party"], un64(card["recovery_key"]))
    party = journal.split("/")[2]
    author = keys[party][-1]
    if header["kind"] == "key-rotated":
        author = rotated(json.loads(body), RECOVERY[party], keys[party])
    check(author, un64(line["signature"]), b"detente/entry/v1\n" + header_bytes)
    for other, size, named in header["heads"]:
        assert root(leaves[other][:size]) == un64(named)
        assert size <= len(leaves[other])
    held.append(h(b"\x00" + header_bytes))


def test_a_second_verifier_agrees(tmp_path: Path) -> None:
    """A file that ours calls good is good by the page, and a changed byte is not."""
    record = two_open()
    exchange(record)
    path = tmp_path / "e.jsonl"
    record.export(path)
    text = path.read_text(encoding="utf-8")
    assert second_verifier(text) == {
        "coast-1f3a9c02/ACTUAL/amber": 4,
        "coast-1f3a9c02/ACTUAL/cobalt": 5,
    }
    with pytest.raises((AssertionError, InvalidSignature)):
        second_verifier(text.replace("air-surface", "air-surfacf"))


@pytest.mark.parametrize(
    "item",
    [ChangeKey(NEW), ChangeKey(NEW, recovery("amber"), "lost")],
    ids=["rotated", "lost"],
)
def test_a_second_verifier_follows_a_change_of_key(tmp_path: Path, item: ChangeKey) -> None:
    """Both sides' files of two nodes, before and after the change, are good by the page."""
    RECOVERY.clear()
    pair = Pair()
    pair.do("amber", Send("LCK"))
    pair.settle()
    pair.amber.step([item])
    pair.connect()
    pair.settle()
    for party in ("amber", "cobalt"):
        pair.do(party, Send("LCK"))
    pair.settle()
    for node in (pair.amber, pair.cobalt):
        path = tmp_path / "e.jsonl"
        signer = node.identity.signer
        export(node.stored(), path, made_by=node.party, made_at_ms=1, signer=signer)
        assert len(second_verifier(path.read_text(encoding="utf-8"))) == 2


def test_the_example_of_the_page_holds() -> None:
    """Header, signature, leaf, checkpoint and cosignature of the page verify as it says."""
    page = PAGE.read_text(encoding="utf-8")
    header = re.findall(r'^\{"v":1,"journal":"coast-1.*$', page, re.MULTILINE)[0].encode()
    amber, cobalt = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
    signature = amber.sign(b"detente/entry/v1\n" + header)
    body = h(b"detente/body/v1\n" + bytes(range(32)) + b'{"a":1}')
    for value in (signature, h(b"\x00" + header), body, amber.public_key().public_bytes_raw()):
        assert base64.b64encode(value).decode() in page
    note = re.findall(r"^detente/coast-1/ACTUAL/amber\n1\n[^`]*", page, re.MULTILINE)[0]
    said = note.split("\n\n")[0] + "\n"
    assert said.splitlines()[2] == base64.b64encode(h(b"\x00" + header)).decode()
    key = amber.public_key().public_bytes_raw()
    check(key, line_of(note, "detente/coast-1/ACTUAL/amber", 1, key), said.encode())
    key = cobalt.public_key().public_bytes_raw()
    blob = line_of(note, "detente/cobalt", 4, key)
    assert int.from_bytes(blob[:8], "big") == 1_700_000_000
    check(key, blob[8:], b"cosignature/v1\ntime 1700000000\n" + said.encode())
