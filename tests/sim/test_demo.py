"""The demo runs to its end, proves its evidence, and refuses one changed byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.core.refusal import Fault
from detente.sim import demo, play
from detente.sim.picture import save_svg


@pytest.mark.slow
def test_the_demo_plays_proves_and_cleans_up(tmp_path: Path) -> None:
    """--once plays the story, verifies the evidence, shows the refusal of a byte, and exits 0."""
    picture = tmp_path / "demo.svg"
    done = subprocess.run(
        [sys.executable, "-m", "detente.sim.demo", "--once", "--picture", str(picture)],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for words in (
        "refused, check-swapped",
        "caught before release:",
        "CONFLICT SWEEP with FERRY",
        "AFTER THE FACT",
        "GOOD  every signature, tree, cosignature and order of cause holds",
        "One byte is changed",
        "exit 1: refused",
        "expectations came true",
    ):
        assert words in done.stdout, words
    svg = picture.read_text("utf-8")
    assert "CONFLICT" in svg
    assert svg.count("http") == svg.count("http://www.w3.org/2000/svg"), "it loads from outside"


def test_a_failed_expectation_fails_the_run(tmp_path: Path) -> None:
    """A story that expects what does not happen exits 1 and names the line."""
    story = tmp_path / "wrong.txt"
    story.write_text(
        "title: Wrong\ndate: 2026-01-02\nparty amber: Amber\nparty cobalt: Cobalt\n"
        "channel coast: Coast\n08:00:00 amber sends LCK\nexpect cobalt message format=NAA\n"
    )
    result = CliRunner().invoke(play.main, [str(story), "--quiet"])
    assert result.exit_code == 1
    assert "line 7: expected cobalt message format=NAA; found message LCK" in result.output


def test_an_unreadable_story_exits_2(tmp_path: Path) -> None:
    """A file with an error is refused with its line, and nothing is played."""
    story = tmp_path / "bad.txt"
    story.write_text("title: Bad\nnonsense\n")
    result = CliRunner().invoke(play.main, [str(story)])
    assert result.exit_code == 2
    assert "line 2: neither a header line" in result.output


def test_the_list_names_every_story() -> None:
    """--list shows each scenario with its title, and which ones are from history."""
    result = CliRunner().invoke(demo.main, ["--list"])
    assert result.exit_code == 0
    assert "coast" in result.output
    assert "(from history)" in result.output
    assert "paris" in result.output


def test_one_byte_is_changed_in_a_copy(tmp_path: Path) -> None:
    """The original stays; exactly one byte of the copy differs."""
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b'{"is":"opening"}\n{"is":"entry","body":"AMBER-2026-0001"}\n')
    line, before, after = demo.change_one_byte(source, target)
    assert (line, before, after) == (2, "AMBER-2026-0001", "AMBER-2026-0008")
    pairs = zip(source.read_bytes(), target.read_bytes(), strict=True)
    assert sum(a != b for a, b in pairs) == 1
    source.write_bytes(b"{}\n")
    with pytest.raises(Fault, match="holds no message"):
        demo.change_one_byte(source, target)


def test_a_picture_loads_nothing_from_outside(tmp_path: Path) -> None:
    """The SVG has its words and no address of any font or image."""
    path = tmp_path / "picture.svg"
    save_svg(["[bold]words & more[/]"], path, "title")
    svg = path.read_text("utf-8")
    assert "words" in svg
    assert "@font-face" not in svg
    assert svg.count("http") == 1
