"""The documentation tells the truth: commands, links and words exist; nothing loads from outside.

What the commands do is tried elsewhere (tests/docs); here it is only that they are there.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

from detente.cli.app import detente as main

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))
SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
CARRIED = {"sha256sum", "tar", "sh", "cp", "rm", "umask"}  # what an administrator types besides
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)")


def shell_lines(text: str) -> list[str]:
    """The commands of all `sh` blocks of a page, continued lines joined, comments left out."""
    joined = "\n".join(SHELL_BLOCK.findall(text)).replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and line[0] != "#"]


def _missing_in_detente(words: list[str]) -> str | None:
    command: click.Command = main
    context = click.Context(main)
    for word in words:
        if word in {"|", ">", ">>", "<", "&", "&&", ";"}:
            return None
        if isinstance(command, click.Group) and not word.startswith("-"):
            found = command.get_command(context, word)
            if found is None:
                return f"detente has no command {word!r}"
            command = found
            context = click.Context(found, info_name=word, parent=context)
        elif word.startswith("--") and not command.ignore_unknown_options:
            option = word.split("=")[0]
            known = {opt for param in command.get_params(context) for opt in param.opts}
            known |= {opt for param in command.params for opt in param.secondary_opts}
            if option not in known:
                return f"{command.name} has no option {option}"
    return None


def command_problem(line: str) -> str | None:
    """What is wrong with a command line of the documentation; None when it can be typed so."""
    words = line.split()
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        words = words[1:]
    if not words:
        return None
    name = words[0]
    if name.startswith("scripts/"):
        found = os.access(ROOT / name, os.X_OK)
        return None if found else f"{name} is not there"
    if name in {"detente", ".venv/bin/detente"}:
        return _missing_in_detente(words[1:])
    if (
        name
        in {"export", "cd", "mkdir", "cat", "source", ".", "git", "kill", "python3.11", "sed"}
        | CARRIED
    ):
        return None
    return f"{name} is not a command of this house"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_the_documentation_exists(page: Path) -> None:
    """Each script, subcommand and option that a page tells a reader to type is there."""
    lines = shell_lines(page.read_text(encoding="utf-8"))
    problems = [f"{line}: {problem}" for line in lines if (problem := command_problem(line))]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    "line",
    ["scripts/nothing", "detente fly --home H", "detente status --altitude 3", "curl somewhere"],
)
def test_a_command_that_does_not_exist_is_seen(line: str) -> None:
    """A planted command line with a script, subcommand or option that is not there is reported."""
    assert command_problem(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    """Each relative link and picture of a page points to a file of the repository."""
    prose = CODE.sub("", page.read_text(encoding="utf-8"))
    targets = LINK.findall(prose)
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


def glossary_words(text: str) -> dict[str, list[str]]:
    """Each word of the glossary's three-column tables with the names that it has in the source."""
    rows = re.findall(r"^\| ([a-z][\w -]*) \| .* \| ((?:`[^`]+`(?:, )?)+) \|$", text, re.MULTILINE)
    return {word: re.findall(r"`([^`]+)`", names) for word, names in rows}


def test_every_word_of_the_glossary_is_in_the_source() -> None:
    """Glossary and code use the same words: each name that the glossary gives is in src."""
    words = glossary_words((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert len(words) > 30
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    missing = {
        word: name
        for word, names in words.items()
        for name in names
        if not re.search(rf"\b{re.escape(name)}\b", source)
    }
    assert not missing


LIMIT = re.compile(r"^\| [^|]+ \| ([\d,]+) \| `([^`]+)`: `([A-Z_]+)` \|$", re.MULTILINE)


def _constant(path: Path, name: str) -> int | None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.AnnAssign):
            target = node.target
        if isinstance(target, ast.Name) and target.id == name:
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            value = node.value
            return value.value if isinstance(value, ast.Constant) else None  # type: ignore[return-value]  # an int, or the comparison fails
    return None


def test_the_limits_in_the_documentation_are_the_limits_in_the_source() -> None:
    """Each limit that the architecture page tells is the value of the constant that it names."""
    limits = LIMIT.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert len(limits) > 5
    told = {(where, name): int(value.replace(",", "")) for value, where, name in limits}
    found = {(where, name): _constant(ROOT / "src/detente" / where, name) for where, name in told}
    assert told == found


class _Loads(HTMLParser):
    """Collects what a browser would fetch from elsewhere while it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            fetched = name in {"src", "srcset", "data", "poster"} or (
                tag == "link" and name == "href"
            )
            if fetched and re.match(r"(https?:)?//", value or ""):
                self.outside.append(f"<{tag} {name}={value}>")


def outside_loads(page: str) -> list[str]:
    """Resources from elsewhere that an HTML page loads; links to click are not loads."""
    parser = _Loads()
    parser.feed(page)
    return parser.outside


def build_site(folder: Path, built: Path) -> tuple[int, str]:
    """Build the documentation of `folder`; --quiet is not used, it would make --strict blind."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(built)],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built strictly: a broken link or anchor fails here."""
    built = tmp_path_factory.mktemp("site")
    code, said = build_site(ROOT, built)
    assert code == 0, said
    return built


@pytest.mark.parametrize("planted", ["[x](nowhere.md)", "[x](glossary.md#nowhere)"])
def test_a_broken_link_fails_the_build(tmp_path: Path, planted: str) -> None:
    """A link to a page or to a heading that does not exist is an error, not a note."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs" / "index.md").write_text(f"# Planted\n\n{planted}\n", encoding="utf-8")
    code, said = build_site(tmp_path, tmp_path / "site")
    assert code != 0
    assert "nowhere" in said


def test_the_site_loads_nothing_from_outside(site: Path) -> None:
    """The built documentation can be read on a machine without a network."""
    pages = list(site.rglob("*.html"))
    assert len(pages) > 5
    loads = {page.name: outside_loads(page.read_text(encoding="utf-8")) for page in pages}
    assert not {name: found for name, found in loads.items() if found}
    sheets = "\n".join(sheet.read_text(encoding="utf-8") for sheet in site.rglob("*.css"))
    assert not re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//[^)\s]+", sheets)


def test_a_font_from_elsewhere_is_seen() -> None:
    """A planted style sheet or script from another host is reported, a link to click is not."""
    assert outside_loads('<link rel="stylesheet" href="https://fonts.example/x.css">')
    assert outside_loads('<script src="//cdn.example/x.js"></script>')
    assert not outside_loads('<a href="https://example.org/">there</a>')
