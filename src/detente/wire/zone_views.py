"""The native API's types about zones. Times are UTC milliseconds."""

from __future__ import annotations

from typing import Any

import msgspec

from detente.core.line.message import Status


class ZoneWordView(msgspec.Struct, frozen=True, kw_only=True):
    """What a party says of a zone: its answer, or that it suspends, resumes or releases it."""

    party: str
    what: str
    number: str
    at_ms: int


class ActivationView(msgspec.Struct, frozen=True, kw_only=True):
    """One activation; null is an open start or end. now: it lasts at this moment."""

    party: str
    number: str
    start_ms: int | None
    end_ms: int | None
    now: bool


class ZoneView(msgspec.Struct, frozen=True, kw_only=True):
    """One claim of a zone, as every member that holds the same messages computes it.

    state: proposed, disagreed, agreed, active, suspended, released, expired. number: of the
    proposal; wording: of its newest correction. same_name, overlapping: proposals of other live
    claims of this name, or of this ground. red_lines: statements on any channel of this node, as
    NUMBER of HOLDER, whose area it touches; each is its holder's own, and no rule.
    """

    channel: str
    status: Status
    zone: str
    state: str
    party: str
    number: str
    wording: str
    rule: str
    rule_words: str
    volume: Any
    words: str
    renews: bool
    answers: tuple[ZoneWordView, ...]
    silent: tuple[str, ...]
    activations: tuple[ActivationView, ...]
    said: tuple[ZoneWordView, ...]
    same_name: tuple[str, ...]
    overlapping: tuple[str, ...]
    red_lines: tuple[str, ...] = ()
