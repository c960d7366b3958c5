"""What each route does: turn a checked request into an input or a question, and back.

Handlers hold no rules: authority, formats, geometry and deadlines are the core's. Each is a few
lines, so that the route table reads as the list of everything that an officer can do.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detente.core.airspace.volume_json import outline_from_json
from detente.core.events import HOUSE, Buffer, Charter, Opened, PartyCard
from detente.core.line.commands import (
    Answer,
    Cancel,
    Command,
    Confirm,
    Correct,
    End,
    Read,
    ReadBack,
    Send,
)
from detente.core.line.message import Elsewhere, Line, Status
from detente.core.refusal import Refusal
from detente.node import channels, humanitarian
from detente.node.inputs import (
    AddOfficer,
    Do,
    Done,
    Input,
    Invite,
    OpenChannel,
    Outcome,
    RemoveOfficer,
    TakePlace,
)
from detente.node.inputs import Refused as RefusedOutcome
from detente.serve import invite
from detente.serve.cards import check_card
from detente.serve.http import types
from detente.serve.http.problems import Problem, refused
from detente.serve.http.table import Call
from detente.serve.invite import Invitation, read, secret_sha256, write
from detente.serve.peers import ask_to_join
from detente.serve.writer import Busy, Stopped
from detente.wire.events import decode as decode_event
from detente.wire.native import Accepted
from detente.wire.peer import BadFrame, JoinedFrame

if TYPE_CHECKING:
    import asyncio

    from detente.node.node import Node

CHANNEL_HEX_BYTES: Final = 4  # makes a channel's id unique among all who never met
TOKEN_BYTES: Final = 32


async def submit(call: Call, what: Input) -> Done:
    """Hand in an input; its outcome once durable. Raises Problem when it was refused."""
    outcome = await call.api.services.writer.submit(what)
    if isinstance(outcome, Done):
        return outcome
    if isinstance(outcome, RefusedOutcome):
        raise refused(outcome.refusals)
    raise AssertionError(f"{type(outcome).__name__} answers no officer")


def line_of(call: Call) -> Line:
    """The line that the path names. Raises Problem 404."""
    try:
        status = Status(call.path["status"])
    except ValueError as error:
        detail = f"{call.path['status'][:20]!r} is no status; ACTUAL, EXERCISE and TEST are"
        raise Problem(404, "unknown-line", detail) from error
    return Line(call.path["channel"], status)


def known_line(node: Node, line: Line) -> Line:
    """The line, if this node is on its channel. Raises Problem 404."""
    if line.channel not in node.state.charters or line.channel == HOUSE:
        detail = f"this node is on no channel {line.channel[:80]!r}; see detente status"
        raise Problem(404, "channel-unknown", detail)
    return line


async def _act(call: Call, command: Command) -> Accepted:
    return accepted(await submit(call, Do(call.actor, line_of(call), command)))


def accepted(done: Done) -> Accepted:
    """What was asked is durable."""
    return Accepted(
        position=done.position,
        number=done.number,
        journal=done.journal,
        sequence=done.sequence,
        warnings=done.warnings,
        conflicts=done.conflicts,
        draft=done.draft,
    )


def send_of(body: types.SendBody) -> Send:
    """The command that a body says."""
    return Send(
        format=body.format,
        fields=body.fields,
        to=body.to,
        ref=body.ref,
        precedence=body.precedence,
        created_ms=body.created_ms,
        remarks=body.remarks,
        remarks_language=body.remarks_language,
        acknowledged=body.acknowledged,
        info=body.info,
        refs=body.refs,
        on_behalf_of=body.on_behalf_of,
        agreement=body.agreement,
        releasability=body.releasability,
        releasable_to=body.releasable_to,
        confidence=body.confidence,
        version=body.version,
    )


async def command_of(call: Call, line: Line, body: types.SendBody) -> Send:
    """The command that a body says, with what it names on other channels found by this node."""
    command = send_of(body)
    if not body.elsewhere:
        return command
    found = await call.api.services.writer.query(
        lambda node: channels.named_elsewhere(node, line, body.elsewhere)
    )
    refusals = tuple(one for one in found if isinstance(one, Refusal))
    if refusals:
        raise refused(refusals)
    items = tuple(one for one in found if isinstance(one, Elsewhere))
    return replace(command, elsewhere=items)


async def send(call: Call) -> Accepted:
    """Release a message."""
    return await _act(call, await command_of(call, line_of(call), call.body))


async def send_plan(call: Call) -> types.PlanView:
    """Release a plan's messages in order; one that is refused does not stop the others."""
    line = line_of(call)
    commands = [await command_of(call, line, body) for body in call.body.messages]
    waiting = [_hand_in(call, line, command) for command in commands]
    items = [
        item if isinstance(item, types.PlanItem) else _plan_item(await item) for item in waiting
    ]
    taken = [item.accepted for item in items if item.accepted is not None]
    drafts = sum(1 for one in taken if one.draft is not None)
    return types.PlanView(
        items=tuple(items),
        released=len(taken) - drafts,
        refused=len(items) - len(taken),
        drafts=drafts,
    )


def _hand_in(call: Call, line: Line, command: Send) -> asyncio.Future[Outcome] | types.PlanItem:
    """Queue one message of a plan; a full queue refuses it and leaves the others as they are."""
    try:
        return call.api.services.writer.submit(Do(call.actor, line, command))
    except (Busy, Stopped) as error:
        busy = Refusal("", "busy", str(error), "Send this message again")
        return types.PlanItem(refusals=(busy,))


def _plan_item(outcome: Outcome) -> types.PlanItem:
    if isinstance(outcome, RefusedOutcome):
        return types.PlanItem(refusals=outcome.refusals)
    assert isinstance(outcome, Done), "an officer's command is done or refused"
    return types.PlanItem(accepted=accepted(outcome))


async def mark_read(call: Call) -> Accepted:
    """READ: an officer has read it."""
    return await _act(call, Read(call.path["number"]))


async def read_back(call: Call) -> Accepted:
    """READBACK: place, time and height as this node computed them."""
    line, number = line_of(call), call.path["number"]
    opened = await call.api.services.writer.query(
        lambda node: humanitarian.proof(node, line, number)
    )
    return await _act(call, ReadBack(number, call.body.remarks, opened))


async def confirm(call: Call) -> Accepted:
    """The read-back says what was meant."""
    return await _act(call, Confirm(call.path["number"]))


async def answer(call: Call) -> Accepted:
    """Answer with a code of the format."""
    body = call.body
    command = Answer(
        call.path["number"],
        body.code,
        body.reason,
        body.minutes,
        body.field_name,
        body.remarks,
        body.proposal,
        body.conditions,
        body.explanation,
        body.at_ms,
    )
    return await _act(call, command)


async def correct(call: Call) -> Accepted:
    """Replace fields of one's own message."""
    return await _act(call, Correct(call.path["number"], call.body.fields, call.body.acknowledged))


async def cancel(call: Call) -> Accepted:
    """Take back one's own message."""
    return await _act(call, Cancel(call.path["number"], call.body.reason))


async def end(call: Call) -> Accepted:
    """The announced activity has ended."""
    return await _act(call, End(call.path["number"]))


# -------------------------------------------------------------------- channels and members


async def open_channel(call: Call) -> types.ChannelOpened:
    """Open a channel; this party is its first member."""
    body: types.ChannelBody = call.body
    area = None if body.area is None else outline_from_json(body.area, "area")
    if isinstance(area, tuple):
        raise refused(area)
    channel = f"{body.slug}-{call.api.services.entropy(CHANNEL_HEX_BYTES).hex()}"
    buffers = tuple(
        Buffer(one.activity, one.horizontal_cm, one.vertical_cm, one.padding_ms)
        for one in body.buffers
    )
    lead_ms = tuple(sorted(body.lead_ms.items()))
    charter = Charter(
        channel,
        body.name,
        body.purpose,
        area,
        buffers,
        lead_ms,
        body.terrain_max_cm,
        kind=body.kind.value,
        check_every_ms=body.check_every_ms,
        two_person=tuple(sorted(set(body.two_person))),
        effective=tuple(sorted(body.effective.items())),
    )
    done = await submit(call, OpenChannel(call.actor, charter))
    return types.ChannelOpened(channel=channel, position=done.position)


async def make_invitation(call: Call) -> types.Invitation:
    """An invitation into the channel, good once."""
    services, channel = call.api.services, call.path["channel"]
    secret = services.entropy(invite.SECRET_BYTES)
    expires_ms = services.clock() + call.body.minutes * 60_000
    await submit(call, Invite(call.actor, channel, secret_sha256(secret), expires_ms))
    charter, card = await services.writer.query(
        lambda node: (node.state.charters[channel], node.identity.card)
    )
    return types.Invitation(
        invitation=write(services.home.signer, card, charter, secret, expires_ms),
        channel=channel,
        fingerprint=services.home.fingerprint,
        expires_ms=expires_ms,
    )


async def join(call: Call) -> types.JoinedView:
    """Use an invitation: introduce ourselves to the inviter, take our place in the channel."""
    services = call.api.services
    invitation = read(call.body.invitation, services.clock())
    if not isinstance(invitation, Invitation):
        raise refused(invitation)
    own = await services.writer.query(lambda node: node.identity.card)
    frame = invite.join_frame(services.home.signer, own, invitation)
    address = call.body.address or invitation.inviter.address
    try:
        answer = await ask_to_join(frame, invitation.inviter, address)
    except (OSError, TimeoutError, BadFrame) as error:
        detail = f"{invitation.inviter.party} at {address}: {str(error) or 'no answer in time'}"
        raise Problem(502, "inviter-unreachable", detail) from error
    if not isinstance(answer, JoinedFrame):
        detail = f"{invitation.inviter.party} refused: {answer.detail}"
        raise Problem(409, answer.reason[:60], detail)
    members = _members(answer, invitation)
    done = await submit(call, TakePlace(call.actor, invitation.charter, members))
    await services.peers.refresh()
    if call.body.address:
        services.peers.redirect(invitation.inviter.party, call.body.address)
    return types.JoinedView(
        channel=invitation.charter.channel,
        inviter=invitation.inviter.party,
        fingerprint=invitation.fingerprint,
        members=tuple(card.party for card in members),
        position=done.position,
    )


def _members(answer: JoinedFrame, invitation: Invitation) -> tuple[PartyCard, ...]:
    """The members as the inviter names them; its own card and charter must be as it signed them."""
    opened = decode_event("opened", 1, answer.opened)
    same = isinstance(opened, Opened) and (opened.charter, opened.card) == (
        invitation.charter,
        invitation.inviter,
    )
    if not same:
        detail = "the inviter's charter or card is not as in the invitation; nothing was joined"
        raise Problem(409, "charter-differs", detail)
    refusals: tuple[Refusal, ...] = ()
    for card in answer.members:
        refusals += check_card(card)
    if refusals:
        raise refused(refusals)
    return answer.members


# -------------------------------------------------------------------- officers


async def add_officer(call: Call) -> types.OfficerToken:
    """Give an officer a role and a token."""
    body, token = call.body, secrets.token_urlsafe(TOKEN_BYTES)
    digest = secret_sha256(token.encode())
    await submit(call, AddOfficer(call.actor, body.officer, body.role, digest))
    return types.OfficerToken(officer=body.officer, role=body.role, token=token)


async def remove_officer(call: Call) -> Accepted:
    """Take an officer's token away; it opens nothing from now on."""
    done = await submit(call, RemoveOfficer(call.actor, call.path["officer"]))
    return Accepted(position=done.position)
