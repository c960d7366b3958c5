"""A terminal in an empty folder, for the pages that a test types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal in an empty folder, whose nodes end with the test."""
    opened = Terminal(tmp_path)
    (tmp_path / "run").mkdir()
    yield opened
    opened.close()
