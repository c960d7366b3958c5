"""The first hour works as it stands: each command of the page is typed, in order, on two nodes.

A block after `<!-- refused -->` must be refused; after `<!-- shows: WORDS -->` the block's last
command must say WORDS. `detente serve` runs on in the background, as in a terminal of its own.
Ports and the year in message numbers are the only things changed.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "first-hour.md"
BLOCK = re.compile(
    r"^(<!-- refused -->\n)?(?:<!-- shows: ([^\n]*) -->\n)?```sh\n(.*?)^```",
    re.MULTILINE | re.DOTALL,
)
PORTS = ("7410", "7411", "7420", "7421")
READY_S = 20.0  # a node on a busy machine needs some seconds until it answers
COMMAND_S = 60.0  # no command of the page takes longer, unless it hangs


@dataclass(frozen=True, slots=True)
class Block:
    """Commands of the page that are typed one after another, and what is said of them there."""

    refused: bool
    shows: str
    lines: list[str]


def blocks(text: str) -> list[Block]:
    """The page's `sh` blocks, continued lines joined."""
    return [
        Block(
            bool(refused),
            shows,
            [line for line in body.replace("\\\n", " ").splitlines() if line.strip()],
        )
        for refused, shows, body in BLOCK.findall(text)
    ]


def _free_ports(count: int) -> list[str]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(opened.getsockname()[1]) for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


class Terminal:
    """A place to type: runs the commands of the page, and keeps what `serve` started."""

    def __init__(self, folder: Path) -> None:
        shim = folder / "bin" / "detente"
        shim.parent.mkdir()
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m detente.cli "$@"\n')
        shim.chmod(0o755)
        self.folder = folder
        self.env = {
            "PATH": f"{shim.parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONWARNINGS": "default",
            "LANG": "C.UTF-8",
        }
        self.serving: list[subprocess.Popen[bytes]] = []

    def type(self, line: str) -> tuple[int, str]:
        """Run one command to its end: exit code, and what it said."""
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_S,
        )
        return done.returncode, f"$ {line}\n{done.stdout}{done.stderr}"

    def serve(self, line: str) -> None:
        """Start a node as in a terminal of its own, and wait until it answers."""
        log = self.folder / f"serve-{len(self.serving)}.log"
        with log.open("wb") as out:
            words = shlex.split(line)
            self.serving.append(
                subprocess.Popen(words, cwd=self.folder, env=self.env, stdout=out, stderr=out)
            )
        status = line.replace("detente serve", "detente status")
        until = time.monotonic() + READY_S
        while True:
            code, said = self.type(status)
            if code == 0:
                return
            assert time.monotonic() < until, said + log.read_text(encoding="utf-8")
            time.sleep(0.2)

    def close(self) -> None:
        """End the nodes that were started here."""
        for node in self.serving:
            node.send_signal(signal.SIGTERM)
        for node in self.serving:
            node.wait(timeout=20)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal in an empty folder, whose nodes end with the test."""
    opened = Terminal(tmp_path)
    (tmp_path / "run").mkdir()
    yield opened
    opened.close()


@pytest.mark.slow
def test_the_first_hour_works_as_it_stands(terminal: Terminal) -> None:
    """A newcomer who types the page from top to bottom meets exactly what it says."""
    text = PAGE.read_text(encoding="utf-8").replace("-2026-", f"-{datetime.now(UTC).year}-")
    for port, free in zip(PORTS, _free_ports(len(PORTS)), strict=True):
        text = text.replace(port, free)
    typed = 0
    for block in blocks(text):
        said = ""
        for line in block.lines:
            if line.startswith(("scripts/", "export ")):
                continue
            if line.startswith("detente serve"):
                terminal.serve(line)
                continue
            code, said = terminal.type(line)
            assert (code == 1) if block.refused else (code == 0), said
            typed += 1
        assert block.shows in said
    assert typed > 20
