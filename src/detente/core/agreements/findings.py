"""What is odd about a text, a signature or an act, before it is released and when it comes.

Everything can be passed by its rule: an officer may know better, and what was said is kept. The
same findings are computed when the other side's message arrives. Serves domain.md section 11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.core.agreements.contradictions import Clause, contradictions, missing
from detente.core.agreements.life import ENDED, HOLDS, SIGNERS_MIN
from detente.core.agreements.register import (
    ACT,
    PARTY,
    SIGNATURE,
    TEXT,
    Agreement,
    agreement_of,
    agreements,
    in_force,
    is_channel,
    signers_in,
)
from detente.core.agreements.text import Article, articles_of, named_in, names_in, party_id
from detente.core.line.reading import text_in
from detente.core.line.zones import LIVE, zones
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.airspace.volume import Airspace
    from detente.core.line.message import Line, Message
    from detente.core.line.state import State
    from detente.core.values import Fields

PAST_MS = 3_600_000  # a draft waits for its second officer; more is meant as the past
CONTRADICTIONS_SHOWN = 20  # of one text; who has more reads the first and mends them


def agreement_findings(
    state: State, line: Line, author: str, message: Message, fields: Fields, at_ms: int
) -> tuple[Refusal, ...]:
    """What is odd about a proposed text, a signature or an act; each can be passed by its rule."""
    if message.format == TEXT:
        return tuple(_text(state, line, author, message, fields, at_ms))
    if message.format not in (SIGNATURE, ACT):
        return ()
    about = agreement_of(state, line, str(fields.get("text")), at_ms)
    if about is None:
        reason = f"no proposed text {str(fields.get('text'))[:96]} is held on this line"
        return (_odd("text", "text-unknown", reason, "Look it up: detente agreement list"),)
    if author not in about.signers:
        reason = f"{author} is not named as a party to {about.number}"
        return (_odd("text", "no-party", reason, "It would change nothing"),)
    if message.format == SIGNATURE:
        return tuple(_signature(about, author, message, fields))
    return (*_act(about, author, fields), *_since(message, fields))


def _odd(field: str, rule: str, reason: str, remedy: str) -> Refusal:
    return Refusal(f"fields.{field}", rule, reason, remedy, override=True)


def _text(
    state: State, line: Line, author: str, message: Message, fields: Fields, at_ms: int
) -> Iterator[Refusal]:
    named = named_in(fields, (author, *message.to))
    signers, articles = signers_in(named), articles_of(fields)
    away = [one.name for one in named if one.standing == PARTY and one.party is None]
    if away:
        reason = f"{', '.join(away)} is named as a party and does not get this text"
        remedy = f"Address it, or name it as one of {', '.join((author, *message.to))}"
        yield _odd("parties", "party-not-here", reason, remedy)
    if len(signers) < SIGNERS_MIN:
        reason = "fewer than two parties of this line are named, so it can never be in force"
        yield _odd("parties", "too-few-parties", reason, "Name those who are to sign it")
    yield from _times(fields)
    yield from _articles(
        articles, {party_id(one.name) for one in named}, has_area=fields.get("area") is not None
    )
    known = agreements(state, line, at_ms)
    known = [one for one in known if one.number != message.number]
    yield from _beside(known, fields, signers)
    yield from _contact(state, fields)
    yield from _channels(state, line, fields)
    yield from _places(state, line, message, fields, articles, signers, at_ms)


def _times(fields: Fields) -> Iterator[Refusal]:
    start, end, review = (fields.get(name) for name in ("from_ms", "until_ms", "review_ms"))
    if isinstance(start, int) and isinstance(end, int) and end <= start:
        reason = "it would end before it is in force"
        yield _odd("until_ms", "ends-before-start", reason, "Look at both times")
    last_ms = end if isinstance(end, int) and not fields.get("renews_days") else None
    if last_ms is not None and isinstance(review, int) and review > last_ms:
        reason = "its review is after its end"
        yield _odd("review_ms", "review-after-end", reason, "Look at both times")
    if fields.get("renews_days") and end is None:
        reason = "it renews itself, but no end is said"
        yield _odd("renews_days", "renews-without-end", reason, "Say until when it is in force")


def _articles(
    articles: tuple[Article, ...], named: set[str], *, has_area: bool
) -> Iterator[Refusal]:
    seen: set[str] = set()
    for index, one in enumerate(articles):
        where = f"articles.{index}"
        lacks = missing(one, has_area=has_area)
        if lacks:
            reason = f"article {one.article} ({one.rule}) does not say {', '.join(lacks)}"
            remedy = "Say it, or make it an article of words"
            yield _odd(where, "article-incomplete", reason, remedy)
        if one.article in seen:
            reason = f"there are two articles {one.article}"
            yield _odd(f"{where}.article", "article-twice", reason, "Number each once")
        seen.add(one.article)
        for part in (one.party, one.except_party):
            if part is not None and party_id(part) not in named:
                reason = f"article {one.article} speaks of {part}, whom the text does not name"
                yield _odd(where, "article-stranger", reason, "Name it among the parties")


def _beside(known: list[Agreement], fields: Fields, signers: tuple[str, ...]) -> Iterator[Refusal]:
    """What other texts of the line say of this one's name, edition and predecessor."""
    name, replaces = str(fields.get("agreement")).casefold(), text_in(fields, "replaces")
    old = next((one for one in known if one.number == replaces), None)
    if replaces is not None and old is None:
        reason = f"no proposed text {replaces[:96]} is held on this line"
        yield _odd("replaces", "text-unknown", reason, "Look its number up: detente agreement list")
    if old is not None and not set(old.signers) <= set(signers):
        missed = ", ".join(sorted(set(old.signers) - set(signers)))
        reason = f"{old.number} also binds {missed}, so this text would stand beside it"
        yield _odd("replaces", "replaces-without", reason, "Name all its parties")
    for one in known:
        if one.name.casefold() != name or one.state in ENDED:
            continue
        if one.edition == fields.get("edition"):
            reason = f"{one.number} is edition {one.edition} of {one.name} already"
            yield _odd("edition", "edition-twice", reason, "Give it the next edition")
        elif one.state in HOLDS and one.number != replaces:
            reason = f"{one.number} is in force under this name and would stay so beside it"
            yield _odd("replaces", "stands-beside", reason, f"Say replaces={one.number}")


def _contact(state: State, fields: Fields) -> Iterator[Refusal]:
    number = text_in(fields, "contact")
    held = (number in here.register.get("CON", ()) for here in state.lines.values())
    if number is not None and not any(held):
        reason = f"no contact {number[:96]} is held on any channel of this node"
        yield _odd("contact", "contact-unknown", reason, "Look it up: detente contacts")


def _channels(state: State, line: Line, fields: Fields) -> Iterator[Refusal]:
    """Channels that it is to judge and that are not here, so that it would judge nothing there."""
    known = {on.channel for on in state.lines if on.status is line.status} | {line.channel}
    known |= set(state.charters)
    for name in names_in(fields.get("channels")):
        if not any(is_channel(state, channel, name) for channel in known):
            reason = f"no channel {name[:80]} is here, so nothing there would be judged by it"
            yield _odd("channels", "channel-unknown", reason, "Look it up: detente status")


def _places(
    state: State,
    line: Line,
    message: Message,
    fields: Fields,
    articles: tuple[Article, ...],
    signers: tuple[str, ...],
    at_ms: int,
) -> Iterator[Refusal]:
    """Zones that nobody proposed, and articles that cannot both hold, here or with others."""
    named = zone_areas(state, line, at_ms)
    for index, one in enumerate(articles):
        if one.zone and one.volume is None and one.zone.casefold().strip() not in named:
            reason = f"article {one.article}: no zone {one.zone} is proposed on any channel here"
            remedy = "Propose it (NZO), or say its area here"
            yield _odd(f"articles.{index}.zone", "zone-unknown", reason, remedy)
    replaces = text_in(fields, "replaces")
    standing = [
        one for one in in_force(state, line, at_ms) if one.number not in (replaces, message.number)
    ]
    found = contradictions(
        [clause(one, signers, named) for one in articles],
        [
            clause(one, text.signers, named, text.number)
            for text in standing
            for one in text.articles
        ],
        state.terrain_max_cm(line),
    )
    for pair in found[:CONTRADICTIONS_SHOWN]:
        remedy = "Change one of them, or say which case each is for"
        yield _odd("articles", "articles-contradict", pair.why, remedy)
    if len(found) > CONTRADICTIONS_SHOWN:
        reason = f"{len(found) - CONTRADICTIONS_SHOWN} more pairs of articles contradict each other"
        yield _odd("articles", "articles-contradict", reason, "Mend the first ones, and look again")


def clause(
    article: Article, signers: tuple[str, ...], areas: dict[str, Airspace], text: str = ""
) -> Clause:
    """An article ready to be compared. areas: of the zones of its line, by folded name."""
    area = article.volume
    if area is None and article.zone:
        area = areas.get(article.zone.casefold().strip())
    return Clause(article, signers, text, area)


def zone_areas(state: State, line: Line, at_ms: int) -> dict[str, Airspace]:
    """The areas of live zones by folded name: of the line, then of the others of its status.

    Texts are often signed on another channel than the one that their zones are proposed on. The
    oldest claim of a name counts.
    """
    found: dict[str, Airspace] = {}
    others = sorted(on for on in state.lines if on.status is line.status and on != line)
    for on in (line, *others):
        for one in zones(state, on, at_ms):
            if one.state in LIVE:
                found.setdefault(one.name.casefold().strip(), one.volume)
    return found


def _signature(
    about: Agreement, author: str, message: Message, fields: Fields
) -> Iterator[Refusal]:
    if fields.get("digest") != about.digest:
        reason = (
            f"the digest is not that of {about.number}: it begins "
            f"{str(fields.get('digest'))[:12]}, that text's {about.digest[:12]}"
        )
        yield _odd("digest", "other-text", reason, "Compare the texts word by word before you sign")
    if about.state in ENDED:
        reason = f"{about.number} is {about.state.value} and cannot come into force"
        yield _odd("text", "text-ended", reason, "Propose a new edition")
    standing = {one.number for one in about.signatures if one.problem is None}
    if author not in about.unsigned and message.number not in standing:
        reason = f"{author} has signed {about.number} already"
        yield _odd("text", "signed-already", reason, "Nothing is left to sign")


def _act(about: Agreement, author: str, fields: Fields) -> Iterator[Refusal]:
    act = str(fields.get("act"))
    unknown = [one for one in names_in(fields.get("articles")) if about.article(one) is None]
    if unknown:
        reason = f"{about.number} has no article {', '.join(unknown)}"
        yield _odd("articles", "article-unknown", reason, "Name its articles")
    complete = about.life.complete_ms is not None
    if act == "withdraw" and complete:
        reason = f"every party has signed {about.number}; nothing can be withdrawn"
        yield _odd("act", "signed-by-all", reason, "Leave it: detente agreement leave")
    elif act != "withdraw" and not complete:
        reason = f"{about.number} is {about.state.value}, so there is nothing to {_VERBS[act]} yet"
        yield _odd("act", "not-signed", reason, "Wait until every party has signed it")
    elif about.state in ENDED:
        reason = f"{about.number} is {about.state.value} already"
        yield _odd("act", "text-ended", reason, "Propose a new edition")
    else:
        yield from _stop(about, author, act)


def _since(message: Message, fields: Fields) -> Iterator[Refusal]:
    """A time before it is said, which would let a side suspend what the other has judged by."""
    from_ms = fields.get("from_ms")
    if isinstance(from_ms, int) and from_ms < message.said_ms - PAST_MS:
        reason = "it is to count from a time before it is said, and counts from when it is said"
        yield _odd("from_ms", "from-past", reason, "Leave the time out; say in because what was")


def _stop(about: Agreement, author: str, act: str) -> Iterator[Refusal]:
    """Acts that its own terms give no effect, or that answer nothing."""
    phase = about.phase
    if act == "suspend" and about.suspension == "none":
        reason = f"{about.number} says that it cannot be suspended"
        yield _odd("act", "no-suspension", reason, "It stays in force; leave it, or ask to change")
    if act == "suspend" and about.suspension == "both" and author not in phase.suspended_by:
        reason = f"{about.number} is suspended only when every party says so"
        yield _odd("act", "suspend-together", reason, "It stays in force until the others say it")
    others = [one for one in phase.suspended_by if one != author]
    if act == "dispute-suspension" and not others:
        reason = f"no other party suspends {about.number} now"
        yield _odd("act", "not-suspended", reason, "Look at it: detente agreement show")
    if act == "resume" and author not in phase.suspended_by:
        reason = f"{author} does not suspend {about.number} now"
        yield _odd("act", "not-suspended", reason, "Only who suspends it resumes it")
    if act in ("renew", "not-renew") and about.until_ms is None:
        reason = f"{about.number} has no end"
        yield _odd("act", "no-end", reason, "Nothing is to be renewed")
    if act == "not-renew" and not about.renews_days and about.until_ms is not None:
        reason = f"{about.number} does not renew itself: it ends anyway"
        yield _odd("act", "ends-anyway", reason, "Nothing has to be said")


_VERBS = {
    "suspend": "suspend",
    "dispute-suspension": "dispute",
    "resume": "resume",
    "renew": "renew",
    "not-renew": "end",
    "exit": "leave",
}
