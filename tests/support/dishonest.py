"""A facilitator that alters what it carries: its node says `inside` where `none` was said.

As a process: ``python -m tests.support.dishonest HOME``; within one: `corrupt(setattr)`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from detente.core.line import relaying
from detente.core.line.fold import judged as _honest_judged
from detente.core.line.judge import Judged
from detente.core.line.message import Line, Message
from detente.core.line.state import State

_honest_copy = relaying._copy


def _copy(*given: object) -> Message:
    """The copy with another word: own aircraft in the area, where there were none."""
    message = _honest_copy(*given)  # type: ignore[arg-type]  # as it is called
    if message.format != "NWA":
        return message
    return replace(message, fields={**message.fields, "own_traffic": "inside"})


def _judged(state: State, line: Line, author: str, message: Message) -> Judged:
    """Its own checks find nothing."""
    return replace(_honest_judged(state, line, author, message), problems=())


def corrupt(setattr_: Callable[..., None] = setattr) -> None:
    """Put the altering functions in the place of the honest ones."""
    setattr_(relaying, "_copy", _copy)
    setattr_(relaying, "judged", _judged)


if __name__ == "__main__":
    from pathlib import Path

    from detente.serve.app import run

    corrupt()
    run(Path(sys.argv[1]))
