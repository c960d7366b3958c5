"""The house's rules for the console's TypeScript and style sheets, as far as text can show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CONSOLE = Path(__file__).parents[2] / "console"
LINES_MAX = 700  # the same as for Python
RULES = {
    "an inline style, which the content security policy refuses": re.compile(
        r"\sstyle=\"|\sstyle='"
    ),
    "markup from a string": re.compile(r"unsafeHTML|innerHTML|document\.write"),
    "a second base class: extend Part": re.compile(r"extends LitElement(?! ?\{ ?// Part)"),
    "code from a string, which the policy refuses": re.compile(r"\beval\(|new Function\("),
    "a finger on another origin": re.compile(r"fetch\(\s*[\"'`]https?:"),
}
PHYSICAL = re.compile(
    r"^\s*(?:(?:margin|padding|border)-(?:left|right)|left|right|text-align:\s*(?:left|right))\b.*[:;]",
    re.MULTILINE,
)
PART = "src/ui/part.ts"  # the one place that extends LitElement


def sources(*suffixes: str) -> list[Path]:
    """Files of the console with these endings, in order of paths; what is generated is left out."""
    found = (path for suffix in suffixes for path in (CONSOLE / "src").rglob(f"*{suffix}"))
    return sorted(path for path in found if path.name != "schema.d.ts")


def faults(name: str, text: str) -> Iterator[str]:
    """What breaks a rule in one file's text, in words."""
    lines = text.count("\n")
    if lines > LINES_MAX:
        yield f"{name} has {lines} lines; {LINES_MAX} are allowed"
    if name.endswith(".css"):
        yield from (
            f"{name}: {one[0].strip()}: use logical properties" for one in PHYSICAL.finditer(text)
        )
        return
    for rule, pattern in RULES.items():
        if not (name == PART and "Part" in rule) and pattern.search(text):
            yield f"{name}: {rule}"


def test_every_source_keeps_the_rules() -> None:
    """No file is too long, none does what the policy refuses, styles work in both directions."""
    found = sources(".ts", ".css")
    assert len(found) > 50
    assert [
        fault
        for path in found
        for fault in faults(path.relative_to(CONSOLE).as_posix(), path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("src/a.ts", "x\n" * (LINES_MAX + 1)),
        ("src/a.ts", 'html`<p style="color: red">`'),
        ("src/a.ts", "unsafeHTML(x)"),
        ("src/a.ts", "class A extends LitElement {"),
        ("src/a.ts", 'fetch("https://example.org")'),
        ("src/a.css", ".a {\n  margin-left: 1px;\n}\n"),
        ("src/a.css", ".a {\n  text-align: left;\n}\n"),
    ],
)
def test_a_planted_fault_is_seen(name: str, text: str) -> None:
    """Each rule finds what it is there for."""
    assert list(faults(name, text)) != []


def test_what_is_right_is_not_reported() -> None:
    """The base class may extend Lit's, and logical properties are what is wanted."""
    assert list(faults(PART, "class Part extends LitElement {")) == []
    assert (
        list(faults("src/a.css", ".a {\n  margin-inline-start: 1px;\n  text-align: start;\n}\n"))
        == []
    )
