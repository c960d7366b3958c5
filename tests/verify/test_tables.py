"""The formats as a second verifier knows them are those of the tables."""

from __future__ import annotations

from pathlib import Path

from detente.verify.tables import tables_json

KEPT = Path(__file__).parents[2] / "console" / "src" / "proof" / "tables.json"


def test_the_console_judges_by_the_present_tables() -> None:
    """A format that changed here changes there: write it by python -m detente.verify.tables."""
    assert KEPT.read_text(encoding="utf-8") == tables_json()
