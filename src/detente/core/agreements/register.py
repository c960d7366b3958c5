"""The register of agreements: every proposed text of a line with all that was said about it.

A text is named by the number of the message that proposed it (AGR) and never changes; a new edition
is a new text that replaces it. Signatures (AGS) name the digest of what they are under, acts (AGX)
suspend, dispute, resume, renew or end, answers agree or disagree. What does not fit (a signature
under another text, an act of who is no party) changes nothing and stands here as a remark.
Pure; the same at every member that holds the same messages, whatever the order in which they came.
Not here: what the articles ask of others (rules.py), contradictions (contradictions.py).
Serves domain.md section 8, row 12, and section 11.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from detente.core.agreements.life import (
    DAY_MS,
    HOLDS,
    SIGNERS_MIN,
    AgreementState,
    Life,
    Phase,
    Terms,
    Word,
    effect_ms,
    life_of,
)
from detente.core.agreements.text import Article, Named, named_in, names_in, party_id, text_of
from detente.core.line.reading import journal_place, number_in, text_in
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.values import Fields

__all__ = [
    "Agreement",
    "AgreementState",
    "Article",
    "Signature",
    "agreements",
    "in_force",
    "judges",
]

TEXT, SIGNATURE, ACT = "AGR", "AGS", "AGX"
PARTY: Final = "party"  # the standing of who must sign


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature under a text. at_ms: its author's clock. digest: what it says it is under.

    problem: why it does not count; None when it does.
    """

    party: str
    number: str
    at_ms: int
    digest: str
    signed_by: str | None = None
    reservation: str | None = None
    problem: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One text with all that was said about it. Times in UTC ms, by their authors' clocks.

    number:   of the message that proposed it, by `party`, on `line`; digest: what is signed.
    state:    at the time asked for; phase: the same with who suspends it; life: all of it.
    signers:  ids of the parties that it binds, those on the line; unsigned: who has not signed.
    until_ms: as written; the end that renewals make of it is `life.ends_ms`.
    channels: names of the channels whose messages it judges; empty: its own.
    replaces, replaced_by: numbers of the texts before and after it. contact: what it came out of.
    answers:  the last answer of each receiver. acts: those that count, by party and in order.
    remarks:  what does not fit, such as an act of who is no party to it.
    """

    line: Line
    number: str
    party: str
    at_ms: int
    name: str
    edition: int
    kind: str
    digest: str
    state: AgreementState
    phase: Phase
    life: Life
    named: tuple[Named, ...]
    signers: tuple[str, ...]
    unsigned: tuple[str, ...]
    articles: tuple[Article, ...]
    signatures: tuple[Signature, ...]
    answers: tuple[Word, ...]
    acts: tuple[Word, ...]
    fields: Fields
    from_ms: int | None = None
    until_ms: int | None = None
    renews_days: int | None = None
    review_ms: int | None = None
    suspension: str | None = None
    notice_days: int | None = None
    channels: tuple[str, ...] = ()
    replaces: str | None = None
    replaced_by: str | None = None
    contact: str | None = None
    remarks: tuple[Refusal, ...] = ()

    def holds(self, article: str, at_ms: int) -> bool:
        """Whether an article holds at a time: in force, or suspended while another disputes it."""
        phase = self.life.at(at_ms)
        if phase.state not in HOLDS or at_ms < self.at_ms:
            return False
        return article not in phase.suspended or bool(phase.disputed_by)

    def is_contested(self, article: str, at_ms: int) -> bool:
        """Whether one side says that an article is suspended, and another that it is not."""
        phase = self.life.at(at_ms)
        return phase.state in HOLDS and article in phase.suspended and bool(phase.disputed_by)

    def article(self, name: str) -> Article | None:
        """The article of that number; None when the text has none."""
        return next((one for one in self.articles if one.article == name), None)


def agreements(state: State, line: Line, at_ms: int) -> list[Agreement]:
    """Every text proposed on a line as it stands at a time, by name, edition and number."""
    here = state.line(line)
    texts = here.registered(TEXT)
    acts: dict[str, list[Tracked]] = {}
    for one in here.registered(SIGNATURE, ACT):
        acts.setdefault(str(one.fields.get("text")), []).append(one)
    drawn = [_draw(line, one, acts.get(one.number, []), at_ms) for one in texts]
    found = _replaced(drawn, at_ms)
    return sorted(found, key=lambda one: (one.name.casefold(), one.edition, one.number))


def in_force(state: State, line: Line, at_ms: int) -> list[Agreement]:
    """The agreements that judge the messages of a line at a time, on whichever line they stand.

    A suspension that another side disputes takes nothing away: a finding says that it is contested.
    """
    return [
        one
        for on in sorted(state.lines)
        if on.status is line.status
        for one in agreements(state, on, at_ms)
        if judges(state, one, line)
        and any(one.holds(article.article, at_ms) for article in one.articles)
    ]


def concerning(state: State, line: Line, at_ms: int) -> list[Agreement]:
    """The texts of a line, and those of other lines that judge its messages, as they then stand."""
    others = (on for on in sorted(state.lines) if on != line and on.status is line.status)
    away = (one for on in others for one in agreements(state, on, at_ms))
    return [*agreements(state, line, at_ms), *(one for one in away if judges(state, one, line))]


def judges(state: State, agreement: Agreement, line: Line) -> bool:
    """Whether an agreement judges the messages of a line: its own, or those it names."""
    if agreement.line.status is not line.status:
        return False
    if not agreement.channels:
        return agreement.line == line
    return any(is_channel(state, line.channel, name) for name in agreement.channels)


def is_channel(state: State, channel: str, name: str) -> bool:
    """Whether people mean a channel by a name, in whatever spelling.

    It is the channel's id (``coast-1f3a9c02``), the word that its id begins with (``coast``), or
    the name that its charter gives it (``Coast line``).
    """
    charter = state.charters.get(channel)
    known = (channel, channel.rpartition("-")[0], charter.name if charter else "")
    return party_id(name) in {party_id(one) for one in known if one}


def agreement_of(state: State, line: Line, number: str, at_ms: int) -> Agreement | None:
    """One text by the number of its message; None when no such text is held."""
    return next((one for one in agreements(state, line, at_ms) if one.number == number), None)


def astray(state: State, line: Line) -> list[tuple[Tracked, Refusal]]:
    """Signatures and acts under a text that is not held here, each with what is wrong."""
    here = state.line(line)
    return [
        (one, _no_text(str(one.fields.get("text"))))
        for one in here.registered(SIGNATURE, ACT)
        if _text_of(here, one) is None
    ]


def _text_of(here: LineState, act: Tracked) -> Tracked | None:
    number = str(act.fields.get("text"))
    return here.messages.get(number) if number in here.register.get(TEXT, ()) else None


def _no_text(number: str) -> Refusal:
    reason = f"no proposed text {number[:96]} is held on this line"
    return Refusal("fields.text", "text-unknown", reason, "Look it up: detente agreement list")


def terms_of(text: Tracked, named: tuple[Named, ...], articles: tuple[Article, ...]) -> Terms:
    """What a text says about its own life."""
    fields = text.fields
    renews, notice = number_in(fields, "renews_days"), number_in(fields, "notice_days")
    return Terms(
        author=text.author,
        proposed_ms=text.at_ms,
        signers=signers_in(named),
        articles=tuple(one.article for one in articles),
        from_ms=number_in(fields, "from_ms"),
        until_ms=number_in(fields, "until_ms"),
        renews_ms=renews * DAY_MS if renews else None,
        notice_ms=(notice or 0) * DAY_MS,
        suspension=text_in(fields, "suspension"),
    )


def signers_in(named: tuple[Named, ...]) -> tuple[str, ...]:
    """The ids of who must sign, sorted: named as a party, and the text was theirs or went there."""
    return tuple(sorted({one.party for one in named if one.party and one.standing == PARTY}))


def _draw(line: Line, text: Tracked, said: list[Tracked], at_ms: int) -> Agreement:
    """One text with its signatures and acts, not yet seen beside the others."""
    fields, members = text.fields, (text.author, *text.message.to)
    named, read = named_in(fields, members), text_of(text.message)
    articles, digest = read.articles, read.digest
    terms = terms_of(text, named, articles)
    said = sorted(said, key=journal_place)
    signatures = tuple(
        _signature(one, terms, digest) for one in said if one.message.format == SIGNATURE
    )
    wrong = {one.number: one.problem for one in signatures if one.problem is not None}
    wrong |= {one.number: problem for one in said if (problem := _stranger(one, terms)) is not None}
    words = tuple(_word(one, terms) for one in said if one.number not in wrong)
    answers = _answers(text, members)
    life = life_of(terms, (*answers, *words))
    phase = life.at(at_ms)
    signed = {one.party for one in words if one.what == "sign" and one.from_ms <= at_ms}
    return Agreement(
        line=line,
        number=text.number,
        party=text.author,
        at_ms=text.at_ms,
        name=str(fields.get("agreement")),
        edition=number_in(fields, "edition") or 1,
        kind=str(fields.get("kind")),
        digest=digest,
        state=phase.state,
        phase=phase,
        life=life,
        named=named,
        signers=terms.signers,
        unsigned=tuple(one for one in terms.signers if one not in signed),
        articles=articles,
        signatures=signatures,
        answers=tuple({one.party: one for one in answers}.values()),
        acts=tuple(one for one in words if one.what != "sign"),
        fields=fields,
        from_ms=terms.from_ms,
        until_ms=terms.until_ms,
        renews_days=number_in(fields, "renews_days"),
        review_ms=number_in(fields, "review_ms"),
        suspension=terms.suspension,
        notice_days=number_in(fields, "notice_days"),
        channels=names_in(fields.get("channels")),
        replaces=text_in(fields, "replaces"),
        contact=text_in(fields, "contact"),
        remarks=(*wrong.values(), *_named_remarks(named, terms)),
    )


def _signature(one: Tracked, terms: Terms, digest: str) -> Signature:
    said = str(one.fields.get("digest"))
    return Signature(
        party=one.author,
        number=one.number,
        at_ms=one.at_ms,
        digest=said,
        signed_by=text_in(one.fields, "signed_by"),
        reservation=text_in(one.fields, "reservation"),
        problem=_stranger(one, terms) or (None if said == digest else _other_text(one, digest)),
    )


def _stranger(one: Tracked, terms: Terms) -> Refusal | None:
    """Why who signs or acts may not: the text does not name it as a party."""
    if one.author in terms.signers:
        return None
    reason = f"{one.number}: {one.author} is not named as a party to {one.fields.get('text')}"
    return Refusal("fields.text", "no-party", reason, "It changes nothing; ask its sender")


def _other_text(one: Tracked, digest: str) -> Refusal:
    reason = (
        f"{one.number}: {one.author} signed another text: its digest begins "
        f"{str(one.fields.get('digest'))[:12]}, this text's {digest[:12]}"
    )
    return Refusal("fields.digest", "other-text", reason, "Compare the texts, and sign this one")


def _word(one: Tracked, terms: Terms) -> Word:
    sign = one.message.format == SIGNATURE
    what = "sign" if sign else str(one.fields.get("act"))
    from_ms = None if sign else number_in(one.fields, "from_ms")
    return Word(
        party=one.author,
        what=what,
        number=one.number,
        at_ms=one.at_ms,
        from_ms=effect_ms(terms, what, one.at_ms, from_ms),
        articles=names_in(one.fields.get("articles")),
        ref=one.message.ref,
        because=text_in(one.fields, "because"),
    )


def _answers(text: Tracked, members: tuple[str, ...]) -> tuple[Word, ...]:
    """Every answer to a text, in each receiver's order."""
    return tuple(
        Word(party, act.code or "", act.number, act.at_ms, act.at_ms, because=act.reason)
        for party in members[1:]
        for act in text.of(party).answers
    )


def _named_remarks(named: tuple[Named, ...], terms: Terms) -> Iterator[Refusal]:
    away = [one.name for one in named if one.standing == PARTY and one.party is None]
    if away:
        reason = f"{', '.join(away)} is named as a party and was not sent this text"
        remedy = "Its signature cannot be seen here: name it as its id, or show its paper elsewhere"
        yield Refusal("fields.parties", "party-not-here", reason, remedy)
    if len(terms.signers) < SIGNERS_MIN:
        reason = "fewer than two parties of this line are named, so it can never be in force"
        yield Refusal("fields.parties", "too-few-parties", reason, "Propose it with its parties")


def _replaced(drawn: list[Agreement], at_ms: int) -> list[Agreement]:
    """The texts, each with what has replaced it once that came into force, and what it names."""
    by_number = {one.number: one for one in drawn}
    after: dict[str, list[Agreement]] = {}
    found: list[Agreement] = []
    for one in drawn:
        old = by_number.get(one.replaces or "")
        problem = None if one.replaces is None else _replacing_problem(one, old, by_number)
        if problem is not None:
            by_number[one.number] = replace(one, remarks=(*one.remarks, problem))
        elif old is not None and one.life.begins_ms is not None:
            after.setdefault(old.number, []).append(one)
    for one in by_number.values():
        newer = sorted(after.get(one.number, ()), key=lambda new: (_begins(new), new.number))
        found.append(_with_end(one, newer[0], at_ms) if newer else one)
    return found


def _begins(one: Agreement) -> int:
    return one.life.begins_ms or 0


def _replacing_problem(
    new: Agreement, old: Agreement | None, known: dict[str, Agreement]
) -> Refusal | None:
    """Why a text does not replace the one that it names."""
    if old is None:
        return replace(_no_text(new.replaces or ""), field="fields.replaces")
    missing = sorted(set(old.signers) - set(new.signers))
    if missing:
        reason = f"{old.number} also binds {', '.join(missing)}, who is no party to this text"
        return Refusal("fields.replaces", "replaces-without", reason, "Both stand side by side")
    seen: set[str] = set()
    before: Agreement | None = old
    while before is not None and before.number not in seen:
        seen.add(before.number)
        before = known.get(before.replaces or "")
    if new.number in seen:
        reason = f"{new.number} and {old.number} each say that they replace the other"
        return Refusal("fields.replaces", "replaces-in-circle", reason, "Propose a third text")
    return None


def _with_end(one: Agreement, newer: Agreement, at_ms: int) -> Agreement:
    """The text with its life ended by the newer one."""
    begins = _begins(newer)
    phases = [phase for phase in one.life.phases if phase.from_ms < begins]
    ended = one.life.at(begins)
    if ended.state in _STANDS:
        phases.append(Phase(begins, AgreementState.REPLACED, left=ended.left))
    else:
        phases = list(one.life.phases)
    life = replace(one.life, phases=tuple(phases))
    phase = life.at(at_ms)
    return replace(one, life=life, phase=phase, state=phase.state, replaced_by=newer.number)


_STANDS = frozenset(AgreementState) - {
    AgreementState.EXPIRED,
    AgreementState.LEFT,
    AgreementState.WITHDRAWN,
}
