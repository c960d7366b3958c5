"""A node whose clock is a day ahead, as a program: ``python skewed.py HOME``."""

from __future__ import annotations

import sys
from pathlib import Path

from detente.serve.app import Hooks, run, wall_clock_ms

DAY_MS = 86_400_000 + 30_000  # half a minute more, so that rounding shows 24 h

if __name__ == "__main__":
    run(Path(sys.argv[1]), Hooks(clock=lambda: wall_clock_ms() + DAY_MS))
