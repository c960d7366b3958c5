"""A witness as a real process: what it cosigned is never taken back, whatever is killed when."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import msgspec
import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.core.events import PartyCard
from detente.journal.keys import Signer
from detente.journal.merkle import Tree
from detente.journal.note import ED25519, parse_verifier_key, sign_checkpoint, verifier_key
from detente.journal.witnessing import Submission, read_lines, read_size, write_submission
from detente.serve import tls
from detente.serve.witness import home as homes
from detente.serve.witness.book import Book
from tests.support.nodes import READY_S, SLOW_POLL_S, Pair, RunningNode, settled, two_nodes

pytestmark = pytest.mark.slow
ORIGIN = "detente/coast-1/ACTUAL/amber"
AUTHOR = Signer.from_seed(b"\x01" * 32)
KILLS = 6


@dataclass(slots=True)
class RunningWitness:
    """A witness's process and where it is."""

    home: Path
    process: subprocess.Popen[bytes]
    url: str = ""

    def kill(self) -> None:
        """SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def start(self) -> None:
        """Start it, again or for the first time, and wait until it answers."""
        self.process = _spawn(self.home)
        end = time.monotonic() + READY_S
        while time.monotonic() < end:
            assert self.process.poll() is None, self.home.with_suffix(".log").read_text()
            run = homes.read_run(self.home)
            if run is not None and run.pid == self.process.pid:
                self.url = run.url
                return
            time.sleep(SLOW_POLL_S)
        raise AssertionError("the witness is not ready")

    def cli(self, *words: str) -> str:
        """`detente witness ...` on this home; its output."""
        done = CliRunner().invoke(detente, ["witness", words[0], str(self.home), *words[1:]])
        assert done.exit_code == 0, done.output
        return done.stdout


def _spawn(home: Path) -> subprocess.Popen[bytes]:
    source = Path(__file__).parents[3] / "src"
    env = {**os.environ, "PYTHONPATH": str(source)}
    command = [sys.executable, "-m", "detente.serve.witness", str(home)]
    with home.with_suffix(".log").open("a") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=env)


@contextlib.contextmanager
def witness(folder: Path, *vkeys: str, listen: str = "127.0.0.1:0") -> Iterator[RunningWitness]:
    """Meridian's witness, that follows these keys, serving."""
    home = folder / "meridian"
    words = ["witness", "init", str(home), "--party", "meridian", "--listen", listen]
    made = CliRunner().invoke(detente, words)
    assert made.exit_code == 0, made.output
    running = RunningWitness(home, subprocess.Popen(["true"]))
    running.process.wait(10)
    if vkeys:
        running.cli("trust", *vkeys)
    running.start()
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait(10)


def party_key(node: RunningNode) -> str:
    """What `detente witness key` prints at a member."""
    done = CliRunner().invoke(detente, ["witness", "key", "--home", str(node.home)])
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def take(pair: Pair, node: RunningNode, running: RunningWitness) -> None:
    """The member's administrator takes the witness's card."""
    card = running.home.with_suffix(".json")
    card.write_text(running.cli("card"))
    words = ["witness", "take", str(card), "--channel", pair.channel, "--home", str(node.home)]
    done = CliRunner().invoke(detente, words)
    assert done.exit_code == 0, done.output


def is_witnessed(node: RunningNode) -> bool:
    """Whether the witness has cosigned all of every journal of the channel, as the node says."""
    found = [one for one in node.get("/v1/journals") if one["channel"] != "house"]
    return all(one["witnessed"].get("meridian") == one["kept"] for one in found)


def test_the_http_of_the_protocol_is_exact(tmp_path: Path) -> None:
    """Statuses, content types and bodies as c2sp.org/tlog-witness has them, over one connection."""
    tree = Tree()
    for n in range(9):
        tree.append(f"{n}".encode())

    def asked(old: int, size: int, signer: Signer = AUTHOR) -> bytes:
        proof = tree.consistency_proof(old, size) if 0 < old <= size else []
        note = sign_checkpoint(ORIGIN, size, tree.root_at(size), signer)
        return write_submission(Submission(old, tuple(proof), note))

    with (
        witness(tmp_path, verifier_key(ORIGIN, ED25519, AUTHOR.public)) as running,
        httpx.Client(base_url=running.url, trust_env=False) as client,
    ):
        vkey = parse_verifier_key(client.get("/").text.strip())
        good = client.post("/add-checkpoint", content=asked(0, 4))
        assert (good.status_code, good.headers["content-type"]) == (
            200,
            "text/plain; charset=utf-8",
        )
        note = sign_checkpoint(ORIGIN, 4, tree.root_at(4), AUTHOR)
        read_lines(note, good.content, vkey.name, vkey.public)
        stale = client.post("/add-checkpoint", content=asked(0, 9))
        assert (stale.status_code, stale.content) == (409, b"4\n")
        assert stale.headers["content-type"] == "text/x.tlog.size"
        wrong = Submission(4, (b"\x00" * 32,), sign_checkpoint(ORIGIN, 9, tree.root(), AUTHOR))
        assert client.post("/add-checkpoint", content=write_submission(wrong)).status_code == 422
        other = asked(4, 9, Signer.from_seed(b"\x09" * 32))
        assert client.post("/add-checkpoint", content=other).status_code == 403
        unknown = asked(4, 9).replace(ORIGIN.encode(), b"example.com/log")
        assert client.post("/add-checkpoint", content=unknown).status_code == 404
        assert client.post("/add-checkpoint", content=b"nonsense").status_code == 400
        assert _announce(running, 300_000) == 413
        assert client.get("/add-checkpoint").status_code == 405
        assert client.get("/elsewhere").status_code == 404
        assert client.post("/add-checkpoint", content=asked(4, 9)).status_code == 200


def _announce(running: RunningWitness, length: int) -> int:
    """The status when a body of this length is announced, before any of it is sent."""
    connection = http.client.HTTPConnection(running.url.removeprefix("http://"), timeout=10)
    connection.putrequest("POST", "/add-checkpoint")
    connection.putheader("content-length", str(length))
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def test_off_loopback_it_speaks_tls_with_the_certificate_of_its_card(tmp_path: Path) -> None:
    """A client that pins the card's certificate gets through; one that pins another does not."""
    with witness(tmp_path, listen="0.0.0.0:0") as running:
        card = msgspec.json.decode(running.cli("card"), type=PartyCard)
        assert card.address.startswith("https://")

        async def ask(card: PartyCard) -> int:
            async with httpx.AsyncClient(
                verify=tls.client_context([card.certificate]), trust_env=False
            ) as client:
                return (await client.get(card.address)).status_code

        assert asyncio.run(ask(card)) == 200
        tls.make("other", tmp_path / "other.key", tmp_path / "other.crt")
        other = replace(card, certificate=(tmp_path / "other.crt").read_text())
        with pytest.raises(httpx.ConnectError):
            asyncio.run(ask(other))


def test_killed_at_any_moment_it_takes_nothing_back(tmp_path: Path) -> None:
    """SIGKILL while checkpoints stream in: after each start it knows all that it ever cosigned."""
    tree = Tree()
    chance = random.Random(7)
    acknowledged = 0
    with witness(tmp_path, verifier_key(ORIGIN, ED25519, AUTHOR.public)) as running:
        for _ in range(KILLS):
            killed_at = time.monotonic() + chance.uniform(0.02, 0.4)
            old = _ask_size(running, tree)
            assert old >= acknowledged
            acknowledged = old
            with httpx.Client(base_url=running.url, trust_env=False, timeout=5) as client:
                while time.monotonic() < killed_at:
                    tree.append(chance.randbytes(8))
                    acknowledged = _grow(client, tree, acknowledged)
                tree.append(b"in flight")
                with contextlib.suppress(httpx.TransportError, httpx.TimeoutException):
                    client.post("/add-checkpoint", content=_body(tree, acknowledged), timeout=0.002)
            running.kill()
            running.start()
        assert _ask_size(running, tree) >= acknowledged > KILLS
        assert not json.loads(running.cli("show", "--json"))["evidence"]


def _body(tree: Tree, old: int) -> bytes:
    proof = tree.consistency_proof(old, tree.size) if old else []
    note = sign_checkpoint(ORIGIN, tree.size, tree.root(), AUTHOR)
    return write_submission(Submission(old, tuple(proof), note))


def _grow(client: httpx.Client, tree: Tree, old: int) -> int:
    answer = client.post("/add-checkpoint", content=_body(tree, old))
    assert answer.status_code == 200, answer.text
    return tree.size


def _ask_size(running: RunningWitness, tree: Tree) -> int:
    """What the witness says it cosigned last, asked with an old size of zero."""
    if tree.size == 0:
        return 0
    answer = httpx.post(f"{running.url}/add-checkpoint", content=_body(tree, 0), trust_env=False)
    if answer.status_code == 200:
        return tree.size
    assert answer.status_code == 409
    size = read_size(answer.content)
    assert size is not None
    return size


def test_two_nodes_and_a_witness_go_on_whoever_is_killed(tmp_path: Path) -> None:
    """The line stays up without the witness; back again, it catches up; a killed node too."""
    with two_nodes(tmp_path) as pair, witness(tmp_path) as running:
        running.cli("trust", party_key(pair.amber), party_key(pair.cobalt))
        take(pair, pair.amber, running)
        take(pair, pair.cobalt, running)
        for node in (pair.amber, pair.cobalt):
            settled(lambda node=node: is_witnessed(node), 20)  # type: ignore[misc]  # called at once
        running.kill()
        sent = pair.amber.post(f"{pair.line}/messages", {"format": "LCK"})
        path = f"{pair.line}/messages/{sent['number']}"
        settled(lambda: pair.amber.get(path)["proof"] == "final")
        assert not is_witnessed(pair.amber)
        running.start()
        pair.amber.kill()
        pair.amber.start()
        for node in (pair.amber, pair.cobalt):
            settled(lambda node=node: is_witnessed(node), 30)  # type: ignore[misc]  # called at once
        (view,) = pair.amber.get("/v1/witnesses")
        assert (view["link"], view["behind"], view["evidence"]) == ("up", 0, 0)
        with Book(running.home / "witness.sqlite", AUTHOR, "meridian") as book:
            sizes = {log.origin: log.size for log in book.logs()}
            assert not list(book.evidence())
        journals = [one for one in pair.amber.get("/v1/journals") if one["channel"] != "house"]
        assert sizes == {f"detente/{one['journal']}": one["kept"] for one in journals}
        evidence = tmp_path / "evidence.jsonl"
        words = ["export", str(evidence), "--home", str(pair.amber.home)]
        assert CliRunner().invoke(detente, words).exit_code == 0
        checked = CliRunner().invoke(detente, ["verify", str(evidence), "--quiet"])
        assert checked.exit_code == 0, checked.output
        assert "meridian" in checked.output
