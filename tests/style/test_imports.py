"""The import contracts of pyproject.toml, shown to be able to fail.

scripts/check holds the contracts on the real code; here a fault is planted in a copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"


def _contracts(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(LINT_IMPORTS), "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources and their contracts, to plant a fault in."""
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(copy: Path) -> None:
    """The code as it stands keeps every import contract."""
    code, said = _contracts(copy)
    assert code == 0, said


@pytest.mark.parametrize(
    ("where", "planted", "broken"),
    [
        ("core/planted.py", "import time\n", "core has no ambient input"),
        ("core/line/planted.py", "from os import path\n", "core has no ambient input"),
        ("core/planted.py", "import detente.wire\n", "Imports run one way"),
        ("journal/planted.py", "import detente.node\n", "Imports run one way"),
        ("verify/planted.py", "import detente.serve\n", "The verifier stands alone"),
    ],
)
def test_a_planted_import_is_seen(copy: Path, where: str, planted: str, broken: str) -> None:
    """An import against the direction, or of a clock in core, breaks the contract that names it."""
    (copy / "src" / "detente" / where).write_text(planted, encoding="utf-8")
    code, said = _contracts(copy)
    assert code != 0
    assert any(broken in line and "BROKEN" in line for line in said.splitlines()), said
