"""What is signed on one channel and judges another: names, channels, counts and truces."""

from __future__ import annotations

import pytest

from detente.core.agreements.finding import Finding
from detente.core.agreements.found import findings
from detente.core.agreements.ledger import ledger
from detente.core.agreements.register import is_channel
from detente.core.agreements.review import review
from detente.core.line.commands import Send
from detente.core.values import Json
from tests.support.agreements import DAY, act, signed
from tests.support.agreements import text as proposed
from tests.support.line import HOUR, LINE, T0, Parties, nwa
from tests.support.two_channels import DESK, both_channels, on_line

SHORT: dict[str, Json] = {"article": "1", "rule": "lead-time", "minutes": 15, "formats": ["NWA"]}


def found(line: Parties) -> tuple[Finding, ...]:
    """What is found on the safety channel, which must be the same at every member."""
    sides = [findings(state, LINE, line.now_ms) for state in line.states.values()]
    assert all(one == sides[0] for one in sides)
    return sides[0]


def test_texts_of_two_channels_with_one_number_both_judge() -> None:
    """Numbers are counted channel by channel: neither text hides the other, nor its findings."""
    line = both_channels()
    with on_line(line, DESK):
        desk = signed(line, SHORT, channels="Coast", agreement="Desk")
    own = signed(line, SHORT, agreement="Safety")
    assert own == desk
    number = line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    assert [one.finding for one in found(line)] == [
        f"{own}/1/{number}",
        f"{desk}@{DESK.channel}/1/{number}",
    ]
    answer = {"finding": f"{desk}@{DESK.channel}/1/{number}", "answer": "dispute"}
    line.do("cobalt", Send("FAN", answer))
    assert [one.answer for one in found(line)] == ["", "dispute"]


@pytest.mark.parametrize("name", ["coast-1f3a9c02", "coast", "COAST", "North  line"])
def test_a_channel_is_meant_by_its_id_its_beginning_or_its_name(name: str) -> None:
    """The rules and the register take the same spellings, as people type them."""
    line = both_channels(name="North Line")
    with on_line(line, DESK):
        signed(line, SHORT, channels=name)
    line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    assert len(found(line)) == 1
    assert not is_channel(line.states["amber"], DESK.channel, name)


def test_a_channel_that_is_not_here_is_named_before_the_text_goes_out() -> None:
    """A slip in a channel's name would leave the safety line unjudged, and nobody would know."""
    line = both_channels()
    with on_line(line, DESK):
        proposal = Send("AGR", proposed(SHORT, channels="Coast, Coats"))
        assert line.rules("amber", proposal) == ["channel-unknown"]
        assert line.rules("amber", Send("AGR", proposed(SHORT, channels="Coast, desk"))) == []


def test_a_truce_that_was_signed_elsewhere_is_in_the_review_of_what_it_judges() -> None:
    """Found on the safety channel and counted on both: one figure, on whichever it is read."""
    line = both_channels()
    with on_line(line, DESK):
        text = signed(line, SHORT, channels="coast", kind="truce", agreement="Truce")
        count(line, "cobalt", 5, text, T0, T0 + DAY)
    line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    count(line, "amber", 2, text, T0, T0 + DAY)
    for on, name in ((LINE, f"{text}@{DESK.channel}"), (DESK, text)):
        made = review(line.states["amber"], on, T0, T0 + DAY, T0 + DAY)
        (truce,) = made.truces
        assert (truce.text, truce.found) == (name, (("cobalt", 1),))
        assert truce.counted == (("amber", 2), ("cobalt", 5))
        assert {one.text for one in made.changes} == {name}
    with on_line(line, DESK):
        count(line, "amber", 3, text, T0, T0 + DAY)  # the same period anew: it is not added
    (truce,) = review(line.states["cobalt"], LINE, T0, T0 + DAY, T0 + DAY).truces
    assert truce.counted == (("amber", 3), ("cobalt", 5))
    (row,) = ledger(line.states["cobalt"], LINE, T0, T0 + DAY, T0 + DAY).rows
    assert (row.text, row.found) == (f"{text}@{DESK.channel}", 1)
    assert row.counts == (("amber", 2),)


def test_a_month_takes_in_its_days_and_a_count_anew_the_one_before() -> None:
    """Daily counts, one of them corrected, and their month: only the month is summed."""
    line = both_channels()
    text = signed(line, SHORT, kind="truce", until_ms=T0 + 90 * DAY)
    line.now_ms = T0 + 40 * DAY
    for many, from_ms, days in ((3, T0, 1), (4, T0, 1), (2, T0 + DAY, 1)):
        count(line, "amber", many, text, from_ms, from_ms + days * DAY)
    state = line.states["cobalt"]
    (before,) = review(state, LINE, T0, T0 + 30 * DAY, line.now_ms).truces
    assert before.counted == (("amber", 6),)
    month = count(line, "amber", 9, text, T0, T0 + 30 * DAY)
    count(line, "cobalt", 1, text, T0, T0 + DAY)
    (truce,) = review(state, LINE, T0, T0 + 30 * DAY, line.now_ms).truces
    assert truce.counted == (("amber", 9), ("cobalt", 1))
    (day,) = review(state, LINE, T0, T0 + 2 * DAY, line.now_ms).truces
    assert day.counted == (("amber", 6), ("cobalt", 1))
    shown = ledger(state, LINE, T0, T0 + 30 * DAY, line.now_ms)
    assert [row.counts for row in shown.rows] == [(("amber", 9), ("cobalt", 1))]
    within = {(one.count, one.within) for one in shown.counts if one.by == "amber"}
    assert within == {(3, month), (4, month), (2, month), (9, "")}


def count(line: Parties, party: str, many: int, text: str, from_ms: int, until_ms: int) -> str:
    """A party's count of what Cobalt did against article 1; its number."""
    said: Json = {"article": "1", "what": "warnings too late", "whose": "Cobalt", "count": many}
    period = {"from_ms": from_ms, "until_ms": until_ms}
    return line.do(party, Send("BRC", {**period, "text": text, "source": party, "counts": [said]}))


def test_who_is_named_only_on_the_other_channel_is_judged_on_its_own_line_only() -> None:
    """Without the channel among those it names, a text judges nothing but where it stands."""
    line = both_channels()
    with on_line(line, DESK):
        signed(line, SHORT)
    line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    assert found(line) == ()


def test_a_count_that_reaches_beyond_the_review_is_shown_as_that() -> None:
    """A month's count in a week's review is in no sum, and does not look as if nobody counted."""
    line = both_channels()
    text = signed(line, SHORT, kind="truce", until_ms=T0 + 90 * DAY)
    line.now_ms = T0 + 31 * DAY
    count(line, "cobalt", 7, text, T0, T0 + 30 * DAY)
    (truce,) = review(line.states["amber"], LINE, T0, T0 + 7 * DAY, line.now_ms).truces
    assert (truce.counted, truce.beyond) == ((), (("cobalt", 7),))


def test_a_review_says_who_disputes_what_another_suspends() -> None:
    """One side's word about the truce is not all that stands in the figures of both."""
    line = both_channels()
    text = signed(line, SHORT, kind="truce", suspension="any")
    act(line, "amber", text, "suspend")
    act(line, "cobalt", text, "dispute-suspension")
    made = review(line.states["cobalt"], LINE, T0, T0 + DAY, T0 + DAY)
    assert [one.words for one in made.changes][-2:] == [
        "suspended by amber",
        "suspended by amber (disputed by cobalt)",
    ]


def test_a_receipt_that_stayed_away_was_notified_by_who_announced() -> None:
    """The finding is about the receiver, and the notice was the sender's."""
    line = both_channels()
    signed(line, {"article": "1", "rule": "deadline", "step": "READ", "minutes": 5})
    line.do("cobalt", Send("NWA", nwa()))
    line.now_ms += HOUR
    (entry,) = ledger(line.states["amber"], LINE, T0, T0 + DAY, line.now_ms).entries
    assert (entry.party, entry.notified) == ("amber", ("cobalt",))
