"""Play a scenario in a world: do what each line says, at its time, and check what came of it.

The player knows nothing of nodes or networks; it drives a `World` and looks at the events that
each node newly holds and at what it shows. Every expectation is checked, and a failure says which
line of the file, what was expected and what was found instead.
Not here: reading the file (scenario.py), the closing table (table.py), how it looks (account.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from detente.core.agreements.text import digest_of
from detente.core.airspace.volume import Outline
from detente.core.events import Charter
from detente.core.line.commands import (
    Answer,
    Cancel,
    Command,
    Confirm,
    Correct,
    Disseminate,
    End,
    PassOn,
    Read,
    ReadBack,
    Send,
    TryContact,
)
from detente.core.line.field import Kind
from detente.core.line.formats import Format
from detente.core.line.tables import find
from detente.core.refusal import Refusal
from detente.core.values import Fields, Json
from detente.sim.normal import NormalEvent, normals
from detente.sim.registers import REGISTERS, rows
from detente.sim.scenario import (
    LABEL,
    NAMED,
    Acts,
    BadScenario,
    Compare,
    Expect,
    Fact,
    Network,
    Note,
    Power,
    ReadsAll,
    Scenario,
    Sends,
    Step,
    Takes,
    Waits,
    Writes,
)
from detente.sim.world import NotShown, World
from detente.wire.human import outline_from_text
from detente.wire.human_fields import fields_from_words
from detente.wire.lastmile import GapView
from detente.wire.native import Accepted, EventView, LineView, MessageView


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that did not come true. line: line of the file, from 1."""

    line: int
    expected: str
    found: str

    def __str__(self) -> str:
        return f"line {self.line}: expected {self.expected}; found {self.found}"


class Observer:
    """What wants to watch a scenario being played; every method does nothing by default."""

    def began(self, scenario: Scenario, world: World) -> None:
        """All nodes run and are joined; nothing of the story has happened yet."""

    def step(self, step: Step) -> None:
        """The next line is about to happen; its time has come."""

    def answered(self, step: Step, answer: Accepted | tuple[Refusal, ...]) -> None:
        """The node took the officer's act, or refused it."""

    def event(self, party: str, event: EventView) -> None:
        """`party`'s node newly holds this entry."""

    def done(self, step: Step) -> None:
        """The line has happened, all of it has arrived, nothing is checked yet."""

    def checked(self, expect: Expect, failure: Failure | None) -> None:
        """An expectation was looked at."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An officer's act that the node did not take: when, whose, what, and for which reasons."""

    at_ms: int
    party: str
    what: str
    reasons: tuple[Refusal, ...]


@dataclass(slots=True)
class Played:
    """How a scenario went. events: per party, everything since the joining, to be compared.

    gaps and lines: what each running node showed of them at the time of each fact. files: bundles.
    drafts: what waits for another officer, by label. elsewhere: the labels of other channels, and
    the place of each in `World.channels`: numbers are of a channel, and may be the same on two.
    """

    failures: list[Failure] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    facts: list[tuple[int, Fact]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    gaps: dict[int, dict[str, list[GapView]]] = field(default_factory=dict)
    lines: dict[int, dict[str, LineView]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    drafts: dict[str, int] = field(default_factory=dict)
    elsewhere: dict[str, int] = field(default_factory=dict)
    events: dict[str, list[EventView]] = field(default_factory=dict)
    expectations: int = 0

    def normal(self, *channels: str) -> dict[str, list[NormalEvent]]:
        """The events as they compare between worlds."""
        return {party: normals(events, *channels) for party, events in self.events.items()}


def other_charters(scenario: Scenario, tail: str = "") -> tuple[Charter, ...]:
    """The charters of the channels beside the first; tail: what their ids end in."""
    return tuple(
        Charter(f"{one.channel}{tail}", one.name, scenario.purpose, kind=one.kind)
        for one in scenario.others
    )


def charter(scenario: Scenario, channel: str) -> Charter:
    """The charter that the scenario's header describes, for a channel with this id."""
    area: Outline | None = None
    if scenario.area is not None:
        parsed = outline_from_text(scenario.area, "area")
        if isinstance(parsed, tuple):
            raise BadScenario(1, "; ".join(str(refusal) for refusal in parsed))
        area = parsed
    return Charter(
        channel=channel,
        name=scenario.channel_name,
        purpose=scenario.purpose,
        area=area,
        lead_ms=scenario.lead_ms,
        kind=scenario.kind,
    )


def play(
    scenario: Scenario,
    world: World,
    observer: Observer | None = None,
    played: Played | None = None,
) -> Played:
    """Play all lines; returns what failed and all that happened. The world is left standing.

    played: what was played in this world before, whose labels go on; it grows and is returned.
    """
    return _Player(scenario, world, observer or Observer(), played or Played()).play()


@dataclass(slots=True)
class _Player:
    scenario: Scenario
    world: World
    observer: Observer
    played: Played = field(default_factory=Played)
    _seen: dict[str, int] = field(default_factory=dict)
    _down: set[str] = field(default_factory=set)

    def play(self) -> Played:
        self.world.settle()
        for party in self.world.parties:
            events = self.world.events(party, 0)
            self._seen[party] = events[-1].position if events else 0
            self.played.events[party] = []
        self.observer.began(self.scenario, self.world)
        for step in self.scenario.steps:
            self._step(step)
        return self.played

    def _on(self, channel: str) -> None:
        """From now on the world acts on, and shows, this channel of the file."""
        names = ["", *(one.channel for one in self.scenario.others)]
        place = names.index(channel) if channel in names else 0
        self.world.channel = self.world.channels[place]

    def _step(self, step: Step) -> None:
        self.world.advance(step.at_ms)
        self.world.settle()
        fresh = self._news()
        self.observer.step(step)
        self._on(step.channel)
        answer = self._act(step)
        self._on("")
        if isinstance(answer, tuple):
            self._refused(step, answer)
        if answer is not None:
            self.observer.answered(step, answer)
        self.world.settle()
        for party, events in self._news().items():
            fresh.setdefault(party, []).extend(events)
        self.observer.done(step)
        self._check(step, answer, fresh)

    def _refused(self, step: Step, reasons: tuple[Refusal, ...]) -> None:
        """Remember what the node did not take: nobody else has seen anything of it."""
        act = step.action
        if isinstance(act, Sends):
            what = " ".join(filter(None, (act.format, act.label)))
        elif isinstance(act, Acts):
            what = f"{act.verb} {act.number}"
        else:
            return
        self.played.refused.append(Refused(step.at_ms, act.party, what, reasons))

    def _news(self) -> dict[str, list[EventView]]:
        """Events that each running node holds since we last looked."""
        found: dict[str, list[EventView]] = {}
        for party in self.world.parties:
            if party in self._down:
                continue
            events = self.world.events(party, self._seen[party])
            if events:
                self._seen[party] = events[-1].position
                self.played.events[party].extend(events)
                found[party] = events
                for event in events:
                    self.observer.event(party, event)
        return found

    # ------------------------------------------------------------ acting

    def _act(self, step: Step) -> Accepted | tuple[Refusal, ...] | None:
        match step.action:
            case Sends() as sends:
                command = self._send(sends)
                return self._do(sends.party, command, sends.label)
            case ReadsAll(party=party):
                return self._read_all(party)
            case Acts(verb="release") as acts:
                return self._release(acts)
            case Acts() as acts:
                return self._do(acts.party, self._command(step, acts), acts.label)
            case Network(up=up):
                self.world.network(up=up)
            case Power(party=party, up=up):
                (self._down.discard if up else self._down.add)(party)
                self.world.power(party, up=up)
            case Fact() as fact:
                self.played.facts.append((step.at_ms, fact))
                self._look(step.at_ms)
            case Writes(party=party, peer=peer, label=label):
                self.played.files[label] = self.world.bundle_out(party, peer)
            case Takes() as takes:
                self._take(step, takes)
            case Waits() | Note():
                pass
        return None

    def _read_all(self, party: str) -> Accepted | tuple[Refusal, ...] | None:
        """READ for each message that waits for one; the last answer, or the first refusal."""
        answer: Accepted | tuple[Refusal, ...] | None = None
        for view in self.world.messages(party):
            if any(due.step == "READ" and due.party == party for due in view.due):
                answer = self.world.do(party, Read(view.message.number))
                if isinstance(answer, tuple):
                    return answer
        return answer

    def _look(self, at_ms: int) -> None:
        """What every running node shows at this moment of the last mile and of the line."""
        up = [party for party in self.world.parties if party not in self._down]
        self.played.gaps[at_ms] = {party: self.world.gaps(party) for party in up}
        self.played.lines[at_ms] = {party: self.world.line_view(party) for party in up}

    def _take(self, step: Step, takes: Takes) -> None:
        data = self.played.files.get(takes.label)
        if data is None:
            raise BadScenario(step.line, f"nobody has written {takes.label}")
        self.world.bundle_in(takes.party, data[: len(data) * takes.percent // 100])

    def _do(
        self, party: str, command: Command | tuple[Refusal, ...], label: str | None
    ) -> Accepted | tuple[Refusal, ...]:
        if isinstance(command, tuple):
            return command
        answer = self.world.do(party, command)
        if isinstance(answer, Accepted) and label is not None:
            self._call(label, answer)
        return answer

    def _call(self, label: str, answer: Accepted) -> None:
        """From now on the story calls what was sent, or waits as a draft, by its label."""
        if answer.number is not None:
            self.played.labels[label] = answer.number
            place = self.world.channels.index(self.world.channel)
            if place:
                self.played.elsewhere[label] = place
        elif answer.draft is not None:
            self.played.drafts[label] = answer.draft

    def _release(self, acts: Acts) -> Accepted | tuple[Refusal, ...]:
        """Another officer releases what the label stands for."""
        draft = self.played.drafts.get(acts.number)
        if draft is None:
            reason = f"nobody has drafted {acts.number}, so there is nothing to release"
            return (Refusal("draft", "draft-unknown", reason, "Send it above this line"),)
        answer = self.world.release(acts.party, draft, acts.passing)
        if isinstance(answer, Accepted):
            self._call(acts.number, answer)
        return answer

    def _send(self, sends: Sends) -> Send | tuple[Refusal, ...]:
        fields = self._fields(sends.format, sends.values, sends.records)
        if isinstance(fields, tuple):
            return fields
        ref = self._resolve(sends.ref) if sends.ref else None
        return Send(sends.format, fields, ref=ref, acknowledged=sends.passing)

    def _fields(
        self,
        code: str,
        values: Mapping[str, str],
        records: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> Fields | tuple[Refusal, ...]:
        table = find(code)
        if table is None:
            return (Refusal("format", "unknown-format", f"no format {code}", "See the formats"),)
        words = [f"{name}={self._named(text)}" for name, text in values.items()]
        typed = fields_from_words(table.fields, words, self.world.now_ms())
        if isinstance(typed, tuple):
            return typed
        lists: dict[str, list[Json]] = {}
        for name, parts in records:
            found = self._record(table, name, parts, len(lists.get(name, ())))
            if isinstance(found, tuple):
                return found
            lists.setdefault(name, []).append(found)
        return {**typed.fields, **lists}

    def _record(
        self, table: Format, name: str, parts: Sequence[str], place: int
    ) -> Fields | tuple[Refusal, ...]:
        """One record of a list, its parts typed as fields are."""
        specs = {spec.name: spec.parts for spec in table.fields if spec.kind is Kind.RECORDS}
        if name not in specs:
            known = ", ".join(specs) or "none"
            remedy = f"The lists of {table.code} are: {known}"
            return (Refusal(f"fields.{name}", "unknown-field", "no such list", remedy),)
        words = [self._named(part) for part in parts]
        path = f"fields.{name}.{place}"
        typed = fields_from_words(specs[name], words, self.world.now_ms(), path)
        return typed if isinstance(typed, tuple) else typed.fields

    def _named(self, text: str) -> str:
        """Every `{LABEL}` in a value replaced by the number that it stands for."""
        return NAMED.sub(lambda match: self.played.labels.get(match[1], match[1]), text)

    def _command(self, step: Step, acts: Acts) -> Command | tuple[Refusal, ...]:
        number, values = self._resolve(acts.number), dict(acts.values)
        match acts.verb:
            case "read":
                return Read(number)
            case "readback":
                return ReadBack(number, values.get("remarks"))
            case "confirm":
                return Confirm(number)
            case "cancel":
                return Cancel(number, values.get("reason"))
            case "end":
                return End(number)
            case "correct":
                return self._correct(acts, number)
            case "sign":
                return self._sign(acts, number)
            case "disseminate":
                basis, means = values.get("basis", "reported"), values.get("means")
                return Disseminate(number, acts.code or "", basis, values.get("unit"), means)
            case "pass":
                step_there, means = values.get("step", "PASSED"), values.get("means")
                heard = values.get("heard_back")
                return PassOn(number, acts.code or "", step_there, means=means, heard_back=heard)
            case "contact":
                return TryContact(number, acts.code or "", values.get("means", "mobile-phone"))
            case "answer":
                minutes = int(values["minutes"]) if "minutes" in values else None
                reason, name = values.get("reason"), values.get("field")
                return Answer(number, acts.code or "", reason, minutes, name, values.get("remarks"))
            case other:
                raise BadScenario(step.line, f"nobody can {other}")

    def _sign(self, acts: Acts, number: str) -> Send | tuple[Refusal, ...]:
        """A signature under the text as this node holds it, whatever was said of it elsewhere."""
        views = {view.message.number: view for view in self.world.messages(acts.party)}
        if number not in views:
            reason = f"{acts.party} holds no text {number}"
            return (Refusal("fields.text", "unknown-text", reason, "Propose it, or wait for it"),)
        fields = self._fields("AGS", acts.values)
        if isinstance(fields, tuple):
            return fields
        signed: dict[str, Json] = {"text": number, "digest": digest_of(views[number].message)}
        return Send("AGS", {**signed, **fields}, acknowledged=acts.passing)

    def _correct(self, acts: Acts, number: str) -> Correct | tuple[Refusal, ...]:
        views = {view.message.number: view for view in self.world.messages(acts.party)}
        held = views.get(number)
        code = (held.subject or held.message.format) if held is not None else "NAA"
        fields = self._fields(code, acts.values)
        if isinstance(fields, tuple):
            return fields
        return Correct(number, fields, acknowledged=acts.passing)

    def _resolve(self, text: str) -> str:
        """Labels in `text` replaced by the numbers that they stand for."""
        return LABEL.sub(lambda match: self.played.labels.get(match[0], match[0]), text)

    # ------------------------------------------------------------ checking

    def _check(
        self,
        step: Step,
        answer: Accepted | tuple[Refusal, ...] | None,
        fresh: dict[str, list[EventView]],
    ) -> None:
        unmatched = {party: list(events) for party, events in fresh.items()}
        expected = any(expect.kind == "refused" for expect in step.expects)
        if isinstance(answer, tuple) and not expected:
            reasons = "; ".join(str(one) for one in answer)
            failure = Failure(step.line, "that the node takes it", f"refused: {reasons}")
            self.played.failures.append(failure)
        for expect in step.expects:
            self.played.expectations += 1
            self._on(expect.channel)
            found = self._unmet(expect, answer, fresh, unmatched)
            self._on("")
            failure_or_none = None
            if found is not None:
                failure_or_none = Failure(expect.line, _words(expect), found)
                self.played.failures.append(failure_or_none)
            self.observer.checked(expect, failure_or_none)

    def _unmet(
        self,
        expect: Expect,
        answer: Accepted | tuple[Refusal, ...] | None,
        fresh: dict[str, list[EventView]],
        unmatched: dict[str, list[EventView]],
    ) -> str | None:
        """None when the expectation is met, else what was found instead."""
        if expect.node is None:
            return _unmet_answer(expect, answer, fresh)
        if expect.kind == "shows":
            return self._unmet_view(expect, expect.node)
        if expect.kind in REGISTERS or expect.subject in REGISTERS:
            return self._unmet_register(expect, expect.node)
        if expect.kind in ("line", "gap") or expect.subject == "gap":
            return self._unmet_now(expect, expect.node)
        events = unmatched.get(expect.node, [])
        if expect.kind == "no":
            wrong = [
                event
                for event in fresh.get(expect.node, [])
                if event.kind == expect.subject and self._is_one(expect, event)
            ]
            return _brief(wrong[0]) if wrong else None
        for index, event in enumerate(events):
            if event.kind == expect.kind and self._is_one(expect, event):
                del events[index]
                return None
        return "; ".join(_brief(event) for event in events) or "nothing new"

    def _is_one(self, expect: Expect, event: EventView) -> bool:
        """Whether an event is of the expected channel, when one is named, and as it should be."""
        if expect.channel and not event.journal.startswith(f"{self.world.channel}/"):
            return False
        return self._holds(expect.where, event_values(event))

    def _unmet_view(self, expect: Expect, node: str) -> str | None:
        number = self._resolve(expect.subject)
        for view in self.world.messages(node):
            if view.message.number == number:
                values = message_values(view)
                if self._holds(expect.where, values):
                    return None
                paths = [one.path for one in expect.where]
                return ", ".join(f"{path}={_text(_lookup(values, path))}" for path in paths)
        return f"{node} holds no message {number}"

    def _unmet_now(self, expect: Expect, node: str) -> str | None:
        """What the node shows of the line, or of the last mile, at this moment."""
        if expect.kind == "line":
            shown = msgspec.to_builtins(self.world.line_view(node))
            if self._holds(expect.where, (shown,)):
                return None
            return f"declared {shown['declared']}, disputed {shown['disputed'] or 'no'}"
        gaps = [msgspec.to_builtins(gap) for gap in self.world.gaps(node)]
        found = [gap for gap in gaps if self._holds(expect.where, (gap,))]
        if bool(found) == (expect.kind == "gap"):
            return None
        words = [f"{gap['number']} at {gap['party']}: {gap['echelon'] or '?'}" for gap in gaps]
        return "; ".join(words) or "no gap"

    def _unmet_register(self, expect: Expect, node: str) -> str | None:
        """What the node shows now on a register: a row of which all that is asked is true."""
        name = expect.kind if expect.kind in REGISTERS else expect.subject
        named = [one.value for one in expect.where if one.path == "number"]
        number = self._resolve(named[0]) if named else ""
        register = REGISTERS[name]
        try:
            shown = rows(name, self.world.register(node, register, number))
        except NotShown:
            shown = []
        where = [one for one in expect.where if one.path != "number" or register.is_list]
        found = [row for row in shown if self._holds(where, (row,))]
        if bool(found) == (expect.kind != "no"):
            return None
        paths = [one.path for one in where]
        told = [
            ", ".join(f"{path}={_text(_lookup((row,), path))}" for path in paths) for row in shown
        ]
        return "; ".join(told) or f"nothing on the register of {name}"

    def _holds(self, where: Sequence[Compare], values: Sequence[Json]) -> bool:
        return all(self._compare(one, _lookup(values, one.path)) for one in where)

    def _compare(self, one: Compare, found: Json) -> bool:
        wanted = self._resolve(one.value)
        if one.path == "conflict":
            wanted = "~".join(sorted(wanted.split("~")))
        match one.operator:
            case "=":
                return _text(found) == wanted
            case "!=":
                return _text(found) != wanted
            case "~":
                return wanted.casefold() in _text(found).casefold()
            case "<=":
                return isinstance(found, int) and found <= int(wanted)
            case _:
                return isinstance(found, int) and found >= int(wanted)


def _unmet_answer(
    expect: Expect,
    answer: Accepted | tuple[Refusal, ...] | None,
    fresh: dict[str, list[EventView]],
) -> str | None:
    if expect.kind == "nothing":
        return "; ".join(_brief(event) for events in fresh.values() for event in events) or None
    if not isinstance(answer, tuple):
        return "the node took it"
    rules = {refusal.rule for refusal in answer}
    wanted = set(filter(None, expect.subject.split(",")))
    return None if wanted <= rules else f"refused for {', '.join(sorted(rules))}"


def event_values(event: EventView) -> tuple[Json, ...]:
    """Where a condition's path is looked up: the body, its message, the message's fields."""
    found: list[Json] = [event.body]
    for key in ("message", "fields", "computed"):
        inner = found[-1]
        if isinstance(inner, Mapping) and isinstance(inner.get(key), Mapping):
            found.append(inner[key])
    return (*found, {"author": event.author})


def message_values(view: MessageView) -> tuple[Json, ...]:
    """What `expect PARTY shows NUMBER` can ask of a message."""
    lead: dict[str, Json] = {one.party: one.finding for one in view.lead}
    margins: dict[str, Json] = {
        one.party: None if one.lead_ms is None else one.lead_ms // 60_000 for one in view.lead
    }
    first = view.lead[0] if view.lead else None
    return (
        {
            "state": view.state,
            "proof": view.proof,
            "steps": [step.step for step in view.steps],
            "answers": [step.code for step in view.steps if step.code],
            "lead": first.finding if first else None,
            "lead_min": margins[first.party] if first else None,
            "lead_at": lead,
            "overdue": [due.step for due in view.due if due.missed],
            "warnings": [warning.rule for warning in view.warnings],
            "conflicts": list(view.conflicts),
            "superseded_by": view.superseded_by,
            "differences": list(view.readback_differences),
            "text": view.text,
        },
    )


def _lookup(values: Sequence[Json], path: str) -> Json:
    """The value at a dotted path in the first of `values` that has it."""
    for value in values:
        found: Json = value
        for key in path.split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
        if found is not None:
            return found
    return None


def _text(value: Json) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ",".join(_text(item) for item in value)
    return str(value)


def _brief(event: EventView) -> str:
    values = event_values(event)
    number = _lookup(values, "number") or _lookup(values, "conflict")
    code = _lookup(values, "format")
    return " ".join(_text(part) for part in (event.kind, code, number) if part is not None)


def _words(expect: Expect) -> str:
    where = " ".join(f"{one.path}{one.operator}{one.value}" for one in expect.where)
    return " ".join(filter(None, (expect.node, expect.kind, expect.subject, where)))
