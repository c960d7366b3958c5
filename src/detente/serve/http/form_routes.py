"""The formats' row of the route table: every table as data and as a form."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from detente.core.line.channels import kinds_for
from detente.core.line.formats import field_schema
from detente.core.line.tables import FORMATS, versions
from detente.serve import forms, spoken
from detente.serve.http.language_routes import LANG, asked_language
from detente.serve.http.table import BOOLEAN, Call, Parameter, Route
from detente.wire.form_views import FormatView

if TYPE_CHECKING:
    from detente.serve.languages import Language


async def formats(call: Call) -> list[FormatView]:
    """Every format's table."""
    language, table = await asked_language(call), call.query["table"]
    return await asyncio.to_thread(lambda: _tables(language, table=table))


def _tables(language: Language | None, *, table: bool = True) -> list[FormatView]:
    return [
        FormatView(
            code=fmt.code,
            version=fmt.version,
            name=fmt.name,
            family=fmt.family,
            marker=fmt.marker,
            precedence=fmt.precedence,
            use=fmt.use,
            releaser=fmt.releaser,
            lead_ms=fmt.lead_ms,
            effective=fmt.effective,
            deadlines={one.step.value: one.ms for one in fmt.deadlines},
            answers=tuple(one.value for one in fmt.answers),
            fields=field_schema(fmt) if table else {},
            urgent_lead_ms=fmt.urgent_lead_ms,
            lead_by=None if fmt.lead_by is None else {fmt.lead_by[0]: dict(fmt.lead_by[1])},
            urgent_deadlines={
                one.step.value: one.urgent_ms for one in fmt.deadlines if one.urgent_ms is not None
            },
            versions=tuple(one.version for one in versions(fmt.code)),
            two_person=fmt.two_person,
            disseminated=fmt.disseminated,
            sealed=tuple(spec.name for spec in fmt.fields if spec.sealed),
            rendered=spoken.table_of(fmt, language) if table and language else None,
            title=forms.name_of(fmt, language),
            purpose=forms.purpose_of(fmt, language),
            form=forms.form_of(fmt, language),
            answer_choices=forms.answers_of(fmt, language),
            kinds=tuple(sorted(kinds_for(fmt))),
            volume_field=fmt.placing.volume_field if fmt.placing else fmt.area,
            point_field=fmt.point,
            changeable=fmt.is_changeable,
        )
        for fmt in FORMATS.values()
    ]


TABLE: Final = Parameter(
    "table",
    "also as JSON Schema and, in a language, as lines; false: the forms alone, a third of it",
    default=True,
    choices=BOOLEAN,
)
FORM_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/formats",
        formats,
        "Every format's table, and its form in a language",
        query=(LANG, TABLE),
        result=list[FormatView],
    ),
)
