"""A node in this process with a held clock, and a browser of sorts in front of it.

`Browser` keeps cookies and sends with each change what our own page would; each of these can be
left out or forged by a test.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx

from detente.serve import home as homes
from detente.serve.app import Hooks, Running, build
from detente.serve.sign_in import SignInSettings

T0_MS: Final = 1_790_000_000_000
_T = TypeVar("_T")


@dataclass(slots=True)
class HeldClock:
    """Shows what it was told."""

    now_ms: int = T0_MS

    def __call__(self) -> int:
        """UTC milliseconds."""
        return self.now_ms

    def pass_ms(self, ms: int) -> None:
        """Let time pass."""
        self.now_ms += ms


@dataclass(slots=True)
class Browser:
    """A browser at the node's `localhost` address. own: what it says with a change."""

    base: str
    client: httpx.AsyncClient
    own: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, body: object = None, **more: Any) -> httpx.Response:
        """One request as our own page sends it; headers in `more` go before those."""
        headers = {**self.own, **more.pop("headers", {})}
        kept = {name: value for name, value in headers.items() if value}
        if body is not None:
            more["json"] = body
        return await self.client.request(method, path, headers=kept, **more)

    async def sign_in(self, token: str) -> httpx.Response:
        """Use a link up."""
        return await self.ask("POST", "/v1/session", {"link": token})


@dataclass(slots=True)
class Desk:
    """A running node, its clock, and its administrator's own client (by token)."""

    running: Running
    clock: HeldClock
    admin: httpx.AsyncClient
    opened: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Where a browser opens the console."""
        return f"http://localhost:{self.running.info.api_port}"

    def browser(self, base: str = "") -> Browser:
        """A fresh browser without cookies."""
        base = base or self.base
        own = {"x-detente": "console", "origin": base, "sec-fetch-site": "same-origin"}
        client = httpx.AsyncClient(base_url=base, trust_env=False, timeout=15)
        self.opened.append(client)
        return Browser(base, client, own)

    async def link(self, officer: str = "", **body: Any) -> str:
        """A link's token."""
        answer = await self.admin.post("/v1/sign-in-links", json={"officer": officer, **body})
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["token"]
        return token

    async def officer(self, name: str, role: str = "duty officer") -> str:
        """A new officer's token."""
        answer = await self.admin.post("/v1/officers", json={"officer": name, "role": role})
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["token"]
        return token

    async def signed_in(self, officer: str = "") -> Browser:
        """A browser in which the officer (or the administrator) has signed in by a link."""
        browser = self.browser()
        answer = await browser.sign_in(await self.link(officer))
        assert answer.status_code == 201, answer.text
        return browser

    async def kinds(self) -> list[str]:
        """The kinds of all entries of the record, in local order."""
        answer = await self.admin.get("/v1/events", params={"limit": 1000})
        return [one["kind"] for one in answer.json()]


def make_home(
    path: Path,
    party: str = "amber",
    sign_in: SignInSettings | None = None,
    listen: str = "127.0.0.1:0",
) -> Path:
    """A home whose node listens where there is room, made unless it is there."""
    if not path.exists():
        settings = homes.Settings(
            listen=listen,
            peer_listen="127.0.0.1:0",
            sign_in=sign_in or SignInSettings(),
        )
        homes.init(path, party, party.title(), settings=settings)
    return path


@asynccontextmanager
async def serving(home: Path, clock: HeldClock) -> AsyncIterator[Desk]:
    """Serve the node of a home in this process."""
    running = await asyncio.to_thread(build, homes.load(home), Hooks(clock=clock, ticking=False))
    await running.start()
    token = (home / "admin.token").read_text("ascii").strip()
    admin = httpx.AsyncClient(
        base_url=running.info.api,
        headers={"authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=15,
    )
    desk = Desk(running, clock, admin)
    try:
        yield desk
    finally:
        for client in (admin, *desk.opened):
            await client.aclose()
        await running.stop()


def at_a_desk(
    tmp_path: Path,
    story: Callable[[Desk], Awaitable[_T]],
    sign_in: SignInSettings | None = None,
) -> _T:
    """Play a story at a fresh node."""

    async def whole() -> _T:
        async with serving(make_home(tmp_path / "amber", sign_in=sign_in), HeldClock()) as desk:
            return await story(desk)

    return run(whole())


def run(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run to the end."""
    return asyncio.run(coroutine)
