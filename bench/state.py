"""How long a line's state takes to be rebuilt from its journals, and a message to be rendered.

The record is made by two real nodes' logic over SQLite: every format of the first family that an
officer uses all day, read back, confirmed, answered, corrected, cancelled, a few in drafts before.
Then a fresh node is started over the same file without a snapshot, and timed until its state
stands: every entry read, its signature's tree rebuilt, folded, every volume in the picture. What it
then says of a sample of messages must be what the first node said, or there is no figure.
Reference of the rebuild: reading the same entries from the file without folding them.
Making the record takes some minutes; --messages takes fewer. Prints one JSON object a line.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median

from bench.start import LINE, Talk, activity, node_of
from bench.support import figures
from detente.core.line.commands import (
    Answer,
    Cancel,
    Command,
    Confirm,
    Correct,
    Read,
    ReadBack,
)
from detente.core.line.tables import FORMATS
from detente.core.line.words import field_lines
from detente.core.values import Json
from detente.journal.engines.sqlite import SqliteStore
from detente.node import views
from detente.node.node import Node
from detente.serve import home as homes
from detente.serve.home import Settings, init
from detente.tongues.catalogue import shipped
from detente.tongues.examples import Example, example
from detente.tongues.render import text_of
from detente.wire.native import MessageView

MESSAGES = 100_000  # of both sides on one channel, receipts counted
BATCH = 100  # notices made at once
PACK_EVERY = 20  # batches between two packings of finished messages, while the record is made
RENDERED = 2_000  # messages said in each language
SAMPLE = 200  # messages compared between the first node and the rebuilt one

show = partial(figures.show, "state")


def fill(talk: Talk, messages: int) -> int:
    """Fill the line with notices and their whole ladders; returns how many messages there are."""
    dice, rounds = random.Random(11), 0
    amber, cobalt = talk.nodes
    held = amber.state.line(LINE).messages
    while len(held) < messages:
        rounds += 1
        here, there = (amber, cobalt) if rounds % 2 else (cobalt, amber)
        notices = talk.do(here, [activity(dice) for _ in range(BATCH)])
        talk.do(there, [Read(number) for number in notices])
        readbacks = talk.do(there, [ReadBack(number) for number in notices])
        talk.do(here, [Confirm(number) for number in readbacks])
        talk.do(there, [Answer(number, "WILCO") for number in notices])
        changes: list[Command] = [Cancel(number) for number in notices[: BATCH // 2]]
        changes += [Correct(n, {"number_band": "2-4"}) for n in notices[BATCH // 2 : -BATCH // 5]]
        changed = talk.do(here, changes)
        talk.do(there, [Answer(number, "NOTED") for number in changed])
        if rounds % PACK_EVERY == 0:
            for node in talk.nodes:
                node.state.pack()
            print(f"{len(held)} of {messages} messages made", file=sys.stderr, flush=True)
    return len(held)


def sample(node: Node) -> list[MessageView]:
    """Every so many-th message as the node shows it."""
    numbers = list(node.state.line(LINE).messages)
    chosen = numbers[:: max(1, len(numbers) // SAMPLE)]
    found = [views.message(node, LINE, number) for number in chosen]
    return [view for view in found if view is not None]


def rebuild(folder: Path, messages: int) -> None:
    """Make the record, rebuild a node from it, compare, and say how long it took."""
    settings = Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
    nodes = []
    for party in ("amber", "cobalt"):
        init(folder / party, party, f"Bench {party}", settings=settings)
        nodes.append(node_of(homes.load(folder / party)))
    began = time.monotonic()
    count = fill(Talk(nodes[0], nodes[1]), messages)
    made_s = time.monotonic() - began
    before, entries = sample(nodes[0]), nodes[0].position
    show("record_s", made_s, "s", f"{count} messages, {entries} entries made", None)
    for node in nodes:
        node.stored().close()
    home = homes.load(folder / "amber")
    read_s = time_to_read(home)
    gc.disable()  # as `detente serve` starts
    began, began_cpu = time.monotonic(), time.process_time()
    again = node_of(home)
    gc.freeze()
    took_s, cpu_s = time.monotonic() - began, time.process_time() - began_cpu
    gc.enable()
    if again.position != entries or sample(again) != before:
        raise SystemExit("the rebuilt node says something else than the one that wrote the record")
    name = "100k" if messages == MESSAGES else str(messages)
    show(f"rebuild_s_{name}", took_s, "s", "reading the same entries", took_s / read_s)
    show(f"rebuild_cpu_s_{name}", cpu_s, "s", "processor time of the same", None)
    show(f"rebuild_us_{name}", cpu_s * 1e6 / count, "us", "processor time of each message", None)
    again.stored().close()


def time_to_read(home: homes.Home) -> float:
    """Seconds to read every entry from the file, folding none."""
    store = SqliteStore(home.journal_path)
    began = time.monotonic()
    for _ in store.replay(0):
        pass
    took_s = time.monotonic() - began
    store.close()
    return took_s


def render() -> None:
    """One message in four languages, the words alone: each format in turn, other values each time.

    Reference: the record's own English of the same fields, which is no template.
    """
    dice, tongues = random.Random(12), tuple(shipped().values())
    shown = [example(fmt) for fmt in FORMATS.values()]
    for one, tongue in product(shown, tongues):
        text_of(one.message, tongue, one.around)  # templates are found once
    took, plain = [], []
    for _ in range(RENDERED):
        one = other_values(dice.choice(shown), dice)
        began = time.perf_counter()
        for tongue in tongues:
            text_of(one.message, tongue, one.around)
        took.append(time.perf_counter() - began)
        began = time.perf_counter()
        field_lines(FORMATS[one.message.format], one.message.fields, 0, one.around.subject)
        plain.append(time.perf_counter() - began)
    took_s = median(took)
    show("render_us", took_s * 1e6, "us", "plain English of the fields", took_s / median(plain))


def other_values(one: Example, dice: random.Random) -> Example:
    """The same message with other numbers, places and times: nothing is said from memory."""
    by_ms, by_e7 = dice.randrange(10**9) * 1_000, dice.randrange(10**6)

    def other(name: str, value: Json) -> Json:
        if isinstance(value, Mapping):
            return {key: other(key, item) for key, item in value.items()}
        if isinstance(value, list):
            return [other(name, item) for item in value]
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        moved = {"ms": by_ms if not name.startswith("every") else 0, "e7": by_e7}
        return value + moved.get(name.rpartition("_")[2], 0)

    fields = {name: other(name, value) for name, value in one.message.fields.items()}
    number = f"AMBER-2026-{by_e7:04d}"
    return replace(one, message=replace(one.message, number=number, fields=fields))


def main() -> None:
    """Rebuild the state, then render."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--render", action="store_true", help="only the rendering")
    arguments = parser.parse_args()
    render()
    if arguments.render:
        return
    folder = Path(tempfile.mkdtemp(prefix="detente-bench-"))
    try:
        rebuild(folder, arguments.messages)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
