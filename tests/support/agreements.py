"""Agreements for tests of core/: a text, the signatures of both sides, acts about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.agreements.register import Agreement, agreements
from detente.core.line.commands import ReleaseDraft, Send
from detente.core.line.message import Role, Signature
from detente.core.state import Decision
from tests.support.line import HOUR, MINUTE, Parties

if TYPE_CHECKING:
    from detente.core.values import Fields, Json

DAY = 24 * HOUR
SECOND = Signature("desk-2", Role.RELEASER)
NAMED: list[Json] = [
    {"name": "Amber", "standing": "party"},
    {"name": "Cobalt", "standing": "party"},
]


def lead(article: str = "1", minutes: int = 15, **more: Json) -> dict[str, Json]:
    """An article: weapon activity is notified so long ahead."""
    return {
        "article": article,
        "rule": "lead-time",
        "minutes": minutes,
        "formats": ["NWA"],
        **more,
    }


def area(article: str, rule: str, volume: Json, **more: Json) -> dict[str, Json]:
    """An article about an area."""
    return {"article": article, "rule": rule, "volume": volume, **more}


def text(*articles: Json, **more: Json) -> Fields:
    """The fields of a proposed text between Amber and Cobalt."""
    return {
        "agreement": "Coast arrangement",
        "edition": 1,
        "kind": "memorandum",
        "parties": NAMED,
        "articles": list(articles) or [lead()],
        **more,
    }


def propose(
    line: Parties, *articles: Json, by: str = "amber", passed: tuple[str, ...] = (), **more: Json
) -> str:
    """Propose a text; its number. passed: rules."""
    return line.do(by, Send("AGR", text(*articles, **more), acknowledged=passed))


def sign(line: Parties, party: str, number: str, digest: str | None = None, *passed: str) -> str:
    """Two officers of a party sign a text; the number of the signature. passed: rules."""
    fields = {"text": number, "digest": digest or one(line, number, party).digest}
    kept = line.try_(party, Send("AGS", fields, acknowledged=passed))
    assert isinstance(kept, Decision), kept
    assert kept.draft is not None
    return line.do(party, ReleaseDraft(kept.draft), SECOND)


def signed(
    line: Parties, *articles: Json, by: str = "amber", passed: tuple[str, ...] = (), **more: Json
) -> str:
    """A text that both sides signed, a minute apart. passed: rules when it was proposed."""
    number = propose(line, *articles, by=by, passed=passed, **more)
    for party in ("amber", "cobalt"):
        line.now_ms += MINUTE
        sign(line, party, number)
    return number


def act(line: Parties, party: str, number: str, what: str, **more: Json) -> str:
    """An act of a party about a text, a minute after what was before."""
    line.now_ms += MINUTE
    passed = more.pop("passed", ())
    rules = tuple(map(str, passed)) if isinstance(passed, list | tuple) else ()
    fields = {"text": number, "act": what, **more}
    return line.do(party, Send("AGX", fields, acknowledged=rules))


def one(line: Parties, number: str, party: str = "amber", at_ms: int | None = None) -> Agreement:
    """A text as a party's node has it, now or at another time."""
    found = agreements(line.states[party], line.line, line.now_ms if at_ms is None else at_ms)
    return next(each for each in found if each.number == number)


def both(line: Parties, number: str, at_ms: int | None = None) -> Agreement:
    """A text, which must be the same at both members."""
    found = one(line, number, "amber", at_ms)
    assert found == one(line, number, "cobalt", at_ms)
    return found
