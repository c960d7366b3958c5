"""Delivered and final are read from cosignatures alone, and never said too early."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.node.proofs import Proofs, Stamp

JOURNAL = "coast/ACTUAL/amber"


def test_one_cosignature_covers_everything_before_it() -> None:
    """Cobalt cosigns ten entries at once: the first of them is delivered by that stamp."""
    proofs = Proofs()
    assert proofs.add(JOURNAL, "cobalt", Stamp(10, 5, 5_100))
    assert proofs.first_covering(JOURNAL, "cobalt", 0) == Stamp(10, 5, 5_100)
    assert proofs.first_covering(JOURNAL, "cobalt", 10) is None


def test_the_earliest_cosignature_dates_an_entry() -> None:
    """A later, larger cosignature does not move the time at which an entry was delivered."""
    proofs = Proofs()
    proofs.add(JOURNAL, "cobalt", Stamp(3, 5, 5_100))
    proofs.add(JOURNAL, "cobalt", Stamp(9, 8, 8_100))
    assert proofs.first_covering(JOURNAL, "cobalt", 2) == Stamp(3, 5, 5_100)
    assert proofs.first_covering(JOURNAL, "cobalt", 3) == Stamp(9, 8, 8_100)


def test_a_smaller_cosignature_says_nothing_new() -> None:
    """A repeated or older cosignature is no news and changes nothing."""
    proofs = Proofs()
    proofs.add(JOURNAL, "cobalt", Stamp(9, 8, 8_100))
    assert not proofs.add(JOURNAL, "cobalt", Stamp(9, 9, 9_100))
    assert not proofs.add(JOURNAL, "cobalt", Stamp(4, 9, 9_100))
    assert proofs.size(JOURNAL, "cobalt") == 9


def test_final_needs_all_who_were_members_then() -> None:
    """Meridian joined at entry 5: entries before need only Cobalt, entries after need both."""
    proofs = Proofs()
    members = {"cobalt": 1, "meridian": 5}
    proofs.add(JOURNAL, "cobalt", Stamp(8, 1, 1))
    assert proofs.final(JOURNAL, 9, members) == 5
    assert proofs.missing(JOURNAL, 4, members) == ()
    assert proofs.missing(JOURNAL, 5, members) == ("meridian",)
    proofs.add(JOURNAL, "meridian", Stamp(7, 2, 2))
    assert proofs.final(JOURNAL, 9, members) == 7


def test_alone_everything_kept_is_final() -> None:
    """A journal with no other member, such as the house, is final when it is kept."""
    assert Proofs().final("house/ACTUAL/amber", 4, {}) == 4


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 30), max_size=3),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 30)), max_size=12),
    st.integers(0, 30),
)
def test_final_is_exactly_where_nobody_is_missing(
    members: dict[str, int], cosigned: list[tuple[str, int]], kept: int
) -> None:
    """For any cosignatures, an entry is before `final` exactly when no member is missing so far."""
    proofs = Proofs()
    for party, size in cosigned:
        proofs.add(JOURNAL, party, Stamp(size, 0, 0))
    final = proofs.final(JOURNAL, kept, members)
    for sequence in range(kept):
        open_before = any(proofs.missing(JOURNAL, at, members) for at in range(sequence + 1))
        assert (sequence < final) == (not open_before)
