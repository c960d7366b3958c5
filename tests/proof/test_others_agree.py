"""A verifier that is not ours, Go's own note and tlog, accepts the good and refuses the bad.

The Go program beside this file is built with golang.org/x/mod from the module proxy, or with
Debian's golang-golang-x-mod-dev; where neither can be had the tests are skipped, never passed.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.journal.keys import Signer
from detente.journal.note import (
    COSIGNATURE_V1,
    ED25519,
    checkpoint_text,
    cosign,
    sign_checkpoint,
    sign_note,
    verifier_key,
)
from detente.journal.tiles import bundle, hashes, tiles_of
from tests.support.nodes import settled, two_nodes
from tests.support.record import CHANNEL, NWA, Record, two_open

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
DEBIAN = Path("/usr/share/gocode")  # where Debian's packages of Go sources stand
ENTRIES = 600  # two full tiles and a partial one at level 0, a partial one at level 1
ORIGIN = f"detente/{CHANNEL}/ACTUAL/amber"
BUILD_S_MAX = 240.0


def _build(folder: Path) -> str:
    """Build the Go program into `folder`; empty, or why it cannot be had."""
    go = shutil.which("go")
    if go is None:
        return "Go is not installed"
    ways = [{"GOFLAGS": "-mod=readonly", "GO111MODULE": "on", "GOTOOLCHAIN": "local"}]
    if (DEBIAN / "src/golang.org/x/mod").is_dir():
        ways.append({"GO111MODULE": "off", "GOPATH": str(DEBIAN), "GOFLAGS": ""})
    said = ""
    for way in ways:
        done = subprocess.run(
            [go, "build", "-o", str(folder / "proof"), "main.go"],
            cwd=HERE,
            env={**os.environ, **way},
            capture_output=True,
            text=True,
            check=False,
            timeout=BUILD_S_MAX,
        )
        if done.returncode == 0:
            return ""
        said += done.stderr
    return f"golang.org/x/mod cannot be had: {said.strip().splitlines()[-1][:200]}"


@pytest.fixture(scope="module")
def program() -> Iterator[Path]:
    """The verifier that is not ours; skips the test that asks for it where it cannot be built."""
    with tempfile.TemporaryDirectory() as name:
        why = _build(Path(name))
        if why:
            pytest.skip(f"foreign verifier: {why}")
        yield Path(name) / "proof"


@functools.cache
def recorded() -> Record:
    """Amber's journal of ENTRIES entries, as a node writes it."""
    record = two_open()
    while record.journals["amber"].size < ENTRIES:
        record.say("amber", "NWA", NWA, to="cobalt", heads=())
    return record


VKEY = verifier_key(ORIGIN, ED25519, recorded().signers["amber"].public)
COBALT = verifier_key("detente/cobalt", COSIGNATURE_V1, recorded().signers["cobalt"].public)
MERIDIAN = Signer.from_seed(b"\x07" * 32)
WITNESS = verifier_key("detente/meridian", COSIGNATURE_V1, MERIDIAN.public)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The journal as static files, as `detente tiles` lays them out, cosigned by two."""
    record = recorded()
    journal = record.journals["amber"]
    note = cosign(journal.checkpoint().note, "detente/cobalt", record.signers["cobalt"], 1_789_000)
    note = cosign(note, "detente/meridian", MERIDIAN, 1_789_001)
    held = record.store.entries(journal.journal, 0, journal.size)
    headers = [one.entry.header_bytes for one in held]
    for tile in tiles_of(journal.size):
        path = tmp_path / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if tile.level is None:
            path.write_bytes(bundle(headers[tile.first : tile.first + tile.width]))
        else:
            path.write_bytes(hashes(journal.tree, tile))
    (tmp_path / "checkpoint").write_text(note)
    return tmp_path


def run(program: Path, folder: Path, *vkeys: str) -> subprocess.CompletedProcess[str]:
    """What the Go program says of a folder."""
    return subprocess.run(
        [str(program), str(folder), *(vkeys or (VKEY, COBALT, WITNESS))],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_accepts_the_good(program: Path, folder: Path) -> None:
    """Checkpoint, both cosignatures, every inclusion and every consistency proof hold."""
    done = run(program, folder)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["size"] == ENTRIES
    assert said["signed"] == [ORIGIN, "detente/cobalt", "detente/meridian"]
    assert said["proofs"] == 2 * ENTRIES


def _proofs() -> list[dict[str, int | list[str]]]:
    """Our own proofs: entries in trees of many sizes, and every kind of step between sizes."""
    tree = recorded().journals["amber"].tree
    sizes = (1, 2, 3, 7, 8, 255, 256, 257, 300, 511, 512, 513, ENTRIES)
    made: list[tuple[int, int, int, list[bytes]]] = [
        (-1, old, new, tree.consistency_proof(old, new))
        for new in sizes
        for old in sizes
        if old <= new
    ]
    made += [
        (index, 0, size, tree.inclusion_proof(index, size))
        for size in sizes
        for index in {0, size // 2, size - 1}
    ]
    return [
        {
            "index": index,
            "old": old,
            "new": new,
            "hashes": [base64.b64encode(step).decode() for step in proof],
        }
        for index, old, new, proof in made
    ]


def test_it_accepts_our_proofs_and_refuses_each_of_them_changed(
    program: Path, folder: Path
) -> None:
    """Inclusion and consistency as our code proves them to a witness; not one bit off."""
    proofs = _proofs()
    (folder / "proofs.json").write_text(json.dumps(proofs))
    done = run(program, folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["given"] == len(proofs)
    for at, proof in enumerate(proofs):
        steps = proof["hashes"]
        assert isinstance(steps, list)
        if at % 9 == 0 and steps:
            bad = base64.b64encode(bytes([base64.b64decode(steps[0])[0] ^ 1] * 32)).decode()
            (folder / "proofs.json").write_text(
                json.dumps([{**proof, "hashes": [bad, *steps[1:]]}])
            )
            assert run(program, folder).returncode == 1


def _flip(path: str, at: int) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        data = bytearray((folder / path).read_bytes())
        data[at] ^= 1
        (folder / path).write_bytes(data)

    return change


def _rewrite(write: Callable[[str], str]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        note = folder / "checkpoint"
        note.write_text(write(note.read_text()))

    return change


def _shorter(_note: str) -> str:
    """The author signs a smaller size over the same root."""
    journal = recorded().journals["amber"]
    return sign_checkpoint(ORIGIN, ENTRIES - 1, journal.tree.root(), recorded().signers["amber"])


def _later(note: str) -> str:
    """Cobalt's cosignature with another time: its bytes are moved by a second."""
    lines = note.split("\n")
    at = next(n for n, line in enumerate(lines) if "detente/cobalt " in line)
    head, _, blob = lines[at].rpartition(" ")
    data = bytearray(base64.b64decode(blob))
    data[11] += 1
    lines[at] = f"{head} {base64.b64encode(data).decode()}"
    return "\n".join(lines)


def _unsigned(note: str) -> str:
    """The author's line is gone; the cosigners' stay."""
    return "\n".join(line for line in note.split("\n") if not line.startswith(f"— {ORIGIN} "))


def _by_another(note: str) -> str:
    """Somebody else signs for Amber."""
    del note
    text = checkpoint_text(ORIGIN, ENTRIES, recorded().journals["amber"].tree.root())
    return sign_note(text, ORIGIN, MERIDIAN)


@pytest.mark.parametrize(
    "damage",
    [
        _flip("tile/0/000", 0),
        _flip("tile/0/002.p/88", 88 * 32 - 1),
        _flip("tile/1/000.p/2", 40),
        _flip("tile/entries/001", 5_000),
        _flip("tile/entries/002.p/88", 0),
        _rewrite(_shorter),
        _rewrite(_later),
        _rewrite(_unsigned),
        _rewrite(_by_another),
        _rewrite(lambda note: note.replace(f"\n{ENTRIES}\n", f"\n{ENTRIES - 1}\n")),
        lambda folder: (folder / "tile/0/001").unlink(),
    ],
    ids=[
        "leaf hash", "last leaf hash", "inner hash", "entry", "entry's length", "size and root",
        "cosignature's time", "author's line gone", "signed by another", "size", "tile gone",
    ],
)  # fmt: skip
def test_it_refuses_the_bad(program: Path, folder: Path, damage: Callable[[Path], None]) -> None:
    """One byte of a tile, an entry or a signature is changed, or a part is missing: refused."""
    damage(folder)
    done = run(program, folder)
    assert done.returncode == 1
    assert done.stderr


def test_it_refuses_another_history_under_the_true_checkpoint(program: Path, folder: Path) -> None:
    """Tiles and entries of a fork, consistent in themselves, do not hang under what was signed."""
    record = two_open()
    while record.journals["amber"].size < ENTRIES:
        record.say("amber", "NWA", {**NWA, "hazard": "gunnery"}, to="cobalt", heads=())
    journal = record.journals["amber"]
    headers = [
        one.entry.header_bytes for one in record.store.entries(journal.journal, 0, journal.size)
    ]
    for tile in tiles_of(journal.size):
        if tile.level is None:
            data = bundle(headers[tile.first : tile.first + tile.width])
        else:
            data = hashes(journal.tree, tile)
        (folder / tile.path).write_bytes(data)
    assert run(program, folder).returncode == 1


def test_it_wants_the_right_keys(program: Path, folder: Path) -> None:
    """With a key of another log, or a cosigner's where the log's belongs, nothing is believed."""
    assert run(program, folder, VKEY).returncode == 0
    assert run(program, folder, COBALT).returncode == 1
    assert run(program, folder, verifier_key(ORIGIN, ED25519, MERIDIAN.public)).returncode == 1


def test_it_accepts_what_a_real_node_exports(program: Path, tmp_path: Path) -> None:
    """`detente tiles` of a running pair: every journal, under the keys exported beside it."""
    with two_nodes(tmp_path) as pair:
        sent = pair.amber.post(f"{pair.line}/messages", {"format": "LCK"})
        path = f"{pair.line}/messages/{sent['number']}"
        settled(lambda: bool(pair.amber.get(path)["final"]))
        words = ["tiles", str(tmp_path / "public"), "--home", str(pair.amber.home)]
        assert CliRunner().invoke(detente, words).exit_code == 0
        found = sorted((tmp_path / "public").rglob("checkpoint"))
        assert [one.parent.name for one in found] == ["amber", "cobalt"]
        for checkpoint in found:
            vkeys = (checkpoint.parent / "keys.txt").read_text().split()
            done = run(program, checkpoint.parent, *vkeys)
            assert done.returncode == 0, done.stderr
            assert len(json.loads(done.stdout)["signed"]) == 2
