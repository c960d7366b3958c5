"""Everything that can stand in a journal, as past-tense facts.

Channel journals hold what the parties say to one another; the *house* journal (one member, its
owner) holds what only this node needs to remember: officers, conflicts shown, deadlines missed,
evidence kept. State is a fold over these and can be thrown away and rebuilt.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.core.airspace.volume import Outline, Point
from detente.core.line.commands import Correct, Send
from detente.core.line.message import Message, Role, Signature, Status
from detente.core.refusal import Refusal
from detente.core.sources.link import Link
from detente.core.watch.session_events import SignInEvent

HOUSE = "house"
SAFETY = "safety"  # the kind of a channel whose charter names none
WITNESS = "witness"  # the kind of a party that sees hashes only; it is no member


@dataclass(frozen=True, slots=True)
class PartyCard:
    """How a party introduces itself; pinned at invite and join.

    party:          short id, lower case, such as ``amber``.
    kind:           member, facilitator, witness or dependent (design, section 2).
    key:            Ed25519 public key that signs its journals, 32 bytes in base64.
    recovery_key:   Ed25519 public key kept offline, 32 bytes in base64.
    certificate:    its node's TLS certificate, PEM.
    address:        ``host:port`` of its peer listener; a witness's: the URL it is submitted to.
    utc_offset_min: offset of its local time from UTC in minutes, used in read-backs.
    """

    party: str
    name: str
    kind: str
    key: str
    recovery_key: str
    certificate: str
    address: str
    utc_offset_min: int = 0


@dataclass(frozen=True, slots=True)
class Buffer:
    """How far others must stay from one class of activity; the larger of a pair counts."""

    activity: str
    horizontal_cm: int
    vertical_cm: int
    padding_ms: int


@dataclass(frozen=True, slots=True)
class Charter:
    """What the members of a channel agreed when it was opened; equal bytes at every member.

    channel: globally unique id, a slug and random hex, such as ``coast-1f3a9c02``.
    area:    where the channel's business lies; a volume outside is questioned. None: anywhere.
    buffers: empty takes `airspace.conflict.DEFAULT_BUFFERS`.
    lead_ms: lead time per format where it differs from the table's default.
    terrain_max_cm: highest ground above mean sea level wherever the channel's volumes may lie;
             None: not agreed, so that nobody may give a ceiling above ground.
    kind:    safety, strategic, diplomatic or humanitarian (domain.md section 11); what may be said.
    check_every_ms: how often each member is to send a line check; None: not agreed.
    two_person: codes of the formats that two officers release, whatever their tables say.
    effective: format and step (READ or READBACK) from which its lead time counts, where the
             members agreed on another one than its table names.
    """

    channel: str
    name: str
    purpose: str
    area: Outline | None = None
    buffers: tuple[Buffer, ...] = ()
    lead_ms: tuple[tuple[str, int], ...] = ()
    terrain_max_cm: int | None = None
    kind: str = SAFETY
    check_every_ms: int | None = None
    two_person: tuple[str, ...] = ()
    effective: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Previous:
    """Where the epoch before this one ends, as its author knows it, and why it begins anew.

    journal, size, root (base64): the last head of the older epoch that the author stands by.
    reason: ``restored`` (the author was set back to a backup; what others hold beyond is its word
            all the same, it has only lost it) or ``stolen`` (what stands beyond is not its word).
    """

    journal: str
    size: int
    root: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """First entry of every journal: who writes it and, on a channel, under which charter.

    previous: of a journal that begins anew (its second epoch and later): what it goes on from.
    """

    card: PartyCard
    charter: Charter | None
    previous: Previous | None = None


@dataclass(frozen=True, slots=True)
class KeyRotated:
    """The party signs with another key from the next entry on. Peers record it; they never grant.

    previous, key: the old and new public key, base64. reason: ``rotated``, ``lost``, ``stolen``.
    by:        whose signature stands here: ``previous`` or ``recovery``; the entry's is the same's.
    signature: by that key, over what `journal.rotation` says. proof: by the new key, over the same.
    """

    party: str
    previous: str
    key: str
    reason: str
    at_ms: int
    by: str
    signature: str
    proof: str


@dataclass(frozen=True, slots=True)
class Joined:
    """This journal's author takes the party as a member of the channel from here on.

    A party of kind witness is not made a member: it is one that the author submits hashes to.
    """

    card: PartyCard


@dataclass(frozen=True, slots=True)
class Released:
    """A message was released on the line."""

    message: Message


@dataclass(frozen=True, slots=True)
class OfficerAdded:
    """An officer's handle may act in `role` with the token whose SHA-256 (hex) is given.

    by: the administrator who added it; None in journals from before that was kept.
    """

    officer: str
    role: Role
    token_sha256: str
    by: Signature | None = None


@dataclass(frozen=True, slots=True)
class OfficerRemoved:
    """The officer's token no longer opens anything. by: as in `OfficerAdded`."""

    officer: str
    by: Signature | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation into `channel` was issued; the secret's SHA-256 (hex) stands for it.

    party: who used it; empty while nobody has. Using it writes the event again with the party.
    """

    channel: str
    secret_sha256: str
    expires_ms: int
    party: str = ""


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """Two notices of different parties come closer than their buffers.

    conflict:      ``LOW~HIGH``: the two message numbers, sorted, the same at every node.
    numbers:       the two messages; parties in the same order.
    engine:        version of the conflict engine that found it.
    where:         the point of least distance, or a point inside both.
    from_ms/to_ms: when; None is open.
    horizontal_cm, vertical_cm: least distances, never overstated; 0 is overlap or touching.
    why:           one sentence; of several parts, about the nearest and earliest.
    parts:         which parts of the two messages, nearest and earliest first; empty when each
                   has only one.
    """

    conflict: str
    channel: str
    numbers: tuple[str, str]
    parties: tuple[str, str]
    engine: int
    where: Point
    from_ms: int | None
    to_ms: int | None
    horizontal_cm: int
    vertical_cm: int
    buffer_horizontal_cm: int
    buffer_vertical_cm: int
    why: str
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictEnded:
    """The conflict is no more, and why: corrected, cancelled, ended, expired."""

    conflict: str
    channel: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Geometry checks found something about a message, at release or at arrival."""

    channel: str
    number: str
    at_arrival: bool
    warnings: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class DeadlineMissed:
    """A receipt step was due and did not come; the alarm goes to the next role.

    party: who owes the step. level: 1 upwards, an index into `line.deadlines.ESCALATION`.
    """

    channel: str
    number: str
    party: str
    step: str
    due_ms: int
    level: int
    to_role: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A FLASH sounded again because nobody has READ it."""

    channel: str
    number: str
    count: int


@dataclass(frozen=True, slots=True)
class EvidenceKept:
    """Something that a peer sent was refused and kept: what, about which journal, why."""

    evidence: int
    peer: str
    journal: str
    reason: str
    detail: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    """Something needs a person, and perhaps nobody is looking; it is said outside (watch.alarms).

    alarm: serial number in this house. kind and urgency: `watch.alarms.Kind` and `Urgency`.
    channel, number, party: what it is about; empty where it does not apply.
    since_ms: when its cause began to stand.
    """

    alarm: int
    kind: str
    urgency: str
    channel: str
    number: str
    party: str
    since_ms: int


@dataclass(frozen=True, slots=True)
class AlarmAcknowledged:
    """An officer knows of the alarm: outside it is silent for as long as the settings say."""

    alarm: int
    by: Signature


@dataclass(frozen=True, slots=True)
class AlarmCleared:
    """The alarm's cause no longer stands."""

    alarm: int


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that the watch has open: what, about which message of which line, until when.

    kind: `watch.handover.ItemKind`. party: who owes the step, or whom it is about.
    number: of a message, a conflict's id, or an alarm's serial. due_ms: None without a deadline.
    """

    kind: str
    channel: str
    status: Status
    number: str
    party: str
    step: str
    due_ms: int | None


@dataclass(frozen=True, slots=True)
class HandoverGiven:
    """The watch is handed over to a role, with all that is open.

    to_role: the least role that may take it. desk: a desk's label, or empty. more: how many items
    were open beyond those listed.
    """

    handover: int
    by: Signature
    to_role: Role
    desk: str
    items: tuple[OpenItem, ...]
    more: int
    remarks: str | None


@dataclass(frozen=True, slots=True)
class HandoverTaken:
    """The watch was taken over. given: whether somebody had handed it over.

    items: what has come since it was given; all that is open when nobody gave it.
    """

    handover: int
    by: Signature
    given: bool
    items: tuple[OpenItem, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Restored:
    """This node was set back to a backup (or found itself so): it asks its peers what it lost.

    journals: own channel journals with the size from which entries may be missing.
    """

    journals: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A restored journal is whole again, or closed.

    how: ``confirmed`` (all members held no more than we), ``recovered`` (the rest came back from
    them), ``epoch`` (we had to speak before all had answered, so a new epoch begins), ``split`` (we
    had gone on without knowing, so what we wrote since is told to nobody, and a new epoch begins).
    """

    journal: str
    how: str


@dataclass(frozen=True, slots=True)
class BodiesDeleted:
    """Retention deleted bodies here: `count` of one journal, all with times before `before_ms`."""

    journal: str
    count: int
    before_ms: int


@dataclass(frozen=True, slots=True)
class CardRenewed:
    """The party's node shows another certificate from now on, at this address.

    old_until_ms: until then (the party's clock) the one before it is taken too.
    """

    party: str
    certificate: str
    address: str
    old_until_ms: int


@dataclass(frozen=True, slots=True)
class DraftKept:
    """A message is drafted and waits for an officer to release or drop it; nobody else sees it.

    draft:  serial number in this house. by: who drafted, or who imported, it.
    said:   what is to be released, as the officer's command: exactly this, or nothing.
    why:    ``two-person`` (the format asks for a second officer) or ``import`` (from a file).
    source: of an import: what it came from, such as ``sites.xlsx row 7``; empty otherwise.
    batch:  what is listed together, such as an import's file; empty when it stands alone.
    salt:   why is ``sealed``: `source` is the announcement that was sealed over it with this salt
            (base64); it waits to be opened.
    """

    draft: int
    channel: str
    by: Signature
    said: Send | Correct
    why: str
    source: str = ""
    batch: str = ""
    salt: str = ""


@dataclass(frozen=True, slots=True)
class DraftDropped:
    """The draft waits no longer: released as message `number`, or dropped (number empty)."""

    draft: int
    by: Signature
    reason: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """The officer's handle acts in another role from here on; the token stays the same.

    was: the role before. by: the administrator who changed it. why: in words, or empty.
    """

    officer: str
    role: Role
    was: Role
    by: Signature
    why: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseBegun:
    """From here on this node's officers mean EXERCISE when they name no status."""

    name: str
    by: Signature


@dataclass(frozen=True, slots=True)
class ExerciseEnded:
    """The exercise is over: who names no status means ACTUAL again."""

    name: str
    by: Signature


@dataclass(frozen=True, slots=True)
class Introduced:
    """The author carries words between this channel and a party that is no member of it.

    label: the name that the members are to know it by; never its own. key: what it signs with,
    base64. kind: of that party. Said again, it replaces what the author said of the label before.
    """

    label: str
    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class KeyPinned:
    """An officer compared the key behind a label with what its party said itself, by another way.

    by: who introduced the label. key: the one that was compared, base64.
    """

    channel: str
    by: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class BundleMade:
    """An officer had a file of entries made for a party: how many, and how many receipts.

    sha256: of the file up to its last line, base64, as that line says it.
    """

    party: str
    officer: str
    sha256: str
    entries: int
    receipts: int


@dataclass(frozen=True, slots=True)
class BundleCame:
    """An officer brought a file of entries, and what became of them.

    party, made_at_ms: who made it when, as it says. sha256: of the file as it was read, base64.
    taken, held, waiting: entries that were new, known already, and that wait for others now.
    """

    party: str
    made_at_ms: int
    officer: str
    sha256: str
    taken: int
    held: int
    waiting: int
    receipts: int
    problems: int


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Somebody was given details that not everybody is shown: whom, of what, when, by which rule.

    number: the notice. party: given to; its own when one of our officers or feeds was shown it.
    reader: within our own party, the officer's handle or the feed's reader; empty otherwise.
    what: ``exact`` or ``coarse``. why: the rule (`DISCLOSURE_RULES`), or ``opened``, ``exported``.
    by: who gave it. because: the message that carried it, or was the reason; empty when none.
    """

    channel: str
    number: str
    party: str
    reader: str
    what: str
    why: str
    by: Signature
    because: str = ""


@dataclass(frozen=True, slots=True)
class ReaderAdded:
    """A reader of the area feed has the token whose SHA-256 (hex) is given; it opens nothing else.

    audience: own-forces or public. echelon: the level that it stands for; empty of a public one.
    by: who gave it.
    """

    reader: str
    audience: str
    echelon: str
    token_sha256: str
    by: Signature


@dataclass(frozen=True, slots=True)
class ReaderRemoved:
    """The reader's token no longer opens the feed."""

    reader: str
    by: Signature


@dataclass(frozen=True, slots=True)
class FeedPulled:
    """The area feed is given to a reader, in this form: what the log holds, before it is given.

    reader: its name, or an officer's handle (echelon is empty then). items: channel and number of
    the messages in it; more: how many beyond those named. withheld: notices not released to it.
    """

    reader: str
    audience: str
    echelon: str
    form: str
    items: tuple[tuple[str, str], ...]
    more: int
    withheld: int


@dataclass(frozen=True, slots=True)
class SourceKept:
    """A public source is kept in this home: its bytes by their SHA-256 (hex), and where it is from.

    text_sha256: of its text as it was extracted, UTF-8; places of passages count in that text.
    form: html, text, pdf, feed or warc. bytes, chars: sizes of the two. name: of the file.
    dated: the dateline, as much as is known (YYYY, YYYY-MM, YYYY-MM-DD), or empty.
    retrieved_ms: when it was fetched, as the officer says. address: where, or empty.
    """

    sha256: str
    text_sha256: str
    form: str
    bytes: int
    chars: int
    name: str
    title: str
    publisher: str
    dated: str
    retrieved_ms: int
    address: str
    by: Signature


@dataclass(frozen=True, slots=True)
class ItemConfirmed:
    """A person confirmed that a passage of a source says this; said again, the newest stands.

    item: its name (`core.sources.propose.item_name`). rule: that proposed it; empty when a person
    found it. The rest as in the table of REP; empty where nothing is known.
    """

    item: str
    sha256: str
    kind: str
    words: str
    hedge: str
    from_char: int
    until_char: int
    quote: str
    chain: tuple[Link, ...]
    by: Signature
    rule: str = ""
    actors: str = ""
    day: str = ""
    latest: str = ""
    when_words: str = ""
    place: str = ""
    types: tuple[str, ...] = ()
    case: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ItemRejected:
    """A person looked at a proposal, or at what was confirmed, and does not hold it, and why."""

    item: str
    sha256: str
    kind: str
    from_char: int
    until_char: int
    by: Signature
    why: str = ""


ChannelEvent = Opened | Joined | Released | KeyRotated | CardRenewed | Introduced
HouseEvent = (
    Opened
    | OfficerAdded
    | OfficerRemoved
    | Invited
    | ConflictFound
    | ConflictEnded
    | Warned
    | DeadlineMissed
    | Repeated
    | EvidenceKept
    | AlarmRaised
    | AlarmAcknowledged
    | AlarmCleared
    | HandoverGiven
    | HandoverTaken
    | KeyRotated
    | Restored
    | Settled
    | BodiesDeleted
    | CardRenewed
    | ExerciseBegun
    | ExerciseEnded
    | DraftKept
    | DraftDropped
    | RoleChanged
    | BundleMade
    | BundleCame
    | ReaderAdded
    | ReaderRemoved
    | FeedPulled
    | KeyPinned
    | Disclosed
    | SourceKept
    | ItemConfirmed
    | ItemRejected
    | SignInEvent
)
Event = ChannelEvent | HouseEvent
