"""Sign the words that may be carried to another channel, and check what was carried here.

The core says what is signed (`core.line.relay`); a key is the node's. Words are signed when their
message is sealed: a message that its sender released to others, and every act upon words that can
be carried or were, so that its receipts find their way back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.core.events import Released
from detente.core.line.message import Releasability
from detente.core.line.relay import carried_problem, own_words, signed_bytes, spoken_digest
from detente.core.line.relaying import FACILITATOR
from detente.core.line.tables import find
from detente.journal.forms import Malformed, from_base64, to_base64
from detente.journal.signatures import public_from_text, verify

if TYPE_CHECKING:
    from detente.core.events import Event
    from detente.core.line.message import Line, Message
    from detente.core.line.state import State, Tracked
    from detente.journal.keys import Signer

_RELEASED = (Releasability.NAMED, Releasability.PUBLIC)


def holds(key: str, signature: str, data: bytes) -> bool:
    """Whether a signature (base64) by a key (base64) over `data` holds; False on any other text."""
    try:
        return verify(public_from_text(key), from_base64(signature, "signature"), data)
    except Malformed:
        return False


def voiced(state: State, signer: Signer, line: Line, event: Event) -> Event:
    """The event as it is sealed: with the speaker's signature, where its words may be carried."""
    if not isinstance(event, Released) or event.message.relay is not None:
        return event
    message = event.message
    target = state.message(line, message.ref) if message.ref is not None else None
    about = None if _misfits(target) else spoken_digest(target)
    if about is None and not _is_released(message):
        return event
    card = state.cards.get(state.party)
    if card is not None and card.kind == FACILITATOR:
        return event  # it carries what others say; its own words are for those who hear it
    words = own_words(message, line.status, about)
    signature = to_base64(signer.sign(signed_bytes(words.digest)))
    return Released(replace(message, relay=replace(words, signature=signature)))


def _misfits(target: Tracked | None) -> bool:
    """Whether the words of a message are not proved to be their speaker's."""
    return target is not None and target.voice is not None and bool(target.voice.problems)


def _is_released(message: Message) -> bool:
    fmt = find(message.format)
    carried = fmt is not None and carried_problem(fmt, message.fields) is None
    return carried and message.releasability in _RELEASED
