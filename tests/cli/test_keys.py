"""`detente keys` on a node that is stopped: rotate, recover, revoke, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.serve import home as homes
from detente.serve.app import build

EPHEMERAL = homes.Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Amber's home after a first start, its recovery key moved to a safe."""
    path = tmp_path / "amber"
    running = build(homes.init(path, "amber", "Amber", settings=EPHEMERAL))
    running.store.close()
    running.api_socket.close()
    running.peer_socket.close()
    (tmp_path / "safe").mkdir()
    shutil.move(path / "keys" / "recovery.key", tmp_path / "safe" / "recovery.key")
    return path


def run(home: Path, *words: str) -> tuple[int, str]:
    """Type a command; its exit code and what it says."""
    done = CliRunner().invoke(detente, [*words, "--home", str(home)])
    return done.exit_code, done.output


def test_each_change_leaves_a_home_that_can_be_loaded(home: Path) -> None:
    """Rotate, recover and revoke in a row: each says the old and the new fingerprint."""
    safe = str(home.parent / "safe" / "recovery.key")
    before = homes.load(home).fingerprint
    for words in (
        ("rotate",),
        ("recover", "--recovery-key", safe),
        ("revoke", "--recovery-key", safe, "--since", "2026-11-22T08:00Z"),
    ):
        code, said = run(home, "keys", *words, "--json")
        assert code == 0, said
        done = json.loads(said)
        assert done["old"] == before
        before = homes.load(home).fingerprint
        assert done["new"] == before != done["old"]
    code, said = run(home, "keys", "rotate")
    assert code == 0
    assert "make a backup" in said


def test_what_cannot_be_done_is_said_and_changes_nothing(home: Path) -> None:
    """Another recovery key, a time that is none, a node that runs: refused in words."""
    before = homes.load(home).fingerprint
    other = homes.init(home.parent / "other", "cobalt", "Cobalt", settings=EPHEMERAL)
    strange = str(other.path / "keys" / "recovery.key")
    code, said = run(home, "keys", "recover", "--recovery-key", strange)
    assert code == 2
    assert "recovery key" in said
    safe = str(home.parent / "safe" / "recovery.key")
    code, said = run(home, "keys", "revoke", "--recovery-key", safe, "--since", "lately")
    assert code == 2
    assert "is no time" in said
    running = build(homes.load(home))
    try:
        code, said = run(home, "keys", "rotate")
        assert code == 2
        assert "another node runs" in said
    finally:
        running.store.close()
        running.api_socket.close()
        running.peer_socket.close()
    assert homes.load(home).fingerprint == before
