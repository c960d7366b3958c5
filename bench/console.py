"""The console in a real browser: first screen, weight, 5,000 moving tracks, FLASH to pixels.

The measuring itself is console/tests/tools/console.tool.ts, which drives Chromium at real nodes;
here it is started, its figures are printed as all benches print them, and what is built is weighed.
Needs Node.js, the console's packages and Chromium (`scripts/setup console`, `... browser`).
Drawing is done by a processor here; the figure of the tracks is the call into the map, without it.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.support import figures

ROOT = Path(__file__).resolve().parents[1]
UI = ROOT / "src" / "detente" / "ui"
MAP_CHUNK = "engine-"  # the console's own engine with MapLibre in it; its worker is a file apart
KB = 1024


def main() -> int:
    """Print one JSON object a figure; the exit code of what failed."""
    built = subprocess.run([str(ROOT / "scripts" / "setup"), "console"], check=False)
    if built.returncode:
        return built.returncode
    weigh()
    npx = shutil.which("npx") or "npx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.jsonl"
        done = subprocess.run(
            [
                npx,
                "--no-install",
                "vitest",
                "run",
                "--project",
                "tools",
                "console.tool",
                "flash.tool",
            ],
            cwd=ROOT / "console",
            env={**os.environ, "DETENTE_FIGURES": str(path), "CI": "1", "NO_COLOR": "1"},
            stdout=sys.stderr,
            check=False,
        )
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            show(json.loads(line))
    return done.returncode


def show(one: dict[str, object]) -> None:
    """One figure of the browser's, beside the limit that it is held to."""
    value, unit, limit = float(str(one["value"])), str(one["unit"]), one["limit"]
    if limit is None:
        figures.show("console", str(one["figure"]), value, unit)
        return
    ratio = value / float(str(limit))
    figures.show("console", str(one["figure"]), value, unit, f"limit {limit} {unit}", ratio)


def weigh() -> None:
    """What is built: all of it, and the chunk that comes with the first map, as they travel."""
    files = [path for path in UI.rglob("*") if path.is_file()]
    packed = {path: len(gzip.compress(path.read_bytes(), 6, mtime=0)) for path in files}
    maps = [size for path, size in packed.items() if path.name.startswith(MAP_CHUNK)]
    figures.show("console", "map_chunk_gzip_kb", max(maps, default=0) / KB, "kB")
    figures.show("console", "all_gzip_kb", sum(packed.values()) / KB, "kB")
    figures.show("console", "all_kb", sum(path.stat().st_size for path in files) / KB, "kB")


if __name__ == "__main__":
    sys.exit(main())
