"""The outside alarm of a running node: an unread FLASH, a mail, an acknowledgement, the end."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec

from detente.core.airspace.gazetteer import Gazetteer
from detente.serve import home as homes
from detente.serve.alarm.settings import AlarmSettings, MailWay, Way, WebhookWay
from detente.serve.app import Hooks, Running, build
from tests.support.outside import MailServer, Receiver, settings, siren

ALERT = {"situation": "inside", "point": {"lat_e7": 355_000_000, "lon_e7": 357_000_000}}


@dataclass
class Clock:
    """The real clock, put forward by hand."""

    ahead_ms: int = 0

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead_ms

    def forward(self, seconds: int) -> None:
        """Let time pass."""
        self.ahead_ms += seconds * 1_000


def made(folder: Path, party: str, clock: Clock, alarms: AlarmSettings | None = None) -> Running:
    """A node's parts, with these alarm settings."""
    chosen = homes.Settings(
        listen="127.0.0.1:0", peer_listen="127.0.0.1:0", alarms=alarms or AlarmSettings()
    )
    path = folder / party
    if not path.exists():
        homes.init(path, party, party.title(), settings=chosen)
    return build(homes.load(path), Hooks(clock=clock, gazetteer=lambda: Gazetteer(())))


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


async def look(running: Running) -> None:
    """Look once, and let all that is being said come to its end."""
    assert running.outside is not None
    await running.outside.look()
    await asyncio.gather(*(line.task for line in running.outside._lines if line.task is not None))


async def join(at_amber: httpx.AsyncClient, at_cobalt: httpx.AsyncClient) -> str:
    """A channel between the two; its id."""
    opened = await at_amber.post("/v1/channels", json={"slug": "coast", "name": "Coast"})
    channel: str = opened.json()["channel"]
    invited = await at_amber.post(f"/v1/channels/{channel}/invites")
    text = {"invitation": invited.json()["invitation"]}
    assert (await at_cobalt.post("/v1/joins", json=text)).status_code == 201
    return channel


async def alarms(at: httpx.AsyncClient) -> list[dict[str, Any]]:
    """The alarms that stand at a node."""
    found: list[dict[str, Any]] = (await at.get("/v1/alarms")).json()["alarms"]
    return found


async def flash(at: httpx.AsyncClient, running: Running, channel: str) -> tuple[str, str]:
    """A FLASH, delivered: the path of its line's messages, and its number."""
    await until(running.peers.quiet)
    line = f"/v1/lines/{channel}/ACTUAL/messages"
    sent = await at.post(line, json={"format": "AEN", "fields": ALERT})
    assert sent.status_code == 201, sent.text
    await until(running.peers.quiet)
    return line, sent.json()["number"]


def woken(mail: MailServer) -> int:
    """How many mails spoke of an unread FLASH, other than that it is over."""
    texts = [str(one.get_payload()) for one in mail.mails]
    return sum("URGENT: a FLASH is unread" in text for text in texts)


def ways(tmp_path: Path, hook: Receiver, mail: MailServer) -> tuple[Way, ...]:
    """A siren, a mail desk and a pager."""
    desk = MailWay(
        name="desk",
        host="127.0.0.1",
        port=mail.port,
        tls="none",
        sender="amber@ops.example",
        to=("desk@ops.example",),
    )
    pager = WebhookWay(name="pager", url=hook.url, says="kind")
    return (siren(tmp_path / "siren", tmp_path / "told"), desk, pager)


def test_an_unread_flash_goes_out_by_every_way_until_somebody_knows(tmp_path: Path) -> None:
    """Cobalt's FLASH lies unread for a minute: siren, mail and pager; repeated; acknowledged; over.

    The alarm and its acknowledgement survive a restart.
    """

    async def body(hook: Receiver, mail: MailServer) -> None:
        clock = Clock()
        chosen = settings(*ways(tmp_path, hook, mail))
        amber = made(tmp_path, "amber", clock, chosen)
        cobalt = made(tmp_path, "cobalt", clock)
        await amber.start()
        await cobalt.start()
        async with client(amber) as at_amber, client(cobalt) as at_cobalt:
            channel = await join(at_amber, at_cobalt)
            line, number = await flash(at_cobalt, cobalt, channel)
            await look(amber)
            assert await alarms(at_amber) == []

            clock.forward(61)
            await look(amber)
            (standing,) = await alarms(at_amber)
            assert (standing["kind"], standing["number"]) == ("unread-flash", number)
            assert standing["said"] == 3
            assert number in (tmp_path / "told").read_text("utf-8")
            assert number in str(mail.mails[0].get_payload())
            assert number not in hook.posts[0][1].decode()
            assert not [post for _, post in hook.posts if b"35500" in post]

            await look(amber)
            assert woken(mail) == 1
            clock.forward(301)
            await look(amber)
            assert woken(mail) == 2

            known = await at_amber.post(f"/v1/alarms/{standing['alarm']}/acknowledge")
            assert known.status_code == 201, known.text
            clock.forward(301)
            await look(amber)
            assert woken(mail) == 2
        await amber.stop()

        again = made(tmp_path, "amber", clock)
        await again.start()
        async with client(again) as at_amber:
            (kept,) = [one for one in await alarms(at_amber) if one["kind"] == "unread-flash"]
            assert kept["acknowledged_by"] == "admin"
            await look(again)
            assert woken(mail) == 2
            await at_amber.post(f"{line}/{number}/read")
            await look(again)
            assert "unread-flash" not in {one["kind"] for one in await alarms(at_amber)}
        await again.stop()
        await cobalt.stop()

    with Receiver() as hook, MailServer(tmp_path) as mail:
        asyncio.run(body(hook, mail))


def test_a_peer_that_is_gone_and_a_full_disk_are_said_and_end(tmp_path: Path) -> None:
    """Cobalt's node is off for five minutes and the disk fills up; both come back."""

    async def body(hook: Receiver) -> None:
        clock, free = Clock(), [10**12]
        pager = WebhookWay(name="pager", url=hook.url, every_s=1)
        amber = made(tmp_path, "amber", clock, settings(pager))
        cobalt = made(tmp_path, "cobalt", clock)
        await amber.start()
        await cobalt.start()
        assert amber.outside is not None
        amber.outside._disk_free = lambda: free[0]
        async with client(amber) as at_amber, client(cobalt) as at_cobalt:
            await join(at_amber, at_cobalt)
            await until(amber.peers.quiet)
            await cobalt.peers.cut()
            await asyncio.sleep(0.2)
            await look(amber)
            free[0] = 1_000
            clock.forward(299)
            await look(amber)
            assert {one["kind"] for one in await alarms(at_amber)} == {"disk-low"}
            clock.forward(2)
            await look(amber)
            assert {one["kind"] for one in await alarms(at_amber)} == {"disk-low", "peer-gone"}
            cobalt.peers.mend()
            await until(amber.peers.quiet)
            free[0] = 10**12
            clock.forward(2)
            await look(amber)
            assert await alarms(at_amber) == []
            last = json.loads(hook.posts[-1][1])
            assert {item["over"] for item in last["alarms"]} == {True}
        await amber.stop()
        await cobalt.stop()

    with Receiver() as hook:
        asyncio.run(body(hook))


def test_a_way_that_hangs_delays_neither_the_line_nor_the_other_ways(tmp_path: Path) -> None:
    """One webhook never answers: the other is told, officers are served, the node stops in time."""

    async def body(slow: Receiver, quick: Receiver) -> None:
        clock, free = Clock(), [1]
        hanging = WebhookWay(name="hanging", url=slow.url)
        working = WebhookWay(name="working", url=quick.url)
        amber = made(tmp_path, "amber", clock, settings(hanging, working))
        await amber.start()
        assert amber.outside is not None
        amber.outside._disk_free = lambda: free[0]
        await amber.outside.look()
        async with client(amber) as at_amber:
            await until(_posted(quick))
            assert [one.busy for one in amber.outside._lines] == [True, False]
            began = time.monotonic()
            for at in range(20):
                body = {"officer": f"desk-{at}", "role": "observer"}
                assert (await at_amber.post("/v1/officers", json=body)).status_code == 201
            assert time.monotonic() - began < 5
            for _ in range(3):
                clock.forward(400)
                await amber.outside.look()
            assert len(slow.posts) == 1
        began = time.monotonic()
        await amber.stop()
        assert time.monotonic() - began < 5

    with Receiver(wait_s=60) as slow, Receiver() as quick:
        asyncio.run(body(slow, quick))


def _posted(receiver: Receiver) -> Callable[[], Awaitable[bool]]:
    async def found() -> bool:
        return bool(receiver.posts)

    return found


def test_a_test_tells_how_each_way_went(tmp_path: Path) -> None:
    """One way works, one does not: the administrator sees which, and why; an observer may not."""

    async def body(hook: Receiver) -> None:
        good = WebhookWay(name="good", url=hook.url)
        bad = WebhookWay(name="bad", url="http://127.0.0.1:9/nobody")
        amber = made(tmp_path, "amber", Clock(), settings(good, bad))
        await amber.start()
        async with client(amber) as at_amber:
            tried = (await at_amber.post("/v1/alarms/test")).json()["ways"]
            assert [(one["name"], one["ok"]) for one in tried] == [("good", True), ("bad", False)]
            assert "ConnectError" in tried[1]["detail"]
            assert json.loads(hook.posts[0][1])["test"] is True
            made_token = await at_amber.post(
                "/v1/officers", json={"officer": "eye", "role": "observer"}
            )
            token = {"authorization": f"Bearer {made_token.json()['token']}"}
            for path in ("/v1/alarms/test", "/v1/alarms/1/acknowledge", "/v1/handovers"):
                assert (await at_amber.post(path, headers=token)).status_code == 403
            for number in ("0", "abc", "99"):
                missing = await at_amber.post(f"/v1/alarms/{number}/acknowledge")
                assert missing.status_code in (404, 422)
        await amber.stop()

    with Receiver() as hook:
        asyncio.run(body(hook))


def test_a_busy_writer_is_asked_again_later(tmp_path: Path) -> None:
    """When the queue is full the look is put off; the alarm goes on looking, and ends when told."""

    async def body() -> None:
        amber = made(tmp_path, "amber", Clock(), settings())
        await amber.start()
        assert amber.outside is not None
        await look(amber)
        await amber.writer.stop()
        assert amber.outside._task is not None
        amber.outside._look_s = 0.01
        await amber.outside.stop()
        amber.outside.start()
        async with asyncio.timeout(5):
            await amber.outside._task
        await amber.stop()

    asyncio.run(body())


def test_settings_come_back_from_their_file(tmp_path: Path) -> None:
    """What `init` writes is what `load` reads, every way with its kind."""
    chosen = settings(WebhookWay(name="w", url="https://a.example/"), repeat_s=60)
    chosen = msgspec.structs.replace(chosen, line_check_h={"*": 6})
    home = homes.init(tmp_path / "a", "amber", "Amber", settings=homes.Settings(alarms=chosen))
    assert homes.load(home.path).settings.alarms == chosen
