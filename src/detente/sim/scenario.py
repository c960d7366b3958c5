"""Scenario files: a story that a controller can read, and that plays the same way every time.

A file has a header (`key: value` lines), then timed lines in UTC (`08:00:00 amber sends NAA ...`),
each followed by its records (`with topics: item=...`) and by what must come of it (`expect cobalt
conflict-found ...`). `day 2016-06-07` moves the story to a later day. This module only reads
and checks the text; player.py plays it. Values of message fields stay text here: wire/human.py
reads them, as it does for an officer at the command line. Format: docs/scenarios.md.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from detente.core.airspace.volume import Point
from detente.core.line.channels import ChannelKind
from detente.core.refusal import Fault
from detente.wire.human import point_from_text

LINES_MAX = 2_000  # a story longer than this is not one that a person reads
OTHERS_MAX = 3  # channels beside the first; more is no story that a person follows
PARTIES_MAX = 8  # each is a real process in the demo
CHANNEL_KINDS = tuple(str(kind) for kind in ChannelKind)
LABEL = re.compile(r"\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*\b")
NAMED = re.compile(r"\{([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*)\}")  # a label inside a value
_PARTY = re.compile(r"[a-z][a-z0-9-]{0,31}")
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2}))?")
_COMPARE = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)(<=|>=|!=|=|~)(.*)", re.DOTALL)
_RECORD = re.compile(r"with ([a-z][a-z0-9_]*): *(.*)")
_ON = re.compile(r"(\S+) on (\S+) ")
_DAY = re.compile(r"day (\S+)")
_HEADER = re.compile(r"([a-z]+)(?: ([A-Za-z0-9-]+))?: *(.*)")


class BadScenario(Fault):
    """A scenario file does not say what to do. line: number of the line, from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party with a node. utc_offset_min: its local time, used in read-backs."""

    party: str
    name: str
    utc_offset_min: int


@dataclass(frozen=True, slots=True)
class Compare:
    """One condition on a field: `path` is found in the event, `operator` is = != <= >= or ~."""

    path: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Expect:
    """What must come of a command.

    node:   the party whose node must show it; None for the command's own answer.
    kind:   kind of a new event, `shows` (a message as that node shows it now), `no` (no new event
            of kind `subject`), `nothing` (no new event at all), or `refused`.
    subject: number or label for `shows`, kind for `no`, rule for `refused`, else empty.
    """

    line: int
    node: str | None
    kind: str
    subject: str = ""
    where: tuple[Compare, ...] = ()
    channel: str = ""  # which one it is looked for on; empty: events on all, views on the first


@dataclass(frozen=True, slots=True)
class Sends:
    """`amber sends NAA as SWEEP class=combat volume="..."`: release a message.

    records: of its lists, each record as the name of the list and the `name=value` words of a line
    `with NAME: part=value ...`, in the order of the file.
    """

    party: str
    format: str
    label: str | None
    values: dict[str, str]
    ref: str | None = None
    passing: tuple[str, ...] = ()
    records: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Acts:
    """An officer acts on a message.

    verb:   read, readback, confirm, answer, correct, cancel, end, disseminate, pass, contact,
            sign (an agreement's text) or release (a draft, by another officer).
    code: an answer's; the level of a dissemination, the party passed on to, a call's result.
    values: named values of the act (`reason`, `minutes`, `field`), or the fields of a correction.
    """

    party: str
    verb: str
    number: str
    label: str | None
    code: str | None
    values: dict[str, str]
    passing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadsAll:
    """`cobalt reads all`: READ for every message that waits for Cobalt's, oldest first."""

    party: str


@dataclass(frozen=True, slots=True)
class Writes:
    """`amber writes a bundle for cobalt as USB-1`: what Cobalt lacks, as a file."""

    party: str
    peer: str
    label: str


@dataclass(frozen=True, slots=True)
class Takes:
    """`cobalt takes USB-1`: the file is carried to it. percent: how much of it is left, if cut."""

    party: str
    label: str
    percent: int = 100


@dataclass(frozen=True, slots=True)
class Network:
    """`cut the line` or `restore the line`: every link between the nodes."""

    up: bool


@dataclass(frozen=True, slots=True)
class Power:
    """`crash cobalt` (as a power cut does) or `restart cobalt`."""

    party: str
    up: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """`wait`: time passes, and nobody does anything."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened in the sky at this time, software or not; `key` names it in the table.

    point: where, if the file says so; warnings' areas are then compared with it.
    """

    key: str
    text: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """`note ...`: words of the story for the reader; nothing happens."""

    text: str


Action = Sends | Acts | ReadsAll | Writes | Takes | Network | Power | Waits | Fact | Note


@dataclass(frozen=True, slots=True)
class OtherChannel:
    """A channel beside the story's own, with the same members: its id, name and kind."""

    channel: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Step:
    """One timed line with its expectations. text: the line as it stands in the file.

    channel: which other channel the officer acts on; empty: the story's own.
    """

    line: int
    at_ms: int
    text: str
    action: Action
    expects: tuple[Expect, ...] = ()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole file. area is text for wire/human.py; outsiders hold no node and are shown nothing.

    kind: the channel's (safety, humanitarian, ...).

    sources, assumptions, limits: printed with the table; history must name its sources.
    """

    name: str
    title: str
    day_ms: int
    parties: tuple[PartyLine, ...]
    channel: str
    channel_name: str
    purpose: str
    area: str | None
    lead_ms: tuple[tuple[str, int], ...]
    history: bool
    sources: tuple[str, ...]
    assumptions: tuple[str, ...]
    outsiders: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]
    steps: tuple[Step, ...]
    kind: str = "safety"
    others: tuple[OtherChannel, ...] = ()


@dataclass(slots=True)
class _Header:
    """What the header lines said so far. Owned by `parse`."""

    single: dict[str, str] = field(default_factory=dict)
    parties: list[PartyLine] = field(default_factory=list)
    leads: list[tuple[str, int]] = field(default_factory=list)
    outsiders: list[tuple[str, str]] = field(default_factory=list)
    many: dict[str, list[str]] = field(default_factory=dict)
    others: list[OtherChannel] = field(default_factory=list)
    channel: str = ""
    day: str = ""


def parse(text: str, name: str = "scenario") -> Scenario:
    """Read a scenario file; raises BadScenario with the line and the reason."""
    header = _Header()
    steps: list[Step] = []
    lines = text.splitlines()
    if len(lines) > LINES_MAX:
        raise BadScenario(LINES_MAX + 1, f"more than {LINES_MAX} lines")
    for number, line in _meaningful(lines):
        if _TIME.match(line):
            steps.append(_step(number, line, header, steps))
        elif line.startswith("expect "):
            if not steps:
                raise BadScenario(number, "`expect` stands before the first timed line")
            expect = _expect(number, line, header)
            steps[-1] = replace(steps[-1], expects=(*steps[-1].expects, expect))
        elif line.startswith("with "):
            _with(number, line, steps)
        elif _DAY.fullmatch(line):
            _later_day(number, line, header)
        elif steps:
            raise BadScenario(number, f"neither a time (08:00:00 ...) nor `expect`: {line!r}")
        else:
            _header_line(number, line, header)
    return _finish(name, header, steps, len(lines))


def _meaningful(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without comments and empty ones; a trailing backslash joins."""
    pending, first = "", 0
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not pending and (not line or line.startswith("#")):
            continue
        first = first if pending else number
        if line.endswith("\\"):
            pending += line[:-1].rstrip() + " "
            continue
        yield first, pending + line
        pending = ""
    if pending:
        raise BadScenario(first, "the last line ends in a backslash: its rest is missing")


# ---------------------------------------------------------------- header

_SINGLE = ("title", "date", "purpose", "kind", "area", "history")
_MANY = ("source", "assumed", "limit")


def _header_line(number: int, line: str, header: _Header) -> None:
    match = _HEADER.fullmatch(line)
    if match is None:
        raise BadScenario(number, f"neither a header line (`key: value`) nor a time: {line!r}")
    key, subject, value = match[1], match[2], match[3].strip()
    if key in _SINGLE and subject is None:
        if key in header.single:
            raise BadScenario(number, f"`{key}` stands twice")
        header.single[key] = value
    elif key in _MANY and subject is None:
        header.many.setdefault(key, []).append(value)
    elif key == "party" and subject:
        header.parties.append(_party(number, subject, value, header))
    elif key == "outsider" and subject:
        header.outsiders.append((subject, value))
    elif key == "channel" and subject:
        header.channel = subject
        header.single["channel_name"] = value
    elif key == "also" and subject:
        header.others.append(_other(number, subject, value, header))
    elif key == "lead" and subject:
        header.leads.append((subject, _minutes(number, value) * 60_000))
    else:
        named = ("party ID", "outsider ID", "channel ID", "also ID", "lead CODE")
        known = ", ".join((*_SINGLE, *_MANY, *named))
        raise BadScenario(number, f"unknown header `{line.partition(':')[0]}`; known are {known}")


def _party(number: int, party: str, value: str, header: _Header) -> PartyLine:
    """`Amber Air Command, utc+3`."""
    if not _PARTY.fullmatch(party):
        raise BadScenario(number, f"party id {party!r}: lower case letters, digits and hyphens")
    if any(one.party == party for one in header.parties):
        raise BadScenario(number, f"party {party} stands twice")
    if len(header.parties) >= PARTIES_MAX:
        raise BadScenario(number, f"more than {PARTIES_MAX} parties")
    match = re.fullmatch(r"(.+?)(?:, utc([+-]\d{1,2})(?::(\d{2}))?)?", value)
    if match is None:
        raise BadScenario(number, f"party {party} has no name")
    hours, minutes = int(match[2] or 0), int(match[3] or 0)
    offset_min = hours * 60 + (minutes if hours >= 0 else -minutes)
    return PartyLine(party, match[1], offset_min)


def _other(number: int, channel: str, value: str, header: _Header) -> OtherChannel:
    """`also security: Security line, strategic`: a channel beside the first."""
    name, comma, kind = value.rpartition(",")
    if not comma or not name.strip() or kind.strip() not in CHANNEL_KINDS:
        detail = "`also ID: NAME, KIND`, such as `also security: Security line, strategic`"
        raise BadScenario(number, f"{detail}; kinds are {', '.join(CHANNEL_KINDS)}")
    if not header.channel or channel in (header.channel, *(one.channel for one in header.others)):
        raise BadScenario(number, f"channel {channel} stands twice, or before `channel ID:`")
    if len(header.others) >= OTHERS_MAX:
        raise BadScenario(number, f"more than {OTHERS_MAX} channels beside the first")
    return OtherChannel(channel, name.strip(), kind.strip())


def _minutes(number: int, value: str) -> int:
    match = re.fullmatch(r"(\d{1,5}) min", value)
    if match is None:
        raise BadScenario(number, f"a lead time is minutes, such as `15 min`, not {value!r}")
    return int(match[1])


def _finish(name: str, header: _Header, steps: list[Step], lines: int) -> Scenario:
    for key in ("title", "date"):
        if key not in header.single:
            raise BadScenario(1, f"the header has no `{key}:`")
    if len(header.parties) < 2 or not header.channel:
        raise BadScenario(1, "the header needs two `party ID:` lines and a `channel ID:` line")
    if not steps:
        raise BadScenario(lines or 1, "no timed line: nothing happens")
    _labels_known(steps)
    history = header.single.get("history", "no") == "yes"
    if history and not (header.many.get("source") and header.many.get("assumed")):
        raise BadScenario(1, "history names its sources (`source:`) and what is `assumed:`")
    return Scenario(
        name=name,
        title=header.single["title"],
        day_ms=_day_ms(header, 1),
        parties=tuple(header.parties),
        channel=header.channel,
        channel_name=header.single["channel_name"],
        purpose=header.single.get("purpose", "safety"),
        area=header.single.get("area"),
        lead_ms=tuple(sorted(header.leads)),
        history=history,
        sources=tuple(header.many.get("source", ())),
        assumptions=tuple(header.many.get("assumed", ())),
        outsiders=tuple(header.outsiders),
        limits=tuple(header.many.get("limit", ())),
        steps=tuple(steps),
        kind=header.single.get("kind", "safety"),
        others=tuple(header.others),
    )


def _labels_known(steps: list[Step]) -> None:
    """Every `{LABEL}` in a value names a message that was sent further up."""
    known: set[str] = set()
    for step in steps:
        if not isinstance(step.action, Sends | Acts):
            continue
        for text in _values(step.action):
            for label in NAMED.findall(text):
                if label not in known:
                    raise BadScenario(step.line, f"{{{label}}} names no message above this line")
        if step.action.label:
            known.add(step.action.label)


def _values(act: Sends | Acts) -> Iterator[str]:
    """Every text in which a label may be named."""
    yield from act.values.values()
    if isinstance(act, Sends):
        yield from (word for _, words in act.records for word in words)


def _day_ms(header: _Header, number: int) -> int:
    """Midnight UTC of the scenario's date, in milliseconds."""
    text = header.single.get("date", "")
    try:
        return _midnight_ms(text)
    except ValueError as error:
        raise BadScenario(number, f"`date:` is YYYY-MM-DD, not {text!r}") from error


def _midnight_ms(text: str) -> int:
    """Midnight UTC of a day; raises ValueError."""
    return int(datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()) * 1000


def _later_day(number: int, line: str, header: _Header) -> None:
    """`day 2016-06-07`: the timed lines below it are of that day; time still never runs back."""
    text = line.partition(" ")[2]
    try:
        _midnight_ms(text)
    except ValueError as error:
        raise BadScenario(number, f"`day` is YYYY-MM-DD, not {text!r}") from error
    header.day = text


# ---------------------------------------------------------------- timed lines


def _step(number: int, line: str, header: _Header, steps: list[Step]) -> Step:
    clock, _, rest = line.partition(" ")
    match = _TIME.fullmatch(clock)
    if match is None:
        raise BadScenario(number, f"a time is HH:MM or HH:MM:SS in UTC, not {clock!r}")
    hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise BadScenario(number, f"{clock} is no time of day")
    midnight_ms = _midnight_ms(header.day) if header.day else _day_ms(header, number)
    at_ms = midnight_ms + ((hours * 60 + minutes) * 60 + seconds) * 1000
    if steps and at_ms < steps[-1].at_ms:
        raise BadScenario(number, f"{clock} is earlier than the line before")
    rest = rest.strip()
    plain, channel = _on(number, rest, header)
    return Step(number, at_ms, rest, _action(number, plain, header), channel=channel)


def _on(number: int, text: str, header: _Header) -> tuple[str, str]:
    """A line without `on CHANNEL` behind its party, and that channel; empty for the first one."""
    match = _ON.match(text)
    if match is None or match[1] not in [one.party for one in header.parties]:
        return text, ""
    known = [one.channel for one in header.others]
    if match[2] not in (header.channel, *known):
        said = ", ".join((header.channel, *known))
        raise BadScenario(number, f"{match[2]!r} is no channel of this file; known are {said}")
    return f"{match[1]} {text[match.end() :]}", match[2] if match[2] in known else ""


def _action(number: int, text: str, header: _Header) -> Action:
    head, _, tail = text.partition(" ")
    if head == "note":
        return Note(tail.strip())
    if head == "fact":
        return _fact(number, tail)
    words = _words(number, text)
    if not words:
        raise BadScenario(number, "a time with nothing after it")
    fixed: dict[tuple[str, ...], Action] = {
        ("cut", "the", "line"): Network(up=False),
        ("restore", "the", "line"): Network(up=True),
        ("wait",): Waits(),
    }
    if tuple(words) in fixed:
        return fixed[tuple(words)]
    if words[0] in ("crash", "restart") and len(words) == 2:
        return Power(_known_party(number, words[1], header), up=words[0] == "restart")
    return _officer(number, _known_party(number, words[0], header), words[1:], header)


def _fact(number: int, text: str) -> Fact:
    """`KEY: what happened`, or `KEY at 22.60S 14.40E: what happened`."""
    head, _, words = text.partition(":")
    key, at, where = head.partition(" at ")
    if not re.fullmatch(r"[A-Z][A-Z0-9-]*", key) or not words.strip():
        detail = "a fact is `fact KEY: what happened` or `fact KEY at 22.60S 14.40E: what happened`"
        raise BadScenario(number, f"{detail}, KEY in capitals")
    if not at:
        return Fact(key, words.strip())
    point = point_from_text(where.strip(), "fact")
    if isinstance(point, tuple):
        raise BadScenario(number, "; ".join(str(refusal) for refusal in point))
    return Fact(key, words.strip(), point)


def _words(number: int, text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise BadScenario(number, f"quotes do not match ({error})") from error


def _known_party(number: int, party: str, header: _Header) -> str:
    if party not in [one.party for one in header.parties]:
        known = ", ".join(one.party for one in header.parties) or "none so far"
        raise BadScenario(number, f"{party!r} is no party of this file; known are {known}")
    return party


_VERBS = {
    "reads": "read",
    "confirms": "confirm",
    "answers": "answer",
    "corrects": "correct",
    "cancels": "cancel",
    "ends": "end",
    "disseminates": "disseminate",
    "passes": "pass",
    "calls": "contact",
    "signs": "sign",
    "releases": "release",
}
_CODED = {  # acts that name something after the message
    "answer": "`answers NUMBER CODE`, such as `answers SWEEP WILCO`",
    "disseminate": "`disseminates NUMBER LEVEL`, such as `disseminates SWEEP crew`",
    "pass": "`passes NUMBER to PARTY`, such as `passes SWEEP to umber`",
    "contact": "`calls NUMBER RESULT`, such as `calls CONVOY no-answer means=radio`",
}


def _officer(number: int, party: str, words: list[str], header: _Header) -> Action:
    if not words:
        raise BadScenario(number, f"{party} does what? sends, reads, reads back, ...")
    if words[0] == "sends":
        return _sends(number, party, words[1:])
    if words[0] in ("writes", "takes"):
        return _carries(number, party, words, header)
    if words == ["reads", "all"]:
        return ReadsAll(party)
    verb, rest = _VERBS.get(words[0]), words[1:]
    if words[:2] == ["reads", "back"]:
        verb, rest = "readback", words[2:]
    if verb is None:
        known = ", ".join(("sends", "reads", "reads back", *list(_VERBS)[1:], "writes", "takes"))
        raise BadScenario(number, f"{words[0]!r} is nothing an officer does; known are {known}")
    plain, label, values = _split(number, rest)
    if verb == "pass" and plain[1:2] == ["to"]:
        del plain[1]
    if not plain or len(plain) > (2 if verb in _CODED else 1):
        raise BadScenario(number, f"`{words[0]}` takes the number or label of one message")
    if verb in _CODED and len(plain) != 2:
        raise BadScenario(number, _CODED[verb])
    if not re.fullmatch(r"\d{1,4}", values.get("minutes", "0")):
        raise BadScenario(number, f"minutes={values['minutes']!r} is no number of minutes")
    passing = tuple(filter(None, values.pop("passing", "").split(",")))
    code = plain[1] if verb in _CODED else None
    return Acts(party, verb, plain[0], label, code, values, passing)


def _carries(number: int, party: str, words: list[str], header: _Header) -> Action:
    """`writes a bundle for cobalt as USB-1`, `takes USB-1`, `takes USB-1 cut=60`."""
    plain, label, values = _split(number, words)
    if words[0] == "writes":
        if plain[1:4] != ["a", "bundle", "for"] or len(plain) != 5 or label is None or values:
            raise BadScenario(number, "`writes a bundle for PARTY as LABEL`")
        return Writes(party, _known_party(number, plain[4], header), label)
    percent = values.get("cut", "100")
    if len(plain) != 2 or set(values) - {"cut"} or not re.fullmatch(r"\d{1,2}|100", percent):
        raise BadScenario(
            number, "`takes LABEL`, or `takes LABEL cut=60`: so many percent are left"
        )
    return Takes(party, plain[1], int(percent))


def _sends(number: int, party: str, words: list[str]) -> Sends:
    plain, label, values = _split(number, words)
    if len(plain) != 1 or not re.fullmatch(r"[A-Z]{3}", plain[0]):
        raise BadScenario(number, "`sends` takes one format code, such as `sends NAA`")
    passing = tuple(filter(None, values.pop("passing", "").split(",")))
    return Sends(party, plain[0], label, values, values.pop("ref", None), passing)


def _with(number: int, line: str, steps: list[Step]) -> None:
    """`with topics: item="..." said=discussed`: one record of a list of the message before it."""
    match = _RECORD.fullmatch(line)
    if match is None:
        raise BadScenario(number, "a record is `with LIST: part=value ...`, LIST a field's name")
    last = steps[-1] if steps else None
    if last is None or not isinstance(last.action, Sends) or last.expects:
        raise BadScenario(number, "`with` stands below the line that sends the message")
    plain, label, values = _split(number, _words(number, match[2]))
    if plain or label or not values:
        raise BadScenario(number, f"a record is `part=value ...`, not {match[2]!r}")
    record = (match[1], tuple(f"{name}={value}" for name, value in values.items()))
    action = replace(last.action, records=(*last.action.records, record))
    steps[-1] = replace(last, action=action)


def _split(number: int, words: list[str]) -> tuple[list[str], str | None, dict[str, str]]:
    """Plain words, the label after `as`, and `name=value` pairs."""
    plain: list[str] = []
    values: dict[str, str] = {}
    label: str | None = None
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "as":
            label = next(rest, "")
            if not LABEL.fullmatch(label):
                raise BadScenario(number, f"a label is capitals, such as `as SWEEP`, not {label!r}")
        elif equals:
            if name in values:
                raise BadScenario(number, f"`{name}=` stands twice")
            values[name] = value
        else:
            plain.append(word)
    return plain, label, values


# ---------------------------------------------------------------- expectations


def _expect(number: int, line: str, header: _Header) -> Expect:
    words = _words(number, line)[1:]
    if words[:1] == ["refused"]:
        return Expect(number, None, "refused", ",".join(words[1:]))
    if words == ["nothing"]:
        return Expect(number, None, "nothing")
    if len(words) < 2:
        raise BadScenario(number, "`expect PARTY KIND field=value ...`, `expect refused RULE`")
    node = _known_party(number, words[0], header)
    channel = ""
    if words[1] == "on" and len(words) > 3:
        channel = words[2]
        _on(number, f"{node} on {channel} ", header)
        words = [node, *words[3:]]
    kind, rest = words[1], words[2:]
    if kind in ("shows", "no"):
        if not rest:
            raise BadScenario(number, f"`expect {node} {kind}` what?")
        return Expect(number, node, kind, rest[0], _compares(number, rest[1:]), channel)
    return Expect(number, node, kind, "", _compares(number, rest), channel)


def _compares(number: int, words: list[str]) -> tuple[Compare, ...]:
    found: list[Compare] = []
    for word in words:
        match = _COMPARE.fullmatch(word)
        if match is None:
            raise BadScenario(number, f"{word!r} is no condition; use = != <= >= or ~")
        if match[2] in ("<=", ">=") and not re.fullmatch(r"-?\d{1,18}", match[3]):
            raise BadScenario(number, f"{word!r}: only integers are more or less")
        found.append(Compare(match[1], match[2], match[3]))
    return tuple(found)
