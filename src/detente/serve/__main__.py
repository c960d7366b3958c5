"""Serve one node: ``python -m detente.serve HOME``; the command line calls the same `run`."""

from __future__ import annotations

import sys
from pathlib import Path

from detente.core.refusal import Fault
from detente.serve.app import run

EXIT_CANNOT_START = 78  # EX_CONFIG of sysexits.h


def main() -> int:
    """Serve until told to stop; 78 with a reason when the node cannot start."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python -m detente.serve HOME\n")
        return 64
    try:
        run(Path(sys.argv[1]))
    except Fault as fault:
        sys.stderr.write(f"cannot start: {fault}\n")
        return EXIT_CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main())
