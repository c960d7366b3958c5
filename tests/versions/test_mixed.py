"""An older and a newer node on one channel: what is not understood is kept, counted and shown."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from detente.core.line.commands import Send
from detente.journal.bundle import export
from detente.journal.push import push_of
from detente.node import views
from detente.node.inputs import Cosigned, Done, Received
from detente.node.notices import notices
from detente.verify import Verdict, verify_file
from detente.wire import peer
from tests.support.pair import LINE, Pair, make_node

AMBER = f"{LINE.channel}/ACTUAL/amber"
MESSAGE: dict[str, Any] = {
    "by": {"officer": "desk", "role": "duty officer"},
    "created_ms": 1,
    "fields": {"new": True},
    "format": "XYZ",
    "number": "AMBER-2026-0001",
    "overridden": [],
    "precedence": "FLASH",
    "ref": None,
    "released_ms": 1,
    "remarks": None,
    "remarks_language": None,
    "to": ["cobalt"],
    "version": 7,
}


def canonical(value: object) -> bytes:
    """JSON as a body has it."""
    return msgspec.json.encode(value, order="sorted")


def from_the_future(pair: Pair, kind: str, version: int, body: bytes) -> None:
    """Amber runs a newer version: it writes something that Cobalt cannot know, and pushes it."""
    own = pair.amber.journals.own[AMBER]
    entry = own.next(
        kind=kind,
        kind_version=version,
        body=body,
        salt=bytes(32),
        at_ms=pair.clock.now_ms,
        heads=(),
    )
    (outcome,) = pair.cobalt.step(
        [Received("amber", push_of(AMBER, [entry], own.checkpoint().note))]
    )
    assert isinstance(outcome, Cosigned), outcome
    assert outcome.size == own.size


FUTURE = {
    "an unknown kind": ("weather", 3, b'{"wind":1.5}'),
    "no JSON at all": ("tracks", 1, b"\x00\x01\x02"),
    "a newer version of a known kind": ("message", 2, canonical({"message": MESSAGE})),
    "an unknown field beside the known": ("message", 1, canonical({"message": MESSAGE, "x": 1})),
    "an unknown field inside": ("message", 1, canonical({"message": {**MESSAGE, "urgent": 1}})),
    "a change of key of a newer form": ("key-revoked", 1, b"{}"),
}


@pytest.fixture
def pair() -> Pair:
    """Amber and Cobalt, joined and quiet."""
    made = Pair()
    made.settle()
    return made


@pytest.mark.parametrize(("kind", "version", "body"), FUTURE.values(), ids=FUTURE)
def test_what_is_not_understood_is_kept_counted_and_shown(
    pair: Pair, tmp_path: Path, kind: str, version: int, body: bytes
) -> None:
    """It is mirrored and cosigned like any entry; status, journals and the file say so."""
    from_the_future(pair, kind, version, body)
    from_the_future(pair, kind, version, body)
    (journal,) = [one for one in views.journals(pair.cobalt) if one.journal == AMBER]
    assert (journal.unknown, journal.kept) == (2, pair.amber.journals.size(AMBER))
    assert "not understood" in journal.note
    assert any("not understood" in one for one in notices(pair.cobalt))
    assert any("not understood" in one for one in views.status(pair.cobalt).notices)
    assert pair.cobalt.state.evidence == []
    assert views.events(pair.cobalt)[-1].kind == kind
    again = make_node("cobalt", pair.clock, copy.deepcopy(pair.cobalt.stored()))
    assert again.book == pair.cobalt.book
    export(again.stored(), tmp_path / "e.jsonl", made_by="cobalt", made_at_ms=1)
    report = verify_file(tmp_path / "e.jsonl")
    assert report.verdict is Verdict.GOOD, report.problems
    assert {one.rule for one in report.remarks} >= {"not-understood"}


def test_a_flash_of_an_unknown_format_sounds_all_the_same(pair: Pair) -> None:
    """A newer format of the highest precedence: it cannot be read here, and is not silent."""
    from_the_future(pair, "message", 1, canonical({"message": MESSAGE}))
    held = pair.cobalt.state.message(LINE, "AMBER-2026-0001")
    assert held is not None
    assert held.format is None
    assert any("not known here" in str(one) for one in held.problems)
    assert pair.cobalt.next_due_ms() is not None
    assert views.message(pair.cobalt, LINE, "AMBER-2026-0001") is not None


def test_the_line_goes_on_after_what_is_not_understood(pair: Pair) -> None:
    """Known messages before and after an unknown one have their effect on both sides."""
    from_the_future(pair, "weather", 3, b"{}")
    done = pair.do("cobalt", Send("LCK"))
    assert isinstance(done, Done)
    pair.settle()
    assert pair.amber.state.message(LINE, str(done.number)) is not None


def test_a_greeting_of_version_0_1_is_understood() -> None:
    """Its frames end where 0.1 ends: no keys, no features; nothing newer is sent to it then."""
    hello = msgspec.msgpack.encode(["hello", 1, "amber", "0.1.0", 5, {}])
    read = peer.decode(hello)
    assert isinstance(read, peer.Hello)
    assert (read.keys, read.features) == ((), ())
    welcome = peer.decode(msgspec.msgpack.encode(["welcome", 1, "amber", "0.1.0", 5, {"a": 1}]))
    assert isinstance(welcome, peer.Welcome)
    assert (welcome.notes, welcome.features) == ({}, ())


class _OldHello(msgspec.Struct, frozen=True, tag="hello", array_like=True):
    """A greeting as version 0.1.0 knew it."""

    protocol: int
    party: str
    version: str
    now_ms: int
    claims: dict[str, str] = {}


def test_version_0_1_understands_our_greeting(pair: Pair) -> None:
    """What was added stands behind what 0.1 reads, and it passes over the rest."""
    data = peer.encode(pair.links["amber"][0].hello())
    read = msgspec.msgpack.decode(data, type=_OldHello)
    assert (read.protocol, read.party) == (1, "amber")


def test_a_greeting_of_a_newer_version_is_understood() -> None:
    """Fields that a later version adds at the end are passed over here too."""
    hello = ["hello", 1, "amber", "9.0", 5, {}, [], ["fetch", "teleport"], {"more": 1}, 7]
    read = peer.decode(msgspec.msgpack.encode(hello))
    assert isinstance(read, peer.Hello)
    assert read.features == ("fetch", "teleport")


def test_nothing_is_asked_of_a_peer_that_does_not_offer_it(pair: Pair) -> None:
    """A 0.1 peer holds more of ours than we: it cannot give it back, and the link says why."""
    held = pair.amber.kept(AMBER)
    welcome = peer.Welcome(1, "cobalt", "0.1.0", pair.clock.now_ms, {AMBER: held + 2})
    out = pair.links["amber"][0]
    out.hello()
    assert out.on_frame(welcome) == []
    assert out.next_frame() is None
    assert "cannot give back" in pair.amber.links["cobalt"].why
    assert views.peers(pair.amber)[0].version == "0.1.0"
