"""A journal as C2SP tlog-tiles: what each path names, and the bytes that stand there.

A tile is up to 256 consecutive tree hashes of one level, an entry bundle the leaves under one tile
of level 0: here the headers, so nothing but hashes, heads and kinds ever leaves by this way. From
the tiles and a checkpoint anyone can make every inclusion and consistency proof with tools that are
not ours. Paths are read strictly: one resource has one path.
Serves c2sp.org/tlog-tiles v0.1.0. Not here: who may read them (serve), files (cli).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.journal.forms import Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.journal.merkle import Tree

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT
LEVEL_MAX: Final = 63
PATH_CHARS_MAX: Final = 64  # the index of a tile in a journal of 2^53 entries takes under 30

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One resource. level None is an entry bundle; width 256 is a full tile, less a partial one."""

    level: int | None
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Where it stands under the journal's prefix, such as ``tile/0/x001/234.p/5``."""
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        index = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level is None else str(self.level)
        return f"tile/{level}/{index}{'' if self.is_full else f'.p/{self.width}'}"

    @property
    def is_full(self) -> bool:
        """Whether it has all 256 hashes or entries and will never change."""
        return self.width == TILE_WIDTH

    @property
    def first(self) -> int:
        """Its first hash's place within the level (its first entry's sequence, for a bundle)."""
        return self.index * TILE_WIDTH

    def is_in(self, size: int) -> bool:
        """Whether a journal of `size` entries has so much of it."""
        return self.first + self.width <= size >> (TILE_HEIGHT * (self.level or 0))


def read_path(path: str) -> Tile:
    """The tile that a path names; Malformed unless the path is exactly as `Tile.path` writes it."""
    found = _PATH.fullmatch(path) if len(path) <= PATH_CHARS_MAX else None
    if found is None:
        raise Malformed("tile path", f"{path[:80]!r} is not tile/LEVEL/INDEX or tile/entries/INDEX")
    level = None if found["level"] == "entries" else int(found["level"])
    index = int(found["index"].replace("x", "").replace("/", ""))
    tile = Tile(level, index, int(found["width"] or TILE_WIDTH))
    if (level or 0) > LEVEL_MAX or tile.width > TILE_WIDTH or tile.path != path:
        raise Malformed("tile path", f"{path!r} is not the path of any tile")
    return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile and bundle that a journal of `size` entries has: full ones, then the partial."""
    for level in (None, *range(LEVEL_MAX + 1)):
        count = size >> (TILE_HEIGHT * (level or 0))
        if not count:
            return
        full, rest = divmod(count, TILE_WIDTH)
        yield from (Tile(level, index) for index in range(full))
        if rest:
            yield Tile(level, full, rest)


def hashes(tree: Tree, tile: Tile) -> bytes:
    """The bytes of a tile of hashes; the tile must be in the tree (`is_in`)."""
    assert tile.level is not None
    assert tile.is_in(tree.size)
    height = TILE_HEIGHT * tile.level
    return b"".join(tree.complete(height, tile.first + at) for at in range(tile.width))


def bundle(headers: Sequence[bytes]) -> bytes:
    """The bytes of an entry bundle: each leaf's data after its length in two bytes."""
    return b"".join(len(header).to_bytes(2, "big") + header for header in headers)


def read_bundle(data: bytes) -> list[bytes]:
    """The leaves of an entry bundle; raises Malformed when it is cut or too long."""
    found: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or at + 2 > len(data) or len(found) == TILE_WIDTH:
            raise Malformed("entry bundle", "is cut off, or holds more than 256 entries")
        found.append(data[at + 2 : end])
        at = end
    return found
