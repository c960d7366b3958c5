"""What a console asks of a node: how long it waits for each answer, and for a FLASH to reach it.

Over a record of so many messages, made as bench/start.py makes it and served by `detente serve` as
it ships: the first screen, the newest hundred messages, a search through all of them that finds
nothing, the picture over a day, and one entry with its proofs. What is typed is asked of a node
with a short record: a check with its preview in four languages, and a place. `flash_stream_ms` is
from the release at one real node (its request's first byte) to the item on the other's live stream:
durable at both, mutual TLS between them. Reference: `/v1/health` in the same run, which asks
nothing of the writer. Prints one JSON object a line. Run it alone.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.start import make_record, node_of
from bench.support import figures
from detente.serve import home as homes
from detente.serve.home import Settings, init

TIMES = 50  # of each question; its median is the figure
FLASHES = 200
SETTLE_S = 60.0
HOUR_MS = 3_600_000
show = partial(figures.show, "asking")


class Asker:
    """One keep-alive connection to a serving node, as its administrator."""

    def __init__(self, home: Path) -> None:
        info = json.loads((home / "run.json").read_text("utf-8"))
        host, _, port = info["api"].rpartition("/")[2].rpartition(":")
        token = (home / "admin.token").read_text("ascii").strip()
        self.connection = http.client.HTTPConnection(host, int(port), timeout=60)
        self.headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def ask(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - what JSON says
        """The JSON that answers; ends the run on a refusal."""
        data = None if body is None else json.dumps(body)
        self.connection.request(method, path, data, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text[:500]!r}")
        return json.loads(text) if text else None


def serve(home: Path) -> subprocess.Popen[bytes]:
    """Serve a home; returns when it answers."""
    (home / "run.json").unlink(missing_ok=True)
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "detente.cli", "--home", str(home), "serve"],
            stdout=log,
            stderr=log,
        )
    deadline = time.monotonic() + SETTLE_S
    while not (home / "run.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit((home / "serve.log").read_text("utf-8", "replace"))
        time.sleep(0.05)
    return process


def timed(question: Callable[[], object], times: int = TIMES) -> tuple[float, float]:
    """Median and 95th percentile of a question, in milliseconds; the first one warms up."""
    question()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        question()
        found.append((time.perf_counter() - began) * 1_000)
    return statistics.median(found), statistics.quantiles(found, n=20)[-1]


def say(name: str, question: Callable[[], object], least: float, times: int = TIMES) -> None:
    """Print a question's median and tail beside the least answer."""
    median, tail = timed(question, times)
    show(f"{name}_ms_p50", median, "ms", "GET /v1/health", median / least)
    show(f"{name}_ms_p95", tail, "ms", "GET /v1/health", tail / least)


def main() -> None:
    """Make the records, ask, and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--messages", type=int, nargs="*", default=[10_000, 100_000])
    given = options.parse_args()
    for count in given.messages:
        in_folder(partial(measure_record, count=count))
    in_folder(measure_two)


def in_folder(measure: Callable[[Path], None]) -> None:
    """Run in a folder of its own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="detente-bench-"))
    try:
        measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure_record(folder: Path, count: int) -> None:
    """A long record: what looking at it costs."""
    settings = Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
    nodes = []
    for party in ("amber", "cobalt"):
        init(folder / party, party, f"Bench {party}", settings=settings)
        nodes.append(node_of(homes.load(folder / party)))
    make_record(nodes[0], nodes[1], count)
    for node in nodes:
        node.state.pack()
        node.stored().close()
    process = serve(folder / "amber")
    try:
        ask_record(Asker(folder / "amber"), f"{count // 1_000}k")
    finally:
        process.terminate()
        process.wait(60)


def ask_record(asker: Asker, name: str) -> None:
    """The questions of a screen that is opened over a long record."""
    get = partial(asker.ask, "GET")
    least, _ = timed(partial(get, "/v1/health"))
    [line] = [one for one in get("/v1/channels") if one["status"] == "ACTUAL"]
    path = f"/v1/lines/{line['channel']}/ACTUAL"
    position = get("/v1/status")["position"]
    newest = partial(get, f"{path}/messages?newest=true&receipts=false&limit=100")
    say(f"first_screen_{name}", partial(get, "/v1/first-screen"), least)
    say(f"newest_100_{name}", newest, least)
    say(f"unread_{name}", partial(get, f"{path}/messages?newest=true&unread=true"), least)
    say(f"search_{name}", partial(get, f"{path}/messages?find=nowhere"), least, 5)
    say(f"picture_time_{name}", partial(get, f"{path}/picture-over-time"), least, 10)
    say(f"entry_{name}", partial(get, f"/v1/entries/{position // 2}"), least)


def measure_two(folder: Path) -> None:
    """Two real nodes: a FLASH from one to the other's stream, and what is asked while typing."""
    settings = Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
    for party in ("amber", "cobalt"):
        init(folder / party, party, f"Bench {party}", settings=settings)
    running = [serve(folder / party) for party in ("amber", "cobalt")]
    try:
        amber, cobalt = Asker(folder / "amber"), Asker(folder / "cobalt")
        opened = amber.ask("POST", "/v1/channels", {"slug": "bench", "name": "Bench"})
        channel = opened["channel"]
        made = amber.ask("POST", f"/v1/channels/{channel}/invites", {"minutes": 10})
        cobalt.ask("POST", "/v1/joins", {"invitation": made["invitation"]})
        path = f"/v1/lines/{channel}/ACTUAL"
        ask_typing(amber, path)
        flashes(amber, folder / "cobalt", path)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(60)


def ask_typing(asker: Asker, path: str) -> None:
    """What a form asks at each pause of the hand."""
    least, _ = timed(lambda: asker.ask("GET", "/v1/health"))
    start_ms = time.time_ns() // 1_000_000 + 3 * HOUR_MS
    circle = {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "radius_cm": 1_852_000}
    volume = {
        "outline": {"circle": circle},
        "floor": {"cm": 304_800, "reference": "FL"},
        "ceiling": {"cm": 731_520, "reference": "FL"},
        "start_ms": start_ms,
        "end_ms": start_ms + HOUR_MS,
    }
    whole = {"format": "NWA", "fields": {"volume": volume, "hazard": "surface-air"}}
    place = {"kind": "point", "text": "22°54'S 014°24'E"}
    say("check", lambda: asker.ask("POST", f"{path}/checks", whole), least)
    say("place", lambda: asker.ask("POST", f"{path}/places", place), least)
    forms = "/v1/formats?lang=he&table=false"
    say("forms", lambda: asker.ask("GET", forms), least, 10)


class Follower(threading.Thread):
    """Reads a node's live stream; notes when each message's entry stood on it."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self._asker = Asker(home)
        self.ready, self.came = threading.Event(), threading.Event()
        self.seen: dict[str, float] = {}

    def run(self) -> None:
        """Follow until the process ends."""
        connection = self._asker.connection
        connection.request("GET", "/v1/stream", headers=self._asker.headers)
        answer = connection.getresponse()
        self.ready.set()
        while line := answer.readline():
            at = time.perf_counter()
            if not line.startswith(b"data: ") or b'"kind":"message"' not in line:
                continue
            body = json.loads(line[6:])["event"]["body"]
            self.seen[body["message"]["number"]] = at
            self.came.set()


def flashes(amber: Asker, other: Path, path: str) -> None:
    """From the release of a FLASH at one node to the other's screen, one at a time."""
    follower = Follower(other)
    follower.start()
    follower.ready.wait(10)
    body = {"format": "LCK", "fields": {}, "precedence": "FLASH"}
    waited = []
    for _ in range(FLASHES):
        began = time.perf_counter()
        number = amber.ask("POST", f"{path}/messages", body)["number"]
        while number not in follower.seen:
            follower.came.wait(1)
            follower.came.clear()
        waited.append((follower.seen[number] - began) * 1_000)
    least, _ = timed(lambda: amber.ask("GET", "/v1/health"))
    for name, value in (
        ("p50", statistics.median(waited)),
        ("p99", statistics.quantiles(waited, n=100)[-1]),
    ):
        show(f"flash_stream_ms_{name}", value, "ms", "GET /v1/health", value / least)


if __name__ == "__main__":
    main()
