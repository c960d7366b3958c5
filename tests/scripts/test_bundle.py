"""The wheel and the air-gapped archive: the same bytes anywhere, installed without a network."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.support.bundles import bundle, copied
from tests.support.terminal import ROOT

DEAD_PROXY = "http://127.0.0.1:9"  # nobody listens there

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The dist folders of two builds in different places."""
    made: list[Path] = []
    for name, reverse in (("one", False), ("two/deeper/down", True)):
        origin = made[0].parent if made else ROOT
        folder = copied(origin, tmp_path_factory.mktemp("build") / name, reverse=reverse)
        made.append(bundle(folder))
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
