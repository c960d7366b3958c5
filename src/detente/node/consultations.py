"""The contacts of a line, what was promised at them, ties and actors, as the API shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.consultations import readouts as readout_register
from detente.core.consultations.actors import HELD, NO_ACCOUNT, Naming, actors
from detente.core.consultations.commitments import Commitment, commitments, due_at
from detente.core.consultations.contacts import Contact, Contacts, Record, contacts
from detente.core.consultations.cooperation import Cooperation, cooperation
from detente.core.consultations.days import Span
from detente.core.consultations.frequency import Levels, frequency
from detente.core.consultations.readouts import AgendaItem, Comparison, agenda, compare
from detente.core.consultations.ties import TieAct, ties
from detente.core.consultations.words import in_effect, names, same
from detente.core.line.reading import number_in, text
from detente.core.line.tables import register_choices as choices
from detente.core.line.words import shown
from detente.core.sources.reported import Reported, reports
from detente.wire import consultation_views as views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.core.consultations.actors import Actor
    from detente.core.consultations.ties import Terms, Tie
    from detente.core.line.message import Line
    from detente.node.node import Node

Codes = tuple[tuple[str, str], ...]


def contact_views(node: Node, line: Line, *, ahead: bool = False) -> list[views.ContactView]:
    """The contacts of a line by date; ahead: only those that a side still expects."""
    page = _Page(node, line)
    return [_contact(page, one) for one in page.known.all if one.is_ahead or not ahead]


def contact_page(node: Node, line: Line, said: str) -> views.ContactPageView | None:
    """All that is known of the contact that a number means; None when there is none."""
    page = _Page(node, line)
    known, one = page.known, page.known.find(said)
    if one is None:
        return None
    compared = compare(node.state, line, known, one, page.naming)
    promised = commitments(node.state, line, known)
    made = [each for each in promised if each.contact == one.number]
    fields = cooperation(node.state, line, known)
    out_of = _agreements(node, line, known, one)
    texts = {link.number for link in out_of}
    about = [each for each in fields if each.contact == one.number or each.text in texts]
    return views.ContactPageView(
        contact=_contact(page, one),
        parts=tuple(_contact(page, known.by_number[part]) for part in one.parts),
        agenda=tuple(
            _agenda(node, item) for item in agenda(node.state, line, known, one, compared)
        ),
        comparison=_comparison(line, compared),
        made=tuple(_commitment(node, line, each) for each in made),
        due=tuple(_commitment(node, line, each) for each in due_at(one, known, promised)),
        cooperation=tuple(_cooperation(line, each) for each in about),
        agreements=tuple(out_of),
        reported=tuple(
            _reported(each, known)
            for each in reports(node.state, line)
            if known.find(each.contact) is one
        ),
    )


def frequency_view(node: Node, line: Line, period: Span) -> views.FrequencyView:
    """How often there was contact in a period."""
    found = frequency(contacts(node.state, line), period)
    return views.FrequencyView(
        channel=line.channel,
        status=line.status,
        from_ms=period.first_ms,
        until_ms=period.last_ms,
        held=found.held,
        parts=found.parts,
        perhaps=found.perhaps,
        undated=found.undated,
        cancelled=found.cancelled,
        by_kind=_counts(found.by_kind),
        by_level=_counts(found.by_level),
        days_between_median=found.days_between_median,
        days_between_longest=found.days_between_longest,
        first=found.first,
        last=found.last,
    )


def commitment_views(node: Node, line: Line, *, open_only: bool) -> list[views.CommitmentView]:
    """The commitments of a line, the soonest due first; open_only: without settled ones."""
    return [
        _commitment(node, line, one)
        for one in commitments(node.state, line)
        if not (open_only and one.is_settled)
    ]


def cooperation_views(node: Node, line: Line) -> list[views.CooperationView]:
    """The fields of cooperation of a line."""
    return [_cooperation(line, one) for one in cooperation(node.state, line)]


def tie_views(node: Node, line: Line) -> list[views.TieView]:
    """The ties on record on a line, with their periods."""
    return [_tie(line, one) for one in ties(node.state, line)]


def actor_views(node: Node, line: Line, span: Span | None) -> list[views.ActorView]:
    """The actors of a line; span: who holds which office then, those ruled out left out."""
    known = contacts(node.state, line)
    listed = reports(node.state, line)
    found = []
    for one in actors(node.state, line):
        told = [each for each in listed if same(one.name) in map(same, names(each.actors))]
        about = tuple(_reported(each, known) for each in told)
        found.append(_actor(line, one, span, about))
    return found


# -------------------------------------------------------------------- one of each


def _span(when: Span | None) -> views.SpanView | None:
    return None if when is None else views.SpanView(first_ms=when.first_ms, last_ms=when.last_ms)


def _words(codes: Codes, code: str) -> str:
    return shown(dict(codes).get(code, code))


class _Page:
    """What the views of a line's contacts have in common, read once."""

    def __init__(self, node: Node, line: Line) -> None:
        self.line = line
        self.known = contacts(node.state, line)
        self.naming = Naming(node.state, line)
        self.levels = Levels(self.known)


def _contact(page: _Page, one: Contact) -> views.ContactView:
    return views.ContactView(
        channel=page.line.channel,
        status=page.line.status,
        number=one.number,
        kind=one.said("kind"),
        state=one.state,
        level=one.said("level"),
        when=_span(one.when),
        when_words=shown(one.said("when_words")),
        place=shown(one.said("place")),
        series=shown(one.said("series")),
        held=one.is_held,
        ahead=one.is_ahead,
        records=tuple(_record(each, page.naming) for each in one.records),
        part_of=one.part_of,
        follows=one.follows,
        parts=one.parts,
        follow_ups=one.follow_ups,
        differ=one.differ,
        nth=page.levels.nth(one),
        remarks=one.remarks,
    )


def _record(one: Record, naming: Naming) -> views.ContactRecordView:
    def account(side: str) -> str:
        return HELD if naming.seats(side) else NO_ACCOUNT

    return views.ContactRecordView(
        party=one.party,
        number=one.number,
        wording=one.wording,
        at_ms=one.at_ms,
        taken_back=one.taken_back,
        kind=one.kind,
        kind_words=_words(choices.CONTACT_KINDS, one.kind),
        state=one.state,
        state_words=_words(choices.CONTACT_STATES, one.state),
        level=one.level,
        level_words=_words(choices.CONTACT_LEVELS, one.level),
        when=_span(one.when),
        exact=one.exact,
        day=one.day,
        latest=one.latest,
        when_words=shown(one.when_words),
        place=shown(one.place),
        initiator=shown(one.initiator),
        invited_by=shown(one.invited_by),
        series=shown(one.series),
        serial=one.serial,
        format=shown(one.format),
        languages=one.languages,
        purpose=shown(one.purpose),
        participants=tuple(
            views.PersonView(
                name=shown(each.name),
                office=shown(each.office),
                side=shown(each.side),
                capacity=each.capacity,
                capacity_words=_words(choices.CAPACITIES, each.capacity),
                account=account(each.side),
            )
            for each in one.participants
        ),
        stages=tuple(
            views.StageView(
                number=each.number, at_ms=each.at_ms, state=each.state, when=_span(each.when)
            )
            for each in one.stages
        ),
        answers=tuple(
            views.ContactAnswerView(party=party, code=code) for party, code in one.answers
        ),
    )


def _earlier(said: Iterable[tuple[str, str]]) -> tuple[views.EarlierView, ...]:
    return tuple(views.EarlierView(number=name, said=code) for name, code in said)


def _comparison(line: Line, one: Comparison) -> views.ComparisonView:
    return views.ComparisonView(
        channel=line.channel,
        status=line.status,
        contact=one.contact,
        sides=one.sides,
        missing=one.missing,
        readouts=tuple(_readout(each) for each in one.readouts),
        initiative=tuple(
            views.ClaimedView(party=party, name=shown(name), number=said)
            for party, name, said in one.initiative.claims
        ),
        initiative_verdict=one.initiative.verdict.value,
        initiative_silent=one.initiative.silent,
        topics=tuple(_topic(each) for each in one.topics),
        counts=_counts(one.counts),
    )


def _readout(one: readout_register.Readout) -> views.ReadoutView:
    return views.ReadoutView(
        party=one.party,
        number=one.number,
        at_ms=one.at_ms,
        issued_ms=one.issued_ms,
        language=one.language,
        initiator=shown(one.initiator),
        text=shown(one.text),
        text_sha256=one.text_sha256,
        topics=one.topics,
    )


def _topic(one: readout_register.Topic) -> views.TopicView:
    return views.TopicView(
        topic=one.topic,
        topic_words=_words(choices.REGISTER_TOPICS, one.topic),
        verdict=one.verdict.value,
        told=tuple(
            views.ToldTopicView(
                party=each.party,
                item=shown(each.item),
                said=each.said,
                said_words=_words(choices.TOPIC_SAID, each.said),
                words=shown(each.words),
                moved_to=shown(each.moved_to),
                number=each.number,
                earlier=_earlier(each.earlier),
            )
            for each in one.told
        ),
        silent=one.silent,
        unread=one.unread,
    )


def _agenda(node: Node, one: AgendaItem) -> views.AgendaItemView:
    wanted = {same(name) for name in one.moved_to}
    charters = node.state.charters.values()
    return views.AgendaItemView(
        topic=one.topic,
        topic_words=_words(choices.REGISTER_TOPICS, one.topic),
        outcome=one.outcome,
        outcome_words=_words(choices.STANCES, one.outcome),
        positions=tuple(
            views.PositionView(
                party=each.party,
                item=shown(each.item),
                proposer=shown(each.proposer),
                stance=each.stance,
                stance_words=_words(choices.STANCES, each.stance),
                words=shown(each.words),
                moved_to=shown(each.moved_to),
                number=each.number,
                earlier=_earlier(each.earlier),
            )
            for each in one.positions
        ),
        moved_to=tuple(map(shown, one.moved_to)),
        here=tuple(
            sorted(
                each.channel
                for each in charters
                if wanted & {same(each.channel), same(each.name), same(each.kind)}
            )
        ),
        silent=one.silent,
        told=one.is_told,
    )


def _commitment(node: Node, line: Line, one: Commitment) -> views.CommitmentView:
    return views.CommitmentView(
        channel=line.channel,
        status=line.status,
        number=one.number,
        party=one.party,
        at_ms=one.at_ms,
        what=shown(one.what),
        owner=shown(one.owner),
        due=one.due_day,
        due_words=shown(one.due_words),
        due_ms=None if one.due is None else one.due.last_ms,
        contact=one.contact,
        agreement=one.text,
        article=shown(one.article),
        confirmed=one.confirmed,
        disputed=one.disputed,
        silent=one.silent,
        state=one.state,
        settled=one.is_settled,
        claimed_done=one.is_claimed_done,
        late=one.is_late(node.now_ms()),
        said=tuple(
            views.StatusSaidView(
                party=each.party,
                state=each.state,
                state_words=_words(choices.COMMITMENT_STATES, each.state),
                number=each.number,
                at_ms=each.at_ms,
                contact=each.contact,
                words=shown(each.words),
                evidence=tuple(
                    views.StatusEvidenceView(
                        what=proof.what,
                        what_words=_words(choices.EVIDENCE_KINDS, proof.what),
                        sha256=proof.sha256,
                        holder=shown(proof.holder),
                        about=shown(proof.about),
                    )
                    for proof in each.evidence
                ),
            )
            for each in one.said
        ),
        case=one.case,
    )


def _cooperation(line: Line, one: Cooperation) -> views.CooperationView:
    return views.CooperationView(
        channel=line.channel,
        status=line.status,
        text=one.text,
        agreement=shown(one.agreement),
        contact=one.contact,
        words=one.in_words,
        stated=tuple(
            views.StatedView(party=party, count=count, number=said)
            for party, count, said in one.stated
        ),
        fields=tuple(
            tuple(
                views.CooperationFieldView(
                    party=each.party,
                    field=shown(each.item),
                    topic=each.topic,
                    lead=shown(each.lead),
                    state=each.state,
                    state_words=_words(choices.FIELD_STATES, each.state),
                    words=shown(each.words),
                    number=each.number,
                    earlier=_earlier(each.earlier),
                )
                for each in row
            )
            for row in one.fields
        ),
    )


def _agreements(
    node: Node, line: Line, known: Contacts, contact: Contact
) -> list[views.AgreementLinkView]:
    """The agreements that came out of a contact, as their texts say."""
    return [
        views.AgreementLinkView(
            number=one.number,
            agreement=shown(text(one.fields, "agreement")),
            edition=number_in(one.fields, "edition") or 0,
            party=one.speaker,
        )
        for one in in_effect(node.state.line(line), "AGR")
        if known.find(text(one.fields, "contact")) is contact
    ]


def _reported(one: Reported, known: Contacts) -> views.ReportedView:
    about = known.find(one.contact)
    return views.ReportedView(
        number=one.number,
        kind=one.kind,
        kind_words=_words(choices.REPORTED_KINDS, one.kind),
        words=shown(one.words),
        hedge=one.hedge,
        hedge_words=_words(choices.HEDGES, one.hedge),
        publisher=shown(one.publisher),
        dated=one.dated,
        by=shown(one.by),
        put_by=one.found_by,
        contact=about.number if about is not None else "",
    )


def _tie(line: Line, one: Tie) -> views.TieView:
    return views.TieView(
        channel=line.channel,
        status=line.status,
        tie=one.tie,
        tie_words=_words(choices.TIES, one.tie),
        name=shown(one.name),
        between=tuple(map(shown, one.between)),
        state=one.state,
        by_party=tuple(_tie_act(act, party) for party, act in one.by_party),
        acts=tuple(_tie_act(each, each.party) for each in one.acts),
        terms=tuple(_tie_terms(party, terms) for party, terms in one.terms),
        periods=tuple(
            views.PeriodView(
                on=each.is_on,
                act=each.act,
                act_words=_words(choices.TIE_ACTS, each.act),
                since=each.since,
                until=each.until,
                said_by=each.said_by,
            )
            for each in one.periods
        ),
        before=tuple(
            views.TieBeforeView(
                between=tuple(map(shown, each.between)),
                state=each.state,
                successor=shown(each.successor),
                predecessor=shown(each.predecessor),
                said_by=each.said_by,
            )
            for each in one.before
        ),
    )


def _tie_terms(party: str, one: Terms) -> views.TieTermsView:
    return views.TieTermsView(
        party=party,
        rests_on=one.rests_on,
        rests_on_words=_words(choices.GROUNDS, one.rests_on),
        agreement=shown(one.agreement),
        secrecy=one.secrecy,
        secrecy_words=_words(choices.SECRECY, one.secrecy),
        levels=one.levels,
        level_words=tuple(_words(choices.CONTACT_LEVELS, each) for each in one.levels),
        rhythm=shown(one.rhythm),
        channels=tuple(map(shown, one.channels)),
    )


def _tie_act(one: TieAct, party: str) -> views.TieActView:
    return views.TieActView(
        party=party,
        act=one.act,
        act_words=_words(choices.TIE_ACTS, one.act),
        day=one.day,
        expected=one.expected,
        because=shown(one.because),
        number=one.number,
        agreed_by=one.agreed_by,
    )


def _actor(
    line: Line, one: Actor, span: Span | None, told: tuple[views.ReportedView, ...]
) -> views.ActorView:
    def member(name: str, standing: str) -> views.MemberView:
        words = _words(choices.STANDINGS, standing)
        return views.MemberView(name=shown(name), standing=standing, standing_words=words)

    return views.ActorView(
        channel=line.channel,
        status=line.status,
        name=shown(one.name),
        at_table=one.at_table,
        account=one.account,
        records=tuple(
            views.ActorRecordView(
                party=each.party,
                numbers=each.numbers,
                kind=each.kind,
                kind_words=_words(choices.ACTOR_KINDS, each.kind),
                part_of=shown(each.part_of),
                successor_of=shown(each.successor_of),
                account=each.account,
                members=tuple(member(name, standing) for name, standing in each.members),
            )
            for each in one.views
        ),
        names=tuple(
            views.ActorNameView(
                by=shown(each.by),
                name=shown(each.name),
                recognised=each.recognised,
                said_by=each.said_by,
                number=each.number,
            )
            for each in one.names
        ),
        people=_people(one, span),
        standings=tuple(member(where, standing) for standing, where in one.standings),
        named_in=one.named_in,
        reported=told,
        remarks=one.remarks,
        seats=one.seats,
    )


def _people(one: Actor, span: Span | None) -> tuple[views.HolderView, ...]:
    return tuple(
        views.HolderView(
            name=shown(each.name),
            office=shown(each.office),
            from_day=each.from_day,
            until_day=each.until_day,
            said_by=each.said_by,
            number=each.number,
            held=None if span is None else each.held_at(span),
        )
        for each in one.people
        if span is None or each.held_at(span) is not False
    )


def _counts(counts: Iterable[tuple[str, int]]) -> tuple[views.CountView, ...]:
    return tuple(views.CountView(of=of, count=count) for of, count in counts)
