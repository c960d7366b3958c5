"""The command line as a whole: its help, its exit codes, and how it says what went wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import httpx
import msgspec
import pytest
from click.testing import CliRunner, Result

from detente.cli.app import SECTIONS, detente
from detente.cli.reference import page
from detente.cli.settings import Settings
from detente.core.airspace.volume import Point
from detente.core.line.message import Status
from detente.wire.native import Accepted, ConflictView, LineView, PeerView, StatusView

ROOT = Path(__file__).resolve().parents[2]
NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z
Answer = Callable[[httpx.Request], httpx.Response]


def line(channel: str, status: str = "ACTUAL") -> LineView:
    """A line of Amber's with nothing pressing."""
    return LineView(
        channel=channel,
        name="Coast",
        purpose="safety",
        status=status,  # type: ignore[arg-type]  # a Status from its text, as JSON has it
        members=("amber", "cobalt"),
        declared={},
        unread=0,
        due=0,
        missed=0,
        conflicts=0,
    )


def peer(link: str = "up") -> PeerView:
    """Cobalt, as Amber sees it."""
    return PeerView(
        party="cobalt",
        name="Cobalt",
        kind="member",
        fingerprint="00",
        address="127.0.0.1:1",
        channels=("coast-1",),
        link=link,
        link_since_ms=NOW_MS,
        why="",
        skew_ms=0,
        behind=0,
        evidence=0,
    )


def first_screen(*channels: str, link: str = "up") -> StatusView:
    """Amber's first screen with these channels."""
    return StatusView(
        party="amber",
        name="Amber",
        fingerprint="00",
        version="test",
        now_ms=NOW_MS,
        position=7,
        lines=tuple(line(channel) for channel in channels),
        peers=(peer(link),),
        evidence=0,
    )


def run(
    *words: str,
    answer: Answer | None = None,
    stdin: str | None = None,
    screen: StatusView | None = None,
) -> Result:
    """The command typed against a node that answers as given."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/status":
            return as_json(screen or first_screen("coast-1"))
        assert answer is not None, request.url
        return answer(request)

    settings = Settings(
        node="http://127.0.0.1:1",
        token="t",
        transport=httpx.MockTransport(handle),
        now_ms=lambda: NOW_MS,
    )
    return CliRunner().invoke(detente, words, obj=settings, input=stdin)


def as_json(value: object, status: int = 200) -> httpx.Response:
    """An answer of the node."""
    return httpx.Response(status, content=msgspec.json.encode(value))


def problem(status: int, detail: str, *refusals: object) -> Answer:
    """A node that refuses everything so."""
    return lambda _: as_json({"title": "no", "detail": detail, "refusals": refusals}, status)


SWAPPED = {
    "field": "fields.volume",
    "rule": "check-swapped",
    "reason": "the middle lies outside the area; exchanged it would lie inside",
    "remedy": "Exchange latitude and longitude",
    "override": True,
}
NWA = (
    "send",
    "NWA",
    "hazard=air-surface",
    "own_traffic=none",
    "volume=circle 34.5N 35.2E 10NM SFC-FL200 08:00Z-09:00Z",
)


def test_help_is_fast_because_it_imports_no_command() -> None:
    """`detente --help` loads neither the HTTP client nor the crypto nor the geometry."""
    code = (
        "import sys; sys.argv=['detente','--help']\n"
        "from detente.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'httpx','numpy','cryptography','msgspec','apsw'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


def test_the_help_of_each_command_is_the_one_in_the_list() -> None:
    """The list says what there is: each command exists and has help, examples and exit codes."""
    context = click.Context(detente)
    for commands in SECTIONS.values():
        for name, (_, words) in commands.items():
            command = detente.get_command(context, name)
            assert command is not None
            assert command.name == name
            assert words.endswith(".")
            assert "Exit codes:" in (command.epilog or ""), name
            assert "detente " + name in (command.epilog or ""), name


def test_the_reference_page_is_up_to_date() -> None:
    """docs/cli.md is what `python -m detente.cli.reference` writes."""
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m detente.cli.reference > docs/cli.md"


def test_a_message_is_sent_with_exact_integers() -> None:
    """What was typed reaches the node as integers, with the rules that the officer passes."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return as_json(Accepted(position=9, number="AMBER-2026-0001"), 201)

    result = run("--json", *NWA, "--to", "Cobalt", "--acknowledge", "check-swapped", answer=answer)
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["number"] == "AMBER-2026-0001"
    assert sent[0].url.path == "/v1/lines/coast-1/ACTUAL/messages"
    body = json.loads(sent[0].content)
    assert body["to"] == ["cobalt"]
    assert body["acknowledged"] == ["check-swapped"]
    assert body["fields"]["volume"] == {
        "outline": {"circle": {"lat_e7": 345000000, "lon_e7": 352000000, "radius_cm": 1852000}},
        "floor": None,
        "ceiling": {"cm": 609600, "reference": "FL"},
        "start_ms": NOW_MS + 1_800_000,
        "end_ms": NOW_MS + 5_400_000,
    }


def test_what_cannot_be_read_names_field_reason_and_remedy() -> None:
    """Three slips of the keyboard come back at once, nothing is sent, the exit code is 1."""
    result = run(
        "send", "NWA", "hazard=bombs", "volme=x", "volume=circle 34.5 35.2 10NM SFC-UNL now-open"
    )
    assert result.exit_code == 1
    assert "fields.hazard: 'bombs' is none of the codes" in result.stderr
    assert "Did you mean volume?" in result.stderr
    assert "fields.volume.outline.circle: expected a coordinate with its letter" in result.stderr


def test_a_check_of_the_node_can_be_passed_and_says_how() -> None:
    """Swapped coordinates are refused with the option that passes the check if they are right."""
    result = run(*NWA, answer=problem(422, "refused", SWAPPED))
    assert result.exit_code == 1
    assert "fields.volume: the middle lies outside" in result.stderr
    assert "Exchange latitude and longitude." in result.stderr
    assert "--acknowledge check-swapped" in result.stderr


def test_a_refusal_in_json_is_one_document_on_standard_output() -> None:
    """A program that asked in JSON reads the refusal as JSON, field by field."""
    result = run("--json", *NWA, answer=problem(422, "refused", SWAPPED))
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert said["refusals"] == [SWAPPED]
    assert said["exit"] == 1


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, 4, "does not know this token"),
        (403, 4, "observer may not"),
        (404, 1, "observer may not"),
        (503, 1, "the node failed"),
    ],
)
def test_each_kind_of_refusal_has_its_exit_code(status: int, code: int, words: str) -> None:
    """Not allowed is 4, refused and broken are 1, each with words."""
    result = run("journals", answer=problem(status, "observer may not"))
    assert result.exit_code == code
    assert words in result.stderr


def test_a_node_that_does_not_answer_is_exit_3() -> None:
    """Connection refused is said with the address and what to do."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    result = run("journals", answer=answer)
    assert result.exit_code == 3
    assert "http://127.0.0.1:1" in result.stderr
    assert "detente serve" in result.stderr


@pytest.mark.parametrize("content", [b"<html>", b"{}", b'[{"journal": 1}]', b"\xff\xfe"])
def test_an_answer_that_nobody_understands_is_said_to_be_that(content: bytes) -> None:
    """Another program on the port gives words, never a traceback."""
    result = run("journals", answer=lambda _: httpx.Response(200, content=content))
    assert result.exit_code == 1
    assert "form not known here" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("send",), "name a FORMAT"),
        (("send", "NWA", "--json", "x.json"), "not both"),
        (("send", "--json", "nowhere.json"), "nowhere.json: No such file"),
        (("show", "../../v1/status"), "is no number"),
        (("show", "."), "is no number"),
        (("answer", "AMBER-2026-0001"), "Missing argument 'CODE'"),
        (("correct", "AMBER-2026-0001"), "give one of"),
        (("nonsense",), "No such command"),
        (("join", "nowhere.txt"), "there is no file nowhere.txt"),
    ],
)
def test_wrong_usage_is_exit_2(words: tuple[str, ...], said: str) -> None:
    """A missing argument, a file that is not there, a path as a number: said, exit code 2."""
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert said in result.output


def test_no_home_and_no_running_node_are_told_apart(tmp_path: Path) -> None:
    """Without a home: init. With a home whose node never ran: serve."""
    runner = CliRunner()
    none = runner.invoke(detente, ["status", "--home", str(tmp_path / "none")])
    assert (none.exit_code, "detente init" in none.stderr) == (2, True)
    still = runner.invoke(detente, ["status", "--home", str(tmp_path)])
    assert (still.exit_code, "detente serve" in still.stderr) == (3, True)


def test_what_a_peer_wrote_cannot_move_the_cursor() -> None:
    """Escape sequences and direction overrides in a peer's text are written out."""
    kept = {
        "id": 1,
        "at_ms": NOW_MS,
        "peer": "cobalt",
        "journal": "x",
        "reason": "FORK",
        "detail": "\x1b[2J\u202e gone",
        "sha256": "0",
        "size": 1,
        "data": "",
    }
    result = run("evidence", answer=lambda _: as_json([kept]))
    assert result.exit_code == 0
    assert "\\u001b[2J\\u202e gone" in result.output
    assert "\x1b" not in result.output


def test_two_channels_ask_which() -> None:
    """With two channels the line must be named; the beginning of its name is enough."""
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if request.url.path == "/v1/status":
            return as_json(first_screen("coast-1", "north-2"))
        return as_json([])

    def typed(*words: str) -> Result:
        transport = httpx.MockTransport(handle)
        settings = Settings(node="http://127.0.0.1:1", token="t", transport=transport)
        return CliRunner().invoke(detente, words, obj=settings)

    which = typed("conflicts")
    assert which.exit_code == 2
    assert "coast-1, north-2" in which.stderr
    assert "DETENTE_CHANNEL" in which.stderr
    assert typed("conflicts", "--channel", "north", "--status", "exercise").exit_code == 0
    assert "/v1/lines/north-2/EXERCISE/conflicts" in asked
    assert typed("conflicts", "--channel", "Coast").exit_code == 0
    assert "/v1/lines/coast-1/ACTUAL/conflicts" in asked


def test_an_exercise_number_names_its_status() -> None:
    """A message of an exercise is found without saying --status EXERCISE."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return as_json(Accepted(position=1), 201)

    run("end", "exercise-amber-2026-0001", answer=answer)
    assert asked == ["/v1/lines/coast-1/EXERCISE/messages/EXERCISE-AMBER-2026-0001/end"]


def test_an_empty_picture_with_the_link_down_is_not_shown_as_empty_sky() -> None:
    """No volume and no link: what is not known is said beside what is."""

    def handle(request: httpx.Request) -> httpx.Response:
        down = first_screen("coast-1", link="down")
        return as_json(down if request.url.path == "/v1/status" else [])

    transport = httpx.MockTransport(handle)
    settings = Settings(node="http://127.0.0.1:1", token="t", transport=transport)
    for command in ("picture", "conflicts"):
        result = CliRunner().invoke(detente, [command], obj=settings)
        assert "LINK cobalt DOWN" in result.output
        assert "NOT known here" in result.output
        assert "This is no clearance" in result.output
    inbox = CliRunner().invoke(detente, ["inbox"], obj=settings)
    assert "LINK cobalt DOWN" in inbox.output
    assert "what it sent since is NOT here" in inbox.output


def test_the_token_of_the_environment_gives_way_to_the_one_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Options may stand before or after the command, and win over the environment."""
    monkeypatch.setenv("DETENTE_TOKEN", "from-environment")
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return as_json([])

    for words in (("--token", "typed", "journals"), ("journals", "--token", "typed")):
        settings = Settings(node="http://127.0.0.1:1", transport=httpx.MockTransport(handle))
        assert CliRunner().invoke(detente, words, obj=settings).exit_code == 0
    settings = Settings(node="http://127.0.0.1:1", transport=httpx.MockTransport(handle))
    CliRunner().invoke(detente, ["journals"], obj=settings)
    assert seen == ["Bearer typed", "Bearer typed", "Bearer from-environment"]


def test_formats_need_no_node_and_say_what_to_type() -> None:
    """An officer finds each field's codes and an example without a node."""
    runner = CliRunner()
    listed = runner.invoke(detente, ["formats"])
    assert listed.exit_code == 0
    assert "weapon activity warning" in listed.output
    one = runner.invoke(detente, ["formats", "nwa"])
    assert "air-surface" in one.output
    assert "volume='circle 22.9S 14.4E 10NM FL100-FL240 08:00Z-09:00Z'" in one.output
    assert runner.invoke(detente, ["formats", "XYZ"]).exit_code == 1
    schema = json.loads(runner.invoke(detente, ["formats", "AEN", "--json"]).output)
    assert schema["required"] == ["situation", "point", "seen_ms"]


@pytest.mark.parametrize("offset", ["+03:00", "3", "0300"])
def test_init_makes_a_home_whose_recovery_key_is_pointed_at(tmp_path: Path, offset: str) -> None:
    """The first start says where the recovery key lies, and refuses to overwrite a home."""
    home = str(tmp_path / "amber")
    words = ["init", "amber", "--home", home, "--name", "Amber", f"--utc-offset={offset}"]
    made = CliRunner().invoke(detente, words)
    assert made.exit_code == 0, made.output
    assert "MOVE IT OFF THIS MACHINE" in made.output
    card = json.loads((tmp_path / "amber" / "party.json").read_text())
    assert card["utc_offset_min"] == 180
    again = CliRunner().invoke(detente, words)
    assert (again.exit_code, "not empty" in again.stderr) == (2, True)


def test_a_channel_is_opened_with_what_was_agreed() -> None:
    """Area, lead times and buffers are read with their units and sent as integers."""
    sent: list[dict[str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return as_json({"channel": "kuste-1f3a9c02", "position": 3}, 201)

    words = ("--area", "circle 34.5N 35.2E 200km", "--lead", "NWA=20")
    buffer = ("--buffer", "combat 10NM 2000ft 5min")
    result = run("open", "Küste", *words, *buffer, answer=answer)
    assert result.exit_code == 0, result.output
    assert sent == [
        {
            "slug": "kuste",
            "name": "Küste",
            "purpose": "safety",
            "kind": "safety",
            "two_person": [],
            "area": {"circle": {"lat_e7": 345000000, "lon_e7": 352000000, "radius_cm": 20000000}},
            "lead_ms": {"NWA": 1_200_000},
            "buffers": [
                {
                    "activity": "combat",
                    "horizontal_cm": 1_852_000,
                    "vertical_cm": 60_960,
                    "padding_ms": 300_000,
                }
            ],
        }
    ]
    assert run("open", "Берег", *words, answer=answer).exit_code == 1
    assert run("open", "Берег", "--slug", "bereg", answer=answer).exit_code == 0
    assert run("open", "Coast", "--buffer", "combat 10 2000ft 5min", answer=answer).exit_code == 1
    assert run("open", "Coast", "--lead", "NWA", answer=answer).exit_code == 2
    agreed = ("--effective", "naa=readback", "--effective", "NWA=READ")
    assert run("open", "Coast", *agreed, answer=answer).exit_code == 0
    assert sent[-1]["effective"] == {"NAA": "READBACK", "NWA": "READ"}
    for wrong in ("NAA", "NAA=LATER", "XYZ=READ"):
        result = run("open", "Coast", "--effective", wrong, answer=answer)
        assert (result.exit_code, "NAA=READBACK" in result.stderr) == (2, True)


def test_an_invitation_for_a_misspelt_channel_opens_no_new_one() -> None:
    """Once there is a channel, another name is a slip: the channels are listed, nothing happens."""
    result = run(
        "invite", "--channel", "caost", answer=lambda request: pytest.fail(str(request.url))
    )
    assert result.exit_code == 2
    assert "coast-1" in result.stderr


def test_urgency_may_be_raised_by_name() -> None:
    """A routine notice sent as FLASH says so to the node."""
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return as_json(Accepted(position=9), 201)

    assert run("send", "LCK", "--precedence", "flash", answer=answer).exit_code == 0
    assert json.loads(sent[0])["precedence"] == "FLASH"


@pytest.mark.parametrize(
    "url", ["http://node.example:8700", "ftp://x", "nowhere", "http://", "ht tp:"]
)
def test_a_token_never_leaves_in_clear(url: str) -> None:
    """Off this machine only TLS carries a token; an address that is none is said to be none."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    settings = Settings(transport=httpx.MockTransport(handle))
    result = CliRunner().invoke(detente, ["status", "--node", url, "--token", "t"], obj=settings)
    assert result.exit_code == 2, result.output
    assert url in result.stderr


def test_a_home_s_token_is_not_sent_to_another_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--node` alone asks for a token; the administrator's token of ~/.detente stays there."""
    (tmp_path / ".detente").mkdir()
    (tmp_path / ".detente" / "admin.token").write_text("secret")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DETENTE_TOKEN", raising=False)
    result = CliRunner().invoke(detente, ["status", "--node", "https://node.example:8700"])
    assert result.exit_code == 2
    assert "--token" in result.stderr


@pytest.mark.parametrize("height", ["1207m", "FL40", "high"])
def test_the_highest_ground_is_given_above_sea_level(height: str, tmp_path: Path) -> None:
    """A height without its reference, or of another one, is asked for again before any node."""
    said = CliRunner().invoke(
        detente, ["open", "Coast", "--terrain", height, "--home", str(tmp_path)]
    )
    assert said.exit_code == 1
    assert "terrain" in said.output
    assert "AMSL" in said.output


def test_an_ended_conflict_is_shown_until_what_ended_it_is_read() -> None:
    """The desk sees the conflict, what ended it, the heights in feet, and the command to type."""
    conflict = ConflictView(
        conflict="AMBER-2026-0001~COBALT-2026-0001",
        channel="coast-1",
        status=Status.ACTUAL,
        numbers=("AMBER-2026-0001", "COBALT-2026-0001"),
        parties=("amber", "cobalt"),
        engine=1,
        where=Point(0, 0),
        place="",
        from_ms=None,
        to_ms=None,
        horizontal_cm=0,
        vertical_cm=30_480,
        buffer_horizontal_cm=1_000_000,
        buffer_vertical_cm=60_960,
        why="Areas overlap or touch.",
        found_at_ms=NOW_MS,
        ended_reason="corrected",
        ended_at_ms=NOW_MS,
        ended_unread="COBALT-2026-0002",
    )

    shown = run("conflicts", answer=lambda _: as_json([conflict])).output
    assert "corrected: ended by COBALT-2026-0002, not yet READ here" in shown
    assert "304 m (1,000 ft) apart, the buffer is 610 m (2,000 ft)" in shown


def test_status_names_every_unread_flash() -> None:
    """A FLASH stands on the first screen by itself, its overdue steps apart from routine ones."""
    flash = "COBALT-2026-0003 · FLASH · is this yours"
    pressed = msgspec.structs.replace(
        line("coast-1"), missed=3, missed_flash=2, flash={"COBALT-2026-0003": flash}
    )
    screen = msgspec.structs.replace(first_screen(), lines=(pressed,))
    shown = run("status", screen=screen).output
    assert "2 FLASH STEPS OVERDUE; 1 OVERDUE" in shown
    assert f"UNREAD {flash}   -> detente read COBALT-2026-0003" in shown


@pytest.mark.parametrize(
    ("many", "said"),
    [(1, ("1 CONFLICT ->", "1 ALARM ->", "1 GAP on")), (2, ("2 CONFLICTS", "2 ALARMS", "2 GAPS"))],
)
def test_one_alarm_is_no_alarms(many: int, said: tuple[str, ...]) -> None:
    """The first screen counts in words that fit: one conflict, two conflicts."""
    pressed = msgspec.structs.replace(line("coast-1"), conflicts=many)
    screen = msgspec.structs.replace(first_screen(), lines=(pressed,), alarms=many, gaps=many)
    shown = run("status", screen=screen).output
    assert [one for one in said if one not in shown] == []
