"""The text of an agreement as data: its articles, its parties, and the digest that is signed.

A signature names a digest, so that nobody signs one text and is held to another. The digest is over
what the message AGR says in its fields, with its number: any reader with the entry computes it
again from the entry alone (docs/record-format.md).
Not here: what has become of a text (life.py), who signed it (register.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace
from detente.core.line.reading import codes_in, number_in, records_of, text_in

if TYPE_CHECKING:
    from detente.core.line.message import Message
    from detente.core.values import Fields, Json

DOMAIN: Final = "detente/agreement/v1"
TEXTS_KEPT_MAX: Final = 1_024  # texts kept read; a line that has more reads the rest anew each time


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a text, as its record says it; None where it says nothing.

    article: its number as the parties write it. rule: code of RULE_KINDS. formats: of messages it
    is about, empty for all. party: it binds only that one; except_party: it does not bind that one
    (both as written, see `party_id`). minutes, distance_m, height_m: the value, by kind of rule.
    """

    article: str
    rule: str
    words: str | None = None
    formats: tuple[str, ...] = ()
    activity: str | None = None
    party: str | None = None
    except_party: str | None = None
    zone: str | None = None
    volume: Airspace | None = None
    minutes: int | None = None
    distance_m: int | None = None
    height_m: int | None = None
    step: str | None = None
    frequency: str | None = None

    def binds(self, party: str) -> bool:
        """Whether the article binds a party, by its id."""
        only = self.party is None or party_id(self.party) == party
        return only and (self.except_party is None or party_id(self.except_party) != party)


@dataclass(frozen=True, slots=True)
class Named:
    """One that a text names. party: its id when it is a member that the text went to, else None."""

    name: str
    standing: str
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """What is read once of a message that proposes a text: its articles, and what is signed."""

    message: Message
    articles: tuple[Article, ...]
    digest: str


def text_of(message: Message) -> Text:
    """The text that a message found sound proposes. A message never changes, so it is read once."""
    known = _READ.get(id(message))
    if known is not None and known.message is message:
        return known
    if len(_READ) >= TEXTS_KEPT_MAX:
        _READ.clear()
    _READ[id(message)] = found = Text(message, articles_of(message.fields), digest_of(message))
    return found


_READ: dict[int, Text] = {}  # by id(); each holds its message, so that no id is given twice


def party_id(name: str) -> str:
    """The id that a party's name stands for: lower case, with hyphens: ``Amber Air`` amber-air."""
    return "-".join(name.casefold().split())


def digest_of(message: Message) -> str:
    """SHA-256 (hex) of what is signed: number, format, version and fields of a text (AGR)."""
    said = {
        "fields": plain(message.fields),
        "format": message.format,
        "number": message.number,
        "version": message.version,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    data = f"{DOMAIN}\n{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def plain(value: Json) -> Json:
    """The value without what was left empty: an absent field and one that is None are the same."""
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value


def articles_of(fields: Fields) -> tuple[Article, ...]:
    """The articles of a text that was found sound, in their order."""
    return tuple(_article(one) for one in records_of(fields.get("articles")))


def named_in(fields: Fields, members: Sequence[str]) -> tuple[Named, ...]:
    """Parties and others that a text names, in its order. members: who wrote it and who got it."""
    return tuple(
        Named(
            name := str(one.get("name")),
            str(one.get("standing")),
            found if (found := party_id(name)) in members else None,
        )
        for one in records_of(fields.get("parties"))
    )


def names_in(value: Json) -> tuple[str, ...]:
    """Names that stand in one text with commas, each once, in its order."""
    parts = (part.strip() for part in value.split(",")) if isinstance(value, str) else ()
    return tuple(dict.fromkeys(part for part in parts if part))


def _article(one: Fields) -> Article:
    parsed = None if one.get("volume") is None else airspace_from_json(one["volume"], "")
    return Article(
        article=str(one.get("article")),
        rule=str(one.get("rule")),
        words=text_in(one, "words"),
        formats=codes_in(one, "formats"),
        activity=text_in(one, "activity"),
        party=text_in(one, "party"),
        except_party=text_in(one, "except_party"),
        zone=text_in(one, "zone"),
        volume=parsed if isinstance(parsed, Airspace) else None,
        minutes=number_in(one, "minutes"),
        distance_m=number_in(one, "distance_m"),
        height_m=number_in(one, "height_m"),
        step=text_in(one, "step"),
        frequency=text_in(one, "frequency"),
    )
