"""Sources and what they say: their rows of the route table.

Adding reads the bytes in a process with limits; proposals are computed there too, so that the line
never waits for a page. What a person confirms is noted in the house; putting it on a channel is a
message like any other. A passage must stand in the text where it is said to.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec
from msgspec import Meta

from detente.core.events import ItemConfirmed, ItemRejected, SourceKept
from detente.core.line.commands import Send
from detente.core.line.message import Role, Signature
from detente.core.line.tables.register_choices import REPORTED_KINDS
from detente.core.refusal import Refusal
from detente.core.sources.days import dateline
from detente.core.sources.link import Link
from detente.core.sources.passages import passage_problems, places
from detente.core.sources.propose import item_name
from detente.core.sources.register import report_fields
from detente.core.sources.reported import CODE
from detente.core.sources.rules import RULES
from detente.node import source_views as views
from detente.node.inputs import Do, NoteSource
from detente.serve.http.handlers import accepted, known_line, line_of, submit
from detente.serve.http.problems import Problem, refused
from detente.serve.http.table import Call, Parameter, Route
from detente.serve.http.types import Names, Short
from detente.serve.sources import SourceFiles, proposals, read_text
from detente.wire.native import Accepted
from detente.wire.source_text import BYTES_MAX, FORMS, Extracted, Unreadable
from detente.wire.source_views import (
    ItemView,
    PartView,
    PlaceView,
    ReportView,
    RuleView,
    SourceView,
    TextView,
)

if TYPE_CHECKING:
    from detente.core.sources.register import Kept
    from detente.node.node import Node

TEXT_CHARS: Final = 20_000  # of one answer: some ten pages
HEAD_CHARS: Final = 1_500  # where a dateline stands
QUOTE_CHARS: Final = 600  # as in the table of REP
LINKS_MAX: Final = 12
_Words = Annotated[str, Meta(max_length=QUOTE_CHARS)]
_Char = Annotated[int, Meta(ge=0, le=100_000_000)]


class QuoteBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quotation to find again."""

    quote: _Words


class LinkBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One who speaks: codes of REP's chain."""

    part: Short
    named: Short
    name: Short = ""
    office: Short = ""


class ConfirmBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a passage says. item: of a proposal, or confirmed before; what is given wins over it.

    Without an item: quote, kind and words are needed, and the place when the quote stands in
    several. Empty text takes away what was proposed.
    """

    item: Short | None = None
    kind: Short | None = None
    words: _Words | None = None
    hedge: Short | None = None
    quote: _Words | None = None
    from_char: _Char | None = None
    until_char: _Char | None = None
    chain: Annotated[tuple[LinkBody, ...], Meta(max_length=LINKS_MAX)] | None = None
    actors: _Words | None = None
    day: Short | None = None
    latest: Short | None = None
    when_words: Short | None = None
    place: Short | None = None
    types: Names | None = None
    case: Short | None = None
    contact: Short | None = None


class RejectBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item that is not held, and why."""

    item: Short
    why: Short = ""


class ReportBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A confirmed item to put on the line. acknowledged: doubts that the officer has seen."""

    item: Short
    acknowledged: Names = ()


async def add(call: Call) -> SourceView:
    """Keep a source's bytes and text, and note where it is from.

    What is left out of a file that is kept already stays as it was said before.
    """
    query, data = call.query, call.body
    if not data:
        raise Problem(422, "source-empty", "there are no bytes; give the file itself")
    try:
        text = await read_text(data, query["form"])
    except Unreadable as error:
        detail = f"the source cannot be read: {error.reason}. Nothing was kept"
        raise Problem(422, "source-unreadable", detail) from error
    files = SourceFiles(call.api.services.home)
    sha256, text_sha256 = await asyncio.to_thread(files.keep, data, text)
    now_ms = call.api.services.clock()
    known = await call.api.services.writer.query(lambda node: node.state.sources.kept.get(sha256))
    before = known.event if known is not None else None
    kept = SourceKept(
        sha256=sha256,
        text_sha256=text_sha256,
        form=text.form,
        bytes=len(data),
        chars=len(text.text),
        name=query["name"],
        title=query["title"] or (before.title if before else text.title),
        publisher=query["publisher"] or (before.publisher if before else _publisher(text)),
        dated=query["dated"] or (before.dated if before else _dated(text)),
        retrieved_ms=now_ms if query["retrieved_ms"] is None else query["retrieved_ms"],
        address=query["address"] or (before.address if before else ""),
        by=_by(call),
    )
    await submit(call, NoteSource(kept))
    return await _view(call, await _kept(call, sha256))


async def listed(call: Call) -> list[SourceView]:
    """Every source."""
    found = await call.api.services.writer.query(views.source_views)
    files = SourceFiles(call.api.services.home)
    here = await asyncio.to_thread(lambda: [files.is_here(one.sha256) for one in found])
    return [
        msgspec.structs.replace(one, here=is_here) for one, is_here in zip(found, here, strict=True)
    ]


async def one_source(call: Call) -> SourceView:
    """One source, with its parts."""
    return await _view(call, await _kept(call, call.path["sha256"]))


async def text(call: Call) -> TextView:
    """A piece of its text."""
    kept = await _kept(call, call.path["sha256"])
    whole, start = (await _text(call, kept)).text, call.query["from"]
    piece = whole[start : start + TEXT_CHARS]
    return TextView(sha256=kept.event.sha256, from_char=start, text=piece, total=len(whole))


async def items(call: Call) -> list[ItemView]:
    """What its passages are held, and proposed, to say, by place."""
    kept = await _kept(call, call.path["sha256"])
    return await _items(call, kept)


async def find(call: Call) -> list[PlaceView]:
    """Where a quotation stands."""
    kept = await _kept(call, call.path["sha256"])
    whole, quote = (await _text(call, kept)).text, call.body.quote
    found = await asyncio.to_thread(places, whole, quote)
    if not found:
        raise refused(passage_problems(whole, quote))
    return [PlaceView(from_char=start, until_char=end) for start, end in found]


async def confirm(call: Call) -> ItemView:
    """A person holds that a passage says this."""
    kept, body = await _kept(call, call.path["sha256"]), call.body
    base = await _named(call, kept, body.item) if body.item is not None else None
    whole = (await _text(call, kept)).text
    item = _confirmed(kept, base, body, whole, _by(call))
    await submit(call, NoteSource(item))
    found = await call.api.services.writer.query(
        lambda node: views.judged_views(node, kept.event.sha256)
    )
    return next(one for one in found if one.item == item.item)


async def reject(call: Call) -> Accepted:
    """A person does not hold what was proposed."""
    kept, body = await _kept(call, call.path["sha256"]), call.body
    item = await _named(call, kept, body.item)
    event = ItemRejected(
        item=item.item,
        sha256=item.sha256,
        kind=item.kind,
        from_char=item.from_char,
        until_char=item.until_char,
        by=_by(call),
        why=body.why,
    )
    return accepted(await submit(call, NoteSource(event)))


async def report(call: Call) -> Accepted:
    """Put a confirmed item on the line, as reported by its source."""
    line, body = line_of(call), call.body

    def ask(node: Node) -> Send | None:
        judged = node.state.sources.items.get(body.item)
        if judged is None or not isinstance(judged.event, ItemConfirmed):
            return None
        kept = node.state.sources.kept[judged.event.sha256].event
        return Send(CODE, report_fields(kept, judged.event), acknowledged=body.acknowledged)

    command = await call.api.services.writer.query(ask)
    if command is None:
        raise _no_item(body.item)
    return accepted(await submit(call, Do(call.actor, line, command)))


async def reported(call: Call) -> list[ReportView]:
    """What public sources report, on one line."""
    line = line_of(call)
    return await call.api.services.writer.query(
        lambda node: views.report_views(node, known_line(node, line))
    )


async def rules(call: Call) -> list[RuleView]:
    """Every rule that proposes."""
    del call
    return [
        RuleView(rule=one.name, kind=one.kind, pattern=one.pattern, unless=one.unless)
        for one in RULES
    ]


def _publisher(text: Extracted) -> str:
    return text.publisher or "publisher not known"


def _dated(text: Extracted) -> str:
    return text.dated or dateline(text.text[:HEAD_CHARS])


def _by(call: Call) -> Signature:
    return Signature(call.actor.officer, call.actor.role)


async def _kept(call: Call, sha256: str) -> Kept:
    """The source with that digest, or the only one that begins so. Raises Problem 404."""

    def ask(node: Node) -> list[Kept]:
        known = node.state.sources.kept
        if sha256 in known:
            return [known[sha256]]
        return [one for digest, one in known.items() if digest.startswith(sha256)]

    found = await call.api.services.writer.query(ask)
    if len(found) != 1:
        what = "several sources begin" if found else "no source begins"
        detail = f"{what} with {sha256[:64]!r}; see detente source list"
        raise Problem(404, "source-unknown", detail)
    return found[0]


async def _text(call: Call, kept: Kept) -> Extracted:
    found = await asyncio.to_thread(SourceFiles(call.api.services.home).text, kept.event)
    if found is None:
        detail = (
            f"the text of {kept.event.sha256[:12]} is not in this home, or was changed there; "
            "add the same file again"
        )
        raise Problem(409, "source-away", detail)
    return found


async def _view(call: Call, kept: Kept) -> SourceView:
    view = await call.api.services.writer.query(lambda node: views.source_view(node, kept))
    files = SourceFiles(call.api.services.home)
    found = await asyncio.to_thread(files.text, kept.event)
    data = await asyncio.to_thread(files.data, kept.event)
    return msgspec.structs.replace(
        view,
        here=found is not None and data is not None,
        parts=tuple(msgspec.convert(found.parts, tuple[PartView, ...], from_attributes=True))
        if found is not None
        else (),
    )


async def _items(call: Call, kept: Kept) -> list[ItemView]:
    sha256 = kept.event.sha256
    judged = await call.api.services.writer.query(lambda node: views.judged_views(node, sha256))
    try:
        proposed = await proposals(kept.event, await _text(call, kept))
    except Unreadable as error:
        raise Problem(422, "source-unreadable", error.reason) from error
    known = {one.item for one in judged}
    open_items = [views.proposal_view(one, sha256) for one in proposed if one.item not in known]
    return sorted([*judged, *open_items], key=lambda one: (one.from_char, one.kind, one.item))


async def _named(call: Call, kept: Kept, item: str) -> ItemView:
    found = [one for one in await _items(call, kept) if one.item == item]
    if not found:
        raise _no_item(item)
    return found[0]


def _no_item(item: str) -> Problem:
    detail = f"no item {item[:20]!r} is proposed or confirmed; see detente source show"
    return Problem(404, "item-unknown", detail)


def _confirmed(
    kept: Kept, base: ItemView | None, body: ConfirmBody, whole: str, by: Signature
) -> ItemConfirmed:
    """The event that a confirmation makes. Raises Problem with every reason why not."""
    quote = body.quote if body.quote is not None else base.quote if base else ""
    low, high = body.from_char, body.until_char
    if low is None and high is None and base is not None and body.quote is None:
        low, high = base.from_char, base.until_char
    span = (low, high) if low is not None and high is not None else None
    if not quote and span is not None:
        quote = whole[span[0] : span[1]]
    problems = list(passage_problems(whole, quote, span))
    kind = body.kind or (base.kind if base else "")
    if kind not in dict(REPORTED_KINDS):
        kinds = ", ".join(dict(REPORTED_KINDS))
        reason = f"{kind[:20]!r} is no kind of report"
        problems.append(Refusal("kind", "choice", reason, f"Give one of: {kinds}"))
    if problems:
        raise refused(tuple(problems))
    start, end = span or places(whole, quote)[0]
    item = ItemConfirmed(
        item=base.item if base else item_name(kept.event.sha256, kind, start, end),
        sha256=kept.event.sha256,
        kind=kind,
        words=base.words if base else "",
        hedge=base.hedge if base and base.hedge else "stated",
        from_char=start,
        until_char=end,
        quote=whole[start:end],
        chain=base.chain if base else (Link("outlet", kept.event.publisher, "", "named"),),
        by=by,
        rule=base.rule if base else "",
    )
    return _changed(item, base, body)


_SAME: Final = ("actors", "day", "latest", "when_words", "place", "types", "case", "contact")


def _changed(item: ItemConfirmed, base: ItemView | None, body: ConfirmBody) -> ItemConfirmed:
    """With what was proposed of the rest, and what the officer gave instead."""
    given: dict[str, Any] = {}
    for name in ("words", "hedge", *_SAME):
        said = getattr(body, name)
        if said is None and base is not None and name in _SAME:
            said = getattr(base, name)
        if said is not None:
            given[name] = said
    if body.chain is not None:
        links = (Link(one.part, one.name, one.office, one.named) for one in body.chain)
        given["chain"] = tuple(links)
    return replace(item, **given)


_DUTY: Final = Role.DUTY_OFFICER
_SOURCE: Final = "/v1/sources/{sha256}"
_LINE: Final = "/v1/lines/{channel}/{status}"
_SHORT: Final = r"[^\x00-\x1f\x7f]{0,200}"
_ABOUT: Final = (
    Parameter("name", "name of the file", "", pattern=_SHORT),
    Parameter("form", "how to read it; absent: by how it begins", "", ("", *FORMS)),
    Parameter("publisher", "who publishes it; absent: as it says", "", pattern=_SHORT),
    Parameter("title", "its title; absent: as it says", "", pattern=_SHORT),
    Parameter(
        "dated",
        "its dateline, such as 2016-02-18; absent: as it says",
        "",
        pattern=r"(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)?",
        form="a day, month or year, such as 2016-02-18, 2016-02 or 2016",
    ),
    Parameter("retrieved_ms", "when it was fetched; absent: now", None),
    Parameter("address", "where it was fetched", "", pattern=_SHORT),
)

SOURCE_ROUTES: Final = (
    Route(
        "POST",
        "/v1/sources",
        add,
        "Keep a public source: HTML, text, PDF, feed or web archive, as it is",
        _DUTY,
        query=_ABOUT,
        result=SourceView,
        status=201,
        upload_max=BYTES_MAX,
        errors=(413, 422),
    ),
    Route(
        "GET",
        "/v1/sources",
        listed,
        "Sources that are kept, the newest first",
        result=list[SourceView],
    ),
    Route("GET", "/v1/source-rules", rules, "The rules that propose", result=list[RuleView]),
    Route(
        "GET", _SOURCE, one_source, "One source, with its parts", result=SourceView, errors=(404,)
    ),
    Route(
        "GET",
        f"{_SOURCE}/text",
        text,
        f"A piece of its text, at most {TEXT_CHARS} characters",
        query=(Parameter("from", "from this character on", 0),),
        result=TextView,
        errors=(404, 409),
    ),
    Route(
        "GET",
        f"{_SOURCE}/items",
        items,
        "What its passages are confirmed, rejected and proposed to say, by place",
        result=list[ItemView],
        errors=(404, 409),
    ),
    Route(
        "POST",
        f"{_SOURCE}/passages",
        find,
        "Where a quotation stands in its text; refused when it is not there",
        body=QuoteBody,
        result=list[PlaceView],
        errors=(404, 409),
    ),
    Route(
        "POST",
        f"{_SOURCE}/items",
        confirm,
        "Confirm what a passage says: a proposal, changed or not, or one that a person found",
        _DUTY,
        body=ConfirmBody,
        result=ItemView,
        status=201,
        errors=(404, 409),
    ),
    Route(
        "POST",
        f"{_SOURCE}/rejections",
        reject,
        "Reject a proposal, or take back what was confirmed",
        _DUTY,
        body=RejectBody,
        result=Accepted,
        status=201,
        errors=(404, 409),
    ),
    Route(
        "POST",
        f"{_LINE}/reports",
        report,
        "Put a confirmed item on the line, as reported by its source (REP)",
        _DUTY,
        body=ReportBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/reports",
        reported,
        "What public sources report, on the line: never an account of a party",
        result=list[ReportView],
        errors=(404,),
    ),
)
