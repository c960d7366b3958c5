"""Say a message in a language: a line for each thing that it says, with code and English beside.

Only codes and values are said; what is signed stays as it is. Free text stands as it was written,
with its language and the note that it is no part of what was agreed. Until a party has signed the
templates of a line, its code and its English stand beside it, whoever reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace, Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.humanitarian.notice import SAYING_SO
from detente.core.line.field import Kind
from detente.core.line.formats import Format
from detente.core.line.message import Message, Status
from detente.core.line.tables import FORMATS, find
from detente.core.line.words import KEY_CHARS_MAX, key_specs
from detente.core.values import Fields, Json
from detente.tongues import computed
from detente.tongues.catalogue import ENGLISH, Pen, Tongue, english
from detente.tongues.records import code_of, record_lines, records_of
from detente.tongues.rendered import Rendered, RenderedLine
from detente.tongues.template import FSI, PDI, Template
from detente.tongues.values import (
    field_text,
    list_text,
    outline_short,
    point_text,
    raw_text,
    shown,
    time_text,
    window_text,
)

Reviewed = Callable[[Template], bool]
_UNSURE = frozenset({"superseded", "cancelled", "ended", "expired"})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is not in the message itself, but belongs to how it is read.

    author: who sent it. state: where it stands (``cancelled``). subject: for a correction, the
    format that it changes; before: what the changed fields said before; corrected: the whole as it
    now stands. understood: whether it has an effect here.
    """

    author: str
    status: Status = Status.ACTUAL
    state: str = "open"
    subject: Format | None = None
    before: Fields | None = None
    corrected: Fields | None = None
    understood: bool = True
    offset_min: int = 0


def nobody_reviewed(_template: Template) -> bool:
    """The state in which languages are shipped."""
    return False


def render(
    message: Message,
    tongue: Tongue,
    around: Circumstances,
    reviewed: Reviewed = nobody_reviewed,
) -> Rendered:
    """The message in a language, with its English."""
    top = headline(message, Pen(tongue, around.offset_min), around)
    return rendered(
        lambda pen: _lines(message, pen, around), tongue, around.offset_min, reviewed, top
    )


def render_details(
    fmt: Format,
    fields: Fields,
    tongue: Tongue,
    offset_min: int = 0,
    reviewed: Reviewed = nobody_reviewed,
) -> Rendered:
    """Fields that were sealed, opened: in a language, and that they ask for no permission."""

    def lines(pen: Pen) -> Iterator[Line]:
        for code, text in field_lines(pen, fmt, fields):
            yield done(pen, text, code)
        yield done(pen, pen.fill("notice-only"), "notice")

    return rendered(lines, tongue, offset_min, reviewed, Pen(tongue).name(fmt))


def rendered(
    lines_in: Callable[[Pen], Iterable[Line]],
    tongue: Tongue,
    offset_min: int,
    reviewed: Reviewed,
    top: str,
) -> Rendered:
    """Lines that a pen writes, in a language and in English. top: one line for all of them."""
    said = list(lines_in(Pen(tongue, offset_min)))
    plain = said if tongue.code == ENGLISH else list(lines_in(Pen(english(), offset_min)))
    lines = tuple(
        RenderedLine(one.text, one.code, base.text, all(reviewed(t) for t in one.taken))
        for one, base in zip(said, plain, strict=True)
    )
    whole = all(line.reviewed for line in lines)
    id_ = "language-reviewed" if whole else "language-unreviewed"
    notes = dict.fromkeys(one.template(id_).fill({}) for one in (tongue, english()))
    return Rendered(
        language=tongue.code,
        name=tongue.name,
        direction=tongue.direction,
        headline=top,
        note="\n".join(notes),
        reviewed=whole,
        lines=lines,
        text="\n".join(line.text for line in lines),
    )


def text_of(message: Message, tongue: Tongue, around: Circumstances) -> str:
    """The message in a language, the words alone."""
    return "\n".join(line.text for line in _lines(message, Pen(tongue, around.offset_min), around))


def table_of(message: Message) -> Format | None:
    """Its table; of a version that is not known here the newest one; None for an unknown format."""
    return find(message.format, message.version) or FORMATS.get(message.format)


@dataclass(slots=True)
class Line:
    """One line with the templates that it was made of."""

    text: str
    code: str
    taken: list[Template]


def _lines(message: Message, pen: Pen, around: Circumstances) -> Iterator[Line]:
    """Every line of a message; the pen's templates are handed over with each."""
    fmt = table_of(message)
    yield done(pen, _head(message, pen, fmt), f"{message.format}-{message.version}")
    if fmt is not None and fmt.version != message.version:
        text = pen.fill("newer-version", version=str(message.version))
        yield done(pen, text, f"version={message.version}")
    for code, text in _header(message, pen, around):
        yield done(pen, text, code)
    for code, text in field_lines(pen, fmt, message.fields, around.subject, says=_says(around)):
        yield done(pen, text, code)
    for code, text in _corrected(pen, around):
        yield done(pen, text, code)
    if message.format in SAYING_SO:
        yield done(pen, pen.fill("notice-not-request"), "notice")
    if message.remarks is not None:
        language = message.remarks_language or pen.fill("remark-language-unknown")
        text = pen.fill("remark", text=shown(message.remarks), language=shown(language))
        label = pen.fill("header-remarks")
        yield done(pen, pen.fill("line", label=label, value=text), "remarks")


def done(pen: Pen, text: str, code: str) -> Line:
    """The line that a pen has written, with what it took for it."""
    taken, pen.taken = pen.taken, []
    return Line(text, code, taken)


def _head(message: Message, pen: Pen, fmt: Format | None) -> str:
    precedence = pen.fill(f"precedence-{message.precedence.value}")
    code = shown(message.format)
    if fmt is None:
        return pen.fill("head-unknown", number=message.number, code=code, precedence=precedence)
    return pen.fill(
        "head",
        number=message.number,
        name=pen.name(fmt),
        code=code,
        marker=pen.fill(f"marker-{fmt.marker.value}"),
        precedence=precedence,
    )


def _header(message: Message, pen: Pen, around: Circumstances) -> Iterator[tuple[str, str]]:
    """The lines of the header that say something, in the order of the Open Skies skeleton."""
    if around.status is not Status.ACTUAL:
        yield _labelled(pen, "status", pen.fill(f"status-{around.status.value}"))
    if not around.understood:
        yield "state", pen.fill("not-understood")
    elif around.state in _UNSURE:
        yield _labelled(pen, "state", pen.fill(f"state-{around.state}"))
    yield _labelled(pen, "from", _sender(pen, message, around.author))
    for name, values in (("to", message.to), ("info", message.info)):
        if values:
            yield _labelled(pen, name, list_text(pen, [shown(one) for one in values]))
    if message.on_behalf_of is not None:
        yield _labelled(pen, "on-behalf-of", shown(message.on_behalf_of))
    yield _labelled(pen, "released", time_text(pen, message.released_ms))
    if message.second is not None:
        role = pen.fill(f"role-{message.second.role.value.replace(' ', '-')}")
        party, officer = around.author, shown(message.second.officer)
        yield _labelled(pen, "second", pen.fill("sender", party=party, role=role, officer=officer))
    if message.ref is not None:
        yield _labelled(pen, "ref", shown(message.ref))
    yield from _basis(message, pen)


def _basis(message: Message, pen: Pen) -> Iterator[tuple[str, str]]:
    """What it rests on, who may be told, how sure it is, whose words it carries."""
    if message.refs:
        yield _labelled(pen, "refs", list_text(pen, [shown(one) for one in message.refs]))
    if message.agreement is not None:
        yield _labelled(pen, "agreement", shown(message.agreement))
    if message.releasability is not None:
        word = pen.fill(f"releasability-{message.releasability.value}")
        yield _labelled(pen, "releasability", word)
    if message.releasable_to:
        named = list_text(pen, [shown(one) for one in message.releasable_to])
        yield _labelled(pen, "releasable-to", named)
    if message.confidence is not None:
        yield _labelled(pen, "confidence", pen.fill(f"confidence-{message.confidence.value}"))
    for item in message.elsewhere:
        id_ = f"channel-{item.kind}"
        kind = pen.fill(id_) if id_ in english().own else shown(item.kind)
        entry = shown(item.entry)
        yield _labelled(pen, "elsewhere", pen.fill("elsewhere", kind=kind, entry=entry))
    if message.relay is not None and message.relay.label:
        yield _labelled(pen, "relay", shown(message.relay.label))
    if message.overridden:
        rules = list_text(pen, [shown(one) for one in message.overridden])
        yield _labelled(pen, "overridden", rules)


def _sender(pen: Pen, message: Message, author: str) -> str:
    role = pen.fill(f"role-{message.by.role.value.replace(' ', '-')}")
    return pen.fill("sender", party=author, role=role, officer=shown(message.by.officer))


def _labelled(pen: Pen, name: str, value: str) -> tuple[str, str]:
    return name, pen.fill("line", label=pen.fill(f"header-{name}"), value=value)


def _corrected(pen: Pen, around: Circumstances) -> Iterator[tuple[str, str]]:
    """What the fields that a correction changes said before, and all that it says now."""
    says = _says(around)
    for name, fields in (("before", around.before), ("now", around.corrected)):
        line = f"changed-{name}"
        for code, text in field_lines(pen, around.subject, fields or {}, line=line, says=says):
            yield f"{name} {code}", text


def _says(around: Circumstances) -> Json:
    """Of a corrected paper entry, the format of what it says, which its changes need not name."""
    return (around.corrected or {}).get("format")


def field_lines(
    pen: Pen,
    fmt: Format | None,
    fields: Fields,
    subject: Format | None = None,
    *,
    line: str = "line",
    says: Json = None,
) -> Iterator[tuple[str, str]]:
    """A code and a line for each field, in the table's order; then what the table does not know.

    line: the template of a line, which says whether it is one of the fields that were changed.
    says: the format of what a paper entry says, where these fields do not name it.
    """
    for spec in fmt.fields if fmt else ():
        if spec.name not in fields or fmt is None:
            continue
        value = fields[spec.name]
        if spec.kind is Kind.CHANGES and isinstance(value, Mapping):
            yield from field_lines(pen, subject, value, line="changed", says=says)
        elif spec.kind is Kind.READBACK and isinstance(value, Mapping):
            yield from computed.lines(pen, value)
        elif spec.kind is Kind.SAID and isinstance(value, Mapping):
            of = find(str(fields.get("format", says)), None)
            for code, text in field_lines(pen, of, value, line="said"):
                inside = line == "line"  # else it is said of these lines, too, what they are
                yield (
                    code,
                    text if inside else pen.fill(line, label=pen.label(fmt, spec), value=text),
                )
        elif (records := records_of(spec, value)) is not None:
            for code, label, text in record_lines(pen, fmt, spec, records):
                yield code, pen.fill(line, label=label, value=text)
        else:
            taken = pen.fill("taken-away") if value is None else field_text(pen, fmt, spec, value)
            label = pen.label(fmt, spec)
            yield f"{spec.name}={code_of(value)}", pen.fill(line, label=label, value=taken)
    known = {spec.name for spec in fmt.fields} if fmt else set()
    for name, value in fields.items():
        if name not in known:
            text = pen.fill(line, label=shown(name), value=raw_text(pen, value))
            yield f"{shown(name)}={code_of(value)}", text


def headline(message: Message, pen: Pen, around: Circumstances) -> str:
    """One line for a list: number, urgency, what it is, and the one or two values that matter."""
    fmt = table_of(message)
    what = pen.name(fmt) if fmt else shown(message.format)
    if message.ref is not None:
        what = pen.fill("headline-about", what=what, ref=shown(message.ref))
    values = list(_key_values(pen, fmt, message.fields)) if fmt else []
    if values:
        what = pen.fill("headline-values", what=what, values=list_text(pen, values))
    return pen.fill(
        "headline",
        number=message.number,
        precedence=pen.fill(f"precedence-{message.precedence.value}"),
        what=pen.fill("not-understood") if not around.understood else what,
    )


def _shortened(text: str) -> str:
    """The first line of a text, cut where it is long, with its marks closed."""
    first = text.partition("\n")[0]
    if first == text and len(text) <= KEY_CHARS_MAX:
        return text
    kept = first[:KEY_CHARS_MAX]
    return kept + PDI * (kept.count(FSI) - kept.count(PDI)) + "…"


def _key_values(pen: Pen, fmt: Format, fields: Fields) -> Iterator[str]:
    keys = key_specs(fmt, fields)
    for spec in keys:
        yield _shortened(field_text(pen, fmt, spec, fields[spec.name]))
    first = next((s for s in fmt.fields if s.kind is Kind.CHOICE and fields.get(s.name)), None)
    if first is not None and not keys:
        yield pen.value(fmt, first, fields[first.name]) or shown(str(fields[first.name]))
    for spec in fmt.fields:
        if spec.kind is Kind.VOLUME:
            airspace = airspace_from_json(fields.get(spec.name), "")
            if isinstance(airspace, Airspace):
                volume = airspace.parts[0].volume
                yield outline_short(pen, volume.outline)
                yield window_text(pen, volume.start_ms, volume.end_ms)
                if len(airspace.parts) > 1:
                    yield pen.fill("more-parts", n=len(airspace.parts) - 1)
                return
        if spec.kind is Kind.POINT:
            point = point_from_json(fields.get(spec.name), "")
            if isinstance(point, Point):
                yield point_text(point)
                return
