"""Read a whole message back from its words in a language: number, format, header, fields, remarks.

It is how the templates are tried: whatever a language says must come back as the same codes and
values, or two things are said alike. It also serves who has only the text, such as in a mail. What
is not understood is named line by line; nothing is guessed, and nothing is taken in part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.core.humanitarian.notice import SAYING_SO
from detente.core.line.field import FieldSpec, Kind
from detente.core.line.formats import Format, Marker
from detente.core.line.message import Confidence, Precedence, Releasability, Role, Status
from detente.core.line.tables import FORMATS, find, versions
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.tongues import computed
from detente.tongues.catalogue import Pen, Tongue
from detente.tongues.hearing import Ear, field_value, label_words, time_of
from detente.tongues.records import record_label, record_value
from detente.tongues.template import Tree, breakable, plain, tree_of

TEXT_CHARS_MAX = 400_000  # the longest message, a thousand vertices in the longest words
_REMEDY = "Give the text as the program wrote it, with its invisible marks"


@dataclass(slots=True)
class Parsed:
    """What a text says. header: the lines of the header by name, as codes.

    not_carried: fields that the words name but do not carry, such as a photo. before, corrected: of
    a correction, what its fields said before and the whole as it now stands.
    """

    number: str
    format: str
    version: int
    precedence: Precedence
    header: dict[str, Json] = field(default_factory=dict)
    fields: dict[str, Json] = field(default_factory=dict)
    remarks: str | None = None
    remarks_language: str | None = None
    not_carried: tuple[str, ...] = ()
    before: dict[str, Json] = field(default_factory=dict)
    corrected: dict[str, Json] = field(default_factory=dict)


def parse(
    text: str, tongue: Tongue, subject: Format | None = None, version: int | None = None
) -> Parsed | tuple[Refusal, ...]:
    """The message that a text in this language says, or every line that is not understood.

    subject: of a correction, the format that it changes. version: of the format [the newest].
    """
    if len(text) > TEXT_CHARS_MAX:
        reason = f"{len(text)} characters; the limit is {TEXT_CHARS_MAX}"
        return (Refusal("text", "text-length", reason, "Give one message at a time"),)
    tree = tree_of(text)
    if tree is None:
        reason = "the invisible marks around its values do not pair"
        return (Refusal("text", "not-understood", reason, _REMEDY),)
    reader = _Reader(Ear(tongue), tuple(_lines(tree)), subject)
    return reader.read(version)


def _lines(tree: Tree) -> Iterator[Tree]:
    """The tree cut at the ends of its lines; what stands between marks is never cut."""
    line: list[str | Tree] = []
    for part in tree:
        if not isinstance(part, str):
            line.append(part)
            continue
        first, *more = part.split("\n")
        line += [first] if first else []
        for rest in more:
            yield tuple(line)
            line = [rest] if rest else []
    yield tuple(line)


@dataclass(slots=True)
class _Reader:
    """Goes through the lines of one message."""

    ear: Ear
    lines: tuple[Tree, ...]
    subject: Format | None
    problems: list[Refusal] = field(default_factory=list)

    def read(self, version: int | None) -> Parsed | tuple[Refusal, ...]:
        made = self._head(version)
        if made is None:
            self._no(0, "this is the first line of no message in this language")
            return tuple(self.problems)
        fmt = find(made.format, made.version)
        whole_first = sorted(enumerate(self.lines[1:], 1), key=self._is_of_changes)
        for place, line in whole_first:
            if not self._line(made, fmt, line):
                self._no(place, f"{breakable(plain(line))[:80]!r} says nothing known")
        return tuple(self.problems) or made

    def _is_of_changes(self, item: tuple[int, Tree]) -> bool:
        """Lines that are heard by what the corrected whole says, and so after it."""
        return any(self.ear.match(item[1], one) for one in ("changed", "changed-before"))

    def _no(self, place: int, reason: str) -> None:
        self.problems.append(Refusal(f"line {place + 1}", "not-understood", reason, _REMEDY))

    def _word(self, tree: Tree, prefix: str, codes: tuple[str, ...]) -> str | None:
        pen = Pen(self.ear.tongue)
        return self.ear.code(
            tree, {code: pen.fill(f"{prefix}-{code.replace(' ', '-')}") for code in codes}
        )

    def _head(self, version: int | None) -> Parsed | None:
        found = self.ear.match(self.lines[0], "head")
        if found is None:
            return None
        code = plain(found["code"])
        precedence = self._word(found["precedence"], "precedence", tuple(Precedence))
        marker = self._word(found["marker"], "marker", tuple(Marker))
        fmt = FORMATS.get(code) if version is None else find(code, version)
        if fmt is None or precedence is None or marker != fmt.marker.value:
            return None
        names = {one.code: Pen(self.ear.tongue).name(one) for one in FORMATS.values()}
        if self.ear.code(found["name"], names) != code:
            return None
        number = plain(found["number"])
        return Parsed(number, code, fmt.version, Precedence(precedence))

    def _line(self, made: Parsed, fmt: Format | None, line: Tree) -> bool:
        found = self.ear.match(line, "line")
        if found is not None:
            label, value = found["label"], found["value"]
            return self._header(made, label, value) or self._field(made, fmt, label, value)
        for id_, kind in (("changed", Kind.CHANGES), ("said", Kind.SAID)):
            found = self.ear.match(line, id_)
            spec = next((one for one in fmt.fields if one.kind is kind), None) if fmt else None
            if found is not None and spec is not None:
                of = self.subject if kind is Kind.CHANGES else _newest(made.fields.get("format"))
                whole = made.fields.setdefault(spec.name, {})
                assert isinstance(whole, dict)
                return self._into(whole, made, of, found["label"], found["value"])
        for id_, into in (("changed-before", made.before), ("changed-now", made.corrected)):
            found = self.ear.match(line, id_)
            if found is not None:
                return self._into(into, made, self.subject, found["label"], found["value"])
        if plain(line) == self.ear.tongue.template("not-understood").fill({}):
            made.header["understood"] = False
            return True
        if plain(line) == self.ear.tongue.template("notice-not-request").fill({}):
            return made.format in SAYING_SO
        newer = self.ear.match(line, "newer-version")
        if newer is not None and plain(newer["version"]).isdigit():
            made.version = int(plain(newer["version"]))
            return True
        return False

    def _header(self, made: Parsed, label: Tree, value: Tree) -> bool:
        said_label = breakable(plain(label))
        labels = {name: breakable(self._label(name)) for name in _HEADER}
        name = next((one for one, words in labels.items() if words == said_label), None)
        if name is None:
            return False
        if name == "remarks":
            found = self.ear.match(value, "remark")
            if found is None:
                return False
            made.remarks = plain(found["text"])
            language = plain(found["language"])
            none = self.ear.tongue.template("remark-language-unknown").fill({})
            made.remarks_language = None if language == none else language
            return True
        said = self._header_value(name, value)
        if said is None:
            return False
        made.header[name] = said
        return True

    def _label(self, name: str) -> str:
        return self.ear.tongue.template(f"header-{name}").fill({})

    def _header_value(self, name: str, value: Tree) -> Json:
        match name:
            case "from" | "second":
                found = self.ear.match(value, "sender")
                role = self._word(found["role"], "role", tuple(Role)) if found else None
                if found is None or role is None:
                    return None
                return [plain(found["party"]), role, plain(found["officer"])]
            case "to" | "info" | "refs" | "releasable-to" | "overridden":
                items = self.ear.items(value)
                return None if items is None else [plain(item) for item in items]
            case "released":
                return time_of(self.ear, value)
            case "elsewhere":
                found = self.ear.match(value, "elsewhere")
                if found is None:
                    return None
                kind = self._word(found["kind"], "channel", _CHANNELS) or plain(found["kind"])
                return [kind, plain(found["entry"])]
            case _:
                codes = _HEADER_CODES.get(name)
                return plain(value) if codes is None else self._word(value, name, codes)

    def _field(self, made: Parsed, fmt: Format | None, label: Tree, value: Tree) -> bool:
        if self._into(made.fields, made, fmt, label, value):
            return True
        spec = next((one for one in fmt.fields if one.kind is Kind.READBACK), None) if fmt else None
        return spec is not None and self._computed(made, spec, label, value)

    def _into(
        self, fields: dict[str, Json], made: Parsed, fmt: Format | None, label: Tree, value: Tree
    ) -> bool:
        """Hear one field, or one record of a field, into `fields`."""
        record = record_label(self.ear, label)
        words = record[0] if record else breakable(plain(label))
        labels = label_words(self.ear.tongue, fmt) if fmt else {}
        name = next((one for one, said in labels.items() if breakable(said) == words), None)
        spec = fmt.field(name) if fmt and name else None
        if fmt is None or spec is None:
            return False
        if record is not None:
            return self._record(fields, fmt, spec, record[1], value)
        if plain(value) == self.ear.tongue.template("taken-away").fill({}):
            fields[spec.name] = None
            return True
        if spec.kind in (Kind.DATA, Kind.SEALED) and self.ear.match(value, "bytes") is not None:
            made.not_carried = (*made.not_carried, spec.name)
            return True
        if spec.kind is Kind.SAID:
            says = fields.get("format", made.corrected.get("format"))
            inner, of = self.ear.match(value, "said"), _newest(says)
            whole = fields.setdefault(spec.name, {})
            assert isinstance(whole, dict)
            return inner is not None and self._into(whole, made, of, inner["label"], inner["value"])
        heard = field_value(self.ear, fmt, spec, value)
        if heard is None:
            return False
        fields[spec.name] = heard.value
        return True

    def _record(
        self, fields: dict[str, Json], fmt: Format, spec: FieldSpec, place: int, value: Tree
    ) -> bool:
        """Hear one record; they stand in their order, and none is left out."""
        listed = fields.setdefault(spec.name, [])
        if spec.kind is not Kind.RECORDS or not isinstance(listed, list) or len(listed) != place:
            return False
        heard = record_value(self.ear, fmt, spec, value)
        if heard is not None:
            listed.append(heard.value)
        return heard is not None

    def _computed(self, made: Parsed, spec: FieldSpec, label: Tree, value: Tree) -> bool:
        whole = made.fields.setdefault(spec.name, {})
        assert isinstance(whole, dict)
        said_label = breakable(plain(label))
        if said_label == breakable(self.ear.tongue.template("computed-part").fill({})):
            whole.setdefault("parts", []).append({})
            return plain(value) == str(len(whole["parts"]))
        labels = computed.labels(self.ear)
        name = next((one for one, words in labels.items() if breakable(words) == said_label), None)
        if name is None:
            return False
        understood, said = computed.hear(self.ear, name, value)
        parts = whole.get("parts")
        into = parts[-1] if parts and name not in computed.OF_ALL_PARTS else whole
        into[name] = said
        return understood


def _newest(code: Json) -> Format | None:
    known = versions(str(code))
    return known[-1] if known else None


_CHANNELS = ("safety", "strategic", "diplomatic", "humanitarian")
_HEADER = (
    *("status", "state", "from", "to", "info", "on-behalf-of", "released", "second", "ref", "refs"),
    *("agreement", "releasability", "releasable-to", "confidence", "elsewhere", "relay"),
    *("overridden", "remarks"),
)
_HEADER_CODES: dict[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "state": ("superseded", "cancelled", "ended", "expired"),
    "releasability": tuple(Releasability),
    "confidence": tuple(Confidence),
}
