"""The house is in order: locks, scripts and reasons agree with pyproject.toml."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
LOCKS = ("run.lock", "dev.lock", "flights.lock")
SCRIPTS = (
    "setup",
    "demo",
    "sim",
    "test",
    "check",
    "docs",
    "bench",
    "lock",
    "build",
    "bundle",
    "pictures",
)


def _names(requirements: list[object]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", r) for r in requirements if isinstance(r, str))
    return {match[0].lower().replace("_", "-") for match in found if match}


def _locked(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE))


def test_every_dependency_is_locked() -> None:
    """What pyproject.toml asks for stands in the lock that installs it."""
    project = tomllib.loads(PYPROJECT)
    run = _names(project["project"]["dependencies"])
    dev = run | _names(project["project"]["optional-dependencies"]["picture"])
    for group in project["dependency-groups"].values():
        dev |= _names(group)
    assert run - _locked("run.lock").keys() == set()
    assert dev - _locked("dev.lock").keys() == set()


def test_locks_agree_with_one_another() -> None:
    """What an operator installs is the very version that was tested."""
    tested = _locked("dev.lock")
    run = _locked("run.lock")
    assert {name: tested.get(name) for name in run} == run


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    """A lock says which bytes, never from where: the installing machine knows its own index."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def reasonless(text: str) -> list[str]:
    """Dependencies and exclusions in pyproject.toml that carry no comment."""
    problems = []
    inside = None
    for line in text.splitlines():
        opened = re.match(r'^"?([\w./*-]+)"? = \[$', line)
        if opened:
            inside = opened[1]
        elif line.startswith("]"):
            inside = None
        elif inside in EXPLAINED or (inside and "/**" in inside):
            entry = line.strip()
            if entry.startswith('"') and "#" not in entry:
                problems.append(entry)
    return problems


EXPLAINED = {
    "dependencies",
    "picture",
    "build",
    "test",
    "check",
    "docs",
    "ignore",
    "filterwarnings",
}


def test_every_dependency_and_exclusion_has_its_reason() -> None:
    """Each dependency, lint exclusion and warning exception in pyproject.toml says why."""
    assert reasonless(PYPROJECT) == []


def test_a_dependency_without_reason_is_seen() -> None:
    """A planted dependency line without a comment is reported."""
    assert reasonless('dependencies = [\n    "leftpad>=1",\n]\n') == ['"leftpad>=1",']


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_started_and_explain_themselves(name: str) -> None:
    """Every script is executable and begins by saying what it does."""
    script = ROOT / "scripts" / name
    assert os.access(script, os.X_OK)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# ")


def test_make_is_only_aliases() -> None:
    """Every target of the Makefile is one call of a script that exists."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = re.findall(r"^\tscripts/(\w+)", makefile, flags=re.MULTILINE)
    assert called
    assert set(called) <= set(SCRIPTS)
