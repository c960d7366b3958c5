"""What a message's header says it is sent under: the text and the article, found in the register.

``--agreement AMBER-2026-0007/3`` names article 3 of a text by its number; other words are carried
as they are, for agreements that no node holds. A citation that leads nowhere, or to a text that
does not hold, is named before release and when it comes. Serves domain.md section 8, row 12.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.agreements.register import Agreement, concerning
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.line.message import Line, Message
    from detente.core.line.state import State
    from detente.core.values import Fields

_CITED: Final = re.compile(r"([A-Z0-9][A-Z0-9-]*-[0-9]{4}-[0-9]{4,})(?:\s*[/,]\s*(\S.*))?")


@dataclass(frozen=True, slots=True)
class Cited:
    """A text and the article of it that is cited; article: None for the whole."""

    agreement: Agreement
    article: str | None

    def words(self, at_ms: int) -> str:
        """For people: the text by name, the article, and how it stands at that time."""
        text = f"{self.agreement.name}, edition {self.agreement.edition}"
        part = f", article {self.article}" if self.article else ""
        return f"{text}{part} ({self.agreement.life.at(at_ms).state.value})"


def number_cited(header: str) -> tuple[str, str | None] | None:
    """The number and the article that a header names; None when it is in other words."""
    found = _CITED.fullmatch(header.strip())
    return None if found is None else (found[1], found[2])


def cited(state: State, line: Line, header: str | None, at_ms: int) -> Cited | Refusal | None:
    """What is cited, or why it leads nowhere; None when nothing is cited by number."""
    named = number_cited(header) if header else None
    if named is None:
        return None
    number, article = named
    texts = (one for one in concerning(state, line, at_ms) if one.number == number)
    text = next(texts, None)
    if text is None:
        reason = f"no text {number} that concerns this line is held here"
        remedy = "Look it up: detente agreement list; or name it in words"
        return _odd("citation-unknown", reason, remedy)
    if article is not None and text.article(article) is None:
        known = ", ".join(one.article for one in text.articles[:20])
        reason = f"{number} has no article {article[:20]}"
        return _odd("citation-article", reason, f"It has: {known}")
    return Cited(text, article)


def citation_findings(
    state: State, line: Line, _author: str, message: Message, _fields: Fields, at_ms: int
) -> tuple[Refusal, ...]:
    """What is odd about the agreement that a header cites; it can be passed by its rule."""
    found = cited(state, line, message.agreement, at_ms)
    if found is None:
        return ()
    if isinstance(found, Refusal):
        return (found,)
    text, article = found.agreement, found.article
    holds = [one.article for one in text.articles if text.holds(one.article, at_ms)]
    if (article in holds) if article is not None else holds:
        return ()
    reason = f"it is sent under {found.words(at_ms)}, which does not hold now"
    return (_odd("citation-not-in-force", reason, "Name what holds: detente agreement list"),)


def _odd(rule: str, reason: str, remedy: str) -> Refusal:
    return Refusal("agreement", rule, reason, remedy, override=True)
