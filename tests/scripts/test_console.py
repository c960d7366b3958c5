"""Setting up the console says clearly what is missing, and builds only what is stale."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.terminal import ROOT

SHELL = "/bin/bash"


def lacks(path: Path) -> str:
    """What `console_lacks` says where PATH is this folder alone."""
    done = subprocess.run(
        [SHELL, "-c", 'source scripts/console.sh; PATH="$0"; console_lacks', str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def tool(folder: Path, name: str, *lines: str) -> None:
    """A program of this name."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(("#!/bin/sh", *lines)) + "\n")
    (folder / name).chmod(0o755)


def test_without_node_the_words_say_what_to_install(tmp_path: Path) -> None:
    """No node on PATH: the version that is needed, and that it was not found."""
    assert "20.19" in lacks(tmp_path)
    assert "was not found" in lacks(tmp_path)


def test_an_old_node_is_named_with_its_version(tmp_path: Path) -> None:
    """A node that is too old is not tried: its version stands in the words."""
    tool(tmp_path / "bin", "node", 'case "$1" in -v) echo v18.2.0 ;; *) exit 1 ;; esac')
    assert "v18.2.0" in lacks(tmp_path / "bin")


def test_node_without_npm_is_not_enough(tmp_path: Path) -> None:
    """A node without its package manager is said as such; with both nothing is said."""
    tool(tmp_path / "bin", "node", "exit 0")
    assert "npm" in lacks(tmp_path / "bin")
    tool(tmp_path / "bin", "npm", "exit 0")
    assert lacks(tmp_path / "bin") == ""


def packages_there(folder: Path) -> bool:
    """Whether `console_packages_there` finds what the lock wants."""
    script = f"source {ROOT}/scripts/console.sh; console_packages_there"
    done = subprocess.run([SHELL, "-c", script], cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def test_packages_are_fetched_when_the_lock_asks_for_another_version(tmp_path: Path) -> None:
    """Nothing installed, the right one, one that is too old, one that may be left out."""
    if subprocess.run(["/bin/sh", "-c", "command -v node"], check=False).returncode:
        pytest.skip("no Node.js here")
    wanted = {"": {}, "node_modules/lit": {"version": "3.3.3"}}
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": wanted}))
    assert not packages_there(tmp_path)
    there = tmp_path / "node_modules" / ".package-lock.json"
    there.parent.mkdir()
    there.write_text(json.dumps({"packages": {"node_modules/lit": {"version": "3.3.3"}}}))
    assert packages_there(tmp_path)
    there.write_text(json.dumps({"packages": {"node_modules/lit": {"version": "3.3.2"}}}))
    assert not packages_there(tmp_path)
    wanted["node_modules/lit"]["optional"] = True  # type: ignore[assignment]  # as npm writes it
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": wanted}))
    assert packages_there(tmp_path)
