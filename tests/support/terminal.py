"""A terminal for pages whose commands are typed by a test, so that they work as they stand.

What stands before a block of a page says how it is meant:
`<!-- refused -->`: its commands are refused. `<!-- shows: WORDS -->`: its last one says WORDS.
WORD is the word under the list that the command before it showed.
`<!-- file: PATH -->` before any kind of block: the block is what the reader saves there.
`detente serve` and `detente witness serve` run on in the background, as in a terminal of its own.
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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(
    r"^(<!-- refused -->\n)?(?:<!-- shows: ([^\n]*) -->\n)?(?:<!-- file: ([^\n]*) -->\n)?"
    r"```(\w+)\n(.*?)^```",
    re.MULTILINE | re.DOTALL,
)
READY_S = 20.0  # a node on a busy machine needs some seconds until it answers
SERVES = ("detente serve", "detente witness serve")
COMMAND_S = 60.0  # no command of a page takes longer, unless it hangs


@dataclass(frozen=True, slots=True)
class Block:
    """Commands of the page that are typed one after another, and what is said of them there.

    file: where the block is to be saved instead; its text is then `text`.
    """

    refused: bool
    shows: str
    file: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The commands, continued lines joined."""
        joined = self.text.replace("\\\n", " ")
        return [line for line in joined.splitlines() if line.strip()]


def blocks(text: str) -> list[Block]:
    """The page's `sh` blocks and files, in order."""
    return [
        Block(bool(refused), shows, file, body)
        for refused, shows, file, kind, body in BLOCK.findall(text)
        if kind == "sh" or file
    ]


def free_ports(count: int) -> list[str]:
    """Ports that nobody listens on now."""
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
        """Start a node or a witness as in a terminal of its own, and wait until it answers."""
        log = self.folder / f"serve-{len(self.serving)}.log"
        with log.open("wb") as out:
            words = shlex.split(line)
            self.serving.append(
                subprocess.Popen(words, cwd=self.folder, env=self.env, stdout=out, stderr=out)
            )
        status = line.replace("detente serve", "detente status")
        status = status.replace("detente witness serve", "detente witness card")
        until = time.monotonic() + READY_S
        while True:
            code, said = self.type(status)
            if code == 0:
                return
            assert time.monotonic() < until, said + log.read_text(encoding="utf-8")
            time.sleep(0.2)

    def follow(self, text: str, *, passed_over: tuple[str, ...] = ()) -> int:
        """Type the whole page; the number of commands. Lines that begin so are passed over."""
        typed = 0
        for block in blocks(text):
            if block.file:
                (self.folder / block.file).write_text(block.text, encoding="utf-8")
                continue
            said = ""
            for line in block.lines:
                if line.startswith(passed_over):
                    continue
                if line.startswith(SERVES):
                    self.serve(line)
                    continue
                code, said = self.type(line.replace(" WORD ", f" {self._word(said)} "))
                assert (code == 1) if block.refused else (code == 0), said
                typed += 1
            assert block.shows in said, f"{block.shows!r} is not in:\n{said}"
        return typed

    @staticmethod
    def _word(said: str) -> str:
        """The word under a list that was just shown: what a reader would type for WORD."""
        found = re.findall(r"word under this list: (\w+)", said)
        return found[-1] if found else "WORD"

    def close(self) -> None:
        """End the nodes that were started here."""
        for node in self.serving:
            if node.poll() is None:
                node.send_signal(signal.SIGTERM)
        for node in self.serving:
            node.wait(timeout=20)
