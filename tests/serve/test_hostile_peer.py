"""A member with real keys turns hostile: each lie is refused, contained, kept and shown.

Amber serves; Cobalt is honest and stays on the line; the visitor joined honestly, then its node was
stopped and a forger speaks with its keys. After every lie Amber and Cobalt still talk.
"""

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from detente.journal.entry import BODY_BYTES_MAX, Head
from detente.serve import frames
from detente.wire.peer import CosignedFrame, PushFrame, RefusedFrame, RejectedFrame
from tests.support.hostile import Forger, LyingListener, now_ms, other, with_body
from tests.support.nodes import RunningNode, open_channel, start_node, stopping

HOUR_MS = 3_600_000
IN_TIME_S = 15.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Two honest nodes, the forger, the honest pair's channel and the forger's."""

    amber: RunningNode
    cobalt: RunningNode
    forger: Forger
    channel: str

    def evidence(self, reason: str) -> int:
        """How many pieces of evidence of this kind Amber shows."""
        return sum(1 for item in self.amber.get("/v1/evidence") if item["reason"] == reason)

    def kept(self) -> int:
        """How many of the forger's entries Amber holds."""
        name = self.forger.journal.journal
        (found,) = (one for one in self.amber.get("/v1/journals") if one["journal"] == name)
        kept: int = found["kept"]
        return kept


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Everybody joins; the visitor's node ends and the forger takes over."""
    folder = tmp_path_factory.mktemp("forger")
    nodes = [start_node(folder / name, name, wait=False) for name in ("amber", "cobalt", "visitor")]
    with stopping(*nodes):
        for node in nodes:
            node.wait_ready()
        amber, cobalt, visitor = nodes
        honest = open_channel(amber, cobalt, slug="honest")
        shared = open_channel(amber, visitor, slug="shared")
        path = f"/v1/lines/{shared}/ACTUAL/messages"
        visitor.post(path, {"format": "LCK"})
        until(lambda: len(amber.get(path, box="in")) == 1)
        assert visitor.stop() == 0
        forger = Forger.after(visitor.home, amber.home, amber.peer_address, shared)
        yield Scene(amber, cobalt, forger, honest)


@pytest.fixture(autouse=True)
def _the_honest_pair_still_talks(scene: Scene) -> Iterator[None]:
    """After each lie: Amber sends, Cobalt cosigns, and no traceback stands in Amber's log."""
    yield
    path = f"/v1/lines/{scene.channel}/ACTUAL/messages"
    number = scene.amber.post(path, {"format": "LCK"})["number"]
    until(lambda: scene.amber.get(f"{path}/{number}")["final"])
    assert "Traceback" not in scene.amber.log.read_text()


def until(true: Callable[[], bool]) -> None:
    """Wait until it is true; fails when it does not come in time."""
    end = time.monotonic() + IN_TIME_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def refused(scene: Scene, reason: str, frame: PushFrame) -> None:
    """The push is rejected for this reason, kept as evidence, and nothing of it is held."""
    kept, before = scene.kept(), scene.evidence(reason)
    answer = scene.forger.send(frame)
    assert isinstance(answer, RejectedFrame), answer
    assert answer.reason == reason
    assert scene.kept() == kept
    assert scene.evidence(reason) == before + 1
    behave(scene)


def behave(scene: Scene) -> None:
    """One honest push: it is taken, and answers come at once again."""
    entry = scene.forger.next()
    answer = scene.forger.send(scene.forger.push(entry))
    assert isinstance(answer, CosignedFrame), answer
    scene.forger.took(entry)


def test_an_honest_push_of_the_forger_is_taken(scene: Scene) -> None:
    """The forger's keys work: what it says by the rules is held and cosigned like anyone's."""
    entry = scene.forger.next()
    answer = scene.forger.send(scene.forger.push(entry))
    assert isinstance(answer, CosignedFrame), answer
    scene.forger.took(entry)
    assert scene.kept() == len(scene.forger.entries)


def test_a_fork_is_seen(scene: Scene) -> None:
    """The same place in the journal, signed twice with different content."""
    last = scene.forger.entries[-1]
    lie = other(last, scene.forger)
    refused(scene, "fork", scene.forger.push(lie, after=scene.forger.entries[:-1]))


def test_a_second_root_is_a_fork_too(scene: Scene) -> None:
    """No entry is shown, but the checkpoint is of another tree of the same size."""
    others = [*scene.forger.entries[:-1], other(scene.forger.entries[-1], scene.forger)]
    checkpoint = scene.forger.checkpoint(others)
    refused(scene, "fork", PushFrame(scene.forger.journal.journal, (), checkpoint))


def test_a_shortened_journal_is_seen_at_the_greeting(scene: Scene) -> None:
    """It comes back saying that it never wrote its last entry."""
    name, before = scene.forger.journal.journal, scene.evidence("truncation")
    claim = scene.forger.checkpoint(scene.forger.entries[:-1])
    hello = scene.forger.hello()
    hello = type(hello)(hello.protocol, hello.party, hello.version, hello.now_ms, {name: claim})
    answer = scene.forger.send(hello=hello)
    assert isinstance(answer, RefusedFrame), answer
    assert answer.reason == "truncation"
    until(lambda: scene.evidence("truncation") == before + 1)


def test_an_old_entry_as_a_new_one_is_a_replay(scene: Scene) -> None:
    """An entry that is held is sent again behind a new one, as if it were said again."""
    fresh = scene.forger.next()
    refused(scene, "replay", scene.forger.push(fresh, scene.forger.entries[-1]))


def test_an_entry_of_another_channel_is_a_replay(scene: Scene) -> None:
    """Signed by the same key, but for another line: it proves nothing here."""
    lie = scene.forger.next(journal="elsewhere-00000000/ACTUAL/visitor")
    refused(scene, "replay", scene.forger.push(lie))


def test_entries_out_of_order_are_a_gap(scene: Scene) -> None:
    """The second of two comes first; nothing is held until the missing one comes."""
    second = scene.forger.seal(len(scene.forger.entries) + 1)
    refused(scene, "gap", scene.forger.push(second))


def test_times_that_cannot_be_are_refused(scene: Scene) -> None:
    """Before the entry before it; two days ahead of our clock."""
    back = scene.forger.next(at_ms=scene.forger.entries[-1].header.at_ms - 1)
    refused(scene, "time-backwards", scene.forger.push(back))
    ahead = scene.forger.next(at_ms=now_ms() + 48 * HOUR_MS)
    refused(scene, "time-ahead", scene.forger.push(ahead))


def test_a_head_that_never_was_is_refused(scene: Scene) -> None:
    """It claims to have seen an entry of Amber's that Amber never wrote."""
    channel = scene.forger.journal.journal.partition("/")[0]
    lie = scene.forger.next(heads=(Head(f"{channel}/ACTUAL/amber", 2, b"\1" * 32),))
    refused(scene, "bad-head", scene.forger.push(lie))


def test_another_body_beside_a_signed_header_is_refused(scene: Scene) -> None:
    """The header is genuine, the words beside it are not."""
    refused(scene, "bad-body", scene.forger.push(with_body(scene.forger.next(), b"{}")))


def test_somebody_elses_journal_is_refused(scene: Scene) -> None:
    """It pushes a journal of Cobalt's, signed by itself."""
    name = f"{scene.channel}/ACTUAL/cobalt"
    entry = scene.forger.next(journal=name)
    frame = scene.forger.push(entry)
    before = scene.evidence("wrong-journal")
    answer = scene.forger.send(PushFrame(name, frame.entries, frame.checkpoint))
    assert isinstance(answer, RejectedFrame), answer
    assert answer.reason == "wrong-journal"
    behave(scene)
    assert scene.evidence("wrong-journal") == before + 1


def test_a_giant_is_refused(scene: Scene) -> None:
    """A body over the limit, with a good signature over its hash."""
    giant = with_body(scene.forger.next(), b"[" + b"1," * BODY_BYTES_MAX + b"1]")
    refused(scene, "oversize", scene.forger.push(giant))


def test_a_deeply_nested_body_is_held_and_has_no_effect(scene: Scene) -> None:
    """Signed nonsense: it is its author's word, so it is held; nobody is misled or crashes."""
    deep = scene.forger.next(body=b"[" * 100_000 + b"]" * 100_000)
    before = scene.amber.get("/v1/status")
    answer = scene.forger.send(scene.forger.push(deep))
    assert isinstance(answer, CosignedFrame), answer
    scene.forger.took(deep)
    assert scene.kept() == len(scene.forger.entries)
    lines = {one["channel"]: one["unread"] for one in before["lines"]}
    after = {one["channel"]: one["unread"] for one in scene.amber.get("/v1/status")["lines"]}
    assert lines == after


def test_half_a_frame_ties_up_nothing(scene: Scene) -> None:
    """Ten connections announce a frame and send half of it; the honest pair notices nothing."""

    async def halves() -> None:
        for _ in range(10):
            async with scene.forger.connected() as (_, stream):
                stream.write(struct.pack(">I", 1_000_000) + b"\x92" * 1_000)
                await stream.drain()

    asyncio.run(asyncio.wait_for(halves(), 30))


def test_a_flood_of_bad_pushes_is_bounded(scene: Scene) -> None:
    """Lies as fast as they are answered: each is refused and kept, and answers come ever slower."""
    kept, before = scene.kept(), len(scene.amber.get("/v1/evidence"))
    waits: list[float] = []

    async def flood() -> None:
        async with scene.forger.connected() as (reader, stream):
            frames.write(stream, scene.forger.hello())
            await frames.read(reader)
            for serial in range(6):
                ahead = scene.forger.next(at_ms=now_ms() + 48 * HOUR_MS + serial)
                began = time.monotonic()
                frames.write(stream, scene.forger.push(ahead))
                await stream.drain()
                answer = await frames.read(reader)
                assert answer is not None
                assert isinstance(answer[0], RejectedFrame)
                waits.append(time.monotonic() - began)

    asyncio.run(asyncio.wait_for(flood(), 60))
    assert scene.kept() == kept
    assert len(scene.amber.get("/v1/evidence")) == before + 6
    assert waits[-1] > waits[0]
    behave(scene)


def test_a_cosignature_of_what_it_does_not_hold_is_not_believed(scene: Scene) -> None:
    """It answers Amber's pushes with cosignatures under a tree that Amber never signed."""
    before = scene.evidence("bad-cosignature")
    listener = LyingListener(scene.forger)
    channel = scene.forger.journal.journal.partition("/")[0]
    path = f"/v1/lines/{channel}/ACTUAL/messages"
    with scene.forger.listening(listener):
        number = scene.amber.post(path, {"format": "LCK"})["number"]
        until(lambda: listener.lies > 0)
        until(lambda: scene.evidence("bad-cosignature") > before)
    assert not scene.amber.get(f"{path}/{number}")["final"]
