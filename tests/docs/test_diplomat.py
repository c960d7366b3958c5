"""The guide of the diplomat's desk works as it stands, on one pair of real nodes."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from tests.support.nodes import all_up, open_channel, settled, start_node, stopping
from tests.support.terminal import ROOT, blocks


@pytest.mark.slow
def test_the_guide_of_the_diplomats_desk_works_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visit, two readouts, a promise, a text that both sign, what is due, and the review."""
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "guide-diplomat.md").read_text(encoding="utf-8")
    page = page.replace("-2026-", f"-{datetime.now(UTC).year}-")
    (tmp_path / "run").mkdir()
    nodes = [start_node(tmp_path / "run" / name, name, wait=False) for name in ("amber", "cobalt")]
    typed, token = 0, ""
    with stopping(*nodes):
        for node in nodes:
            node.wait_ready()
        open_channel(*nodes, slug="desk", kind="diplomatic")
        for block in blocks(page):
            if block.file:
                Path(block.file).write_text(block.text, encoding="utf-8")
                continue
            for line in block.lines:
                program, *words = shlex.split(line)
                assert program == "detente"
                done = CliRunner().invoke(detente, [token if w == "SECOND" else w for w in words])
                assert done.exit_code == (1 if block.refused else 0), f"{line}\n{done.output}"
                if words[:2] == ["officers", "add"]:
                    token = done.stdout.strip()
                settled(lambda: all(all_up(node) for node in nodes))
                typed += 1
            assert block.shows in done.output, f"{block.lines[-1]}\n{done.output}"
    assert typed > 20
    assert "BEGIN:VCALENDAR" in Path("desk.ics").read_text(encoding="utf-8")
    assert "<script" not in Path("review.html").read_text(encoding="utf-8")
