"""A clinic, a convoy and a warning near them, typed at three desks over real links."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from tests.support.nodes import RunningNode, all_up, settled, start_node, stopping

pytestmark = pytest.mark.slow

UNTIL = f"{datetime.now(UTC) + timedelta(days=90):%Y-%m-%dT%H:%MZ}"


def typed(node: RunningNode, *words: str, code: int = 0) -> str:
    """What the command says at this party's desk; fails on another exit code."""
    result = CliRunner().invoke(detente, [*words, "--home", str(node.home)])
    assert result.exit_code == code, f"{words}\n{result.output}"
    return result.output


def answer(node: RunningNode, *words: str) -> list[dict[str, Any]]:
    """The same as JSON."""
    found = json.loads(typed(node, *words, "--json"))
    return found if isinstance(found, list) else [found]


def warning() -> str:
    """A weapon warning's volume over the district, in two hours."""
    start = datetime.now(UTC) + timedelta(hours=2)
    window = f"{start:%Y-%m-%dT%H:%MZ}-{start + timedelta(hours=1):%Y-%m-%dT%H:%MZ}"
    return f"volume=circle 22.9S 14.4E 5NM SFC-FL100 {window}"


def seen(node: RunningNode, number: str) -> bool:
    """Whether the notice has come."""
    return any(one["number"] == number for one in answer(node, "humanitarian", "list"))


def test_a_clinic_is_coarse_for_all_and_exact_by_rule(tmp_path: Path) -> None:
    """Amber is told where the clinic is, Cobalt only when its warning comes near; all is logged."""
    nodes = [
        start_node(tmp_path / name, name, wait=False) for name in ("meridian", "amber", "cobalt")
    ]
    meridian, amber, cobalt = nodes
    with stopping(*nodes):
        for node in nodes:
            node.wait_ready()
        typed(meridian, "open", "Aid", "--kind", "humanitarian")
        for inviter, joiner in ((meridian, amber), (meridian, cobalt), (amber, cobalt)):
            (made,) = answer(inviter, "invite")
            typed(joiner, "join", str(made["invitation"]))
        settled(lambda: all(all_up(node) for node in nodes))
        site = ("site=C-12", "use=clinic", "verified=own-staff", f"valid_to_ms={UNTIL}")
        place = ("point=22.90123S 14.40456E", "grade=building", "on_site=night guard, radio 5")
        refused = typed(
            meridian, "send", "NHS", *site, *place, "cell=circle 22.9S 14.4E 10NM", code=1
        )
        assert "exact-in-clear" in refused
        said = typed(
            meridian,
            "humanitarian",
            "send",
            "NHS",
            *site,
            *place,
            "--audience",
            "amber",
            "--others",
            "activity-near",
        )
        assert "a notice, not a request for permission" in said
        assert "22.901" not in said
        number = "MERIDIAN-2026-0001"
        settled(lambda: seen(amber, number) and seen(cobalt, number))
        exact = typed(amber, "humanitarian", "show", number, "--why", "planning")
        assert "night guard" in exact
        assert "good to 20 m" in exact
        assert "nothing was sealed for cobalt" in typed(
            cobalt, "humanitarian", "show", number, code=1
        )
        typed(amber, "read", number)
        typed(amber, "readback", number)
        settled(lambda: "opened" in typed(meridian, "humanitarian", "list"))
        typed(cobalt, "humanitarian", "request", number, "activity-planned")
        settled(lambda: "asked for by" in typed(meridian, "humanitarian", "list"))
        typed(cobalt, "send", "NWA", "hazard=air-surface", "own_traffic=none", warning())
        settled(
            lambda: (
                "night guard"
                in CliRunner()
                .invoke(detente, ["humanitarian", "show", number, "--home", str(cobalt.home)])
                .output
            )
        )
        (here,) = answer(meridian, "humanitarian", "list")
        (near,) = here["near"]
        assert near["party"] == "cobalt"
        assert near["exact_cm"] == 0
        there = answer(amber, "humanitarian", "list")
        assert there[0]["near"]
        log = answer(meridian, "disclosures")
        assert [(one["party"], one["why"]) for one in log] == [
            ("cobalt", "activity-near"),
            ("amber", "audience"),
        ]
        own = answer(amber, "disclosures")
        assert [(one["reader"], one["why"]) for one in own] == [("admin", "planning")]
        copies = answer(meridian, "humanitarian", "trace", number, "22.90123S", "14.40456E")
        assert {one["party"] for one in copies} == {"amber", "cobalt"}
        typed(meridian, "humanitarian", "withdraw", number)
        settled(lambda: not seen(cobalt, number))


def test_a_list_is_read_kept_released_and_a_convoy_s_contact_is_tried(tmp_path: Path) -> None:
    """Three good rows of five are drafts; released, they are sealed notices; a convoy is called."""
    nodes = [start_node(tmp_path / name, name, wait=False) for name in ("meridian", "amber")]
    meridian, amber = nodes
    rows = [
        "Name,Type,Latitude,Longitude,Valid until,Verified by",
        f"A,clinic,-22.90123,14.40456,{UNTIL},operator",
        f"B,school,-22.91123,14.41456,{UNTIL},operator",
        f"C,shelter,14.42456,-22.92123,{UNTIL},operator",
        f"D,shelter,-22.93123,,{UNTIL},operator",
        f"E,water,-22.94123,14.44456,{UNTIL},operator",
    ]
    (tmp_path / "sites.csv").write_text("\n".join(rows), "utf-8")
    with stopping(*nodes):
        for node in nodes:
            node.wait_ready()
        typed(meridian, "open", "Aid", "--kind", "humanitarian")
        (made,) = answer(meridian, "invite")
        typed(amber, "join", str(made["invitation"]))
        settled(lambda: all(all_up(node) for node in nodes))
        said = typed(
            meridian,
            "humanitarian",
            "import",
            str(tmp_path / "sites.csv"),
            "--audience",
            "amber",
            code=1,
        )
        assert "3 rows are kept as drafts, 2 are not" in said
        assert "row 4: latitude and longitude are swapped" in said
        assert "row 5: longitude: empty" in said
        assert answer(amber, "humanitarian", "list") == []
        typed(meridian, "release", "--batch", "sites.csv")
        settled(lambda: len(answer(amber, "humanitarian", "list")) == 3)
        start = datetime.now(UTC) + timedelta(hours=1)
        end = start + timedelta(hours=4)
        route = [
            {"lat_e7": -229_000_000, "lon_e7": 144_000_000},
            {"lat_e7": -226_000_000, "lon_e7": 145_000_000},
        ]
        for leg, at in zip(route, (start, end), strict=True):
            leg |= {name: int(at.timestamp() * 1000) for name in ("arrive_ms", "leave_ms")}
        body = {
            "message": {
                "format": "NHM",
                "precedence": "IMMEDIATE",
                "fields": {
                    "movement": "M-7",
                    "act": "plan",
                    "from_ms": route[0]["arrive_ms"],
                    "valid_to_ms": route[1]["arrive_ms"],
                },
            },
            "exact": {"route": route, "vehicles": "2-5", "on_move": "satellite phone +881 1"},
            "audience": ["amber"],
        }
        (line,) = {one["channel"] for one in meridian.get("/v1/channels")}
        number = meridian.post(f"/v1/lines/{line}/ACTUAL/humanitarian", body)["number"]
        settled(lambda: seen(amber, number))
        assert "NOT TRIED" in typed(meridian, "humanitarian", "list")
        typed(amber, "humanitarian", "contact", number, "no-answer", "--means", "satellite-phone")
        typed(amber, "humanitarian", "contact", number, "answered", "--means", "radio")
        settled(lambda: "contact answered" in typed(meridian, "humanitarian", "list"))
        assert "NOT TRIED" not in typed(meridian, "humanitarian", "list")
        typed(meridian, "humanitarian", "reconfirm", number, UNTIL)
