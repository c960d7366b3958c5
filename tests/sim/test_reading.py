"""Articles become reports on a line, sentence by sentence, and a page that loads nothing."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from detente.drawing.timeline import Entry, write
from detente.sim import reading
from detente.sim.reading import NoArticles
from tests.support.invented import ARTICLE


def told(folder: Path, keep: Path) -> str:
    """What the demo prints of a folder."""
    out = io.StringIO()
    assert reading.run(Console(file=out, width=200), folder, keep)
    return out.getvalue()


def test_each_sentence_is_a_report_or_not_modelled(tmp_path: Path) -> None:
    """Every sentence has its reports under it, or says not modelled; the same each time."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "post.txt").write_text(ARTICLE, "utf-8")
    first = told(folder, tmp_path / "a")
    assert "The weather was fine.\n    not modelled" in first
    assert re.search(r"AMBER-2026-\d{4}  call: Holm, Amber, Ivo Brandt", first)
    assert re.search(r"\(reportedly; .*Harbour news agency < publisher not known; rule ", first)
    assert "the same at both parties: yes" in first
    page = (tmp_path / "a" / reading.PAGE).read_text("utf-8")
    assert "Diplomatic relations were restored" in page
    assert "<bdi>Lena Voss, head of the rescue service</bdi>" in page
    told(folder, tmp_path / "b")
    assert (tmp_path / "b" / reading.PAGE).read_text("utf-8") == page


def test_without_the_articles_the_demo_says_so(tmp_path: Path) -> None:
    """No folder, another folder, an empty one, a broken file: one sentence each."""
    for folder in (None, tmp_path / "none", tmp_path):
        with pytest.raises(NoArticles):
            reading.read_folder(folder)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nonsense")
    with pytest.raises(NoArticles, match="no pdf that can be read"):
        reading.read_folder(tmp_path)


def test_the_page_loads_nothing_and_hides_nothing() -> None:
    """Words of others are escaped; years order the reports; a source's own date is marked."""
    one = Entry(
        day="1988",
        latest="",
        dated=False,
        kind="tie",
        words="<script>alert(1)</script>",
        hedge="stated",
        by="reported by Coast Post",
        quote="restored",
        source="Coast Post, 2016-02-18",
        number="AMBER-2026-0001",
    )
    late = Entry("2016-02", "2016-03", True, "claim", "b", "quoted", "c", "d", "e")
    undated = Entry("", "", False, "claim", "b", "quoted", "c", "no date", "e")
    page = write("What is reported", [late, one, undated], 1967, 2017)
    assert "<script>" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=", page)
    assert page.index("<h2>1988</h2>") < page.index("<h2>2016</h2>")
    assert "2016-02 to 2016-03<br>(date of the source)" in page
    assert "<h2>No date</h2>" in page
    assert page.count("<circle") == 2
