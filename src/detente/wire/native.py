"""The native API's own types: what a node shows and answers, as JSON.

Requests reuse the commands of `core.line.commands`; these are the answers. Built by `node.views`,
served by `serve.api`, read by the CLI and the player. Times are UTC milliseconds.
"""

from __future__ import annotations

import msgspec

from detente.core.airspace.volume import Point
from detente.core.line.message import Message, Precedence, Role, Signature, Status
from detente.core.refusal import Refusal
from detente.core.values import Fields, Json
from detente.tongues.rendered import Rendered
from detente.wire.channel_views import CheckDueView, ElsewhereView, ExerciseView
from detente.wire.third_views import PassedView, RelayView, ToldView


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked is durable. position: newest local position that it wrote."""

    position: int
    number: str | None = None
    journal: str | None = None
    sequence: int | None = None
    warnings: tuple[Refusal, ...] = ()
    conflicts: tuple[str, ...] = ()
    draft: int | None = None


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the receipt ladder by one party.

    by_clock_ms: the acting party's clock. here_ms: when this node held it. number: the message
    that carried the step; None for DELIVERED, which the nodes give by cosignature. known_version,
    not_known: of a READ, when the reader's node knows less of the format than was said. proposal:
    of an answer, the volume that would suit instead (airspace.parts_json). disowned: signed with
    the acting party's key after it was stolen, as that party says: not its word. position: of the
    entry that carries it here (GET /v1/entries/{position}); None for DELIVERED.
    """

    step: str
    party: str
    by_clock_ms: int
    here_ms: int
    number: str | None = None
    code: str | None = None
    reason: str | None = None
    known_version: int | None = None
    not_known: str | None = None
    proposal: Json = None
    disowned: bool = False
    position: int | None = None


class DueView(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt step that is still owed, by whom, and until when (this node's clock)."""

    step: str
    party: str
    due_ms: int
    missed: bool
    level: int
    to_role: str


class LeadView(msgspec.Struct, frozen=True, kw_only=True):
    """Lead time of a notice towards one receiver: ON TIME, SHORT, AFTER THE FACT, NOT EFFECTIVE."""

    party: str
    finding: str
    required_ms: int
    lead_ms: int | None
    effective_ms: int | None


class PaperView(msgspec.Struct, frozen=True, kw_only=True):
    """What a party wrote down of a message that came by voice, radio, fax or paper.

    of: the signed message, None while it is not held. differences: where the two differ.
    """

    number: str
    written_by: str
    said_by: str
    means: str
    heard_ms: int | None
    held_at_ms: int
    of: str | None
    differences: tuple[str, ...] = ()


class MomentView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that this node came to know of a message, and when (here_ms: our clock).

    by_clock_ms: the clock of the party that did it; None for what this node found itself.
    """

    here_ms: int
    party: str
    what: str
    by_clock_ms: int | None = None
    number: str | None = None


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """One message with all that this node knows of it.

    state: open, answered, closed (a receipt of which nothing more is owed), superseded,
    cancelled, ended, expired. proof: kept, delivered or final. entry: by what a message of another
    channel may name it. elsewhere: what it names on other channels. relay: whose words it carries.
    papers: what was written down of it by hand. passed: to whom beyond the line it was passed on.
    dependents: what each of them knows of it. subject: of a correction, the format that it
    changes; before: what the fields that it changes said before, as far as that is held here;
    corrected: the whole as it now stands. disowned: signed with its author's key after it was
    stolen, as the author says: not its word, and counted in the picture all the same. cited: the
    text and article that its header names by number, found in the register. rendered, receipts: in
    the language that was asked for, the message and what is known of it. side_by_side: the message
    in each of several languages that were asked for.
    """

    channel: str
    status: Status
    author: str
    sequence: int
    position: int
    message: Message
    at_ms: int
    held_at_ms: int
    direction: str
    state: str
    proof: str
    final: bool
    missing_for_final: tuple[str, ...]
    line: str
    text: str
    steps: tuple[StepView, ...] = ()
    due: tuple[DueView, ...] = ()
    lead: tuple[LeadView, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    conflicts: tuple[str, ...] = ()
    superseded_by: str | None = None
    readback_differences: tuple[str, ...] = ()
    entry: str = ""
    elsewhere: tuple[ElsewhereView, ...] = ()
    relay: RelayView | None = None
    passed: tuple[PassedView, ...] = ()
    dependents: tuple[ToldView, ...] = ()
    papers: tuple[PaperView, ...] = ()
    subject: str = ""
    before: Fields | None = None
    corrected: Fields | None = None
    understood: bool = True
    disowned: bool = False
    cited: str | None = None
    rendered: Rendered | None = None
    receipts: Rendered | None = None
    side_by_side: tuple[Rendered, ...] = ()


class ConflictView(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict that this node found and shows; open until ended_reason is set.

    ended_unread: the other side's message that ended it, while no officer here has READ that.
    told: what each dependent party knows of the two messages, by number. position: of the entry of
    this node's own journal that says it; None while nothing was released.
    """

    conflict: str
    channel: str
    status: Status
    numbers: tuple[str, str]
    parties: tuple[str, str]
    engine: int
    where: Point
    place: str
    from_ms: int | None
    to_ms: int | None
    horizontal_cm: int
    vertical_cm: int
    buffer_horizontal_cm: int
    buffer_vertical_cm: int
    why: str
    parts: tuple[tuple[int, int], ...] = ()
    found_at_ms: int
    ended_reason: str | None = None
    ended_at_ms: int | None = None
    ended_unread: str | None = None
    told: dict[str, tuple[ToldView, ...]] = {}
    position: int | None = None


class WayOutView(msgspec.Struct, frozen=True, kw_only=True):
    """One change that takes a notice clear of everything known. volume: the changed one's JSON.

    amount: milliseconds for earlier and later, centimetres otherwise; bearing: of a move, degrees.
    cost: a plain rate, one minute or 100 ft or 1 km each; best is least. text: as an officer types.
    """

    change: str
    amount: int
    bearing: int | None
    cost: float
    words: str
    volume: Json
    text: str


class WaysOutView(msgspec.Struct, frozen=True, kw_only=True):
    """The ways out of a conflict by changing one side's notice, best first; empty if none is near.

    What nobody announced is in no picture: a way out is a suggestion, never a clearance.
    stays: it is a humanitarian notice, which nobody is asked to move; none is looked for.
    """

    conflict: str
    number: str
    party: str
    ways: tuple[WayOutView, ...]
    stays: bool = False


class PictureItem(msgspec.Struct, frozen=True, kw_only=True):
    """What one message has in the picture. volume: one part or a list (airspace.parts_json).

    disowned: as in MessageView; it stays in the picture, and is marked.
    """

    number: str
    channel: str
    status: Status
    party: str
    format: str
    activity: str
    volume: Json
    held_at_ms: int
    conflicts: tuple[str, ...] = ()
    disowned: bool = False


class JournalView(msgspec.Struct, frozen=True, kw_only=True):
    """One journal: how much is kept here, delivered to each other member, and final.

    witnessed: how much each witness has cosigned; it sees hashes only, and counts apart from final.
    unknown:   entries that this version does not understand. withheld: entries whose bodies were
               deleted, header and proof kept. disowned: entries that are not the
               author's word, since its key was stolen. note: what is to be said of it; or empty.
    """

    journal: str
    author: str
    channel: str
    status: Status
    own: bool
    kept: int
    root: str
    delivered: dict[str, int]
    final: int
    witnessed: dict[str, int] = {}
    epoch: int = 1
    unknown: int = 0
    withheld: int = 0
    disowned: int = 0
    note: str = ""


class RetentionView(msgspec.Struct, frozen=True, kw_only=True):
    """How long bodies are kept here (0: for ever), and how many were deleted, by journal.

    now: how many the request itself deleted. old: how many threads are old enough and stay; stays:
    how many of them for each reason (`node.retention.Stays`, `core.line.state.Unsettled`); one may
    have several. Both are of the days that were asked for; empty when bodies are kept for ever.
    """

    days: int
    withheld: dict[str, int]
    now: int | None = None
    old: int = 0
    stays: dict[str, int] = {}


class KeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A key that was replaced: until when, why, and whose signature says so."""

    fingerprint: str
    until_ms: int
    reason: str
    by: str


class KeysView(msgspec.Struct, frozen=True, kw_only=True):
    """A party's keys: the present one, the recovery key, and those before, oldest first."""

    party: str
    own: bool
    fingerprint: str
    recovery: str
    older: tuple[KeyView, ...] = ()


class WitnessView(msgspec.Struct, frozen=True, kw_only=True):
    """One witness that our channels name. behind: entries that it has not cosigned yet.

    link: up, down or refused (with why). evidence: what it showed us that does not fit.
    """

    party: str
    name: str
    fingerprint: str
    url: str
    channels: tuple[str, ...]
    link: str
    link_since_ms: int | None
    why: str
    behind: int
    evidence: int


class PeerView(msgspec.Struct, frozen=True, kw_only=True):
    """One peer as this node sees it.

    link: up, down or refused (with why). skew_ms: its clock minus ours at the last greeting.
    behind: own entries that it has not cosigned yet. state: each side's declared line state.
    version: of its program, as it says; empty before the first greeting. formats: the newest
    version that its node knows of each format, as it says; older_formats: those it knows less of
    than this node does.
    """

    party: str
    name: str
    kind: str
    fingerprint: str
    address: str
    channels: tuple[str, ...]
    link: str
    link_since_ms: int | None
    why: str
    skew_ms: int | None
    behind: int
    evidence: int
    version: str = ""
    formats: dict[str, int] = {}
    older_formats: tuple[str, ...] = ()


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line: its members, the state that each side declares, and what is pressing.

    missed: steps that are overdue; missed_flash: those of them that are about a FLASH.
    flash:  every unread FLASH by number, in one line of words. disputed: what the sides declare,
    when it differs. checks: who owes the next line check when. untold: how much dependent parties
    should be told and have not been, as far as it was said.
    """

    channel: str
    name: str
    purpose: str
    status: Status
    members: tuple[str, ...]
    declared: dict[str, str]
    unread: int
    due: int
    missed: int
    conflicts: int
    missed_flash: int = 0
    flash: dict[str, str] = {}
    kind: str = "safety"
    disputed: str = ""
    checks: tuple[CheckDueView, ...] = ()
    untold: int = 0


class AlarmView(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm that stands: what it is about, since when, and who has acknowledged it.

    said: how often it has been said outside; said_at_ms: last when. Both since this node started.
    """

    alarm: int
    kind: str
    urgency: str
    status: Status
    channel: str
    number: str
    party: str
    since_ms: int
    raised_at_ms: int
    acknowledged_by: str | None = None
    acknowledged_at_ms: int | None = None
    said: int = 0
    said_at_ms: int | None = None


class WaitingMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message that came in a file before what it follows: proved, and not yet part of the line.

    line: what it says, in one line. at_ms: its author's clock. came_at_ms: ours.
    carrier: who made the file, as it says.
    """

    number: str
    sequence: int
    precedence: Precedence
    at_ms: int
    came_at_ms: int
    carrier: str
    line: str
    message: Message


class WaitingView(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of one journal that wait for others. held: how many of it are held in order.

    missing: first and last sequence of what has to come before; None when only a checkpoint has.
    """

    journal: str
    author: str
    channel: str
    status: Status
    held: int
    waiting: int
    first: int
    last: int
    missing: tuple[int, int] | None
    words: str
    messages: tuple[WaitingMessage, ...] = ()


class BundlePartView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one journal's entries in a file: new, known already, waiting, refused."""

    journal: str
    taken: int
    held: int
    waiting: int
    refused: tuple[str, ...] = ()


class BundleView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file of entries.

    made_by, made_at_ms, made_for: as the file says. whole: it ends as its maker ended it.
    signed: a maker known here signed it as a whole. receipts: acknowledgements of our own entries.
    problems: what was not taken of it, and why, in sentences.
    """

    made_by: str
    made_at_ms: int
    made_for: str | None
    whole: bool
    signed: bool
    taken: int
    held: int
    waiting: int
    receipts: int
    parts: tuple[BundlePartView, ...] = ()
    problems: tuple[str, ...] = ()


class BundleLogItem(msgspec.Struct, frozen=True, kw_only=True):
    """A file of entries that was made here (out) for a party, or brought here (in), by whom.

    entries: in it when made; new here when brought, beside those known already and those that wait.
    """

    at_ms: int
    way: str
    party: str
    officer: str
    sha256: str
    entries: int
    receipts: int
    known: int = 0
    waiting: int = 0
    problems: int = 0


class WayView(msgspec.Struct, frozen=True, kw_only=True):
    """One way to the outside, and how its last try went. ok is None while there was none."""

    name: str
    kind: str
    says: str
    ok: bool | None = None
    detail: str = ""
    at_ms: int | None = None


class AlarmsView(msgspec.Struct, frozen=True, kw_only=True):
    """The alarms that stand, and the ways by which they are said outside."""

    alarms: tuple[AlarmView, ...]
    ways: tuple[WayView, ...]


class OpenItemView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the watch has open: unread, owed, awaited, conflict or alarm."""

    kind: str
    channel: str
    status: Status
    number: str
    party: str
    step: str
    due_ms: int | None = None


class HandoverView(msgspec.Struct, frozen=True, kw_only=True):
    """A handover of the watch, as given and as taken. seen: the word under its list.

    given_by is None when the watch was taken without having been given.
    """

    handover: int
    given_by: str | None = None
    given_role: Role | None = None
    given_at_ms: int | None = None
    to_role: Role | None = None
    desk: str = ""
    remarks: str | None = None
    items: tuple[OpenItemView, ...] = ()
    more: int = 0
    seen: str | None = None
    taken_by: str | None = None
    taken_role: Role | None = None
    taken_at_ms: int | None = None
    came_since: tuple[OpenItemView, ...] = ()
    came_since_more: int = 0


class WatchView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the watch has open now; more: beyond those listed; waiting: a handover not taken."""

    items: tuple[OpenItemView, ...]
    more: int = 0
    waiting: HandoverView | None = None


class SpaceView(msgspec.Struct, frozen=True, kw_only=True):
    """The disk under the record. room: good, low (ordinary messages are refused) or reserve.

    reserve_bytes: kept aside for receipts, answers and FLASH; 0 when it is in use or not made.
    """

    room: str
    words: str
    free_bytes: int | None
    refuse_below_bytes: int
    reserve_bytes: int
    since_ms: int | None


class StatusView(msgspec.Struct, frozen=True, kw_only=True):
    """The first screen: who am I, is the line open, what is running out of time.

    alarms: how many stand. handover: the number of the one that waits to be taken.
    gaps: declared levels that a real warning has not reached.
    notices: what must be known of clocks, keys and journals, in sentences. exercise: under way.
    rendered: in the language that was asked for.
    """

    party: str
    name: str
    fingerprint: str
    version: str
    now_ms: int
    position: int
    lines: tuple[LineView, ...]
    peers: tuple[PeerView, ...]
    evidence: int
    space: SpaceView | None = None
    alarms: int = 0
    gaps: int = 0
    handover: int | None = None
    notices: tuple[str, ...] = ()
    exercise: ExerciseView = ExerciseView()
    rendered: Rendered | None = None


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """One journal entry as this node holds it, in local order."""

    position: int
    journal: str
    author: str
    channel: str
    status: Status
    sequence: int
    kind: str
    kind_version: int
    at_ms: int
    held_at_ms: int
    body: Json


class EvidenceView(msgspec.Struct, frozen=True, kw_only=True):
    """Something refused and kept. data: first bytes in base64; the whole by its id."""

    id: int
    at_ms: int
    peer: str
    journal: str
    reason: str
    detail: str
    sha256: str
    size: int
    data: str


class DraftView(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for an officer's release. about: of a correction, the message that it corrects.

    why: two-person or import. two_person: whether another officer than `by` must release it.
    releaser: the least role that may. against: what the node would say to a release now; what can
    be passed is marked so. conflicts: those that it would have now, in words.
    """

    draft: int
    channel: str
    status: Status
    code: str
    name: str
    about: str | None
    to: tuple[str, ...]
    fields: Json
    remarks: str | None
    acknowledged: tuple[str, ...]
    by: Signature
    kept_at_ms: int
    why: str
    source: str
    batch: str
    two_person: bool
    releaser: Role | None
    against: tuple[Refusal, ...] = ()
    conflicts: tuple[str, ...] = ()


class RoleChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """An officer was added, removed, or given another role. what: added, removed, role.

    by: who did it; None in journals from before that was kept.
    """

    at_ms: int
    officer: str
    what: str
    role: Role | None = None
    was: Role | None = None
    by: Signature | None = None
    why: str = ""


class OfficerView(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's handle and role; tokens are never shown again."""

    officer: str
    role: Role


class StreamItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the live stream.

    event: a journal entry (its `id` is the position, so a reader can resume after it).
    delivered: `party` has cosigned `journal` up to `size`, final up to `final`.
    witnessed: the same by a witness, which counts apart from `final`.
    link: a peer's link changed. alarm: what must sound now. evidence: something was refused.
    clock: a peer's clock and ours begin or cease to agree (why says how).
    heartbeat: every two seconds, by the node's writer: now_ms is its clock, position its newest
    entry. signed-out: the session, or the token, opens nothing any more, and the stream ends.
    rendered: in the language that was asked for.
    """

    type: str
    event: EventView | None = None
    journal: str | None = None
    party: str | None = None
    size: int | None = None
    final: int | None = None
    link: str | None = None
    why: str | None = None
    now_ms: int | None = None
    position: int | None = None
    rendered: Rendered | None = None
