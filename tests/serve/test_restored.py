"""A node put back from a backup goes on where its peers know it to be: no fork, nothing lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.serve import backup, restore
from detente.serve import home as homes
from tests.support.nodes import Pair, all_up, settled, two_nodes

NOW_MS = 1_789_000_000_000


def numbers(pair: Pair, whose: str) -> set[str]:
    """The messages of the line that one of the two holds."""
    node = pair.amber if whose == "amber" else pair.cobalt
    return {one["message"]["number"] for one in node.get(f"{pair.line}/messages", limit=1000)}


@pytest.mark.slow
def test_a_backup_put_back_gets_the_rest_from_the_peer(tmp_path: Path) -> None:
    """Back up, write on, lose the disk, put the backup back: the peer gives what came after it."""
    with two_nodes(tmp_path) as pair:
        amber, messages = pair.amber, f"{pair.line}/messages"
        amber.post(messages, {"format": "LCK"})
        home = homes.load(amber.home)
        copy = backup.make(home, tmp_path / "copy.tar", now_ms=NOW_MS, version="test").path
        for _ in range(5):
            amber.post(messages, {"format": "LCK"})
        settled(lambda: all_up(amber))
        before = numbers(pair, "amber")
        assert len(before) == 6
        amber.kill()
        keys = shutil.copytree(amber.home / "keys", tmp_path / "keys")
        shutil.copy(amber.home / "admin.token", keys)
        done = restore.restore(copy, amber.home, now_ms=NOW_MS, keys=Path(keys), replace=True)
        assert done.aside is not None
        shutil.copy(
            done.aside / "run.json", amber.home
        )  # the same ports, chosen at the first start
        amber.start()
        settled(lambda: numbers(pair, "amber") >= before, seconds=20)
        settled(lambda: all_up(amber) and all_up(pair.cobalt), seconds=20)
        amber.post(messages, {"format": "LCK"})
        settled(lambda: numbers(pair, "cobalt") == numbers(pair, "amber"))
        assert len(numbers(pair, "cobalt")) == 7
        assert pair.cobalt.get("/v1/evidence") == []
        mark = restore.read_mark(amber.home)
        assert mark is not None
        assert mark.told
