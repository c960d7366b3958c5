"""Start the process of a node that serves, and wait until it does: for tests, stage and demo.

Not here: what is asked of it over HTTP, and how it ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final

from detente.serve import home as homes
from detente.sim.world import WorldFault

SERVE: Final = (sys.executable, "-m", "detente.serve")
KEPT: Final = (sys.executable, "-m", "detente.sim.kept")  # ends when we do
READY_S: Final = 60.0  # a cold Python with numpy and S2 on a machine whose cores are shared
STOP_S: Final = 5.0  # then it is killed
POLL_S: Final = 0.02
LOG_CHARS_MAX: Final = 2_000  # of what a node said before it died


def spawn(
    home: Path, log: Path, command: Sequence[str] = SERVE, *, held: bool = False
) -> subprocess.Popen[Any]:
    """Start `command HOME`, its words into `log`. held: its standard input is a pipe of ours."""
    source = Path(__file__).parents[2]
    path = os.pathsep.join(filter(None, (str(source), os.environ.get("PYTHONPATH"))))
    stdin: IO[bytes] | int | None = subprocess.PIPE if held else None
    with log.open("ab") as said:
        return subprocess.Popen(  # noqa: S603 - our own modules with our own arguments
            [*command, str(home)],
            stdin=stdin,
            stdout=said,
            stderr=said,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=held,
        )


def wait_ready(
    home: Path, process: subprocess.Popen[Any], log: Path, seconds: float = READY_S
) -> homes.RunInfo:
    """How to reach the node once this process serves; raises WorldFault with its own words."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        code = process.poll()
        if code is not None:
            raise WorldFault(f"the node in {home.name} ended with {code}; it said:\n{tail(log)}")
        info = homes.read_run(home)
        if info is not None and info.pid == process.pid:
            return info
        time.sleep(POLL_S)
    raise WorldFault(f"the node in {home.name} is not ready in {seconds} s:\n{tail(log)}")


def wait_gone(process: subprocess.Popen[Any], seconds: float = STOP_S) -> None:
    """Wait until a process that was told to end has ended; killed when it does not."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def tail(log: Path) -> str:
    """The last of what a process said."""
    return log.read_text("utf-8", "replace")[-LOG_CHARS_MAX:]
