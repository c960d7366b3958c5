"""What an administrator decides: channels, invitations, members, officers. Pure.

Returns the events that follow, each with the line whose journal takes it, or every reason why
nothing does. An invitation is used once; the same party may use it again, because the answer to
its first try may have been lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from detente.core.airspace.buffers import buffer_problems
from detente.core.airspace.volume import TERRAIN_CM_MAX, TERRAIN_CM_MIN
from detente.core.airspace.volume_json import outline_from_json, outline_to_json
from detente.core.events import (
    HOUSE,
    WITNESS,
    Charter,
    Disclosed,
    Event,
    Invited,
    Joined,
    OfficerAdded,
    OfficerRemoved,
    Opened,
    PartyCard,
    RoleChanged,
)
from detente.core.line.channels import ChannelKind
from detente.core.line.checks import NODE_DESK
from detente.core.line.drafts import two_person_problem
from detente.core.line.field import check_text
from detente.core.line.formats import effective_problem
from detente.core.line.message import Line, Role, Signature, Status
from detente.core.line.relay import introduced_by
from detente.core.line.state import State
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.sources.register import note_problems
from detente.core.units import MS_PER_HOUR, MS_PER_MIN
from detente.core.watch import exercise
from detente.journal.forms import is_name
from detente.node.inputs import (
    Actor,
    AddOfficer,
    AddPasskey,
    AddReader,
    Admit,
    BeginExercise,
    BeginSession,
    ChangeRole,
    EndExercise,
    EndSession,
    FeedInput,
    GiveFeed,
    Introduce,
    Invite,
    MakeSignInLink,
    NoteBundle,
    NoteDisclosure,
    NoteSource,
    OpenChannel,
    PinLabel,
    RemoveOfficer,
    RemovePasskey,
    RemoveReader,
    SessionInput,
    TakePlace,
    TakeWitness,
)
from detente.node.introducing import labelled
from detente.node.lastmile import feed_events
from detente.node.sessions import session_events

AdminInput = (
    OpenChannel
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
    | BeginExercise
    | EndExercise
    | NoteBundle
    | NoteSource
    | FeedInput
    | NoteDisclosure
)
Written = tuple[tuple[Line, Event], ...]

LEAD_MS_MAX = 30 * 86_400_000  # 30 days: the longest notice that any mechanism asks for
CHECK_EVERY_MS_MIN = 5 * MS_PER_MIN  # an echo may take that long; quicker checks overlap
CHECK_EVERY_MS_MAX = 7 * 24 * MS_PER_HOUR  # a line that is tried less often is not tried
MEMBERS_MAX = 16  # each entry is pushed to each member; a larger circle needs another design
WITNESSES_MAX = 8  # each gets each checkpoint; three of them that do not know each other are many
OFFICERS_MAX = 1_000  # a watch has dozens; beyond it something is wrong
WHY_CHARS_MAX = 200  # one sentence: why a role was changed
HOUSE_LINE = Line(HOUSE, Status.ACTUAL)


def admin_events(
    state: State, own: PartyCard, item: AdminInput, now_ms: int
) -> Written | tuple[Refusal, ...]:
    """The events that follow from an administrator's input, or why it is refused."""
    match item:
        case OpenChannel():
            return _open_channel(state, own, item)
        case Invite():
            return _invite(state, item)
        case Admit():
            return _admit(state, own, item, now_ms)
        case TakePlace():
            return _take_place(state, own, item)
        case TakeWitness():
            return _take_witness(state, own, item)
        case Introduce() | PinLabel():
            return labelled(state, item)
        case NoteDisclosure():
            return _note_disclosure(state, item)
        case AddOfficer():
            return _add_officer(state, item)
        case RemoveOfficer():
            return _remove_officer(state, item)
        case ChangeRole():
            return _change_role(state, item)
        case MakeSignInLink() | BeginSession() | EndSession() | AddPasskey() | RemovePasskey():
            return session_events(state, item, now_ms)
        case _:
            return _kept_up(state, item, now_ms)


def _kept_up(
    state: State,
    item: BeginExercise | EndExercise | NoteBundle | NoteSource | FeedInput,
    now_ms: int,
) -> Written | tuple[Refusal, ...]:
    """Exercises, files of entries, sources, and who reads the feed."""
    match item:
        case NoteSource(event=noted):
            return note_problems(state.sources, noted) or ((HOUSE_LINE, noted),)
        case NoteBundle(event=event):
            return ((HOUSE_LINE, event),)
        case AddReader() | RemoveReader() | GiveFeed():
            return feed_events(state, item, now_ms)
        case BeginExercise() | EndExercise():
            return _exercise(state, item)
        case _:
            assert_never(item)


def _exercise(state: State, item: BeginExercise | EndExercise) -> Written | tuple[Refusal, ...]:
    by = Signature(item.actor.officer, item.actor.role)
    return (
        exercise.begin(state, by, item.name)
        if isinstance(item, BeginExercise)
        else (exercise.end(state, by))
    )


def _note_disclosure(state: State, item: NoteDisclosure) -> Written:
    """Our own officer is shown what not everybody is."""
    event = Disclosed(
        channel=item.channel,
        number=item.number,
        party=state.party,
        reader=item.actor.officer,
        what="exact",
        why=item.why,
        by=Signature(item.actor.officer, item.actor.role),
    )
    return ((Line(HOUSE, item.status), event),)


def opening(state: State, own: PartyCard, line: Line) -> tuple[Event, ...]:
    """The first entries of our journal on a line: who we are, the charter, who else is there.

    That is the members, the witnesses, and the labels of those whose words we carry.
    """
    others = (party for party in state.members.get(line.channel, ()) if party != own.party)
    named = (*sorted(others), *state.witnesses.get(line.channel, ()))
    joined = tuple(Joined(state.cards[party]) for party in named)
    carried = introduced_by(state, line.channel, own.party)
    labels = tuple(carried[label] for label in sorted(carried))
    return (Opened(own, state.charters.get(line.channel)), *joined, *labels)


def _refused(field: str, rule: str, reason: str, remedy: str) -> tuple[Refusal, ...]:
    return (Refusal(field, rule, reason, remedy),)


def _open_channel(state: State, own: PartyCard, item: OpenChannel) -> Written | tuple[Refusal, ...]:
    channel = item.charter.channel
    if not is_name(channel) or channel == HOUSE:
        return _refused(
            "charter.channel",
            "channel-name",
            f"{channel[:80]!r} cannot name a channel",
            "Use a to z, 0 to 9 and inner hyphens, at most 64, and not 'house'",
        )
    if channel in state.charters:
        return _refused(
            "charter.channel", "channel-exists", f"channel {channel} exists", "Choose another name"
        )
    problems = _charter_problems(item.charter)
    if problems:
        return problems
    return ((Line(channel), Opened(own, item.charter)),)


def _charter_problems(charter: Charter) -> tuple[Refusal, ...]:
    """What would make a charter unusable here: the picture trusts its area and its buffers."""
    found = list(buffer_problems(charter.buffers, "charter.buffers"))
    if charter.area is not None:
        area = outline_from_json(outline_to_json(charter.area), "charter.area")
        found += area if isinstance(area, tuple) else ()
    ground_cm = charter.terrain_max_cm
    if ground_cm is not None and not TERRAIN_CM_MIN <= ground_cm <= TERRAIN_CM_MAX:
        found += _refused(
            "charter.terrain_max_cm",
            "terrain-range",
            f"no ground lies {ground_cm} cm above mean sea level",
            f"Give {TERRAIN_CM_MIN} to {TERRAIN_CM_MAX} cm, or leave it out",
        )
    for place, (code, lead_ms) in enumerate(charter.lead_ms):
        if code not in FORMATS or not 0 <= lead_ms <= LEAD_MS_MAX:
            found += _refused(
                f"charter.lead_ms[{place}]",
                "lead-time",
                f"lead time {lead_ms} ms for {code[:16]!r} cannot be kept",
                "Name a format and 0 to 30 days",
            )
    return (*found, *_kind_problems(charter))


def _kind_problems(charter: Charter) -> tuple[Refusal, ...]:
    """Whether the channel's kind, its line checks and its two-person formats can be kept here."""
    found: list[Refusal] = []
    kinds = [kind.value for kind in ChannelKind]
    if charter.kind not in kinds:
        reason = f"{charter.kind[:40]!r} is no kind of channel known here"
        found += _refused("charter.kind", "channel-kind", reason, f"Use one of: {', '.join(kinds)}")
    every_ms = charter.check_every_ms
    if every_ms is not None and not CHECK_EVERY_MS_MIN <= every_ms <= CHECK_EVERY_MS_MAX:
        reason = f"a line check every {every_ms} ms cannot be kept"
        found += _refused("charter.check_every_ms", "check-every", reason, "Give 5 min to 7 days")
    for place, code in enumerate(charter.two_person):
        path, why = f"charter.two_person[{place}]", two_person_problem(code)
        if why:
            reason = f"two officers cannot be asked to release {code[:16]!r}: {why}"
            rule = "two-person" if code in FORMATS else "unknown-format"
            remedy = "Name codes of formats that are sent by themselves and are no FLASH"
            found += _refused(path, rule, reason, remedy)
    return (*found, *_effective_problems(charter))


def _effective_problems(charter: Charter) -> Iterator[Refusal]:
    """Steps from which lead time cannot be counted, each with its reason."""
    named: set[str] = set()
    for place, (code, step) in enumerate(charter.effective):
        twice, why = code in named, effective_problem(FORMATS.get(code), step)
        named.add(code)
        if twice or why:
            why = why or "it is named twice"
            rule = "effective" if code in FORMATS else "unknown-format"
            remedy = "Name a format once, with READ, or with READBACK where it always says a place"
            reason = f"lead time of {code[:16]!r} cannot count from {step[:16]!r}: {why}"
            yield Refusal(f"charter.effective[{place}]", rule, reason, remedy)


def _invite(state: State, item: Invite) -> Written | tuple[Refusal, ...]:
    if item.channel not in state.charters:
        return unknown_channel(item.channel)
    if len(state.members.get(item.channel, ())) >= MEMBERS_MAX:
        return _refused(
            "channel",
            "members-max",
            f"channel {item.channel} has {MEMBERS_MAX} members, the most there can be",
            "Open a second channel",
        )
    return ((HOUSE_LINE, Invited(item.channel, item.secret_sha256, item.expires_ms)),)


def unknown_channel(channel: str) -> tuple[Refusal, ...]:
    """The refusal of a channel that this node is not in."""
    return _refused(
        "channel",
        "channel-unknown",
        f"this node is not in a channel {channel[:80]!r}",
        "List the channels with `detente status`",
    )


def _admit(state: State, own: PartyCard, item: Admit, now_ms: int) -> Written | tuple[Refusal, ...]:
    invited = state.invited.get(item.secret_sha256)
    if invited is None or invited.channel != item.channel:
        return _refused(
            "secret", "invitation-unknown", "no such invitation", "Ask for a new invitation"
        )
    if invited.party not in ("", item.card.party):
        return _refused(
            "secret",
            "invitation-used",
            "another party has used this invitation",
            "Ask for a new invitation, and tell the inviter that this one got about",
        )
    if now_ms > invited.expires_ms and not invited.party:
        return _refused(
            "secret", "invitation-expired", "the invitation has expired", "Ask for a new one"
        )
    refusals = _check_card(state, own, item.card)
    if refusals:
        return refusals
    if item.card.party in state.members.get(item.channel, ()):
        return ()
    used = Invited(item.channel, item.secret_sha256, invited.expires_ms, item.card.party)
    lines = sorted(line for line in state.lines if line.channel == item.channel)
    written: list[tuple[Line, Event]] = [(HOUSE_LINE, used)]
    written += [(line, Joined(item.card)) for line in lines or [Line(item.channel)]]
    return tuple(written)


def _take_witness(state: State, own: PartyCard, item: TakeWitness) -> Written | tuple[Refusal, ...]:
    """Name a witness in our journals of the channel; naming it again moves it to another URL."""
    card, known = item.card, state.witnesses.get(item.channel, ())
    if item.channel not in state.charters:
        return unknown_channel(item.channel)
    if any(card.party in members for members in state.members.values()):
        remedy = "Give the witness an id of its own"
        return _refused(
            "card.party", "party-name", f"{card.party} is a member of a channel", remedy
        )
    refusals = _check_identity(state, own, card)
    if refusals:
        return refusals
    if card.party not in known and len(known) >= WITNESSES_MAX:
        return _refused(
            "channel", "witnesses-max", f"{item.channel} has {WITNESSES_MAX} witnesses", "Use these"
        )
    if card.party in known and state.cards[card.party] == card:
        return ()
    lines = sorted(line for line in state.lines if line.channel == item.channel)
    return tuple((line, Joined(card)) for line in lines or [Line(item.channel)])


def _check_card(state: State, own: PartyCard, card: PartyCard) -> tuple[Refusal, ...]:
    """Whether this can be a member: a witness cannot, because members are sent bodies."""
    if card.kind == WITNESS:
        return _refused(
            "card.kind",
            "party-kind",
            f"{card.party[:80]} is a witness, which sees hashes only and joins no channel",
            "Submit to it instead: `detente witness take`",
        )
    return _check_identity(state, own, card)


def _check_identity(state: State, own: PartyCard, card: PartyCard) -> tuple[Refusal, ...]:
    if not is_name(card.party) or card.party in (own.party, HOUSE):
        return _refused(
            "card.party",
            "party-name",
            f"{card.party[:80]!r} cannot join here",
            "A party's id is a to z, 0 to 9 and inner hyphens, and nobody else's in the channel",
        )
    known = state.cards.get(card.party)
    if known is not None and known.key != card.key:
        return _refused(
            "card.key",
            "party-key",
            f"{card.party} is known here with another key",
            "Compare fingerprints by another way; a party with a new key needs a new id for now",
        )
    return ()


def _take_place(state: State, own: PartyCard, item: TakePlace) -> Written | tuple[Refusal, ...]:
    line = Line(item.charter.channel)
    others = [card for card in item.members if card.party != own.party]
    for card in others:
        refusals = _check_card(state, own, card)
        if refusals:
            return refusals
    if item.charter.channel in state.charters:
        if state.charters[item.charter.channel] == item.charter:
            return _also(state, line.channel, others)
        return _refused(
            "charter.channel",
            "channel-exists",
            f"this node is in another channel {item.charter.channel}",
            "Ask the inviter to open the channel under another name",
        )
    problems = _charter_problems(item.charter)
    if problems:
        return problems
    written: list[tuple[Line, Event]] = [(line, Opened(own, item.charter))]
    written += [(line, Joined(card)) for card in others]
    return tuple(written)


def _also(state: State, channel: str, cards: list[PartyCard]) -> Written:
    """Another member took us in, and names members whom the first one did not know yet."""
    known = state.members.get(channel, ())
    lines = sorted(line for line in state.lines if line.channel == channel)
    fresh = [card for card in cards if card.party not in known]
    return tuple((line, Joined(card)) for line in lines for card in fresh)


def _add_officer(state: State, item: AddOfficer) -> Written | tuple[Refusal, ...]:
    if not is_name(item.officer) or item.officer == NODE_DESK:
        return _refused(
            "officer",
            "officer-name",
            f"{item.officer[:80]!r} cannot be an officer's handle",
            "Use a desk's label such as watch-1: a to z, 0 to 9, inner hyphens, and not 'node'",
        )
    if item.officer in officers(state):
        return _refused(
            "officer",
            "officer-exists",
            f"{item.officer} has a token",
            "Remove the officer first, or choose another handle",
        )
    if len(state.officers) >= OFFICERS_MAX:
        return _refused(
            "officer", "officers-max", f"{OFFICERS_MAX} officers have tokens", "Remove some first"
        )
    return (
        (HOUSE_LINE, OfficerAdded(item.officer, item.role, item.token_sha256, _by(item.actor))),
    )


def _remove_officer(state: State, item: RemoveOfficer) -> Written | tuple[Refusal, ...]:
    held = officers(state)
    if item.officer not in held:
        return _unknown_officer(item.officer)
    rest = [one for one in held.values() if one.officer != item.officer]
    if not _administered(rest):
        return _last_administrator(item.officer)
    return ((HOUSE_LINE, OfficerRemoved(item.officer, _by(item.actor))),)


def _by(actor: Actor) -> Signature:
    return Signature(actor.officer, actor.role)


def _change_role(state: State, item: ChangeRole) -> Written | tuple[Refusal, ...]:
    """Another role for a handle; somebody must stay who can administer."""
    held = officers(state)
    known = held.get(item.officer)
    if known is None:
        return _unknown_officer(item.officer)
    if known.role is item.role:
        reason = f"{item.officer} is {item.role.value} already"
        return _refused("role", "no-change", reason, "Name another role")
    rest = [one for one in held.values() if one.officer != item.officer]
    if item.role is not Role.ADMINISTRATOR and not _administered(rest):
        return _last_administrator(item.officer)
    why = check_text(item.why, "why", WHY_CHARS_MAX) if item.why else ()
    if why:
        return tuple(why)
    changed = RoleChanged(item.officer, item.role, known.role, _by(item.actor), item.why)
    return ((HOUSE_LINE, changed),)


def _administered(rest: list[OfficerAdded]) -> bool:
    return any(one.role is Role.ADMINISTRATOR for one in rest)


def _last_administrator(officer: str) -> tuple[Refusal, ...]:
    return _refused(
        "officer",
        "last-administrator",
        f"{officer} is the last administrator",
        "Add another administrator first",
    )


def _unknown_officer(officer: str) -> tuple[Refusal, ...]:
    return _refused(
        "officer",
        "officer-unknown",
        f"no officer {officer[:80]!r}",
        "List the officers with `detente officers list`",
    )


def officers(state: State) -> dict[str, OfficerAdded]:
    """The officers who hold a token, by handle."""
    return {added.officer: added for added in state.officers.values()}
