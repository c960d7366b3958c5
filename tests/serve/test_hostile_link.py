"""What a hostile or broken peer can send: a clear refusal, evidence, no state changed, no crash.

The visitor is a pinned party whose own node has been stopped; the test speaks with its keys.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.serve import frames, invite, tls
from detente.serve import home as homes
from detente.serve.home import split_address
from detente.wire.peer import (
    FRAME_BYTES_MAX,
    PROTOCOL,
    CosignedFrame,
    Frame,
    Hello,
    PushFrame,
    RefusedFrame,
    RejectedFrame,
    Welcome,
    WireEntry,
)
from tests.support.nodes import RunningNode, open_channel, start_node, stopping

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[Frame | None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Amber's real node, the home of a visitor that it has pinned, and their channel."""

    amber: RunningNode
    visitor: homes.Home
    channel: str


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Amber running; a visitor joined and then stopped."""
    folder = tmp_path_factory.mktemp("hostile")
    amber = start_node(folder / "amber", "amber", wait=False)
    visitor = start_node(folder / "visitor", "visitor", wait=False)
    with stopping(amber, visitor):
        amber.wait_ready()
        visitor.wait_ready()
        channel = open_channel(amber, visitor)
        assert visitor.stop() == 0
        yield Scene(amber, homes.load(visitor.home), channel)


def speak(scene: Scene, talk: Talk, context: ssl.SSLContext | None = None) -> Frame | None:
    """Connect to Amber with the visitor's certificate (or another context) and talk."""

    async def body() -> Frame | None:
        address = split_address(scene.amber.peer_address)
        assert address is not None
        reader, stream = await asyncio.open_connection(
            *address, ssl=context or pinned(scene, scene.visitor), server_hostname="amber"
        )
        try:
            return await asyncio.wait_for(talk(reader, stream), 10)
        finally:
            await frames.close(stream)

    return asyncio.run(body())


def pinned(scene: Scene, home: homes.Home | None) -> ssl.SSLContext:
    """A context that trusts Amber and shows this home's certificate, or none."""
    certificate = (scene.amber.home / "tls.crt").read_text()
    if home is None:
        return tls.client_context([certificate])
    return tls.client_context([certificate], home.tls_certificate, home.tls_key)


def hello(party: str = "visitor", *, off_ms: int = 0, protocol: int = PROTOCOL) -> Hello:
    """A greeting."""
    return Hello(protocol, party, "test", time.time_ns() // 1_000_000 + off_ms)


async def ask(
    reader: asyncio.StreamReader, stream: asyncio.StreamWriter, *sent: Frame
) -> Frame | None:
    """Send frames one by one; the answer to the last."""
    got = None
    for frame in sent:
        frames.write(stream, frame)
        await stream.drain()
        got = await frames.read(reader)
    return None if got is None else got[0]


def evidence(scene: Scene) -> int:
    """How many pieces of evidence Amber has kept."""
    return len(scene.amber.get("/v1/evidence"))


@pytest.mark.parametrize(
    ("greeting", "reason", "words"),
    [
        (hello("amber"), "party", "visitor's, not amber's"),
        (hello("nobody"), "party", "visitor's, not nobody's"),
        (hello(protocol=99), "protocol", "you speak 99"),
    ],
)
def test_a_wrong_greeting_is_refused(
    scene: Scene, greeting: Hello, reason: str, words: str
) -> None:
    """A pinned certificate that says it is someone else, or speaks another protocol."""
    answer = speak(scene, lambda reader, stream: ask(reader, stream, greeting))
    assert isinstance(answer, RefusedFrame)
    assert (answer.reason, words in answer.detail) == (reason, True)


@pytest.mark.parametrize("off_ms", [86_400_000, -86_400_000])
def test_a_clock_a_day_off_is_refused(scene: Scene, off_ms: int) -> None:
    """A day ahead or behind: no push is taken, and the reason names the clock and the remedy."""
    answer = speak(scene, lambda reader, stream: ask(reader, stream, hello(off_ms=off_ms)))
    assert isinstance(answer, RefusedFrame)
    assert answer.reason == "clock"
    assert "set both clocks to UTC" in answer.detail


def test_a_party_that_is_not_pinned_does_not_get_in(scene: Scene, tmp_path: Path) -> None:
    """A stranger's certificate fails in the handshake, even when it says `visitor`."""
    stranger = homes.init(tmp_path / "stranger", "visitor", "Visitor")
    try:
        answer = speak(
            scene,
            lambda reader, stream: ask(reader, stream, hello()),
            pinned(scene, stranger),
        )
    except (ssl.SSLError, ConnectionError):
        answer = None
    assert answer is None
    assert scene.amber.get("/v1/peers")[0]["link"] != "up"


def test_without_a_certificate_one_may_only_join(scene: Scene) -> None:
    """No certificate: a greeting is refused, and so is an introduction with a made-up secret."""
    answer = speak(scene, lambda reader, stream: ask(reader, stream, hello()), pinned(scene, None))
    assert isinstance(answer, RefusedFrame)
    assert answer.reason == "certificate"

    made = scene.amber.post(f"/v1/channels/{scene.channel}/invites")["invitation"]
    invitation = invite.read(made, time.time_ns() // 1_000_000)
    assert isinstance(invitation, invite.Invitation)
    guessed = invite.Invitation(invitation.charter, invitation.inviter, bytes(32), 0)
    card = scene.visitor.card("127.0.0.1:9")
    frame = invite.join_frame(scene.visitor.signer, card, guessed)
    answer = speak(scene, lambda reader, stream: ask(reader, stream, frame), pinned(scene, None))
    assert isinstance(answer, RefusedFrame)
    assert answer.reason == "invitation-unknown"


def test_tls_below_1_3_is_not_spoken(scene: Scene) -> None:
    """A peer that only speaks TLS 1.2 gets no connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises((ssl.SSLError, ConnectionError)):
        speak(scene, lambda reader, stream: ask(reader, stream, hello()), context)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"not msgpack at all",
        b"\x91" * 100_000,
        b"\x93\xa4push\xa1x\xc0",
        b"\x95\xa5hello\x01\xa1x\xa1y\xcb\x3f\xf0\x00\x00\x00\x00\x00\x00",
        b"\x92\xa7unknown\x01",
        b"\xdd\xff\xff\xff\xff",
    ],
    ids=["byte", "text", "deep", "wrong-type", "float", "unknown-tag", "huge-array"],
)
def test_bytes_that_are_no_frame_are_kept_as_evidence(scene: Scene, data: bytes) -> None:
    """Malformed, deep or of an unknown kind: refused with the reason, kept, connection closed."""
    before = evidence(scene)

    async def talk(reader: asyncio.StreamReader, stream: asyncio.StreamWriter) -> Frame | None:
        assert isinstance(await ask(reader, stream, hello()), Welcome)
        stream.write(len(data).to_bytes(4, "big") + data)
        await stream.drain()
        got = await frames.read(reader)
        assert await frames.read(reader) is None
        return got[0] if got else None

    answer = speak(scene, talk)
    assert isinstance(answer, RefusedFrame)
    assert answer.reason == "bad-frame"
    assert evidence(scene) == before + 1
    assert scene.amber.get("/v1/evidence")[-1]["peer"] == "visitor"


def test_an_oversized_frame_is_refused_by_its_length(scene: Scene) -> None:
    """Four gigabytes are announced: refused before one of them is read."""

    async def talk(reader: asyncio.StreamReader, stream: asyncio.StreamWriter) -> Frame | None:
        assert isinstance(await ask(reader, stream, hello()), Welcome)
        stream.write(b"\xff\xff\xff\xff")
        await stream.drain()
        got = await frames.read(reader)
        return got[0] if got else None

    answer = speak(scene, talk)
    assert isinstance(answer, RefusedFrame)
    assert str(FRAME_BYTES_MAX) in answer.detail


def push(journal: str, *, junk: bytes = b"{}") -> PushFrame:
    """A push of one invented entry."""
    entry = WireEntry(junk, bytes(64), bytes(32), junk)
    return PushFrame(journal, (entry,), "detente/x\n1\nAAAA\n\n")


def test_pushes_that_do_not_verify_change_nothing(scene: Scene) -> None:
    """Another's journal, an unknown channel, no journal at all, a wrong signature: each refused."""
    position = scene.amber.get("/v1/status")["lines"]
    journals = [
        f"{scene.channel}/ACTUAL/amber",
        "elsewhere-00000000/ACTUAL/visitor",
        "../../etc/passwd",
        f"{scene.channel}/ACTUAL/visitor",
        f"{scene.channel}/TEST/visitor",
        "house/ACTUAL/visitor",
    ]

    async def talk(reader: asyncio.StreamReader, stream: asyncio.StreamWriter) -> Frame | None:
        await ask(reader, stream, hello())
        for number, journal in enumerate(journals):
            answer = await ask(reader, stream, push(journal, junk=b"{%d}" % number))
            assert isinstance(answer, RejectedFrame), (journal, answer)
        return None

    before = evidence(scene)
    speak(scene, talk)
    kept = len(journals) - 1  # who invites us may push before we have joined: that is no evidence
    assert evidence(scene) == before + kept
    assert scene.amber.get("/v1/status")["lines"] == position


def test_a_frame_out_of_place_ends_the_connection(scene: Scene) -> None:
    """An answer where a push is expected is no input: kept as evidence and closed."""
    note = CosignedFrame(f"{scene.channel}/ACTUAL/amber", 1, "x")
    answer = speak(scene, lambda reader, stream: ask(reader, stream, hello(), note))
    assert isinstance(answer, RefusedFrame)
    assert "out of place" in answer.detail


def test_the_node_still_works_after_all_that(scene: Scene) -> None:
    """Whatever was thrown at it: Amber's node runs, and its log shows no traceback."""
    line = f"/v1/lines/{scene.channel}/ACTUAL/messages"
    scene.amber.post(line, {"format": "LCK", "fields": {}})
    log = scene.amber.log.read_text()
    assert "Traceback" not in log, log
