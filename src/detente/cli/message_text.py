"""One message as an officer reads it: what it says, where it stands, what is owed, what to do next.

The next act is computed from the receipts and the format's table, so that nobody has to remember
the ladder at 3 a.m. Pure: from the API's views to lines of text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.cli.say import Times, refusal_lines, span
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.shape import centre_point, shape_of
from detente.core.airspace.volume import Airspace, Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.line.field import FieldSpec, Kind
from detente.core.line.formats import DueStep, Format, deadlines_of
from detente.core.line.message import Precedence
from detente.core.line.tables import EVERY, FORMATS, read_as
from detente.core.values import Json
from detente.wire.coordinates import notations
from detente.wire.human_fields import field_to_text
from detente.wire.native import DueView, LeadView, MessageView, PaperView, StepView

URGENCY = {precedence: rank for rank, precedence in enumerate(Precedence)}
RECEIPTS = frozenset(fmt.code for fmt in EVERY if fmt.is_receipt)
PROPOSAL = next((one for one in FORMATS["RSP"].fields if one.name == "proposal"), None)
CLOSED = frozenset({"superseded", "cancelled", "ended"})
DATA_CHARS_MAX = 100  # of what nobody reads: sealed parts and photos are kilobytes


def next_act(view: MessageView, me: str) -> str:
    """What party `me` does next about the message, as a command; empty when nothing is owed."""
    message = view.message
    if message.format in RECEIPTS or view.state in CLOSED:
        return ""
    if view.direction == "out":
        carried = view.relay is not None and bool(view.relay.label)
        return "" if carried else _confirm(view)  # whose words they are confirms
    if message.to and me not in message.to:
        return ""
    table = read_as(message.format, message.version)
    wanted = _wanted(table, message.precedence)
    done = {step.step for step in view.steps if step.party == me and step.code != "STANDBY"}
    for step, verb in (("READ", "read"), ("READBACK", "readback"), ("ANSWER", "answer")):
        later = done & {"READ": {"READBACK", "ANSWER"}, "READBACK": set[str]()}.get(step, set())
        if step in wanted and step not in done and not later:
            return f"{verb} {message.number}"
    return ""


def _wanted(table: Format | None, precedence: Precedence) -> set[str]:
    """The steps that a receiver owes. A format unknown here is at least read."""
    if table is None:
        return {"READ"}
    steps = {deadline.step for deadline in deadlines_of(table, precedence)}
    owed = steps & {DueStep.READ, DueStep.READBACK, DueStep.ANSWER}
    return {"READ", *(step.value for step in owed)}


def _confirm(view: MessageView) -> str:
    confirmed = any(step.step == "CONFIRMED" for step in view.steps)
    readbacks = [step for step in view.steps if step.step == "READBACK" and step.number]
    return f"confirm {readbacks[-1].number}" if readbacks and not confirmed else ""


def next_command(view: MessageView, me: str, *, several: bool) -> str:
    """`next_act` as it is typed where there are `several` channels: a number is one channel's."""
    todo = next_act(view, me)
    return f"{todo} --channel {view.channel}" if todo and several else todo


def row(view: MessageView, me: str, times: Times, *, several: bool = False) -> tuple[str, ...]:
    """One line of the inbox. several: channels are shown together."""
    message = view.message
    missed = [due for due in view.due if due.missed]
    marks = [
        view.state,
        *(["KEY STOLEN"] if view.disowned else []),
        *(["OVERDUE"] if missed else []),
        *(["CONFLICT"] if view.conflicts else []),
    ]
    return (
        message.precedence.value,
        message.number,
        message.format,
        times.short(view.at_ms),
        ", ".join(marks),
        view.proof,
        min((_owed_at(due, times) for due in view.due if due.party == me), default=(0, ""))[1],
        next_command(view, me, several=several),
        view.line.removeprefix(f"{message.number} · {message.precedence.value} · "),
    )


ROW_HEADS = ("URGENCY", "NUMBER", "FORMAT", "RELEASED", "STATE", "PROOF", "DUE", "NEXT", "WHAT")


def _owed_at(due: DueView, times: Times) -> tuple[int, str]:
    return due.due_ms, f"{due.step} {times.ago(due.due_ms)}"


def block(view: MessageView, me: str, times: Times) -> list[str]:
    """The whole message: head, words, fields, receipts, what is owed, lead time, conflicts."""
    lines = [*_head(view, times), "", *(f"  {line}" for line in view.text.splitlines()), ""]
    lines += _section("Fields", _fields(view))
    lines += _section("Middle", _middles(view))
    if view.message.remarks:
        language = view.message.remarks_language or "language not said"
        lines += _section(
            "Remarks, free text, not agreed", [f"[{language}] {view.message.remarks}"]
        )
    lines += _section("Sent under", [view.cited] if view.cited else [])
    lines += _section("On other channels", [one.words for one in view.elsewhere])
    lines += _section("Receipts", _steps(view, times) or ["none yet"])
    lines += _section("In whose words", [view.relay.words] if view.relay else [])
    lines += _section("Passed on", [one.words for one in view.passed])
    lines += _section("Dependent parties", [one.words for one in view.dependents])
    lines += _section("Owed", [_due(due, times) for due in view.due])
    lines += _section("Lead time", [_lead(lead, times) for lead in view.lead])
    lines += _section("CONFLICTS", list(view.conflicts))
    lines += _section("WARNINGS", refusal_lines(view.warnings))
    lines += _section("READ-BACK DIFFERS", list(view.readback_differences))
    lines += _section("On paper", [text for one in view.papers for text in _paper(one, times)])
    todo = next_act(view, me)
    lines += _section("Next", [f"detente {todo}"] if todo else [])
    return lines


def _paper(one: PaperView, times: Times) -> list[str]:
    """What was written down by hand, and where it departs from what was signed."""
    when = "" if one.heard_ms is None else f" at {times.short(one.heard_ms)}"
    said = f"{one.number}: {one.written_by} wrote down what {one.said_by} said by {one.means}{when}"
    if one.of is None:
        return [said, "  The signed message is not here: what was written counts until it comes"]
    if not one.differences:
        return [said, f"  The same as the signed {one.of}"]
    return [said, *(f"  DIFFERS from the signed {one.of}: {text}" for text in one.differences)]


def _head(view: MessageView, times: Times) -> list[str]:
    message = view.message
    table = read_as(message.format, message.version)
    name = table.name if table else "a format not known to this version"
    marker = f", {table.marker.value}" if table else ""
    flag = "" if view.status == "ACTUAL" else f"*** {view.status.value} ***  "
    missing = (
        f" (final needs {', '.join(view.missing_for_final)})" if view.missing_for_final else ""
    )
    state = view.state + (f" by {view.superseded_by}" if view.superseded_by else "")
    by = f"{message.by.officer} ({message.by.role.value})"
    rows = [
        f"{flag}{message.precedence.value}  {message.number}  {message.format} {name}{marker}",
        f"  From      {_who(view)}, {by}, to {', '.join(message.to) or 'all'}",
        f"  Released  {times.full(message.released_ms)}, {times.ago(message.released_ms)}",
        f"  Held      {times.full(view.held_at_ms)}",
        f"  Line      {view.channel} {view.status.value}",
        f"  State     {state}",
        f"  Proof     {view.proof}{missing}",
    ]
    if view.disowned:
        rows.append(
            f"  KEY       STOLEN: {view.author} says that this is not its word; ask by voice"
        )
    if message.ref:
        rows.append(f"  About     {message.ref}")
    if message.overridden:
        rows.append(f"  Passed    {', '.join(message.overridden)} (seen by the releasing officer)")
    return rows


def _who(view: MessageView) -> str:
    """Whose message it is: of carried words, whose they are and who carries them."""
    label = view.relay.label if view.relay is not None else ""
    return f"{label} through {view.author}" if label else view.author


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [title, *(f"  {line}" for line in lines), ""] if lines else []


def _fields(view: MessageView) -> list[str]:
    table = read_as(view.message.format, view.message.version)
    fields = view.message.fields
    known = [spec.name for spec in table.fields if spec.name in fields] if table else []
    names = [*known, *(name for name in fields if name not in known)]
    width = max((len(name) for name in names), default=0)
    return [
        f"{name:<{width}}  {_field(table.field(name) if table else None, fields[name])}"
        for name in names
    ]


def _field(spec: FieldSpec | None, value: Json) -> str:
    """A field as it is typed; of what nobody types, how much there is."""
    text = field_to_text(spec, value)
    if spec is not None and spec.kind in (Kind.SEALED, Kind.DATA) and len(text) > DATA_CHARS_MAX:
        return f"{len(text):,} characters (all of them: --json)"
    return text


def _middles(view: MessageView) -> list[str]:
    """The middle of each place and volume in the notations that others may ask for."""
    table = read_as(view.message.format, view.message.version)
    found: list[str] = []
    for name, value in view.message.fields.items():
        spec = table.field(name) if table else None
        for point in _points(spec.kind, value) if spec else ():
            said = notations(point)
            found.append("  ".join(text for text in (said.minutes, said.mgrs, said.utm) if text))
    return found


def _points(kind: Kind, value: Json) -> Iterator[Point]:
    """The place itself, or the middle of each part of an airspace; none of what is not valid."""
    if kind is Kind.POINT:
        point = point_from_json(value, "")
        if isinstance(point, Point):
            yield point
    if kind is Kind.VOLUME:
        airspace = airspace_from_json(value, "")
        for part in airspace.parts if isinstance(airspace, Airspace) else ():
            yield centre_point(shape_of(part.volume.outline))


def _steps(view: MessageView, times: Times) -> list[str]:
    """A line for each receipt; below an answer, what it proposes and how that is taken."""
    lines: list[str] = []
    for step in view.steps:
        lines.append(_step(step, times))
        if step.proposal is not None:
            lines.append(f"           PROPOSES {field_to_text(PROPOSAL, step.proposal)}")
            if view.direction == "out" and view.state not in CLOSED:
                take = f"detente correct {view.message.number} --as-proposed {step.number}"
                lines.append(f"           take it: {take}")
    return lines


def _step(step: StepView, times: Times) -> str:
    code = f" {step.code}" if step.code else ""
    reason = f" ({step.reason})" if step.reason else ""
    carried = f" in {step.number}" if step.number else ""
    clocks = f"{times.short(step.by_clock_ms)} by its clock, here {times.short(step.here_ms)}"
    stolen = f"; KEY STOLEN: {step.party} says that this is not its word" if step.disowned else ""
    return f"{step.step:<9}  {step.party}{code}{reason}{carried}: {clocks}{_less(step)}{stolen}"


def _less(step: StepView) -> str:
    """What the reader's node did not know of the message; empty when it knew it all."""
    if step.known_version is None:
        return ""
    knows = f"version {step.known_version} only" if step.known_version else "nothing of the format"
    missing = f", not {step.not_known}" if step.not_known else ""
    return f"; ITS NODE KNOWS {knows}{missing}"


def _due(due: DueView, times: Times) -> str:
    late = due.due_ms < times.now_ms
    when = f"OVERDUE, was due {times.ago(due.due_ms)}" if late else f"due {times.ago(due.due_ms)}"
    raised = f"; raised to {due.to_role} (level {due.level})" if due.missed else ""
    return f"{due.step:<9}  {due.party}: {when}, {times.short(due.due_ms)}{raised}"


def _lead(lead: LeadView, times: Times) -> str:
    had = "no lead time" if lead.lead_ms is None else f"{span(lead.lead_ms)} of lead time"
    since = f", effective {times.short(lead.effective_ms)}" if lead.effective_ms is not None else ""
    return f"{lead.party}: {lead.finding}, {had}, {span(lead.required_ms)} required{since}"
