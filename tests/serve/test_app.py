"""A node's parts as a player uses them: built with hooks, links cut and mended, then stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.line.message import Role
from detente.node.inputs import Actor, AddOfficer, Done
from detente.node.node import Node
from detente.serve import home as homes
from detente.serve.app import Hooks, Pool, Running, build
from detente.serve.http.table import Call, Route

EPHEMERAL = homes.Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
ADMIN = Actor("admin", Role.ADMINISTRATOR)


async def hidden(_call: Call) -> dict[str, bool]:
    """A route that only a player adds."""
    return {"player": True}


EXTRA = Route("GET", "/v1/player", hidden, "Only for players", None)


def made(folder: Path, party: str, hooks: Hooks) -> Running:
    """A fresh node's parts."""
    path = folder / party
    home = (
        homes.load(path)
        if path.exists()
        else homes.init(path, party, party.title(), settings=EPHEMERAL)
    )
    return build(home, hooks)


def client(running: Running) -> httpx.AsyncClient:
    """Its administrator's client."""
    token = running.home.token_path.read_text().strip()
    headers = {"authorization": f"Bearer {token}"}
    return httpx.AsyncClient(base_url=running.info.api, headers=headers, trust_env=False)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the condition holds, at most 10 s."""
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110 - asked, never announced
            await asyncio.sleep(0.01)


def behind(party: str) -> Callable[[Node], int]:
    """How many entries a peer has not cosigned yet."""
    return lambda node: sum(
        node.kept(journal) - node.cosigned(journal, party) for journal in node.journals_for(party)
    )


def test_links_can_be_cut_and_mended(tmp_path: Path) -> None:
    """A drill cuts Cobalt off, a message waits, the links are mended, and all falls quiet."""

    async def body() -> None:
        hooks = Hooks(gazetteer=lambda: Gazetteer(()), routes=(EXTRA,))
        amber, cobalt = made(tmp_path, "amber", hooks), made(tmp_path, "cobalt", hooks)
        await amber.start()
        await cobalt.start()
        async with client(amber) as at_amber, client(cobalt) as at_cobalt:
            assert (await at_amber.get("/v1/player")).json() == {"player": True}
            body = {"slug": "coast", "name": "Coast"}
            channel = (await at_amber.post("/v1/channels", json=body)).json()["channel"]
            invited = (await at_amber.post(f"/v1/channels/{channel}/invites")).json()
            text = {"invitation": invited["invitation"]}
            assert (await at_cobalt.post("/v1/joins", json=text)).status_code == 201
            await until(amber.peers.quiet)

            await cobalt.peers.cut()
            line = f"/v1/lines/{channel}/EXERCISE/messages"
            sent = await at_amber.post(line, json={"format": "LCK"})
            assert sent.status_code == 201, sent.text
            await asyncio.sleep(0.3)
            assert not await amber.peers.quiet()
            assert await amber.writer.query(behind("cobalt")) > 0
            cobalt.peers.mend()
            await until(amber.peers.quiet)
            await until(cobalt.peers.quiet)
            assert len((await at_cobalt.get(line)).json()) == 1
        await amber.stop()
        await cobalt.stop()

    asyncio.run(body())


def test_a_restart_keeps_ports_and_record(tmp_path: Path) -> None:
    """Stopped and built again: the same address, the same entries, no second first officer."""

    async def body() -> None:
        hooks = Hooks(gazetteer=lambda: Gazetteer(()), ticking=False)
        first = made(tmp_path, "amber", hooks)
        await first.start()
        outcome = await first.writer.submit(
            AddOfficer(ADMIN, "watch-1", Role.DUTY_OFFICER, "00" * 32)
        )
        assert isinstance(outcome, Done)
        await first.stop()
        second = made(tmp_path, "amber", hooks)
        await second.start()
        assert second.info.peer_address == first.info.peer_address
        assert second.node.position == outcome.position
        await second.stop()

    asyncio.run(body())


def test_a_route_cannot_be_taken_twice(tmp_path: Path) -> None:
    """A player's route that stands in the table already is our bug, found at once."""
    taken = Route("GET", "/v1/status", hidden, "Taken", None)
    with pytest.raises(AssertionError, match="two routes"):
        made(tmp_path, "amber", Hooks(gazetteer=lambda: Gazetteer(()), routes=(taken,)))


def test_no_random_byte_is_given_twice() -> None:
    """Salts drawn in advance are the system's bytes in their order, each once."""
    drawn = iter(range(1 << 20))
    pool = Pool(lambda size: b"".join(next(drawn).to_bytes(4, "big") for _ in range(size // 4)))
    seen = [pool(32) for _ in range(300)]
    assert len(set(seen)) == 300
    assert b"".join(seen)[:8] == bytes((0, 0, 0, 0, 0, 0, 0, 1))
