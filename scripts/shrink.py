"""Make screenshots small enough for a repository: called by scripts/pictures with two folders.

Each PNG of the first folder goes into the second with a palette of as many colours as keep it under
the limit. A screen has few colours; the loss is not seen.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

BYTES_MAX = 150_000
COLOURS = (256, 192, 128, 96, 64, 48, 32)


def shrunk(path: Path) -> bytes:
    """The picture as a PNG with the most colours that stay under the limit."""
    picture = Image.open(path).convert("RGB")
    data = b""
    for colours in COLOURS:
        held = io.BytesIO()
        few = picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(held, "PNG", optimize=True)
        data = held.getvalue()
        if len(data) <= BYTES_MAX:
            break
    return data


def main() -> None:
    """Shrink every picture of a folder into another."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for path in sorted(source.glob("*.png")):
        data = shrunk(path)
        (target / f"console-{path.name}").write_bytes(data)
        sys.stderr.write(f"detente: docs/pictures/console-{path.name}: {len(data) // 1024} kB\n")


main()
