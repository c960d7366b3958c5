"""The signed entry at the terminal: checked there, so that a node cannot show another one."""

from __future__ import annotations

import base64
import json

import httpx
import msgspec
import pytest
from click.testing import Result

from detente.core.line.commands import Send
from detente.node.entry_view import entry_at
from detente.wire.entry_views import EntryView
from tests.cli.test_commands import run
from tests.support.pair import Pair


@pytest.fixture(scope="module")
def view() -> EntryView:
    """A line check of Amber's that Cobalt has cosigned, as Amber's node shows it."""
    pair = Pair()
    pair.do("amber", Send("LCK"))
    pair.settle()
    for position in range(pair.amber.position, 0, -1):
        found = entry_at(pair.amber, position, drafts=True)
        if found is not None and found.kind == "message":
            return found
    raise AssertionError("no message was released")


def shown(view: EntryView, *words: str) -> Result:
    """What the command says of an entry that the node gives."""
    content = msgspec.json.encode(view)
    return run(
        "entry", str(view.position), *words, answer=lambda _: httpx.Response(200, content=content)
    )


def test_an_entry_that_holds_is_said_to_hold(view: EntryView) -> None:
    """Signature, body, place and cosignature, each by itself, and the key to compare."""
    result = shown(view)
    assert result.exit_code == 0, result.output
    assert "cosigned by cobalt" in result.stdout
    assert view.fingerprint in result.stdout
    assert "FAILS" not in result.stdout


@pytest.mark.parametrize("name", ["header", "signature", "salt", "body", "key"])
def test_a_changed_byte_fails_at_the_terminal(view: EntryView, name: str) -> None:
    """Whatever byte a node changes, the command says what does not hold, and ends with 1."""
    data = bytearray(base64.b64decode(getattr(view, name)))
    data[len(data) // 2] ^= 1
    changed = base64.b64encode(data).decode()
    result = shown(msgspec.structs.replace(view, **{name: changed}))
    assert result.exit_code == 1
    assert "FAILS" in result.stdout


def test_another_place_another_key_and_a_claimed_cosigner_fail(view: EntryView) -> None:
    """A true entry shown in a wrong place, under no known key, or with a name that never signed."""
    [proof, *_] = view.proofs
    lied = msgspec.structs.replace(proof, cosigners=("meridian",))
    moved = msgspec.structs.replace(proof, hashes=())
    for wrong in (
        msgspec.structs.replace(view, sequence=view.sequence + 1),
        msgspec.structs.replace(view, keys=()),
        msgspec.structs.replace(view, proofs=(lied,)),
        msgspec.structs.replace(view, proofs=(moved,)),
    ):
        assert shown(wrong).exit_code == 1


def test_a_deleted_body_is_no_failure(view: EntryView) -> None:
    """The body was deleted by rule: everything but what it said is proved all the same."""
    result = shown(msgspec.structs.replace(view, salt=None, body=None, decoded=None))
    assert result.exit_code == 0
    assert "not checked" in result.stdout


def test_the_json_is_what_the_node_gave(view: EntryView) -> None:
    """For another program: the whole entry, unchanged."""
    assert json.loads(shown(view, "--json").stdout)["leaf"] == view.leaf
