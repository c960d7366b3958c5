"""A clinic, a convoy and a warning near them, typed at three desks over real links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from detente.tongues.catalogue import shipped
from detente.tongues.template import bare
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


NUMBER = "MERIDIAN-2026-0001"


@contextmanager
def desks(folder: Path, *names: str) -> Iterator[list[RunningNode]]:
    """The parties' nodes on one humanitarian channel, each with links to all others."""
    nodes = [start_node(folder / name, name, wait=False) for name in names]
    with stopping(*nodes):
        for node in nodes:
            node.wait_ready()
        typed(nodes[0], "open", "Aid", "--kind", "humanitarian")
        for at, inviter in enumerate(nodes):
            for joiner in nodes[at + 1 :]:
                (made,) = answer(inviter, "invite")
                typed(joiner, "join", str(made["invitation"]))
        settled(lambda: all(all_up(node) for node in nodes))
        yield nodes


def clinic_told(meridian: RunningNode) -> None:
    """Meridian notifies a clinic: exact for Amber, for Cobalt when an activity comes near."""
    site = ("site=C-12", "use=clinic", "verified=own-staff", f"valid_to_ms={UNTIL}")
    place = ("point=22.90123S 14.40456E", "grade=building", "on_site=night guard, radio 5")
    cell = "cell=circle 22.9S 14.4E 10NM"
    refused = typed(meridian, "send", "NHS", *site, *place, cell, code=1)
    assert "exact-in-clear" in refused
    rule = ("--audience", "amber", "--others", "activity-near")
    said = typed(meridian, "humanitarian", "send", "NHS", *site, *place, *rule)
    assert "a notice, not a request for permission" in said
    assert "22.901" not in said


def opened_by(node: RunningNode) -> bool:
    """Whether this party has the details of the clinic."""
    words = ["humanitarian", "show", NUMBER, "--home", str(node.home)]
    return "night guard" in CliRunner().invoke(detente, words).output


def test_a_clinic_is_coarse_for_all_and_exact_by_rule(tmp_path: Path) -> None:
    """Amber is told where the clinic is, Cobalt only when its warning comes near; all is logged."""
    with desks(tmp_path, "meridian", "amber", "cobalt") as (meridian, amber, cobalt):
        clinic_told(meridian)
        settled(lambda: seen(amber, NUMBER) and seen(cobalt, NUMBER))
        assert "good to 20 m" in typed(amber, "humanitarian", "show", NUMBER, "--why", "planning")
        arabic = bare(typed(amber, "humanitarian", "show", NUMBER, "--lang", "ar"))
        notice = shipped()["ar"].template("notice-only").fill({})
        for words in (notice, "grade=building | precision: ", "night guard"):
            assert words in arabic
        nobody = typed(amber, "humanitarian", "show", NUMBER, "--lang", "xx", "--json", code=1)
        assert "unknown-language" in nobody
        refused = typed(cobalt, "humanitarian", "show", NUMBER, code=1)
        assert "nothing was sealed for cobalt" in refused
        typed(amber, "readback", NUMBER)
        settled(lambda: "opened" in typed(meridian, "humanitarian", "list"))
        typed(cobalt, "humanitarian", "request", NUMBER, "activity-planned")
        settled(lambda: "asked for by" in typed(meridian, "humanitarian", "list"))
        typed(cobalt, "send", "NWA", "hazard=air-surface", "own_traffic=none", warning())
        settled(lambda: opened_by(cobalt))
        (here,) = answer(meridian, "humanitarian", "list")
        assert [(one["party"], one["exact_cm"]) for one in here["near"]] == [("cobalt", 0)]
        (there,) = answer(amber, "humanitarian", "list")
        assert there["near"]
        log = answer(meridian, "disclosures")
        told = [(one["party"], one["why"]) for one in log]
        assert told == [("cobalt", "activity-near"), ("amber", "audience")]
        own = answer(amber, "disclosures")
        looks = [(one["reader"], one["why"]) for one in own]
        assert looks == [("admin", "opened"), ("admin", "planning")], "in no language, no look"
        copies = answer(meridian, "humanitarian", "trace", NUMBER, "22.90123S", "14.40456E")
        assert {one["party"] for one in copies} == {"amber", "cobalt"}
        typed(meridian, "humanitarian", "withdraw", NUMBER)
        settled(lambda: not seen(cobalt, NUMBER))


def convoy() -> dict[str, Any]:
    """A convoy that moves off in an hour, as the API takes it."""
    start = datetime.now(UTC) + timedelta(hours=1)
    places = ((-229_000_000, 144_000_000), (-226_000_000, 145_000_000))
    at_ms = [int((start + timedelta(hours=4 * n)).timestamp() * 1000) for n in range(2)]
    route = [
        {"lat_e7": lat, "lon_e7": lon, "arrive_ms": at, "leave_ms": at}
        for (lat, lon), at in zip(places, at_ms, strict=True)
    ]
    fields = {"movement": "M-7", "act": "plan", "from_ms": at_ms[0], "valid_to_ms": at_ms[1]}
    return {
        "message": {"format": "NHM", "precedence": "IMMEDIATE", "fields": fields},
        "exact": {"route": route, "vehicles": "2-5", "on_move": "satellite phone +881 1"},
        "audience": ["amber"],
    }


def test_a_list_s_bad_rows_are_named_and_its_good_ones_wait_for_release(tmp_path: Path) -> None:
    """Three good rows of five are drafts that nobody else sees; released, they are notices."""
    rows = [
        "Name,Type,Latitude,Longitude,Valid until,Verified by",
        f"A,clinic,-22.90123,14.40456,{UNTIL},operator",
        f"B,school,-22.91123,14.41456,{UNTIL},operator",
        f"C,shelter,14.42456,-22.92123,{UNTIL},operator",
        f"D,shelter,-22.93123,,{UNTIL},operator",
        f"E,water,-22.94123,14.44456,{UNTIL},operator",
    ]
    sheet = tmp_path / "sites.csv"
    sheet.write_text("\n".join(rows), "utf-8")
    with desks(tmp_path, "meridian", "amber") as (meridian, amber):
        said = typed(meridian, "humanitarian", "import", str(sheet), "--audience", "amber", code=1)
        assert "3 rows are kept as drafts, 2 are not" in said
        assert "row 4: latitude and longitude are swapped" in said
        assert "row 5: longitude: empty" in said
        assert answer(amber, "humanitarian", "list") == []
        typed(meridian, "release", "--batch", "sites.csv")
        settled(lambda: len(answer(amber, "humanitarian", "list")) == 3)
        shown = typed(amber, "show", answer(amber, "humanitarian", "list")[0]["number"])
        assert "characters (all of them: --json)" in shown, "no page of sealed letters"
        assert "boxes" not in shown
        (line,) = {one["channel"] for one in meridian.get("/v1/channels")}
        number = meridian.post(f"/v1/lines/{line}/ACTUAL/humanitarian", convoy())["number"]
        settled(lambda: seen(amber, number))
        assert "NOT TRIED" in typed(meridian, "humanitarian", "list")
        typed(amber, "humanitarian", "contact", number, "no-answer", "--means", "satellite-phone")
        typed(amber, "humanitarian", "contact", number, "answered", "--means", "radio")
        settled(lambda: "contact answered" in typed(meridian, "humanitarian", "list"))
        assert "NOT TRIED" not in typed(meridian, "humanitarian", "list")
        typed(meridian, "humanitarian", "reconfirm", number, UNTIL)
