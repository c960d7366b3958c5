"""The line by files: out of order, twice, cut short, from strangers, back with receipts."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest

from detente.core.line.commands import Answer, Read, ReadBack, Send
from detente.core.line.field import Kind
from detente.core.line.message import Line, Status
from detente.core.line.tables import FORMATS
from detente.journal import bundle
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.push import RawEntry
from detente.node.inputs import (
    Admit,
    BundlePart,
    BundleTaken,
    Do,
    Done,
    Invite,
    OpenChannel,
    TakeBundle,
    TakePlace,
)
from detente.node.node import Node
from detente.node.views import message as shown
from detente.node.views import messages as messages_of
from detente.tongues.examples import value_of
from detente.verify.check import verify_file
from detente.wire.native import StreamItem
from tests.support.line import circle, nwa
from tests.support.pair import (
    ADMIN,
    CHARTER,
    LINE,
    START_MS,
    Clock,
    Pair,
    identity,
    join,
    make_node,
)

FORMATS_SENT_MIN = 25  # the rest are acts, or ask for what a node alone cannot give
AMBER = f"{LINE.channel}/ACTUAL/amber"
VOLUME = circle(start_ms=START_MS + 7_200_000, end_ms=START_MS + 10_800_000)


def apart() -> Pair:
    """Amber and Cobalt joined, with no link between them from then on."""
    pair = Pair()
    pair.settle()
    return pair


def written(
    node: Node, peer: str, folder: Path, *, whole: bool = False, others: bool = False
) -> Path:
    """The file that a node makes for a party."""
    load = node.carrying.load(peer, (), whole=whole, others=others)
    path = folder / f"{node.party}-{peer}-{random.randrange(10**9)}.jsonl"
    bundle.carry(
        node.stored(),
        path,
        load,
        made_by=node.party,
        made_at_ms=node.now_ms(),
        signer=identity(node.party).signer,
    )
    return path


def page(path: Path, *, cut: int | None = None) -> TakeBundle:
    """A file as one page for a node; cut: only so many of its lines, the last one torn."""
    if cut is not None:
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[:cut]) + lines[cut][:-20])
    entries: dict[str, list[RawEntry]] = {}
    notes: dict[str, list[str]] = {}
    receipts = []
    with bundle.Reader(path) as reader:
        for _, line in reader.lines():
            match line:
                case bundle.EntryLine():
                    raw = bundle.raw_of(line)
                    entries.setdefault(_journal(raw), []).append(raw)
                case bundle.CheckpointLine(journal=journal, note=note):
                    notes.setdefault(journal, []).append(note)
                case bundle.CosignatureLine(journal=journal, cosigner=cosigner, note=note):
                    receipts.append((journal, cosigner, note))
        names = sorted({*entries, *notes})
        keys = tuple(text.encode() for text in reader.opening.keys)
        parts = tuple(
            BundlePart(one, tuple(entries.get(one, ())), tuple(notes.get(one, ()))) for one in names
        )
        return TakeBundle(reader.opening.made_by, parts, tuple(receipts), keys)


def _journal(raw: RawEntry) -> str:
    return raw.header_bytes.split(b'"journal":"')[1].split(b'"')[0].decode()


def take(node: Node, item: TakeBundle) -> BundleTaken:
    """What the node says of a page."""
    outcome = node.step([item])[0]
    assert isinstance(outcome, BundleTaken), outcome
    return outcome


def send(pair: Pair, party: str = "amber", code: str = "NWA") -> str:
    """One warning released, and its number."""
    done = pair.do(party, Send(code, nwa(VOLUME) if code == "NWA" else {}))
    assert isinstance(done, Done), done
    assert done.number is not None
    return done.number


def test_a_day_by_files_reaches_final(tmp_path: Path) -> None:
    """A warning goes by file, read-back and receipts come back by file: delivered and final."""
    pair = apart()
    number = send(pair)
    assert shown(pair.amber, LINE, number).proof == "kept"  # type: ignore[union-attr]  # it is there
    took = take(pair.cobalt, page(written(pair.amber, "cobalt", tmp_path)))
    assert [part.taken for part in took.parts] == [1]
    pair.clock.now_ms += 60_000
    assert isinstance(pair.do("cobalt", ReadBack(number)), Done)
    took = take(pair.amber, page(written(pair.cobalt, "amber", tmp_path)))
    assert took.receipts == 1
    view = shown(pair.amber, LINE, number)
    assert view is not None
    assert view.final
    assert {step.step for step in view.steps} == {"DELIVERED", "READBACK"}
    took = take(pair.cobalt, page(written(pair.amber, "cobalt", tmp_path)))
    assert took.receipts == 1
    assert pair.cobalt.final(f"{LINE.channel}/ACTUAL/cobalt") == pair.cobalt.kept(
        f"{LINE.channel}/ACTUAL/cobalt"
    )


def test_what_is_known_is_not_carried_again(tmp_path: Path) -> None:
    """Once a receipt has come back, the next file begins after what it covers."""
    pair = apart()
    for _ in range(3):
        send(pair)
    first = page(written(pair.amber, "cobalt", tmp_path))
    assert len(first.parts[0].entries) == 3
    take(pair.cobalt, first)
    take(pair.amber, page(written(pair.cobalt, "amber", tmp_path)))
    assert not page(written(pair.amber, "cobalt", tmp_path)).parts
    again = page(written(pair.amber, "cobalt", tmp_path, whole=True))
    assert sum(part.held for part in take(pair.cobalt, again).parts) == pair.amber.kept(AMBER)


def test_files_in_any_order_end_the_same(tmp_path: Path) -> None:
    """Five files, each with what is new since the last, come shuffled and twice: all is taken."""
    for seed in range(8):
        pair = apart()
        files = []
        for _ in range(5):
            numbers = [send(pair) for _ in range(3)]
            item = page(written(pair.amber, "cobalt", tmp_path))
            fresh = item.parts[0].entries[-3:]
            files.append(
                TakeBundle("amber", (BundlePart(AMBER, fresh, item.parts[0].checkpoints),))
            )
        order = files + files[:2]
        random.Random(seed).shuffle(order)
        for item in order:
            take(pair.cobalt, item)
        assert pair.cobalt.kept(AMBER) == pair.amber.kept(AMBER)
        assert not pair.cobalt.carrying.views()
        assert not list(pair.cobalt.stored().waiting())
        assert shown(pair.cobalt, LINE, numbers[-1]) is not None
        assert not pair.cobalt.state.evidence


def test_what_comes_too_early_waits_over_a_restart(tmp_path: Path) -> None:
    """The second file comes first: kept, shown with what is missing, there after a restart."""
    path = tmp_path / "cobalt.sqlite"
    pair = apart()
    clock = pair.clock
    with SqliteStore(path) as store:
        cobalt = make_node("cobalt", clock, store)
        amber = make_node("amber", clock)
        join(amber, cobalt)
        take(cobalt, page(written(amber, "cobalt", tmp_path)))
        take(amber, page(written(cobalt, "amber", tmp_path)))
        amber.step([Do(ADMIN, LINE, Send("NWA", nwa(VOLUME)))])
        early = page(written(amber, "cobalt", tmp_path))
        amber.step(
            [Do(ADMIN, LINE, Send("AST", {"point": {"lat_e7": 1, "lon_e7": 1}, "what": "x"}))]
        )
        amber.step([Do(ADMIN, LINE, Send("NWA", nwa(VOLUME)))])
        both = page(written(amber, "cobalt", tmp_path))
        late = TakeBundle(
            "amber", (BundlePart(AMBER, both.parts[0].entries[1:], both.parts[0].checkpoints),)
        )
        assert [part.waiting for part in take(cobalt, late).parts] == [len(late.parts[0].entries)]
    with SqliteStore(path) as store:
        cobalt = make_node("cobalt", clock, store)
        (view,) = cobalt.carrying.views()
        assert view.missing == (view.held, view.held)
        assert view.messages[-1].number in view.messages[-1].line
        assert "amber" in view.words
        assert any("wait" in note for note in cobalt.carrying.notes())
        assert shown(cobalt, LINE, view.messages[-1].number) is None
        (part,) = take(cobalt, early).parts
        assert part.taken == len(both.parts[0].entries)
        assert part.waiting == 0
        assert not list(store.waiting())
        assert shown(cobalt, LINE, view.messages[-1].number) is not None


def test_the_link_brings_what_a_file_waits_for(tmp_path: Path) -> None:
    """A later file came first, then the link is back: the link fills the hole, nothing waits on."""
    pair = apart()
    send(pair)
    both_first = page(written(pair.amber, "cobalt", tmp_path)).parts[0].entries
    send(pair)
    item = page(written(pair.amber, "cobalt", tmp_path))
    late = item.parts[0].entries[len(both_first) :]
    take(pair.cobalt, TakeBundle("amber", (BundlePart(AMBER, late, ()),)))
    assert pair.cobalt.carrying.views()
    pair.connect()
    pair.settle()
    assert not pair.cobalt.carrying.views()
    assert not list(pair.cobalt.stored().waiting())
    assert not pair.cobalt.state.evidence


def test_a_file_cut_short_gives_what_came_before(tmp_path: Path) -> None:
    """The last lines are torn off: full pages before the cut are taken, the rest waits."""
    pair = apart()
    for _ in range(bundle.PAGE_ENTRIES + 10):
        send(pair, code="LCK")
    path = written(pair.amber, "cobalt", tmp_path)
    before = pair.cobalt.kept(AMBER)
    (part,) = take(pair.cobalt, page(path, cut=bundle.PAGE_ENTRIES + 6)).parts
    assert part.taken == bundle.PAGE_ENTRIES
    assert pair.cobalt.kept(AMBER) == before + bundle.PAGE_ENTRIES
    assert part.waiting == 4
    (view,) = pair.cobalt.carrying.views()
    assert view.missing is None
    take(pair.cobalt, page(written(pair.amber, "cobalt", tmp_path)))
    assert pair.cobalt.kept(AMBER) == pair.amber.kept(AMBER)


@pytest.mark.parametrize("field", ["header_bytes", "signature", "salt", "body"])
def test_an_altered_entry_is_left_out_and_named(tmp_path: Path, field: str) -> None:
    """One byte changes on the way: the entry is refused, nobody is blamed, the rest waits."""
    pair = apart()
    for _ in range(3):
        send(pair)
    item = page(written(pair.amber, "cobalt", tmp_path))
    first, second, third = item.parts[0].entries
    data = bytearray(getattr(second, field))
    data[len(data) // 2] ^= 1
    values = {name: getattr(second, name) for name in RawEntry.__slots__} | {field: bytes(data)}
    altered = TakeBundle(
        "amber", (BundlePart(AMBER, (first, RawEntry(**values), third), item.parts[0].checkpoints),)
    )
    (part,) = take(pair.cobalt, altered).parts
    assert part.refused
    assert shown(pair.cobalt, LINE, "AMBER-2026-0003") is None
    assert not pair.cobalt.state.evidence
    take(pair.cobalt, item)
    assert pair.cobalt.kept(AMBER) == pair.amber.kept(AMBER)


def test_a_strangers_file_changes_nothing(tmp_path: Path) -> None:
    """A party that is no member brings its own entries: it is told so, and nothing is kept."""
    pair = apart()
    stranger, friend = make_node("meridian", pair.clock), make_node("cobalt", pair.clock)
    join(stranger, friend)
    stranger.step([Do(ADMIN, LINE, Send("LCK"))])
    position = pair.cobalt.position
    (part,) = take(pair.cobalt, page(written(stranger, "cobalt", tmp_path))).parts
    assert "stranger" in part.refused[0]
    assert part.taken == part.waiting == 0
    assert pair.cobalt.position == position


def test_a_file_before_the_place_is_taken_is_brought_again(tmp_path: Path) -> None:
    """The stick outruns the invitation: nothing is kept, nobody accused; then all is taken."""
    pair = apart()
    charter, secret = replace(CHARTER, channel="summit-5a5a5a5a"), "ab" * 32
    line = Line(charter.channel)
    pair.amber.step(
        [
            OpenChannel(ADMIN, charter),
            Invite(ADMIN, line.channel, secret, START_MS + 60_000),
            Admit(line.channel, secret, pair.cobalt.identity.card),
            Do(ADMIN, line, Send("LCK")),
        ]
    )
    item = page(written(pair.amber, "cobalt", tmp_path, whole=True))
    early = {one.journal: one for one in take(pair.cobalt, item).parts}
    summit = early[f"{line.channel}/ACTUAL/amber"]
    assert (summit.taken, summit.waiting) == (0, 0)
    assert "bring this file again" in summit.refused[0]
    assert not pair.cobalt.carrying.views()
    pair.cobalt.step([TakePlace(ADMIN, charter, (pair.amber.identity.card,))])
    late = {one.journal: one for one in take(pair.cobalt, item).parts}
    assert late[f"{line.channel}/ACTUAL/amber"].taken == 3
    assert not pair.cobalt.state.evidence


def test_a_fork_in_a_file_is_evidence(tmp_path: Path) -> None:
    """The author signed another entry of the same place: by file it is found as by link."""
    pair = apart()
    twin = make_node("amber", pair.clock)
    join(twin, make_node("cobalt", pair.clock))
    send(pair)
    take(pair.cobalt, page(written(pair.amber, "cobalt", tmp_path)))
    pair.clock.now_ms += 1
    twin.step([Do(ADMIN, LINE, Send("LCK"))])
    twins = page(written(twin, "cobalt", tmp_path, whole=True))
    took = take(pair.cobalt, twins)
    assert any("fork" in why for part in took.parts for why in part.refused)
    assert [kept.reason for kept in pair.cobalt.state.evidence] == ["fork"]


def test_a_member_carries_what_another_wrote(tmp_path: Path) -> None:
    """Cobalt is reached by Meridian alone: its file brings Amber's entries, proved by Amber."""
    clock = Clock()
    nodes = {name: make_node(name, clock) for name in ("amber", "cobalt", "meridian")}
    amber, cobalt, meridian = nodes.values()
    join(amber, meridian)
    cards = [node.identity.card for node in (amber, meridian, cobalt)]
    again = hashlib.sha256(b"again").hexdigest()
    invite = Invite(ADMIN, LINE.channel, again, START_MS + 60_000)
    amber.step([invite, Admit(LINE.channel, again, cards[2])])
    cobalt.step([TakePlace(ADMIN, CHARTER, (cards[0], cards[1]))])
    take(meridian, page(written(amber, "meridian", tmp_path)))
    other = hashlib.sha256(b"other").hexdigest()
    invite = Invite(ADMIN, LINE.channel, other, START_MS + 60_000)
    meridian.step([invite, Admit(LINE.channel, other, cards[2])])
    amber.step([Do(ADMIN, LINE, Send("LCK"))])
    take(meridian, page(written(amber, "meridian", tmp_path)))
    take(cobalt, page(written(meridian, "cobalt", tmp_path, others=True)))
    assert cobalt.kept(AMBER) == amber.kept(AMBER)
    assert shown(cobalt, LINE, "AMBER-2026-0001") is not None


def test_exercise_and_actual_stay_apart(tmp_path: Path) -> None:
    """A file carries both; each goes to its own line, and ACTUAL stands first in it."""
    pair = apart()
    exercise = Line(LINE.channel, Status.EXERCISE)
    pair.amber.step([Do(ADMIN, exercise, Send("LCK"))])
    send(pair)
    path = written(pair.amber, "cobalt", tmp_path)
    text = path.read_text()
    assert text.index("/ACTUAL/amber") < text.index("/EXERCISE/amber")
    take(pair.cobalt, page(path))
    assert list(pair.cobalt.state.line(exercise).messages) == ["EXERCISE-AMBER-2026-0001"]


def test_acts_by_file_before_what_they_act_on(tmp_path: Path) -> None:
    """Amber gets Cobalt's answer by file twice, and the ladder shows each step once."""
    pair = apart()
    number = send(pair)
    take(pair.cobalt, page(written(pair.amber, "cobalt", tmp_path)))
    pair.do("cobalt", Read(number))
    one = page(written(pair.cobalt, "amber", tmp_path))
    pair.do("cobalt", Answer(number, "WILCO"))
    two = page(written(pair.cobalt, "amber", tmp_path))
    for item in (two, one, two):
        take(pair.amber, item)
    view = shown(pair.amber, LINE, number)
    assert view is not None
    assert [step.step for step in view.steps] == ["DELIVERED", "READ", "ANSWER"]


def test_every_format_by_files_in_any_order(tmp_path: Path) -> None:
    """All formats that an officer can release, in small files, shuffled: as if by one file."""
    pair = apart()
    sent = 0
    for code, fmt in FORMATS.items():
        fields = {
            spec.name: VOLUME if spec.kind is Kind.VOLUME else value_of(spec)
            for spec in fmt.fields
            if spec.kind is not Kind.SEALED
        }
        every = tuple(rule for rule in ("check-time", "check-area", "check-size"))
        done = pair.amber.step([Do(ADMIN, LINE, Send(code, fields, acknowledged=every))])[0]
        sent += isinstance(done, Done)
    assert sent >= FORMATS_SENT_MIN
    whole = page(written(pair.amber, "cobalt", tmp_path, whole=True))
    entries, notes = whole.parts[0].entries, whole.parts[0].checkpoints
    straight = pair.cobalt
    take(straight, whole)
    for seed in range(3):
        other = make_node("cobalt", pair.clock)
        join(make_node("amber", pair.clock), other)
        files = [(entries[at : at + 3], notes) for at in range(0, len(entries), 3)]
        random.Random(seed).shuffle(files)
        for some, all_notes in files:
            take(other, TakeBundle("amber", (BundlePart(AMBER, some, all_notes),)))
        assert other.kept(AMBER) == straight.kept(AMBER)
        assert said(other) == said(straight)


def said(node: Node) -> list[tuple[object, ...]]:
    """What a node shows of every message, without when it came to hold it."""
    known = messages_of(node, LINE, limit=1000)
    views = sorted(known, key=lambda view: view.message.number)
    return [(view.message, view.state, view.line, view.text, view.warnings) for view in views]


def test_a_flash_that_waits_sounds(tmp_path: Path) -> None:
    """Its place in the line is not known yet; that somebody is hit may be true all the same."""
    pair = apart()
    send(pair)
    first = len(page(written(pair.amber, "cobalt", tmp_path)).parts[0].entries)
    point = {"lat_e7": -229_000_000, "lon_e7": 144_000_000}
    stop = {spec.name: value_of(spec) for spec in FORMATS["AST"].fields} | {"point": point}
    assert isinstance(pair.do("amber", Send("AST", stop)), Done)
    news: list[StreamItem] = []
    pair.cobalt.listen(news.append)
    both = page(written(pair.amber, "cobalt", tmp_path)).parts[0]
    take(pair.cobalt, TakeBundle("amber", (BundlePart(AMBER, both.entries[first:], ()),)))
    assert [one.type for one in news if "FLASH" in (one.why or "")] == ["alarm"]
    take(pair.cobalt, TakeBundle("amber", (BundlePart(AMBER, both.entries[first:], ()),)))
    assert len([one for one in news if one.type == "alarm"]) == 1


def test_a_whole_bundle_is_an_evidence_file(tmp_path: Path) -> None:
    """The verifier reads it like any other: no second format."""
    pair = apart()
    for _ in range(bundle.PAGE_ENTRIES + 3):
        send(pair, code="LCK")
    path = written(pair.amber, "cobalt", tmp_path, whole=True)
    report = verify_file(path, {})
    assert report.problem_count == 0, report.problems
