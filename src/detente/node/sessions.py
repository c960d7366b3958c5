"""Signing in: links, sessions and passkeys, as events that follow or reasons why not. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from detente.core.events import HOUSE, Event
from detente.core.line.message import Line, Role, Signature, Status
from detente.core.refusal import Refusal
from detente.core.watch.session_events import (
    PasskeyAdded,
    PasskeyRemoved,
    SessionBegun,
    SessionEnded,
    SignInLinkMade,
)
from detente.core.watch.sessions import (
    SESSION_MS,
    crowded_out,
    link_problems,
    passkey_problems,
    used_link,
    used_passkey,
)
from detente.node.inputs import (
    Actor,
    AddPasskey,
    BeginSession,
    EndSession,
    MakeSignInLink,
    RemovePasskey,
    SessionInput,
)
from detente.wire.session_views import PasskeyView

if TYPE_CHECKING:
    from detente.core.line.state import State
    from detente.core.watch.sessions import Passkey, Session

Written = tuple[tuple[Line, Event], ...]
_LINE = Line(HOUSE, Status.ACTUAL)


def session_events(state: State, item: SessionInput, now_ms: int) -> Written | tuple[Refusal, ...]:
    """The events that follow from an input about signing in, or why it is refused."""
    match item:
        case MakeSignInLink():
            return _make_link(state, item, now_ms)
        case BeginSession():
            return _begin(state, item, now_ms)
        case EndSession():
            return _end(state, item)
        case AddPasskey():
            added = PasskeyAdded(
                item.passkey,
                item.actor.officer,
                item.public_key,
                item.sign_count,
                item.host,
                item.name,
                _by(item.actor),
            )
            return passkey_problems(state.sessions, added) or ((_LINE, added),)
        case RemovePasskey():
            return _remove_passkey(state, item)
        case _:
            assert_never(item)


def held_session(state: State, secret_sha256: str, now_ms: int) -> tuple[Session, Actor] | None:
    """The session with this secret, and as whom it acts now; None when there is none."""
    found = state.sessions.session(secret_sha256, now_ms)
    officer = None if found is None else state.officers.get(found.begun.officer)
    if found is None or officer is None:
        return None
    return found, Actor(officer.officer, officer.role)


def passkey_views(state: State, officer: str | None) -> list[PasskeyView]:
    """The passkeys of one officer, or of all."""
    known = state.sessions.passkeys.values()
    hits = [one for one in known if officer in (None, one.added.officer)]
    return [_view(one) for one in sorted(hits, key=lambda one: (one.added.officer, one.added_ms))]


def has_passkeys(state: State, host: str) -> bool:
    """Whether anybody can sign in with a passkey at this host name."""
    return any(one.added.host == host for one in state.sessions.passkeys.values())


def _view(one: Passkey) -> PasskeyView:
    return PasskeyView(
        passkey=one.added.passkey,
        officer=one.added.officer,
        name=one.added.name,
        host=one.added.host,
        added_ms=one.added_ms,
        used_ms=one.used_ms,
    )


def _make_link(state: State, item: MakeSignInLink, now_ms: int) -> Written | tuple[Refusal, ...]:
    if item.officer not in state.officers:
        return (_unknown(item.officer),)
    by = None if item.actor is None else _by(item.actor)
    made = SignInLinkMade(item.officer, item.token_sha256, item.expires_ms, by)
    return link_problems(state.sessions, item.expires_ms, now_ms) or ((_LINE, made),)


def _begin(state: State, item: BeginSession, now_ms: int) -> Written | tuple[Refusal, ...]:
    officer = _proved(state, item, now_ms)
    if isinstance(officer, Refusal):
        return (officer,)
    held = state.officers.get(officer)
    if held is None:
        return (_unknown(officer),)
    begun = SessionBegun(
        state.sessions.last + 1,
        officer,
        held.role,
        item.secret_sha256,
        item.means,
        item.proof,
        item.sign_count,
        now_ms + SESSION_MS,
    )
    events: tuple[Event, ...] = (*crowded_out(state.sessions, officer, now_ms), begun)
    return tuple((_LINE, one) for one in events)


def _proved(state: State, item: BeginSession, now_ms: int) -> str | Refusal:
    """Whom the means prove, or why they prove nobody."""
    if item.means == "link":
        link = used_link(state.sessions, item.proof, now_ms)
        return link if isinstance(link, Refusal) else link.officer
    if item.means == "passkey":
        key = used_passkey(state.sessions, item.proof, item.host, item.sign_count)
        return key if isinstance(key, Refusal) else key.officer
    return item.officer


def _end(state: State, item: EndSession) -> Written | tuple[Refusal, ...]:
    found = state.sessions.numbered(item.session)
    mine = (
        found is not None and item.actor is not None and (found.begun.officer == item.actor.officer)
    )
    if found is None or not (mine or _administers(item.actor)):
        reason = f"no session {item.session} that is yours"
        return (Refusal("session", "session-unknown", reason, "See GET /v1/sessions"),)
    if item.actor is None:
        return ((_LINE, SessionEnded(item.session, "idle", None)),)
    why = "signed out" if mine else "ended by an administrator"
    return ((_LINE, SessionEnded(item.session, why, _by(item.actor))),)


def _remove_passkey(state: State, item: RemovePasskey) -> Written | tuple[Refusal, ...]:
    found = state.sessions.passkeys.get(item.passkey)
    if found is None or not (found.added.officer == item.actor.officer or _administers(item.actor)):
        reason = "is no passkey of yours that is known here"
        return (Refusal("passkey", "passkey-unknown", reason, "See GET /v1/passkeys"),)
    gone = PasskeyRemoved(item.passkey, found.added.officer, _by(item.actor))
    return ((_LINE, gone),)


def _administers(actor: Actor | None) -> bool:
    """Whether an actor may end what is another's; the node itself may."""
    return actor is None or actor.role is Role.ADMINISTRATOR


def _by(actor: Actor) -> Signature:
    return Signature(actor.officer, actor.role)


def _unknown(officer: str) -> Refusal:
    remedy = "List the officers with `detente officers list`"
    return Refusal("officer", "officer-unknown", f"no officer {officer[:80]!r}", remedy)
