"""Rows of the closing table about what capitals put on record: agreements, contacts, incidents.

Computed from the registers as the nodes show them at the end of a story. Each node is asked; a row
that all of them show stands once, and what only some show says so, because a register that differs
between members would be a fault. Nothing is judged here, and sides stand by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from detente.core.units import counted
from detente.sim.reach import Found
from detente.sim.registers import (
    ACTORS,
    AGREEMENTS,
    CASE,
    CASES,
    COMMITMENTS,
    CONTACT,
    CONTACTS,
    COOPERATION,
    FINDINGS,
    LEDGER,
    STATEMENTS,
    TIES,
)
from detente.sim.words import name_of, short, stamp
from detente.sim.world import World
from detente.wire.agreement_views import AgreementView
from detente.wire.case_views import CaseView, FactView, QuestionView, ReportedView, RowView
from detente.wire.consultation_views import (
    AgendaItemView,
    CommitmentView,
    ContactPageView,
    ContactView,
    TopicView,
)
from detente.wire.consultation_views import ReportedView as ReportedContact
from detente.wire.native import MessageView

Names = Mapping[str, str]
NO_RULE = "no rule comes of it"


def register_rows(
    world: World, views: Mapping[str, Sequence[MessageView]], names: Names
) -> list[Found]:
    """What every register shows at the end; empty for a story that puts nothing on one."""
    said = {view.message.format for held in views.values() for view in held}
    if not said & ON_REGISTERS:
        return []
    shown = {party: list(_of_party(world, party, names, said)) for party in views}
    order = list(dict.fromkeys(row for rows in shown.values() for row in rows))
    return [
        _shown_by(row, [party for party in views if row in shown[party]], views) for row in order
    ]


#: Formats whose messages have rows of their own here.
ON_REGISTERS = frozenset(
    ("AGR", "POL", "INR", "CON", "CRO", "CCM", "CFC", "CSU", "ACT", "REP", "AGS", "AGX")
)


def _shown_by(row: Found, by: list[str], views: Mapping[str, object]) -> Found:
    """A row that not every node shows says whose node does."""
    return row if len(by) == len(views) else replace(row, shown=f"{row.shown} (on {', '.join(by)})")


def _of_party(world: World, party: str, names: Names, said: set[str]) -> Iterator[Found]:
    """All rows as one party's node shows them; registers with nothing on them are not asked."""
    if "AGR" in said:
        for text in world.register(party, AGREEMENTS).texts:
            yield _agreement(text, names)
        yield from _judged(world, party, names)
    if "POL" in said:
        for one in world.register(party, STATEMENTS):
            where = f"said by {one.party}; source: {one.source}"
            apart = f"; not applied to {one.exception}" if one.exception else ""
            what = f"{one.kind_words} of {one.holder}: {one.words}"
            yield Found(one.at_ms, "statement", what, where, f"{NO_RULE}{apart}")
    if "CON" in said:
        yield from _contacts(world, party, names)
    if "CCM" in said:
        for promise in world.register(party, COMMITMENTS):
            yield _commitment(promise, names)
    yield from _beside(world, party, said)
    if said & {"INR", "REP"}:
        yield from _incidents(world, party, names)


# ---------------------------------------------------------------- agreements


def _agreement(one: AgreementView, names: Names) -> Found:
    """One text: who signed it, how it went on, and what it is now."""
    what = f"{one.kind_words} {name_of(one.number, names)}: {one.agreement}, edition {one.edition}"
    signed = [f"{each.party} {stamp(each.at_ms)}" for each in one.signatures if not each.problem]
    wrong = [f"{each.party} under another text" for each in one.signatures if each.problem]
    life = [f"{stamp(each.from_ms)} {each.words}" for each in one.phases]
    shown = f"signed: {', '.join([*signed, *wrong]) or 'by nobody'}; life: {'; '.join(life)}"
    found = counted(len(one.contradictions), "contradiction", "contradictions")
    odd = [found] if one.contradictions else []
    return Found(one.at_ms, "agreement", what, shown, "; ".join((one.state_words, *odd)))


def _judged(world: World, party: str, names: Names) -> Iterator[Found]:
    """What the rules found and what was answered to it; then who counts how many."""
    found = world.register(party, FINDINGS)
    for one in sorted(found, key=lambda each: (each.at_ms, each.finding)):
        subject = short(one.subject, names)
        what = f"article {one.article} of {short(one.text, names)}, {subject} of {one.party}"
        answers = [f"{each.party}: {each.answer}" for each in one.answers]
        margin = ", ".join(answers) or "not answered"
        yield Found(one.at_ms, "finding", what, one.words, margin)
    ledger = world.register(party, LEDGER)
    for row in ledger.rows:
        counts = [f"{source} {row.counts[source]}" for source in row.counts]
        rules = "no rule judges it" if row.found is None else f"the rules find {row.found}"
        what = f"{row.counted_words} by {row.whose or 'anybody'}: {row.what}"
        yield Found(0, "count", what, ", ".join(counts) or "nobody counts it", rules)
    if ledger.rows:
        columns = [f"{column} {count}" for column, count in ledger.columns.items()]
        yield Found(0, "count", "events, by whose record they stand on", ", ".join(columns), "")


# ---------------------------------------------------------------- consultations


def _contacts(world: World, party: str, names: Names) -> Iterator[Found]:
    """Every contact, then its agenda and its readouts side by side."""
    for one in world.register(party, CONTACTS):
        page = world.register(party, CONTACT, one.number)
        at_ms = min(record.at_ms for record in one.records)
        yield _contact(one, page, at_ms, names)
        yield from (_agenda_item(item, at_ms) for item in page.agenda)
        if page.comparison.readouts:
            yield from (_topic(topic, page, at_ms) for topic in page.comparison.topics)
        yield from (_told(report, names) for report in page.reported)


def _contact(one: ContactView, page: ContactPageView, at_ms: int, names: Names) -> Found:
    compared = page.comparison
    when = next((said for record in one.records if (said := record.day)), "")
    parts = [one.when_words or when, short(one.part_of or "", names)]
    parts[1] = f"part of {parts[1]}" if parts[1] else ""
    what = ", ".join((f"{one.kind} {name_of(one.number, names)}", *filter(None, parts)))
    claims = [f"{claim.party} says {claim.name}" for claim in compared.initiative]
    silent = [f"{side} says nothing" for side in compared.initiative_silent]
    shown = f"on whose initiative: {', '.join([*claims, *silent]) or 'nobody says'}"
    if compared.readouts:
        given = ", ".join(readout.party for readout in compared.readouts)
        shown += f"; readout of: {given}"
    notes = [one.state]
    notes += [f"records differ on {', '.join(one.differ)}"] if one.differ else []
    notes += [f"number {one.nth} of this level in half a year"] if one.nth else []
    notes += [f"no readout of {side}" for side in compared.missing if compared.readouts]
    return Found(at_ms, "contact", what, shown, "; ".join(notes))


def _agenda_item(one: AgendaItemView, at_ms: int) -> Found:
    item = one.positions[0].item if one.positions else one.topic_words
    told = [
        f"{position.party} {position.stance_words}"
        + (f" ({position.moved_to})" if position.moved_to else "")
        for position in one.positions
    ]
    told += [f"{side} says nothing" for side in one.silent]
    said = "told of in a readout" if one.told else "in no readout"
    outcome = one.outcome_words or one.outcome
    return Found(at_ms, "agenda", f"agenda: {item}", ", ".join(told), f"{outcome}; {said}")


def _topic(one: TopicView, page: ContactPageView, at_ms: int) -> Found:
    """One topic of the readouts: who tells of it in which code, and what that comes to."""
    item = one.told[0].item if one.told else one.topic_words
    told = [f"{each.party}: {each.said_words}" for each in one.told]
    told += [f"{side}: silent" for side in one.silent]
    told += [f"{side}: no readout" for side in one.unread]
    alone = ", ".join(dict.fromkeys(each.party for each in one.told))
    margin = {
        "both": "both tell of it",
        "only": f"only {alone} tells of it",
        "contradict": "they contradict one another",
        "no-readout": f"no readout of {', '.join(page.comparison.missing)}",
    }.get(one.verdict, one.verdict)
    return Found(at_ms, "readout", f"readout: {item}", ", ".join(told), margin)


def _commitment(one: CommitmentView, names: Names) -> Found:
    due = one.due or one.due_words or "no date"
    what = f"promised at {short(one.contact, names) or 'no contact'}: {one.what}"
    sides = [f"confirmed by {side}" for side in one.confirmed]
    sides += [f"disputed by {side}" for side in one.disputed]
    sides += [f"not confirmed by {side}" for side in one.silent]
    shown = f"owner {one.owner}, due {due}; {', '.join(sides) or 'nobody else'}"
    said = [f"{each.party}: {each.state_words}" for each in one.said]
    late = "; late" if one.late else ""
    return Found(one.at_ms, "commitment", what, shown, f"{', '.join(said) or one.state}{late}")


def _beside(world: World, party: str, said: set[str]) -> Iterator[Found]:
    """Fields of cooperation, ties with their periods, and actors who give no account."""
    if "CFC" in said:
        for listed in world.register(party, COOPERATION):
            named = ", ".join(each[0].field for each in listed.fields if each)
            yield Found(0, "fields", "fields of cooperation", f"named: {named}", listed.words)
    if "CSU" in said:
        for tie in world.register(party, TIES):
            what = f"{tie.tie_words}: {tie.name or ', '.join(tie.between)}"
            periods = [
                f"{period.act_words} {period.since}, said by {', '.join(period.said_by)}"
                for period in tie.periods
            ]
            yield Found(0, "tie", what, "; ".join(periods), tie.state)
    if "ACT" in said:
        for actor in world.register(party, ACTORS):
            standing = ", ".join(each.standing_words for each in actor.standings)
            if not actor.at_table and actor.account == "none":
                shown = "on no line" + (f"; {standing}" if standing else "")
                yield Found(0, "actor", actor.name, shown, "no account held")


# ---------------------------------------------------------------- incidents


def _incidents(world: World, party: str, names: Names) -> Iterator[Found]:
    register = world.register(party, CASES)
    for line in register.cases:
        page = world.register(party, CASE, line.number)
        at_ms = min(opening.at_ms for opening in line.openings)
        yield _case(page, at_ms, names)
        yield from (_difference(row, at_ms) for row in page.rows if row.match in _COMPARED)
        yield from (_fact(fact, at_ms, names) for fact in page.facts)
        yield from (_question(question, names) for question in page.questions)
        yield from (_report(report, names) for report in page.reports)
    yield from (_report(report, names) for report in register.reported)


_COMPARED = frozenset(("compatible", "differ"))


def _case(page: CaseView, at_ms: int, names: Names) -> Found:
    """A case: each side's claim beside the other's, and what became of it."""
    line = page.head
    what = f"case {name_of(line.number, names)}: {line.types_words}"
    claims = [f"{claim.party}: {claim.words}" for claim in line.claims]
    shown = f"{'; '.join(claims)}; accounts: {', '.join(line.accounts) or 'none'}"
    closing = f"{line.state}, {line.closure}" if line.closure else line.state
    margin = f"{line.claim_status}; {closing}"
    margin += f"; {counted(line.remarks, 'remark', 'remarks')}" if line.remarks else ""
    return Found(at_ms, "case", what, shown, margin)


def _difference(row: RowView, at_ms: int) -> Found:
    told = [f"{each.party} {' / '.join(each.lines)}" for each in row.told]
    before = [f"{each.party} before that {' / '.join(each.lines)}" for each in row.before]
    shown = ", ".join((*told, *before))
    margin = f"{row.match}{f': {row.words}' if row.words else ''}"
    return Found(at_ms, "account", f"told: {row.label}", shown, margin)


def _fact(one: FactView, at_ms: int, names: Names) -> Found:
    answers = [f"{each.party} {each.what}" for each in one.answers]
    shown = f"proposed by {one.party}: {' / '.join(one.lines)}; {', '.join(answers) or 'no answer'}"
    against = [f"told otherwise in {short(number, names)}" for number in one.contradicted]
    return Found(
        at_ms, "fact-agreed", f"fact: {one.label}", shown, "; ".join((one.state, *against))
    )


def _question(one: QuestionView, names: Names) -> Found:
    replies = [f"{each.party} {each.state}" for each in one.replies]
    texts = [text.text for each in one.replies for text in each.texts]
    what = f"question {short(one.number, names)} of {one.party}: {one.question}"
    return Found(one.at_ms, "question", what, "; ".join(texts), ", ".join(replies))


def _told(one: ReportedContact, names: Names) -> Found:
    """What a source reports about a contact, beside what the sides say of it."""
    what = f"report {short(one.number, names)} about {short(one.contact, names)}: {one.words}"
    shown = f"{one.by}, {one.hedge}; put on record by {one.put_by}"
    return Found(0, "report", what, shown, "nobody's account")


def _report(one: ReportedView, names: Names) -> Found:
    what = f"report {short(one.number, names)}: {one.words}"
    shown = f"reported by {one.publisher}, {one.hedge}; put on record by {one.said_by}"
    return Found(0, "report", what, shown, "nobody's account")
