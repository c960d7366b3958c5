"""The verifier as a program: exit codes, words for people, JSON for programs, hostile words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.journal.signatures import fingerprint, public_to_text
from detente.verify import verify_file
from detente.verify.__main__ import main
from detente.verify.report import WORD_CHARS_MAX, plain, report_words, span, utc
from tests.support.record import NWA, exchange, two_open


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An evidence file of a finished exchange."""
    record = two_open()
    exchange(record)
    record.export(tmp_path / "evidence.jsonl")
    return tmp_path / "evidence.jsonl"


def test_a_good_file_ends_in_good(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, the timeline with whose clock each time is, and the word GOOD at the end."""
    assert main([str(path)]) == 0
    out = capsys.readouterr().out
    assert "2027-01-15 08:00:05.000Z  released        by amber's clock" in out
    assert "2027-01-15 08:00:07.000Z  READ            by cobalt's clock" in out
    assert "cobalt: lead time ON TIME (29 min 52 s of 15 min 0 s asked)" in out
    assert out.splitlines()[-1].startswith("GOOD")


def test_a_broken_file_names_the_entry(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, and which entry, with what is wrong with it."""
    path.write_text(path.read_text().replace("air-surface", "air-surfacf"))
    assert main([str(path), "--quiet"]) == 1
    out = capsys.readouterr().out
    assert "coast-1f3a9c02/ACTUAL/amber entry 2: body: the body is not the one that was" in out
    assert out.splitlines()[-1].startswith("BROKEN")


def test_an_unusable_file_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 for what is no evidence file, and for a pin that is no key."""
    assert main([str(tmp_path / "none")]) == 2
    assert capsys.readouterr().out.startswith("UNUSABLE")
    assert main([str(tmp_path / "none"), "--pin", "cobalt"]) == 2
    assert "--pin" in capsys.readouterr().err


def test_keys_can_be_pinned(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A key given on the command line is said to be so; a wrong one breaks the file."""
    keys = two_open().signers
    right = public_to_text(keys["cobalt"].public)
    assert main([str(path), "--quiet", "--pin", f"cobalt={right}"]) == 0
    assert "(as given to the verifier)" in capsys.readouterr().out
    wrong = public_to_text(keys["amber"].public)
    assert main([str(path), "--quiet", "--pin", f"cobalt={wrong}"]) == 1


def test_a_fingerprint_read_aloud_is_enough_to_pin(path: Path) -> None:
    """With or without its spaces, in any case of letters; another party's breaks the file."""
    keys = two_open().signers
    aloud = fingerprint(keys["cobalt"].public)
    for said in (aloud, aloud.replace(" ", ""), aloud.upper()):
        assert main([str(path), "--quiet", "--pin", f"cobalt={said}"]) == 0
    wrong = fingerprint(keys["amber"].public)
    assert main([str(path), "--quiet", "--pin", f"cobalt={wrong}"]) == 1


def test_json_is_one_object_a_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Messages first, the report last, for programs."""
    assert main([str(path), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(line) for line in lines] == [["message"], ["report"]]
    assert lines[0]["message"]["receivers"][0]["answer"] == "WILCO"
    assert lines[1]["report"]["verdict"] == 0


def test_it_runs_as_a_program_of_its_own(path: Path) -> None:
    """``python -m detente.verify`` loads nothing of the running product."""
    program = (
        "import runpy, sys; sys.argv[1:] = [sys.argv[1], '--quiet']\n"
        "try: runpy.run_module('detente.verify', run_name='__main__')\n"
        "except SystemExit as end: code = end.code\n"
        "others = ('detente.node', 'detente.serve', 'apsw')\n"
        "bad = [name for name in sys.modules if name.startswith(others)]\n"
        "sys.exit(code or len(bad))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr


def test_hostile_words_cannot_move_the_cursor(tmp_path: Path) -> None:
    """Control and direction characters in what a party signed do not reach the terminal."""
    record = two_open()
    record.say("amber", "X\x1b[2J\u202e", NWA, to="cobalt")
    record.refuse("cobalt", "r\x1b[1A", b"")
    record.export(tmp_path / "e.jsonl")
    words = report_words(verify_file(tmp_path / "e.jsonl"))
    assert "\x1b" not in words
    assert "\u202e" not in words
    assert plain("x" * 999) == "x" * WORD_CHARS_MAX + "..."


def test_times_and_spans_in_words() -> None:
    """Open times, times beyond the calendar, and short and long spans have words."""
    assert utc(None) == "open"
    assert utc(0) == "1970-01-01 00:00:00.000Z"
    assert utc(2**62) == f"{2**62} ms"
    assert [span(ms) for ms in (1_500, -90_000, 9_000_000)] == [
        "1.5 s",
        "-1 min 30 s",
        "2 h 30 min",
    ]
