"""`--lang`, and a message in that language on a terminal: its words, and what vouches for them.

The marks that keep numbers from flipping go to the terminal as they are; everything else that came
from outside is made harmless first. Until a line's templates are signed off, its code and its
English stand under it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from detente.cli.message_text import next_command
from detente.cli.say import Times, say
from detente.core.line.message import Precedence
from detente.tongues.rendered import Rendered, RenderedLine
from detente.wire.harmless import visible
from detente.wire.native import MessageView

_MARKS = ("\u2068", "\u2069")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def lang_option(command: _Command) -> _Command:
    """Add --lang."""
    return click.option(
        "--lang",
        metavar="LANGUAGE",
        envvar="DETENTE_LANG",
        help="Say it in this language: en, ru, he, ar, or one that you added [$DETENTE_LANG].",
    )(command)


def say_marked(text: str, *, bold: bool = False) -> None:
    """Text with the marks around its values; whatever else is invisible is written out."""
    shown = visible(text)
    for mark in _MARKS:
        shown = shown.replace(f"\\u{ord(mark):04x}", mark)
    click.echo(click.style(shown, bold=True) if bold else shown)


def say_rendered(rendered: Rendered) -> None:
    """A message in a language; code and English under each line that nobody has signed off."""
    for text in rendered.note.split("\n"):
        say_marked(f"[{rendered.code_and_name}] {text}")
    click.echo()
    say_lines(rendered, bold_first=True)
    click.echo()


def say_lines(rendered: Rendered, *, bold_first: bool = False) -> None:
    """The lines alone, each with its code and English below until it is signed off."""
    for place, line in enumerate(rendered.lines):
        say_marked(line.text, bold=bold_first and place == 0)
        _below(line, rendered)


def _below(line: RenderedLine, rendered: Rendered) -> None:
    if line.reviewed or rendered.language == "en":
        return
    say_marked(f"    = {line.code} | {line.english}")


def say_inbox(kept: list[MessageView], me: str, times: Times, *, several: bool = False) -> None:
    """The messages of a list in the language that was asked for, two lines each.

    several: channels are shown together.
    """
    for view in kept:
        if view.rendered is None:
            continue
        say_marked(view.rendered.headline, bold=view.message.precedence is Precedence.FLASH)
        todo = next_command(view, me, several=several)
        owed = min((due.due_ms for due in view.due if due.party == me), default=None)
        said = (
            view.channel if several else "",
            view.message.format,
            times.short(view.at_ms),
            view.state,
            "KEY STOLEN" if view.disowned else "",
            f"due {times.ago(owed)}" if owed is not None else "",
            f"-> detente {todo}" if todo else "",
        )
        say("    " + "  ".join(text for text in said if text))
    if kept and kept[0].rendered is not None and not kept[0].rendered.reviewed:
        say_marked(kept[0].rendered.note)
