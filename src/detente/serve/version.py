"""Which version runs: for people, and for what only the same code may read back."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Final

import detente

_SHAPING: Final = ("core", "journal", "node")  # the packages whose classes a snapshot holds


@lru_cache(maxsize=1)
def version() -> str:
    """The installed version; a source tree that is not installed says so."""
    try:
        return metadata.version("detente")
    except metadata.PackageNotFoundError:
        return "0+source"


@lru_cache(maxsize=1)
def code_id() -> str:
    """The version and a digest of the code that shapes a node's memory. Takes some milliseconds."""
    digest = hashlib.sha256()
    root = Path(detente.__file__).parent
    for package in _SHAPING:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return f"{version()}+{digest.hexdigest()[:16]}"
