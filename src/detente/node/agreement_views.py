"""The agreements and statements of a line as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.core.agreements.contradictions import contradictions
from detente.core.agreements.findings import clause, zone_areas
from detente.core.agreements.life import ENDED
from detente.core.agreements.register import agreements, astray
from detente.core.agreements.statements import Statement, everywhere, statements
from detente.core.agreements.words import (
    article_words,
    code_words,
    part_words,
    phase_words,
    state_words,
)
from detente.core.line.field import FieldSpec
from detente.core.line.reading import text_in
from detente.core.line.tables import FORMATS
from detente.core.line.words import shown, value_words
from detente.wire.agreement_views import (
    AgreementsView,
    AgreementView,
    AgreementWordView,
    AnnexView,
    ArticleView,
    AstrayView,
    NamedView,
    PhaseView,
    SignatureView,
    StatementView,
)

if TYPE_CHECKING:
    from detente.core.agreements.life import Word
    from detente.core.agreements.register import Agreement
    from detente.core.airspace.volume import Airspace
    from detente.core.line.message import Line
    from detente.core.values import Fields
    from detente.node.node import Node


def agreements_view(node: Node, line: Line, *, live_only: bool, at_ms: int) -> AgreementsView:
    """The register of a line as it stood at a time; live_only: without what has ended."""
    found = agreements(node.state, line, at_ms)
    areas = zone_areas(node.state, line, at_ms)
    lost = astray(node.state, line)
    return AgreementsView(
        texts=tuple(
            _view(node, one, areas, at_ms)
            for one in found
            if not live_only or one.state not in ENDED
        ),
        astray=tuple(
            AstrayView(
                number=one.number,
                party=one.author,
                format=one.message.format,
                at_ms=one.at_ms,
                problem=why,
            )
            for one, why in lost
        ),
    )


def agreement_view(node: Node, line: Line, number: str, at_ms: int) -> AgreementView | None:
    """One text; None when no such text is held on the line."""
    found = agreements(node.state, line, at_ms)
    one = next((one for one in found if one.number == number), None)
    if one is None:
        return None
    return _view(node, one, zone_areas(node.state, line, at_ms), at_ms)


def _view(node: Node, one: Agreement, areas: dict[str, Airspace], at_ms: int) -> AgreementView:
    offset, fields = node.state.utc_offset_min(), one.fields
    clauses = [clause(each, one.signers, areas) for each in one.articles]
    against = contradictions(clauses, (), node.state.terrain_max_cm(one.line))
    exceptions = fields.get("exceptions")
    return AgreementView(
        channel=one.line.channel,
        status=one.line.status,
        number=one.number,
        party=one.party,
        at_ms=one.at_ms,
        agreement=shown(one.name),
        edition=one.edition,
        kind=one.kind,
        kind_words=code_words("kind", one.kind),
        digest=one.digest,
        state=one.state.value,
        state_words=state_words(one),
        parties=tuple(
            NamedView(
                name=shown(each.name),
                standing=each.standing,
                standing_words=part_words("parties", "standing", each.standing),
                party=each.party,
            )
            for each in one.named
        ),
        signers=one.signers,
        unsigned=one.unsigned,
        articles=_articles(one, offset, at_ms),
        annexes=_annexes(fields),
        signatures=_signatures(one),
        answers=tuple(_word(each) for each in one.answers),
        acts=tuple(_word(each) for each in one.acts),
        phases=_phases(one),
        from_ms=one.from_ms,
        until_ms=one.until_ms,
        ends_ms=one.life.ends_ms,
        renews_days=one.renews_days,
        review_ms=one.review_ms,
        suspension_words="" if one.suspension is None else code_words("suspension", one.suspension),
        notice_days=one.notice_days,
        judges=tuple(shown(each) for each in one.channels) or (one.line.channel,),
        area_words=_field_words("AGR", "area", fields, offset),
        exceptions=shown(exceptions) if isinstance(exceptions, str) else None,
        replaces=one.replaces,
        replaced_by=one.replaced_by,
        contact=one.contact,
        remarks=one.remarks,
        contradictions=tuple(each.why for each in against),
        fields=fields,
    )


def _articles(one: Agreement, offset: int, at_ms: int) -> tuple[ArticleView, ...]:
    said = one.fields.get("articles")
    records = (
        [each for each in said if isinstance(each, Mapping)]
        if isinstance(said, list | tuple)
        else []
    )
    return tuple(
        ArticleView(
            article=shown(each.article),
            rule=each.rule,
            rule_words=part_words("articles", "rule", each.rule),
            said=record,
            words=article_words(record, offset),
            holds=one.holds(each.article, at_ms),
            contested=one.is_contested(each.article, at_ms),
        )
        for each, record in zip(one.articles, records, strict=True)
    )


def _annexes(fields: Fields) -> tuple[AnnexView, ...]:
    said = fields.get("annexes")
    return tuple(
        AnnexView(
            annex=shown(str(each.get("annex"))),
            holds=str(each.get("of")),
            holds_words=part_words("annexes", "of", str(each.get("of"))),
            sha256=text_in(each, "sha256"),
            words=shown(text_in(each, "words") or "", WORDS_MAX),
        )
        for each in (said if isinstance(said, list | tuple) else ())
        if isinstance(each, Mapping)
    )


def _signatures(one: Agreement) -> tuple[SignatureView, ...]:
    return tuple(
        SignatureView(
            party=each.party,
            number=each.number,
            at_ms=each.at_ms,
            digest=each.digest,
            signed_by=None if each.signed_by is None else shown(each.signed_by),
            reservation=None if each.reservation is None else shown(each.reservation),
            problem=each.problem,
        )
        for each in one.signatures
    )


def _phases(one: Agreement) -> tuple[PhaseView, ...]:
    return tuple(
        PhaseView(
            from_ms=each.from_ms,
            state=each.state.value,
            words=phase_words(each),
            suspended=each.suspended,
            suspended_by=each.suspended_by,
            disputed_by=each.disputed_by,
            left=each.left,
        )
        for each in one.life.phases
    )


def _word(one: Word) -> AgreementWordView:
    spec = FORMATS["AGX"].field("act")
    return AgreementWordView(
        party=one.party,
        what=shown(one.what),
        words=shown(spec.words(one.what) if spec is not None else one.what),
        number=one.number,
        at_ms=one.at_ms,
        from_ms=one.from_ms,
        articles=one.articles,
        because=None if one.because is None else shown(one.because),
    )


def _field_words(code: str, name: str, fields: Fields, offset: int) -> str:
    spec: FieldSpec | None = FORMATS[code].field(name)
    value = fields.get(name)
    return "" if spec is None or value is None else value_words(spec, value, offset)


def statement_views(node: Node, line: Line, *, live_only: bool = False) -> list[StatementView]:
    """The statements of a line, by holder; live_only: without those that were followed."""
    found = statements(node.state, line, node.now_ms())
    return [
        _statement(node, line, one) for one in found if not live_only or one.followed_by is None
    ]


def red_lines(node: Node, line: Line) -> list[tuple[str, Airspace]]:
    """The standing red lines with an area, of every channel in this status: name and area."""
    return [
        (f"{one.number} of {shown(one.holder)}", everywhere(one.area))
        for on in sorted(node.state.lines)
        if on.status is line.status
        for one in statements(node.state, on, node.now_ms())
        if one.kind == "red-line" and one.followed_by is None and one.area is not None
    ]


def _statement(node: Node, line: Line, one: Statement) -> StatementView:
    tracked = node.state.message(line, one.number)
    fields: Fields = {} if tracked is None else tracked.fields
    kind = FORMATS["POL"].field("kind")
    return StatementView(
        channel=line.channel,
        status=line.status,
        number=one.number,
        party=one.party,
        at_ms=one.at_ms,
        kind=one.kind,
        kind_words=shown(kind.words(one.kind) if kind is not None else one.kind),
        holder=shown(one.holder),
        own=one.own,
        words=shown(one.words, WORDS_MAX),
        exception=None if one.exception is None else shown(one.exception),
        since=one.since,
        until=one.until,
        area=fields.get("area"),
        area_words=_field_words("POL", "area", fields, node.state.utc_offset_min()),
        source=shown(one.source),
        source_sha256=one.source_sha256,
        instead_of=one.instead_of,
        followed_by=one.followed_by,
        goes_with=one.goes_with,
        beside=one.beside,
        contact=one.contact,
        zones=one.zones,
        answers=one.answers,
        remarks=one.remarks,
    )


WORDS_MAX = 600  # characters of a statement, as the table allows them
