"""`crew-card`: frequencies, call signs, phrases and visual signals on a sheet that a crew takes."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.app import example
from detente.cli.card import chosen_tongues
from detente.cli.client import connect
from detente.cli.record import write_bytes
from detente.cli.say import Times
from detente.cli.settings import Settings, line_options, node_options
from detente.cli.tongue import say_marked
from detente.tongues.crew import Basis, Radio, crew_html, crew_text
from detente.wire.agreement_views import AgreementView, AnnexView, ArticleView

ON_CARD = ("frequencies", "phrases")  # kinds of annexes that a crew needs in the air


@click.command(
    "crew-card",
    epilog=example("detente crew-card", "detente crew-card AMBER-2026-0007 --html crew.html"),
)
@click.argument("number", required=False)
@click.option(
    "--lang",
    "languages",
    metavar="LANGUAGE",
    multiple=True,
    help="In this language beside English; again for another [all].",
)
@click.option("--html", "page", metavar="FILE", help="Write a page for a printer to FILE.")
@node_options
@line_options
@click.pass_obj
def crew_card_command(
    settings: Settings, *, number: str | None, languages: tuple[str, ...], page: str | None
) -> None:
    """Print the crew's card: frequencies, call signs, phrases said twice, visual signals.

    With the NUMBER of an agreement, its frequencies stand first, and the card says which text it
    was made of, how that stood and when. Without one it needs no node.
    """
    tongues = chosen_tongues(languages)
    basis = None
    if number is not None:
        with connect(settings) as client:
            view = client.get(f"{client.line(number).path}/agreements/{number}", AgreementView)
        basis = _basis(view, Times(settings))
    if page is None:
        for line in crew_text(tongues, basis).splitlines():
            say_marked(line)
        return
    write_bytes(Path(page), crew_html(tongues, basis).encode())
    click.echo(f"{page}: {len(tongues)} languages; print it anew when the agreement changes")


def _basis(view: AgreementView, times: Times) -> Basis:
    radios = (_radio(one) for one in view.articles if one.said.get("frequency"))
    return Basis(
        number=view.number,
        name=view.agreement,
        edition=view.edition,
        state=view.state_words,
        made=times.full(times.now_ms),
        radios=tuple(radios),
        annexes=tuple(_annex(one) for one in view.annexes if one.holds in ON_CARD),
    )


def _annex(one: AnnexView) -> tuple[str, str, str]:
    """An annex as far as the agreement holds it; of a file that is elsewhere, by which digest."""
    kept = f"SHA-256 {one.sha256}" if one.sha256 else ""
    return one.annex, one.holds_words, "; ".join(part for part in (one.words, kept) if part)


def _radio(article: ArticleView) -> Radio:
    """A frequency of an article; one that does not hold now says so."""
    said = article.said
    use = str(said.get("words") or article.rule_words)
    party = f"{said['party']}: " if said.get("party") else ""
    stands = "" if article.holds else " (does not hold now)"
    return Radio(str(said["frequency"]), article.article, f"{party}{use}{stands}")
