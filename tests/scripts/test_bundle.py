"""The wheel and the air-gapped archive: the same bytes anywhere, installed without a network.

The dependencies' wheels are fetched once into .cache/wheels, as scripts/bundle does; where they are
not there and cannot be fetched, the tests that need them are skipped and say so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("pyproject.toml", "README.md", "LICENSE", "requirements", "scripts", "docs", "src")
DATE = "1790000000"
DEAD_PROXY = "http://127.0.0.1:9"  # nobody listens there

pytestmark = pytest.mark.slow


def environment(**more: str) -> dict[str, str]:
    """Ours, with the interpreter that runs the tests and a fixed date."""
    fixed = {
        "DETENTE_BUILD_PYTHON": sys.executable,
        "DETENTE_WHEELS": str(ROOT / ".cache" / "wheels"),
        "SOURCE_DATE_EPOCH": DATE,
        "GIT_CEILING_DIRECTORIES": "/",
    }
    return {**os.environ, **fixed, **more}


def copied(origin: Path, folder: Path, *, reverse: bool) -> Path:
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


def make(folder: Path, script: str) -> tuple[int, str]:
    """Run a script in the copy of the sources."""
    done = subprocess.run(
        [str(folder / "scripts" / script), "--here"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The dist folders of two builds in different places."""
    made: list[Path] = []
    for name, reverse in (("one", False), ("two/deeper/down", True)):
        origin = made[0].parent if made else ROOT
        folder = copied(origin, tmp_path_factory.mktemp("build") / name, reverse=reverse)
        code, said = make(folder, "bundle")
        if code == 2 and "could not be fetched" in said:
            pytest.skip("the locked wheels are not here, and there is no network to fetch them")
        assert code == 0, said
        made.append(folder / "dist")
    return made[0], made[1]


def digests(dist: Path) -> dict[str, str]:
    """SHA-256 of each wheel and archive."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in dist.iterdir()
        if path.suffix in (".whl", ".gz")
    }


def test_two_builds_in_different_places_are_the_same_bytes(archives: tuple[Path, Path]) -> None:
    """Other folder, other file order, other modes and dates: wheel and archive are equal."""
    first, second = (digests(dist) for dist in archives)
    assert len(first) == 2
    assert first == second


def unpacked(archives: tuple[Path, Path], folder: Path) -> Path:
    """The archive's folder, unpacked."""
    (archive,) = archives[0].glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        assert not [one.name for one in tar if not one.isfile() or ".." in one.name]
        tar.extractall(folder, filter="data")
    (inside,) = folder.iterdir()
    return inside


def install(folder: Path, *words: str) -> tuple[int, str]:
    """Run the installer where no network is, as far as this machine can take it away."""
    alone = ["unshare", "-rn"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        alone = []
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"), DEAD_PROXY)
    done = subprocess.run(
        [*alone, "sh", str(folder / "install.sh"), *words],
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **proxies},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_archive_installs_without_a_network_and_can_be_rolled_back(
    archives: tuple[Path, Path], tmp_path: Path
) -> None:
    """Fresh machine, no network: installed, started, upgraded to another build, rolled back."""
    inside = unpacked(archives, tmp_path / "unpacked")
    to = tmp_path / "opt"
    code, said = install(inside, "--to", str(to), "--python", sys.executable)
    assert code == 0, said
    build = (inside / "BUILD").read_text("ascii").strip()
    detente = to / "current" / "bin" / "detente"
    home = tmp_path / "home"
    for words in (["--version"], ["init", "amber", "--home", str(home)]):
        done = subprocess.run(
            [str(detente), *words], env={"PATH": ""}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (home / "party.json").exists()
    assert install(inside, "--to", str(to), "--rollback")[0] == 1

    (to / "0.0.9-older" / "bin").mkdir(parents=True)
    (to / "0.0.9-older" / "bin" / "detente").write_text("#!/bin/sh\n", encoding="ascii")
    (to / "0.0.9-older" / "bin" / "detente").chmod(0o755)
    (to / "current").unlink()
    (to / "current").symlink_to("0.0.9-older")
    code, said = install(inside, "--to", str(to), "--python", sys.executable)
    assert code == 0, said
    assert str((to / "current").readlink()) == build
    code, said = install(inside, "--rollback", "--to", str(to))
    assert code == 0, said
    assert (str((to / "current").readlink()), str((to / "previous").readlink())) == (
        "0.0.9-older",
        build,
    )


def test_a_damaged_archive_is_not_installed(archives: tuple[Path, Path], tmp_path: Path) -> None:
    """One changed byte in a wheel: the installer says so and installs nothing."""
    inside = unpacked(archives, tmp_path / "unpacked")
    wheel = next((inside / "wheels").glob("detente-*.whl"))
    data = bytearray(wheel.read_bytes())
    data[len(data) // 2] ^= 1
    wheel.write_bytes(data)
    code, said = install(inside, "--to", str(tmp_path / "opt"))
    assert code == 1
    assert "damaged" in said
    assert not (tmp_path / "opt").exists()
