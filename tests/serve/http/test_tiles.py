"""A journal's public side over HTTP: what C2SP serves, headers only, for observers and above."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.journal.entry import decode_header
from detente.journal.merkle import Tree, leaf_hash
from detente.journal.note import (
    cosigned_at,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
    parse_verifier_key,
)
from detente.journal.tiles import read_bundle, tiles_of
from tests.support.nodes import Pair, settled

OBSERVER = "eyes-2"


def entries_of(pair: Pair, prefix: str) -> int:
    """How many entries the checkpoint at a prefix covers."""
    text = pair.amber.client.get(f"{prefix}/checkpoint").text
    return parse_checkpoint(parse_note(text).text).size


def test_any_client_of_the_specification_can_prove_an_entry(pair: Pair) -> None:
    """Checkpoint, keys, tiles and entries of Amber's own journal and of its mirror of Cobalt's."""
    pair.amber.post(f"{pair.line}/messages", {"format": "LCK"})
    made = pair.amber.post("/v1/officers", {"officer": OBSERVER, "role": "observer"})
    for author, other in (("amber", "cobalt"), ("cobalt", "amber")):
        journal = f"{pair.channel}/ACTUAL/{author}"
        prefix = f"/v1/journals/{journal}"
        with pair.amber.speak_as(made["token"]) as client:

            def cosigned(prefix: str = prefix, other: str = other) -> bool:
                return f"— detente/{other} " in client.get(f"{prefix}/checkpoint").text

            settled(cosigned)
            answer = client.get(f"{prefix}/checkpoint")
            assert answer.headers["content-type"] == "text/plain; charset=utf-8"
            author_key, *cosigners = map(
                parse_verifier_key, client.get(f"{prefix}/keys").text.splitlines()
            )
            head = open_checkpoint(answer.text, f"detente/{journal}", author_key.public)
            assert [key.name for key in cosigners] == [f"detente/{other}"]
            assert cosigned_at(parse_note(answer.text), f"detente/{other}", cosigners[0].public)
            tree = Tree()
            for tile in tiles_of(head.size):
                got = client.get(f"{prefix}/{tile.path}")
                assert got.headers["content-type"] == "application/octet-stream"
                assert "immutable" in got.headers["cache-control"]
                if tile.level is None:
                    for leaf in read_bundle(got.content):
                        assert decode_header(leaf).journal == journal
                        tree.append(leaf)
                elif tile.level == 0:
                    leaves = [leaf_hash(leaf) for leaf in read_bundle(_bundle(client, prefix, got))]
                    assert got.content == b"".join(leaves)
            assert tree.root() == head.root


def _bundle(client: object, prefix: str, got: object) -> bytes:
    """The entry bundle beside a tile of level 0."""
    path = got.request.url.path.replace("/tile/0/", "/tile/entries/")  # type: ignore[attr-defined]  # a response
    assert path.startswith(prefix)
    return client.get(path).content  # type: ignore[attr-defined,no-any-return]  # a client


@pytest.mark.parametrize(
    "path",
    [
        "nowhere-1/ACTUAL/amber/checkpoint",
        "{channel}/ACTUAL/nobody/checkpoint",
        "{channel}/WRONG/amber/checkpoint",
        "{channel}/ACTUAL/amber/1/checkpoint",
        "{channel}/ACTUAL/amber/2/checkpoint",
        "{channel}/ACTUAL/amber/2/tile/0/000",
        "{channel}/ACTUAL/amber/tile/0/000",
        "{channel}/ACTUAL/amber/tile/0/000.p/255",
        "{channel}/ACTUAL/amber/tile/0/0.p/1",
        "{channel}/ACTUAL/amber/tile/8/0/000.p/1",
        "{channel}/ACTUAL/amber/tile/entries/000",
        "{channel}/ACTUAL/amber/tile/",
        "{channel}/ACTUAL/amber/tile",
        "{channel}/ACTUAL/amber/body/0",
    ],
)
def test_what_is_not_there_is_404(pair: Pair, path: str) -> None:
    """Unknown journals, tiles that are not full yet, and paths written in another way."""
    answer = pair.amber.client.get(f"/v1/journals/{path.format(channel=pair.channel)}")
    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_files_that_are_exported_are_those_that_are_served(pair: Pair, tmp_path: Path) -> None:
    """`detente tiles` writes every journal of the channel, adds what is new, and no body at all."""
    pair.amber.post(f"{pair.line}/messages", {"format": "LCK"})
    command = ["tiles", str(tmp_path / "out"), "--home", str(pair.amber.home), "--json"]
    first = CliRunner().invoke(detente, command)
    assert first.exit_code == 0, first.output
    journals = {one["journal"]: one for one in json.loads(first.stdout)}
    assert all(name.startswith(f"{pair.channel}/") for name in journals)
    own = tmp_path / "out" / pair.channel / "ACTUAL" / "amber"
    size = journals[f"{pair.channel}/ACTUAL/amber"]["size"]
    head = parse_checkpoint(parse_note((own / "checkpoint").read_text()).text)
    assert head.size == size
    tree = Tree()
    for tile in tiles_of(size):
        if tile.level is None:
            for leaf in read_bundle((own / tile.path).read_bytes()):
                tree.append(leaf)
    assert tree.root() == head.root
    assert b"LCK" not in b"".join(path.read_bytes() for path in own.rglob("*") if path.is_file())
    pair.amber.post(f"{pair.line}/messages", {"format": "LCK"})
    again = CliRunner().invoke(detente, command)
    grown = {one["journal"]: one for one in json.loads(again.stdout)}
    assert grown[f"{pair.channel}/ACTUAL/amber"]["size"] > size
    assert entries_of(pair, f"/v1/journals/{pair.channel}/ACTUAL/amber") >= size
