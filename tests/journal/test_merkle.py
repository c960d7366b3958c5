"""The tree agrees with RFC 6962's own recursive definition and published roots."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from detente.journal.merkle import (
    EMPTY_ROOT,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

# The leaves and roots that the Certificate Transparency implementations test with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(definition(leaves[:split]), definition(leaves[split:]))


def grown(size: int) -> tuple[Tree, list[bytes]]:
    """A tree of `size` numbered leaves, and the leaves."""
    leaves = [f"leaf {n}".encode() for n in range(size)]
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree, leaves


def test_published_roots() -> None:
    """The roots of the eight leaves that other implementations test with come out equal."""
    tree = Tree()
    assert tree.root() == EMPTY_ROOT
    for size, leaf in enumerate(LEAVES, start=1):
        tree.append(leaf)
        if size in ROOTS:
            assert tree.root().hex() == ROOTS[size]


def test_every_earlier_root_is_still_known() -> None:
    """A tree of 70 leaves gives the root that it had at each size before."""
    tree, leaves = grown(70)
    for size in range(71):
        assert tree.root_at(size) == definition(leaves[:size])


def test_every_inclusion_proof_holds_and_for_no_other_leaf() -> None:
    """Each leaf's proof holds at each size, and holds for no other index or leaf."""
    tree, leaves = grown(20)
    for size in range(1, 21):
        root = tree.root_at(size)
        for index in range(size):
            proof = tree.inclusion_proof(index, size)
            digest = leaf_hash(leaves[index])
            assert verify_inclusion(digest, index, size, proof, root)
            assert not verify_inclusion(digest, (index + 1) % size, size, proof, root) or size == 1
            assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
            assert not verify_inclusion(digest, index, size, [*proof, bytes(32)], root)
    assert not verify_inclusion(bytes(32), 3, 3, [], bytes(32))


def test_every_consistency_proof_holds_and_for_no_other_root() -> None:
    """Each pair of sizes has a proof that holds, and that no other old root satisfies."""
    tree, _ = grown(20)
    for new in range(1, 21):
        for old in range(1, new + 1):
            proof = tree.consistency_proof(old, new)
            roots = (tree.root_at(old), tree.root_at(new))
            assert verify_consistency(old, roots[0], new, roots[1], proof)
            assert not verify_consistency(old, bytes(32), new, roots[1], proof)
            assert not verify_consistency(old, roots[0], new, bytes(32), proof)
            assert not verify_consistency(old, roots[0], new, roots[1], [*proof, bytes(32)])
    assert not verify_consistency(0, EMPTY_ROOT, 3, tree.root_at(3), [])
    assert not verify_consistency(3, tree.root_at(3), 5, tree.root_at(5), [])


@given(st.integers(0, 70), st.integers(0, 70))
def test_truncate_undoes_appends(size: int, back: int) -> None:
    """A tree cut back to an earlier size grows on as if the cut leaves never were."""
    tree, leaves = grown(size)
    keep = min(back, size)
    tree.truncate(keep)
    assert tree.size == keep
    for leaf in leaves[keep:]:
        tree.append(leaf)
    assert tree.root() == definition(leaves)
