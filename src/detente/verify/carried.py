"""Words that one party carried for another: whose they are, by the key introduced for the label.

The same checks as the node's (core.line.relay), from the bytes alone: digest, signature, and that a
change or a receipt is bound to what it is about. What does not fit has no effect, and is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.core.line.relay import form_problems, signed_bytes, speaker_of
from detente.journal.forms import Malformed, from_base64
from detente.journal.signatures import public_from_text, verify

if TYPE_CHECKING:
    from detente.core.events import Introduced
    from detente.core.line.message import Message
    from detente.journal.forms import JournalId


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who says a message, and when by its own clock. problem: why that is not proved; or empty."""

    party: str
    said_ms: int | None = None
    problem: str = ""


@dataclass(slots=True)
class Voices:
    """Labels by journal, and what was carried: speaker and digest by line and number."""

    _keys: dict[tuple[str, str], str] = field(default_factory=dict)
    _carried: dict[tuple[str, str], str] = field(default_factory=dict)
    _digests: dict[tuple[str, str], str] = field(default_factory=dict)

    def learn(self, journal: JournalId, event: Introduced) -> None:
        """The journal's author introduces a label; the newest counts from here on."""
        self._keys[str(journal), event.label] = event.key

    def hear(self, journal: JournalId, message: Message) -> Spoken:
        """Who says the message; remembers it for what acts on it later."""
        relay, on = message.relay, f"{journal.line.channel}/{journal.line.status}"
        about = (on, message.ref or "")
        speaker = speaker_of(journal.party, relay.label if relay else "")
        if relay is not None:
            self._digests[on, message.number] = relay.digest
        closing = message.format in ("COR", "CAN", "END")
        if closing and about in self._carried and self._carried[about] != speaker:
            problem = f"changes what {self._carried[about]} said without its words"
            return Spoken(speaker, None, problem)
        if relay is None or not relay.label:
            return Spoken(speaker)
        self._carried[on, message.number] = speaker
        problem = self._problem(journal, message, about)
        return Spoken(speaker, relay.said_ms, problem)

    def speaker(self, line: str, number: str, author: str) -> str:
        """Who said a message that came before."""
        return self._carried.get((line, number), author)

    def _problem(self, journal: JournalId, message: Message, about: tuple[str, str]) -> str:
        relay = message.relay
        assert relay is not None, "only carried words are looked at"
        wrong = form_problems(message, journal.line.status)
        if wrong:
            return "; ".join(one.reason for one in wrong)
        key = self._keys.get((str(journal), relay.label))
        if key is None:
            return f"nobody was introduced as {relay.label}"
        try:
            signature = from_base64(relay.signature, "signature")
            if not verify(public_from_text(key), signature, signed_bytes(relay.digest)):
                return f"the signature is not by the key that was introduced for {relay.label}"
        except Malformed as error:
            return str(error)
        if about in self._digests and relay.about != self._digests[about]:
            return f"was not said about {message.ref}"
        return ""
