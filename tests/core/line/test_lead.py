"""Lead time counts from the receiver's act, and a finding never blocks anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.line.commands import Answer, Correct, Read, ReadBack, Send
from detente.core.line.lead import Effective, Timing, effective_ms, finding
from detente.core.state import Decision
from detente.core.values import Fields
from tests.support.line import CHARTER, HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa


@pytest.mark.parametrize(
    ("start_ms", "at_ms", "timing"),
    [
        (HOUR, 0, Timing.ON_TIME),
        (HOUR, 1, Timing.SHORT),
        (HOUR, HOUR - 1, Timing.SHORT),
        (HOUR, HOUR, Timing.AFTER_THE_FACT),
        (HOUR, 2 * HOUR, Timing.AFTER_THE_FACT),
        (None, 0, Timing.AFTER_THE_FACT),
        (HOUR, None, Timing.NOT_EFFECTIVE),
        (None, None, Timing.NOT_EFFECTIVE),
    ],
)
def test_each_finding_has_its_border(
    start_ms: int | None, at_ms: int | None, timing: Timing
) -> None:
    """Exactly the required lead time is on time, the start itself is after the fact."""
    assert finding(HOUR, start_ms, at_ms).timing is timing


def test_who_answers_has_read() -> None:
    """An answer or a read-back shows that the message was read, so the earliest counts."""
    acts = {"read_ms": 30, "readback_ms": 20, "answered_ms": 10}
    assert effective_ms(Effective.READ, **acts) == 10
    assert effective_ms(Effective.READBACK, **acts) == 20


def test_a_warning_read_but_not_read_back_is_not_effective() -> None:
    """For a weapon activity warning READ is not enough: the sender must hear it said back."""
    line = Parties()
    number = line.do("cobalt", Send("NWA", nwa(circle(start_ms=T0 + 20 * MINUTE))))
    line.do("amber", Read(number))
    line.do("amber", Answer(number, "WILCO"))
    lead = line.states["cobalt"].lead(LINE, line.at(number, "cobalt"), "amber")
    assert lead is not None
    assert lead.timing is Timing.NOT_EFFECTIVE
    line.now_ms += 4 * MINUTE
    line.do("amber", ReadBack(number))
    for party in ("amber", "cobalt"):
        lead = line.states[party].lead(LINE, line.at(number, party), "amber")
        assert lead is not None
        assert (lead.timing, lead.lead_ms) == (Timing.ON_TIME, 16 * MINUTE)


@pytest.mark.parametrize(
    ("code", "fields", "step", "timing"),
    [
        ("NAA", naa(), "READBACK", Timing.NOT_EFFECTIVE),
        ("NAA", naa(), "READ", Timing.ON_TIME),
        ("NAA", naa(), "SAID", Timing.ON_TIME),
        ("NWA", nwa(), "READ", Timing.ON_TIME),
    ],
)
def test_the_members_agree_which_step_counts(
    code: str, fields: Fields, step: str, timing: Timing
) -> None:
    """A notice that was read alone counts as the charter says; an unknown step changes nothing."""
    charter = replace(CHARTER, effective=((code, step),), lead_ms=((code, 5 * MINUTE),))
    line = Parties(charter=charter)
    number = line.do("cobalt", Send(code, fields))
    line.do("amber", Read(number))
    for party in ("amber", "cobalt"):
        lead = line.states[party].lead(LINE, line.at(number, party), "amber")
        assert lead is not None
        assert lead.timing is timing


def test_a_late_warning_is_flagged_and_sent_all_the_same() -> None:
    """A warning one minute before the weapons is released at once; the finding says SHORT."""
    line = Parties()
    decision = line.try_("cobalt", Send("NWA", nwa(circle(start_ms=T0 + MINUTE))))
    assert isinstance(decision, Decision)
    number = str(decision.number)
    line.now_ms += 30_000
    line.do("amber", ReadBack(number))
    lead = line.states["amber"].lead(LINE, line.at(number, "amber"), "amber")
    assert lead is not None
    assert (lead.timing, lead.lead_ms) == (Timing.SHORT, 30_000)


def test_a_correction_counts_from_its_own_receipt() -> None:
    """The corrected window is a new promise: its lead time counts from its own reading."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    line.do("cobalt", Read(number))
    line.now_ms += HOUR + 30 * MINUTE
    corrected = line.do("amber", Correct(number, {"volume": circle(35.6, 35.6)}))
    line.do("cobalt", ReadBack(corrected))
    first = line.states["amber"].lead(LINE, line.at(number), "cobalt")
    second = line.states["amber"].lead(LINE, line.at(corrected), "cobalt")
    assert first is not None
    assert second is not None
    assert (first.timing, second.timing) == (Timing.ON_TIME, Timing.SHORT)
