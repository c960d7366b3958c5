"""A second verifier, written from docs/record-format.md with nothing of ours, agrees with ours."""

from __future__ import annotations

import base64
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

from tests.support.record import exchange, two_open

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
    keys: dict[str, bytes] = {}
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
        author = keys[journal.split("/")[2]]
        check(author, line_of(note, origin, 1, author), said.encode())
        if line["is"] == "cosignature":
            key = keys[line["cosigner"]]
            blob = line_of(note, f"detente/{line['cosigner']}", 4, key)
            time = int.from_bytes(blob[:8], "big")
            check(key, blob[8:], f"cosignature/v1\ntime {time}\n{said}".encode())
    end = json.loads(lines[-1])
    digest = h("".join(one + "\n" for one in lines[:-1]).encode())
    assert un64(end["sha256"]) == digest
    made_by = json.loads(lines[0])["made_by"]
    check(keys[made_by], un64(end["signature"]), b"detente/evidence/v1\n" + digest)
    return {journal: len(held) for journal, held in leaves.items()}


def _entry(line: dict[str, Any], leaves: dict[str, list[bytes]], keys: dict[str, bytes]) -> None:
    header_bytes, body = line["header"].encode(), line["body"].encode()
    header = json.loads(header_bytes)
    assert json.dumps(header, separators=(",", ":")).encode() == header_bytes
    journal = header["journal"]
    held = leaves.setdefault(journal, [])
    assert header["sequence"] == len(held)
    assert un64(header["body_sha256"]) == h(b"detente/body/v1\n" + un64(line["salt"]) + body)
    if header["kind"] in {"opened", "joined"}:
        card = json.loads(body)["card"]
        assert keys.setdefault(card["party"], un64(card["key"])) == un64(card["key"])
    author = keys[journal.split("/")[2]]
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
