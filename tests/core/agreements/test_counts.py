"""Counts of a period by their kind: notices are no breaches, and a type of breach is one row."""

from __future__ import annotations

from detente.core.agreements.ledger import Row, ledger
from detente.core.line.commands import Send
from detente.core.values import Json
from tests.support.agreements import signed
from tests.support.capitals import capitals
from tests.support.line import HOUR, LINE, T0, Parties

Counted = dict[str, Json]


def count(line: Parties, party: str, *counts: Json, **more: Json) -> str:
    """Put a side's count of the last day on record; its number."""
    fields: dict[str, Json] = {"from_ms": T0 - 24 * HOUR, "until_ms": T0 + HOUR, "source": party}
    return line.do(party, Send("BRC", {**fields, **more, "counts": list(counts)}))


def rows(line: Parties) -> list[Row]:
    """The rows of that day, which must be the same at every member."""
    found = [
        ledger(state, LINE, T0 - 24 * HOUR, T0 + HOUR, T0 + HOUR).rows
        for state in line.states.values()
    ]
    assert all(each == found[0] for each in found)
    return list(found[0])


def test_notices_and_breaches_of_one_article_are_counted_apart() -> None:
    """Amber says 300 notices and one short; Cobalt 25 and 9 short: four numbers, never a sum."""
    line = capitals()
    number = signed(line)
    for party, given, short in (("amber", 300, 1), ("cobalt", 25, 9)):
        notices: Counted = {
            "counted": "notice-given",
            "article": "1",
            "what": "notices",
            "whose": "Amber",
            "count": given,
        }
        breaches: Counted = {"article": "1", "what": "short", "whose": "Amber", "count": short}
        count(line, party, notices, breaches, text=number)
    found = {one.counted: one for one in rows(line)}
    assert found["notice-given"].counts == (("amber", 300), ("cobalt", 25))
    assert found["breach"].counts == (("amber", 1), ("cobalt", 9))
    assert (found["notice-given"].found, found["breach"].found) == (None, 0)


def test_one_type_of_breach_is_one_row_in_whatever_words() -> None:
    """Without a common article, both count uncoordinated flights, each in its own words."""
    line = capitals()
    for party, words, many in (("amber", "drones", 14), ("cobalt", "flights, not told", 3)):
        said: Counted = {"type": "UNC", "what": words, "whose": "Cobalt", "count": many}
        count(line, party, said)
    (found,) = rows(line)
    assert (found.type, found.counts) == ("UNC", (("amber", 14), ("cobalt", 3)))
    assert found.found is None


def test_a_notice_that_is_counted_is_no_event() -> None:
    """A count of notices names a notice; a count of breaches a message: only that is an event."""
    line = capitals()
    notices: Counted = {
        "counted": "notice-given",
        "what": "notices",
        "count": 1,
        "refs": "AMBER-2026-0801",
    }
    breaches: Counted = {"what": "short", "count": 1, "refs": "AMBER-2026-0802"}
    count(line, "cobalt", notices, breaches)
    found = ledger(line.states["amber"], LINE, T0 - 24 * HOUR, T0 + HOUR, T0 + HOUR)
    assert [(one.name, one.kind) for one in found.entries] == [("AMBER-2026-0802", "counted")]
