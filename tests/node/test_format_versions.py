"""Two nodes that do not know the same formats tell one another, and their officers."""

from __future__ import annotations

import msgspec

from detente.core.line.commands import Read, Send
from detente.core.line.formats import VERSION_MAX
from detente.core.line.tables import FIRST_KNOWN, FORMATS, LST_1
from detente.node import views
from detente.node.inputs import Done
from detente.wire.peer import Hello, Welcome
from tests.support.pair import LINE, Pair
from tests.support.versions import older

SUSPENDED = Send("LST", {"state": "SUSPENDED", "scope": "all", "residual": ["records"]})


def test_a_greeting_says_what_is_known_and_the_peer_view_shows_it() -> None:
    """Two nodes of today know the same of each other, and neither is behind."""
    pair = Pair()
    pair.connect()
    for node in (pair.amber, pair.cobalt):
        (peer,) = views.peers(node)
        assert peer.formats == {code: fmt.version for code, fmt in FORMATS.items()}
        assert peer.older_formats == ()


def test_a_node_that_says_nothing_knows_what_the_first_ones_knew() -> None:
    """A greeting of the first program has no formats; the officer is warned before it matters."""
    pair = Pair()
    pair.connect()
    outbound = pair.links["amber"][0]
    clock = pair.clock.now_ms
    outbound.on_frame(Welcome(1, "cobalt", "0.1.0", clock, pair.cobalt.holds("amber")))
    (peer,) = views.peers(pair.amber)
    assert peer.formats == FIRST_KNOWN
    assert {"LST", "ACK", "RSP", "NZO"} <= set(peer.older_formats)
    assert "NAA" not in peer.older_formats
    done = pair.do("amber", SUSPENDED)
    assert isinstance(done, Done)
    assert "cobalt's node knows LST to version 1 only" in [one.reason for one in done.warnings]


def test_what_a_greeting_says_of_formats_is_bounded() -> None:
    """A hostile greeting names thousands of formats with absurd codes: nothing of it is kept."""
    pair = Pair()
    pair.connect()
    inbound = pair.links["amber"][1]
    absurd = {f"X{index}" * 40: VERSION_MAX + 1 for index in range(5_000)}
    inbound.welcome(Hello(1, "amber", "x", pair.clock.now_ms, formats=absurd))
    (peer,) = views.peers(pair.cobalt)
    assert peer.formats == {}


def test_an_older_program_still_reads_the_greeting() -> None:
    """The formats stand at the end, where a program without them does not look."""
    hello = Hello(1, "amber", "x", 1, formats={"NAA": 1})

    class Old(msgspec.Struct, frozen=True, tag="hello", array_like=True):
        protocol: int
        party: str
        version: str
        now_ms: int

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(hello), type=Old).party == "amber"


def test_the_sender_sees_what_was_not_known_there() -> None:
    """Cobalt's older node reads a line status in part; Amber's view of its READ says which part."""
    pair = Pair()
    pair.connect()
    sent = pair.do("amber", SUSPENDED)
    assert isinstance(sent, Done)
    assert sent.number is not None
    with older(LST_1):
        pair.settle()
        shown = views.message(pair.cobalt, LINE, sent.number)
        assert shown is not None
        assert "read here as version 1" in shown.text
        pair.do("cobalt", Read(sent.number))
    pair.settle()
    view = views.message(pair.amber, LINE, sent.number)
    assert view is not None
    (read,) = [step for step in view.steps if step.step == "READ"]
    assert (read.known_version, read.not_known) == (1, "residual")
