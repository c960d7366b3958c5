"""How long a node with a long record takes to serve: from its snapshot, and from the record alone.

The record is made by two real nodes' logic over SQLite: notices that were read back, confirmed,
answered and mostly cancelled, one in ten still open, all signed and cosigned. Then `detente serve`
is started as it ships, and timed until it answers. Reference: reading the same file once.
Making a million entries takes some minutes; --entries takes fewer. Prints one JSON object a line.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from bench.support import figures
from detente.core.airspace.gazetteer import Gazetteer
from detente.core.events import Charter
from detente.core.line.commands import Answer, Cancel, Command, Confirm, ReadBack, Send
from detente.core.line.message import Line, Role
from detente.core.values import Json
from detente.journal.engines.sqlite import SqliteStore
from detente.node.identity import Identity
from detente.node.inputs import Actor, Admit, Do, Done, Invite, OpenChannel, TakePlace
from detente.node.link import Inbound, Outbound
from detente.node.node import Node
from detente.serve import home as homes
from detente.serve.home import Home, Settings, init

ENTRIES = 1_000_000
BATCH = 100  # notices made at once
OPEN_SHARE = 10  # one notice in so many stays open
PACK_EVERY = 50  # batches between two packings of finished messages
DAY_MS = 86_400_000
LINE = Line("bench-00000000")
ACTOR = Actor("bench", Role.ADMINISTRATOR)
SECRET = "00" * 32


show = partial(figures.show, "start")


def node_of(home: Home) -> Node:
    """A node's logic over the home's record, on this machine's clock."""
    return Node(
        identity=Identity(home.card("127.0.0.1:9"), home.signer),
        store=SqliteStore(home.journal_path),
        clock=lambda: time.time_ns() // 1_000_000,
        entropy=random.Random(1).randbytes,
        gazetteer=Gazetteer(()),
        version="bench",
    )


def activity(dice: random.Random) -> Send:
    """A small circle somewhere between the polar circles, tomorrow."""
    begins_ms = time.time_ns() // 1_000_000 + DAY_MS + dice.randrange(DAY_MS)
    floor_cm = dice.randrange(100_000, 900_000)
    circle: Json = {
        "lat_e7": dice.randrange(-600_000_000, 600_000_000),
        "lon_e7": dice.randrange(-1_700_000_000, 1_700_000_000),
        "radius_cm": dice.randrange(100_000, 2_000_000),
    }
    volume: Json = {
        "outline": {"circle": circle},
        "floor": {"cm": floor_cm, "reference": "FL"},
        "ceiling": {"cm": floor_cm + 150_000, "reference": "FL"},
        "start_ms": begins_ms,
        "end_ms": begins_ms + 1_800_000,
    }
    return Send("NAA", {"activity": "transport", "number_band": "1", "volume": volume})


class Talk:
    """Amber and Cobalt, joined in one process, frames handed over without sockets."""

    def __init__(self, amber: Node, cobalt: Node) -> None:
        self.nodes = (amber, cobalt)
        charter = Charter(LINE.channel, "Bench", "safety")
        expires_ms = time.time_ns() // 1_000_000 + DAY_MS
        amber.step(
            [
                OpenChannel(ACTOR, charter),
                Invite(ACTOR, LINE.channel, SECRET, expires_ms),
                Admit(LINE.channel, SECRET, cobalt.identity.card),
            ]
        )
        cobalt.step([TakePlace(ACTOR, charter, (amber.identity.card,))])
        self.links = []
        for here, there in ((amber, cobalt), (cobalt, amber)):
            out, inbound = Outbound(here, there.party), Inbound(there, here.party)
            out.on_frame(inbound.welcome(out.hello()))
            self.links.append((here, there, out, inbound))
        self.settle()

    def settle(self) -> None:
        """Hand over until both are quiet."""
        for here, there, out, inbound in self.links:
            while (frame := out.next_frame()) is not None:
                (outcome,) = there.step(inbound.on_frame(frame))
                here.step(out.on_frame(Inbound.answer(outcome)))

    def do(self, node: Node, commands: list[Command]) -> list[str]:
        """Commands of one officer; the numbers of the messages released."""
        outcomes = node.step([Do(ACTOR, LINE, command) for command in commands])
        self.settle()
        numbers = [one.number for one in outcomes if isinstance(one, Done) and one.number]
        if len(numbers) != len(commands):
            raise SystemExit(f"refused: {outcomes}")
        return numbers


def make_record(amber: Node, cobalt: Node, entries: int) -> None:
    """Fill Amber's record with notices and their receipts up to `entries` entries."""
    dice, talk, round_ = random.Random(7), Talk(amber, cobalt), 0
    while amber.position < entries:
        round_ += 1
        notices = talk.do(amber, [activity(dice) for _ in range(BATCH)])
        readbacks = talk.do(cobalt, [ReadBack(number) for number in notices])
        talk.do(amber, [Confirm(number) for number in readbacks])
        talk.do(cobalt, [Answer(number, "WILCO") for number in notices])
        done = [number for at, number in enumerate(notices) if at % OPEN_SHARE]
        cancelled = talk.do(amber, [Cancel(number) for number in done])
        talk.do(cobalt, [Answer(number, "NOTED") for number in cancelled])
        if round_ % PACK_EVERY == 0:
            for node in talk.nodes:
                node.state.pack()
            print(f"{amber.position} of {entries} entries made", file=sys.stderr, flush=True)


def started(home: Home) -> tuple[float, float, str]:
    """Seconds until `detente serve` is ready, its memory in MB, and what it logged."""
    log = home.path / "serve.log"
    (home.path / "run.json").unlink(missing_ok=True)
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "detente.cli", "--home", str(home.path), "serve"],
            stdout=subprocess.PIPE,
            stderr=out,
        )
    assert process.stdout is not None
    ready = process.stdout.readline()
    took_s = time.monotonic() - began
    text = Path(f"/proc/{process.pid}/status").read_text("ascii") if ready else ""
    process.terminate()
    process.wait(60)
    said = log.read_text("utf-8", "replace")
    if not ready:
        raise SystemExit(said)
    (memory,) = (line for line in text.splitlines() if line.startswith("VmRSS"))
    return took_s, int(memory.split()[1]) / 1024, said


def main() -> None:
    """Make the record, the snapshot, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--from-record", action="store_true", help="also without a snapshot")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="detente-bench-"))
    try:
        measure(folder, arguments.entries, from_record=arguments.from_record)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, entries: int, *, from_record: bool) -> None:
    """One record, one snapshot, one or two starts."""
    settings = Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
    nodes = []
    for party in ("amber", "cobalt"):
        init(folder / party, party, f"Bench {party}", settings=settings)
        nodes.append(node_of(homes.load(folder / party)))
    began = time.monotonic()
    make_record(nodes[0], nodes[1], entries)
    count = nodes[0].position
    show("record_s", time.monotonic() - began, "s", f"{count} entries made", None)
    for node in nodes:
        node.stored().close()
    home = homes.load(folder / "amber")
    name = "1m" if entries == ENTRIES else str(entries)
    read_s = time_to_read(home.journal_path)
    if from_record:
        took_s, memory_mb, _ = started(home)
        show(f"start_from_record_s_{name}", took_s, "s", "reading the file once", took_s / read_s)
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "detente.serve.snapshots", str(home.path)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    show("snapshot_s", time.monotonic() - began, "s", "made beside the line, niced", None)
    took_s, memory_mb, said = started(home)
    if "snapshot not used" in said:
        raise SystemExit(said)
    show(f"start_s_{name}", took_s, "s", "reading the file once", took_s / read_s)
    size_mb = home.journal_path.stat().st_size / 2**20
    show(f"memory_mb_{name}", memory_mb, "MB", "the record's size on disk", memory_mb / size_mb)


def time_to_read(path: Path) -> float:
    """Seconds to read the record's bytes once."""
    began = time.monotonic()
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass
    return time.monotonic() - began


if __name__ == "__main__":
    main()
