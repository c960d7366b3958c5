"""The languages that a node can say messages in: loaded from files, checked, looked up.

A language is one file, `xx.ftl`, in the package's `ftl/` or in a folder that the caller names
(a party's home). English adds the words of the tables by itself; it is what stands in for whatever
another language lacks, and what every other one is checked against. A template that cannot be used
is named with its reason and left out; nothing is ever said half.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from detente.core.line.field import FieldSpec
from detente.core.line.formats import Format
from detente.core.values import Json
from detente.tongues import lexicon
from detente.tongues.template import (
    FSI,
    NO_BREAK,
    PDI,
    Template,
    Value,
    categories,
    read,
    shape_problems,
)

ENGLISH = "en"
SHIPPED = (ENGLISH, "ru", "he", "ar")
DIRECTIONS = ("ltr", "rtl")
LANGUAGES_MAX = 50  # of one node; each is some hundred templates in memory
PLURALS_TRIED = 200  # every category of CLDR's rules for whole numbers comes up before that
CODE_CHARS = frozenset("abcdefghijklmnopqrstuvwxyz-")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one template of a language, or with the file. lacks: it is not there."""

    id: str
    reason: str
    lacks: bool = False

    def __str__(self) -> str:
        """As a line for a person."""
        return f"{self.id}: {self.reason}" if self.id else self.reason


@dataclass(slots=True)
class Tongue:
    """One language, whole: what it lacks is English's, and counts as unreviewed for ever.

    own: the templates of its own. problems: what its file has too much, too little or wrong.
    """

    code: str
    own: Mapping[str, Template]
    problems: tuple[Problem, ...]
    fallback: Tongue | None = None
    _words: dict[tuple[str, ...], Template] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The language's own name."""
        return self.template("language-name").fill({})

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self.template("language-direction").fill({})

    @property
    def missing(self) -> tuple[str, ...]:
        """What it must have and lacks."""
        return tuple(one for one in required_ids() if one not in self.own)

    def template(self, id_: str) -> Template:
        """The template of that id, English's where this language has none. KeyError: no such id."""
        found = self.own.get(id_)
        if found is None:
            if self.fallback is None:
                raise KeyError(id_)
            return self.fallback.template(id_)
        return found

    def word(self, ids: tuple[str, ...]) -> Template:
        """The most exact of a word's templates; the last one is English's at least."""
        found = self._words.get(ids)
        if found is None:
            exact = next((one for one in ids if one in self.own), None)
            found = self.own[exact] if exact else self.template(ids[-1])
            self._words[ids] = found
        return found


@dataclass(slots=True)
class Pen:
    """Writes in one language, and remembers which templates it took.

    offset_min: the reader's local time from UTC, in minutes; 0: only UTC is said.
    """

    tongue: Tongue
    offset_min: int = 0
    taken: list[Template] = field(default_factory=list)

    def fill(self, id_: str, /, **values: Value) -> str:
        """The template of that id with its values."""
        template = self.tongue.template(id_)
        self.taken.append(template)
        return template.fill(values)

    def whole(self, id_: str, /, **values: Value) -> str:
        """The same, kept on one line: a number stays with its unit."""
        return self.fill(id_, **values).replace(" ", NO_BREAK)

    def word(self, word: lexicon.Word) -> str:
        """A word of a table."""
        template = self.tongue.word(word.ids)
        self.taken.append(template)
        return template.fill({})

    def name(self, fmt: Format) -> str:
        """The name of a format."""
        return self.word(names_of(fmt.code, fmt.version)[0])

    def use(self, fmt: Format) -> str:
        """When an officer uses a format, in one sentence."""
        return self.word(lexicon.use_word(fmt))

    def help(self, fmt: Format, spec: FieldSpec) -> str:
        """The sentence that helps to fill in a field; it must have one."""
        return self.word(lexicon.help_word(fmt, spec))

    def label(self, fmt: Format, spec: FieldSpec) -> str:
        """The label of a field."""
        return self.word(names_of(fmt.code, fmt.version)[1][spec.name])

    def value(self, fmt: Format, spec: FieldSpec, code: Json) -> str | None:
        """The words of an enumerated value; None when the table has no such code."""
        word = names_of(fmt.code, fmt.version)[2].get((spec.name, str(code)))
        return None if word is None else self.word(word)


Names = tuple[lexicon.Word, dict[str, lexicon.Word], dict[tuple[str, str], lexicon.Word]]


@cache
def names_of(code: str, version: int) -> Names:
    """The words of one table: its name, its labels by field, its values by field and code.

    A part of a field's records stands beside the fields, by its path: ``articles.rule``.
    """
    from detente.core.line.tables import find  # noqa: PLC0415 - so that tests may add a table

    fmt = find(code, version)
    assert fmt is not None, (code, version)
    return (
        lexicon.format_word(fmt),
        {spec.name: lexicon.field_word(fmt, spec) for spec in lexicon.specs_of(fmt)},
        {
            (spec.name, value): lexicon.value_word(fmt, spec, value)
            for spec in lexicon.specs_of(fmt)
            for value, _ in spec.choices
        },
    )


def isolated(text: str) -> str:
    """The text between marks that keep its direction from the words around it."""
    return f"{FSI}{text}{PDI}"


@cache
def english() -> Tongue:
    """English: the frame of its file, and the words of the tables."""
    frame = shipped_text(ENGLISH)
    said = "\n".join(f"{id_} = {text}" for id_, text in lexicon.table_words().items())
    source = read(ENGLISH, f"{frame}\n{said}\n")
    assert not source.problems, source.problems
    return Tongue(ENGLISH, {one.id: one for one in source.templates}, ())


@cache
def shipped_text(code: str) -> str:
    """The file of a language of the package."""
    file = resources.files("detente.tongues").joinpath("ftl", f"{code}.ftl")
    return file.read_text(encoding="utf-8")


@cache
def shipped() -> Mapping[str, Tongue]:
    """The languages of the package."""
    return {
        code: english() if code == ENGLISH else tongue(code, shipped_text(code)) for code in SHIPPED
    }


@cache
def required_ids() -> tuple[str, ...]:
    """Every id that a language must have, in the order of English."""
    return tuple(english().own)


def tongue(code: str, text: str, base: Tongue | None = None) -> Tongue:
    """A language from its file's text. base: the language of the package that it adds to."""
    source = read(code, text)
    problems = [Problem("", reason) for reason in source.problems]
    if not is_code(code):
        problems.append(Problem("", f"{code!r} is no tag of a language: such as fr or pt-br"))
    own: dict[str, Template] = dict(base.own) if base else {}
    for template in source.templates:
        found = list(problems_of(template, code))
        problems += [Problem(template.id, reason) for reason in found]
        if not found:
            own[template.id] = template
    made = Tongue(code, own, (), english())
    named = {problem.id for problem in problems}
    lacking = [
        Problem(one, "it is missing; English stands in", lacks=True)
        for one in made.missing
        if one not in named
    ]
    made.problems = (*problems, *lacking)
    return made


def is_code(code: str) -> bool:
    """Whether a text can be a language's tag and the name of its file."""
    return 2 <= len(code) <= 12 and not set(code) - CODE_CHARS and code.strip("-") == code


def problems_of(template: Template, code: str) -> Iterator[str]:
    """Why a template cannot be used."""
    own = english().own.get(template.id)
    if own is None and template.id not in lexicon.exact_ids():
        yield "nothing of this name is ever said; `detente language template` lists what is"
        return
    wanted = own.variables if own is not None else frozenset()
    for name in sorted(wanted - template.variables):
        yield f"it lacks the value {{ ${name} }}"
    for name in sorted(template.variables - wanted):
        yield f"it asks for {{ ${name} }}, which nobody gives; there is {sorted(wanted) or 'none'}"
    yield from shape_problems(template.pattern)
    if FSI in template.text or PDI in template.text:
        yield "it holds U+2068 or U+2069; they are set around values by the program"
    if template.id == "language-direction" and template.text not in DIRECTIONS:
        yield "it is ltr or rtl"
    if code != ENGLISH and own is not None and categories(own.pattern):
        yield from _plural_problems(template)


def _plural_problems(template: Template) -> Iterator[str]:
    """The plural forms that the language has (CLDR) and the template does not name."""
    given = categories(template.pattern)
    if not given:
        return  # one form for all: an abbreviation, or a language without plurals
    plural = template.bundle._plural_form  # noqa: SLF001 - the one place where it stands
    wanted = {plural(number) for number in range(PLURALS_TRIED)}
    for category in sorted(wanted - given):
        yield f"it has no form for [{category}]"
