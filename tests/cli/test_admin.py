"""The administrator's commands, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.app import detente
from detente.cli.backup import PASSPHRASE
from detente.journal.engines.sqlite import SqliteStore
from detente.serve import home as homes

PHRASE = "correct horse battery"


def run(home: Path, *words: str) -> Result:
    """One command on a home."""
    return CliRunner().invoke(
        detente, [*words, "--home", str(home)], env={PASSPHRASE: PHRASE}, catch_exceptions=False
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with encrypted bodies that has never run."""
    path = tmp_path / "amber"
    made = run(path, "init", "amber", "--encrypt-bodies")
    assert made.exit_code == 0
    assert "body.key" in made.output
    return path


def test_a_home_that_never_ran_has_nothing_to_back_up(home: Path, tmp_path: Path) -> None:
    """Before the first start there is no record: that is said, and nothing is left behind."""
    said = run(home, "backup", str(tmp_path / "backups"))
    assert said.exit_code == 2
    assert "not made" in said.output
    assert list((tmp_path / "backups").iterdir()) == []


def test_backup_and_restore_as_typed(home: Path, tmp_path: Path) -> None:
    """Back up with keys, try it out, put it back elsewhere; refused where a home stands."""
    loaded = homes.load(home)
    SqliteStore(loaded.journal_path, cipher=loaded.cipher).close()
    copy = tmp_path / "amber.tar"
    said = run(home, "backup", str(copy), "--keys", "--json")
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["manifest"]["keys"] == "sealed"
    assert run(tmp_path / "new", "restore", str(copy), "--check").exit_code == 0
    assert not (tmp_path / "new").exists()
    assert "Put back" in run(tmp_path / "new", "restore", str(copy)).output
    refused = run(home, "restore", str(copy))
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert "Nothing was changed" in refused.output
