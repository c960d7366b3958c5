"""The page about files and paper tells the truth: its limits and its lines are the source's."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from detente.core.checkcode import check_code

PAGE = (Path(__file__).parents[2] / "docs" / "when-poor.md").read_text(encoding="utf-8")
LIMIT = re.compile(r"^\| [^|]+ \| ([\d,]+) \| `([\w/]+)\.py`: `(\w+)` \|", re.MULTILINE)


@pytest.mark.parametrize(("number", "module", "name"), LIMIT.findall(PAGE))
def test_every_limit_is_the_sources(number: str, module: str, name: str) -> None:
    """A limit on the page is the constant that it names."""
    found = importlib.import_module(f"detente.{module.replace('/', '.')}")
    assert getattr(found, name) == int(number.replace(",", ""))


def test_the_lines_shown_fit_their_codes() -> None:
    """The example of radio lines is right, so a reader can try the code on it."""
    (block,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert LIMIT.findall(PAGE)
    for line in block.splitlines():
        assert check_code(line[:-6]) == line[-5:]
