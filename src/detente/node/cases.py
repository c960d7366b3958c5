"""The incidents of a line as the API shows them, to this node's officers or to another reader.

For another reader, each message is asked whether it may be told, and each piece of evidence by its
own word: what may not be told is left out, counted, and never shown in part.
Call from the writer's thread, between steps. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.agreements.found import finding_of
from detente.core.airspace.readback import place_words
from detente.core.airspace.volume import Point
from detente.core.airspace.volume_json import outline_from_json, point_from_json
from detente.core.airspace.words import moment_words, point_words
from detente.core.incidents.cases import Case, CaseState, case, cases, files
from detente.core.incidents.comparing import Difference, Match
from detente.core.incidents.dealing import OWED, Evidence, FactState, ReplyState, Word
from detente.core.incidents.links import Link, links
from detente.core.incidents.prefill import from_finding, from_message, proposals, refs_of
from detente.core.incidents.telling import GROWING, SPECS, Account
from detente.core.line.field import Kind
from detente.core.line.lead import Timing
from detente.core.line.releasability import Audience, Reach, wish, withheld_from
from detente.core.line.tables import FORMATS
from detente.core.line.tables.incidents import INC
from detente.core.line.words import line_words, outline_words, shown, value_words
from detente.journal.forms import JournalId
from detente.node.channels import entry_of
from detente.node.message_view import disowned_by_author, proof_of
from detente.wire.case_views import (
    NOT_TOLD,
    AnswerText,
    CaseDraft,
    CaseEvidenceView,
    CaseLine,
    CasesView,
    CaseView,
    CaseWord,
    ClaimView,
    ClosingView,
    EntryProof,
    FactView,
    FiguresView,
    FindingAnswerView,
    LinkLead,
    LinkView,
    MeasureView,
    OpeningView,
    PlaceTold,
    ProposedCase,
    ProtestView,
    QuestionView,
    ReplyView,
    ReportedView,
    RowView,
    ToldView,
    UnplacedView,
)
from detente.wire.harmless import label

if TYPE_CHECKING:
    from detente.core.agreements.finding import Finding
    from detente.core.line.message import Line, Message
    from detente.core.line.state import Tracked
    from detente.core.values import Json
    from detente.node.node import Node

CLAIM: Final = SPECS["claim"]
_MARGINS: Final = {
    "happened_ms": ("time_margin_s", "s"),
    "until_ms": ("time_margin_s", "s"),
    "point": ("margin_m", "m"),
}


def cases_view(
    node: Node, line: Line, *, open_only: bool = False, proposed: bool = False
) -> CasesView:
    """The register of a line. open_only: without closed cases; proposed: with what rules found."""
    found = cases(node.state, line, node.now_ms())
    kept = [one for one in found if not open_only or one.state is not CaseState.CLOSED]
    known = files(node.state.line(line))
    return CasesView(
        cases=tuple(_head(node, line, one) for one in kept),
        reported=tuple(_reported(one) for one in known.reported),
        unplaced=tuple(
            UnplacedView(
                number=one.number,
                party=one.speaker,
                format=one.message.format,
                case=shown(one.fields.get("case")),
            )
            for one in known.unplaced
        ),
        proposed=tuple(
            _proposed(one)
            for one in (proposals(node.state, line, node.now_ms()) if proposed else ())
        ),
    )


def case_view(
    node: Node, line: Line, number: str, audience: Audience | None = None
) -> CaseView | None:
    """One case in full; None when none of its messages is held, or may be told to the audience."""
    now_ms = node.now_ms()
    whole = case(node.state, line, number, now_ms)
    keep = None if audience is None else lambda one: _may_tell(node, line, one, audience)
    one = whole if keep is None else case(node.state, line, number, now_ms, keep)
    if one is None or whole is None:
        return None
    here = node.state.line(line).messages
    told = [piece for piece in one.evidence if _may_name(node, line, piece, audience)]
    near = links(node.state, line, one)
    shown_links = [link for link in near.links if keep is None or keep(here[link.number])]
    withheld = len(whole.messages) - len(one.messages) + len(one.evidence) - len(told)
    if keep is not None:
        withheld += sum(not keep(here[act]) for each in one.messages for act in _acts(here[each]))
    head = _head(node, line, one)
    rows = tuple(_row(each, one.accounts) for each in one.differences)
    if withheld:  # what some sides tell is no measure of what all tell
        head = msgspec.structs.replace(head, claim_status=NOT_TOLD)
        rows = tuple(_of_some(each) for each in rows)
    return CaseView(
        head=head,
        made_ms=now_ms,
        reader=_reader(audience),
        withheld=withheld,
        rows=rows,
        facts=_facts(one),
        questions=_questions(one),
        evidence=tuple(_evidence(piece) for piece in told),
        closings=_closings(one),
        after=one.after,
        protests=tuple(_protest(here[each]) for each in one.protests),
        figures=tuple(
            FiguresView(party=each.party, words=each.words, critical=each.is_critical)
            for each in one.figures
        ),
        reports=tuple(_reported(here[each]) for each in one.reports),
        answers=tuple(
            FindingAnswerView(finding=finding, party=party, answer=answer, number=said_in)
            for finding, party, answer, said_in in one.answers
        ),
        links=tuple(_link(node, line, link) for link in shown_links),
        links_left_out=near.left_out + len(near.links) - len(shown_links),
        remarks=one.remarks,
        entries=tuple(_entry(node, line, here[each]) for each in one.messages),
    )


def _acts(one: Tracked) -> Iterator[str]:
    """The numbers of all answers to a message."""
    return (act.number for steps in one.steps.values() for act in steps.answers)


def _of_some(row: RowView) -> RowView:
    """A row when not every account may be told: that only one side tells it cannot be said."""
    only = row.match == Match.ONLY.value
    return msgspec.structs.replace(row, match=Match.UNCOMPARED.value, words="") if only else row


def draft_from_message(node: Node, line: Line, number: str) -> CaseDraft | None:
    """The first report that a message begins; None when the message is not held."""
    one = node.state.message(line, number)
    if one is None:
        return None
    fields = from_message(node.state, line, one, node.now_ms())
    return CaseDraft(format="INR", fields=fields, refs=(number,))


def draft_from_finding(node: Node, line: Line, finding: str) -> CaseDraft | None:
    """The first report that a finding begins; None when nothing of that id is found here."""
    one = finding_of(node.state, line, finding, node.now_ms())
    if one is None:
        return None
    refs = refs_of(node.state, line, one)
    return CaseDraft(format="INR", fields=from_finding(one), refs=refs)


def _proposed(one: Finding) -> ProposedCase:
    return ProposedCase(
        finding=one.finding,
        agreement=shown(one.rule.agreement),
        article=shown(one.rule.article),
        kind=one.kind,
        party=one.party,
        at_ms=one.at_ms,
        words=shown(one.words, len(one.words) + 1),
        answer=one.answer,
    )


def _may_tell(node: Node, line: Line, one: Tracked, audience: Audience) -> bool:
    """Whether an audience may be told a message: by its sender's wish, kept on the way out."""

    def find(number: str) -> Message | None:
        tracked = node.state.message(line, number)
        return tracked.message if tracked is not None else None

    return withheld_from(wish(one.message, find), one.author, audience) is None


def _may_name(node: Node, line: Line, piece: Evidence, audience: Audience | None) -> bool:
    """Whether an audience may be told of a piece of evidence, by that piece's own word."""
    if audience is None or piece.release == "public":
        return True
    if audience.reach is not Reach.PARTY:
        return False
    if piece.release == "named" and audience.party in piece.named:
        return True
    told = node.state.message(line, piece.number)
    return told is not None and audience.party in (told.author, *told.message.to)


def _reader(audience: Audience | None) -> str:
    if audience is None:
        return ""
    return audience.party if audience.reach is Reach.PARTY else audience.reach.value


def _head(node: Node, line: Line, one: Case) -> CaseLine:
    owed = [reply for asked in one.questions for reply in asked.replies if reply.state in OWED]
    types = SPECS["types"]
    return CaseLine(
        channel=line.channel,
        status=line.status,
        number=one.number,
        numbers=one.numbers,
        state=one.state.value,
        claim_status=one.status.value,
        claims=tuple(
            ClaimView(
                party=party,
                claim=claim,
                words="nothing said" if claim is None else shown(CLAIM.words(claim)),
            )
            for party, claim in one.claims
        ),
        types=one.types,
        types_words=", ".join(shown(types.words(code)) for code in one.types),
        happened_ms=one.happened_ms,
        when=_when(one),
        where=_where(node, one),
        openings=tuple(
            OpeningView(
                party=each.party,
                number=each.number,
                at_ms=each.at_ms,
                opened_from=shown(each.opened_from),
                finding=shown(each.finding),
            )
            for each in one.openings
        ),
        accounts=tuple(each.party for each in one.accounts),
        silent=one.silent,
        no_record=one.no_record,
        differ=sum(1 for each in one.differences if each.match is Match.DIFFER),
        agreed=sum(1 for each in one.facts if each.state is FactState.AGREED),
        owed=len(owed),
        late=sum(1 for reply in owed if reply.state is ReplyState.LATE),
        closure=None if one.closed is None else one.closed.closure,
        remarks=len(one.remarks),
    )


def _when(one: Case) -> str:
    """From the earliest time that a side gives to the latest, so that no side's stands alone."""
    said = {each.party: each.value("happened_ms") for each in one.accounts}
    times = sorted({at for at in said.values() if isinstance(at, int)})
    if times:
        return " to ".join(moment_words(at) for at in dict.fromkeys((times[0], times[-1])))
    days = sorted({str(day) for each in one.accounts if (day := each.value("day")) is not None})
    return " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "not said"


def _where(node: Node, one: Case) -> tuple[PlaceTold, ...]:
    """Where it happened, by every side that says so."""
    found = ((each.party, _place(node, each)) for each in one.accounts)
    return tuple(PlaceTold(party=party, words=words) for party, words in found if words)


def _place(node: Node, one: Account) -> str:
    """Where a side says that it happened; empty when it does not say."""
    point = point_from_json(one.value("point"), "")
    if isinstance(point, Point):
        near = place_words(point, node.state.gazetteer)
        return f"{point_words(point)}, {near}" if near else point_words(point)
    area = outline_from_json(one.value("area"), "")
    return "" if isinstance(area, tuple) else outline_words(area)


def _row(one: Difference, accounts: Sequence[Account]) -> RowView:
    spec = SPECS[one.field]
    telling = {each.party: each for each in accounts if each.told.get(one.field)}
    before = [
        _told(telling[party], one.field, place)
        for party in telling
        if one.field not in GROWING
        for place in range(len(telling[party].told[one.field]) - 1)
    ]
    return RowView(
        field=one.field,
        label=spec.label,
        axis=one.axis,
        match=one.match.value,
        words=one.words,
        told=tuple(_told(telling[party], one.field, None) for party, _ in one.told),
        before=tuple(before),
        silent=one.silent,
    )


def _told(one: Account, name: str, place: int | None) -> ToldView:
    """A value that a side tells. place: which of those it told before; None: what stands."""
    said = one.told[name]
    told = said[-1] if place is None else said[place]
    value = one.value(name) if place is None else told.value
    return ToldView(
        party=one.party,
        value=value,
        lines=_lines(name, value, one),
        number=told.number,
        at_ms=told.at_ms,
        margin=_margin(name, one) or None,
    )


def _margin(name: str, account: Account | None) -> int:
    """How far off a side says that its value may be; 0 when it does not say."""
    margin = _MARGINS.get(name, ("", ""))[0]
    return account.number(margin) if margin and account is not None else 0


def _lines(name: str, value: Json, account: Account | None = None) -> tuple[str, ...]:
    """A value in words, a line for each record or line of text; with its margin, if it has one."""
    spec = SPECS[name]
    if spec.kind is Kind.RECORDS and isinstance(value, list | tuple):
        alone = (value_words(spec, [record]).removeprefix("(1) ") for record in value)
        return tuple(f"({place}) {words}" for place, words in enumerate(alone, 1))
    if spec.lines and isinstance(value, str):
        return tuple(label(text, len(text) + 1) for text in value.split("\n"))
    words = value_words(spec, value)
    known = _margin(name, account)
    return (f"{words}, good to {known} {_MARGINS[name][1]}" if known else words,)


def _facts(one: Case) -> tuple[FactView, ...]:
    by_number = {number: each for each in one.accounts for number in each.numbers}
    return tuple(
        FactView(
            number=fact.number,
            party=fact.party,
            field=fact.field,
            label=SPECS[fact.field].label if fact.field in SPECS else shown(fact.field),
            state=fact.state.value,
            told_in=fact.told_in,
            lines=(
                *(
                    _lines(fact.field, fact.value, by_number.get(fact.told_in))
                    if fact.value is not None and fact.field in SPECS
                    else ()
                ),
                *(label(text, len(text) + 1) for text in fact.words.split("\n") if text),
            ),
            answers=_words(fact.answers),
            contradicted=fact.contradicted,
        )
        for fact in one.facts
    )


def _questions(one: Case) -> tuple[QuestionView, ...]:
    return tuple(
        QuestionView(
            number=asked.number,
            party=asked.party,
            about=SPECS[asked.field].label if asked.field in SPECS else "",
            question=asked.question,
            urgent=asked.is_urgent,
            at_ms=asked.at_ms,
            due_ms=asked.due_ms,
            replies=tuple(
                ReplyView(
                    party=reply.party,
                    state=reply.state.value,
                    number=reply.number,
                    at_ms=reply.at_ms,
                    texts=tuple(
                        AnswerText(number=number, text=text) for number, text in reply.texts
                    ),
                )
                for reply in asked.replies
            ),
        )
        for asked in one.questions
    )


def _closings(one: Case) -> tuple[ClosingView, ...]:
    closure = INC.field("closure")
    return tuple(
        ClosingView(
            number=each.number,
            party=each.party,
            closure=each.closure,
            words=closure.words(each.closure) if closure else each.closure,
            finding=each.finding,
            open_points=each.open_points,
            measures=tuple(
                MeasureView(
                    number=f"{each.number}/{at}",
                    measure=shown(measure.get("measure")),
                    owner=shown(measure.get("owner")),
                    due=shown(measure.get("due") or ""),
                )
                for at, measure in enumerate(each.measures, start=1)
            ),
            taken_up_in=each.taken_up_in,
            at_ms=each.at_ms,
            answers=_words(each.answers),
            waiting=each.waiting,
            agreed=each.is_agreed,
        )
        for each in one.closings
    )


def _evidence(piece: Evidence) -> CaseEvidenceView:
    spec = next(part for part in SPECS["evidence"].parts if part.name == "what")
    return CaseEvidenceView(
        party=piece.party,
        number=piece.number,
        what=shown(spec.words(piece.what)),
        sha256=shown(piece.sha256),
        holder=shown(piece.holder),
        release=shown(piece.release),
        named=piece.named,
        about=shown(piece.about),
    )


def _protest(one: Tracked) -> ProtestView:
    return ProtestView(
        number=one.number,
        party=one.speaker,
        against=shown(one.fields.get("about")),
        demand=str(one.fields.get("demand") or ""),
        at_ms=one.at_ms,
    )


def _reported(one: Tracked) -> ReportedView:
    spec = FORMATS["REP"].field("hedge")
    hedge = str(one.fields.get("hedge"))
    day = one.fields.get("day") or one.fields.get("when_words")
    return ReportedView(
        number=one.number,
        said_by=one.speaker,
        words=shown(one.fields.get("words"), len(str(one.fields.get("words"))) + 1),
        hedge=shown(spec.words(hedge) if spec else hedge),
        publisher=shown(one.fields.get("publisher")),
        when="" if day is None else shown(day),
        source_sha256=shown(one.fields.get("source_sha256")),
    )


def _link(node: Node, line: Line, link: Link) -> LinkView:
    one = node.state.line(line).messages.shown(link.number)
    leads = ((party, node.state.lead(line, one, party)) for party in one.message.to)
    return LinkView(
        number=one.number,
        author=one.author,
        line=line_words(one),
        why=link.why.value,
        before_ms=link.before_ms,
        apart_cm=link.apart_cm,
        leads=tuple(
            LinkLead(
                party=party,
                finding=Timing(lead.timing).value,
                read_ms=one.of(party).first_read_ms,
            )
            for party, lead in leads
            if lead is not None
        ),
    )


def _entry(node: Node, line: Line, one: Tracked) -> EntryProof:
    journal = str(JournalId(line, one.author, one.epoch))
    missing = node.journals.proofs.missing(journal, one.sequence, node.joined_at(journal))
    fmt = one.format
    return EntryProof(
        number=one.number,
        author=one.author,
        format=one.message.format,
        what=fmt.name if fmt is not None else one.message.format,
        at_ms=one.at_ms,
        held_at_ms=one.held_at_ms,
        journal=journal,
        sequence=one.sequence,
        entry=entry_of(node, line, one),
        proof=proof_of(node, journal, one.sequence, missing),
        disowned=disowned_by_author(node, line, one),
    )


def _words(words: Iterable[Word]) -> tuple[CaseWord, ...]:
    return tuple(
        CaseWord(party=one.party, what=shown(one.what), number=one.number, at_ms=one.at_ms)
        for one in words
    )
