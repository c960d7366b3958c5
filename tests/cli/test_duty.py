"""Alarms and handovers on the command line: shown plainly, taken only when read."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import msgspec
import pytest
from click.testing import CliRunner, Result

from detente.cli import handover
from detente.cli.app import detente
from detente.cli.settings import Settings
from detente.cli.watch import _event
from detente.core.line.message import Role, Status
from detente.core.values import Json
from detente.serve import home as homes
from detente.serve.alarm.settings import WebhookWay
from detente.wire.native import (
    Accepted,
    AlarmsView,
    EventView,
    HandoverView,
    OpenItemView,
    WatchView,
    WayView,
)
from tests.support.outside import NOW_MS, Receiver, alarm, settings

ITEMS = (
    OpenItemView(
        kind="unread",
        channel="coast-1",
        status=Status.EXERCISE,
        number="EXERCISE-COBALT-2026-0001",
        party="amber",
        step="READ",
        due_ms=NOW_MS,
    ),
)
GIVEN = HandoverView(
    handover=4,
    given_by="watch-1",
    given_role=Role.DUTY_OFFICER,
    given_at_ms=NOW_MS,
    to_role=Role.DUTY_OFFICER,
    desk="watch-2",
    remarks="calm\x07",
    items=ITEMS,
    more=3,
    seen="ab12cd34",
)
WORKING = WayView(name="desk", kind="mail", says="number", ok=True, at_ms=NOW_MS)
BROKEN = WayView(name="pager", kind="webhook", says="kind", ok=False, detail="no answer")


def run(*words: str, stdin: str | None = None, **answers: object) -> tuple[Result, list[bytes]]:
    """The command against a node that answers each path as planted; and what was posted."""
    posted: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            posted.append(request.content)
        value = answers[request.url.path.removeprefix("/v1/").replace("/", "_")]
        return httpx.Response(200, content=msgspec.json.encode(value))

    chosen = Settings(
        node="http://127.0.0.1:1",
        token="t",
        transport=httpx.MockTransport(handle),
        now_ms=lambda: NOW_MS,
    )
    return CliRunner().invoke(detente, words, obj=chosen, input=stdin), posted


def test_alarms_are_listed_with_what_to_do() -> None:
    """What, since when, who knows of it, the next command, and how the ways are."""
    found = AlarmsView(alarms=(alarm(7, said=2),), ways=(WORKING, BROKEN))
    result, _ = run("alarm", "list", alarms=found)
    assert result.exit_code == 0
    assert "ALARM 7 URGENT unread-flash, COBALT-2026-0007, party cobalt" in result.output
    assert "-> detente alarm ack 7" in result.output
    assert "pager  webhook  FAILS" in " ".join(result.output.split(" "))
    quiet, _ = run("alarm", "list", alarms=AlarmsView(alarms=(), ways=()))
    assert "No alarm stands" in quiet.output
    assert "nobody is reached" in quiet.output


def test_a_known_alarm_names_who_knows() -> None:
    """The desk that acknowledged it, and how long ago; an exercise says so first."""
    known = alarm(7, acknowledged_by="watch-1", acknowledged_at_ms=NOW_MS, status=Status.EXERCISE)
    result, _ = run("alarm", "list", alarms=AlarmsView(alarms=(known,), ways=()))
    assert result.output.startswith("*EXERCISE* ALARM 7")
    assert "acknowledged by watch-1" in result.output


def test_a_test_fails_when_one_way_fails() -> None:
    """The exit code is 1, so that a daily job notices; the way is named."""
    both, _ = run("alarm", "test", alarms_test=AlarmsView(alarms=(), ways=(WORKING, BROKEN)))
    assert both.exit_code == 1
    assert "not reached: pager" in both.output
    good, _ = run("alarm", "test", alarms_test=AlarmsView(alarms=(), ways=(WORKING,)))
    assert good.exit_code == 0


def test_an_alarm_is_acknowledged_by_its_number() -> None:
    """One short command, a number that can be said by telephone."""
    result, posted = run("alarm", "ack", "7", alarms_7_acknowledge=Accepted(position=1))
    assert (result.exit_code, len(posted)) == (0, 1)
    assert run("alarm", "ack", "0")[0].exit_code == 2


def test_a_node_that_is_down_is_said_from_outside_it(tmp_path: Path) -> None:
    """No node runs: the command itself reads the home and tells; without a way it says so."""
    with Receiver() as receiver:
        chosen = homes.Settings(alarms=settings(WebhookWay(name="w", url=receiver.url)))
        homes.init(tmp_path / "amber", "amber", "Amber", settings=chosen)
        homes.init(tmp_path / "none", "cobalt", "Cobalt")
        words = ["alarm", "down", "--home"]
        result = CliRunner().invoke(detente, [*words, str(tmp_path / "amber")])
        assert result.exit_code == 0, result.output
        assert json.loads(receiver.posts[0][1])["alarms"][0]["kind"] == "node-down"
    assert CliRunner().invoke(detente, [*words, str(tmp_path / "amber")]).exit_code == 1
    assert CliRunner().invoke(detente, [*words, str(tmp_path / "none")]).exit_code == 2


def test_a_watch_is_taken_after_its_list_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list stands on the screen, the question follows; the word goes with the answer."""
    monkeypatch.setattr(handover, "attended", lambda: True)
    watch = WatchView(items=ITEMS, waiting=GIVEN)
    taken = msgspec.structs.replace(GIVEN, taken_by="watch-2", taken_at_ms=NOW_MS, came_since=ITEMS)
    result, posted = run("handover", "take", stdin="y\n", watch=watch, handovers_take=taken)
    assert result.exit_code == 0, result.output
    assert result.output.index("*EXERCISE* UNREAD") < result.output.index("Have you read it")
    assert "and 3 more" in result.output
    assert "\x07" not in result.output
    assert json.loads(posted[0]) == {"handover": 4, "seen": "ab12cd34"}
    assert "You have the watch" in result.output
    no, sent = run("handover", "take", stdin="n\n", watch=watch)
    assert (no.exit_code, sent) == (1, [])


def test_a_watch_that_nobody_gave_is_taken_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is open is shown and asked about; no number and no word are sent."""
    monkeypatch.setattr(handover, "attended", lambda: True)
    taken = HandoverView(handover=1, taken_by="watch-2", taken_at_ms=NOW_MS)
    watch = WatchView(items=())
    result, posted = run("handover", "take", stdin="y\n", watch=watch, handovers_take=taken)
    assert json.loads(posted[0]) == {"handover": None, "seen": None}
    assert "given by nobody" in result.output


def test_nobody_takes_a_watch_by_a_script_unread() -> None:
    """Without a person at the terminal the word must be named."""
    result, posted = run("handover", "take", watch=WatchView(items=(), waiting=GIVEN))
    assert (result.exit_code, posted) == (2, [])
    assert "--seen" in result.output


def test_past_and_open_are_shown() -> None:
    """What is open now, with what waits; and the newest handovers in one line each."""
    shown, _ = run("handover", "show", watch=WatchView(items=ITEMS, waiting=GIVEN))
    assert "Open now:" in shown.output
    assert "word under this list: ab12cd34" in shown.output
    past, _ = run("handover", "show", "--past", handovers=[GIVEN])
    assert "NOT TAKEN -> detente handover take" in past.output
    given, posted = run("handover", "give", "--desk", "watch-2", handovers=GIVEN)
    assert "Until then you have the watch" in given.output
    assert json.loads(posted[0])["to_role"] == "duty officer"


@pytest.mark.parametrize(
    ("kind", "body", "words", "loud"),
    [
        (
            "alarm-raised",
            {
                "alarm": 7,
                "kind": "peer-gone",
                "urgency": "warning",
                "number": "",
                "party": "cobalt",
            },
            "ALARM 7 warning: peer-gone cobalt",
            True,
        ),
        ("alarm-acknowledged", {"alarm": 7, "by": {"officer": "w"}}, "acknowledged by w", False),
        ("alarm-cleared", {"alarm": 7}, "Alarm 7 is over", False),
        ("handover-given", {"handover": 4, "to_role": "releaser"}, "waits for a releaser", True),
        ("handover-taken", {"handover": 4, "by": {"officer": "w"}}, "w has the watch", False),
    ],
)
def test_the_live_stream_says_alarms_and_handovers(
    kind: str, body: Json, words: str, *, loud: bool
) -> None:
    """Whoever watches hears an alarm and sees who has the watch."""
    event = EventView(
        position=1,
        journal="house/ACTUAL/amber",
        author="amber",
        channel="house",
        status=Status.ACTUAL,
        sequence=1,
        kind=kind,
        kind_version=1,
        at_ms=NOW_MS,
        held_at_ms=NOW_MS,
        body=body,
    )
    said, rings = _event(event, "amber")
    assert words in said
    assert rings is loud
