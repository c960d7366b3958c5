"""`card`: the alerts on a sheet of paper, for the day when there is nothing but a voice."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.app import example
from detente.cli.faults import Unusable
from detente.cli.record import write_bytes
from detente.cli.tongue import say_marked
from detente.tongues.card import card_html, card_text
from detente.tongues.catalogue import Tongue, shipped


@click.command("card", epilog=example("detente card", "detente card --lang ru --html card.html"))
@click.option(
    "--lang",
    "languages",
    metavar="LANGUAGE",
    multiple=True,
    help="In this language beside English; again for another [all].",
)
@click.option("--html", "page", metavar="FILE", help="Write a page for a printer to FILE.")
def card_command(languages: tuple[str, ...], page: str | None) -> None:
    """Print the card of the alerts: what to say and to ask by voice, code by code.

    It needs no node: print it before you need it, and keep it beside the telephone. What was heard
    by it is typed in with detente paper.
    """
    tongues = chosen_tongues(languages)
    if page is None:
        for line in card_text(tongues).splitlines():
            say_marked(line)
        return
    write_bytes(Path(page), card_html(tongues).encode())
    click.echo(f"{page}: {len(tongues)} languages; print it, and keep it beside the telephone")


def chosen_tongues(languages: tuple[str, ...]) -> list[Tongue]:
    """English and these languages; all that are here when none is named. Raises Unusable."""
    known = shipped()
    unknown = [one for one in languages if one not in known]
    if unknown:
        raise Unusable(f"no language {unknown[0]!r} here; there are {', '.join(known)}")
    if not languages:
        return list(known.values())
    return [known[one] for one in dict.fromkeys(("en", *languages))]
