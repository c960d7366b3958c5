"""Check an evidence file from its first byte to its last, with nothing but the file and keys.

Streaming: one pass, temporary files for roots and messages, memory flat. Every entry: canonical
header, place in its journal, signature, body, time, heads (what it names as seen was there before,
with that very root). Then checkpoints and cosignatures against the trees, refused bytes that
prove a fork, and the file as a whole. The timeline comes last, when all receipts are known.
Not here: whether what the parties said was true. Nothing offline can know that.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from detente.core.events import KeyRotated, Opened
from detente.journal.bundle import (
    CheckpointLine,
    CosignatureLine,
    Damaged,
    EndLine,
    EntryLine,
    EvidenceLine,
    Line,
    Opening,
    Reader,
    Unusable,
    is_vouched,
    is_withheld,
    raw_of,
)
from detente.journal.entry import Head, Header, decode_header, verify_body, verify_signature
from detente.journal.forms import (
    Malformed,
    cosigner_of,
    from_base64,
    is_name,
    origin_of,
    parse_journal,
    to_base64,
)
from detente.journal.merkle import leaf_hash
from detente.journal.note import (
    Note,
    cosigned_at,
    is_signed,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
)
from detente.journal.push import Push, RawEntry
from detente.journal.rotation import KIND as KEY_ROTATED
from detente.journal.rotation import PREVIOUS
from detente.journal.signatures import fingerprint, public_from_text
from detente.verify.chain import Chain
from detente.verify.clocks import Clocks
from detente.verify.epochs import check_ends, explains
from detente.verify.findings import Findings
from detente.verify.ledger import Ledger
from detente.verify.parties import Parties, Pin
from detente.verify.report import (
    Finding,
    JournalReport,
    MessageRow,
    Report,
    Verdict,
    cosigned_ms,
)
from detente.verify.story import Story
from detente.wire.events import decode as decode_event

JOURNALS_MAX: Final = 500  # each keeps a temporary file open; more channels than one office has
CLOCK_OFF_MAX_MS: Final = 72_000_000  # as at the mirrors: 20 hours before its cause
PROGRESS_LINES: Final = 1_000
AHEAD_MAX: Final = 10_000  # heads of a third party's journal named before its entries came


def verify_file(
    path: Path,
    pinned: Mapping[str, Pin] | None = None,
    *,
    progress: Callable[[int], None] | None = None,
    on_row: Callable[[MessageRow], None] | None = None,
) -> Report:
    """Check the evidence file at `path`.

    pinned: public keys or fingerprints by party, known from elsewhere; without them the file's own
    cards are used and the report says so. progress: called with the number of lines read. on_row:
    called with each message of the timeline, in the exporter's order, after everything is checked.
    """
    try:
        with Reader(path) as reader, Checker(reader.opening, pinned or {}) as checker:
            for number, line in reader.lines():
                checker.line(number, line, reader.digest if isinstance(line, EndLine) else b"")
                if progress is not None and number % PROGRESS_LINES == 0:
                    progress(number)
            return checker.report(str(path), on_row)
    except Unusable as error:
        problem = Finding(0, "", None, "unusable", str(error))
        return _unusable(path, problem)


def _unusable(path: Path, problem: Finding) -> Report:
    return Report(
        verdict=Verdict.UNUSABLE,
        file=str(path),
        made_by="",
        made_at_ms=0,
        vouched=False,
        entries=0,
        messages=0,
        cosignatures=0,
        withheld=0,
        problem_count=1,
        problems=(problem,),
        remark_count=0,
        remarks=(),
        parties=(),
        journals=(),
        clocks=(),
        timings=(),
    )


@dataclass(frozen=True, slots=True)
class _Ahead:
    """An entry named a head that had not come yet: where, and which."""

    line: int
    journal: str
    sequence: int
    head: Head


class Checker:
    """The state of one verification: `line` for each line, then `report`. A context manager."""

    def __init__(self, opening: Opening, pinned: Mapping[str, Pin]) -> None:
        self._opening = opening
        self._findings = Findings()
        self._parties = Parties(pinned)
        self._chains: dict[str, Chain] = {}
        self._ledger = Ledger()
        self._story = Story(self._findings, self._parties, self._ledger)
        self._clocks = Clocks()
        self._counts: Counter[type] = Counter()
        self._ahead: list[_Ahead] = []
        self._unchecked = 0
        self._withheld = 0
        self._last_line = 1
        self._end: EndLine | None = None
        self._vouched = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ledger.close()
        for chain in self._chains.values():
            chain.close()

    def line(self, number: int, line: Line | Damaged, digest: bytes) -> None:
        """Check one line; digest: of all lines before it, for the end line only."""
        self._last_line = number
        if self._end is not None:
            self._findings.problem(number, "", None, "file", "something follows the end line")
            return
        self._counts[type(line)] += 1
        match line:
            case EntryLine():
                self._entry(number, line)
            case CheckpointLine(journal=journal, note=note):
                self._checkpoint(number, journal, note)
            case CosignatureLine():
                self._cosignature(number, line)
            case EvidenceLine():
                self._evidence(number, line)
            case EndLine():
                self._finish(number, line, digest)
            case Damaged(reason=reason):
                self._findings.problem(number, "", None, "damaged", reason)

    # ------------------------------------------------------------------ entries

    def _entry(self, number: int, line: EntryLine) -> None:
        try:
            raw = raw_of(line)
            header = decode_header(raw.header_bytes)
        except Malformed as error:
            self._findings.problem(number, "", None, error.what.replace(" ", "-"), error.reason)
            return
        chain = self._chain(number, header.journal)
        readable = not is_withheld(line)
        if not readable:
            self._withheld += 1
            chain.hidden = True
        elif not verify_body(header, raw.salt, raw.body):
            self._problem(number, header, "body", "the body is not the one that was signed")
            readable = False
        signed = self._is_signed(number, chain, header, raw, readable=readable)
        if self._place(number, chain, header, raw.header_bytes, signed=signed) and signed:
            self._check_heads(number, chain, header)
            if readable:
                self._story.entry(chain, header, raw.body, number, line.held_at_ms)
                if header.kind == KEY_ROTATED:
                    self._change_key(number, chain, header, raw)

    def _is_signed(
        self, number: int, chain: Chain, header: Header, raw: RawEntry, *, readable: bool
    ) -> bool:
        if chain.key is None:
            self._learn_author(chain, header, raw.body if readable else None)
        if chain.key is None:
            self._problem(number, header, "key", f"no card of {chain.id.party} gives its key")
            return False
        if verify_signature(raw.header_bytes, raw.signature, chain.key):
            return True
        party = chain.id.party
        changes = header.kind == KEY_ROTATED or (header.sequence == 0 and chain.id.epoch > 1)
        recovery = self._parties.recovery(party)
        if changes and verify_signature(raw.header_bytes, raw.signature, recovery):
            return True
        if any(
            verify_signature(raw.header_bytes, raw.signature, key)
            for key in self._parties.keys(party)
        ):
            detail = f"was signed by a key of {party} that was replaced before it"
            self._problem(number, header, "revoked-key", detail)
            return False
        whose = fingerprint(chain.key)
        self._problem(number, header, "signature", f"was not signed so by {party} (key {whose})")
        return False

    def _change_key(self, number: int, chain: Chain, header: Header, raw: RawEntry) -> None:
        """A ``key-rotated`` entry: it must hold, and be signed by whoever it says."""
        event = decode_event(header.kind, header.kind_version, raw.body)
        if not isinstance(event, KeyRotated):
            return
        problem = self._parties.rotate(event)
        if problem is None and event.party != chain.id.party:
            problem = f"is {event.party}'s"
        if problem is None:
            key, previous = public_from_text(event.key), public_from_text(event.previous)
            by = previous if event.by == PREVIOUS else self._parties.recovery(event.party)
            if chain.key not in (previous, key):
                problem = "replaces a key that does not sign this journal"
            elif not verify_signature(raw.header_bytes, raw.signature, by):
                problem = f"is not signed by the {event.by} key"
            else:
                chain.rotate(key)
        if problem is not None:
            self._problem(number, header, "key", f"a change of key {problem}")

    def _problem(self, number: int, header: Header, rule: str, detail: str) -> None:
        self._findings.problem(number, header.journal, header.sequence, rule, detail)

    def _chain(self, number: int, journal: str) -> Chain:
        chain = self._chains.get(journal)
        if chain is None:
            if len(self._chains) >= JOURNALS_MAX:
                raise Unusable(f"line {number}: more than {JOURNALS_MAX} journals")
            chain = self._chains[journal] = Chain(parse_journal(journal), None)
        return chain

    def _learn_author(self, chain: Chain, header: Header, body: bytes | None) -> None:
        """A journal's first entry holds its author's card; it must be signed by the card's key."""
        chain.key = self._parties.key(chain.id.party)
        if body is None or header.sequence != 0:
            return
        event = decode_event(header.kind, header.kind_version, body)
        if isinstance(event, Opened) and event.card.party == chain.id.party:
            self._parties.learn(event.card, (0, header.journal, 0))
            with contextlib.suppress(Malformed):
                chain.key = public_from_text(event.card.key)

    def _place(
        self, number: int, chain: Chain, header: Header, header_bytes: bytes, *, signed: bool
    ) -> bool:
        """Whether an entry is the next of its journal; says so when it is a fork or a gap."""
        if header.sequence < chain.size:
            if not signed or not chain.whole:
                return False
            same = leaf_hash(header_bytes) == chain.leaf(header.sequence)
            detail = "stands twice in the file" if same else "the author signed two different ones"
            self._problem(number, header, "repeated" if same else "fork", detail)
            return False
        if header.sequence != chain.size:
            if chain.whole:
                detail = f"entry {chain.size} of the journal is missing before it"
                self._problem(number, header, "gap", detail)
            chain.whole = False
            return False
        if header.at_ms < chain.last_ms:
            detail = f"is {chain.last_ms - header.at_ms} ms before the entry before it"
            self._problem(number, header, "time-backwards", detail)
        chain.append(header_bytes, header.at_ms)
        return True

    def _check_heads(self, number: int, chain: Chain, header: Header) -> None:
        """What an entry names as seen was there before it, with that very root."""
        for head in header.heads:
            before = chain.named.get(head.journal)
            if head == before:
                continue
            if before is not None and head.size < before.size:
                detail = f"has seen less of {head.journal} ({head.size}) than before"
                self._problem(number, header, "cause", detail)
                continue
            chain.named[head.journal] = head
            other = self._chains.get(head.journal)
            if other is None or head.size > other.size:
                self._head_ahead(number, header, head)
            elif other.root_at(head.size) != head.root:
                detail = f"names another {head.journal} at {head.size} entries than the file has"
                self._problem(number, header, "head", detail)
            else:
                self._check_time(number, chain, header, other, head.size)

    def _head_ahead(self, number: int, header: Header, head: Head) -> None:
        """A head that has not come yet: looked at again at the end of the file."""
        if len(self._ahead) < AHEAD_MAX:
            self._ahead.append(_Ahead(number, header.journal, header.sequence, head))
        else:
            self._unchecked += 1

    def _check_time(
        self, number: int, chain: Chain, header: Header, other: Chain, size: int
    ) -> None:
        seen_ms = other.at_ms(size - 1)
        self._clocks.saw(chain.id.party, header.at_ms, other.id.party, seen_ms)
        if header.at_ms < seen_ms - CLOCK_OFF_MAX_MS:
            detail = f"is {seen_ms - header.at_ms} ms before {other.id}'s entry that it has seen"
            self._problem(number, header, "time-impossible", detail)

    # -------------------------------------------------- checkpoints and cosignatures

    def _checkpoint(self, number: int, journal: str, text: str) -> None:
        chain = self._chains.get(journal)
        if chain is None or chain.key is None or not chain.whole:
            detail = "its journal is not whole in the file, so it cannot be checked"
            self._findings.remark(number, journal, None, "checkpoint", detail)
            return
        try:
            size = parse_checkpoint(parse_note(text).text).size
            head = open_checkpoint(text, origin_of(journal), *self._note_keys(chain, size))
        except Malformed as error:
            self._findings.problem(number, journal, None, "checkpoint", str(error))
            return
        if head.size > chain.size and self._explained(number, "checkpoint", chain, head.size):
            return
        if head.size > chain.size:
            detail = f"covers {head.size} entries, the file has {chain.size}: the end is missing"
            self._findings.problem(number, journal, None, "truncated", detail)
        elif chain.root_at(head.size) != head.root:
            detail = f"the author signed another tree of {head.size} entries"
            self._findings.problem(number, journal, None, "checkpoint", detail)
        else:
            chain.checkpoint = max(chain.checkpoint, head.size)

    def _explained(self, number: int, rule: str, chain: Chain, size: int) -> bool:
        """Whether a later epoch says why a journal's end is not in the file; it is remarked."""
        why = explains(self._chains, str(chain.id), size)
        if why is not None:
            detail = f"speaks of {size} entries, the file has {chain.size}: {why}"
            self._findings.remark(number, str(chain.id), None, rule, detail)
        return why is not None

    def _note_keys(self, chain: Chain, size: int) -> tuple[bytes, ...]:
        """Who may sign a checkpoint of that size: the key then in force, and all later ones."""
        return self._parties.from_on(chain.id.party, chain.key_at(size))

    def _cosignature(self, number: int, line: CosignatureLine) -> None:
        chain = self._chains.get(line.journal)
        keys = self._parties.keys(line.cosigner) if is_name(line.cosigner) else ()
        if chain is None or chain.key is None or not keys or not chain.whole:
            detail = f"{line.cosigner}'s key or the whole journal is missing, so it says nothing"
            self._findings.remark(number, line.journal, None, "cosignature", detail)
            return
        try:
            note = parse_note(line.note)
            head = parse_checkpoint(note.text)
        except Malformed as error:
            self._findings.problem(number, line.journal, None, "cosignature", str(error))
            return
        if head.size > chain.size and self._explained(number, "cosignature", chain, head.size):
            return
        problem = self._cosigned_wrong(chain, head.origin, head.size, head.root)
        key, time_s = self._cosigned_by(line.cosigner, note)
        signers = self._note_keys(chain, head.size)
        if problem is None and not any(
            is_signed(note, origin_of(line.journal), one) for one in signers
        ):
            problem = "is under a checkpoint that the author did not sign"
        if problem is None and time_s is None:
            problem = f"was not made by {line.cosigner}"
        if problem is not None or time_s is None:
            self._findings.problem(number, line.journal, None, "cosignature", problem or "")
            return
        until_ms = self._parties.replaced_ms(line.cosigner, key)
        if until_ms is not None and cosigned_ms(time_s)[0] > until_ms:
            detail = f"is by a key that {line.cosigner} had replaced by then: it does not count"
            self._findings.remark(number, line.journal, None, "cosignature", detail)
            return
        self._ledger.cosigned(line.journal, line.cosigner, head.size, time_s)
        chain.cosigned[line.cosigner] = max(chain.cosigned.get(line.cosigner, 0), head.size)
        chain.checkpoint = max(chain.checkpoint, head.size)  # the author signed it, too
        if head.size:
            last_ms = cosigned_ms(time_s)[1]
            seen_ms = chain.at_ms(head.size - 1)
            self._clocks.saw(line.cosigner, last_ms, chain.id.party, seen_ms)

    def _cosigned_by(self, cosigner: str, note: Note) -> tuple[bytes, int | None]:
        """Which of the cosigner's keys signed the note, and when; no time when none did."""
        for key in self._parties.keys(cosigner):
            time_s = cosigned_at(note, cosigner_of(cosigner), key)
            if time_s is not None:
                return key, time_s
        return b"", None

    def _cosigned_wrong(self, chain: Chain, origin: str, size: int, root: bytes) -> str | None:
        if origin != origin_of(str(chain.id)):
            return f"is of {origin}"
        if size > chain.size:
            return f"covers {size} entries, the file has {chain.size}: the end is missing"
        if chain.root_at(size) != root:
            return f"is of another tree of {size} entries"
        return None

    # ------------------------------------------------------------------ evidence

    def _evidence(self, number: int, line: EvidenceLine) -> None:
        """Refused bytes: a proof when they hold a second entry or tree that the author signed."""
        proof = self._forked(line)
        if proof is not None:
            self._findings.problem(number, line.journal, None, "fork", f"{proof}: proven")
            return
        detail = f"{self._opening.made_by} refused this from {line.peer}: {line.reason}"
        self._findings.remark(number, line.journal, None, "evidence", f"{detail}: {line.detail}")

    def _forked(self, line: EvidenceLine) -> str | None:
        try:
            push = msgspec.json.decode(from_base64(line.data, "evidence"), type=Push)
        except (Malformed, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        chain = self._chains.get(push.journal)
        if chain is None or chain.key is None or not chain.whole:
            return None
        for raw in push.entries[:1]:
            try:
                header = decode_header(raw.header_bytes)
            except Malformed:
                return None
            signed = any(
                verify_signature(raw.header_bytes, raw.signature, key)
                for key in self._parties.keys(chain.id.party)
            )
            known = header.journal == push.journal and header.sequence < chain.size
            if signed and known and chain.leaf(header.sequence) != leaf_hash(raw.header_bytes):
                return f"{chain.id.party} signed two different entries {header.sequence}"
        try:
            keys = self._parties.keys(chain.id.party)
            head = open_checkpoint(push.checkpoint, origin_of(push.journal), *keys)
        except Malformed:
            return None
        if head.size <= chain.size and chain.root_at(head.size) != head.root:
            return f"{chain.id.party} signed two different trees of {head.size} entries"
        return None

    # ------------------------------------------------------------------ the end

    def _finish(self, number: int, end: EndLine, digest: bytes) -> None:
        self._end = end
        found = (
            self._counts[EntryLine],
            self._counts[CheckpointLine],
            self._counts[CosignatureLine],
            self._counts[EvidenceLine],
        )
        said = (end.entries, end.checkpoints, end.cosignatures, end.evidence)
        if said != found:
            detail = f"the end line counts {said}, the file has {found}"
            self._findings.problem(number, "", None, "file", detail)
        if end.sha256 != to_base64(digest):
            detail = "the file was changed after it was made: its digest differs"
            self._findings.problem(number, "", None, "file", detail)
        keys = self._parties.keys(self._opening.made_by)
        self._vouched = any(is_vouched(end, digest, key) for key in keys)
        if end.signature is not None and not self._vouched:
            detail = f"the file as a whole was not signed by {self._opening.made_by}"
            self._findings.problem(number, "", None, "file", detail)

    def _check_ahead(self) -> None:
        """Heads that had not come when they were named.

        In its own order the exporter held every cause before its effect, so what it names, and
        what others name of it, must stand before. Only a third party's entry may come later.
        """
        made_by = self._opening.made_by
        absent: set[str] = set()
        for ahead in self._ahead:
            where, head = (ahead.line, ahead.journal, ahead.sequence), ahead.head
            other = self._chains.get(head.journal)
            whose = (parse_journal(ahead.journal).party, parse_journal(head.journal).party)
            exporters = made_by in whose
            if other is None:
                absent.add(head.journal)
            elif head.size > other.size and self._explained(where[0], "cause", other, head.size):
                continue
            elif exporters or head.size > other.size:
                detail = f"names entry {head.size - 1} of {head.journal}, which is not before it"
                self._findings.problem(*where, "cause", detail)
            elif other.root_at(head.size) != head.root:
                detail = f"names another {head.journal} at {head.size} entries than the file has"
                self._findings.problem(*where, "head", detail)
        for journal in sorted(absent):
            detail = "is named as seen, but is not in the file: those heads cannot be checked"
            self._findings.remark(0, journal, None, "absent", detail)
        if self._unchecked:
            detail = f"{self._unchecked} heads named before they came were too many to check"
            self._findings.remark(0, "", None, "unchecked", detail)

    def report(self, file: str, on_row: Callable[[MessageRow], None] | None) -> Report:
        """Close the books: what is owed at the end, the timeline, and the verdict."""
        findings = self._findings
        if self._end is None:
            detail = "ends without its end line: it was cut off"
            findings.problem(self._last_line, "", None, "file", detail)
        self._check_ahead()
        self._parties.finish(findings)
        check_ends(self._chains, findings, self._ledger)
        timings: Counter[str] = Counter()
        for row in self._ledger.rows():
            timings.update(to.timing.value for to in row.receivers if to.timing is not None)
            if on_row is not None:
                on_row(row)
        used = {chain.id.party for chain in self._chains.values()}
        used |= {party for chain in self._chains.values() for party in chain.cosigned}
        return Report(
            verdict=Verdict.BROKEN if findings.problem_count else Verdict.GOOD,
            file=file,
            made_by=self._opening.made_by,
            made_at_ms=self._opening.made_at_ms,
            vouched=self._vouched,
            entries=self._counts[EntryLine],
            messages=self._story.messages,
            cosignatures=self._counts[CosignatureLine],
            withheld=self._withheld,
            problem_count=findings.problem_count,
            problems=tuple(findings.problems),
            remark_count=findings.remark_count,
            remarks=tuple(findings.remarks),
            parties=self._parties.reports(used),
            journals=tuple(_journal(chain) for _, chain in sorted(self._chains.items())),
            clocks=self._clocks.bounds(),
            timings=tuple(sorted(timings.items())),
        )


def _journal(chain: Chain) -> JournalReport:
    final, missing = chain.final()
    cosigned = tuple(sorted(chain.cosigned.items()))
    name = str(chain.id)
    end = chain.end
    return JournalReport(
        name,
        chain.id.party,
        chain.size,
        chain.checkpoint,
        cosigned,
        final,
        missing,
        end.reason if end else "",
        end.size if end else 0,
        chain.beyond,
        not chain.joined,
    )
