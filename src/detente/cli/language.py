"""`language`: the languages that messages are said in: add, check, review, sign off, read back.

Works on the home's files; the node reads them again by itself. Reviewing is a person's work: what
the program does is to bind each review to the text that the person saw.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import click

from detente.cli.app import example
from detente.cli.faults import Refused, Unusable
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.line.tables import FORMATS
from detente.core.refusal import Fault

if TYPE_CHECKING:
    from detente.serve.languages import Language, Languages

_T = TypeVar("_T")
TEXT_BYTES_MAX = 1_000_000  # one message in the longest words, several times over
NAMED_MAX = 20  # problems and templates named at once: a screen of them; the rest is counted


@click.group(
    "language",
    epilog=example(
        "detente language list",
        "detente language show ru --open",
        "detente language review ru --by 'Maj. A. Noor, interpreter' --all",
        "detente language sign ru",
        "detente language template fr > fr.ftl",
        "detente language check fr.ftl",
        "detente language add fr.ftl",
        "detente language read message.txt --lang ru",
    ),
)
@node_options
@json_option
def language_command() -> None:
    """Show, add, review and sign off the languages that messages are said in.

    What is signed on the line is codes and values. Each language says them by templates; templates
    that nobody reviewed are shown with code and English beside them. docs/guide-languages.md.
    """


@language_command.command("list")
@node_options
@json_option
@click.pass_obj
def language_list(settings: Settings) -> None:
    """Show the languages, and how much of each was reviewed and signed off."""
    found = _languages(settings).all().values()
    if settings.json:
        say_json(
            [
                {
                    "code": one.tongue.code,
                    "name": one.tongue.name,
                    "direction": one.tongue.direction,
                    "shipped": one.shipped,
                    "counts": one.counts(),
                    "problems": [str(problem) for problem in one.problems],
                }
                for one in found
            ]
        )
        return
    rows = []
    for one in found:
        counts = one.counts()
        states = ("signed", "reviewed", "changed", "unreviewed", "missing")
        name = one.tongue.name
        rows.append((one.tongue.code, name, *(str(counts[state]) for state in states)))
    table(("CODE", "LANGUAGE", "SIGNED", "REVIEWED", "CHANGED", "UNREVIEWED", "MISSING"), rows)
    for one in found:
        for problem in one.problems[:NAMED_MAX]:
            say(f"!! {one.tongue.code}: {problem}", bold=True)
        if (more := len(one.problems) - NAMED_MAX) > 0:
            code = one.tongue.code
            say(f"!! {code}: and {more} more -> detente language show {code} --open", bold=True)


@language_command.command("show")
@click.argument("language")
@click.argument("ids", metavar="[TEMPLATE]...", nargs=-1)
@click.option("--open", "open_only", is_flag=True, help="Only what is not signed off.")
@node_options
@json_option
@click.pass_obj
def language_show(
    settings: Settings, language: str, ids: tuple[str, ...], *, open_only: bool
) -> None:
    """Show the templates of LANGUAGE with their English and their review state."""
    found = language_here(settings, language)
    shown = [
        one
        for one in found.standings
        if (not ids or one.id in ids) and not (open_only and one.state.value == "signed")
    ]
    if settings.json:
        say_json(shown)
        return
    times = Times(settings)
    for one in shown:
        by = f" by {one.by}, {times.short(one.at_ms)}" if one.at_ms is not None else ""
        party = f", signed off by {one.party}" if one.party else ""
        say(f"{one.id}  {one.state.value.upper()}{by}{party}", bold=True)
        pairs([("English", one.english), (found.tongue.code, one.text)])


@language_command.command("review")
@click.argument("language")
@click.argument("ids", metavar="[TEMPLATE]...", nargs=-1)
@click.option("--by", "reviewer", required=True, help="Who reviewed it: name and function.")
@click.option("--all", "everything", is_flag=True, help="Every template that is not signed off.")
@node_options
@json_option
@click.pass_obj
def language_review(
    settings: Settings, language: str, ids: tuple[str, ...], reviewer: str, *, everything: bool
) -> None:
    """Keep that a person reviewed these templates of LANGUAGE, as they stand now."""
    from detente.serve import languages

    found = language_here(settings, language)
    if bool(ids) == everything:
        raise Unusable("name the templates that were reviewed, or say --all")
    wanted = ids or tuple(
        one.id for one in found.standings if one.state.value not in ("signed", "missing")
    )
    made = _tried(
        lambda: languages.review(settings.home_dir(), found, wanted, reviewer, settings.now_ms())
    )
    if settings.json:
        say_json(made)
        return
    say(f"{_templates(len(made))} of {language} reviewed by {reviewer}.", bold=True)
    say("They count once your party signs them off: detente language sign " + language)


@language_command.command("sign")
@click.argument("language")
@node_options
@json_option
@click.pass_obj
def language_sign(settings: Settings, language: str) -> None:
    """Sign off every reviewed template of LANGUAGE with your party's key."""
    from detente.serve import home as homes
    from detente.serve import languages

    found = language_here(settings, language)
    home = _tried(lambda: homes.load(settings.home_dir()))
    made = _tried(
        lambda: languages.sign(home.path, found, home.party.party, home.signer, settings.now_ms())
    )
    if settings.json:
        say_json(made)
        return
    say(f"{made.party} signed off {_templates(len(made.reviews))} of {language}.", bold=True)
    say("A template that is changed later is unreviewed again.")


@language_command.command("template")
@click.argument("language")
def language_template(language: str) -> None:
    """Print a file to fill in for LANGUAGE: every template with its English above it."""
    from detente.tongues.pages import blank

    click.echo(blank(language), nl=False)


@language_command.command("check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@node_options
@json_option
@click.pass_obj
def language_check(settings: Settings, file: Path) -> None:
    """Try a language FILE: what is missing, what is too much, what cannot be used. Adds nothing."""
    from detente.serve import languages
    from detente.tongues.catalogue import shipped, tongue

    text = _tried(lambda: languages.read_text(file))
    made = tongue(file.stem, text, shipped().get(file.stem))
    if settings.json:
        say_json({"problems": made.problems, "missing": len(made.missing)})
        return
    for problem in made.problems:
        say(str(problem))
    if not made.problems:
        say(f"{file.name} says everything.", bold=True)
        return
    wrong = sum(not problem.lacks for problem in made.problems)
    say(f"{wrong} cannot be used, {len(made.missing)} missing.", bold=True)


@language_command.command("add")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@node_options
@json_option
@click.pass_obj
def language_add(settings: Settings, file: Path) -> None:
    """Add a language from FILE, such as fr.ftl, or say templates of a language otherwise.

    It takes the place of the file that was added before, so keep all lines in one. What it lacks
    is said as it came, or in English. It is unreviewed until your party signs it off.
    """
    from detente.serve import languages

    before = _languages(settings).all().get(file.stem)
    made = _tried(lambda: languages.add(settings.home_dir(), file))
    gone = languages.taken_away(before.tongue, made) if before is not None else ()
    if settings.json:
        said = {"code": made.code, "name": made.name, "missing": len(made.missing)}
        say_json({**said, "taken_away": gone})
        return
    say(f"{made.code} {made.name} is there; {_templates(len(made.missing))} missing.", bold=True)
    if gone:
        few = ", ".join(gone[:NAMED_MAX]) + (", ..." if len(gone) > NAMED_MAX else "")
        say(f"No longer said, as they were in the file before: {few}", bold=True)
    say("The node has it at once: detente inbox --lang " + made.code)


@language_command.command("read")
@click.argument("file", type=click.File("rb"))
@click.option("--lang", required=True, help="The language that it is in.")
@click.option("--subject", metavar="FORMAT", help="Of a correction: the format that it changes.")
@node_options
@json_option
@click.pass_obj
def language_read(settings: Settings, file: IO[bytes], lang: str, subject: str | None) -> None:
    """Read a message back from its words in FILE (- is stdin): its codes and values, as JSON."""
    from detente.tongues.parse import Parsed, parse

    data = file.read(TEXT_BYTES_MAX + 1)
    try:
        text = data.decode("utf-8").strip("\n")
    except UnicodeDecodeError as error:
        raise Unusable(f"the text is not UTF-8 (byte {error.start})") from error
    found = parse(text, language_here(settings, lang).tongue, FORMATS.get((subject or "").upper()))
    if not isinstance(found, Parsed):
        raise Refused("not understood", found)
    say_json(found)


def _languages(settings: Settings) -> Languages:
    """The home's languages; without a home those of the package."""
    from detente.serve import home as homes
    from detente.serve.languages import Languages

    try:
        key = homes.read_party(settings.home_dir()).key
    except homes.HomeFault:
        key = ""
    return Languages(settings.home_dir(), key)


def language_here(settings: Settings, code: str) -> Language:
    """A language of the home or of the package; refused when there is none of that name."""
    languages = _languages(settings)
    found = languages.get(code)
    if found is None:
        raise Unusable(f"{code!r} is no language here; use one of: {', '.join(languages.all())}")
    return found


def _templates(count: int) -> str:
    return f"{count} template{'' if count == 1 else 's'}"


def _tried(act: Callable[[], _T]) -> _T:
    try:
        return act()
    except Fault as fault:
        raise Unusable(str(fault)) from fault
