"""Write the reference of the command line, docs/cli.md, from the commands themselves.

`python -m detente.cli.reference > docs/cli.md`; a test fails when the page is not what this
writes, so that the page never says what the program does not do.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from detente.cli.app import SECTIONS, detente

COLUMNS = 96  # a page's width in a fixed font
HEAD = """\
# The command line

Written by `python -m detente.cli.reference` from the commands themselves; do not edit it here.
The [duty officer's guide](guide-officer.md) says when to use which.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, _block("detente", detente)]
    for section, commands in SECTIONS.items():
        parts.append(f"## {section}\n")
        for name in commands:
            command = detente.get_command(click.Context(detente), name)
            assert command is not None, name
            parts += [f"### {name}\n", *_blocks(f"detente {name}", command)]
    return "\n".join(parts).rstrip() + "\n"


def _blocks(path: str, command: click.Command) -> Iterator[str]:
    yield _block(path, command)
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield _block(f"{path} {name}", inner)


def _block(path: str, command: click.Command) -> str:
    command._help_option = None  # noqa: SLF001 - click keeps the names of the first who asked
    context = click.Context(
        command,
        info_name=path,
        terminal_width=COLUMNS,
        max_content_width=COLUMNS,
        help_option_names=["-h", "--help"],
    )
    lines = [line.rstrip() for line in command.get_help(context).splitlines()]
    if command is not detente and "  Exit codes:" in lines:  # they are the same for all
        lines = lines[: lines.index("  Exit codes:")]
    text = "\n".join(lines).rstrip()
    return f"```text\n{text}\n```\n"


if __name__ == "__main__":
    click.echo(page(), nl=False)
