"""The command line of an officer: everything a duty officer does on the line, from a terminal.

`main` is the entry point. Each command's module is loaded only when it is used, so that
`detente --help` answers at once. Nothing is decided here: commands are read, sent to the node,
and what it answers is shown; refusals come out with field, reason and remedy, never a traceback.

Exit codes: 0 done, 1 refused or broken, 2 wrong usage or unusable, 3 no node reached,
4 not allowed.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit with its code."""
    from detente.cli.app import detente

    detente(prog_name="detente")
