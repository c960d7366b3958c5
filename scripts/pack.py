"""Pack the air-gapped archive: called by scripts/bundle with dist/, the wheels' folder and a tag.

The archive depends on nothing but what is in it: names sorted, one date, one owner, fixed modes.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXTS = {
    "LICENSE": ROOT / "LICENSE",
    "README.md": ROOT / "docs" / "guide-administrator.md",
    "install.sh": ROOT / "scripts" / "install.sh",
}


def contents(dist: Path, wheels: Path) -> tuple[str, dict[str, bytes]]:
    """Our build's name, and each file of the archive by its path."""
    (own,) = dist.glob("detente-*.whl")
    found = {f"wheels/{own.name}": own.read_bytes()}
    for wheel in sorted(wheels.glob("*.whl")):
        found[f"wheels/{wheel.name}"] = wheel.read_bytes()
    version = own.name.split("-")[1]
    digest = hashlib.sha256(found[f"wheels/{own.name}"]).hexdigest()
    lock = (ROOT / "requirements" / "run.lock").read_text("utf-8")
    build = f"{version}-{digest[:8]}"
    found["requirements.lock"] = f"{lock}detente=={version} --hash=sha256:{digest}\n".encode()
    found["BUILD"] = f"{build}\n".encode()
    for name, path in TEXTS.items():
        found[name] = path.read_bytes()
    sums = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(found.items())]
    found["SHA256SUMS"] = "".join(sums).encode()
    return build, found


def archive(folder: str, files: dict[str, bytes], date: int) -> bytes:
    """The files as a .tar.gz, below `folder`."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime = len(data), date
            entry.mode = 0o755 if name.endswith(".sh") else 0o644
            tar.addfile(entry, io.BytesIO(data))
    return gzip.compress(packed.getvalue(), compresslevel=1, mtime=0)  # wheels are compressed


def main() -> None:
    """Write the archive and its checksum beside the wheel."""
    dist, wheels, tag = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    build, files = contents(dist, wheels)
    name = f"detente-{build}-{tag}"
    data = archive(name, files, int(os.environ["SOURCE_DATE_EPOCH"]))
    for old in dist.glob("detente-*.tar.gz*"):
        old.unlink()
    made = dist / f"{name}.tar.gz"
    made.write_bytes(data)
    line = f"{hashlib.sha256(data).hexdigest()}  {made.name}\n"
    (dist / f"{made.name}.sha256").write_text(line, "ascii")
    sys.stdout.write(line)


main()
