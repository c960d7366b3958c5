"""What the API takes and gives beyond wire.native: request bodies, invitations, tokens, formats.

Bodies refuse unknown fields: a misspelt field is an error, never ignored. Their limits are those of
the API; what a value means is the core's to judge.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from detente.core.airspace.volume import TERRAIN_CM_MAX, TERRAIN_CM_MIN
from detente.core.line.channels import ChannelKind
from detente.core.line.formats import VERSION_MAX
from detente.core.line.header import ELSEWHERE_MAX, REFS_MAX
from detente.core.line.message import Confidence, Precedence, Releasability, Role
from detente.core.refusal import Refusal
from detente.serve.invite import MINUTES_MAX, TEXT_CHARS_MAX
from detente.wire.native import Accepted, ConflictView
from detente.wire.preview_views import PreviewView

PLAN_MESSAGES_MAX = 200  # notices of a day's plan that fit one body; send the rest in a second

Integer = Annotated[int, Meta(ge=-(2**53 - 1), le=2**53 - 1)]
Short = Annotated[str, Meta(max_length=200)]
Number = Annotated[str, Meta(max_length=100)]
Remarks = Annotated[str, Meta(max_length=4_000)]
Names = Annotated[tuple[Short, ...], Meta(max_length=64)]
FieldsBody = Annotated[dict[str, Any], Meta(max_length=64)]


class _Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request body: exactly these fields."""


class SendBody(_Body, frozen=True, kw_only=True):
    """A message to release. fields: as the format's table says (GET /v1/formats).

    to: parties; empty is everyone else in the channel. acknowledged: rules of geometry checks that
    the officer has seen and passes all the same. elsewhere: items of other channels of this node in
    the same status, each as NUMBER@CHANNEL. info: parties that are told and owe nothing. refs:
    messages that it rests on. version: of the format; left out, the oldest that says it all.
    """

    format: Short
    fields: FieldsBody = {}
    to: Names = ()
    ref: Number | None = None
    precedence: Precedence | None = None
    created_ms: Integer | None = None
    remarks: Remarks | None = None
    remarks_language: Short | None = None
    acknowledged: Names = ()
    elsewhere: Annotated[tuple[Short, ...], Meta(max_length=ELSEWHERE_MAX)] = ()
    info: Names = ()
    refs: Annotated[tuple[Number, ...], Meta(max_length=REFS_MAX)] = ()
    on_behalf_of: Short | None = None
    agreement: Short | None = None
    releasability: Releasability | None = None
    releasable_to: Names = ()
    confidence: Confidence | None = None
    version: Annotated[int, Meta(ge=1, le=VERSION_MAX)] | None = None


class PlanBody(_Body, frozen=True, kw_only=True):
    """Several messages to release in order, such as a day's plan; each is judged on its own."""

    messages: Annotated[tuple[SendBody, ...], Meta(min_length=1, max_length=PLAN_MESSAGES_MAX)]


class PlanItem(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one message of a plan: accepted, or refused with every reason."""

    accepted: Accepted | None = None
    refusals: tuple[Refusal, ...] = ()


class PlanView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of each message of a plan, in the plan's order."""

    items: tuple[PlanItem, ...]
    released: int
    refused: int
    drafts: int = 0  # kept for a second officer


class NothingBody(_Body, frozen=True, kw_only=True):
    """An act that needs no more than its address; the body may be absent or ``{}``."""


class ReadBackBody(_Body, frozen=True, kw_only=True):
    """Say back what this node computed, with remarks if any."""

    remarks: Remarks | None = None


class AnswerBody(_Body, frozen=True, kw_only=True):
    """An answer with a code of the message's format; UNABLE and DECLINED want a reason.

    proposal: with UNABLE or DISAGREE, the volume that would suit instead (its JSON). conditions:
    with WILCO, AGREE or UNABLE. explanation: with EXPLAINED. at_ms: with AGREE, the time accepted.
    """

    code: Short
    reason: Remarks | None = None
    minutes: Integer | None = None
    field_name: Short | None = None
    remarks: Remarks | None = None
    proposal: Any = None
    conditions: Names = ()
    explanation: Short | None = None
    at_ms: Integer | None = None


class CorrectBody(_Body, frozen=True, kw_only=True):
    """The fields to replace in one's own message."""

    fields: FieldsBody
    acknowledged: Names = ()


class CancelBody(_Body, frozen=True, kw_only=True):
    """Why one's own message is taken back."""

    reason: Remarks | None = None


class BufferBody(_Body, frozen=True, kw_only=True):
    """How far others must stay from one class of activity."""

    activity: Short
    horizontal_cm: Annotated[int, Meta(ge=0, le=100_000_000)]
    vertical_cm: Annotated[int, Meta(ge=0, le=10_000_000)]
    padding_ms: Annotated[int, Meta(ge=0, le=86_400_000)]


class ChannelBody(_Body, frozen=True, kw_only=True):
    """A channel to open. slug: the readable part of its id; random hex is added.

    lead_ms: lead time per format where it differs from the table's. terrain_max_cm: the highest
    ground above mean sea level where the channel's volumes may lie; without it no ceiling may be
    given above ground. two_person: codes of the formats that two officers release. kind: what may
    be said on it. check_every_ms: how often each member sends a line check. effective: READ or
    READBACK, the step from which lead time counts, per format where it differs from the table's.
    """

    slug: Annotated[str, Meta(pattern="^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")]
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    purpose: Annotated[str, Meta(min_length=1, max_length=200)] = "safety"
    area: dict[str, Any] | None = None
    terrain_max_cm: Annotated[int, Meta(ge=TERRAIN_CM_MIN, le=TERRAIN_CM_MAX)] | None = None
    buffers: Annotated[tuple[BufferBody, ...], Meta(max_length=64)] = ()
    lead_ms: Annotated[dict[Short, Annotated[int, Meta(ge=0, le=2**40)]], Meta(max_length=64)] = {}
    kind: ChannelKind = ChannelKind.SAFETY
    check_every_ms: Annotated[int, Meta(ge=1, le=2**40)] | None = None
    two_person: Annotated[tuple[Short, ...], Meta(max_length=64)] = ()
    effective: Annotated[dict[Short, Short], Meta(max_length=64)] = {}


class InviteBody(_Body, frozen=True, kw_only=True):
    """How long the invitation is good."""

    minutes: Annotated[int, Meta(ge=1, le=MINUTES_MAX)] = 60


class JoinBody(_Body, frozen=True, kw_only=True):
    """An invitation's text. address: where to find the inviter when not at its card's address."""

    invitation: Annotated[str, Meta(max_length=TEXT_CHARS_MAX)]
    address: Short | None = None


class OfficerBody(_Body, frozen=True, kw_only=True):
    """An officer's handle and role."""

    officer: Short
    role: Role


class GiveBody(_Body, frozen=True, kw_only=True):
    """To which role the watch is handed over, and to which desk, if one is meant."""

    to_role: Role = Role.DUTY_OFFICER
    desk: Short = ""
    remarks: Remarks | None = None


class TakeBody(_Body, frozen=True, kw_only=True):
    """The handover taken, and the word under the list that was read; none when nobody gave it."""

    handover: Annotated[int, Meta(ge=1, le=2**53 - 1)] | None = None
    seen: Short | None = None


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """The process answers (see /v1/ready for more). disk: good, low or reserve; "" not yet seen."""

    party: str
    version: str
    disk: str = ""


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """The text to hand over, and the fingerprint to compare by voice."""

    invitation: str
    channel: str
    fingerprint: str
    expires_ms: int


class JoinedView(msgspec.Struct, frozen=True, kw_only=True):
    """The channel joined. fingerprint: of the inviter's key; compare it by voice."""

    channel: str
    inviter: str
    fingerprint: str
    members: tuple[str, ...]
    position: int


class ChannelOpened(msgspec.Struct, frozen=True, kw_only=True):
    """The channel opened, by its full id."""

    channel: str
    position: int


class OfficerToken(msgspec.Struct, frozen=True, kw_only=True):
    """The officer's token, shown this once; the node keeps only its hash."""

    officer: str
    role: Role
    token: str


class CheckView(msgspec.Struct, frozen=True, kw_only=True):
    """What releasing the message now would bring; nothing was journalled.

    warnings, conflicts: also of a message that is refused, as soon as its place is known. preview:
    as it would be read, as far as its fields are sound; null when its format is not known here.
    """

    accepted: bool
    number: str | None = None
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    conflicts: tuple[ConflictView, ...] = ()
    draft: bool = False  # whether it would wait for a second officer
    preview: PreviewView | None = None
