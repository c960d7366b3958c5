"""A true record is good; one with anything changed, cut or forged is broken, and says where."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.core.events import Charter, Joined, Opened
from detente.core.line.lead import Timing
from detente.core.values import Fields
from detente.journal.bundle import LINE_BYTES_MAX
from detente.journal.entry import ENTRY_DOMAIN, Entry, Head, encode_header
from detente.journal.keys import Signer
from detente.journal.mirror import evidence_of
from detente.journal.note import sign_checkpoint
from detente.journal.push import RawEntry
from detente.verify import MessageRow, Report, Verdict, verify_file
from tests.support.record import CHANNEL, MINUTE, NWA, T0, VOLUME, Record, exchange, two_open


@pytest.fixture
def record() -> Record:
    """A finished exchange: warned, read, read back, confirmed, answered, all cosigned."""
    made = two_open()
    exchange(made)
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the evidence file goes."""
    return tmp_path / "evidence.jsonl"


def checked(record: Record, path: Path, **options: Any) -> Report:
    """Export and verify."""
    record.export(path, **options)
    return verify_file(path)


def rules(report: Report) -> list[str]:
    """The rules of the problems, in order."""
    return [problem.rule for problem in report.problems]


def rewritten(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> Report:
    """Change the lines of the file as an attacker without keys can, and mend digest and counts."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    change(lines)
    end = lines.pop()
    for plural, kind in (
        ("entries", "entry"),
        ("checkpoints", "checkpoint"),
        ("cosignatures", "cosignature"),
        ("evidence", "evidence"),
    ):
        end[plural] = sum(1 for line in lines if line.get("is") == kind)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    end["sha256"] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    end["signature"] = None
    path.write_text(text + json.dumps(end, separators=(",", ":")) + "\n")
    return verify_file(path)


def resigned(record: Record, entry: Entry, party: str, **changes: Any) -> Entry:
    """The entry with its header changed and signed again by its author."""
    header = dataclasses.replace(entry.header, **changes)
    data = encode_header(header)
    signature = record.signers[party].sign(ENTRY_DOMAIN + data)
    return dataclasses.replace(entry, header=header, header_bytes=data, signature=signature)


def test_a_true_record_is_good(record: Record, path: Path) -> None:
    """A whole exchange verifies, is vouched for, and says what is final and who is missing."""
    report = checked(record, path)
    assert report.problems == ()
    assert report.remarks == ()
    assert report.verdict is Verdict.GOOD
    assert report.vouched
    assert (report.entries, report.messages, report.cosignatures) == (9, 5, 4)
    assert [(j.party, j.size, j.checkpoint, j.final, j.missing) for j in report.journals] == [
        ("amber", 4, 4, 4, ()),
        ("cobalt", 5, 5, 5, ()),
    ]
    assert not any(party.pinned for party in report.parties)


def test_the_timeline_tells_both_clocks(path: Path) -> None:
    """Each step is dated by the clock of the party that took it, and the receiver's act counts."""
    record = two_open({"cobalt": 90_000})
    number = exchange(record)
    rows: list[MessageRow] = []
    record.export(path)
    report = verify_file(path, on_row=rows.append)
    assert report.verdict is Verdict.GOOD
    (row,) = rows
    (to,) = row.receivers
    assert (row.number, row.author, row.format, row.state) == (number, "amber", "NWA", "current")
    assert (row.at_ms, row.held_at_ms) == (T0 + 5_000, T0 + 5_000)
    assert to.delivered_s == (T0 + 6_000 + 90_000) // 1_000
    assert (to.read_ms, to.readback_ms) == (T0 + 97_000, T0 + 98_000)
    assert to.confirmed_ms == T0 + 10_000
    assert (to.answer, to.answered_ms) == ("WILCO", T0 + 101_000)
    assert (to.timing, to.required_ms) == (Timing.ON_TIME, 15 * MINUTE)
    assert to.lead_ms == 30 * MINUTE - 98_000
    assert report.timings == (("ON TIME", 1),)


def test_clocks_are_bounded_by_cause_and_effect(path: Path) -> None:
    """Cobalt's clock is 90 s ahead; the record proves bounds that hold the true difference."""
    record = two_open({"cobalt": 90_000})
    exchange(record)
    (bounds,) = checked(record, path).clocks
    assert (bounds.first, bounds.second) == ("amber", "cobalt")
    assert bounds.least_ms is not None
    assert bounds.most_ms is not None
    assert bounds.least_ms <= 90_000 <= bounds.most_ms
    assert bounds.most_ms - bounds.least_ms <= 4_000


@pytest.mark.parametrize(
    ("after_min", "timing"),
    [
        (14, Timing.ON_TIME),
        (16, Timing.SHORT),
        (31, Timing.AFTER_THE_FACT),
        (None, Timing.NOT_EFFECTIVE),
    ],
)
def test_lead_time_counts_from_the_read_back(
    path: Path, after_min: int | None, timing: Timing
) -> None:
    """A warning 30 minutes ahead is on time, short or too late by when it was read back."""
    record = two_open()
    number = record.say("amber", "NWA", NWA, to="cobalt")
    record.say("cobalt", "ACK", {"step": "READ"}, to="amber", ref=number)
    if after_min is not None:
        after_ms = after_min * MINUTE - 6_000
        record.say("cobalt", "RBK", {"computed": {}}, to="amber", ref=number, after_ms=after_ms)
    assert checked(record, path).timings == ((timing.value, 1),)


def test_a_charter_sets_its_own_lead_time(path: Path) -> None:
    """A channel whose members agreed on an hour makes the same warning short."""
    charter = Charter(CHANNEL, "Coast", "safety", lead_ms=(("NWA", 60 * MINUTE),))
    record = Record()
    record.card("cobalt")
    record.open("amber", "cobalt", charter=charter)
    record.open("cobalt", "amber", charter=charter)
    exchange(record)
    assert checked(record, path).timings == (("SHORT", 1),)


@pytest.mark.parametrize(
    ("step", "timing"),
    [("READ", "ON TIME"), ("READBACK", "NOT EFFECTIVE"), ("SAID", "NOT EFFECTIVE")],
)
def test_a_charter_sets_the_step_that_counts(path: Path, step: str, timing: str) -> None:
    """A warning that was read and not read back counts where the members agreed that READ does.

    A step of a program that is newer than this one leaves the format's own.
    """
    charter = Charter(CHANNEL, "Coast", "safety", effective=(("NWA", step),))
    record = Record()
    record.card("cobalt")
    record.open("amber", "cobalt", charter=charter)
    record.open("cobalt", "amber", charter=charter)
    number = record.say("amber", "NWA", {"volume": VOLUME}, to="cobalt")
    record.say("cobalt", "ACK", {"step": "READ"}, to="amber", ref=number)
    assert checked(record, path).timings == ((timing, 1),)


def test_a_correction_is_read_back_again(record: Record, path: Path) -> None:
    """A corrected start counts with its own read-back; the first message stands as superseded."""
    changed = {"volume": {**VOLUME, "start_ms": T0 + 20 * MINUTE}}
    number = record.say("amber", "COR", {"changes": changed}, to="cobalt", ref="AMBER-2027-0001")
    rows: list[MessageRow] = []
    record.export(path)
    assert verify_file(path, on_row=rows.append).timings == (("NOT EFFECTIVE", 1), ("ON TIME", 1))
    record.say("cobalt", "RBK", {"computed": {}}, to="amber", ref=number, after_ms=6 * MINUTE)
    assert checked(record, path).timings == (("ON TIME", 1), ("SHORT", 1))
    assert [row.state for row in rows] == ["superseded", "current"]
    assert rows[1].start_ms == T0 + 20 * MINUTE


@pytest.mark.parametrize(("scale", "days"), [("small", 3), ("large", 14)])
def test_what_a_notice_says_decides_its_lead_time(path: Path, scale: str, days: int) -> None:
    """A large exercise was to be told two weeks ahead; so is a correction that names no size."""
    record, rows = two_open(), list[MessageRow]()
    fields: Fields = {"kinds": ["naval"], "scale": scale, "volume": VOLUME}
    number = record.say("amber", "NEX", fields, to="cobalt")
    record.say("amber", "COR", {"changes": {"volume": VOLUME}}, to="cobalt", ref=number)
    record.export(path)
    verify_file(path, on_row=rows.append)
    asked = {row.receivers[0].required_ms for row in rows}
    assert asked == {days * 24 * 60 * MINUTE}


def test_a_site_that_stands_already_is_not_judged_by_its_lead_time(path: Path) -> None:
    """Its start is its release, in corrections too; one that names a start has its lead time."""
    record, rows = two_open(), list[MessageRow]()
    fields: Fields = {"site": "C-12", "use": "clinic", "from_ms": T0}

    def said(code: str, what: Fields, ref: str | None = None) -> str:
        number = record.say("amber", code, what, to="cobalt", ref=ref)
        record.say("cobalt", "RBK", {"computed": {}}, to="amber", ref=number)
        return number

    stands = said("NHS", fields)
    again: Fields = {"changes": {"site": "C-13", "from_ms": T0}}
    later = said("COR", again, said("COR", {"changes": {"site": "C-14"}}, stands))
    said("COR", {"changes": {"from_ms": T0 + 72 * 60 * MINUTE}}, later)
    said("NHS", {**fields, "from_ms": T0 - 1})
    record.export(path)
    verify_file(path, on_row=rows.append)
    found = [row.receivers[0].timing for row in rows]
    assert found == [None, None, None, Timing.ON_TIME, Timing.AFTER_THE_FACT]


@pytest.mark.parametrize(("action", "asked"), [("propose", 3 * 24 * 60), ("release", None)])
def test_a_proposed_zone_has_a_lead_time(path: Path, action: str, asked: int | None) -> None:
    """A zone is proposed three days ahead; the area of one that is given back starts nothing."""
    record, rows = two_open(), list[MessageRow]()
    fields: Fields = {"zone": "Alpha", "action": action, "rule": "no-entry", "volume": VOLUME}
    number = record.say("amber", "NZO", fields, to="cobalt")
    record.say("cobalt", "RBK", {"computed": {}}, to="amber", ref=number)
    record.export(path)
    verify_file(path, on_row=rows.append)
    (to,) = rows[0].receivers
    assert to.timing is (None if asked is None else Timing.SHORT)
    assert asked is None or to.required_ms == asked * MINUTE


def test_a_cancelled_or_ended_message_says_so(path: Path) -> None:
    """What became of a message by its author's own act stands in the timeline, not by another's."""
    record = two_open()
    numbers = [record.say("amber", "NWA", NWA, to="cobalt") for _ in range(3)]
    record.say("amber", "CAN", {}, to="cobalt", ref=numbers[0])
    record.say("amber", "END", {"ended_ms": T0}, to="cobalt", ref=numbers[1])
    record.say("cobalt", "CAN", {}, to="amber", ref=numbers[2])
    rows: list[MessageRow] = []
    record.export(path)
    assert verify_file(path, on_row=rows.append).verdict is Verdict.GOOD
    assert [row.state for row in rows[:3]] == ["cancelled", "ended", "current"]


def test_steps_by_a_party_that_was_not_addressed_do_not_count(path: Path) -> None:
    """A receipt by the author itself, or by a third party, moves nothing."""
    record = two_open()
    number = record.say("amber", "NWA", NWA, to="meridian")
    record.say("cobalt", "RBK", {"computed": {}}, to="amber", ref=number)
    record.say("amber", "RBK", {"computed": {}}, to="amber", ref=number)
    report = checked(record, path)
    assert report.verdict is Verdict.GOOD
    assert report.timings == (("NOT EFFECTIVE", 1),)


def test_a_number_used_again_has_no_effect(path: Path) -> None:
    """A second message under an old number, or under another's, is remarked on and counts not."""
    record = two_open()
    number = record.say("amber", "NWA", NWA, to="cobalt")
    record.serials["amber"] = 0
    record.say("amber", "CAN", {}, to="cobalt", ref=number)
    record.serials["amber"] = 2
    record.say("amber", "NWA", NWA, to="cobalt")
    rows: list[MessageRow] = []
    record.export(path)
    report = verify_file(path, on_row=rows.append)
    assert [remark.rule for remark in report.remarks] == ["number", "number"]
    assert [(row.number, row.state) for row in rows] == [
        (number, "current"),
        ("AMBER-2027-0003", "current"),
    ]


def test_many_messages_are_found_again(path: Path) -> None:
    """A receipt finds its message although thousands came between."""
    record = two_open()
    first = record.say("amber", "NWA", NWA, to="cobalt")
    for _ in range(2_200):
        record.say("amber", "LCK", {"nonce": "x", "clock_ms": T0}, to="cobalt", after_ms=1)
    record.say("cobalt", "RBK", {"computed": {}}, to="amber", ref=first)
    record.say("amber", "CAN", {}, to="cobalt", ref=first)
    rows: list[MessageRow] = []
    record.export(path)
    assert verify_file(path, on_row=rows.append).verdict is Verdict.GOOD
    assert (rows[0].state, rows[0].receivers[0].timing) == ("cancelled", Timing.ON_TIME)
    assert len(rows) == 2_202


def test_a_receipt_before_its_cause_is_broken(path: Path) -> None:
    """Cobalt answers a message whose entry it had not yet named as seen: nobody can do that."""
    record = two_open()
    before = record.heads("cobalt")
    number = record.say("amber", "NWA", NWA, to="cobalt")
    record.say("cobalt", "ACK", {"step": "READ"}, to="amber", ref=number, heads=before)
    report = checked(record, path)
    assert rules(report) == ["cause"]
    assert number in report.problems[0].detail


def test_any_changed_byte_is_found(record: Record, path: Path) -> None:
    """One bit changed anywhere in the file, one byte in nineteen tried, makes it not good."""
    record.export(path)
    good = path.read_bytes()
    changed = path.with_name("changed.jsonl")
    for at in range(0, len(good), 19):
        changed.write_bytes(good[:at] + bytes([good[at] ^ 1 << at % 7]) + good[at + 1 :])
        assert verify_file(changed).verdict is not Verdict.GOOD, at


def test_one_changed_byte_names_its_entry(record: Record, path: Path) -> None:
    """A changed letter in a body points at the very entry, then at the file's digest."""
    record.export(path)
    path.write_text(path.read_text().replace("air-surface", "air-surfacf"))
    report = verify_file(path)
    assert report.verdict is Verdict.BROKEN
    first = report.problems[0]
    assert (first.journal, first.sequence, first.rule) == (f"{CHANNEL}/ACTUAL/amber", 2, "body")
    assert rules(report)[-2:] == ["file", "file"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 8), st.sampled_from(["header", "signature", "salt", "body"]), st.data())
def test_a_changed_entry_is_found_although_the_file_is_mended(
    record: Record, path: Path, entry: int, part: str, data: st.DataObject
) -> None:
    """Whoever changes an entry can mend counts and digest, but not the signature."""
    record.export(path)

    def change(lines: list[dict[str, Any]]) -> None:
        text = str(lines[1 + entry][part])
        at = data.draw(st.integers(0, len(text) - 1))
        letter = data.draw(st.sampled_from("0aZ+").filter(lambda char: char != text[at]))
        lines[1 + entry][part] = text[:at] + letter + text[at + 1 :]

    assert rewritten(path, change).verdict is Verdict.BROKEN


def test_a_missing_entry_is_a_gap(record: Record, path: Path) -> None:
    """An entry taken out of the middle is missed at the next one of its journal."""
    record.export(path)
    report = rewritten(path, lambda lines: lines.remove(lines[5]))
    assert rules(report)[0] == "gap"
    assert report.problems[0].sequence == 3


def test_a_missing_end_is_found_by_the_cosignature(record: Record, path: Path) -> None:
    """The last entry taken out is missed because a checkpoint or cosignature covers it."""
    record.export(path)
    report = rewritten(path, lambda lines: lines.remove(lines[9]))
    assert set(rules(report)) == {"truncated", "cosignature"}


def test_a_reordered_file_breaks_the_order_of_cause(record: Record, path: Path) -> None:
    """An effect moved before its cause is broken although every signature holds."""
    record.export(path)
    report = rewritten(path, lambda lines: lines.insert(5, lines.pop(6)))
    assert rules(report)[0] == "cause"


def test_an_entry_twice_is_found(record: Record, path: Path) -> None:
    """The same entry twice in a file is broken, but accuses nobody of a fork."""
    record.export(path)
    assert "repeated" in rules(rewritten(path, lambda lines: lines.insert(3, lines[2])))


def test_two_signed_entries_of_one_place_are_a_fork(record: Record, path: Path) -> None:
    """Two entries that the author signed for one place are a proven fork, by line and entry."""
    last = list(record.store.replay())[-1].entry
    other = resigned(record, last, "cobalt", kind_version=9)
    record.export(path)

    def add(lines: list[dict[str, Any]]) -> None:
        line = dict(lines[9])
        line["header"] = other.header_bytes.decode()
        line["signature"] = base64.b64encode(other.signature).decode()
        lines.insert(10, line)

    report = rewritten(path, add)
    assert rules(report) == ["fork"]
    assert report.problems[0].sequence == last.header.sequence


def test_kept_evidence_proves_a_fork(record: Record, path: Path) -> None:
    """What Amber's node refused proves to a stranger that Cobalt signed two entries 4."""
    last = list(record.store.replay())[-1].entry
    assert last.header.journal.endswith("cobalt")
    other = resigned(record, last, "cobalt", kind_version=9)
    raw = RawEntry(other.header_bytes, other.signature, other.salt, other.body)
    record.refuse("cobalt", "fork", evidence_of(last.header.journal, raw, ""))
    report = checked(record, path)
    assert rules(report) == ["fork"]
    assert "cobalt signed two different entries 4: proven" in report.problems[0].detail


def test_kept_evidence_proves_a_second_tree(record: Record, path: Path) -> None:
    """A checkpoint of another tree of the same size, signed by Cobalt, is proof as well."""
    journal = record.journals["cobalt"].journal
    note = sign_checkpoint(f"detente/{journal}", 3, bytes(32), record.signers["cobalt"])
    record.refuse("cobalt", "fork", evidence_of(journal, None, note))
    assert rules(checked(record, path)) == ["fork"]


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"{}", b'{"journal":"x"}', b"[" * 9_999])
def test_evidence_that_proves_nothing_is_a_remark(record: Record, path: Path, data: bytes) -> None:
    """Refused bytes that nobody signed are the exporter's word, and break nothing."""
    record.refuse("cobalt", "bad-signature", data)
    report = checked(record, path)
    assert report.verdict is Verdict.GOOD
    assert [remark.rule for remark in report.remarks] == ["evidence"]


def test_forged_evidence_accuses_nobody(record: Record, path: Path) -> None:
    """A second entry 4 that Cobalt did not sign is no proof of a fork."""
    last = list(record.store.replay())[-1].entry
    forged = resigned(record, last, "amber", kind_version=9)
    raw = RawEntry(forged.header_bytes, forged.signature, forged.salt, forged.body)
    record.refuse("cobalt", "fork", evidence_of(last.header.journal, raw, ""))
    assert checked(record, path).verdict is Verdict.GOOD


def test_a_pinned_key_must_be_the_files_key(record: Record, path: Path) -> None:
    """With the key known from elsewhere the file is good; with another key it is broken."""
    record.export(path)
    right = record.signers["cobalt"].public
    report = verify_file(path, {"cobalt": right})
    assert report.verdict is Verdict.GOOD
    assert [(p.party, p.pinned) for p in report.parties] == [("amber", False), ("cobalt", True)]
    wrong = Signer.from_seed(bytes(32)).public
    report = verify_file(path, {"cobalt": wrong})
    assert report.verdict is Verdict.BROKEN
    assert rules(report) == ["key"]


def test_cards_that_disagree_are_broken(path: Path) -> None:
    """Amber took Cobalt under another key than Cobalt's own journal shows."""
    record = two_open()
    stranger = record.card("stranger").key
    card = dataclasses.replace(record.card("cobalt"), key=stranger)
    record.write("amber", Joined(card))
    assert rules(checked(record, path)) == ["key"]


def test_members_under_different_charters_are_broken(path: Path) -> None:
    """Cobalt opened the channel under another purpose than Amber."""
    record = Record()
    record.card("cobalt")
    record.open("amber", "cobalt")
    record.open("cobalt", "amber", charter=Charter(CHANNEL, "Coast", "another"))
    assert rules(checked(record, path)) == ["charter"]


def test_a_journal_opened_in_anothers_name_is_broken(record: Record, path: Path) -> None:
    """An Opened entry in the middle of a journal, or with another's card, is refused."""
    record.write("cobalt", Opened(record.card("amber"), None))
    assert rules(checked(record, path)) == ["opened"]


@pytest.mark.parametrize(
    ("heads", "rule"),
    [
        ((Head(f"{CHANNEL}/ACTUAL/cobalt", 5, bytes(32)),), "head"),
        ((Head(f"{CHANNEL}/ACTUAL/cobalt", 6, bytes(32)),), "cause"),
        ((Head(f"{CHANNEL}/ACTUAL/cobalt", 1, bytes(32)),), "cause"),
    ],
    ids=["another root", "the future", "less than before"],
)
def test_a_head_that_never_was_is_broken(
    record: Record, path: Path, heads: tuple[Head, ...], rule: str
) -> None:
    """Naming another root, entries that did not exist yet, or less than before breaks the order."""
    record.say("amber", "NWA", NWA, to="cobalt", heads=heads)
    assert rules(checked(record, path)) == [rule]


def test_a_head_of_a_journal_left_out_is_a_remark(record: Record, path: Path) -> None:
    """An export of one journal only cannot show what the other's heads were, and says so."""
    report = checked(record, path, journals=[record.journals["amber"].journal])
    assert report.verdict is Verdict.GOOD
    assert [remark.rule for remark in report.remarks] == ["about-unknown", "absent"]
    assert report.entries == 4


def test_time_running_backwards_is_broken(record: Record, path: Path) -> None:
    """An author that dates an entry before the one before it breaks its journal."""
    last = list(record.store.replay())[-1].entry
    at_ms = last.header.at_ms - 1
    record.hold(resigned(record, last, "cobalt", sequence=5, at_ms=at_ms))
    assert rules(checked(record, path)) == ["time-backwards"]


def test_an_effect_long_before_its_cause_is_broken(path: Path) -> None:
    """An entry more than twenty hours earlier than what it has seen is impossible."""
    record = two_open({"cobalt": -21 * 60 * MINUTE})
    report = checked(record, path)
    assert set(rules(report)) == {"time-impossible"}


def test_another_partys_cosignature_is_broken(record: Record, path: Path) -> None:
    """A cosignature said to be Cobalt's that Amber made, or moved to another journal, is broken."""
    record.export(path)

    def take(lines: list[dict[str, Any]]) -> None:
        for line in lines:
            if line.get("is") == "cosignature" and line["cosigner"] == "cobalt":
                line["cosigner"] = "amber"

    assert set(rules(rewritten(path, take))) == {"cosignature"}


def test_what_is_not_cosigned_is_not_final(path: Path) -> None:
    """Before Cobalt has cosigned, nothing after its joining is final, and it is named."""
    record = two_open()
    exchange(record)
    record.say("amber", "NWA", NWA, to="cobalt")
    journal = checked(record, path).journals[0]
    assert (journal.size, journal.final, journal.missing) == (5, 4, ("cobalt",))


def test_a_withheld_body_leaves_the_proof(record: Record, path: Path) -> None:
    """A body taken out by whoever passes the file on leaves signatures and trees whole."""
    record.export(path)

    def withhold(lines: list[dict[str, Any]]) -> None:
        del lines[9]["body"], lines[9]["salt"]

    report = rewritten(path, withhold)
    assert report.verdict is Verdict.GOOD
    assert (report.withheld, report.vouched) == (1, False)


def test_a_cut_file_is_broken(record: Record, path: Path) -> None:
    """A file that ends early, in a line or between lines, is broken and says so."""
    record.export(path)
    good = path.read_bytes()
    for size in (good.rindex(b"\n", 0, -1) + 1, len(good) - 5, len(good) // 2):
        path.write_bytes(good[:size])
        assert verify_file(path).problems[-1].rule == "file"
    path.write_bytes(good + b"{}\n")
    assert rules(verify_file(path)) == ["file"]


def test_what_is_no_evidence_file_is_unusable(tmp_path: Path, record: Record) -> None:
    """A missing file, a directory, rubbish, another version and a cut archive are unusable."""
    path = tmp_path / "x.jsonl"
    assert verify_file(path).verdict is Verdict.UNUSABLE
    assert verify_file(tmp_path).verdict is Verdict.UNUSABLE
    for data in (
        b"",
        b"\x00" * 99,
        b"{}\n",
        b'{"detente_evidence":2,"made_by":"a","made_at_ms":1}',
    ):
        path.write_bytes(data)
        assert verify_file(path).verdict is Verdict.UNUSABLE
    packed = tmp_path / "x.jsonl.gz"
    packed.write_bytes(b"not packed")
    assert verify_file(packed).verdict is Verdict.UNUSABLE
    record.export(packed)
    packed.write_bytes(packed.read_bytes()[:-20])
    assert verify_file(packed).verdict is Verdict.UNUSABLE


def test_a_line_without_end_is_unusable(record: Record, path: Path) -> None:
    """A line longer than any honest one is not read to its end."""
    record.export(path)
    with path.open("ab") as file:
        file.write(b"x" * (LINE_BYTES_MAX + 2))
    assert verify_file(path).verdict is Verdict.UNUSABLE


def test_a_packed_file_is_the_same(record: Record, tmp_path: Path) -> None:
    """A name that ends in .gz is packed; the lines within are the same."""
    plain, packed = tmp_path / "e.jsonl", tmp_path / "e.jsonl.gz"
    record.export(plain)
    record.export(packed)
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert verify_file(packed).verdict is Verdict.GOOD


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200), st.integers(0, 3))
def test_rubbish_never_breaks_the_verifier(
    record: Record, path: Path, rubbish: bytes, place: int
) -> None:
    """Any bytes put anywhere into a file end in a verdict, never in an exception."""
    record.export(path)
    good = path.read_bytes()
    at = [0, len(good) // 3, good.index(b"\n") + 1, len(good)][place]
    path.write_bytes(good[:at] + rubbish + good[at:])
    report = verify_file(path)
    assert report.verdict is (Verdict.GOOD if not rubbish else report.verdict)
    assert rubbish == b"" or report.verdict is not Verdict.GOOD
