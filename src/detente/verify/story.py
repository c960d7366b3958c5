"""What the entries say: members, messages, receipts; the order of cause between them.

A step counts only if its author was addressed, and only if its journal had named the message's
entry as seen before: nobody can have read what it had not received. Lead times use the same
functions and tables as the node (core.line), so both say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detente.core.events import Charter, Introduced, Joined, Opened, Released
from detente.core.line.formats import Family, Format, required_lead
from detente.core.line.numbers import follows, is_number_of
from detente.core.line.tables import read_as
from detente.journal.forms import is_name
from detente.verify.carried import Voices
from detente.verify.epochs import previous_problem
from detente.verify.ledger import Ledger, Noted
from detente.verify.registers import OTHER_TEXT, says, signature_words, signed_text, text_digest
from detente.wire.events import Unknown, decode

if TYPE_CHECKING:
    from detente.core.line.message import Message, Precedence
    from detente.core.values import Fields, Json
    from detente.journal.entry import Header
    from detente.verify.chain import Chain
    from detente.verify.findings import Findings
    from detente.verify.parties import Parties

CLOSING: Final = {"COR": "superseded", "CAN": "cancelled", "END": "ended"}


class Story:
    """Follows what is said. Owned by the checker."""

    def __init__(self, findings: Findings, parties: Parties, ledger: Ledger) -> None:
        self._findings = findings
        self._parties = parties
        self._ledger = ledger
        self._charters: dict[str, Charter] = {}
        self._renewed: set[tuple[str, str]] = set()
        self._voices = Voices()
        self.messages = 0

    def entry(self, chain: Chain, header: Header, body: bytes, line: int, held_at_ms: int) -> None:
        """Take the meaning of an entry whose signature and body hold."""
        event = decode(header.kind, header.kind_version, body)
        where = (line, header.journal, header.sequence)
        match event:
            case Unknown(reason=reason):
                self._findings.remark(*where, "not-understood", f"{header.kind}: {reason}")
            case Opened():
                self._opened(chain, header, event, line)
            case Joined(card=card):
                problem = self._parties.learn(card, where)
                if problem is not None:
                    self._findings.problem(*where, "key", problem)
                elif card.kind != "witness" and card.party != chain.id.party:
                    chain.joined.setdefault(card.party, header.sequence)
            case Introduced():
                self._voices.learn(chain.id, event)
            case Released(message=message):
                self._message(chain, header, message, line, held_at_ms)
            case _:
                pass

    def _opened(self, chain: Chain, header: Header, event: Opened, line: int) -> None:
        """The journal's first entry names its author; equal charters at all members."""
        where = (line, header.journal, header.sequence)
        if header.sequence != 0 or event.card.party != chain.id.party:
            detail = f"{event.card.party} cannot open entry {header.sequence} of it"
            self._findings.problem(*where, "opened", detail)
        elif (problem := self._parties.learn(event.card, where)) is not None:
            self._findings.problem(*where, "key", problem)
        elif (problem := previous_problem(chain, event.previous)) is not None:
            self._findings.problem(*where, "epoch", problem)
        else:
            chain.previous = event.previous
        if event.charter is None:
            return
        channel = chain.id.line.channel
        known = self._charters.setdefault(channel, event.charter)
        self._ledger.agree(channel, known.effective)
        if event.charter.channel != channel or known != event.charter:
            detail = "the members did not open the channel under the same charter"
            self._findings.problem(*where, "charter", detail)

    def _message(
        self, chain: Chain, header: Header, message: Message, line: int, held_at_ms: int
    ) -> None:
        where = (line, header.journal, header.sequence)
        self.messages += 1
        if not self._numbered(chain, message.number, where):
            return
        fmt = read_as(message.format, message.version)
        on = f"{chain.id.line.channel}/{chain.id.line.status}"
        target = None if message.ref is None else self._ledger.message(on, message.ref)
        if fmt is None or fmt.family is not Family.RECEIPT or fmt.code == "RBK":
            noted = self._noted(chain, header, message, fmt, target, held_at_ms)
            noted.says, noted.digest = says(message, fmt), text_digest(message)
            self._signed(noted, message, where)
            self._ledger.add(noted)
        if fmt is None or fmt.version != message.version:
            known = f", read as version {fmt.version}" if fmt else ""
            detail = f"format {message.format} version {message.version} is not known here{known}"
            self._findings.remark(*where, "format", detail)
        spoken = self._voices.hear(chain.id, message)
        if spoken.problem:
            detail = f"{message.number}, as said by {spoken.party}: {spoken.problem}; no effect"
            self._findings.remark(*where, "carried", detail)
        elif message.ref is not None and fmt is not None:
            if spoken.said_ms is not None:
                header = replace(header, at_ms=spoken.said_ms)
            self._act(chain, header, message, fmt, target, line)

    def _signed(self, noted: Noted, message: Message, where: tuple[int, str, int]) -> None:
        """What a signature is under; a remark when that is not the text in this file."""
        text = signed_text(message)
        if text is None:
            return
        held = self._ledger.message(noted.line, text)
        digest = held.digest if held is not None and held.digest else None
        words, fits = signature_words(message, text, digest)
        noted.says = words
        if not fits:
            self._findings.remark(*where, OTHER_TEXT, f"{message.number} {words}")

    def _numbered(self, chain: Chain, number: str, where: tuple[int, str, int]) -> bool:
        """Whether a message's number is its author's and a new one; remarks on doubles and gaps."""
        line, party, last = chain.id.line, chain.id.party, chain.last_number
        if not is_number_of(line, party, number):
            self._findings.remark(*where, "number", f"{number} is no number of {party}'s")
            return False
        if last is not None and _order(number) <= _order(last):
            detail = f"{number} comes after {last}: it has no effect"
            self._findings.remark(*where, "number", detail)
            return False
        if self._taken(chain, number):
            detail = f"{number} was used in another epoch: it has no effect"
            self._findings.remark(*where, "number", detail)
            return False
        fresh = chain.hidden or (last is None and chain.id.epoch > 1)
        chain.hidden = False
        if not fresh and not follows(line, party, last, number):
            self._findings.remark(*where, "number", f"{number} does not follow {last or 'nothing'}")
        chain.last_number = number
        return True

    def _taken(self, chain: Chain, number: str) -> bool:
        """Whether another epoch of the same author has used the number."""
        on = f"{chain.id.line.channel}/{chain.id.line.status}"
        author = (on, chain.id.party)
        if chain.id.epoch > 1:
            self._renewed.add(author)
        return author in self._renewed and self._ledger.message(on, number) is not None

    def _noted(
        self,
        chain: Chain,
        header: Header,
        message: Message,
        fmt: Format | None,
        target: Noted | None,
        held_at_ms: int,
    ) -> Noted:
        subject, fields = (message.format, message.version), message.fields
        window: tuple[bool, int | None] = (False, None)
        was: str | None = None
        said_ms = message.said_ms
        if fmt is not None and fmt.code == "COR" and target is not None:
            subject = (target.subject, target.subject_version)
            window = (target.has_window, target.start_ms)
            was = target.lead_code
            said_ms = target.said_ms
            changes = message.fields.get("changes")
            fields = changes if isinstance(changes, Mapping) else {}
        meaning = read_as(*subject)
        placed = _window(meaning, fields, was=window[0])
        code = _lead_code(meaning, fields) or was
        return Noted(
            line=f"{chain.id.line.channel}/{chain.id.line.status}",
            number=message.number,
            author=chain.id.party,
            sequence=header.sequence,
            format=message.format,
            precedence=message.precedence.value,
            at_ms=header.at_ms,
            held_at_ms=held_at_ms,
            receivers=tuple(dict.fromkeys(to for to in message.to if is_name(to))),
            ref=message.ref,
            subject=subject[0],
            subject_version=subject[1],
            has_window=(found := placed or window)[0],
            start_ms=found[1],
            required_ms=self._required_ms(chain, meaning, message.precedence, code),
            is_receipt=fmt is not None and fmt.family is Family.RECEIPT,
            epoch=chain.id.epoch,
            lead_code=code,
            said_ms=said_ms,
        )

    def _required_ms(
        self, chain: Chain, fmt: Format | None, precedence: Precedence, code: str | None
    ) -> int | None:
        """The lead time that the channel's charter, or else the format's table, asks for."""
        if fmt is None:
            return None
        charter = self._charters.get(chain.id.line.channel)
        agreed = {} if charter is None else dict(charter.lead_ms)
        said = {} if fmt.lead_by is None else {fmt.lead_by[0]: code}
        return required_lead(fmt, agreed, precedence, said)

    def _act(
        self,
        chain: Chain,
        header: Header,
        message: Message,
        fmt: Format,
        target: Noted | None,
        line: int,
    ) -> None:
        """A message about another one: a receipt, an echo, a correction, a cancellation, an end."""
        where = (line, header.journal, header.sequence)
        if target is None:
            detail = f"{message.number} is about {message.ref}, which is not in the file before it"
            self._findings.remark(*where, "about-unknown", detail)
            return
        author = chain.id.party
        if fmt.code in CLOSING:
            if target.author == author:
                self._ledger.close_message(target, CLOSING[fmt.code])
            return
        if not self._could_know(chain, target):
            detail = (
                f"{message.number} answers {target.number}, but {author} had not yet named entry "
                f"{target.sequence} of {target.journal} as seen"
            )
            self._findings.problem(*where, "cause", detail)
            return
        if fmt.code == "CNF":
            self._confirmed(header, target, author)
        elif (step := _step(fmt, message.fields)) is not None and author in target.receivers:
            party = self._voices.speaker(target.line, message.number, author)
            self._ledger.act(target, party, step[0], step[1], header)

    def _could_know(self, chain: Chain, target: Noted) -> bool:
        if target.author == chain.id.party:
            return True
        return chain.named_size(target.journal) > target.sequence

    def _confirmed(self, header: Header, readback: Noted, author: str) -> None:
        """The sender confirms a read-back: noted with the party that read back."""
        if readback.format != "RBK" or readback.ref is None:
            return
        original = self._ledger.message(readback.line, readback.ref)
        if original is not None and original.author == author:
            party = self._voices.speaker(readback.line, readback.number, readback.author)
            self._ledger.act(original, party, "CONFIRMED", None, header)


def _order(number: str) -> tuple[int, int]:
    _, year, serial = number.rsplit("-", 2)
    return int(year), int(serial)


def _step(fmt: Format, fields: Fields) -> tuple[str, str | None] | None:
    """Which step of the ladder a message takes, and the code of an answer."""
    if fmt.code == "ACK" and fields.get("step") == "READ":
        return "READ", None
    if fmt.code == "RBK":
        return "READBACK", None
    if fmt.code == "RSP":
        return "ANSWER", str(fields.get("code"))
    if fmt.code == "LCK":
        return "ANSWER", "ECHO"
    return None


def _lead_code(fmt: Format | None, fields: Fields) -> str | None:
    """The code on which the lead time depends; None when there is none, or it is not said."""
    value = fields.get(fmt.lead_by[0]) if fmt is not None and fmt.lead_by is not None else None
    return value if isinstance(value, str) else None


def _window(fmt: Format | None, fields: Fields, *, was: bool) -> tuple[bool, int | None] | None:
    """Whether the fields announce activity, and its first start; None: they say nothing of it.

    was: whether what a correction changes announced any.
    """
    if fmt is None:
        return None
    if fmt.placing is not None and fmt.placing.only is not None:
        silent = fields.get(fmt.placing.only[0]) is None
        tells = fmt.placing.may_announce(fmt, fields) or fmt.asks_by_code(fields)
        if not (was if silent else tells):
            return None
    if fmt.starts is not None:
        start = fields.get(fmt.starts)
        return (True, start) if isinstance(start, int) and not isinstance(start, bool) else None
    if fmt.placing is None:
        return None
    volume: Json = fields.get(fmt.placing.volume_field)
    parts = volume if isinstance(volume, list | tuple) else [volume]
    starts = [_start(part) for part in parts]
    known = [start[0] for start in starts if start is not None]
    if not known or len(known) < len(starts):
        return None
    return True, None if None in known else min(start for start in known if start is not None)


def _start(part: Json) -> tuple[int | None] | None:
    """When a part of a volume starts for the first time, None if open; None if it does not say."""
    if not isinstance(part, Mapping) or "start_ms" not in part:
        return None
    start = part["start_ms"]
    if start is None or (isinstance(start, int) and not isinstance(start, bool)):
        return (start,)
    return None
