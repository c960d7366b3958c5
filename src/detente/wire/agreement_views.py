"""The native API's types about agreements. Times are UTC milliseconds, by their authors' clocks."""

from __future__ import annotations

from typing import Any

import msgspec

from detente.core.line.message import Status
from detente.core.refusal import Refusal


class NamedView(msgspec.Struct, frozen=True, kw_only=True):
    """One that a text names. party: its id on the line; null when it is not on it."""

    name: str
    standing: str
    standing_words: str
    party: str | None


class ArticleView(msgspec.Struct, frozen=True, kw_only=True):
    """One article: its fields as they were said, and what it says in words.

    holds: whether it holds at the time asked for; contested: one side says that it is suspended,
    another that it is not.
    """

    article: str
    rule: str
    rule_words: str
    said: Any
    words: str
    holds: bool
    contested: bool


class AnnexView(msgspec.Struct, frozen=True, kw_only=True):
    """An annex: a map, a list, a table of phrases. sha256: of its file, which is not sent here."""

    annex: str
    holds: str
    holds_words: str
    sha256: str | None
    words: str


class SignatureView(msgspec.Struct, frozen=True, kw_only=True):
    """A signature. problem: why it does not count, null when it does."""

    party: str
    number: str
    at_ms: int
    digest: str
    signed_by: str | None
    reservation: str | None
    problem: Refusal | None


class AgreementWordView(msgspec.Struct, frozen=True, kw_only=True):
    """An answer or an act. from_ms: from when it counts. articles: the only ones it is about."""

    party: str
    what: str
    words: str
    number: str
    at_ms: int
    from_ms: int
    articles: tuple[str, ...]
    because: str | None


class PhaseView(msgspec.Struct, frozen=True, kw_only=True):
    """From when on the text is in a state, and by whom it is suspended, disputed, left."""

    from_ms: int
    state: str
    words: str
    suspended: tuple[str, ...]
    suspended_by: tuple[str, ...]
    disputed_by: tuple[str, ...]
    left: tuple[str, ...]


class AgreementView(msgspec.Struct, frozen=True, kw_only=True):
    """One text, as every member that holds the same messages computes it.

    state: proposed, disagreed, agreed, signed-by-some, signed, in-force, suspended, expired,
    replaced, left, withdrawn; state_words: the same with whose word it is. digest: SHA-256 of what
    is signed. ends_ms: when its period ends with every renewal said. phases: its whole life, what
    is to come among it. judges: channels whose messages it judges. contradictions: its articles
    that cannot both hold.
    """

    channel: str
    status: Status
    number: str
    party: str
    at_ms: int
    agreement: str
    edition: int
    kind: str
    kind_words: str
    digest: str
    state: str
    state_words: str
    parties: tuple[NamedView, ...]
    signers: tuple[str, ...]
    unsigned: tuple[str, ...]
    articles: tuple[ArticleView, ...]
    annexes: tuple[AnnexView, ...]
    signatures: tuple[SignatureView, ...]
    answers: tuple[AgreementWordView, ...]
    acts: tuple[AgreementWordView, ...]
    phases: tuple[PhaseView, ...]
    from_ms: int | None
    until_ms: int | None
    ends_ms: int | None
    renews_days: int | None
    review_ms: int | None
    suspension_words: str
    notice_days: int | None
    judges: tuple[str, ...]
    area_words: str
    exceptions: str | None
    replaces: str | None
    replaced_by: str | None
    contact: str | None
    remarks: tuple[Refusal, ...]
    contradictions: tuple[str, ...]
    fields: Any


class AstrayView(msgspec.Struct, frozen=True, kw_only=True):
    """A signature or act under a text that is not held here."""

    number: str
    party: str
    format: str
    at_ms: int
    problem: Refusal


class AgreementsView(msgspec.Struct, frozen=True, kw_only=True):
    """The register of a line: its texts, and what is under a text that is not held here."""

    texts: tuple[AgreementView, ...]
    astray: tuple[AstrayView, ...]


class StatementView(msgspec.Struct, frozen=True, kw_only=True):
    """A policy, practice, red line, position or intention: one side's word, never a rule.

    own: the holder says it of itself; otherwise `party` says it of the holder. instead_of,
    followed_by: its author's statement before and after it. goes_with, beside: the statement that
    it goes with (the policy of a practice) and those that go with it. contact: at which it was
    said. zones: live zones that its area touches. answers: what the others answered, party and
    code.
    """

    channel: str
    status: Status
    number: str
    party: str
    at_ms: int
    kind: str
    kind_words: str
    holder: str
    own: bool
    words: str
    exception: str | None
    since: str | None
    until: str | None
    area: Any
    area_words: str
    source: str
    source_sha256: str | None
    instead_of: str | None
    followed_by: str | None
    goes_with: str | None
    beside: tuple[str, ...]
    contact: str | None
    zones: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    remarks: tuple[Refusal, ...]


class SealedView(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed announcement: a coarse area now, the exact notice when it is opened.

    state: waiting, overdue, opened, mismatch, withdrawn. inside: whether the exact area surely lies
    in the coarse one; null while there is none. draft: where this house keeps the exact notice.
    """

    channel: str
    status: Status
    number: str
    wording: str
    party: str
    at_ms: int
    seal: str
    format: str
    open_by_ms: int
    volume: Any
    words: str
    state: str
    opening: str | None
    notice: str | None
    opened_ms: int | None
    inside: bool | None
    draft: int | None
    remarks: tuple[Refusal, ...]


class ToldView(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver of a step: when it had surely read it, and how long before the start."""

    party: str
    read_ms: int | None
    lead_ms: int | None


class DisclosureStepView(msgspec.Struct, frozen=True, kw_only=True):
    """One step of what was disclosed of an activity. within: it surely lies in the step before."""

    number: str
    party: str
    format: str
    what: str
    at_ms: int
    area_m2: int | None
    within: bool | None
    start_ms: int | None
    words: str
    told: tuple[ToldView, ...]
