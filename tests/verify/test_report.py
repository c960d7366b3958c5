"""The report's words: no finer than what is known, in order of time, and no more than is proven."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detente.verify import MessageRow, ReceiverRow, Report, report_words, row_words, verify_file
from detente.verify.clocks import Clocks
from detente.verify.report import ClockBounds, cosigned_ms, gap_words
from tests.support.record import Record, exchange, two_open

T0_S = 1_700_000_410  # 2023-11-14 22:20:10Z
RELEASED_MS = T0_S * 1_000 + 400


def receiver(party: str = "cobalt") -> ReceiverRow:
    """Held in the second of the release, read, read back, confirmed after the answer."""
    return ReceiverRow(
        party=party,
        delivered_s=T0_S,
        read_ms=RELEASED_MS + 5_000,
        readback_ms=RELEASED_MS + 6_000,
        confirmed_ms=RELEASED_MS + 7_000,
        answer="WILCO",
        answered_ms=RELEASED_MS + 60_000,
        timing=None,
        lead_ms=None,
        required_ms=None,
    )


def row(*receivers: ReceiverRow) -> MessageRow:
    """A message to these receivers."""
    return MessageRow(
        channel="coast",
        status="ACTUAL",
        number="AMBER-2023-0001",
        format="NWA",
        precedence="IMMEDIATE",
        author="amber",
        at_ms=RELEASED_MS,
        held_at_ms=RELEASED_MS,
        ref=None,
        state="current",
        start_ms=None,
        receivers=receivers,
    )


def steps(found: MessageRow) -> list[str]:
    """What stands in the timeline, in order, without the times."""
    lines = row_words(found).splitlines()[1:]
    return [line[30:].split(" by ")[0].strip() for line in lines if " by " in line]


def test_a_cosignature_is_known_to_the_second() -> None:
    """It says so, and stands after the release of that second, not before it."""
    lines = row_words(row(receiver())).splitlines()
    assert lines[1] == "    2023-11-14 22:20:10.400Z  released        by amber's clock"
    assert lines[2] == (
        "    2023-11-14 22:20:10Z      held, cosigned  by cobalt's clock, within that second"
    )
    assert cosigned_ms(T0_S) == (T0_S * 1_000, T0_S * 1_000 + 999)


def test_a_timeline_is_sorted_by_time() -> None:
    """The confirmation stands before the later answer, and receivers are not told one by one."""
    order = ["released", "held, cosigned", "READ", "READBACK", "confirmed", "WILCO"]
    assert steps(row(receiver())) == order
    late = replace(receiver("meridian"), delivered_s=None, confirmed_ms=None, readback_ms=None)
    late = replace(late, read_ms=RELEASED_MS + 90_000, answered_ms=None)
    assert steps(row(late, receiver())) == [*order, "READ"]
    assert "confirmed       by amber's clock, to cobalt" in row_words(row(late, receiver()))


def test_a_slow_clock_does_not_put_an_effect_before_its_cause() -> None:
    """Cobalt's clock is a minute behind: its lines keep its times and stand after the release."""
    slow = replace(
        receiver(),
        delivered_s=T0_S - 60,
        read_ms=RELEASED_MS - 59_000,
        readback_ms=RELEASED_MS + 9_000,
        confirmed_ms=RELEASED_MS + 8_000,
    )
    order = ["released", "held, cosigned", "READ", "READBACK", "confirmed", "WILCO"]
    assert steps(row(slow)) == order


@pytest.mark.parametrize(
    ("ms", "up", "words"),
    [
        (-25_000, False, "-25 s"),
        (20_000, True, "20 s"),
        (20_001, True, "21 s"),
        (-25_001, False, "-26 s"),
        (1_234, True, "1.3 s"),
        (1_234, False, "1.2 s"),
        (1_000, True, "1000 ms"),
        (-3, False, "-3 ms"),
    ],
)
def test_bounds_are_no_finer_than_they_are_worth(ms: int, up: bool, words: str) -> None:
    """Seconds above one second, rounded outward so that they stay true."""
    assert gap_words(ms, up=up) == words


def test_a_cosignature_bounds_the_clocks_with_its_last_millisecond(tmp_path: Path) -> None:
    """Cobalt only cosigned: that bounds its clock from above, by the end of that second."""
    record = two_open()
    record.cosign("amber", "cobalt", after_ms=200)
    record.export(tmp_path / "e.jsonl")
    (bounds,) = verify_file(tmp_path / "e.jsonl").clocks
    assert bounds.most_ms is not None
    assert bounds.most_ms >= 0  # the clocks agree, and 0 stays possible
    clocks = Clocks()
    clocks.saw("cobalt", cosigned_ms(10)[1], "amber", 10_400)
    assert clocks.bounds() == (ClockBounds("amber", "cobalt", None, 599),)


def test_clocks_that_did_not_run_alike_say_by_how_much(tmp_path: Path) -> None:
    """The least that the difference changed, in seconds, and never more than is proven."""
    report = _exported(tmp_path)
    for least, most, words in ((20_450, 100, "20.3 s"), (500, 100, "400 ms")):
        found = replace(report, clocks=(ClockBounds("amber", "cobalt", least, most),))
        assert f"their difference changed by {words} or more" in report_words(found)


def test_a_cut_file_claims_nothing_final(tmp_path: Path) -> None:
    """One entry, no checkpoint, no other member: nothing is final, and the count is one entry."""
    path = tmp_path / "e.jsonl"
    _exported(tmp_path)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:2]))
    report = verify_file(path)
    assert [(one.size, one.final, one.alone) for one in report.journals] == [(1, 0, True)]
    words = report_words(report)
    assert (
        "1 entry, 0 under checkpoint, cosigned by nobody (alone: no other member by then); 0 final"
    ) in words
    assert "1 entry, 0 messages" in words


def _exported(folder: Path) -> Report:
    record: Record = two_open()
    exchange(record)
    record.export(folder / "e.jsonl")
    return verify_file(folder / "e.jsonl")
