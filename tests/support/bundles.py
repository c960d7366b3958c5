"""Build the air-gapped archive from a copy of the sources, as scripts/bundle does.

The dependencies' wheels are fetched once into .cache/wheels; where they are not there and cannot be
fetched, the test that needs them is skipped and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.terminal import ROOT

NEEDED = ("pyproject.toml", "README.md", "LICENSE", "requirements", "scripts", "docs", "src")
DATE = "1790000000"


def copied(origin: Path, folder: Path, *, reverse: bool = False) -> Path:
    """A copy of the sources; `reverse` writes them in another order, with other modes and dates."""
    for name in sorted(NEEDED, reverse=reverse):
        source = origin / name
        if source.is_dir():
            skip = shutil.ignore_patterns("__pycache__", "*.egg-info", "pictures")
            shutil.copytree(source, folder / name, ignore=skip, copy_function=shutil.copyfile)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
    for script in (folder / "scripts").iterdir():
        script.chmod(0o755)
    if reverse:
        for path in (folder / "src").rglob("*.py"):
            path.chmod(0o640)
            os.utime(path, (1_600_000_000, 1_600_000_000))
    return folder


def bundle(folder: Path) -> Path:
    """Run scripts/bundle in a copy of the sources; its dist folder."""
    more = {
        "DETENTE_BUILD_PYTHON": sys.executable,
        "DETENTE_WHEELS": str(ROOT / ".cache" / "wheels"),
        "SOURCE_DATE_EPOCH": DATE,
    }
    done = subprocess.run(
        [str(folder / "scripts" / "bundle"), "--here"],
        cwd=folder,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = done.stdout + done.stderr
    if done.returncode == 2 and "could not be fetched" in said:
        pytest.skip("the locked wheels are not here, and there is no network to fetch them")
    assert done.returncode == 0, said
    return folder / "dist"


def archive_of(folder: Path) -> Path:
    """The archive built from these sources."""
    (archive,) = bundle(copied(ROOT, folder)).glob("*.tar.gz")
    return archive
