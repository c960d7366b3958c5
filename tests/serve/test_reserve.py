"""A full disk: what cannot wait still gets through, ordinary messages are refused, saying why."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.core.line.commands import Read, Send
from detente.core.line.message import Precedence
from detente.journal.engines.sqlite import SqliteStore
from detente.node.inputs import AddOfficer, Do, Done, Invite, Refused, RemoveOfficer
from detente.node.node import Node
from detente.node.space import MEGABYTE, Room, Space, waits
from detente.serve import home as homes
from detente.serve.reserve import DiskSettings, Reserve, free_bytes
from tests.support.nodes import open_channel, settled, start_node, stopping
from tests.support.pair import ADMIN, LINE, SECRET, Clock, join, make_node

SETTINGS = DiskSettings(refuse_below_mb=3, reserve_mb=2)
DISK_MB = 24


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, 24 MB; where that is not allowed the test is skipped."""
    path = tmp_path / "disk"
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(path)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a file system can be mounted by root only")
    yield path
    subprocess.run(["umount", "--lazy", str(path)], check=True)


def fill(disk: Path, leave: int) -> None:
    """Take all of the disk but about so many bytes."""
    with (disk / "filler").open("ab") as file:
        file.write(bytes(max(0, (free_bytes(disk) or 0) - leave)))


def node_on(disk: Path, reserve: Reserve) -> tuple[Node, SqliteStore]:
    """Amber on a channel with Cobalt, its record on the disk."""
    store = SqliteStore(disk / "journal.sqlite", on_full=reserve.release)
    node = make_node("amber", Clock(), store)
    join(node, make_node("cobalt", Clock()))
    return node, store


ORDINARY = Send("LCK", {})


def room(node: Node) -> str:
    """How the node stands with its disk."""
    return node.space.room


def send(node: Node, remarks: str, *, flash: bool) -> object:
    """One line check, as a FLASH or as what it is."""
    precedence = Precedence.FLASH if flash else None
    command = Send("LCK", {}, precedence=precedence, remarks=remarks)
    return node.step([Do(ADMIN, LINE, command)])[0]


def test_flash_and_receipts_get_through_a_full_disk(disk: Path) -> None:
    """The disk fills to the last byte: FLASH is still kept, from the reserve; the rest is not."""
    reserve = Reserve(disk, SETTINGS, Clock())
    node, store = node_on(disk, reserve)
    node.space_changed(reserve.look())
    assert room(node) == "good"
    assert node.space.reserve_bytes == 2 * MEGABYTE
    assert isinstance(send(node, "before", flash=False), Done)

    fill(disk, 1 * MEGABYTE)
    node.space_changed(reserve.look())
    assert room(node) == "low"
    refused = send(node, "refused", flash=False)
    assert isinstance(refused, Refused)
    assert refused.refusals[0].rule == "disk-full"
    assert "nearly full" in refused.refusals[0].reason
    assert isinstance(send(node, "flash", flash=True), Done)

    fill(disk, 0)
    kept = node.position
    for turn in range(40):
        assert isinstance(send(node, f"{turn} " + "x" * 900, flash=True), Done)
    node.space_changed(reserve.look())
    assert room(node) == "reserve"
    assert node.position == kept + 40
    store.close()

    (disk / "filler").unlink()
    assert reserve.look().room is Room.GOOD
    assert reserve.held
    with SqliteStore(disk / "journal.sqlite") as again:
        assert again.position == kept + 40


@pytest.mark.slow
def test_a_real_node_on_a_full_disk(disk: Path, tmp_path: Path) -> None:
    """Amber's home fills up while it serves: said in status, health and metrics; FLASH goes out."""
    settings = homes.Settings(
        listen="127.0.0.1:0",
        peer_listen="127.0.0.1:0",
        disk=DiskSettings(refuse_below_mb=3, reserve_mb=2),
    )
    amber = start_node(disk / "amber", "amber", settings=settings)
    cobalt = start_node(tmp_path / "cobalt", "cobalt")
    with stopping(amber, cobalt):
        line = f"/v1/lines/{open_channel(amber, cobalt)}/ACTUAL/messages"
        amber.post(line, {"format": "LCK"})
        fill(disk, 1 * MEGABYTE)
        settled(lambda: amber.get("/v1/status")["space"]["room"] == "low")
        refused = amber.client.post(line, json={"format": "LCK"})
        assert refused.status_code == 422
        assert refused.json()["refusals"][0]["rule"] == "disk-full"
        assert amber.get("/v1/health")["disk"] == "low"
        assert "detente_disk_refusing 1.0" in amber.client.get("/metrics").text
        said = CliRunner().invoke(detente, ["status", "--home", str(amber.home)]).output
        assert "!! the disk is nearly full" in said

        fill(disk, 0)
        cobalt.post(line, {"format": "LCK"})
        for _ in range(20):
            amber.post(line, {"format": "LCK", "precedence": "FLASH", "remarks": "x" * 900})
        settled(lambda: len(cobalt.get(line, limit=1000)) >= 22)
        settled(lambda: amber.get("/v1/status")["space"]["room"] == "reserve")
        (disk / "filler").unlink()
        settled(lambda: amber.get("/v1/status")["space"]["reserve_bytes"] > 0)
        amber.post(line, {"format": "LCK"})


def flood(node: Node) -> None:
    """More FLASH messages than the rest of the disk can take."""
    for _ in range(200):
        send(node, "x" * 900, flash=True)


def test_when_even_the_reserve_is_used_up_the_node_stops(disk: Path) -> None:
    """A commit that finds no room, and no reserve to give, is a failure; nothing is half kept."""
    reserve = Reserve(disk, DiskSettings(refuse_below_mb=1, reserve_mb=0), Clock())
    node, store = node_on(disk, reserve)
    fill(disk, 0)
    with pytest.raises((apsw.FullError, apsw.IOError)):
        flood(node)
    kept = store.position
    store.close()
    (disk / "filler").unlink()
    with SqliteStore(disk / "journal.sqlite") as again:
        assert again.position == kept


def test_a_commit_without_room_is_tried_once_more(tmp_path: Path) -> None:
    """Where no disk can be filled: the reserve is asked for once, and the failure is then told."""
    asked: list[bool] = []

    def on_full() -> bool:
        asked.append(True)
        return len(asked) < 2

    def full(_records: object) -> None:
        raise apsw.FullError("full")

    store = SqliteStore(tmp_path / "n.db", on_full=on_full)
    store._append = full  # type: ignore[method-assign,assignment]  # a full disk
    with pytest.raises(apsw.FullError):
        store.append([])
    assert asked == [True]
    store.close()


def test_what_waits_and_what_does_not() -> None:
    """Ordinary messages, channels and officers wait; receipts, FLASH and a token's end do not."""
    assert waits(Do(ADMIN, LINE, ORDINARY))
    assert waits(Do(ADMIN, LINE, Send("no such format", {})))
    assert waits(Invite(ADMIN, LINE.channel, SECRET, 1))
    assert waits(AddOfficer(ADMIN, "watch-1", ADMIN.role, SECRET))
    assert not waits(RemoveOfficer(ADMIN, "watch-1"))
    assert not waits(Do(ADMIN, LINE, Read("COBALT-2026-0001")))
    assert not waits(Do(ADMIN, LINE, Send("AMI", {})))


def test_a_node_that_was_told_nothing_refuses_nothing() -> None:
    """Without a measurement (in a simulation, on an odd file system) nothing is refused."""
    node = make_node("amber", Clock())
    join(node, make_node("cobalt", Clock()))
    assert node.space == Space()
    assert isinstance(send(node, "free", flash=False), Done)


def test_the_reserve_is_a_file_of_its_size(tmp_path: Path) -> None:
    """It is really allocated, can be given up once, and is made again at the next look."""
    reserve = Reserve(tmp_path, DiskSettings(refuse_below_mb=1, reserve_mb=2), Clock())
    assert not reserve.held
    assert not reserve.release()
    assert reserve.look().reserve_bytes == 2 * MEGABYTE
    assert (tmp_path / "reserve").stat().st_blocks * 512 >= 2 * MEGABYTE
    assert reserve.release()
    assert not reserve.release()
    assert reserve.look().room is Room.GOOD
