"""Who is signed in at the node's own console: links used once, sessions that end, passkeys.

A session is an officer's for one watch. It ends by itself, when the officer leaves, when nothing
has been heard of its screen for long, and at once when the officer is removed or given another
role. It outlives a restart of the node, because nobody should have to sign in anew at 3 a.m. for
that: so it stands in the record. What was heard when is not in the record; the shell keeps it.
Not here: the secrets themselves, cookies, the ceremonies of passkeys and providers (serve/).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR, MS_PER_MIN
from detente.core.watch.session_events import (
    PasskeyAdded,
    PasskeyRemoved,
    SessionBegun,
    SessionEnded,
    SignInEvent,
    SignInLinkMade,
)

MEANS = ("link", "passkey", "oidc")
ENDS = ("signed out", "idle", "ended by an administrator", "too many")
SESSION_MS = 50_400_000
"""14 hours. A watch is 8 to 12; with its handovers, nobody is signed out inside it."""
IDLE_MS = 3_600_000
"""An hour without a word from the screen. An open one is heard every 10 s, so this is a machine
that is off, asleep or carried away; a meal, and short absences of the network, pass within it."""
LINK_MS = 900_000
"""15 minutes: a link is made for somebody who waits for it; time to hand it over and type it in."""
LINK_MS_MIN = MS_PER_MIN
LINK_MS_MAX = 24 * MS_PER_HOUR
"""For one who comes on watch tomorrow. Longer, and it is a password on a slip of paper."""
LINKS_MAX = 200
"""Unused links at a time; a watch changes with a dozen."""
LINKS_KEPT = 2 * LINKS_MAX
"""With those that were used or are too old, so that who tries one again is told why."""
SESSIONS_OF_ONE_MAX = 8
"""Screens of one desk; the oldest ends when one more begins."""
PASSKEYS_OF_ONE_MAX = 20
"""A desk's officers each with a key or two."""
NAME_CHARS_MAX = 60
"""Of a passkey: `blue key in the safe`."""


@dataclass(slots=True)
class Link:
    """A link that was made; used: whether it has signed somebody in."""

    made: SignInLinkMade
    used: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A session and when it began."""

    begun: SessionBegun
    since_ms: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey, when it was added, and how often and when it says it was used."""

    added: PasskeyAdded
    added_ms: int
    sign_count: int
    used_ms: int | None = None


@dataclass(slots=True)
class Sessions:
    """What a node knows of who may be at its console. Owned by the writer.

    links: by the SHA-256 of their secret. live: sessions, likewise. last: the newest serial.
    """

    links: dict[str, Link] = field(default_factory=dict)
    live: dict[str, Session] = field(default_factory=dict)
    passkeys: dict[str, Passkey] = field(default_factory=dict)
    last: int = 0

    def session(self, secret_sha256: str, now_ms: int) -> Session | None:
        """The session with this secret, while its time is not up."""
        found = self.live.get(secret_sha256)
        return found if found is not None and now_ms < found.begun.until_ms else None

    def numbered(self, session: int) -> Session | None:
        """The session with this serial number, while it is live."""
        hits = (one for one in self.live.values() if one.begun.session == session)
        return next(hits, None)

    def of(self, officer: str, now_ms: int) -> list[Session]:
        """The officer's sessions, oldest first."""
        found = self.live.values()
        hits = [s for s in found if s.begun.officer == officer and now_ms < s.begun.until_ms]
        return sorted(hits, key=lambda one: one.begun.session)

    def passkeys_of(self, officer: str) -> list[Passkey]:
        """The officer's passkeys, oldest first."""
        hits = [one for one in self.passkeys.values() if one.added.officer == officer]
        return sorted(hits, key=lambda one: (one.added_ms, one.added.passkey))


def link_problems(sessions: Sessions, expires_ms: int, now_ms: int) -> tuple[Refusal, ...]:
    """Why a link that is good until then cannot be made."""
    if not LINK_MS_MIN <= expires_ms - now_ms <= LINK_MS_MAX:
        most = LINK_MS_MAX // MS_PER_MIN
        reason = "is not within the time that a link may be good for"
        return (Refusal("minutes", "link-time", reason, f"Give 1 to {most} minutes"),)
    fresh = (one for one in sessions.links.values() if not one.used)
    if sum(now_ms < one.made.expires_ms for one in fresh) >= LINKS_MAX:
        reason = f"{LINKS_MAX} links wait to be used"
        return (Refusal("", "links-max", reason, "Wait until some are too old"),)
    return ()


def used_link(sessions: Sessions, token_sha256: str, now_ms: int) -> SignInLinkMade | Refusal:
    """The link that signs in now, or why it does not."""
    link = sessions.links.get(token_sha256)
    remedy = "Ask an administrator for another one: detente sign-in-link OFFICER"
    if link is None:
        return Refusal("link", "link-unknown", "this node knows no such link", remedy)
    if link.used:
        return Refusal("link", "link-used", "the link was used; each works once", remedy)
    if now_ms >= link.made.expires_ms:
        return Refusal("link", "link-expired", "the link was good for a short time only", remedy)
    return link.made


def used_passkey(
    sessions: Sessions, passkey: str, host: str, sign_count: int
) -> PasskeyAdded | Refusal:
    """The passkey that signs in now, or why it does not. A count that falls back shows a copy."""
    found = sessions.passkeys.get(passkey)
    if found is None or found.added.host != host:
        remedy = "Sign in with a link, and add the passkey again"
        return Refusal("passkey", "passkey-unknown", "is not known here (any more)", remedy)
    if (found.sign_count or sign_count) and sign_count <= found.sign_count:
        reason = f"says that it signed {sign_count} times, and said {found.sign_count} before"
        remedy = "It may have been copied: have it removed, and add another one"
        return Refusal("passkey", "passkey-count", reason, remedy)
    return found.added


def passkey_problems(sessions: Sessions, added: PasskeyAdded) -> tuple[Refusal, ...]:
    """Why a passkey cannot be added."""
    if added.passkey in sessions.passkeys:
        reason = "is known here already"
        return (Refusal("passkey", "passkey-exists", reason, "Use it, or remove it first"),)
    if len(sessions.passkeys_of(added.officer)) >= PASSKEYS_OF_ONE_MAX:
        reason = f"{added.officer} has {PASSKEYS_OF_ONE_MAX} passkeys"
        return (Refusal("passkey", "passkeys-max", reason, "Remove one first"),)
    if not 0 < len(added.name) <= NAME_CHARS_MAX or not added.name.isprintable():
        reason = f"has not 1 to {NAME_CHARS_MAX} printable characters"
        return (Refusal("name", "passkey-name", reason, "Such as: blue key in the safe"),)
    return ()


def crowded_out(sessions: Sessions, officer: str, now_ms: int) -> tuple[SessionEnded, ...]:
    """The oldest sessions that end so that one more may begin."""
    held = sessions.of(officer, now_ms)
    return tuple(
        SessionEnded(one.begun.session, "too many", None)
        for one in held[: max(0, len(held) + 1 - SESSIONS_OF_ONE_MAX)]
    )


def fold_sessions(sessions: Sessions, event: SignInEvent, at_ms: int) -> None:
    """Take an event into the state. Total: what is not known changes nothing."""
    match event:
        case SignInLinkMade():
            sessions.links[event.token_sha256] = Link(event)
            for old in list(sessions.links)[: max(0, len(sessions.links) - LINKS_KEPT)]:
                del sessions.links[old]
        case SessionBegun():
            _begin(sessions, event, at_ms)
        case SessionEnded():
            _drop(sessions, lambda one: one.session == event.session)
        case PasskeyAdded():
            sessions.passkeys[event.passkey] = Passkey(event, at_ms, event.sign_count)
        case PasskeyRemoved():
            sessions.passkeys.pop(event.passkey, None)


def changed_role(sessions: Sessions, officer: str) -> None:
    """The officer acts in another role: its sessions are over; links and passkeys are not."""
    _drop(sessions, lambda one: one.officer == officer)


def removed(sessions: Sessions, officer: str) -> None:
    """The officer is no more: nothing of it opens anything."""
    _drop(sessions, lambda one: one.officer == officer)
    sessions.links = {k: v for k, v in sessions.links.items() if v.made.officer != officer}
    sessions.passkeys = {k: v for k, v in sessions.passkeys.items() if v.added.officer != officer}


def _begin(sessions: Sessions, event: SessionBegun, at_ms: int) -> None:
    _drop(sessions, lambda one: one.until_ms <= at_ms)
    sessions.live[event.secret_sha256] = Session(event, at_ms)
    sessions.last = max(sessions.last, event.session)
    if event.means == "link" and event.proof in sessions.links:
        sessions.links[event.proof].used = True
    if event.means == "passkey" and event.proof in sessions.passkeys:
        before = sessions.passkeys[event.proof]
        sessions.passkeys[event.proof] = replace(before, sign_count=event.sign_count, used_ms=at_ms)


def _drop(sessions: Sessions, over: Callable[[SessionBegun], bool]) -> None:
    sessions.live = {key: one for key, one in sessions.live.items() if not over(one.begun)}
