"""The author's side: no gaps, a clock that only moves forward, honest checkpoints."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.journal.forms import Malformed, origin_of
from detente.journal.keys import Signer
from detente.journal.note import open_checkpoint
from detente.journal.own import OwnJournal, RestoreFault

NOW_MS = 1_800_000_000_000


def write(own: OwnJournal, at_ms: int) -> None:
    """Write one entry at a time."""
    own.next(kind="message", kind_version=1, body=b"{}", salt=bytes(32), at_ms=at_ms, heads=())


@pytest.fixture
def make() -> Callable[[], OwnJournal]:
    """Make Amber's journal, always under the same key."""
    signer = Signer.from_seed(bytes(32))
    return lambda: OwnJournal("coast-1/ACTUAL/amber", signer)


def test_a_clock_set_back_does_not_set_the_journal_back(make: Callable[[], OwnJournal]) -> None:
    """When the machine's clock jumps back, entries keep the time of the last one."""
    own = make()
    for at_ms in (NOW_MS, NOW_MS - 5_000, NOW_MS + 1):
        write(own, at_ms)
    assert [own.at_ms(n) for n in range(3)] == [NOW_MS, NOW_MS, NOW_MS + 1]
    assert own.last_ms == NOW_MS + 1


def test_a_checkpoint_at_an_earlier_size_is_of_the_earlier_tree(
    make: Callable[[], OwnJournal],
) -> None:
    """Catch-up pages carry checkpoints at their own ends, consistent with the newest."""
    own = make()
    roots = [own.root_at(0)]
    for n in range(5):
        write(own, NOW_MS + n)
        roots.append(own.head().root)
    public = Signer.from_seed(bytes(32)).public
    for size in range(6):
        head = open_checkpoint(own.checkpoint(size).note, origin_of(own.journal), public)
        assert (head.size, head.root) == (size, roots[size])
    assert own.checkpoint().size == 5
    assert own.root_at(6) is None


def test_a_restored_journal_goes_on_where_it_was(make: Callable[[], OwnJournal]) -> None:
    """A journal rebuilt from its entries has the same head and refuses an entry out of place."""
    own, again = make(), make()
    entries = [
        own.next(kind="message", kind_version=1, body=b"{}", salt=bytes(32), at_ms=n, heads=())
        for n in (7, 8)
    ]
    with pytest.raises(RestoreFault):
        again.restore(entries[1])
    for entry in entries:
        again.restore(entry)
    assert again.head() == own.head()
    assert again.last_ms == 8


def test_a_journal_needs_a_proper_id() -> None:
    """A journal cannot be made under an id that no reader would take."""
    with pytest.raises(Malformed):
        OwnJournal("coast/ACTUAL/Amber", Signer.from_seed(bytes(32)))
