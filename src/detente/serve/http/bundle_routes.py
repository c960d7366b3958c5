"""The rows of the route table for files that carry entries: out to a party, in from anybody.

Part of the table in routes.py; apart from it only because the two together would be a long page.
A file is checked entry by entry, whoever brings it: only signatures of members count.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import StreamingResponse

from detente.core.events import BundleMade
from detente.core.line.message import Role
from detente.journal import armour, bundle
from detente.journal.engines.sqlite import SqliteStore
from detente.node.inputs import BundleTaken, NoteBundle
from detente.node.inputs import Refused as RefusedOutcome
from detente.serve.carried import (
    PROBLEMS_MAX,
    CarriedFile,
    Part,
    add,
    came,
    is_vouched,
    report,
)
from detente.serve.http.handlers import submit
from detente.serve.http.problems import Problem, refused
from detente.serve.http.questions import _chunks
from detente.serve.http.table import BOOLEAN, Parameter, Route
from detente.wire.native import BundleLogItem, BundleView, WaitingView

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.serve.http.table import Call

BUNDLE_BYTES_MAX: Final = 64 << 20  # some 30,000 messages; a day of the busiest line has a tenth
MEDIA: Final = "application/jsonl"
_GZIP: Final = b"\x1f\x8b"


async def take_bundle(call: Call) -> BundleView:
    """Take a file's entries: as it is, packed, or as armoured text."""
    data = _plain(call.body)
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=call.api.services.home.path) as folder:
        path = Path(folder) / ("bundle.jsonl.gz" if data.startswith(_GZIP) else "bundle.jsonl")
        await asyncio.get_running_loop().run_in_executor(None, path.write_bytes, data)
        try:
            with bundle.Reader(path) as reader:
                return await _take(call, CarriedFile(reader))
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


async def _take(call: Call, file: CarriedFile) -> BundleView:
    """Hand the file in, page by page; a house event says what became of it."""
    parts: dict[str, Part] = {}
    receipts = 0
    for page in file.pages():
        outcome = await call.api.services.writer.submit(page.input(file.carrier, file.keys))
        if isinstance(outcome, RefusedOutcome):
            raise refused(outcome.refusals)
        assert isinstance(outcome, BundleTaken), "a bundle is taken or refused"
        receipts += outcome.receipts
        for problem in outcome.problems:
            file.problem(problem)
        add(parts, outcome)
    made_by = file.reader.opening.made_by
    signed = await call.api.services.writer.query(
        lambda node: is_vouched(file, node.journals.keyring.all(made_by))
    )
    view = report(file, parts, receipts, signed=signed)
    await submit(call, NoteBundle(came(file, view, call.actor.officer)))
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
