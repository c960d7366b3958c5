"""The guides of the duty officer and of the liaison officer say only what the program does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from detente.cli.app import detente
from detente.cli.settings import Settings
from detente.core.line.formats import Answers, validate
from detente.core.line.tables import ANSWER_REASONS, CANCEL_REASONS, FORMATS
from detente.wire.human_fields import Typed, fields_from_words

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z


def commands(page: str) -> list[str]:
    """Every line of the shell blocks of a page."""
    text = (DOCS / page).read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


OFFICER, LIAISON = commands("guide-officer.md"), commands("guide-liaison.md")


@pytest.mark.parametrize("line", [*OFFICER, *LIAISON])
def test_every_command_of_the_guide_is_understood(line: str) -> None:
    """Each command, option and code exists; each message typed there passes its format's table."""
    name, *words = shlex.split(line)[1:]
    command = detente.get_command(click.Context(detente), name)
    assert command is not None
    given = command.make_context(name, words, obj=Settings()).params
    if name in ("send", "check"):
        fmt = FORMATS[given["code"]]
        typed = fields_from_words(fmt.fields, given["words"], NOW_MS)
        assert isinstance(typed, Typed), typed
        missing = [one for one in validate(fmt, typed.fields) if one.rule != "required"]
        assert not missing
        left_out = {spec.name for spec in fmt.fields if spec.required and spec.fill is None}
        assert left_out <= set(typed.fields)
    if name == "answer":
        assert given["code"] in set(Answers)
        assert given["reason"] in (None, *(code for code, _ in ANSWER_REASONS))
    if name == "cancel":
        assert given["reason"] in {code for code, _ in CANCEL_REASONS}


def test_the_guide_has_commands() -> None:
    """The pages are read as meant: dozens of commands are found in each."""
    assert min(len(OFFICER), len(LIAISON)) > 30
