"""What a node shows beside messages, in a reader's language: the first screen, receipts, news.

Each line has its code and its English, as a message's lines have; sentences that other nodes or
this one made in English (why a link is down, what a clock does) are no part of it and stand where
they stood. Not here: messages themselves (tongues/render.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.airspace.parts import DAY_MS
from detente.core.events import Released
from detente.core.line.formats import Format
from detente.core.line.message import Message, Status
from detente.core.line.tables import FORMATS
from detente.core.units import MS_PER_MIN, MS_PER_S
from detente.core.values import Json
from detente.tongues.catalogue import Pen, english
from detente.tongues.lexicon import specs_of, unit_id
from detente.tongues.render import Circumstances, Line, done, headline, rendered
from detente.tongues.values import field_text, list_text, shown, time_text
from detente.wire.events import decode

if TYPE_CHECKING:
    from detente.core.line.formats import Deadline
    from detente.serve.languages import Language
    from detente.tongues.rendered import Rendered
    from detente.wire.native import (
        EventView,
        LineView,
        MessageView,
        StatusView,
        StepView,
        StreamItem,
    )

_REAL: Final = frozenset({"message", "repeated", "deadline-missed", "conflict-found"})


def _say(
    lines: Callable[[Pen], Iterator[Line]], language: Language, offset_min: int, top: str = ""
) -> Rendered:
    return rendered(lines, language.tongue, offset_min, language.reviews.is_signed, top)


def _row(pen: Pen, id_: str, value: str, code: str) -> Line:
    return done(pen, pen.fill("line", label=pen.fill(id_), value=value), code)


def _count(pen: Pen, id_: str, number: int) -> Iterator[Line]:
    """How many there are, if any."""
    if number:
        yield _row(pen, id_, str(number), f"{id_.partition('-')[2]}={number}")


def _span(pen: Pen, ms: int) -> str:
    """A span of time in the largest of days, minutes and seconds that says it whole."""
    if ms and ms % DAY_MS == 0:
        return pen.whole(unit_id("days"), n=ms // DAY_MS)
    if ms % MS_PER_MIN == 0:
        return pen.whole(unit_id("minutes"), n=ms // MS_PER_MIN)
    return pen.whole("form-seconds", n=ms // MS_PER_S)


def _maybe(pen: Pen, prefix: str, code: str) -> str:
    """The word of a code where there is one, else the code as it stands."""
    id_ = f"{prefix}-{code.replace(' ', '-')}"
    return pen.fill(id_) if id_ in english().own else shown(code)


def _coded(pen: Pen, fmt: Format, field: str, code: str) -> str:
    """The words of an enumerated value of a format's field, else the code as it stands."""
    spec = fmt.field(field)
    return (pen.value(fmt, spec, code) if spec is not None else None) or shown(code)


# ------------------------------------------------------------------ the first screen


def first_screen(view: StatusView, language: Language, offset_min: int) -> Rendered:
    """The first screen: what is pressing, line by line, and which links are up."""

    def lines(pen: Pen) -> Iterator[Line]:
        yield from _house(view, pen)
        for line in view.lines:
            yield from _line(line, pen)
        for peer in view.peers:
            word = _maybe(pen, "link", peer.link)
            value = list_text(pen, [shown(peer.party), word])
            yield _row(pen, "now-link", value, f"link={peer.party} {peer.link}")
            yield from _count(pen, "now-behind", peer.behind)

    return _say(lines, language, offset_min)


def _house(view: StatusView, pen: Pen) -> Iterator[Line]:
    if view.exercise.name:
        name = shown(view.exercise.name)
        yield _row(pen, "now-exercise", name, f"exercise={name}")
    yield from _count(pen, "now-alarms", view.alarms)
    yield from _count(pen, "now-gaps", view.gaps)
    yield from _count(pen, "now-evidence", view.evidence)
    if view.handover is not None:
        yield _row(pen, "now-handover", str(view.handover), f"handover={view.handover}")


def _line(line: LineView, pen: Pen) -> Iterator[Line]:
    said = [shown(line.channel), _maybe(pen, "channel", line.kind)]
    said.append(pen.fill(f"status-{line.status.value}"))
    yield _row(pen, "now-line", list_text(pen, said), f"line={line.channel} {line.status.value}")
    members = list_text(pen, [shown(one) for one in line.members])
    yield _row(pen, "now-members", members, f"members={','.join(line.members)}")
    table = FORMATS["LST"]
    for party, state in line.declared.items():
        words = _coded(pen, table, "state", state)
        value = pen.fill("line", label=shown(party), value=words)
        yield _row(pen, "now-declared", value, f"declared={party} {state}")
    if not line.declared:
        yield done(pen, pen.fill("now-nothing-declared"), "declared=")
    if line.disputed:
        yield done(pen, pen.fill("now-disputed"), "disputed")
    yield from _pressing(line, pen)


def _pressing(line: LineView, pen: Pen) -> Iterator[Line]:
    """What must not wait on a line; that nothing is, when nothing is."""
    found = [
        *_count(pen, "now-unread", line.unread),
        *_count(pen, "now-flash-overdue", line.missed_flash),
        *_count(pen, "now-overdue", line.missed - line.missed_flash),
        *_count(pen, "now-owed", max(0, line.due - line.missed)),
        *_count(pen, "now-conflicts", line.conflicts),
        *_count(pen, "now-untold", line.untold),
    ]
    for one in line.checks:
        if one.silent:
            value = list_text(pen, [shown(one.party), str(one.missed)])
            found.append(_row(pen, "now-checks", value, f"checks={one.party} {one.missed}"))
    found += [_row(pen, "now-flash", shown(one), f"flash={one}") for one in line.flash]
    yield from found
    if not found:
        yield done(pen, pen.fill("now-nothing"), "nothing")


# ------------------------------------------------------------------ receipts


def receipts(view: MessageView, language: Language, offset_min: int, now_ms: int) -> Rendered:
    """What is known of a message: receipts with both clocks, what is owed, lead time, proof."""

    def lines(pen: Pen) -> Iterator[Line]:
        if view.disowned:
            yield done(pen, pen.fill("disowned", party=shown(view.author)), "disowned")
        for step in view.steps:
            yield from _step(step, pen)
        for due in view.due:
            id_ = "overdue" if due.due_ms < now_ms else "owed"
            what = pen.fill(f"step-{due.step}")
            text = pen.fill(id_, step=what, party=shown(due.party), time=time_text(pen, due.due_ms))
            yield done(pen, text, f"{id_}={due.step} {due.party}")
        for lead in view.lead:
            none = lead.lead_ms is None
            text = pen.fill(
                "lead",
                party=shown(lead.party),
                finding=_maybe(pen, "timing", lead.finding),
                had=pen.fill("lead-none") if none else _span(pen, lead.lead_ms or 0),
                required=_span(pen, lead.required_ms),
            )
            yield done(pen, text, f"lead={lead.party} {lead.finding}")
        yield _row(pen, "proof", pen.fill(f"proof-{view.proof}"), f"proof={view.proof}")

    return _say(lines, language, offset_min)


def _step(step: StepView, pen: Pen) -> Iterator[Line]:
    """A receipt with both clocks; what an answer proposes; that it is not its party's word."""
    what = _maybe(pen, "step", step.step)
    if step.code:
        table, field = _WORDED.get(step.step, ("RSP", "code"))
        words = _coded(pen, FORMATS[table], field, step.code)
        what = pen.fill("receipt-what", step=what, what=words)
    text = pen.fill(
        "receipt",
        step=what,
        party=shown(step.party),
        theirs=time_text(pen, step.by_clock_ms),
        ours=time_text(pen, step.here_ms),
    )
    yield done(pen, text, " ".join(filter(None, (f"step={step.step}", step.party, step.code))))
    spec = FORMATS["RSP"].field("proposal")
    if step.proposal is not None and spec is not None:
        words = field_text(pen, FORMATS["RSP"], spec, step.proposal)
        text = pen.fill("line", label=pen.label(FORMATS["RSP"], spec), value=words)
        yield done(pen, text, f"proposal={step.number}")
    if step.disowned:
        words = pen.fill("disowned", party=shown(step.party))
        yield done(pen, pen.fill("line", label=what, value=words), f"disowned={step.number}")


_WORDED: Final = {"DISSEMINATED": ("DSM", "echelon"), "CONTACT": ("CTC", "result")}


# ------------------------------------------------------------------ news


def news(
    item: StreamItem, language: Language, offset_min: int, me: str, *, drill: bool
) -> Rendered | None:
    """One item of the live stream; None when no words stand for it here.

    drill: during an exercise, so that what is real is told apart.
    """
    event = item.event
    if event is None:
        lines = _other_news(item, me)
    elif event.kind == "message":
        lines = _message_news(event)
    else:
        lines = _house_news(event)
    if lines is None:
        return None
    written = lines
    real = event is not None and event.kind in _REAL and event.status is Status.ACTUAL and drill

    def told(pen: Pen) -> Iterator[Line]:
        if real:
            yield done(pen, pen.fill("news-real"), "real")
        yield from written(pen)

    return _say(told, language, offset_min)


_News = Callable[[Pen], Iterator[Line]]


def _message_news(event: EventView) -> _News | None:
    found = decode("message", event.kind_version, msgspec.json.encode(event.body))
    if not isinstance(found, Released):
        return None
    message = found.message
    around = Circumstances(event.author, event.status)

    def lines(pen: Pen) -> Iterator[Line]:
        said = headline(message, pen, around)
        text = pen.fill("news-from", headline=said, party=shown(event.author))
        if event.status is not Status.ACTUAL:
            label = pen.fill(f"status-{event.status.value}")
            text = pen.fill("line", label=label, value=text)
        yield done(pen, text, _message_code(message))

    return lines


def _message_code(message: Message) -> str:
    what = message.fields.get("code")
    answer = f" {shown(what)}" if message.format == "RSP" and isinstance(what, str) else ""
    return f"{shown(message.format)}-{message.version}{answer}"


def _house_news(event: EventView) -> _News | None:
    """News of the house journal: a label, and the number or name that it is about."""
    body: Mapping[str, Json] = event.body if isinstance(event.body, Mapping) else {}
    known = HOUSE_NEWS.get(event.kind)
    if known is None:
        return None
    id_, name = known

    def lines(pen: Pen) -> Iterator[Line]:
        about = shown(str(body.get(name, "?")))
        if event.kind == "deadline-missed":
            step = _maybe(pen, "step", str(body.get("step", "?")))
            about = pen.fill("news-about", step=step, number=about)
        yield _row(pen, id_, about, f"{event.kind}={shown(str(body.get(name, '?')))}")

    return lines


HOUSE_NEWS: Final = {
    "repeated": ("now-flash", "number"),
    "deadline-missed": ("news-overdue", "number"),
    "conflict-found": ("news-conflict", "conflict"),
    "conflict-ended": ("news-conflict-over", "conflict"),
    "warned": ("news-warned", "number"),
    "evidence-kept": ("news-evidence", "peer"),
    "alarm-raised": ("news-alarm", "alarm"),
    "alarm-acknowledged": ("news-alarm-known", "alarm"),
    "alarm-cleared": ("news-alarm-over", "alarm"),
    "handover-given": ("news-handover", "handover"),
    "handover-taken": ("news-taken", "handover"),
    "draft-kept": ("news-draft", "draft"),
    "draft-dropped": ("news-draft-over", "draft"),
    "exercise-begun": ("news-exercise-begun", "name"),
    "exercise-ended": ("news-exercise-over", "name"),
    "role-changed": ("news-role", "officer"),
}
"""By the kind of a house event: its label, and the member of its body that it is about."""


def _other_news(item: StreamItem, me: str) -> _News | None:
    """What is in no journal: links, alarms, and who holds what was sent."""
    party, link, why = item.party or "", item.link, item.why

    def linked(pen: Pen) -> Iterator[Line]:
        value = list_text(pen, [shown(party), _maybe(pen, "link", link or "")])
        yield _row(pen, "now-link", value, f"link={party} {link}")

    def alarmed(pen: Pen) -> Iterator[Line]:
        yield _row(pen, "news-alarm", shown(why or ""), "alarm")

    def holding(pen: Pen) -> Iterator[Line]:
        yield done(pen, pen.fill("line", label=shown(party), value=pen.fill("news-holds")), "holds")

    if item.type == "link":
        return linked
    if item.type == "alarm":
        return alarmed
    return holding if item.type == "delivered" and party != me else None


# ------------------------------------------------------------------ the tables


def table_of(fmt: Format, language: Language) -> Rendered:
    """A format's table: urgency, deadlines, answers, and each field with what it may hold."""

    def lines(pen: Pen) -> Iterator[Line]:
        marker, urgency = fmt.marker.value, fmt.precedence.value
        head = list_text(pen, [pen.name(fmt), pen.fill(f"marker-{marker}")])
        text = pen.fill("line", label=shown(fmt.code), value=head)
        yield done(pen, text, f"{fmt.code}-{fmt.version}")
        yield done(pen, pen.use(fmt), "use")
        yield _row(pen, "form-urgency", pen.fill(f"precedence-{urgency}"), f"urgency={urgency}")
        role = fmt.releaser.value
        word = pen.fill(f"role-{role.replace(' ', '-')}")
        yield _row(pen, "form-releaser", word, f"releaser={role}")
        if fmt.lead_ms is not None:
            yield _row(pen, "form-lead", _span(pen, fmt.lead_ms), f"lead_ms={fmt.lead_ms}")
        if fmt.deadlines:
            said = list_text(pen, [_within(one, pen) for one in fmt.deadlines])
            code = ",".join(f"{one.step.value} {one.ms}" for one in fmt.deadlines)
            yield _row(pen, "form-deadlines", said, f"deadlines={code}")
        if fmt.answers:
            codes = [one.value for one in fmt.answers]
            words = [_coded(pen, FORMATS["RSP"], "code", one) for one in codes]
            yield _row(pen, "form-answers", list_text(pen, words), f"answers={','.join(codes)}")
        yield from _fields(fmt, pen)

    return _say(lines, language, 0, Pen(language.tongue).name(fmt))


def _within(deadline: Deadline, pen: Pen) -> str:
    step = pen.fill(f"step-{deadline.step.value}")
    return pen.fill("form-within", step=step, time=_span(pen, deadline.ms))


def _fields(fmt: Format, pen: Pen) -> Iterator[Line]:
    """Each field, and each part of its records with the field's label before its own."""
    for spec in specs_of(fmt):
        need = "required" if spec.required and spec.fill is None else "optional"
        said = [pen.fill(f"form-{need}")]
        if spec.sealed:
            said.append(pen.fill("form-sealed"))
        label = pen.label(fmt, spec)
        whole = fmt.field(spec.name.partition(".")[0])
        if whole is not None and whole.name != spec.name:
            label = pen.fill("record-part", label=pen.label(fmt, whole), value=label)
        text = pen.fill("line", label=label, value=list_text(pen, said))
        yield done(pen, text, spec.name)
        for code, _ in spec.choices:
            words = pen.value(fmt, spec, code) or shown(code)
            yield done(pen, pen.fill("line", label=shown(code), value=words), f"{spec.name}={code}")


def table_names(language: Language) -> Rendered:
    """Every format by its code, with its name."""

    def lines(pen: Pen) -> Iterator[Line]:
        for fmt in FORMATS.values():
            yield done(pen, pen.fill("line", label=fmt.code, value=pen.name(fmt)), fmt.code)

    return _say(lines, language, 0)
