"""The last mile as a node shows it: gaps down to the crew, the area feed, its readers and log.

What is given away here is only what its sender released so far (`core.line.releasability`); what
is held back is counted, so that an empty feed is never taken for an empty sky. Pure but for the
node's own clock; call from the writer's thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, assert_never

from detente.core.airspace.parts import end_of, start_of
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.events import HOUSE, Event, FeedPulled, ReaderAdded, ReaderRemoved
from detente.core.humanitarian.notice import NOT_A_REQUEST, SAYING_SO
from detente.core.line import dissemination
from detente.core.line.message import Line, Signature, Status
from detente.core.line.releasability import Audience, Reach, wish, withheld_from
from detente.core.line.state import Standing, house
from detente.core.line.tables import FORMATS, find
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR
from detente.core.watch.feeds import (
    AUDIENCES,
    ITEMS_MAX,
    Pull,
    add_problems,
    pull_event,
)
from detente.journal.forms import is_name
from detente.node.inputs import AddReader, GiveFeed, RemoveReader
from detente.node.message_view import disowned_by_author
from detente.tongues.catalogue import ENGLISH, Pen, shipped
from detente.wire.areas import STALE_MS, AreaView, FeedView
from detente.wire.human_out import airspace_to_text, time_to_text
from detente.wire.lastmile import (
    DisseminationView,
    GapView,
    GivenView,
    PullView,
    ReachedView,
    ReaderView,
    SideView,
)
from detente.wire.notam import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.line.message import Message
    from detente.core.line.reached import Reached
    from detente.core.line.state import LineState, State, Tracked
    from detente.node.inputs import Actor, FeedInput
    from detente.node.node import Node

WITHDRAWN_MS: Final = MS_PER_HOUR
"""How long the feed says that an area has gone: longer than any reader that is well stays away."""

Written = tuple[tuple[Line, Event], ...]


# ------------------------------------------------------------------ what changes


def feed_events(state: State, item: FeedInput, now_ms: int) -> Written | tuple[Refusal, ...]:
    """The house events that follow from what is done about the feed, or why nothing does."""
    match item:
        case AddReader():
            added = ReaderAdded(
                item.reader, item.audience, item.echelon, item.token_sha256, _signature(item.actor)
            )
            taken = any(one.officer == item.reader for one in state.officers.values())
            problems = (
                *_name_problems(item.reader),
                *add_problems(state.feeds, added, taken=taken),
            )
            return problems or ((Line(HOUSE), added),)
        case RemoveReader():
            if item.reader not in state.feeds.readers:
                reason = f"no reader {item.reader[:80]!r}"
                remedy = "List the readers with `detente feed readers`"
                return (Refusal("reader", "reader-unknown", reason, remedy),)
            return ((Line(HOUSE), ReaderRemoved(item.reader, _signature(item.actor))),)
        case GiveFeed():
            pulled = FeedPulled(
                reader=item.reader,
                audience=item.audience,
                echelon=item.echelon,
                form=item.form,
                items=item.items[:ITEMS_MAX],
                more=max(len(item.items) - ITEMS_MAX, 0),
                withheld=item.withheld,
            )
            event = pull_event(state.feeds, pulled, item.status, item.items, now_ms)
            return () if event is None else ((house(item.status), event),)
        case _:
            assert_never(item)


def _signature(actor: Actor) -> Signature:
    return Signature(actor.officer, actor.role)


def _name_problems(reader: str) -> tuple[Refusal, ...]:
    if is_name(reader):
        return ()
    reason = f"{reader[:80]!r} cannot be a reader's name"
    remedy = "Use what it is, such as tower-2: a to z, 0 to 9 and inner hyphens"
    return (Refusal("reader", "reader-name", reason, remedy),)


# ------------------------------------------------------------------ gaps


def gaps(node: Node, status: Status) -> list[GapView]:
    """Every open gap of activity that is not over, the soonest first."""
    now_ms = node.now_ms()
    found = dissemination.gaps(node.state, now_ms, (status,))
    return [_gap_view(node.state, gap, now_ms) for gap in found]


def _gap_view(state: State, gap: dissemination.Gap, now_ms: int) -> GapView:
    ours = gap.party == state.party
    return GapView(
        channel=gap.line.channel,
        status=gap.line.status,
        number=gap.number,
        format=gap.format,
        author=gap.author,
        party=gap.party,
        echelon=gap.echelon,
        words=level_words(gap.echelon),
        starts_ms=gap.starts_ms,
        ends_ms=gap.ends_ms,
        alarm_ms=gap.alarm_ms,
        alarm=now_ms >= gap.alarm_ms and gap.echelon != dissemination.UNDECLARED,
        begun=gap.starts_ms is None or gap.starts_ms <= now_ms,
        denied=gap.denied.number if gap.denied else None,
        given=_given(state, gap.line, gap.number, gap.echelon) if ours else (),
    )


def level_words(echelon: str) -> str:
    """A level in English; what it means that none is declared."""
    if echelon == dissemination.UNDECLARED:
        return "no levels declared: nobody knows how far it goes"
    spec = FORMATS["ECH"].field("echelons")
    return spec.words(echelon) if spec else echelon


def _given(state: State, line: Line, number: str, echelon: str | None) -> tuple[GivenView, ...]:
    return tuple(_given_view(one) for one in state.feeds.pulls(line, number, echelon))


def _given_view(pull: Pull) -> GivenView:
    return GivenView(reader=pull.reader, echelon=pull.echelon, form=pull.form, at_ms=pull.at_ms)


def disseminated(node: Node, line: Line, number: str) -> DisseminationView | None:
    """How far down one message has come, receiver by receiver; None when it is not held."""
    tracked = node.state.message(line, number)
    if tracked is None:
        return None
    known = node.state.line(line)
    return DisseminationView(
        number=number,
        format=tracked.message.format,
        needed=dissemination.is_owed(tracked),
        starts_ms=dissemination.window_of(tracked)[0],
        sides=tuple(_side(node.state, known, tracked, party) for party in tracked.message.to),
    )


def _side(state: State, known: LineState, tracked: Tracked, party: str) -> SideView:
    declared = dissemination.echelons_of(known, party)
    missing = dissemination.missing(known, tracked, party)
    ours = party == state.party
    return SideView(
        party=party,
        levels=declared.levels if declared else (),
        minutes=declared.minutes if declared else None,
        reached=tuple(_reached(one) for one in dissemination.reached(known, tracked, party)),
        missing=tuple(level for level, _ in missing),
        given=_given(state, known.line, tracked.number, None) if ours else (),
    )


def _reached(one: Reached) -> ReachedView:
    return ReachedView(
        number=one.number,
        echelon=one.echelon,
        unit=one.unit,
        basis=one.basis,
        means=one.means,
        reached_ms=one.reached_ms,
        at_ms=one.at_ms,
        here_ms=one.held_at_ms,
        said_in=one.number,
    )


# ------------------------------------------------------------------ the feed


def feed(node: Node, audience: str, status: Status) -> FeedView:
    """The area feed for an audience, as far as each sender released what it announced."""
    now_ms = node.now_ms()
    areas: list[AreaView] = []
    gone: list[AreaView] = []
    withheld = 0
    for line in sorted(node.state.lines):
        if line.channel == HOUSE or line.status is not status:
            continue
        for tracked in _placed(node.state, line, now_ms):
            if not _released(node.state, line, tracked, AUDIENCES[audience]):
                withheld += tracked.standing is Standing.CURRENT
                continue
            area = _area(node, line, tracked)
            (areas if tracked.standing is Standing.CURRENT else gone).append(area)
    return FeedView(
        party=node.party,
        audience=audience,
        status=status,
        made_at_ms=now_ms,
        stale_ms=now_ms + STALE_MS,
        areas=tuple(areas),
        withdrawn=tuple(gone),
        blind=() if audience == "public" else tuple(_blind(node)),
        withheld=0 if audience == "public" else withheld,
    )


def _placed(state: State, line: Line, now_ms: int) -> Iterator[Tracked]:
    """What is in the picture, and what has left it within the last hour."""
    picture = state.pictures.get(line)
    if picture is None:
        return
    known = state.line(line)
    for tracked in list(known.messages.live()):
        if tracked.volume is None:
            continue
        if picture.get(tracked.number) is not None:
            yield tracked
        elif tracked.closed_by is not None and not tracked.problems:
            closing = known.messages.shown(tracked.closed_by)
            if now_ms - closing.held_at_ms <= WITHDRAWN_MS:
                yield tracked


def _released(state: State, line: Line, tracked: Tracked, audience: Audience) -> bool:
    """Whether its sender lets the audience have it. Our own words are ours to give our forces."""
    if audience.reach is Reach.FORCES and tracked.author == state.party:
        return True

    def find(number: str) -> Message | None:
        held = state.message(line, number)
        return held.message if held else None

    return withheld_from(wish(tracked.message, find), tracked.author, audience) is None


def _area(node: Node, line: Line, tracked: Tracked) -> AreaView:
    assert tracked.volume is not None
    known, now_ms = node.state.line(line), node.now_ms()
    message, subject = tracked.message, tracked.subject
    humanitarian = subject is not None and subject.code in SAYING_SO
    end_ms = end_of(tracked.volume)
    chain = [one for one in known.chain(tracked.number) if one.number != tracked.number]
    before = [one for one in chain if one.sequence < tracked.sequence]
    return AreaView(
        number=tracked.number,
        channel=line.channel,
        status=line.status,
        party=tracked.speaker,
        format=subject.code if subject else message.format,
        title=subject.name if subject else message.format,
        marker=subject.marker.value if subject else "",
        precedence=message.precedence,
        activity=tracked.activity,
        volume=airspace_to_json(tracked.volume),
        words=airspace_to_text(tracked.volume),
        released_ms=message.released_ms,
        held_at_ms=tracked.held_at_ms,
        start_ms=start_of(tracked.volume),
        end_ms=end_ms,
        stale_ms=now_ms + STALE_MS,
        standing=tracked.standing.value,
        over=end_ms is not None and end_ms < now_ms,
        replaces=tuple((one.number, one.message.released_ms) for one in before),
        releasability=message.releasability,
        confidence=message.confidence,
        titles=() if subject is None else _titles(subject.code, subject.version),
        notice=NOT_A_REQUEST if humanitarian else "",
        notices=_no_requests() if humanitarian else (),
        disowned=disowned_by_author(node, line, tracked),
    )


@cache
def _titles(code: str, version: int) -> tuple[tuple[str, str], ...]:
    """A format's name in the languages of the package, English apart."""
    fmt = find(code, version)
    others = [tongue for tongue in shipped().values() if tongue.code != ENGLISH]
    return () if fmt is None else tuple((one.code, Pen(one).name(fmt)) for one in others)


@cache
def _no_requests() -> tuple[tuple[str, str], ...]:
    """That a notice is no request, in the languages of the package, English apart."""
    others = [tongue for tongue in shipped().values() if tongue.code != ENGLISH]
    return tuple((one.code, Pen(one).fill("notice-not-request")) for one in others)


def _blind(node: Node) -> Iterator[str]:
    """What the node cannot know now: the parties whose link is not up."""
    for card in node.peers():
        link = node.links.get(card.party)
        if link is None or link.link != "up":
            since = ""
            if link is not None and link.since_ms is not None:
                since = f" since {time_to_text(link.since_ms)}"
            yield f"No link to {card.party}{since}: nothing newer of it is known here."


def readers(node: Node) -> list[ReaderView]:
    """The readers of the feed, by name."""
    feeds = node.state.feeds
    last = {reader: at_ms for (reader, _), (at_ms, _) in sorted(feeds.last.items())}
    return [
        ReaderView(
            reader=one.reader,
            audience=one.audience,
            echelon=one.echelon,
            last_ms=last.get(one.reader),
            messages=sum(1 for given in feeds.given.values() if one.reader in given),
        )
        for one in sorted(feeds.readers.values(), key=lambda one: one.reader)
    ]


def log(node: Node, limit: int) -> list[PullView]:
    """The newest entries of the pull log, newest first."""
    return [
        PullView(
            at_ms=at_ms,
            status=status,
            reader=one.reader,
            audience=one.audience,
            echelon=one.echelon,
            form=one.form,
            items=one.items,
            more=one.more,
            withheld=one.withheld,
        )
        for at_ms, status, one in reversed(node.state.feeds.log[-limit:])
    ]


# ------------------------------------------------------------------ civil


_KINDS: Final = ("activity", "hazard", "emission", "action", "kinds")


@dataclass(frozen=True, slots=True)
class Draftable:
    """What NOTAM drafts are made of, whether it is public already, and the highest ground there."""

    subject: Subject
    public: bool
    terrain_max_cm: int | None


def notam_subject(node: Node, line: Line, number: str) -> Draftable | tuple[Refusal, ...]:
    """What a NOTAM draft of a message is made of.

    Another party's words are drafted only when that party made them public: a NOTAM is.
    """
    tracked = node.state.message(line, number)
    if tracked is None:
        reason = f"no message {number[:96]} is held on this line"
        return (Refusal("number", "unknown-number", reason, "Look it up in the inbox"),)
    if tracked.volume is None or tracked.problems or tracked.subject is None:
        reason = f"{number} announces no area that is understood here"
        return (Refusal("number", "notam-no-area", reason, "Draft it by hand"),)
    if tracked.standing is not Standing.CURRENT:
        reason = f"{number} was {tracked.standing.value} by {tracked.closed_by}"
        return (Refusal("number", "closed", reason, "Have the NOTAM office cancel its NOTAM"),)
    public = _released(node.state, line, tracked, AUDIENCES["public"])
    if tracked.author != node.party and not public:
        reason = f"{number} is a message of {tracked.author}, which has not made it public"
        return (Refusal("number", "not-releasable", reason, f"Ask {tracked.author} to do so"),)
    values = [tracked.fields.get(name) for name in _KINDS]
    kinds = [str(v) for one in values for v in (one if isinstance(one, list | tuple) else [one])]
    said = [
        spec.words(code)
        for spec in tracked.subject.fields
        if spec.name in _KINDS and spec.choices
        for code in _codes(tracked.fields.get(spec.name))
    ]
    words = ": ".join([tracked.subject.name, *([", ".join(said)] if said else [])])
    kind = next((one for one in kinds if one != "None"), "")
    subject = Subject(number, tracked.subject.code, kind, words, tracked.volume)
    return Draftable(subject, public, node.state.terrain_max_cm(line))


def _codes(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]
