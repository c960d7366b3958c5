"""The entry behind a line of the screen: checked from its bytes alone, with nothing of ours.

Hashes by hashlib, signatures by another package than the node's, the format from the page.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.support.nodes import Pair, settled

CHECK = {"format": "LCK", "fields": {}}


def plain(text: str) -> bytes:
    """Bytes from base64, strictly."""
    return base64.b64decode(text, validate=True)


def proves(entry: dict[str, Any]) -> set[str]:
    """Who is proved to hold the entry; AssertionError or InvalidSignature when something is off."""
    header = plain(entry["header"])
    author = Ed25519PublicKey.from_public_bytes(plain(entry["key"]))
    author.verify(plain(entry["signature"]), b"detente/entry/v1\n" + header)
    said = json.loads(header)
    assert (said["journal"], said["sequence"]) == (entry["journal"], entry["sequence"])
    salted = b"detente/body/v1\n" + plain(entry["salt"]) + plain(entry["body"])
    assert plain(said["body_sha256"]) == hashlib.sha256(salted).digest()
    leaf = hashlib.sha256(b"\x00" + header).digest()
    assert leaf == plain(entry["leaf"])
    holders: set[str] = set()
    for proof in entry["proofs"]:
        holders |= _cosigned(entry, proof, leaf)
    return holders


def _cosigned(entry: dict[str, Any], proof: dict[str, Any], leaf: bytes) -> set[str]:
    text, _, lines = proof["note"].partition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    assert (origin, int(size), root) == (
        f"detente/{entry['journal']}",
        proof["size"],
        proof["root"],
    )
    assert _root(leaf, proof["index"], proof["size"], proof["hashes"]) == plain(root)
    holders = set()
    for line in lines.splitlines():
        _, name, blob = line.split(" ")
        data = plain(blob)
        key = next(k for k in entry["keys"] if k.startswith(f"{name}+{data[:4].hex()}+"))
        public = Ed25519PublicKey.from_public_bytes(plain(key.split("+", 2)[2])[1:])
        if name == origin:
            public.verify(data[4:], text.encode())
        else:
            time_s = int.from_bytes(data[4:12], "big")
            public.verify(data[12:], f"cosignature/v1\ntime {time_s}\n{text}".encode())
            holders.add(name.removeprefix("detente/"))
    assert holders == set(proof["cosigners"])
    return holders


def _root(leaf: bytes, index: int, size: int, hashes: list[str]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2)."""
    node, last, found = index, size - 1, leaf
    for text in hashes:
        step = plain(text)
        if node & 1 or node == last:
            found = hashlib.sha256(b"\x01" + step + found).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + step).digest()
        node, last = node >> 1, last >> 1
    assert last == 0
    return found


@pytest.fixture(scope="module")
def sent(pair: Pair) -> Any:
    """A line check of Amber's that Cobalt has echoed and that both hold, as Amber shows it."""
    for _ in range(3):
        number = pair.amber.post(f"{pair.line}/messages", CHECK)["number"]
    settled(lambda: any(m["message"]["number"] == number for m in _held(pair)))
    pair.cobalt.post(f"{pair.line}/messages", {**CHECK, "ref": number})
    settled(lambda: _shown(pair, number)["final"] and _has_answer(_shown(pair, number)))
    return _shown(pair, number)


def _held(pair: Pair) -> Any:
    return pair.cobalt.get(f"{pair.line}/messages")


def _shown(pair: Pair, number: str) -> Any:
    return pair.amber.get(f"{pair.line}/messages/{number}")


def _has_answer(message: dict[str, Any]) -> bool:
    return any(step["step"] == "ANSWER" for step in message["steps"])


def test_a_message_is_proved_from_the_bytes_of_its_entry(pair: Pair, sent: Any) -> None:
    """Signature, body, place in the tree and cosignature: all hold, by another's cryptography."""
    entry = pair.amber.get(f"/v1/entries/{sent['position']}")
    assert (entry["author"], entry["kind"], entry["final"]) == ("amber", "message", True)
    assert entry["decoded"]["message"]["number"] == sent["message"]["number"]
    assert json.loads(plain(entry["body"])) == entry["decoded"]
    assert proves(entry) >= {"cobalt"}


def test_the_same_entry_is_had_by_its_place_in_its_journal(pair: Pair, sent: Any) -> None:
    """Channel, status, party and sequence name it at every node, with the same bytes."""
    path = f"/v1/journals/{pair.channel}/ACTUAL/amber/entries/{sent['sequence']}"
    here, there = pair.amber.get(path), pair.cobalt.get(path)
    assert here["position"] == sent["position"]
    same = ("header", "signature", "salt", "body", "leaf", "key")
    assert [here[name] for name in same] == [there[name] for name in same]
    assert proves(there) >= {"cobalt"}


def test_a_receipt_names_the_entry_that_carries_it(pair: Pair, sent: Any) -> None:
    """The answer on the ladder leads to Cobalt's signed entry; a delivery has no entry."""
    answer = next(step for step in sent["steps"] if step["step"] == "ANSWER")
    entry = pair.amber.get(f"/v1/entries/{answer['position']}")
    assert (entry["author"], entry["decoded"]["message"]["number"]) == ("cobalt", answer["number"])
    proves(entry)
    delivered = [step for step in sent["steps"] if step["step"] == "DELIVERED"]
    assert delivered
    assert all(step["position"] is None for step in delivered)


def test_a_changed_byte_is_found_by_whoever_checks(pair: Pair, sent: Any) -> None:
    """A node that showed another body, header or root would be caught by the page's own rules."""
    entry = pair.amber.get(f"/v1/entries/{sent['position']}")
    for name in ("header", "body", "salt", "signature", "leaf"):
        data = bytearray(plain(entry[name]))
        data[len(data) // 2] ^= 1
        with pytest.raises((AssertionError, InvalidSignature, ValueError)):
            proves({**entry, name: base64.b64encode(data).decode()})


def test_a_conflict_names_the_entry_that_says_it(pair: Pair) -> None:
    """What this node found stands in its own journal, and the screen leads there."""
    start_ms = pair.amber.get("/v1/status")["now_ms"] + 3 * 3_600_000
    volume = {
        "outline": {"circle": {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "radius_cm": 10**6}},
        "floor": None,
        "ceiling": {"cm": 300_000, "reference": "AMSL"},
        "start_ms": start_ms,
        "end_ms": start_ms + 3_600_000,
    }
    fields = {"activity": "combat", "number_band": "2-4", "volume": volume}
    notice = {"format": "NAA", "fields": fields}
    pair.cobalt.post(f"{pair.line}/messages", notice)
    settled(lambda: bool(pair.amber.get("/v1/picture")))
    pair.amber.post(f"{pair.line}/messages", notice)
    [conflict] = pair.amber.get(f"{pair.line}/conflicts")
    entry = pair.amber.get(f"/v1/entries/{conflict['position']}")
    assert (entry["channel"], entry["kind"]) == ("house", "conflict-found")
    assert entry["decoded"]["conflict"] == conflict["conflict"]
    assert not entry["final"]


def test_what_a_draft_would_say_is_kept_from_an_observer(pair: Pair) -> None:
    """The entry of a draft can be checked by all, and read by who may release it."""
    pair.amber.post(
        "/v1/channels", {"slug": "two", "name": "Two", "two_person": ["LST"], "kind": "safety"}
    )
    channel = next(one["channel"] for one in pair.amber.get("/v1/channels") if one["name"] == "Two")
    made = pair.amber.post(f"/v1/channels/{channel}/invites", {"minutes": 10})
    pair.cobalt.post("/v1/joins", {"invitation": made["invitation"]})
    state = {"format": "LST", "fields": {"state": "OPEN", "scope": "all"}}
    kept = pair.amber.post(f"/v1/lines/{channel}/ACTUAL/messages", state)
    assert kept["draft"]
    token = pair.amber.post("/v1/officers", {"officer": "eyes", "role": "observer"})["token"]
    path = f"/v1/entries/{kept['position']}"
    assert pair.amber.get(path)["decoded"]["send"]["format"] == "LST"
    proves(pair.amber.get(path))
    with pair.amber.speak_as(token) as client:
        seen = client.get(path).json()
    assert (seen["unsaid"], seen["body"], seen["salt"]) == (True, None, None)
    assert "send" not in seen["decoded"]
    assert seen["header"] == pair.amber.get(path)["header"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/entries/0", 404),
        ("/v1/entries/999999", 404),
        ("/v1/entries/01", 422),
        ("/v1/entries/x", 422),
        ("/v1/entries/99999999999999999999", 422),
        ("/v1/journals/{channel}/ACTUAL/amber/entries/99999", 404),
        ("/v1/journals/{channel}/ACTUAL/nobody/entries/0", 404),
        ("/v1/journals/{channel}/ACTUAL/amber/2/entries/0", 404),
        ("/v1/journals/{channel}/MAYBE/amber/entries/0", 404),
    ],
)
def test_an_entry_that_is_not_held_is_named(pair: Pair, path: str, status: int) -> None:
    """A wrong place is refused with what was wrong, never answered with another entry."""
    assert pair.amber.client.get(path.format(channel=pair.channel)).status_code == status
