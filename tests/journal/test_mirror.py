"""What a peer pushes is taken whole, or refused with its reason and nothing changed."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.journal.entry import ENTRY_DOMAIN, HEADER_BYTES_MAX, Head, encode_header
from detente.journal.mirror import CLOCK_OFF_MAX_MS, Bad, Known, Mirror, Reason, Taken
from detente.journal.note import sign_checkpoint
from detente.journal.own import RestoreFault
from detente.journal.push import PUSH_ENTRIES_MAX, Push, RawEntry

if TYPE_CHECKING:
    from tests.journal.conftest import Author, Pair

NOW_MS = 1_800_000_000_000


def refused(pair: Pair, push: Push, reason: Reason, now_ms: int = NOW_MS) -> Bad:
    """Push and expect a refusal that changed nothing."""
    before = pair.mirror.head()
    found = pair.mirror.check(push, now_ms)
    assert isinstance(found, Bad)
    assert found.reason is reason
    assert found.expected == before.size
    assert pair.mirror.head() == before
    return found


def taken(pair: Pair, push: Push) -> Taken:
    """Push and expect that it is taken."""
    found = pair.mirror.check(push, NOW_MS)
    assert isinstance(found, Taken), found
    return found


def with_entry(push: Push, at: int, **changes: bytes) -> Push:
    """The push with one entry changed."""
    entries = list(push.entries)
    entries[at] = dataclasses.replace(entries[at], **changes)
    return dataclasses.replace(push, entries=tuple(entries))


def resigned(author: Author, raw: RawEntry, **changes: Any) -> RawEntry:
    """The entry with its header changed and signed again by its author."""
    entry = next(e for e in author.entries if e.header_bytes == raw.header_bytes)
    header = dataclasses.replace(entry.header, **changes)
    data = encode_header(header)
    signature = author.signer.sign(ENTRY_DOMAIN + data)
    return RawEntry(data, signature, raw.salt, raw.body)


@pytest.fixture
def three(pair: Pair) -> Pair:
    """Amber has written three entries; Cobalt holds none yet."""
    for n in range(3):
        pair.amber.write(f"m{n}", NOW_MS + n)
    return pair


def test_a_good_push_is_taken_with_its_checkpoint(three: Pair) -> None:
    """New entries come back as entries, with the checkpoint to keep and to cosign."""
    found = taken(three, three.amber.push())
    assert list(found.entries) == three.amber.entries
    assert found.checkpoint == three.amber.journal.checkpoint()
    assert three.mirror.head() == three.amber.journal.head()
    assert three.mirror.at_ms(2) == NOW_MS + 2


def test_pushing_twice_changes_nothing(three: Pair) -> None:
    """A push that comes again, whole or in part, is taken with no new entries."""
    taken(three, three.amber.push())
    for first, end in ((0, 3), (1, 2), (0, 1), (3, 3)):
        found = taken(three, three.amber.push(first, end))
        assert found.entries == ()
        assert found.checkpoint.size == 3


def test_a_page_that_overlaps_gives_only_the_new(three: Pair) -> None:
    """After a cut the peer starts from an earlier entry; only the later ones are new."""
    taken(three, three.amber.push(0, 2))
    assert [e.header.sequence for e in taken(three, three.amber.push(1, 3)).entries] == [2]


def test_a_gap_asks_for_what_is_missing(three: Pair) -> None:
    """Entries that do not follow on what is held say which one is expected."""
    assert refused(three, three.amber.push(1, 3), Reason.GAP).expected == 0
    taken(three, three.amber.push(0, 1))
    assert refused(three, three.amber.push(2, 3), Reason.GAP).expected == 1
    refused(three, three.amber.push(3, 3), Reason.GAP)
    push = three.amber.push()
    refused(three, dataclasses.replace(push, entries=push.entries[:2]), Reason.GAP)


def test_a_changed_body_is_refused(three: Pair) -> None:
    """One changed byte of a body, or of its salt, is no longer what was signed."""
    push = three.amber.push()
    refused(three, with_entry(push, 1, body=b'{"text":"m9"}'), Reason.BAD_BODY)
    refused(three, with_entry(push, 1, salt=bytes(32)), Reason.BAD_BODY)


def test_a_changed_header_or_signature_is_refused(three: Pair) -> None:
    """A header that its author did not sign so is refused, and the evidence holds it."""
    push = three.amber.push()
    header = push.entries[1].header_bytes.replace(b'"kind_version":1', b'"kind_version":2')
    found = refused(three, with_entry(push, 1, header_bytes=header), Reason.BAD_SIGNATURE)
    assert msgspec.json.decode(found.data, type=Push).entries[0].header_bytes == header
    refused(three, with_entry(push, 1, signature=bytes(64)), Reason.BAD_SIGNATURE)
    refused(three, with_entry(push, 1, header_bytes=b"{}"), Reason.BAD_HEADER)
    refused(three, with_entry(push, 1, signature=b"short"), Reason.BAD_HEADER)
    refused(three, with_entry(push, 1, header_bytes=b"[" * 5_000), Reason.BAD_HEADER)


def test_another_partys_entries_are_refused(three: Pair) -> None:
    """Entries that Cobalt signed cannot be pushed as Amber's."""
    three.cobalt.write("mine")
    push = dataclasses.replace(three.cobalt.push(), journal=three.amber.journal.journal)
    refused(three, push, Reason.BAD_CHECKPOINT)
    mixed = dataclasses.replace(three.amber.push(), entries=push.entries)
    refused(three, mixed, Reason.BAD_SIGNATURE)


def test_a_push_for_another_journal_is_refused(three: Pair) -> None:
    """A push that names another journal than this mirror's is refused before anything else."""
    other = dataclasses.replace(three.amber.push(), journal="coast-1f3a9c02/TEST/amber")
    refused(three, other, Reason.WRONG_JOURNAL)


def test_an_entry_of_another_channel_is_a_replay(three: Pair) -> None:
    """What Amber signed for an exercise cannot be played into the actual line."""
    push = three.amber.push(0, 1)
    moved = resigned(three.amber, push.entries[0], journal="coast-1f3a9c02/EXERCISE/amber")
    found = refused(three, dataclasses.replace(push, entries=(moved,)), Reason.REPLAY)
    assert "EXERCISE" in found.detail


def test_an_old_entry_in_a_new_place_is_a_replay(three: Pair) -> None:
    """An entry that stands in the push a second time, as if it were news, is refused."""
    push = three.amber.push()
    again = dataclasses.replace(push, entries=(*push.entries, push.entries[0]))
    refused(three, again, Reason.REPLAY)


def test_two_entries_of_one_sequence_are_a_fork(three: Pair) -> None:
    """The author signed two different entries 2: refused, with the second one as evidence."""
    taken(three, three.amber.push())
    other = resigned(three.amber, three.amber.push().entries[2], kind_version=9)
    push = dataclasses.replace(three.amber.push(2, 3), entries=(other,))
    found = refused(three, push, Reason.FORK)
    assert msgspec.json.decode(found.data, type=Push).entries == (other,)


def test_a_forged_second_entry_is_no_fork(three: Pair) -> None:
    """A different entry at a held sequence that the author did not sign accuses nobody."""
    taken(three, three.amber.push())
    header = three.amber.entries[2].header_bytes.replace(b'"kind_version":1', b'"kind_version":9')
    refused(three, with_entry(three.amber.push(2, 3), 0, header_bytes=header), Reason.BAD_SIGNATURE)


def test_a_checkpoint_over_another_tree_is_refused(three: Pair) -> None:
    """A checkpoint that does not match the entries, or two of one size, are the author's doing."""
    journal, signer = three.amber.journal.journal, three.amber.signer
    other = sign_checkpoint(f"detente/{journal}", 3, bytes(32), signer)
    refused(three, dataclasses.replace(three.amber.push(), checkpoint=other), Reason.BAD_ROOT)
    taken(three, three.amber.push())
    refused(three, Push(journal, (), other), Reason.FORK)


def test_a_checkpoint_that_covers_less_than_was_pushed_is_refused(three: Pair) -> None:
    """What is taken must be covered by a checkpoint, or nobody could cosign it."""
    short = dataclasses.replace(three.amber.push(), checkpoint=three.amber.push(0, 2).checkpoint)
    refused(three, short, Reason.BAD_CHECKPOINT)
    unsigned = dataclasses.replace(three.amber.push(), checkpoint="nothing\n\n\u2014 x eHh4eHh4\n")
    refused(three, unsigned, Reason.BAD_CHECKPOINT)


def test_an_author_who_claims_less_than_it_signed_is_truncating(three: Pair) -> None:
    """A present size below what was signed before is truncation; another root is a fork."""
    assert three.mirror.check_claim(three.amber.journal.checkpoint().note) is None
    taken(three, three.amber.push())
    assert three.mirror.check_claim(three.amber.journal.checkpoint().note) is None
    claim = three.mirror.check_claim(three.amber.journal.checkpoint(2).note)
    assert claim is not None
    assert claim.reason is Reason.TRUNCATION
    origin = f"detente/{three.amber.journal.journal}"
    forked = sign_checkpoint(origin, 2, bytes(32), three.amber.signer)
    claim = three.mirror.check_claim(forked)
    assert claim is not None
    assert claim.reason is Reason.FORK
    garbage = three.mirror.check_claim("garbage")
    assert garbage is not None
    assert garbage.reason is Reason.BAD_CHECKPOINT


def test_time_does_not_run_backwards(three: Pair) -> None:
    """An entry earlier than the one before it is refused although its author signed it."""
    push = three.amber.push()
    back = resigned(three.amber, push.entries[1], at_ms=NOW_MS - 1)
    entries = (push.entries[0], back)
    refused(three, dataclasses.replace(push, entries=entries), Reason.TIME_BACKWARDS)


def test_a_clock_a_day_ahead_is_refused(three: Pair) -> None:
    """More than an hour ahead of our clock is refused; exactly an hour is taken."""
    push = three.amber.push()
    refused(three, push, Reason.TIME_AHEAD, NOW_MS - 24 * 3_600_000)
    refused(three, push, Reason.TIME_AHEAD, NOW_MS + 2 - CLOCK_OFF_MAX_MS - 1)
    assert isinstance(three.mirror.check(push, NOW_MS + 2 - CLOCK_OFF_MAX_MS), Taken)


def test_an_entry_cannot_be_long_before_what_it_has_seen(pair: Pair) -> None:
    """An entry that names our entry of noon as seen cannot be dated more than an hour earlier."""
    pair.cobalt.write("noon", NOW_MS)
    heads = (pair.cobalt.journal.head(),)
    pair.amber.write("early", NOW_MS - CLOCK_OFF_MAX_MS - 1, heads)
    refused(pair, pair.amber.push(), Reason.TIME_IMPOSSIBLE)


def test_a_head_of_ours_that_never_was_is_refused(pair: Pair) -> None:
    """An entry that claims to have seen what we never wrote is refused."""
    pair.cobalt.write("one")
    journal = pair.cobalt.journal.journal
    pair.amber.write("seen", heads=(Head(journal, 1, bytes(32)),))
    refused(pair, pair.amber.push(), Reason.BAD_HEAD)


@pytest.mark.parametrize("epoch", ["", "/2"])
def test_more_of_ours_than_we_hold_may_be_our_own_loss(pair: Pair, epoch: str) -> None:
    """Entries, or a whole epoch, under our name that we do not hold: perhaps we were restored."""
    pair.cobalt.write("one")
    journal = f"{pair.cobalt.journal.journal}{epoch}"
    pair.amber.write("seen", heads=(Head(journal, 2, bytes(32)),))
    refused(pair, pair.amber.push(), Reason.AHEAD)


def test_having_seen_less_than_before_is_refused(pair: Pair) -> None:
    """Heads of one journal only grow within an author's entries."""
    pair.cobalt.write("one")
    first = pair.cobalt.journal.head()
    pair.cobalt.write("two")
    pair.amber.write("seen two", heads=(pair.cobalt.journal.head(),))
    pair.amber.write("seen one", heads=(first,))
    refused(pair, pair.amber.push(), Reason.BAD_HEAD)
    taken(pair, pair.amber.push(0, 1))
    refused(pair, pair.amber.push(1, 2), Reason.BAD_HEAD)


def test_a_differing_view_of_a_third_party_is_a_suspicion(pair: Pair) -> None:
    """Amber names another head of Cobalt's journal than Meridian holds: kept, not Amber's fault."""
    mirrors: dict[str, Mirror] = {}
    known = Known({}, mirrors)
    for author in (pair.amber, pair.cobalt):
        journal = author.journal.journal
        mirrors[journal] = Mirror(journal, author.signer.public, known)
    pair.cobalt.write("one")
    cobalt = pair.cobalt.journal.journal
    pair.amber.write("ahead of us", heads=(pair.cobalt.journal.head(),))
    pair.amber.write("another", heads=(Head(cobalt, 1, bytes(32)),))
    mirror = mirrors[pair.amber.journal.journal]
    unknown = mirror.check(pair.amber.push(0, 1), NOW_MS)
    assert isinstance(unknown, Taken)
    assert unknown.suspicions == ()
    assert isinstance(mirrors[cobalt].check(pair.cobalt.push(), NOW_MS), Taken)
    found = mirror.check(pair.amber.push(1, 2), NOW_MS)
    assert isinstance(found, Taken)
    assert [bad.reason for bad in found.suspicions] == [Reason.FORK]


def test_floods_are_refused_before_they_cost_anything(three: Pair) -> None:
    """Too many entries, too long headers, bodies or notes are refused by their size alone."""
    push = three.amber.push()
    many = dataclasses.replace(push, entries=push.entries[:1] * (PUSH_ENTRIES_MAX + 1))
    refused(three, many, Reason.OVERSIZE)
    refused(three, with_entry(push, 0, body=b"x" * 300_000), Reason.OVERSIZE)
    refused(three, with_entry(push, 0, header_bytes=b" " * (HEADER_BYTES_MAX + 1)), Reason.OVERSIZE)
    refused(three, dataclasses.replace(push, checkpoint="x" * 70_000), Reason.OVERSIZE)


def test_a_restored_mirror_goes_on_where_it_was(three: Pair) -> None:
    """A mirror rebuilt from the store takes what follows and knows what it held."""
    taken(three, three.amber.push(0, 2))
    again = Mirror(three.mirror.journal, three.amber.signer.public, Known({}, {}))
    with pytest.raises(RestoreFault):
        again.restore(three.amber.entries[1])
    for entry in three.amber.entries[:2]:
        again.restore(entry)
    again.restore_checkpoint(three.amber.journal.checkpoint(2))
    assert again.head() == three.mirror.head()
    found = again.check(three.amber.push(2, 3), NOW_MS)
    assert isinstance(found, Taken)
    assert len(found.entries) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_changed_byte_of_a_push_is_refused(three: Pair, data: st.DataObject) -> None:
    """One changed byte anywhere in an entry, or in the checkpoint's text, is never taken."""
    push = three.amber.push()
    part = data.draw(st.sampled_from(["header_bytes", "signature", "salt", "body", "checkpoint"]))
    if part == "checkpoint":
        raw = push.checkpoint.split("\n\n")[0].encode()
    else:
        raw = bytes(getattr(push.entries[1], part))
    at = data.draw(st.integers(0, len(raw) - 1))
    value = data.draw(st.integers(0, 127).filter(lambda v: v != raw[at]))
    changed = raw[:at] + bytes([value]) + raw[at + 1 :]
    if part == "checkpoint":
        note = push.checkpoint.replace(raw.decode(), changed.decode(), 1)
        bad = dataclasses.replace(push, checkpoint=note)
    else:
        bad = with_entry(push, 1, **{part: changed})
    assert isinstance(three.mirror.check(bad, NOW_MS), Bad)
    assert three.mirror.size == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=80), st.binary(max_size=40), st.text())
def test_rubbish_is_refused_and_nothing_breaks(
    three: Pair, header: bytes, signature: bytes, salt: bytes, note: str
) -> None:
    """Random bytes in every place of a push are a refusal, never an exception."""
    raw = RawEntry(header, signature, salt, header)
    for push in (
        Push(three.mirror.journal, (raw,), note),
        Push(note, (), note),
        dataclasses.replace(three.amber.push(), entries=(raw,)),
    ):
        assert isinstance(three.mirror.check(push, NOW_MS), Bad)
