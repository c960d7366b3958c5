"""What a register reads of a message, and how what two sides say is laid side by side.

Two entries are about the same thing when they use the same words under the same topic, or when no
side has another entry under that topic: a rule that a person can follow, in any language, because
the topic is a code. Nothing is guessed from the meaning of words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from detente.core.line.numbers import order
from detente.core.line.state import Standing
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked

FACILITATOR = "facilitator"  # the kind of a party that carries words and owes none of its own
OTHER = "other"  # the topic that says nothing: never a reason to lay two entries side by side


class Entry(Protocol):
    """One side's entry under a topic: an item of an agenda, a topic of a readout, a field."""

    @property
    def party(self) -> str:
        """Whose entry it is."""

    @property
    def topic(self) -> str:
        """Its topic, as a code."""

    @property
    def item(self) -> str:
        """What it is about, in that side's words."""


_E = TypeVar("_E", bound=Entry)


def same(words: str) -> str:
    """Words as they are compared: without case, and with single spaces."""
    return " ".join(words.casefold().split())


def names(listed: str) -> tuple[str, ...]:
    """The names of a list with commas, each once, as they were written."""
    found = (" ".join(one.split()) for one in listed.split(","))
    return tuple(dict.fromkeys(one for one in found if one))


def in_effect(here: LineState, *codes: str) -> list[Tracked]:
    """What is on record in these formats in its newest wording and not taken back, by number."""
    firsts = [one for one in here.registered(*codes) if one.root == one.number]
    newest = [here.chain(one.number)[-1] for one in firsts]
    return [one for one in newest if one.standing is not Standing.CANCELLED]


def sides(state: State, line: Line, said: Iterable[Tracked]) -> tuple[str, ...]:
    """Whose word is to be had: all who spoke, and whom they spoke to; no silent facilitator."""
    found: set[str] = set()
    members = state.members.get(line.channel, ())
    for one in said:
        found.add(one.speaker)
        found |= {party for party in one.message.to if party in members and _answers(state, party)}
    return tuple(sorted(found))


def _answers(state: State, party: str) -> bool:
    card = state.cards.get(party)
    return card is None or card.kind != FACILITATOR


def oldest_first(said: Iterable[Tracked]) -> list[Tracked]:
    """Messages in the order of their numbers: what one author said later stands later."""
    return sorted(said, key=lambda one: order(one.number))


def align(entries: Sequence[_E]) -> list[list[_E]]:
    """Entries of several sides in rows, each row about one thing; the same for any order."""
    rows: list[list[_E]] = []
    topics: dict[str, dict[str, list[_E]]] = defaultdict(lambda: defaultdict(list))
    for one in entries:
        topics[one.topic][same(one.item)].append(one)
    for topic in sorted(topics):
        by_words = topics[topic]
        alone = {word for word, row in by_words.items() if len({one.party for one in row}) == 1}
        speakers = [by_words[word][0].party for word in sorted(alone)]
        merged = topic != OTHER and len(speakers) > 1 and len(set(speakers)) == len(speakers)
        rows += [by_words[word] for word in sorted(by_words) if not (merged and word in alone)]
        if merged:
            rows.append([one for word in sorted(alone) for one in by_words[word]])
    return [sorted(row, key=lambda one: (one.party, same(one.item))) for row in rows]


def odd(field: str, rule: str, reason: str, remedy: str) -> Refusal:
    """What is odd about a message on record; an officer can pass it by its rule."""
    return Refusal(field, rule, reason, remedy, override=True)
