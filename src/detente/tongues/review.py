"""Who has looked at which template, when, and which text: the review state that each one carries.

A review is of one text: it names the hash of the template as it stood. Changing a character makes
the template unreviewed again, without anybody having to remember it. A party signs reviews off with
its key; only what is signed off is shown without code and English beside it.
Not here: files and keys (serve/languages.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from detente.tongues.catalogue import Tongue, required_ids
from detente.tongues.template import Template

REVIEWER_CHARS_MAX = 100  # a name and a function
_CONTEXT = b"detente/language/v1\n"


class State(StrEnum):
    """Where a template stands. CHANGED: it was reviewed, and its text is another one now."""

    UNREVIEWED = "unreviewed"
    CHANGED = "changed"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Review:
    """One person's review of one template. digest: hex SHA-256 of language, id and text."""

    template: str
    digest: str
    reviewer: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class SignOff:
    """Reviews that a party signed off. key and signature: base64."""

    party: str
    key: str
    at_ms: int
    reviews: tuple[Review, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one template stands. by: who reviewed it. party: who signed it off."""

    id: str
    state: State
    text: str
    english: str
    by: str = ""
    at_ms: int | None = None
    party: str = ""


def signed_bytes(language: str, party: str, at_ms: int, reviews: Iterable[Review]) -> bytes:
    """What a sign-off's signature is over: a line of its own, then canonical JSON."""
    body = {
        "at_ms": at_ms,
        "language": language,
        "party": party,
        "reviews": [
            {
                "at_ms": one.at_ms,
                "digest": one.digest,
                "reviewer": one.reviewer,
                "template": one.template,
            }
            for one in reviews
        ],
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _CONTEXT + text.encode()


class Reviews:
    """The reviews of one language. Sign-offs must have been checked; later ones win."""

    def __init__(self, pending: Iterable[Review], signed: Iterable[SignOff]) -> None:
        self._reviewed = {one.template: one for one in pending}
        self._signed: dict[str, tuple[Review, SignOff]] = {}
        for sign_off in signed:
            self._signed |= {one.template: (one, sign_off) for one in sign_off.reviews}

    def is_signed(self, template: Template) -> bool:
        """Whether this very text of the template was signed off."""
        found = self._signed.get(template.id)
        return found is not None and found[0].digest == template.digest

    def standing(self, tongue: Tongue, id_: str) -> Standing:
        """Where a template of a language stands."""
        english = tongue.fallback or tongue
        template = tongue.own.get(id_)
        told = english.own[id_].text if id_ in english.own else ""
        if template is None:
            return Standing(id_, State.MISSING, "", told)
        signed, review = self._signed.get(id_), self._reviewed.get(id_)
        if signed is not None and signed[0].digest == template.digest:
            one, off = signed
            return Standing(
                id_, State.SIGNED, template.text, told, one.reviewer, one.at_ms, off.party
            )
        if review is not None and review.digest == template.digest:
            by = (review.reviewer, review.at_ms)
            return Standing(id_, State.REVIEWED, template.text, told, *by)
        state = State.CHANGED if signed or review else State.UNREVIEWED
        return Standing(id_, state, template.text, told)

    def standings(self, tongue: Tongue) -> Iterator[Standing]:
        """Where every template stands: what a language must have, then what else it has."""
        for id_ in (*required_ids(), *(one for one in tongue.own if one not in required_ids())):
            yield self.standing(tongue, id_)
