"""The rows of the route table for files that carry entries: out to a party, in from anybody.

Part of the table in routes.py; apart from it only because the two together would be a long page.
A file is checked entry by entry, whoever brings it: only signatures of members count.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import StreamingResponse

from detente.core.events import BundleCame, BundleMade
from detente.core.line.message import Role
from detente.journal import armour, bundle
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.entry import decode_header
from detente.journal.forms import NAME_CHARS_MAX, Malformed, is_name, to_base64
from detente.journal.push import RawEntry
from detente.node.inputs import BundlePart, BundleTaken, NoteBundle, TakeBundle
from detente.node.inputs import Refused as RefusedOutcome
from detente.serve.http.handlers import submit
from detente.serve.http.problems import Problem, refused
from detente.serve.http.questions import _chunks
from detente.serve.http.table import BOOLEAN, Parameter, Route
from detente.wire.native import BundleLogItem, BundlePartView, BundleView, WaitingView

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.serve.http.table import Call

BUNDLE_BYTES_MAX: Final = 64 << 20  # some 30,000 messages; a day of the busiest line has a tenth
PAGE_ENTRIES: Final = 256  # taken in one commit; more would keep officers waiting
PROBLEMS_MAX: Final = 50  # named of one file; what is wrong with the rest is the same
MEDIA: Final = "application/jsonl"
_GZIP: Final = b"\x1f\x8b"


@dataclass(slots=True)
class _Page:
    """What has been read of a file and not been handed in."""

    entries: dict[str, list[RawEntry]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    receipts: list[tuple[str, str, str]] = field(default_factory=list)
    count: int = 0

    def input(self, carrier: str, keys: tuple[bytes, ...]) -> TakeBundle:
        """The page for the node."""
        names = sorted({*self.entries, *self.notes})
        parts = (
            BundlePart(name, tuple(self.entries.get(name, ())), tuple(self.notes.get(name, ())))
            for name in names
        )
        return TakeBundle(carrier, tuple(parts), tuple(self.receipts), keys)


@dataclass(slots=True)
class _Part:
    """What has become of one journal's entries so far."""

    taken: int = 0
    held: int = 0
    waiting: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    """A file while it is read. problems: in sentences. whole: its end line fits it."""

    reader: bundle.Reader
    problems: list[str] = field(default_factory=list)
    end: bundle.EndLine | None = None
    whole: bool = False

    def pages(self) -> Iterator[_Page]:
        """The file in pages; lines that are none are named and left out."""
        page = _Page()
        for number, line in self.reader.lines():
            if self.end is not None:
                self.problem(f"line {number}: something follows the end line")
                break
            self._line(number, line, page)
            if page.count >= PAGE_ENTRIES and isinstance(line, bundle.CheckpointLine):
                yield page
                page = _Page()
        yield page

    def _line(self, number: int, line: bundle.Line | bundle.Damaged, page: _Page) -> None:
        match line:
            case bundle.EntryLine():
                self._entry(number, line, page)
            case bundle.CheckpointLine(journal=journal, note=note):
                page.notes.setdefault(journal, []).append(note)
            case bundle.CosignatureLine(journal=journal, cosigner=cosigner, note=note):
                page.receipts.append((journal, cosigner, note))
            case bundle.EndLine(sha256=sha256):
                self.end = line
                self.whole = to_base64(self.reader.digest) == sha256
                if not self.whole:
                    self.problem("the file was changed on its way: its digest does not fit")
            case bundle.Damaged(reason=reason):
                self.problem(f"line {number}: {reason}")
            case _:
                return  # what its maker refused is its own account, and nothing to us

    def _entry(self, number: int, line: bundle.EntryLine, page: _Page) -> None:
        try:
            raw = bundle.raw_of(line)
            journal = decode_header(raw.header_bytes).journal
        except (Malformed, UnicodeEncodeError) as error:
            self.problem(f"line {number}: {error}")
            return
        page.entries.setdefault(journal, []).append(raw)
        page.count += 1

    def problem(self, text: str) -> None:
        """Name a problem, up to a limit."""
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(text)


async def take_bundle(call: Call) -> BundleView:
    """Take a file's entries: as it is, packed, or as armoured text."""
    data = _plain(call.body)
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=call.api.services.home.path) as folder:
        path = Path(folder) / ("bundle.jsonl.gz" if data.startswith(_GZIP) else "bundle.jsonl")
        await asyncio.get_running_loop().run_in_executor(None, path.write_bytes, data)
        try:
            with bundle.Reader(path) as reader:
                return await _take(call, _File(reader))
        except bundle.Unusable as error:
            raise Problem(422, "bundle", f"this is no bundle: {error.reason}") from error


def _plain(data: bytes) -> bytes:
    """The file in what was given: armoured text is read. Raises Problem: which lines are wrong."""
    if data.startswith((_GZIP, b'{"detente_evidence"')) or not armour.is_armour(data):
        return data
    found = armour.unarmour(data.decode("utf-8", "replace").splitlines())
    if isinstance(found, armour.Unread):
        again = ", ".join(map(str, found.wrong[:PROBLEMS_MAX]))
        detail = f"{found.reason}{f': say again lines {again}' if again else ''}"
        raise Problem(422, "bundle-lines", f"{detail}. Nothing was taken; give all lines together")
    return found


async def _take(call: Call, file: _File) -> BundleView:
    opening, parts, receipts = file.reader.opening, dict[str, _Part](), 0
    keys = tuple(text.encode("utf-8") for text in opening.keys)
    carrier = opening.made_by if is_name(opening.made_by) else "unknown"
    for page in file.pages():
        outcome = await call.api.services.writer.submit(page.input(carrier, keys))
        if isinstance(outcome, RefusedOutcome):
            raise refused(outcome.refusals)
        assert isinstance(outcome, BundleTaken), "a bundle is taken or refused"
        receipts += outcome.receipts
        for problem in outcome.problems:
            file.problem(problem)
        _add(parts, outcome)
    if file.end is None:
        file.problem("the file is cut short: its end is missing. What came before it was taken")
    return await _report(call, file, parts, receipts, carrier)


def _add(parts: dict[str, _Part], outcome: BundleTaken) -> None:
    for one in outcome.parts:
        part = parts.setdefault(one.journal, _Part())
        part.taken += one.taken
        part.held += one.held
        part.waiting = one.waiting
        part.refused += [why for why in one.refused if why not in part.refused]


async def _report(
    call: Call, file: _File, parts: dict[str, _Part], receipts: int, carrier: str
) -> BundleView:
    """What became of the whole file; a house event says the same."""
    opening, end = file.reader.opening, file.end

    def is_signed(node: Node) -> bool:
        keys = node.journals.keyring.all(opening.made_by)
        digest = file.reader.digest
        return end is not None and any(bundle.is_vouched(end, digest, key) for key in keys)

    signed = file.whole and await call.api.services.writer.query(is_signed)
    if file.whole and not signed:
        who = carrier if is_name(opening.made_by) else "nobody"
        file.problem(f"made by {who}, a stranger here: only what members signed in it counts")
    for name, part in sorted(parts.items()):
        for why in part.refused:
            file.problem(f"{name[:200]}: {why}")
    view = BundleView(
        made_by=opening.made_by[:NAME_CHARS_MAX],
        made_at_ms=opening.made_at_ms,
        made_for=opening.bundle_for[:NAME_CHARS_MAX] if opening.bundle_for else None,
        whole=file.whole,
        signed=signed,
        taken=sum(part.taken for part in parts.values()),
        held=sum(part.held for part in parts.values()),
        waiting=sum(part.waiting for part in parts.values()),
        receipts=receipts,
        parts=tuple(
            BundlePartView(
                journal=name[:200],
                taken=part.taken,
                held=part.held,
                waiting=part.waiting,
                refused=tuple(part.refused),
            )
            for name, part in sorted(parts.items())
        ),
        problems=tuple(file.problems),
    )
    digest = to_base64(file.reader.digest)
    counts = (view.taken, view.held, view.waiting, view.receipts, len(view.problems))
    came = BundleCame(carrier, opening.made_at_ms, call.actor.officer, digest, *counts)
    await submit(call, NoteBundle(came))
    return view


async def make_bundle(call: Call) -> StreamingResponse:
    """What a party lacks, as a file: our entries and our receipts for its own."""
    services, peer = call.api.services, call.path["party"]
    channels = tuple(call.query["channels"].split(",")) if call.query["channels"] else ()
    whole, others = call.query["whole"], call.query["others"]

    def ask(node: Node) -> bundle.Load:
        shared = [name for name, known in node.state.members.items() if peer in known]
        if peer == node.party or not shared:
            detail = f"no channel is shared with {peer[:80]!r}; see detente peers"
            raise Problem(404, "unknown-party", detail)
        for channel in channels:
            if channel not in shared:
                detail = f"{peer} is no member of {channel[:80]!r} here; it is of {_names(shared)}"
                raise Problem(404, "unknown-channel", detail)
        return node.carrying.load(peer, channels, whole=whole, others=others)

    load = await services.writer.query(ask)
    home, now_ms = services.home, services.clock()
    folder = tempfile.TemporaryDirectory(prefix=".bundle-", dir=home.path)
    path = Path(folder.name) / "bundle.jsonl"

    def write() -> bundle.EndLine:
        with SqliteStore.open_read_only(home.journal_path, home.cipher) as store:
            made_by, signer = home.party.party, home.signer
            return bundle.carry(
                store, path, load, made_by=made_by, made_at_ms=now_ms, signer=signer
            )

    try:
        end = await asyncio.get_running_loop().run_in_executor(None, write)
        made = BundleMade(peer, call.actor.officer, end.sha256, end.entries, end.cosignatures)
        await submit(call, NoteBundle(made))
    except BaseException:
        folder.cleanup()
        raise
    return StreamingResponse(
        _chunks(path, folder),
        headers={
            "content-disposition": f'attachment; filename="for-{peer}.jsonl"',
            "detente-entries": str(end.entries),
            "detente-receipts": str(end.cosignatures),
        },
        media_type=MEDIA,
    )


def _names(names: list[str]) -> str:
    return ", ".join(sorted(name for name in names if name != "house"))


async def waiting(call: Call) -> list[WaitingView]:
    """What came in files before what it follows."""
    return await call.api.services.writer.query(lambda node: node.carrying.views())


async def bundle_log(call: Call) -> list[BundleLogItem]:
    """Every file that was made here or brought here, newest first."""

    def ask(node: Node) -> list[BundleLogItem]:
        return [
            BundleLogItem(
                at_ms=at_ms,
                way="out" if isinstance(event, BundleMade) else "in",
                party=event.party,
                officer=event.officer,
                sha256=event.sha256,
                entries=event.entries if isinstance(event, BundleMade) else event.taken,
                receipts=event.receipts,
                known=0 if isinstance(event, BundleMade) else event.held,
                waiting=0 if isinstance(event, BundleMade) else event.waiting,
                problems=0 if isinstance(event, BundleMade) else event.problems,
            )
            for event, at_ms in reversed(node.state.bundles)
        ]

    return await call.api.services.writer.query(ask)


_DUTY: Final = Role.DUTY_OFFICER
_CHANNELS: Final = Parameter(
    "channels",
    "only these channels, with commas between; absent: all that are shared",
    pattern="[a-z0-9-]{1,64}(,[a-z0-9-]{1,64}){0,15}",
)
_WHOLE: Final = Parameter("whole", "from the first entry on", default=False, choices=BOOLEAN)
_OTHERS: Final = Parameter("others", "also other members' journals", default=False, choices=BOOLEAN)
BUNDLE_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/bundles/{party}",
        make_bundle,
        "What a party lacks of our record, as a file to be carried to it",
        _DUTY,
        query=(_CHANNELS, _WHOLE, _OTHERS),
        media=MEDIA,
        errors=(404,),
    ),
    Route(
        "POST",
        "/v1/bundles",
        take_bundle,
        "Take the entries and receipts in a file that was carried here",
        _DUTY,
        result=BundleView,
        upload_max=BUNDLE_BYTES_MAX,
        errors=(413, 422),
    ),
    Route(
        "GET",
        "/v1/bundles",
        bundle_log,
        "Files made and brought here, newest first",
        result=list[BundleLogItem],
    ),
    Route(
        "GET",
        "/v1/waiting",
        waiting,
        "Entries that came in files before what they follow",
        result=list[WaitingView],
    ),
)
