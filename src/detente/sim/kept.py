"""`detente serve`, ended when whoever started it is gone: ``python -m detente.sim.kept HOME``.

The node is the one that ships, with its real clock, sockets and disk. The only difference: its
standard input is a pipe that its starter holds, and when that closes, by whatever end the starter
came to, the node stops in good order. So a test that is killed leaves no node behind.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from detente.serve.__main__ import main


def _until_let_go() -> None:
    """Wait for the end of standard input, then ask this process to stop."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_until_let_go, daemon=True).start()
    sys.exit(main())
