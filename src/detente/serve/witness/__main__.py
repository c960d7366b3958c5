"""Run the witness of a home: ``python -m detente.serve.witness DIR``."""

from __future__ import annotations

import sys
from pathlib import Path

from detente.core.refusal import Fault
from detente.serve.witness.app import run

if __name__ == "__main__":
    try:
        run(Path(sys.argv[1]))
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        raise SystemExit(2) from fault
