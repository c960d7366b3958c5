"""What a command says when it cannot do what was asked, and with which exit code.

CommandFault
├── Refused       1  the node, or what was typed, is refused: field, reason, remedy
├── Unusable      2  the home, a file or an option cannot be used
├── Unreachable   3  no node answers
└── NotAllowed    4  the token is unknown, or its role may not do this
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import IO, Any

import click

from detente.core.refusal import Refusal
from detente.wire.harmless import visible

REFUSED, UNUSABLE, UNREACHABLE, NOT_ALLOWED = 1, 2, 3, 4


class CommandFault(click.ClickException):
    """The command ends here. refusals: one per field and rule; as_json: how to say it."""

    exit_code = REFUSED
    title = "Refused"

    def __init__(self, message: str, refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(message)
        self.refusals = tuple(refusals)
        self.as_json = False

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it: as one JSON object on standard output, or in plain words on standard error."""
        if self.as_json:
            click.echo(json.dumps(self._problem()), file=file)
            return
        out = file or sys.stderr
        click.echo(f"{self.title}: {visible(self.message)}", file=out)
        for refusal in self.refusals:
            where = f"{refusal.field}: " if refusal.field else ""
            click.echo(
                f"  - {visible(where + refusal.reason)}  [{visible(refusal.rule)}]", file=out
            )
            click.echo(f"    {visible(refusal.remedy)}.", file=out)
        passable = [refusal.rule for refusal in self.refusals if refusal.override]
        if passable:
            flags = " ".join(f"--acknowledge {visible(rule)}" for rule in dict.fromkeys(passable))
            click.echo(f"  If it is right as it stands, send it again with {flags}", file=out)

    def _problem(self) -> dict[str, object]:
        refusals = [
            {
                "field": refusal.field,
                "rule": refusal.rule,
                "reason": refusal.reason,
                "remedy": refusal.remedy,
                "override": refusal.override,
            }
            for refusal in self.refusals
        ]
        return {"title": self.title, "detail": self.message, "exit": self.exit_code} | {
            "refusals": refusals
        }


class Refused(CommandFault):
    """The node or the reader of what was typed refuses it; nothing was changed."""


class Broken(CommandFault):
    """The node failed, or answered what nobody understands."""

    title = "Broken"


class Unusable(CommandFault):
    """What the command was given to work with cannot be used."""

    exit_code = UNUSABLE
    title = "Cannot be used"


class Unreachable(CommandFault):
    """No node answers at the address."""

    exit_code = UNREACHABLE
    title = "No node reached"


class NotAllowed(CommandFault):
    """The token opens nothing, or its role may not do this."""

    exit_code = NOT_ALLOWED
    title = "Not allowed"
