"""The style of the house, held by a machine so that reviews can be about meaning.

Every rule is a function from a file to the problems it sees, and has a planted bad sample below:
a rule that cannot fail is no rule. What ruff and mypy already hold is not repeated here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON_FOLDERS = ("src", "tests", "bench")
TEXT_SUFFIXES = {
    *(".py", ".md", ".toml", ".yml", ".yaml", ".txt", ".lock", ".in", ".sh", ".css", ""),
    *(".ts", ".ftl", ".html", ".json"),
}
SKIPPED_FOLDERS = {
    *(".git", ".venv", ".cache", "site", "dist", "run", "out", "__pycache__"),
    *("node_modules", "ui"),  # the console's packages, and what is built of it
}
GENERATED = {"console/openapi.json", "console/src/api/schema.d.ts"}  # of what is checked elsewhere

FUNCTION_LINES_MAX = 60  # a function fits one screen; its docstring does not count
FILE_LINES_MAX = 700  # a file is read in one sitting
PROMISE_WORDS_MIN = 5  # fewer words cannot say what a module promises

Rule = Callable[[Path, str], list[str]]


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def function_length(path: Path, text: str) -> list[str]:
    """No function is longer than FUNCTION_LINES_MAX lines, its docstring apart."""
    problems = []
    for node in _functions(ast.parse(text)):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
        if lines > FUNCTION_LINES_MAX:
            problems.append(f"{path}:{node.lineno}: {node.name} has {lines} lines")
    return problems


def file_length(path: Path, text: str) -> list[str]:
    """No Python file is longer than FILE_LINES_MAX lines."""
    lines = text.count("\n")
    return [f"{path}: {lines} lines"] if lines > FILE_LINES_MAX else []


def module_promise(path: Path, text: str) -> list[str]:
    """Every module begins with a sentence that says what it promises."""
    promise = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0]
    if len(promise.split()) < PROMISE_WORDS_MIN or not promise.rstrip().endswith((".", "?")):
        return [f"{path}:1: the module docstring must begin with its promise, in a whole sentence"]
    return []


def sentence_per_test(path: Path, text: str) -> list[str]:
    """Every test function says its situation in a sentence."""
    if not path.name.startswith("test_"):
        return []
    problems = []
    for node in _functions(ast.parse(text)):
        if node.name.startswith("test_"):
            first = (ast.get_docstring(node) or "").split("\n\n")[0].strip()
            if not first.endswith("."):
                problems.append(f"{path}:{node.lineno}: {node.name} needs one sentence")
    return problems


_EMPTY_NAMES = re.compile(r"(?i)(manager|helper|utils?)$|^(utils?|helpers?|misc|common)$")


def empty_names(path: Path, text: str) -> list[str]:
    """No class, function or module is called by a word that says nothing."""
    named = [(1, path.stem)] + [
        (node.lineno, node.name)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [
        f"{path}:{line}: the name {name!r} says nothing: name what it does"
        for line, name in named
        if _EMPTY_NAMES.search(name)
    ]


_REASONLESS = (
    re.compile(r"#\s*noqa\b(?!:)"),
    re.compile(r"#\s*noqa:[A-Z0-9, ]+$"),
    re.compile(r"#\s*type:\s*ignore\b(?!\[)"),
    re.compile(r"#\s*type:\s*ignore\[[^\]]*\]\s*$"),
    re.compile(r"#\s*pragma:\s*no cover\s*$"),
)


def reasons(path: Path, text: str) -> list[str]:
    """Every suppressed finding names the rule and gives the reason on the same line."""
    return [
        f"{path}:{number}: say why: `# noqa: X  # because ...`"
        for number, line in enumerate(text.splitlines(), 1)
        if any(pattern.search(line) for pattern in _REASONLESS)
    ]


_UNTYPED_PLACES = (
    "detente/wire/",  # the edge: this is where bytes become types
    "detente/serve/http/",  # the other edge: OpenAPI and GeoJSON documents are built here
    "detente/core/values.py",  # gives Json its name
)


def untyped_past_wire(path: Path, text: str) -> list[str]:
    """No dictionary of anything is handed around outside wire/."""
    name = path.as_posix()
    if "src/detente" not in name or any(place in name for place in _UNTYPED_PLACES):
        return []
    pattern = re.compile(r"(dict|Mapping|MutableMapping)\[str, Any\]")
    return [
        f"{path}:{node.lineno}: decode it to a type in wire/, or use core.values.Json"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Subscript) and pattern.fullmatch(ast.unparse(node))
    ]


_CLOCK_CALLS = {"now", "today", "utcnow"}
_AMBIENT_BUILTINS = {"open", "input", "print", "exec", "eval", "__import__", "breakpoint"}


def core_is_pure(path: Path, text: str) -> list[str]:
    """Core calls no clock and opens nothing; what imports cannot show, calls do."""
    if "detente/core" not in path.as_posix():
        return []
    problems = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in _CLOCK_CALLS:
            problems.append(f"{path}:{node.lineno}: .{called.attr}() reads a clock")
        if isinstance(called, ast.Name) and called.id in _AMBIENT_BUILTINS:
            problems.append(f"{path}:{node.lineno}: {called.id}() reaches outside")
        if isinstance(called, ast.Attribute) and called.attr == "Connection":
            opened = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if opened != [":memory:"]:
                problems.append(f"{path}:{node.lineno}: a database of core lives in memory")
    return problems


# Put together from halves, so that this file may be checked by its own rule.
_BANNED_TEXT = {
    "TO" + "DO": "finish it, or file it",
    "FIX" + "ME": "finish it, or file it",
    "/wo" + "rk/": "a path of one machine",
    "/ro" + "ot/": "a path of one machine",
    "/t" + "mp/probe": "a path of one machine",
    "py" + "pi.org": "a registry's host: clients know theirs",
    "python" + "hosted.org": "a registry's host: clients know theirs",
    "registry.npm" + "js": "a registry's host: clients know theirs",
    "crates" + ".io": "a registry's host: clients know theirs",
    "proxy.golang" + ".org": "a registry's host: clients know theirs",
    "deb.debian" + ".org": "a registry's host: clients know theirs",
}


def banned_text(path: Path, text: str) -> list[str]:
    """No leftover marks, no path of one machine, no registry's host, in any text file."""
    return [
        f"{path}:{number}: {word!r}: {why}"
        for number, line in enumerate(text.splitlines(), 1)
        for word, why in _BANNED_TEXT.items()
        if re.search(rf"(?<![A-Za-z]){re.escape(word)}", line)
    ]


PYTHON_RULES: tuple[Rule, ...] = (
    function_length,
    file_length,
    module_promise,
    sentence_per_test,
    empty_names,
    reasons,
    untyped_past_wire,
    core_is_pure,
)


def _python_files() -> list[Path]:
    return sorted(
        path
        for folder in PYTHON_FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if not SKIPPED_FOLDERS.intersection(path.parts)
    )


def _text_files() -> list[Path]:
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in TEXT_SUFFIXES
        and not any(
            part in SKIPPED_FOLDERS or part.endswith(("_cache", ".egg-info"))
            for part in path.relative_to(ROOT).parts
        )
        and ".hypothesis" not in path.parts
        and path.relative_to(ROOT).as_posix() not in GENERATED
    )


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda rule: rule.__name__)
def test_every_python_file_keeps_the_rule(rule: Rule) -> None:
    """All of src, tests and bench keep each rule of the house."""
    problems = [
        problem
        for path in _python_files()
        for problem in rule(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    ]
    assert not problems, f"{rule.__doc__}\n" + "\n".join(problems)


def test_no_text_file_has_banned_words() -> None:
    """No file of the repository has leftover marks, machine paths or registry hosts."""
    problems = []
    for path in _text_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or an archive without a suffix
        problems += banned_text(path.relative_to(ROOT), text)
    assert not problems, "\n".join(problems)


_GOOD = '"""Say what this module promises, in one sentence."""\n'
_CORE = Path("src/detente/core/planted.py")
_NODE = Path("src/detente/node/planted.py")

PLANTED: tuple[tuple[Rule, Path, str], ...] = (
    (function_length, _NODE, "def f():\n" + "    x = 1\n" * FUNCTION_LINES_MAX),
    (file_length, _NODE, "x = 1\n" * (FILE_LINES_MAX + 1)),
    (module_promise, _NODE, "x = 1\n"),
    (module_promise, _NODE, '"""Conflict things"""\n'),
    (sentence_per_test, Path("tests/test_planted.py"), "def test_conflict_1():\n    pass\n"),
    (empty_names, Path("src/detente/node/utils.py"), _GOOD),
    (empty_names, _NODE, "class LineManager:\n    pass\n"),
    (empty_names, _NODE, "def time_helper():\n    pass\n"),
    (reasons, _NODE, "x = 1  # no" + "qa\n"),
    (reasons, _NODE, "x = 1  # no" + "qa: E501\n"),
    (reasons, _NODE, "x = 1  # type: " + "ignore\n"),
    (reasons, _NODE, "x = 1  # type: " + "ignore[misc]\n"),
    (reasons, _NODE, "x = 1  # pragma: " + "no cover\n"),
    (untyped_past_wire, _NODE, "x: dict[str, " + "Any] = {}\n"),
    (core_is_pure, _CORE, "x = datetime.now(UTC)\n"),
    (core_is_pure, _CORE, "x = open('f')\n"),
    (core_is_pure, _CORE, "x = apsw.Connection('picture.sqlite3')\n"),
    *((banned_text, _NODE, f"# {word}\n") for word in _BANNED_TEXT),
)


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED)
def test_each_rule_sees_a_planted_fault(rule: Rule, path: Path, text: str) -> None:
    """A file with exactly the fault that the rule is about is reported."""
    assert rule(path, text)


CLEAN: tuple[tuple[Rule, Path, str], ...] = (
    (function_length, _NODE, "def f():\n" + "    x = 1\n" * (FUNCTION_LINES_MAX - 1)),
    (module_promise, _NODE, _GOOD),
    (reasons, _NODE, "x = 1  # no" + "qa: E501  # a table that cannot be folded\n"),
    (reasons, _NODE, "x = 1  # type: " + "ignore[misc]  # the stub is wrong\n"),
    (untyped_past_wire, Path("src/detente/wire/planted.py"), "x: dict[str, " + "Any] = {}\n"),
    (core_is_pure, _CORE, "x = apsw.Connection(':memory:')\n"),
    (core_is_pure, _NODE, "x = open('f')\n"),
    (empty_names, _NODE, "class Mirror:\n    pass\n"),
)


@pytest.mark.parametrize(("rule", "path", "text"), CLEAN)
def test_no_rule_cries_wolf(rule: Rule, path: Path, text: str) -> None:
    """A file that is just within the rule is left alone."""
    assert not rule(path, text)
