"""A message on paper: numbered lines, each with a check code, and the way back by typing.

What is printed says everything that was signed, in the words that `wire.human_fields` reads back to
the same values, so a typed copy can be compared with the signed original field by field. A code
catches any one wrong character of its line and any two that changed places (core.checkcode), and
the number of the line is under it too, so lines that changed places are found; the last line has a
code over all the others. Spaces are never part of a word: any number of them counts as one.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.checkcode import (
    check_code,
    from_base32,
    grouped,
    read_code,
    same_code,
    to_base32,
)
from detente.core.line.field import FieldSpec, Kind
from detente.core.line.header import LEAF_HASH
from detente.core.line.message import Elsewhere, Message, Precedence, Status
from detente.core.line.paper import RELEASED_MS, heading, listed
from detente.core.line.tables import find, read_as
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.tongues.catalogue import ENGLISH
from detente.tongues.template import FSI, PDI
from detente.wire.harmless import visible
from detente.wire.human import time_from_text
from detente.wire.human_fields import Value, field_from_text, field_to_text
from detente.wire.human_out import time_to_text

if TYPE_CHECKING:
    from detente.core.line.formats import Format
    from detente.tongues.sheet import SheetWords

TITLE: Final = "DETENTE 1"  # the form's version; a later one is read by a later program
TEXT_CHARS: Final = 60  # of a line; with number and code it stays within 72 columns of any printer
SHORT_HASH_CHARS: Final = 10  # 50 bits: enough to tell entries apart, not to prove anything
LINES_MAX: Final = 2_000  # a polygon of 1,000 vertices has 500; more is typed by nobody
TYPED_CHARS_MAX: Final = 200_000  # LINES_MAX lines of the longest
NOTICE_ONLY: Final = "A notice, not a request for permission."
BAR: Final = "|"  # before what is only read; no numbered line begins so
READ_CHARS: Final = 70  # of what is read, with its bar as wide as the lines that are typed
SPACE, GLUE = "&", "+"  # a line that goes on with what follows: after a space, or without one
ELSEWHERE: Final = "ELSEWHERE"  # a line for each item of another channel
_LINE = re.compile(r"\s*(\d{1,4})[.):]?\s+(\S(?:.*\S)?)\s+([0-9A-Za-z]{5})\s*")
_NUMBER = re.compile(r"[A-Z0-9-]{1,96}")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line: its number, its text, its check code."""

    number: int
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A message as it is printed. code: over all lines; it stands in the last one."""

    number: str
    title: str
    notice: str
    lines: tuple[PrintedLine, ...]
    code: str


@dataclass(frozen=True, slots=True)
class TypedMessage:
    """What was typed in from paper, every line of it right by its code.

    heading: the rest of its header, as a paper entry holds it (core.line.paper.HEADING).
    """

    number: str
    format: str
    version: int
    precedence: Precedence
    status: Status
    party: str
    by: str
    ref: str | None
    heading: Mapping[str, Json]
    fields: Mapping[str, Json]
    remarks: str | None
    remarks_language: str | None
    short_hash: str
    code: str


def line_code(number: int, text: str) -> str:
    """The check code of a line: of its number and its text with single spaces."""
    return check_code(f"{number} {_single(text)}")


def short_hash(leaf: bytes) -> str:
    """The first characters of an entry's leaf hash, as they are printed and said."""
    return to_base32(leaf)[:SHORT_HASH_CHARS]


def printed(message: Message, author: str, status: Status, leaf: bytes) -> Printed:
    """The message on paper. leaf: leaf hash of its entry."""
    fmt = read_as(message.format, message.version)
    texts = [*_head(message, author, status), *_fields(fmt, message)]
    if message.remarks is not None:
        language = message.remarks_language or "-"
        texts.append(f"REMARKS {language} {_quoted(message.remarks)}")
    texts.append(f"HASH {grouped(short_hash(leaf))}")
    lines: list[PrintedLine] = []
    for text in texts:
        for part in _wrapped(text):
            lines.append(PrintedLine(len(lines) + 1, part, line_code(len(lines) + 1, part)))
    whole = _whole(line.code for line in lines)
    last = f"END {whole}"
    lines.append(PrintedLine(len(lines) + 1, last, line_code(len(lines) + 1, last)))
    name = fmt.name if fmt else "a format not known to this version"
    humanitarian = message.format in ("NHS", "NHM", "NHC")
    return Printed(
        message.number,
        f"{message.format} {name}",
        NOTICE_ONLY if humanitarian else "",
        tuple(lines),
        whole,
    )


_HEADS: Final = {
    "INFO": "their_info",
    "RELEASED": RELEASED_MS,
    "BEHALF": "their_behalf",
    "SECOND": "their_second",
    "REFS": "their_refs",
    "AGREEMENT": "their_agreement",
    "RELEASABLE": "their_releasability",
    "NAMED": "their_named",
    "CONFIDENCE": "their_confidence",
    "RELAY": "their_relay",
    "OVERRIDDEN": "their_overridden",
}
"""The lines of the header by the word that each begins with, and what a paper entry calls it."""


def _head(message: Message, author: str, status: Status) -> list[str]:
    """The header's lines: every part of it that says something."""
    given = heading(message)
    to = given.get("their_to")
    texts = [
        f"{TITLE} {message.number}",
        f"{message.format} {message.version} {message.precedence.value} {status.value}",
        f"FROM {author}" + ("" if to is None else f" TO {_quoted(str(to))}"),
        f"BY {_quoted(f'{message.by.officer} ({message.by.role.value})')}",
    ]
    if message.ref is not None:
        texts.append(f"ABOUT {message.ref}")
    for word, name in _HEADS.items():
        value = given.get(name)
        if isinstance(value, int):
            texts.append(f"{word} {time_to_text(value)}")
        elif value is not None:
            texts.append(f"{word} {_quoted(str(value))}")
    return [*texts, *(f"{ELSEWHERE} {_item(one)}" for one in message.elsewhere)]


def _item(item: Elsewhere) -> str:
    """An item of another channel: its kind, and the hash in characters that hands can copy."""
    if LEAF_HASH.fullmatch(item.entry) and _quoted(item.kind) == item.kind:
        return f"{item.kind}: {grouped(to_base32(base64.b64decode(item.entry)))}"
    return _tight(json.dumps(f"{item.entry} {item.kind}", ensure_ascii=False))


def _item_back(text: str) -> str:
    if text[:1] == '"':
        return str(json.loads(text))
    kind, _, typed_hash = text.rpartition(": ")
    leaf = from_base32(read_code(typed_hash) or "")
    if leaf is None:
        raise ValueError("an item elsewhere is named by no hash")
    return f"{base64.b64encode(leaf).decode()} {kind}"


def _released(text: str) -> int:
    at_ms = time_from_text(text, 0, RELEASED_MS)
    if isinstance(at_ms, int):
        return at_ms
    raise ValueError("it says no time of release")


def _headed(heads: Mapping[str, Sequence[str]]) -> dict[str, Json]:
    """The header as a paper entry holds it."""
    found: dict[str, Json] = {}
    for word, name in _HEADS.items():
        for text in heads.get(word, ())[:1]:
            found[name] = _unquoted(text)
    found[RELEASED_MS] = _released(heads["RELEASED"][0])
    to = heads["FROM"][0].partition(" TO ")[2]
    elsewhere = listed(_item_back(one) for one in heads.get(ELSEWHERE, ()))
    more = {"their_to": _unquoted(to) if to else None, "their_elsewhere": elsewhere}
    return found | {name: value for name, value in more.items() if value is not None}


def _fields(fmt: Format | None, message: Message) -> list[str]:
    known = [spec.name for spec in fmt.fields if spec.name in message.fields] if fmt else []
    names = [*known, *sorted(name for name in message.fields if name not in known)]
    return [
        f"{name}={_value(fmt, name, one)}"
        for name in names
        for one in _rows(fmt, name, message.fields[name])
    ]


def _rows(fmt: Format | None, name: str, value: Json) -> list[Json]:
    """The values of a field that are printed one by one: of a list of records each, else all."""
    spec = fmt.field(name) if fmt else None
    if spec is None or spec.kind is not Kind.RECORDS or not isinstance(value, list | tuple):
        return [value]
    return [[record] for record in value] or [value]


def _value(fmt: Format | None, name: str, value: Json) -> str:
    """A value in words where they read back to exactly the same value, else as JSON."""
    spec = fmt.field(name) if fmt else None
    if spec is not None and spec.kind is Kind.TEXT and isinstance(value, str):
        return _quoted(value)
    text = _single(field_to_text(spec, value)) if spec is not None else ""
    found = field_from_text(spec, text, 0, "") if spec is not None and text else None
    same = isinstance(found, Value) and _plainly(found.json) == _plainly(value)
    return text if same else _tight(json.dumps(value, ensure_ascii=False))


def _plainly(value: Json) -> str:
    """A value as text, whatever the order in which its members came."""
    return json.dumps(value, sort_keys=True)


def _quoted(text: str) -> str:
    """A text as it stands, or as JSON where what cannot be seen on paper would be lost."""
    if _single(text) == text == visible(text) and text[:1] != '"':
        return text
    return _tight(json.dumps(text, ensure_ascii=False))


def _tight(text: str) -> str:
    """JSON in which no space counts and nothing is invisible: all but single spaces are escaped."""
    return visible(re.sub(r"[^\S ]|(?<= ) ", lambda found: f"\\u{ord(found[0]):04x}", text))


def _single(text: str) -> str:
    return " ".join(text.split())


def _wrapped(text: str) -> list[str]:
    """Lines of at most TEXT_CHARS; what follows begins with SPACE or GLUE."""
    found: list[str] = []
    mark = ""
    while len(mark) + len(text) > TEXT_CHARS:
        room = TEXT_CHARS - len(mark)
        at = text.rfind(" ", 1, room + 1)
        if at > 0:
            found.append(mark + text[:at])
            text, mark = text[at + 1 :], f"{SPACE} "
        else:
            found.append(mark + text[:room])
            text, mark = text[room:], f"{GLUE} "
    return [*found, mark + text]


def _whole(codes: Iterable[str]) -> str:
    return check_code("".join(codes))


def to_text(form: Printed, words: SheetWords) -> str:
    """The form as plain text, with room for receipts by hand.

    In a language, the message stands above the lines that are typed in, behind bars.
    """
    notice = [words["notice-only"]] if form.notice else []
    lines = [form.title, *notice, "", *_for_reading(words)]
    lines += [f"{one.number:>3}  {one.text:<{TEXT_CHARS}}  {one.code}" for one in form.lines]
    lines += ["", f"{words['code']}: {form.code}", "", words["hand"]]
    for who, when, what in _slots(words):
        third = f"  {what} ____________" if what else ""
        lines.append(f"  {who} ______________ {when} ____________{third}")
    return "\n".join([*lines, f"  {_answers(words)}", ""])


def _for_reading(words: SheetWords) -> list[str]:
    """The message in the reader's language, each row behind a bar, which no typed line has."""
    if words.said is None:
        return []
    rows = [f"[{words.said.code_and_name}] {one}" for one in words.said.note.split("\n")]
    rows.append("")
    for line in words.said.lines:
        rows.append(line.text)
        if not line.reviewed and words.language != ENGLISH:
            rows.append(f"    = {line.code} | {line.english}")
    behind = [f"{BAR} {part}" for row in rows for part in _broken(row)]
    return [*behind, "", words["bars"], ""]


def _broken(row: str) -> list[str]:
    """A row in pieces that fit the page; marks that a piece leaves open go on in the next."""
    text = row.lstrip(" ")
    indent = " " * (len(row) - len(text))
    found: list[str] = []
    line, *words = text.replace("\n", " \n ").split(" ")
    for word in words:
        if word == "\n" or len(indent) + len(line) + 1 + len(word) > READ_CHARS:
            still = line.count(FSI) - line.count(PDI)
            found.append(indent + line + PDI * still)
            line = FSI * still + word.strip("\n")
        else:
            line = f"{line} {word}"
    return [*found, indent + line]


def _slots(words: SheetWords) -> tuple[tuple[str, str, str], ...]:
    """Who, when and how of each receipt that is written by hand."""
    kinds = (
        ("heard", "means"),
        ("read", ""),
        ("readback", "said-back"),
        ("confirmed", ""),
        ("answered", "answer"),
        ("passed", "heard-back"),
    )
    return tuple((words[who], words["at"], words[what] if what else "") for who, what in kinds)


def _answers(words: SheetWords) -> str:
    return f"{words['answers']}: {', '.join(words.answers)}" if words.answers else words["none"]


_PAGE: Final = """<!doctype html>
<html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{number}</title><style>
@page {{ margin: 18mm }}
body {{ font: 12pt/1.5 sans-serif; max-width: 46em; margin: 2em auto; color: #000 }}
pre, td.line, td.code, td.n {{ font-family: monospace; white-space: pre-wrap }}
td.n, td.code {{ color: #444; padding: 0 .8em; text-align: right }}
table {{ border-collapse: collapse; width: 100% }}
table.hand td {{ border: 1px solid #000; height: 2.2em; padding: .2em .5em; width: 33% }}
section p {{ margin: .2em 0; white-space: pre-wrap }}
section p.beside {{ color: #444; font-size: 85%; margin-bottom: .6em }}
.status {{ font-size: 150%; font-weight: bold }}
</style></head><body>
<h1>{number}</h1><p dir="auto">{title}</p>{status}{notice}{reading}
<table dir="ltr">{lines}</table>
<p>{code_words}: <b>{code}</b></p>
<h2>{hand_words}</h2><table class="hand">{hand}</table><p>{answers}</p>
</body></html>
"""


def to_html(form: Printed, status: Status, words: SheetWords) -> str:
    """The form as one page that needs nothing else, for a printer; it runs as its language does."""
    lines = "".join(
        f'<tr><td class="n">{one.number}</td><td class="line" dir="auto">{html.escape(one.text)}'
        f'</td><td class="code">{one.code}</td></tr>'
        for one in form.lines
    )
    hand = "".join(
        "<tr>" + "".join(f"<td>{html.escape(one)}</td>" for one in slot) + "</tr>"
        for slot in _slots(words)
    )
    flag = "" if status is Status.ACTUAL else f'<p class="status">*** {status.value} ***</p>'
    return _PAGE.format(
        language=html.escape(words.language),
        direction=words.direction,
        number=html.escape(form.number),
        title=html.escape(form.title),
        status=flag,
        notice=f"<p><b>{html.escape(words['notice-only'])}</b></p>" if form.notice else "",
        reading=_reading_page(words),
        lines=lines,
        code_words=html.escape(words["code"]),
        code=form.code,
        hand_words=html.escape(words["hand"]),
        hand=hand,
        answers=html.escape(_answers(words)),
    )


def _reading_page(words: SheetWords) -> str:
    """The message in the reader's language, with code and English under what is not signed off."""
    if words.said is None:
        return ""
    rows = [f"<p><i>{html.escape(words.said.note)}</i></p>"]
    for line in words.said.lines:
        rows.append(f"<p>{html.escape(line.text)}</p>")
        if not line.reviewed and words.language != ENGLISH:
            beside = f"{line.code} | {line.english}"
            rows.append(f'<p class="beside" lang="en" dir="ltr">{html.escape(beside)}</p>')
    return f"<section>{''.join(rows)}</section>"


# ------------------------------------------------------------------ and back


def typed(text: str) -> TypedMessage | tuple[Refusal, ...]:
    """What was typed from paper; else every line that is wrong or missing, by its number."""
    if len(text) > TYPED_CHARS_MAX:
        reason = f"{len(text)} characters, at most {TYPED_CHARS_MAX}"
        return (Refusal("text", "typed-size", reason, "Type one message"),)
    lines, problems = _checked(text)
    last = max(lines, default=0)
    problems += [
        Refusal(f"line {at}", "line-missing", "it is missing or cannot be read", "Type it again")
        for at in range(1, last)
        if at not in lines and not any(one.field == f"line {at}" for one in problems)
    ]
    end = lines.get(last, "")
    if not problems and not end.startswith("END "):
        reason = "the last line (END and a code) is missing"
        problems.append(Refusal(f"line {last + 1}", "line-missing", reason, "Type it too"))
    if not problems:
        whole = _whole(line_code(at, lines[at]) for at in range(1, last))
        if not same_code(end.removeprefix("END "), whole):
            reason = "every line fits its code, and together they are not one message"
            problems.append(
                Refusal("text", "check-code", reason, "Type one message, from one sheet")
            )
    return tuple(problems) or _meaning([lines[at] for at in range(1, last)], _whole_of(end))


def _whole_of(end: str) -> str:
    return read_code(end.removeprefix("END ")) or ""


def _checked(text: str) -> tuple[dict[int, str], list[Refusal]]:
    lines: dict[int, str] = {}
    problems: list[Refusal] = []
    for row in text.splitlines()[: LINES_MAX * 2]:
        found = _LINE.fullmatch(row)
        if found is None:
            continue
        at, said, code = int(found[1]), _single(found[2]), found[3]
        if not same_code(code, line_code(at, said)):
            reason = f"{said[:60]!r} does not fit its check code {code.upper()}"
            remedy = "One character is wrong, or two changed places: compare it with the sheet"
            problems.append(Refusal(f"line {at}", "check-code", reason, remedy))
        elif lines.setdefault(at, said) != said:
            reason = "it is there twice, and differs"
            problems.append(Refusal(f"line {at}", "line-twice", reason, "Type one message"))
    good = {refusal.field for refusal in problems if int(refusal.field.split()[1]) in lines}
    if not lines and not problems:
        reason = "no line with a number in front and a check code behind"
        problems.append(Refusal("text", "no-lines", reason, "Type the lines as they are printed"))
    return lines, [one for one in problems if one.rule == "line-twice" or one.field not in good]


def _meaning(lines: Sequence[str], code: str) -> TypedMessage | tuple[Refusal, ...]:
    texts: list[str] = []
    for line in lines:
        mark, _, rest = line.partition(" ")
        if mark in (SPACE, GLUE) and texts:
            texts[-1] += (" " if mark == SPACE else "") + rest
        else:
            texts.append(line)
    try:
        return _read(texts, code)
    except (ValueError, IndexError, KeyError) as error:
        reason = f"every line fits its code, but this is no message of form 1 ({error})"
        return (Refusal("text", "form", reason, "Was it printed by a newer version?"),)


def _read(texts: list[str], code: str) -> TypedMessage | tuple[Refusal, ...]:
    number = texts[0].removeprefix(f"{TITLE} ")
    name, version, precedence, status = texts[1].split()
    if not texts[0].startswith(TITLE) or _NUMBER.fullmatch(number) is None:
        raise ValueError(f"it begins with {texts[0][:40]!r}")
    heads: dict[str, list[str]] = {}
    fields: dict[str, Json] = {}
    problems: list[Refusal] = []
    fmt = read_as(name, int(version)) or find(name)
    for text in texts[2:]:
        word, _, rest = text.partition(" ")
        if "=" in word:
            key, _, value = text.partition("=")
            spec = fmt.field(key) if fmt else None
            found = _field(spec, value, key)
            if isinstance(found, Value):
                fields[key] = _joined(spec, fields.get(key), found.json)
            else:
                problems += found
        else:
            heads.setdefault(word, []).append(rest)
    language, _, remarks = heads.get("REMARKS", [""])[0].partition(" ")
    return tuple(problems) or TypedMessage(
        number=number,
        format=name,
        version=int(version),
        precedence=Precedence(precedence),
        status=Status(status),
        party=heads["FROM"][0].partition(" TO ")[0],
        by=_unquoted(heads["BY"][0]),
        ref=heads.get("ABOUT", [None])[0],
        heading=_headed(heads),
        fields=fields,
        remarks=_unquoted(remarks) if remarks else None,
        remarks_language=None if language in ("", "-") else language,
        short_hash=read_code(heads["HASH"][0]) or "",
        code=code,
    )


def _joined(spec: FieldSpec | None, before: Json, value: Json) -> Json:
    """A value after what was read of its field before: records follow one another."""
    if spec is None or spec.kind is not Kind.RECORDS:
        return value
    return [*before, *value] if isinstance(before, list) and isinstance(value, list) else value


def _unquoted(text: str) -> str:
    return str(json.loads(text)) if text[:1] == '"' else text


def _field(spec: FieldSpec | None, text: str, name: str) -> Value | tuple[Refusal, ...]:
    """A field's value as it was printed: exact times only, so that no clock is needed."""
    if spec is None:
        return Value(json.loads(text))
    if spec.kind is Kind.TEXT:
        return Value(_unquoted(text))
    if text[:1] in {'"', "{", "["} or text in {"true", "false", "null"}:
        return Value(json.loads(text))
    return field_from_text(spec, text, 0, f"fields.{name}")
