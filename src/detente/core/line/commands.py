"""What an officer can tell the node to do on a line. Verbs; each becomes a released message.

Commands are not journalled; the events that `decide` makes of them are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.core.line.message import Confidence, Elsewhere, Precedence, Releasability
from detente.core.values import Fields, Json


@dataclass(frozen=True, slots=True)
class Send:
    """Release a message of `format`. `created_ms` is when drafting began, now when absent.

    precedence None takes the format's own; `to` empty addresses all other members of the channel.
    acknowledged: rules of geometry checks that the officer has seen and passes all the same.
    version None takes the oldest that says it all. The rest as in `line.message.Message`.
    """

    format: str
    fields: Fields = field(default_factory=dict)
    to: tuple[str, ...] = ()
    ref: str | None = None
    precedence: Precedence | None = None
    created_ms: int | None = None
    remarks: str | None = None
    remarks_language: str | None = None
    acknowledged: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    agreement: str | None = None
    releasability: Releasability | None = None
    releasable_to: tuple[str, ...] = ()
    confidence: Confidence | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """An officer has read the message `number`: the receipt step READ."""

    number: str


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Say back place, time and height of `number` as this node computed them: step READBACK.

    opened: of a notice with sealed details, the proof that this node has opened them (node.exact).
    """

    number: str
    remarks: str | None = None
    opened: str | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """The sender confirms that the read-back `number` says what was meant."""

    number: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer message `number` with a code of its format, such as WILCO or UNABLE.

    proposal: the volume (JSON) that would suit instead, with DISAGREE or UNABLE.
    conditions: with WILCO, AGREE or UNABLE. explanation: with EXPLAINED. at_ms: with AGREE, which
    of the times proposed.
    """

    number: str
    code: str
    reason: str | None = None
    minutes: int | None = None
    field_name: str | None = None
    remarks: str | None = None
    proposal: Json = None
    conditions: tuple[str, ...] = ()
    explanation: str | None = None
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Correct:
    """Replace named fields of one's own message `number`; the whole chain stays visible."""

    number: str
    fields: Fields
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take back one's own message `number` before or during its activity."""

    number: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The activity announced by one's own message `number` has ended."""

    number: str


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep what a file's row says as a draft, for an officer to release.

    source: what it came from, such as ``sites.xlsx row 7``. batch: what is listed together.
    """

    said: Send | Correct
    source: str
    batch: str


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """Release the draft. acknowledged: rules that its releaser passes beyond the drafter's."""

    draft: int
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DropDraft:
    """The draft is not to be released, and why."""

    draft: int
    reason: str


@dataclass(frozen=True, slots=True)
class Seal:
    """Announce a coarse area with a seal over the exact notice `said`, which stays here (GDC).

    coarse: volume (JSON) that holds the exact one. open_by_ms: until when it is to be opened.
    salt: random bytes, base64, drawn by the node. activity: class that is said now, if any.
    """

    said: Send
    coarse: Json
    open_by_ms: int
    salt: str
    activity: str | None = None
    place_name: str | None = None
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unseal:
    """Open the sealed announcement `number`: release its exact notice, and prove it (GDO)."""

    number: str
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelayTo:
    """Carry message `number` of another party into `channel`: only a facilitator does."""

    number: str
    channel: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """Message `number` was passed on to `party`, which is not on the line: the receipt PSD.

    step, means, heard_back, code, reason: codes of that format. at_ms: when, now when absent.
    acknowledged: doubts that the officer has seen; it has happened all the same.
    """

    number: str
    party: str
    step: str = "PASSED"
    at_ms: int | None = None
    passed_by: str | None = None
    means: str | None = None
    heard_back: str | None = None
    code: str | None = None
    reason: str | None = None
    remarks: str | None = None
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconfirm:
    """One's own humanitarian notice is still true, and valid until then (NHC)."""

    number: str
    valid_to_ms: int
    verified: str | None = None
    verified_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Disclose:
    """Give the sealed details of one's own notice to further receivers (NHD).

    sealed: their boxes (JSON). rule: of `DISCLOSURE_RULES`. because: the message that is why.
    """

    number: str
    sealed: Json
    rule: str
    because: str | None = None


@dataclass(frozen=True, slots=True)
class TryContact:
    """The contact that a humanitarian notice names was called, and what came of it (CTC)."""

    number: str
    result: str
    means: str
    at_ms: int | None = None
    remarks: str | None = None


HumanitarianAct = Reconfirm | Disclose | TryContact


@dataclass(frozen=True, slots=True)
class Disseminate:
    """Message `number` has reached a level of this side, or has not: the receipt DSM.

    echelon, basis, means: codes of that format. unit: one unit of the level; None is all of it.
    at_ms: when it was reached, now when absent.
    """

    number: str
    echelon: str
    basis: str = "reported"
    unit: str | None = None
    means: str | None = None
    at_ms: int | None = None
    remarks: str | None = None


Command = (
    Send
    | Read
    | ReadBack
    | Confirm
    | Answer
    | Correct
    | Cancel
    | End
    | KeepDraft
    | ReleaseDraft
    | DropDraft
    | Disseminate
    | Reconfirm
    | Disclose
    | TryContact
    | RelayTo
    | PassOn
    | Seal
    | Unseal
)
