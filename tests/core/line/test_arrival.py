"""What a peer sends is judged here again: nothing it signs can reach further than its right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.core.events import ConflictFound, Released, Warned
from detente.core.line.commands import Answer, Read, Send
from detente.core.line.message import Message, Precedence
from detente.core.line.state import Standing
from detente.core.line.tables import FORMATS
from detente.core.line.words import line_words, text_words
from detente.core.state import Arrived, decide
from tests.support.line import LINE, OFFICER, T0, Parties, circle, naa, nwa


def message(number: str, code: str, **more: object) -> Message:
    """A message as a hostile or newer node might sign it."""
    base = Message(
        number=number,
        format=code,
        version=1,
        precedence=Precedence.ROUTINE,
        to=("amber",),
        created_ms=T0,
        released_ms=T0,
        by=OFFICER,
        fields={},
    )
    return replace(base, **more)  # type: ignore[arg-type]  # the tests name fields of Message


def warnings(line: Parties, party: str = "amber") -> list[str]:
    """The rules of all warnings that a party's node gave."""
    found = [event for event in line.heard[party] if isinstance(event, Warned)]
    return [one.rule for event in found for one in event.warnings]


@pytest.mark.parametrize(
    ("code", "ref", "fields", "rule"),
    [
        ("CAN", "AMBER-2026-0001", {}, "not-own"),
        ("END", "AMBER-2026-0001", {"ended_ms": T0}, "not-own"),
        ("COR", "AMBER-2026-0001", {"changes": {"radio": "1"}}, "not-own"),
        ("CNF", "COBALT-2026-0001", {}, "not-a-read-back"),
        ("ACK", "COBALT-2026-0001", {"step": "READ"}, "receipt-of-receipt"),
        ("RBK", None, {"computed": {}}, "ref-missing"),
        ("CAN", "COBALT-2026-7777", {}, "unknown-number"),
    ],
)
def test_an_act_without_the_right_to_it_is_evidence(
    code: str, ref: str | None, fields: dict[str, object], rule: str
) -> None:
    """A peer that cancels our notice changes nothing; the node is told to keep the evidence."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    line.do("cobalt", Read(number))
    forged = message("COBALT-2026-0002", code, ref=ref, fields=fields)
    arrival = Arrived("cobalt", Released(forged), T0, 9)
    found = decide(line.states["amber"], arrival, LINE, None, T0)
    assert isinstance(found, tuple)
    assert rule in [one.rule for one in found]
    line.forge("cobalt", forged)
    assert line.at(number, "amber").standing is Standing.CURRENT
    assert line.at(number, "amber").of("cobalt").readback is None
    assert line.at("COBALT-2026-0002", "amber").problems
    assert "NOT UNDERSTOOD" in line_words(line.at("COBALT-2026-0002", "amber"))


@pytest.mark.parametrize("number", ["AMBER-2026-0001", "COBALT-2026-0001", "nonsense"])
def test_a_number_that_is_taken_or_foreign_has_no_effect(number: str) -> None:
    """A second message under a known number, or under ours, never replaces the first."""
    line = Parties()
    line.do("amber", Send("NAA", naa()))
    line.do("cobalt", Send("NAA", naa(circle(35.2))))
    before = {name: one.message for name, one in line.states["amber"].line(LINE).messages.items()}
    forged = message(number, "NAA", fields=naa(circle(40.0, 50.0)))
    line.forge("cobalt", forged)
    state = line.states["amber"]
    assert {name: one.message for name, one in state.line(LINE).messages.items()} == before
    assert [one.message.number for one in state.line(LINE).doubles] == [number]
    assert len(state.pictures[LINE]) == 2


def test_a_format_of_the_future_is_shown_and_can_be_answered() -> None:
    """An unknown format is warned of, read, and answered NOT_UNDERSTOOD; nothing else."""
    line = Parties()
    line.forge("cobalt", message("COBALT-2026-0001", "XYZ", fields={"site": "a school"}))
    assert warnings(line) == ["unknown-format"]
    tracked = line.at("COBALT-2026-0001", "amber")
    assert "a school" in text_words(tracked)
    line.do("amber", Read(tracked.number))
    assert line.rules("amber", Answer(tracked.number, "WILCO")) == ["answer-code"]
    line.do("amber", Answer(tracked.number, "NOT_UNDERSTOOD", field_name="whole"))


def test_a_flash_that_is_not_understood_sounds_all_the_same() -> None:
    """An alert of a later version repeats until READ, like any other."""
    line = Parties()
    forged = message("COBALT-2026-0001", "XYZ", precedence=Precedence.FLASH)
    line.forge("cobalt", forged)
    line.tick("amber")
    assert line.at(forged.number, "amber").repeats == 1
    line.do("amber", Read(forged.number))
    assert line.states["amber"].agenda.next_ms() is None


def test_a_notice_with_a_fault_counts_as_conflict_by_its_volume() -> None:
    """A class of aircraft that we do not know takes the widest buffers, and is warned of."""
    line = Parties()
    line.do("amber", Send("NAA", naa()))
    fields = {**naa(), "activity": "airship"}
    line.forge("cobalt", message("COBALT-2026-0001", "NAA", fields=fields))
    assert "choice" in warnings(line)
    assert any(isinstance(event, ConflictFound) for event in line.heard["amber"])


def test_a_faulty_correction_leaves_both_volumes_in_the_picture() -> None:
    """A correction that is not understood takes nothing away: the old notice stays in force."""
    line = Parties()
    number = line.do("cobalt", Send("NWA", nwa()))
    changes = {"hazard": "bees", "volume": circle(34.0, 35.0)}
    forged = message("COBALT-2026-0002", "COR", ref=number, fields={"changes": changes})
    line.forge("cobalt", forged)
    assert line.at(number, "amber").standing is Standing.CURRENT
    placed = [one.number for one in line.states["amber"].pictures[LINE]]
    assert placed == [number, "COBALT-2026-0002"]


def test_a_gap_in_the_numbers_and_an_odd_clock_are_warned_of() -> None:
    """A message that skips a number, or claims another time than its entry, says so."""
    line = Parties()
    forged = message("COBALT-2026-0005", "LCK", fields={"nonce": "x", "clock_ms": T0})
    line.forge("cobalt", replace(forged, released_ms=T0 - 600_000))
    assert sorted(warnings(line)) == ["number-gap", "released-time"]


def test_the_receiver_checks_what_the_sender_did_not() -> None:
    """A node that sent swapped coordinates without asking is caught at arrival."""
    line = Parties()
    fields = naa(circle(38.0, 33.0), place_name="Latakia")
    line.forge("cobalt", message("COBALT-2026-0001", "NAA", fields=fields))
    assert "check-place" in warnings(line)


_FIELDS = st.dictionaries(
    st.sampled_from(["volume", "changes", "code", "step", "computed", "nonce", "state", "point"]),
    st.one_of(
        st.none(),
        st.integers(-(2**62), 2**62),
        st.text(max_size=8),
        st.just({"volume": None}),
        st.just({}),
        st.just([]),
        st.just(circle()),
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.lists(
        st.tuples(
            st.sampled_from((*FORMATS, "ZZZ")),
            st.integers(1, 4),
            st.none() | st.integers(1, 4),
            st.sampled_from(["AMBER", "COBALT"]),
            _FIELDS,
            st.sampled_from(list(Precedence)),
        ),
        max_size=6,
    )
)
def test_nothing_that_a_peer_signs_makes_the_fold_fail(
    data: list[tuple[str, int, int | None, str, dict[str, object], Precedence]],
) -> None:
    """Any sequence of any formats, numbers, references and fields is folded and can be shown."""
    line = Parties()
    line.do("amber", Send("NAA", naa()))
    line.do("amber", Send("LCK"))
    for code, serial, ref, whose, fields, precedence in data:
        forged = message(
            f"COBALT-2026-{serial:04d}",
            code,
            ref=None if ref is None else f"{whose}-2026-{ref:04d}",
            fields=fields,
            precedence=precedence,
        )
        line.forge("cobalt", forged)
    known = line.states["amber"].line(LINE)
    assert all(known.messages[f"AMBER-2026-{n:04d}"].standing is Standing.CURRENT for n in (1, 2))
    for tracked in [*known.messages.values(), *known.doubles]:
        assert line_words(tracked)
        assert text_words(tracked, 120)
    while (due_ms := line.states["amber"].agenda.next_ms()) is not None and due_ms < T0 + 10**6:
        line.tick("amber")
