"""`detente zones` says what stands, who has not answered, and which claims are beside it."""

from __future__ import annotations

import httpx
import msgspec

from detente.core.line.message import Status
from detente.wire.zone_views import ActivationView, ZoneView, ZoneWordView
from tests.cli.test_commands import run
from tests.support.outside import NOW_MS

ZONE = ZoneView(
    channel="coast-1",
    status=Status.EXERCISE,
    zone="Alpha",
    state="proposed",
    party="amber",
    number="EXERCISE-AMBER-2026-0001",
    wording="EXERCISE-AMBER-2026-0003",
    rule="no-entry",
    rule_words="nobody enters",
    volume={},
    words="circle of 18.5 km (10.0 NM) around 22°54.0'S 014°24.0'E",
    renews=True,
    answers=(ZoneWordView(party="meridian", what="AGREE", number="M-1", at_ms=NOW_MS),),
    silent=("cobalt",),
    activations=(
        ActivationView(party="amber", number="A-9", start_ms=None, end_ms=NOW_MS, now=True),
    ),
    said=(),
    same_name=("COBALT-2026-0002",),
    overlapping=("COBALT-2026-0005",),
    red_lines=("AMBER-2026-0009 of Amber",),
)


def test_a_zone_is_shown_with_all_that_was_said() -> None:
    """State, rule, area, wording, answers, who is silent, activations, and both other claims."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.path.endswith("/zones")
        assert request.url.params["open"] == "true"
        return httpx.Response(200, content=msgspec.json.encode([ZONE]))

    shown = run("zones", answer=answer).output
    for part in (
        "*EXERCISE* ZONE Alpha: PROPOSED, proposed by amber in EXERCISE-AMBER-2026-0001",
        "nobody enters",
        "corrected in EXERCISE-AMBER-2026-0003",
        "meridian AGREE (M-1",
        "cobalt",
        "NOW, open to",
        "ANOTHER CLAIM OF THIS NAME: COBALT-2026-0002",
        "THE SAME GROUND IS CLAIMED IN COBALT-2026-0005",
        "AMBER-2026-0009 of Amber",
    ):
        assert part in shown


def test_no_zone_is_said_so() -> None:
    """An empty list is a sentence, not an empty screen; --all asks for all."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert "open" not in request.url.params
        return httpx.Response(200, content=b"[]")

    assert "No zone is proposed" in run("zones", "--all", answer=answer).output
