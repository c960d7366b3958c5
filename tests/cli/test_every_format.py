"""Every field of every format can be typed, and what was typed is what its table takes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import httpx
import msgspec
import pytest
from click.testing import CliRunner, Result

from detente.cli.app import detente
from detente.cli.formats import MADE_BY_COMMANDS
from detente.cli.settings import Settings
from detente.core.line.field import FieldSpec, Kind
from detente.core.line.formats import Family, Format, validate
from detente.core.line.message import Confidence, Releasability, Status
from detente.core.line.tables import ALL, FORMATS
from detente.serve.http.handlers import send_of
from detente.serve.http.types import SendBody
from detente.wire.human_fields import Value, field_from_text, field_to_text
from detente.wire.native import Accepted, LineView, StatusView
from tests.support.outside import NOW_MS

TYPED: dict[Kind, str] = {
    Kind.TEXT: "alpha one",
    Kind.INTEGER: "7",
    Kind.TIME: "2026-11-23T08:00Z",
    Kind.BOOLEAN: "no",
    Kind.POINT: "22.9S 14.4E",
    Kind.ALTITUDE: "FL240",
    Kind.OUTLINE: "circle 22.9S 14.4E 10NM",
    Kind.VOLUME: "circle 22.9S 14.4E 10NM FL100-FL240 2026-11-23T08:00Z-09:00Z",
    Kind.TRACK: "22.9S 14.4E 2026-11-22T07:00Z; 22.8S 14.5E 2026-11-22T07:01Z",
    Kind.ROUTE: "22.9S 14.4E 2026-11-23T08:00Z; 22.8S 14.5E 2026-11-23T08:40Z-09:10Z",
    Kind.DATA: "aGVsbG8=",
    Kind.READBACK: '{"words": "as computed there"}',
    Kind.SAID: '{"radio": "121.5"}',
    Kind.SEALED: '{"content": "", "boxes": [{"party": "amber", "key": "0123456789abcdef", '
    '"box": "aGVsbG8=", "digest": "' + "A" * 43 + '="}]}',
    Kind.DAY: "2026-11",
    Kind.DIGEST: "0A" * 32,
}
STATUS = StatusView(
    party="amber",
    name="Amber",
    fingerprint="00",
    version="test",
    now_ms=NOW_MS,
    position=7,
    lines=(
        LineView(
            channel="coast-1",
            name="Coast",
            purpose="safety",
            status=Status.ACTUAL,
            members=("amber", "cobalt"),
            declared={},
            unread=0,
            due=0,
            missed=0,
            conflicts=0,
        ),
    ),
    peers=(),
    evidence=0,
)
SENT = [fmt for fmt in ALL if fmt.code not in MADE_BY_COMMANDS]


def typed(spec: FieldSpec) -> str:
    """What an officer types for a field; all codes of a list of codes."""
    if spec.kind is Kind.RECORDS:
        record = "; ".join(f"{part.name}={json.dumps(typed(part))}" for part in spec.parts)
        return f"{record} | {record}"
    if spec.kind is Kind.CHOICES:
        return ",".join(code for code, _ in spec.choices)
    return spec.choices[-1][0] if spec.choices else TYPED[spec.kind]


def send(*words: str) -> tuple[Result, SendBody | None]:
    """What the command answers, and the body that the node was given."""
    given: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            given.append(request.content)
            return httpx.Response(201, content=msgspec.json.encode(Accepted(position=9)))
        return httpx.Response(200, content=msgspec.json.encode(STATUS))

    chosen = Settings(
        node="http://127.0.0.1:1",
        token="t",
        transport=httpx.MockTransport(handle),
        now_ms=lambda: NOW_MS,
    )
    result = CliRunner().invoke(detente, ["send", *words], obj=chosen)
    return result, msgspec.json.decode(given[0], type=SendBody) if given else None


@pytest.mark.parametrize("fmt", SENT, ids=lambda fmt: fmt.code)
def test_every_field_of_every_format_is_typed(fmt: Format) -> None:
    """All fields at once: read by their kinds, valid by the table, and written back the same."""
    fields = {}
    for spec in fmt.fields:
        found = field_from_text(spec, typed(spec), NOW_MS, spec.name)
        assert isinstance(found, Value), (spec.name, found)
        fields[spec.name] = found.json
        again = field_from_text(spec, field_to_text(spec, found.json), NOW_MS, spec.name)
        assert again == found, spec.name
    assert validate(fmt, fields) == ()


def test_the_whole_header_is_typed() -> None:
    """Each option of the header reaches the node under its own name."""
    result, body = send(
        *("NUA", "volume=" + TYPED[Kind.VOLUME], "lost_link=returns"),
        *("--info", "Meridian", "--refs", "amber-2026-0001", "--behalf", "coast guard"),
        *("--agreement", "memorandum, article 4", "--releasable", "meridian"),
        *("--confidence", "probable", "--format-version", "1", "--to", "cobalt"),
    )
    assert body is not None, result.output
    said = send_of(body)
    assert (said.info, said.refs) == (("meridian",), ("AMBER-2026-0001",))
    assert (said.on_behalf_of, said.agreement) == ("coast guard", "memorandum, article 4")
    assert (said.releasability, said.releasable_to) == (Releasability.NAMED, ("meridian",))
    assert (said.confidence, said.version) == (Confidence.PROBABLE, 1)


def test_releasable_takes_a_level_or_names_never_both() -> None:
    """`--releasable public --releasable cobalt` says two things at once and is refused."""
    words = ("LCK", "--releasable", "public")
    result, body = send(*words)
    assert body is not None, result.output
    assert send_of(body).releasability is Releasability.PUBLIC
    result, body = send(*words, "--releasable", "cobalt")
    assert result.exit_code == 2
    assert body is None


def test_a_version_that_is_not_known_is_refused_before_the_node() -> None:
    """An older version takes only its own fields, and one that does not exist is said so."""
    result, body = send("LST", "state=OPEN", "scope=all", "--format-version", "7")
    assert (result.exit_code, body) == (1, None)
    assert "Use one of: 1, 2" in result.output
    result, body = send("LST", "state=OPEN", "residual=records", "--format-version", "1")
    assert (result.exit_code, body) == (1, None)
    assert "unknown-field" in result.output or "no such field" in result.output


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ("article=3; rule=lead-time; minutes=15\narticle=4; rule=words; words=Listen | again", 3),
        ("# articles\narticle: 3\nrule: lead-time\nminutes: 15\n\narticle: 4\nrule: words\n", 2),
        ("- article: 3\n  rule: words\n  words: Both listen;\n    on 121.5.\n", 1),
        ('[{"article": "3", "rule": "words"}]', 1),
    ],
)
def test_records_and_a_document_come_from_files(tmp_path: Path, given: str, count: int) -> None:
    """Articles a line each, as blocks or as JSON; of the signed document only its SHA-256 goes."""
    articles, document = tmp_path / "articles.txt", tmp_path / "memorandum.pdf"
    articles.write_text(given, encoding="utf-8")
    document.write_bytes(b"%PDF" + bytes(300_000))
    result, body = send(
        *("AGR", "agreement=Coast memorandum", "edition=1", "kind=memorandum"),
        *("parties=name=amber; standing=party", "parties+=name=cobalt; standing=party"),
        *(f"articles=@{articles}", f"text_sha256=@{document}"),
    )
    if "Listen | again" in given:
        assert result.exit_code == 1, "a bar separates records unless it is quoted"
        assert "fields.articles.2" in result.output
        return
    assert body is not None, result.output
    fields = send_of(body).fields
    assert fields["text_sha256"] == hashlib.sha256(document.read_bytes()).hexdigest()
    assert fields["parties"] == [
        {"name": "amber", "standing": "party"},
        {"name": "cobalt", "standing": "party"},
    ]
    assert validate(FORMATS["AGR"], fields) == ()
    listed = fields["articles"]
    assert isinstance(listed, list)
    assert len(listed) == count
    if "121.5" in given:
        assert listed[0]["words"] == "Both listen;\non 121.5."


def test_every_format_that_no_command_makes_is_sent() -> None:
    """Receipts and changes have their commands; whatever else there is, `send` sends."""
    for fmt in FORMATS.values():
        if fmt.family in (Family.RECEIPT, Family.CHANGE):
            assert fmt.code in MADE_BY_COMMANDS
