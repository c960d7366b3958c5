"""A plan from the command line: volumes as typed, one request, each message judged alone."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import msgspec
from click.testing import CliRunner, Result

from detente.cli.app import detente
from detente.cli.settings import Settings
from detente.core.refusal import Refusal
from detente.serve.http.types import CheckView, PlanItem, PlanView
from detente.wire.native import Accepted
from tests.cli.test_places_and_files import NOW_MS, status

TYPED = "circle 34.5N 35.2E 10NM FL100-FL240 08:00Z-09:00Z"
NOTICE = {"format": "NAA", "fields": {"activity": "isr", "number_band": "1", "volume": TYPED}}
LATE = Refusal("fields.volume", "ended", "it is over", "Give another window")


def run(folder: Path, *words: str, plan: object, answer: object) -> tuple[Result, list[bytes]]:
    """The command with a plan in a file, against a node that answers as planted."""
    file = folder / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    posted: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            posted.append(request.content)
            return httpx.Response(200, content=msgspec.json.encode(answer))
        return httpx.Response(200, content=msgspec.json.encode(status()))

    chosen = Settings(
        node="http://127.0.0.1:1",
        token="t",
        transport=httpx.MockTransport(handle),
        now_ms=lambda: NOW_MS,
    )
    return CliRunner().invoke(detente, [*words, "--plan", str(file)], obj=chosen), posted


def test_a_plan_is_one_request_with_numbers_for_words(tmp_path: Path) -> None:
    """Two typed notices go out together; what became of each is said."""
    item = PlanItem(accepted=Accepted(position=3, number="AMBER-2026-0001"))
    view = PlanView(items=(item, item), released=2, refused=0)
    result, posted = run(tmp_path, "send", plan={"messages": [NOTICE, NOTICE]}, answer=view)
    assert result.exit_code == 0, result.output
    assert "messages[1] NAA: released as AMBER-2026-0001" in result.output
    (body,) = [json.loads(one) for one in posted]
    assert "circle" in body["messages"][0]["fields"]["volume"]["outline"]


def test_one_refused_message_says_which_and_holds_up_no_other(tmp_path: Path) -> None:
    """The exit code is 1, the number of the sound one is said, the field has its place."""
    sound = PlanItem(accepted=Accepted(position=3, number="AMBER-2026-0001"))
    view = PlanView(items=(sound, PlanItem(refusals=(LATE,))), released=1, refused=1)
    plan = {"messages": [NOTICE, NOTICE]}
    result, _ = run(tmp_path, "send", plan=plan, answer=view)
    assert result.exit_code == 1
    assert "released as AMBER-2026-0001" in result.output
    assert "messages[1].fields.volume: it is over" in result.output
    told, _ = run(tmp_path, "--json", "send", plan=plan, answer=view)
    assert (told.exit_code, json.loads(told.output)["refused"]) == (1, 1)


def test_a_volume_that_cannot_be_read_stops_the_plan_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    """Every such volume is named at once; the node is asked nothing."""
    bad = {"format": "NAA", "fields": {"volume": "circle 34.5 35.2 10NM FL100-FL240 08:00Z-09:00Z"}}
    result, posted = run(tmp_path, "send", plan={"messages": [bad, NOTICE, bad]}, answer=None)
    assert (result.exit_code, posted) == (1, [])
    assert "messages[0]." in result.output
    assert "messages[2]." in result.output


def test_what_is_no_plan_is_unusable(tmp_path: Path) -> None:
    """A list, a misspelt key, an empty plan, or a format typed besides: exit code 2."""
    plans: tuple[object, ...] = ([], {"message": [NOTICE]}, {"messages": []})
    for plan in plans:
        assert run(tmp_path, "send", plan=plan, answer=None)[0].exit_code == 2
    assert run(tmp_path, "send", "LCK", plan={"messages": [NOTICE]}, answer=None)[0].exit_code == 2


def test_a_plan_is_tried_without_being_released(tmp_path: Path) -> None:
    """Each message is checked; one that would be refused makes the exit code 1."""
    good, bad = CheckView(accepted=True), CheckView(accepted=False, refusals=(LATE,))
    plan = {"messages": [NOTICE]}
    assert run(tmp_path, "check", plan=plan, answer=good)[0].exit_code == 0
    refused, _ = run(tmp_path, "check", plan=plan, answer=bad)
    assert refused.exit_code == 1
    assert "messages[0].fields.volume" in refused.output
    assert run(tmp_path, "--json", "check", plan=plan, answer=bad)[0].exit_code == 1
