"""Sessions while the node runs: whose a secret is, when its screen was last heard, when it ends.

What stands in the record (who, since when, by which means) is the core's; here is what passes: when
something was last heard. After a start every session counts as just heard, so that a restart signs
nobody out. Owned by the loop.
Not here: cookies (http/browser.py), which links and passkeys are good (core.watch.sessions).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from detente.core.line.message import Role
from detente.core.units import MS_PER_HOUR, MS_PER_MIN
from detente.core.watch.sessions import IDLE_MS
from detente.node.inputs import Done, EndSession, MakeSignInLink
from detente.node.sessions import held_session
from detente.serve.invite import secret_sha256

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.core.watch.sessions import Session
    from detente.node.inputs import Actor
    from detente.node.node import Node
    from detente.serve.writer import Writer

TOKEN_BYTES: Final = 32  # nobody guesses one of 2^256; a guess costs one hash and one look-up
FIRST_LINK_MS: Final = MS_PER_HOUR  # whoever starts a node for the first time reads on before
SWEEP_MS: Final = MS_PER_MIN  # an idle session ends within a minute of its hour
KNOWN_MAX: Final = 1_024  # remembered on the loop's side; forgotten ones are asked for again

log = structlog.get_logger("detente.sessions")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that stands: whose it is, and when it began and ends at the latest (UTC ms)."""

    session: int
    actor: Actor
    means: str
    since_ms: int
    until_ms: int
    secret_sha256: str


class SignIns:
    """Who is signed in, for the API."""

    def __init__(self, writer: Writer, clock: Callable[[], int]) -> None:
        self._writer = writer
        self._clock = clock
        self._began_ms = clock()
        self._swept_ms = self._began_ms
        self._heard: dict[int, int] = {}
        self._known: dict[str, SignedIn] = {}
        self._age = writer.access_age

    async def find(self, secret: bytes) -> SignedIn | None:
        """The session with this secret, and its screen is heard; None when there is none."""
        return await self.standing(secret_sha256(secret))

    async def standing(self, secret_sha256: str) -> SignedIn | None:
        """The session whose secret has this SHA-256 (hex), while it has not ended."""
        now_ms = self._clock()
        found = await self._look(secret_sha256, now_ms)
        if found is None or now_ms >= found.until_ms:
            return None
        if now_ms - self.heard_ms(found.session) >= IDLE_MS:
            await self._end_idle(found.session)
            return None
        self._heard[found.session] = now_ms
        return found

    def heard_ms(self, session: int) -> int:
        """When the session's screen was last heard; not before this node's start."""
        return self._heard.get(session, self._began_ms)

    async def advance(self) -> None:
        """End the sessions whose screens have not been heard for too long, now and then."""
        now_ms = self._clock()
        if now_ms - self._swept_ms < SWEEP_MS:
            return
        self._swept_ms = now_ms
        live = await self._writer.query(_serials)
        self._heard = {key: ms for key, ms in self._heard.items() if key in live}
        for session, since_ms in live.items():
            if now_ms - max(since_ms, self.heard_ms(session)) >= IDLE_MS:
                await self._end_idle(session)

    async def _end_idle(self, session: int) -> None:
        await self._writer.submit(EndSession(None, session))
        log.info("session ended", session=session, why="idle")

    async def _look(self, secret_sha256: str, now_ms: int) -> SignedIn | None:
        if self._age != self._writer.access_age:
            self._known.clear()
            self._age = self._writer.access_age
        known = self._known.get(secret_sha256)
        if known is not None:
            return known
        age = self._age
        found = await self._writer.query(
            lambda node: held_session(node.state, secret_sha256, now_ms)
        )
        if found is None:
            return None
        signed = _signed_in(*found)
        self._heard.setdefault(signed.session, max(signed.since_ms, self._began_ms))
        if age == self._writer.access_age:
            if len(self._known) >= KNOWN_MAX:
                self._known.clear()
            self._known[secret_sha256] = signed
        return signed


def _signed_in(session: Session, actor: Actor) -> SignedIn:
    begun = session.begun
    return SignedIn(
        begun.session, actor, begun.means, session.since_ms, begun.until_ms, begun.secret_sha256
    )


def _serials(node: Node) -> dict[int, int]:
    """Every live session's serial and beginning."""
    return {one.begun.session: one.since_ms for one in node.state.sessions.live.values()}


async def first_link(writer: Writer, clock: Callable[[], int]) -> tuple[str, str] | None:
    """An administrator's handle and a link's token, while nobody ever had one; else None."""

    def who(node: Node) -> str | None:
        known = node.state.sessions
        if known.last or known.links:
            return None
        officers = node.state.officers.values()
        heads = [one.officer for one in officers if one.role is Role.ADMINISTRATOR]
        return min(heads, default=None)

    officer = await writer.query(who)
    if officer is None:
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = secret_sha256(token.encode())
    made = MakeSignInLink(None, officer, digest, clock() + FIRST_LINK_MS)
    outcome = await writer.submit(made)
    return (officer, token) if isinstance(outcome, Done) else None
