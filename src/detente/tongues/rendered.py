"""A message in one language, as it travels to whoever asked: plain data, nothing to load."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedLine:
    """One line. code: what it says as name and value. english: the same in English.

    reviewed: every template of it was signed off by this node's party.
    """

    text: str
    code: str
    english: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in one language.

    headline: one line for a list. note: whether its templates are reviewed, in that language and
    in English. text: all lines.
    """

    language: str
    name: str
    direction: str
    headline: str
    note: str
    reviewed: bool
    lines: tuple[RenderedLine, ...]
    text: str

    @property
    def code_and_name(self) -> str:
        """Such as ``ru русский``."""
        return f"{self.language} {self.name}"
