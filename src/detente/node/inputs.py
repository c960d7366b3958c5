"""What can happen to a node, and what it answers: the writer's whole vocabulary.

Everything that changes a node's state is one of these inputs; nothing is answered before the
batch that it was part of is durable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.core.events import (
    BundleCame,
    BundleMade,
    Charter,
    ItemConfirmed,
    ItemRejected,
    PartyCard,
    SourceKept,
)
from detente.core.line.commands import Command
from detente.core.line.message import Line, Role, Status
from detente.core.refusal import Refusal
from detente.core.watch.alarms import AlarmRules, Observed
from detente.journal.keys import Signer
from detente.journal.push import Push, RawEntry


@dataclass(frozen=True, slots=True)
class Actor:
    """The officer who acts, by the handle that its party gave, and the role it acts in."""

    officer: str
    role: Role


@dataclass(frozen=True, slots=True)
class Do:
    """An officer's command on a line."""

    actor: Actor
    line: Line
    command: Command


@dataclass(frozen=True, slots=True)
class OpenChannel:
    """Open a channel under a charter; this party is its first member."""

    actor: Actor
    charter: Charter


@dataclass(frozen=True, slots=True)
class Invite:
    """Note that the holder of a secret (its SHA-256, hex) may join `channel` until then."""

    actor: Actor
    channel: str
    secret_sha256: str
    expires_ms: int


@dataclass(frozen=True, slots=True)
class Admit:
    """A party came with an invitation's secret: take it as a member."""

    channel: str
    secret_sha256: str
    card: PartyCard


@dataclass(frozen=True, slots=True)
class TakePlace:
    """Our invitation was honoured: open our journal in the channel and name its members."""

    actor: Actor
    charter: Charter
    members: tuple[PartyCard, ...]


@dataclass(frozen=True, slots=True)
class TakeWitness:
    """Submit checkpoints of a channel's journals to a witness from now on; its card says where."""

    actor: Actor
    channel: str
    card: PartyCard


@dataclass(frozen=True, slots=True)
class Introduce:
    """Introduce a party on a channel that it is no member of, under a label."""

    actor: Actor
    channel: str
    party: str
    label: str


@dataclass(frozen=True, slots=True)
class PinLabel:
    """The fingerprint of the key behind a label was compared by another way, and is this one."""

    actor: Actor
    channel: str
    label: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class AddOfficer:
    """Give an officer's handle a role and a token (by its SHA-256, hex)."""

    actor: Actor
    officer: str
    role: Role
    token_sha256: str


@dataclass(frozen=True, slots=True)
class RemoveOfficer:
    """Take an officer's token away."""

    actor: Actor
    officer: str


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """Let an officer's handle act in another role from now on; the token stays the same."""

    actor: Actor
    officer: str
    role: Role
    why: str


@dataclass(frozen=True, slots=True)
class MakeSignInLink:
    """Make a link (its secret's SHA-256, hex) that signs an officer in, once, until then.

    actor: None is the node itself, at its first start.
    """

    actor: Actor | None
    officer: str
    token_sha256: str
    expires_ms: int


@dataclass(frozen=True, slots=True)
class BeginSession:
    """Somebody proved to be an officer: begin a session under a secret (its SHA-256, hex).

    means, proof, sign_count: as in `SessionBegun`. officer: who, by a provider's word; else empty.
    host: the name that the screen reached this node by.
    """

    means: str
    proof: str
    secret_sha256: str
    officer: str = ""
    sign_count: int = 0
    host: str = ""


@dataclass(frozen=True, slots=True)
class EndSession:
    """A session is over. actor: who ends it; None: the node, because nothing was heard of it."""

    actor: Actor | None
    session: int


@dataclass(frozen=True, slots=True)
class AddPasskey:
    """Let the officer who acts sign in with a passkey from now on; as in `PasskeyAdded`."""

    actor: Actor
    passkey: str
    public_key: str
    sign_count: int
    host: str
    name: str


@dataclass(frozen=True, slots=True)
class RemovePasskey:
    """Take a passkey away: an officer its own, an administrator anybody's."""

    actor: Actor
    passkey: str


SessionInput = MakeSignInLink | BeginSession | EndSession | AddPasskey | RemovePasskey


@dataclass(frozen=True, slots=True)
class AddReader:
    """Give a reader of the area feed a token (by its SHA-256, hex) that opens nothing else.

    audience: own-forces or public. echelon: the level that it stands for; empty of a public one.
    """

    actor: Actor
    reader: str
    audience: str
    echelon: str
    token_sha256: str


@dataclass(frozen=True, slots=True)
class RemoveReader:
    """Take a reader's token away."""

    actor: Actor
    reader: str


@dataclass(frozen=True, slots=True)
class GiveFeed:
    """The feed is about to be given to a reader (or an officer): what, in which form.

    items: channel and number of each message. withheld: how many are not released to it.
    """

    reader: str
    audience: str
    echelon: str
    form: str
    status: Status
    items: tuple[tuple[str, str], ...]
    withheld: int


FeedInput = AddReader | RemoveReader | GiveFeed


@dataclass(frozen=True, slots=True)
class RenewCertificate:
    """Tell every channel which certificate and address this node has from now on."""

    actor: Actor
    certificate: str
    address: str
    old_until_ms: int


@dataclass(frozen=True, slots=True)
class LookAround:
    """Raise and clear alarms by the rules; `observed` is what the shell saw."""

    rules: AlarmRules
    observed: Observed


@dataclass(frozen=True, slots=True)
class AcknowledgeAlarm:
    """An officer knows of a standing alarm."""

    actor: Actor
    alarm: int


@dataclass(frozen=True, slots=True)
class GiveWatch:
    """Hand the watch over to a role (and a desk, if one is named) with all that is open."""

    actor: Actor
    to_role: Role
    desk: str = ""
    remarks: str | None = None


@dataclass(frozen=True, slots=True)
class TakeWatch:
    """Take the watch over; `seen` is the word under the list of `handover` that was read."""

    actor: Actor
    handover: int | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class BeginExercise:
    """From here on the officers of this node mean EXERCISE when they name no status."""

    actor: Actor
    name: str


@dataclass(frozen=True, slots=True)
class EndExercise:
    """The exercise that is under way is over."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class NoteDisclosure:
    """An officer of ours is about to be shown the sealed details of a notice; first it is noted."""

    actor: Actor
    channel: str
    status: Status
    number: str
    why: str


WatchInput = LookAround | AcknowledgeAlarm | GiveWatch | TakeWatch


@dataclass(frozen=True, slots=True)
class Received:
    """A peer pushed entries of its journal."""

    peer: str
    push: Push


@dataclass(frozen=True, slots=True)
class WasRestored:
    """This node was set back to a backup: nothing is signed on its channels before it has asked."""


@dataclass(frozen=True, slots=True)
class Greeted:
    """A peer welcomed us: how much of each of our journals it holds, and our own notes that say so.

    notes: our newest checkpoint of each that the peer holds; what we signed proves itself.
    """

    peer: str
    holds: Mapping[str, int]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recovered:
    """A peer gave back entries of one of our own journals."""

    peer: str
    journal: str
    entries: tuple[RawEntry, ...]


@dataclass(frozen=True, slots=True)
class Fetch:
    """A peer asks for entries of its own journal that we hold, or of ours, after a restore."""

    peer: str
    journal: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """Sign with `new` from now on. recovery: the recovery key, when it is what says so.

    reason: rotated, lost or stolen. since_ms: for a stolen key, from when on its entries are not
    ours (None: from now).
    """

    new: Signer
    recovery: Signer | None = None
    reason: str = "rotated"
    since_ms: int | None = None


@dataclass(frozen=True, slots=True)
class DeleteBodies:
    """Delete bodies that nobody needs any more, of messages held before then; about `limit`."""

    before_ms: int
    limit: int


@dataclass(frozen=True, slots=True)
class BundlePart:
    """Entries and checkpoints of one journal, as they stand in a file that somebody carried."""

    journal: str
    entries: tuple[RawEntry, ...]
    checkpoints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeBundle:
    """A page of a file that carries entries. carrier: who made it, as it says; proves nothing.

    cosignatures: (journal, cosigner, note). keys: statements of changed keys (journal.rotation).
    """

    carrier: str
    parts: tuple[BundlePart, ...]
    cosignatures: tuple[tuple[str, str, str], ...] = ()
    keys: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteBundle:
    """Note in the house that a file of entries was made, or brought."""

    event: BundleMade | BundleCame


@dataclass(frozen=True, slots=True)
class NoteSource:
    """A source is kept in the home, or a person judged a passage of one: note it in the house."""

    event: SourceKept | ItemConfirmed | ItemRejected


@dataclass(frozen=True, slots=True)
class CosignatureCame:
    """A peer cosigned one of our checkpoints: the whole note with its signature line."""

    peer: str
    journal: str
    note: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """The transport refused something that a peer sent (malformed, oversized): keep it."""

    peer: str
    reason: str
    detail: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed: look at deadlines, repeats and expiry."""


Input = (
    Do
    | OpenChannel
    | Invite
    | Admit
    | TakePlace
    | TakeWitness
    | Introduce
    | PinLabel
    | AddOfficer
    | RemoveOfficer
    | ChangeRole
    | SessionInput
    | AddReader
    | RemoveReader
    | GiveFeed
    | RenewCertificate
    | LookAround
    | AcknowledgeAlarm
    | GiveWatch
    | TakeWatch
    | BeginExercise
    | EndExercise
    | Received
    | WasRestored
    | Greeted
    | Recovered
    | Fetch
    | ChangeKey
    | DeleteBodies
    | TakeBundle
    | NoteBundle
    | NoteSource
    | CosignatureCame
    | Refuse
    | Tick
    | NoteDisclosure
)


@dataclass(frozen=True, slots=True)
class Done:
    """The input took effect and is durable."""

    position: int
    number: str | None = None
    journal: str | None = None
    sequence: int | None = None
    warnings: tuple[Refusal, ...] = ()
    conflicts: tuple[str, ...] = ()
    deleted: int = 0
    draft: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The input changed nothing, and why."""

    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Cosigned:
    """We hold the peer's journal up to `size`; note is its checkpoint with our cosignature."""

    journal: str
    size: int
    note: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """We did not take a peer's push. expected: the sequence that we would take next."""

    journal: str
    reason: str
    detail: str
    expected: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """Entries that a peer asked for, and the newest checkpoint of their author that covers them."""

    journal: str
    entries: tuple[RawEntry, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class PartTaken:
    """What became of one journal's part. taken: entries new here; held: those that were not new.

    waiting: entries of the journal that wait for others now. refused: why others were not taken.
    """

    journal: str
    taken: int
    held: int
    waiting: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BundleTaken:
    """What became of a page of a file. receipts: cosignatures of our own journals in it."""

    parts: tuple[PartTaken, ...]
    receipts: int
    problems: tuple[str, ...]


Outcome = Done | Refused | Cosigned | Rejected | Fetched | BundleTaken
