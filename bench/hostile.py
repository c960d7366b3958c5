"""What a hostile member costs the honest ones: the line between two nodes, alone and under a flood.

Amber and Cobalt talk on one channel; a third party, which joined another channel of Amber's with
real keys, floods Amber with pushes that fail one check after another, as fast as Amber answers.
The figure to keep: delivered within twice its normal time. Prints one JSON object a line.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import shutil
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench.support import figures
from detente.serve import frames
from detente.serve import home as homes

sys.path[:0] = [str(Path(__file__).parents[1])]  # the forger of the tests is the one measured
bench_line = importlib.import_module("bench.line")
hostile = importlib.import_module("tests.support.hostile")

SEQUENTIAL = 500
DAY_MS = 86_400_000
show = partial(figures.show, "hostile")


async def flood(forger: Any) -> None:  # noqa: ANN401 - its module is loaded by name
    """Bad pushes without end, one connection after another; prints how many, once a second."""
    count, told = 0, time.monotonic()
    while True:
        async with forger.connected() as (reader, stream):
            frames.write(stream, forger.hello())
            await frames.read(reader)
            while True:
                lie = forger.next(at_ms=hostile.now_ms() + 3 * DAY_MS + count)
                frames.write(stream, forger.push(lie))
                await stream.drain()
                if await frames.read(reader) is None:
                    break
                count += 1
                if time.monotonic() - told >= 1.0:
                    print(count, flush=True)
                    told = time.monotonic()


def attack(folder: Path, channel: str, address: str) -> None:
    """The hostile process."""
    forger = hostile.Forger.after(folder / "visitor", folder / "amber", address, channel)
    asyncio.run(flood(forger))


async def measure(folder: Path, nodes: list[Any], count: int) -> None:
    """The same sends without and with the flood."""
    amber, cobalt, visitor = nodes
    honest = await bench_line.join(amber, cobalt)
    shared = await bench_line.join(amber, visitor)
    await asyncio.sleep(1.0)
    visitor.process.terminate()
    visitor.process.wait(10)
    stream = bench_line.Stream(f"{honest}/ACTUAL/amber")
    following = asyncio.create_task(stream.follow(amber))
    await asyncio.sleep(0.5)
    await bench_line.sequential(amber, honest, stream, 100)
    alone = await bench_line.sequential(amber, honest, stream, count)
    run = homes.read_run(folder / "amber")
    assert run is not None
    arguments = ["--attack", str(folder), shared, run.peer_address]
    attacker = await asyncio.create_subprocess_exec(
        sys.executable, __file__, *arguments, stdout=asyncio.subprocess.PIPE
    )
    await asyncio.sleep(3.0)
    began = time.monotonic()
    flooded = await bench_line.sequential(amber, honest, stream, count)
    took_s = time.monotonic() - began
    attacker.terminate()
    said = (await attacker.communicate())[0].split()
    following.cancel()
    report(alone, flooded, int(said[-1]) if said else 0, took_s)


def report(alone: list[float], flooded: list[float], lies: int, took_s: float) -> None:
    """Print the figures."""
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        usual = statistics.median(alone) if share == 0.5 else bench_line.percentile(alone, share)
        worse = (
            statistics.median(flooded) if share == 0.5 else bench_line.percentile(flooded, share)
        )
        show(f"delivered_ms_{name}_alone", usual, "ms", "itself", 1.0)
        show(f"delivered_ms_{name}_flooded", worse, "ms", "the same line alone", worse / usual)
    show("lies_per_s", lies / (took_s + 3.0), "1/s", "bad pushes refused meanwhile", None)


def main() -> None:
    """Measure, or be the attacker."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sequential", type=int, default=SEQUENTIAL)
    parser.add_argument("--attack", nargs=3, metavar=("FOLDER", "CHANNEL", "ADDRESS"))
    arguments = parser.parse_args()
    if arguments.attack:
        folder, channel, address = arguments.attack
        attack(Path(folder), channel, address)
        return
    folder = Path(tempfile.mkdtemp(prefix="detente-bench-"))
    nodes: list[Any] = []
    try:
        nodes.extend(bench_line.start(folder, party) for party in ("amber", "cobalt", "visitor"))
        asyncio.run(measure(folder, nodes, arguments.sequential))
    finally:
        for node in nodes:
            node.process.terminate()
        for node in nodes:
            node.process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
