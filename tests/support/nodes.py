"""Real nodes as real processes over real TLS, for every test that needs the whole product.

    with two_nodes(tmp_path) as (amber, cobalt): ...

gives Amber and Cobalt joined on one channel, each with its API's base URL and its administrator's
token. Ports are ephemeral; a node that is killed and started again comes back on the same ones.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from detente.serve import home as homes
from detente.sim.serving import SERVE, spawn, wait_ready

READY_S: Final = 20.0  # two cores, shared with other tests
SETTLED_S: Final = 10.0
SLOW_POLL_S: Final = 0.02


@dataclass(slots=True)
class RunningNode:
    """One node's process, home, token and base URL; `client` speaks as its administrator."""

    home: Path
    party: str
    token: str
    process: subprocess.Popen[Any]
    command: tuple[str, ...]
    url: str = ""
    peer_address: str = ""
    client: httpx.Client = field(default_factory=httpx.Client)

    def get(self, path: str, **query: str | int | bool) -> Any:
        """The JSON at a path; fails the test on any other status than 200."""
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object = None, status: int = 201) -> Any:
        """Post JSON; fails the test on another status."""
        answer = self.client.post(path, json={} if body is None else body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def kill(self) -> None:
        """SIGKILL: what a power cut leaves, as far as a process can tell."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """SIGTERM, and its exit code."""
        self.process.terminate()
        return self.process.wait(15)

    def start(self) -> None:
        """Start it again in the same home, and wait until it serves."""
        self.process = spawn(self.home, self.log, self.command)
        self.wait_ready()

    def wait_ready(self) -> None:
        """Wait until this process has written run.json and answers."""
        info = wait_ready(self.home, self.process, self.log, READY_S)
        self.url, self.peer_address = info.api, info.peer_address
        self.client.close()
        self.client = self.speak_as(self.token)

    def speak_as(self, token: str) -> httpx.Client:
        """A client with another officer's token."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=15.0, trust_env=False)

    @property
    def log(self) -> Path:
        """The process's standard error."""
        return self.home.with_suffix(".log")


def start_node(
    home: Path,
    party: str,
    *,
    command: tuple[str, ...] = SERVE,
    settings: homes.Settings | None = None,
    wait: bool = True,
) -> RunningNode:
    """Make a home, unless it is there, and start its node. command: gets the home as last word."""
    if not home.exists():
        ephemeral = homes.Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
        homes.init(home, party, party.title(), utc_offset_min=120, settings=settings or ephemeral)
    token = (home / "admin.token").read_text().strip()
    process = spawn(home, home.with_suffix(".log"), command)
    node = RunningNode(home, party, token, process, command)
    if wait:
        node.wait_ready()
    return node


@contextlib.contextmanager
def stopping(*nodes: RunningNode) -> Iterator[None]:
    """End these processes however the test ends."""
    try:
        yield
    finally:
        for node in nodes:
            node.client.close()
            if node.process.poll() is None:
                node.process.kill()
        for node in nodes:
            node.process.wait(10)


def open_channel(
    inviter: RunningNode, *joiners: RunningNode, slug: str = "coast", kind: str = "safety"
) -> str:
    """A channel opened by the first and joined by the others; returns its id."""
    body = {"slug": slug, "name": slug.title(), "kind": kind}
    channel: str = inviter.post("/v1/channels", body)["channel"]
    for joiner in joiners:
        made = inviter.post(f"/v1/channels/{channel}/invites", {"minutes": 10})
        joined = joiner.post("/v1/joins", {"invitation": made["invitation"]})
        assert joined["fingerprint"] == made["fingerprint"]
    for node in (inviter, *joiners):
        settled(lambda node=node: all_up(node))  # type: ignore[misc]  # bound at once
    return channel


def all_up(node: RunningNode) -> bool:
    """Whether every link of the node is up and every peer holds all."""
    peers = node.get("/v1/peers")
    return bool(peers) and all(one["link"] == "up" and one["behind"] == 0 for one in peers)


def settled(condition: Callable[[], bool], seconds: float = SETTLED_S) -> None:
    """Wait until the condition holds; fails the test when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not settled in {seconds} s: {condition}"
        time.sleep(SLOW_POLL_S)


@dataclass(frozen=True, slots=True)
class Pair:
    """Amber and Cobalt, joined on `channel`."""

    amber: RunningNode
    cobalt: RunningNode
    channel: str

    @property
    def line(self) -> str:
        """The path of their line in ACTUAL."""
        return f"/v1/lines/{self.channel}/ACTUAL"


@contextlib.contextmanager
def two_nodes(folder: Path, *, command: tuple[str, ...] = SERVE) -> Iterator[Pair]:
    """Amber and Cobalt as two processes, joined on one channel, links up."""
    amber = start_node(folder / "amber", "amber", command=command, wait=False)
    cobalt = start_node(folder / "cobalt", "cobalt", command=command, wait=False)
    with stopping(amber, cobalt):
        amber.wait_ready()
        cobalt.wait_ready()
        yield Pair(amber, cobalt, open_channel(amber, cobalt))
