"""Humanitarian notices as the API shows them: who was told what, who opened it, what is near.

No view but `DetailsView` holds anything that is sealed, and that one is given only after the giving
stands in the house journal.
"""

from __future__ import annotations

from typing import Any

import msgspec

from detente.core.line.message import Status
from detente.tongues.rendered import Rendered


class _View(msgspec.Struct, frozen=True, kw_only=True):
    """A view."""


class ReaderView(_View, frozen=True, kw_only=True):
    """One receiver of a notice: what it was given, and how far it has come.

    told: whether the details were sealed for it. key_current: to the key that it has now.
    opened: of what its read-back proves: ``yes``, ``no``, ``other`` (it opened something else),
    ``not-shown`` (only the notice's author can tell). levels: echelons that have it.
    contact: what came of its last try to call the contact.
    """

    party: str
    told: bool
    key_current: bool
    read_ms: int | None
    readback_ms: int | None
    opened: str
    answer: str | None
    levels: tuple[str, ...] = ()
    contact: str | None = None
    contact_ms: int | None = None


class NearView(_View, frozen=True, kw_only=True):
    """An activity within its buffer of the area.

    horizontal_cm: from the area, as everybody can tell it. exact_cm: from the place itself; only
    where we may know it. told: whether that party has the details.
    """

    conflict: str
    number: str
    party: str
    horizontal_cm: int
    exact_cm: int | None
    told: bool
    why: str


class HumanitarianView(_View, frozen=True, kw_only=True):
    """One site or movement. notice: that it is a notice and no request.

    reference: its sender's own. valid_to_ms: with re-confirmations. stale: it is past, and the site
    is taken to stand all the same. ours: we can open the details.
    """

    notice: str
    number: str
    channel: str
    status: Status
    author: str
    format: str
    reference: str
    use: str
    state: str
    from_ms: int
    valid_to_ms: int
    stale: bool
    verified: str
    verified_ms: int | None
    audience: str
    others: str
    sealed: bool
    ours: bool
    why_not: str
    readers: tuple[ReaderView, ...]
    near: tuple[NearView, ...]
    requests: tuple[str, ...] = ()
    contact_due: bool = False


class DetailsView(_View, frozen=True, kw_only=True):
    """The details, as they were given to us. precision_m: how good the places are.

    rendered: in the language that was asked for.
    """

    notice: str
    number: str
    channel: str
    status: Status
    author: str
    format: str
    fields: dict[str, Any]
    precision_m: int
    text: str
    rendered: Rendered | None = None


class DisclosureView(_View, frozen=True, kw_only=True):
    """Who was given what, when, by whom, by which rule."""

    at_ms: int
    status: Status
    channel: str
    number: str
    party: str
    reader: str
    what: str
    why: str
    by: str
    because: str


class CopyView(_View, frozen=True, kw_only=True):
    """How far a place is from the copy that one reader was given."""

    party: str
    apart_cm: int


class RowView(_View, frozen=True, kw_only=True):
    """What became of one row of an import: a draft, a message, or why nothing."""

    source: str
    draft: int | None = None
    number: str | None = None
    refusals: tuple[Any, ...] = ()
