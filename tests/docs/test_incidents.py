"""The page of incidents works as it stands, on one pair of real nodes."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from tests.support.nodes import all_up, settled, two_nodes
from tests.support.terminal import ROOT, blocks


@pytest.mark.slow
def test_the_page_of_incidents_works_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case opened, told otherwise, asked about, agreed on in part, closed, and reported."""
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "incidents.md").read_text(encoding="utf-8")
    page = page.replace("-2026-", f"-{datetime.now(UTC).year}-")
    typed = 0
    (tmp_path / "run").mkdir()
    with two_nodes(tmp_path / "run") as pair:
        for block in blocks(page):
            if block.file:
                Path(block.file).write_text(block.text, encoding="utf-8")
                continue
            for line in block.lines:
                program, *words = shlex.split(line)
                assert program == "detente"
                done = CliRunner().invoke(detente, words)
                assert done.exit_code == (1 if block.refused else 0), done.output
                settled(lambda: all_up(pair.amber) and all_up(pair.cobalt))
                typed += 1
            assert block.shows in done.output
    assert typed > 10
    shown = Path("case.html").read_text(encoding="utf-8")
    assert "Made for public." in shown
    assert "6 items may not be told" in shown
    assert "<script" not in shown
    assert len(pypdf.PdfReader("case.pdf").pages) >= 1
