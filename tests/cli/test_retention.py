"""What retention says of the threads that it leaves, in words for the administrator."""

from __future__ import annotations

import pytest

from detente.cli.retention import WHY, _show
from detente.cli.settings import Settings
from detente.core.line.state import Unsettled
from detente.node.retention import Stays
from detente.wire.native import RetentionView


def test_why_old_threads_stay_is_said_with_where_to_look(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing was deleted: who reads it learns that two notices still wait for a step."""
    stays = {"owed": 2, "not-final": 1}
    _show(Settings(), RetentionView(days=90, withheld={}, now=0, old=2, stays=stays))
    said = capsys.readouterr().out
    assert "2 old threads stay" in said
    (line,) = (one for one in said.splitlines() if "a step is owed" in one)
    assert line.endswith("2")
    assert "not yet at every member" in said
    _show(Settings(), RetentionView(days=0, withheld={}))
    assert "old thread" not in capsys.readouterr().out


def test_every_reason_has_words() -> None:
    """A reason that the node counts is never shown as a bare code."""
    assert set(WHY) == {*Unsettled, *Stays}
