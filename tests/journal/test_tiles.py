"""Tiles and their paths are those of C2SP tlog-tiles: its own examples, and its own definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.journal.forms import Malformed
from detente.journal.merkle import Tree, leaf_hash, node_hash
from detente.journal.tiles import Tile, bundle, hashes, read_bundle, read_path, tiles_of


def grown(size: int) -> tuple[Tree, list[bytes]]:
    """A tree of `size` numbered leaves, and the leaves."""
    leaves = [f"leaf {n}".encode() for n in range(size)]
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree, leaves


def folded(level: list[bytes]) -> bytes:
    """The root over a power of two of hashes, pair by pair."""
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def test_the_index_of_the_specification_is_written_as_it_says() -> None:
    """Index 1234067 is x001/x234/067, word for word the example of the specification."""
    assert Tile(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert Tile(None, 7, 112).path == "tile/entries/007.p/112"
    assert Tile(1, 999).path == "tile/1/999"
    assert Tile(1, 1_000).path == "tile/1/x001/000"


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    """273 full tiles of level 0 and one of 112, one full and one of 17, and one of width 1."""
    tiles = list(tiles_of(70_000))
    by_level = {level: [t.width for t in tiles if t.level == level] for level in (0, 1, 2, 3, None)}
    assert by_level[0] == [256] * 273 + [112] == by_level[None]
    assert by_level[1] == [256, 17]
    assert by_level[2] == [1]
    assert by_level[3] == []
    assert [t.path for t in tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert not list(tiles_of(0))


@given(
    st.none() | st.integers(0, 63),
    st.integers(0, 2**45),
    st.integers(1, 256),
    st.integers(0, 2**53),
)
def test_every_path_reads_back(level: int | None, index: int, width: int, size: int) -> None:
    """A tile's path names that tile and no other; having it means having every part of it."""
    tile = Tile(level, index, width)
    assert read_path(tile.path) == tile
    if tile.is_in(size):
        assert Tile(level, index, 1).is_in(size)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/00/001",
        "tile/64/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/001.p/300",
        "tile/0/001/",
        "tile/-1/001",
        "tile/0/x001",
        "tile/8/0/001",
        "tile/0/" + "x001/" * 20 + "001",
        "tile/0/٠٠١",
        "checkpoint",
    ],
)
def test_no_resource_has_two_paths(path: str) -> None:
    """A path that is not written exactly as the specification writes it names nothing."""
    with pytest.raises(Malformed):
        read_path(path)


def test_hashes_are_those_of_the_definition() -> None:
    """A hash of level 1 is the root over 256 leaves; leaves are RFC 6962 leaf hashes."""
    tree, leaves = grown(600)
    level_0 = hashes(tree, Tile(0, 2, 88))
    assert level_0 == b"".join(leaf_hash(leaf) for leaf in leaves[512:])
    level_1 = hashes(tree, Tile(1, 0, 2))
    assert level_1[32:] == folded([leaf_hash(leaf) for leaf in leaves[256:512]])
    assert not Tile(0, 2, 89).is_in(600)
    assert not Tile(1, 0, 3).is_in(600)


def test_a_bundle_gives_back_its_leaves_and_a_cut_one_is_refused() -> None:
    """Leaves of any length come back; a bundle that ends inside one is none."""
    leaves = [b"", b"x", b"y" * 65_535]
    data = bundle(leaves)
    assert read_bundle(data) == leaves
    for bad in (data[:-1], data + b"\x00", bundle([b""] * 257)):
        with pytest.raises(Malformed):
            read_bundle(bad)
