"""One template of one language: Fluent in, text out, and text back to the values that were in it.

Fluent (projectfluent.org) is parsed and resolved by `fluent.runtime`; plural rules are CLDR's,
through Babel. What goes into a template is set between FSI and PDI, so that no value reorders the
words around it, and so that it can be found again. Static and flat templates are joined here,
ten times as fast; a test compares them with Fluent's own answer.
Not here: which templates there must be (lexicon.py), how a value is written (values.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentInt
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl

from detente.core.refusal import Fault

FSI = "\u2068"
PDI = "\u2069"
NO_BREAK = "\u00a0"
FILE_CHARS_MAX = 500_000  # a language is some hundred sentences; ten times that is no language file
PLURALS_KEPT_MAX = 4_096  # numbers said by one template that are kept: minutes, vertices, days

Tree: TypeAlias = "tuple[str | Tree, ...]"
Value: TypeAlias = "str | int"


class TemplateFault(Fault):
    """A template was asked for a value that nobody gave: our own mistake, never shown as text."""


@dataclass(slots=True)
class Template:
    """One pattern of a language file.

    text:      as it stands in the file, for the eye and for the hash that a review is bound to.
    variables: what it needs. comment: of the file, such as a note for the reviewer.
    """

    id: str
    text: str
    pattern: ftl.Pattern
    variables: frozenset[str]
    bundle: FluentBundle
    comment: str = ""
    _static: str | None = None
    _flat: tuple[tuple[bool, str], ...] | None = None
    _said: dict[int, str] = field(default_factory=dict)
    _digest: str = ""

    def __post_init__(self) -> None:
        """Find out how it can be joined without Fluent."""
        elements = self.pattern.elements
        parts = [_flat_part(element) for element in elements]
        if any(part is None for part in parts):
            return
        known = tuple(part for part in parts if part is not None)
        if not any(is_value for is_value, _ in known):
            self._static = "".join(text for _, text in known)
        elif len(known) > 1:
            self._flat = known

    @property
    def digest(self) -> str:
        """What a review is bound to: language, id and every character of the text."""
        if not self._digest:
            told = f"{self.bundle.locales[0]}\n{self.id}\n{self.text}"
            self._digest = hashlib.sha256(told.encode()).hexdigest()
        return self._digest

    def fill(self, values: Mapping[str, Value]) -> str:
        """The text with the values in it. Raises TemplateFault when one is missing."""
        if self._static is not None:
            return self._static
        if self._flat is not None:
            try:
                return "".join(
                    f"{FSI}{values[text]}{PDI}" if is_value else text
                    for is_value, text in self._flat
                )
            except KeyError as error:
                raise TemplateFault(f"{self.id} needs {error}") from error
        if len(values) == 1:
            (number,) = values.values()
            if isinstance(number, int):
                if (said := self._said.get(number)) is None:
                    said = self.resolve(values)
                    if len(self._said) < PLURALS_KEPT_MAX:
                        self._said[number] = said
                return said
        return self.resolve(values)

    def resolve(self, values: Mapping[str, Value]) -> str:
        """The same by Fluent's own resolver. Raises TemplateFault for whatever it complains of."""
        message = self.bundle.get_message(self.id)
        assert message.value is not None, self.id
        given = {
            name: FluentInt(value, useGrouping=False) if isinstance(value, int) else value
            for name, value in values.items()
        }
        said, errors = self.bundle.format_pattern(message.value, given)
        if errors:
            raise TemplateFault(f"{self.id}: {errors[0]}")
        return str(said)

    def match(self, tree: Tree) -> dict[str, Tree] | None:
        """The values that a text made by this template holds; None when it made none like it."""
        return _match_pattern(self.pattern, tree)


def _flat_part(element: ftl.TextElement | ftl.Placeable) -> tuple[bool, str] | None:
    """A piece of text (False, text) or a plain variable (True, name); None when it is more."""
    if isinstance(element, ftl.TextElement):
        return False, element.value
    expression = element.expression
    if isinstance(expression, ftl.VariableReference):
        return True, expression.id.name
    if isinstance(expression, ftl.StringLiteral):
        return False, expression.parse()["value"]
    return None


def _match_pattern(pattern: ftl.Pattern, tree: Tree) -> dict[str, Tree] | None:
    """Walk the pattern's elements along the tree: text must be equal, values are nodes."""
    elements = pattern.elements
    if len(elements) == 1 and isinstance(elements[0], ftl.Placeable):
        return _match_placeable(elements[0], tree)  # an only value is not set apart
    found: dict[str, Tree] = {}
    left = list(tree)
    text = ""
    for element in elements:
        part = _flat_part(element)
        if part is not None and not part[0]:
            text += part[1]
            continue
        if not _take_text(left, text) or not left or isinstance(left[0], str):
            return None
        text = ""
        assert isinstance(element, ftl.Placeable)
        inner = _match_placeable(element, left.pop(0))  # type: ignore[arg-type]  # a node, see above
        if inner is None or any(found.get(name, node) != node for name, node in inner.items()):
            return None
        found |= inner
    return found if _take_text(left, text) and not left else None


def _take_text(left: list[str | Tree], text: str) -> bool:
    if not text:
        return not (left and isinstance(left[0], str))
    if not left or not isinstance(left[0], str) or breakable(left[0]) != breakable(text):
        return False
    left.pop(0)
    return True


def _match_placeable(element: ftl.Placeable, tree: Tree) -> dict[str, Tree] | None:
    expression = element.expression
    if isinstance(expression, ftl.VariableReference):
        return {expression.id.name: tree}
    if isinstance(expression, ftl.SelectExpression):
        for variant in expression.variants:
            found = _match_pattern(variant.value, tree)
            if found is not None:
                return found
    return None


def breakable(text: str) -> str:
    """The text with plain spaces for those that keep a line together."""
    return text.replace(NO_BREAK, " ")


def tree_of(text: str) -> Tree | None:
    """What stands between FSI and PDI as nodes of a tree; None when they do not pair."""
    stack: list[list[str | Tree]] = [[]]
    plain = 0
    for place, char in enumerate(text):
        if char not in (FSI, PDI):
            continue
        if place > plain:
            stack[-1].append(text[plain:place])
        plain = place + 1
        if char == FSI:
            stack.append([])
        else:
            if len(stack) == 1:
                return None
            node = tuple(stack.pop())
            stack[-1].append(node)
    if len(text) > plain:
        stack[-1].append(text[plain:])
    return tuple(stack[0]) if len(stack) == 1 else None


def plain(tree: Tree | str) -> str:
    """The text of a tree without its marks."""
    return tree if isinstance(tree, str) else "".join(plain(part) for part in tree)


def bare(text: str) -> str:
    """The text without marks and with plain spaces: for files that cannot hold them."""
    return breakable(text.replace(FSI, "").replace(PDI, ""))


@dataclass(frozen=True, slots=True)
class Source:
    """What a language file holds: its templates, and what in it is no Fluent."""

    templates: tuple[Template, ...]
    problems: tuple[str, ...]


def read(language: str, text: str) -> Source:
    """The templates of a language file; what cannot be read is named with its line."""
    if len(text) > FILE_CHARS_MAX:
        return Source((), (f"{len(text)} characters; the limit is {FILE_CHARS_MAX}",))
    resource = FluentParser(with_spans=True).parse(text)
    bundle = FluentBundle([language])
    bundle.add_resource(resource)
    templates: dict[str, Template] = {}
    problems: list[str] = []
    for entry in resource.body:
        if isinstance(entry, ftl.Junk):
            problems += _junk(entry, text)
        if not isinstance(entry, ftl.Message):
            continue
        if entry.id.name in templates:
            problems.append(f"{entry.id.name}: it stands there twice")
        elif entry.value is None or entry.attributes:
            problems.append(f"{entry.id.name}: a plain value is wanted, and no attributes")
        else:
            templates[entry.id.name] = _template(entry, entry.value, bundle)
    return Source(tuple(templates.values()), tuple(problems))


def _template(entry: ftl.Message, pattern: ftl.Pattern, bundle: FluentBundle) -> Template:
    said = FluentSerializer().serialize_entry(ftl.Message(entry.id, pattern))
    return Template(
        id=entry.id.name,
        text=said.partition("=")[2].strip(),
        pattern=pattern,
        variables=frozenset(_variables(pattern)),
        bundle=bundle,
        comment=(entry.comment.content or "") if entry.comment else "",
    )


def _junk(entry: ftl.Junk, text: str) -> Iterator[str]:
    for note in entry.annotations:
        start = note.span.start if note.span else 0
        yield f"line {text.count(chr(10), 0, start) + 1}: {note.message}"


def _variables(pattern: ftl.Pattern) -> Iterator[str]:
    for element in pattern.elements:
        if isinstance(element, ftl.Placeable):
            yield from _of_expression(element.expression)


def _of_expression(expression: object) -> Iterator[str]:
    if isinstance(expression, ftl.VariableReference):
        yield expression.id.name
    elif isinstance(expression, ftl.SelectExpression):
        yield from _of_expression(expression.selector)
        for variant in expression.variants:
            yield from _variables(variant.value)


def shape_problems(pattern: ftl.Pattern, numbers: Sequence[str] = ("n",)) -> Iterator[str]:
    """What a template may not do: call functions, refer to others, select by anything but `$n`."""
    for element in pattern.elements:
        if not isinstance(element, ftl.Placeable):
            continue
        expression = element.expression
        if isinstance(expression, ftl.SelectExpression):
            selector = expression.selector
            if not isinstance(selector, ftl.VariableReference) or selector.id.name not in numbers:
                yield "it may select by $n only"
            for variant in expression.variants:
                yield from shape_problems(variant.value, numbers)
                if numbers[0] not in set(_variables(variant.value)):
                    yield f"the form [{_key(variant)}] does not say the number $n"
        elif not isinstance(expression, ftl.VariableReference | ftl.StringLiteral):
            yield "only variables, quoted text and a selection by $n can be read back"


def _key(variant: ftl.Variant) -> str:
    key = variant.key
    return key.name if isinstance(key, ftl.Identifier) else key.value


def categories(pattern: ftl.Pattern) -> frozenset[str]:
    """The plural categories that a template's selection names; empty when it selects nothing."""
    return frozenset(
        _key(variant)
        for element in pattern.elements
        if isinstance(element, ftl.Placeable)
        and isinstance(element.expression, ftl.SelectExpression)
        for variant in element.expression.variants
    )
