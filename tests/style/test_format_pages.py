"""The pages of the formats are what the tables say, and every format has its own."""

from __future__ import annotations

from pathlib import Path

from detente.core.line.tables import FORMATS
from detente.tongues.pages import pages, write

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "formats"


def test_the_pages_of_the_formats_are_fresh() -> None:
    """Each page is what `python -m detente.tongues.pages docs/formats` writes; none is too many."""
    made = pages()
    assert {path.name for path in FOLDER.glob("*.md")} == set(made)
    stale = [
        name for name, text in made.items() if (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    assert stale == []


def test_every_page_has_its_rules_and_four_examples() -> None:
    """A format's page names its fields, each of its codes, and says it in four languages."""
    made = pages()
    for fmt in FORMATS.values():
        page = made[f"{fmt.code}.md"]
        assert page.count("<div lang=") == 4
        assert page.count('dir="rtl"') == 2
        for spec in fmt.fields:
            assert f"`{spec.name}`" in page
            assert all(f"`{code}`" in page for code, _ in spec.choices)


def test_a_page_that_was_changed_by_hand_is_seen(tmp_path: Path) -> None:
    """Writing puts an altered page right and takes away one of a format that is no more."""
    write(tmp_path)
    (tmp_path / "NWA.md").write_text("something else", encoding="utf-8")
    (tmp_path / "OLD.md").write_text("no more", encoding="utf-8")
    write(tmp_path)
    assert (tmp_path / "NWA.md").read_text(encoding="utf-8") == pages()["NWA.md"]
    assert not (tmp_path / "OLD.md").exists()
