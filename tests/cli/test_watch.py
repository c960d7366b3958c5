"""Live output: a FLASH rings, a repeat rings again, a break is said and taken up where it was."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import msgspec
import pytest
from click.testing import CliRunner, Result

from detente.cli import watch
from detente.cli.app import detente
from detente.cli.settings import Settings
from detente.core.line.message import Status
from detente.core.values import Json
from detente.serve.spoken import HOUSE_NEWS
from detente.tongues.rendered import Rendered, RenderedLine
from detente.wire.native import EventView, StatusView, StreamItem

NOW_MS = 1_795_332_600_000


def event(position: int, kind: str, body: Json, *, channel: str = "coast-1") -> StreamItem:
    """A journal entry of Cobalt's on the stream."""
    return StreamItem(
        type="event",
        event=EventView(
            position=position,
            journal=f"{channel}/ACTUAL/cobalt",
            author="cobalt",
            channel=channel,
            status=Status.ACTUAL,
            sequence=position,
            kind=kind,
            kind_version=1,
            at_ms=NOW_MS,
            held_at_ms=NOW_MS,
            body=body,
        ),
    )


FLASH: Json = {
    "message": {
        "number": "COBALT-2026-0001",
        "format": "AEN",
        "precedence": "FLASH",
        "ref": None,
        "fields": {},
    }
}


def as_stream(*items: StreamItem) -> bytes:
    """The items as the node sends them, comments and all."""
    parts = [b"retry: 1000\n: detente\n\n"]
    for item in items:
        at = b"id: %d\n" % item.event.position if item.event else b""
        parts.append(at + b"event: x\ndata: " + msgspec.json.encode(item) + b"\n\n: here\n\n")
    return b"".join(parts)


def typed(streams: Iterator[bytes], asked: list[str], *words: str) -> Result:
    """`detente watch` against a node that sends these streams, one a connection."""
    screen = StatusView(
        party="amber",
        name="Amber",
        fingerprint="0",
        version="t",
        now_ms=NOW_MS,
        position=7,
        lines=(),
        peers=(),
        evidence=0,
    )

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/status":
            return httpx.Response(200, content=msgspec.json.encode(screen))
        asked.append(request.headers["last-event-id"])
        return httpx.Response(200, content=next(streams))

    transport = httpx.MockTransport(handle)
    settings = Settings(node="http://127.0.0.1:1", token="t", transport=transport)
    return CliRunner().invoke(detente, ["watch", *words], obj=settings)


def test_a_flash_rings_and_rings_again_until_it_is_read() -> None:
    """The message and each repeat of the node sound, with the command that ends it."""
    repeated = event(9, "repeated", {"number": "COBALT-2026-0001", "count": 1}, channel="house")
    stream = as_stream(event(8, "message", FLASH), repeated)
    result = typed(iter([stream]), [], "--count", "2")
    assert result.exit_code == 0, result.output
    first, second = result.output.splitlines()
    assert first.startswith("\a")
    assert "FLASH FLASH FLASH COBALT-2026-0001 AEN" in first
    assert "detente read COBALT-2026-0001" in first
    assert second.startswith("\a")
    assert "IS STILL UNREAD (1)" in second


def test_quiet_rings_nothing() -> None:
    """On a shared screen the words are enough."""
    result = typed(iter([as_stream(event(8, "message", FLASH))]), [], "--count", "1", "--quiet")
    assert "\a" not in result.output


def test_a_broken_stream_is_said_and_taken_up_after_the_last_position(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Silence is never taken for calm: the break is said, and nothing is missed."""
    monkeypatch.setattr(watch, "RETRY_S", 0.0)
    asked: list[str] = []
    body = {"conflict": "A~B", "why": "they overlap"}
    streams = iter(
        [as_stream(event(8, "message", FLASH)), as_stream(event(9, "conflict-found", body))]
    )
    result = typed(streams, asked, "--count", "2")
    assert asked == ["7", "8"]
    assert "NO NODE" in result.stderr
    assert "answers again" in result.stderr
    assert "CONFLICT A~B: they overlap" in result.stdout


def test_json_is_one_item_a_line() -> None:
    """A program reads the live stream line by line."""
    link = StreamItem(type="link", party="cobalt", link="down", why="cut")
    result = typed(
        iter([as_stream(event(8, "message", FLASH), link)]), [], "--json", "--count", "2"
    )
    first, second = (json.loads(text) for text in result.stdout.splitlines())
    assert first["event"]["position"] == 8
    assert second["link"] == "down"


@pytest.mark.parametrize("body", [None, [], {"message": 1}, {"message": {}}, {"base64": "AA=="}])
def test_a_body_of_any_shape_is_shown(body: Json) -> None:
    """What a newer version of a peer sends is shown with question marks, never a traceback."""
    result = typed(iter([as_stream(event(8, "message", body))]), [], "--count", "1")
    assert result.exit_code == 0, result.output
    assert "from cobalt" in result.output


def test_a_conflict_names_its_parties_and_its_place() -> None:
    """Who hears the bell is told at once whose it is and where."""
    body: Json = {
        "conflict": "AMBER-2026-0001~COBALT-2026-0001",
        "parties": ["amber", "cobalt"],
        "where": {"lat_e7": -229_500_000, "lon_e7": 145_000_000},
        "why": "Areas overlap or touch.",
    }
    stream = as_stream(event(8, "conflict-found", body, channel="house"))
    result = typed(iter([stream]), [], "--count", "1")
    assert "COBALT-2026-0001 between amber and cobalt at 22" in result.output
    assert "Walvis Bay: Areas overlap" in result.output


def test_news_are_said_in_a_language_with_code_and_english_below() -> None:
    """The node says the item in Russian too: that first, what it says in English stays."""
    asked: list[str] = []
    line = RenderedLine("ТРЕВОГА: 4", "alarm-raised=4", "ALARM: 4", reviewed=False)
    words = Rendered("ru", "русский", "ltr", "", "", reviewed=False, lines=(line,), text="")
    item = msgspec.structs.replace(event(8, "alarm-raised", {"alarm": 4}), rendered=words)
    said = typed(iter([as_stream(item)]), asked, "--count", "1", "--lang", "ru").output
    assert said.index("ТРЕВОГА: 4") < said.index("    = alarm-raised=4 | ALARM: 4")
    assert "detente alarm ack 4" in said


def test_every_piece_of_house_news_has_words_for_every_language() -> None:
    """What the command line says in English, the node says in the others."""
    assert set(watch._HOUSE_WORDS) == set(HOUSE_NEWS)
