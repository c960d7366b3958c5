"""Third parties as a node shows them: who was told is said beside every message and conflict."""

from __future__ import annotations

from detente.core.line.commands import PassOn, Send
from detente.core.line.message import Releasability
from detente.node import views
from detente.node.inputs import Done
from detente.node.third import dependent_views
from tests.support.line import circle, naa, nwa
from tests.support.pair import LINE, START_MS, Pair

HOUR = 3_600_000
AREA = circle(-22.9, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)
GUARD = {"party": "shore-guard", "kind": "air-defence", "may_forward": ["warnings"]}


def test_a_conflict_says_which_dependents_know_of_it() -> None:
    """Amber's warning meets Cobalt's flight: both see whether the guard knows."""
    pair = Pair()

    def do(party: str, command: Send | PassOn) -> str:
        outcome = pair.do(party, command)
        assert isinstance(outcome, Done), outcome
        pair.settle()
        return outcome.number or ""

    do("cobalt", Send("DEP", GUARD))
    number = do("amber", Send("NWA", nwa(AREA), releasability=Releasability.PUBLIC))
    do("cobalt", Send("NAA", naa(AREA), acknowledged=("lead-time",)))

    def said(party: str) -> list[str]:
        node = pair.amber if party == "amber" else pair.cobalt
        (conflict,) = views.conflicts(node, LINE)
        return [one.words for one in conflict.told[number]]

    for party in ("amber", "cobalt"):
        assert said(party) == ["shore-guard (reached through cobalt): NOT TOLD yet"]
    (guard,) = dependent_views(pair.amber, LINE)
    assert guard.open == (number,)
    assert views.line_view(pair.amber, LINE).untold == 1
    do("cobalt", PassOn(number, "shore-guard", means="radio", passed_by="watch-2"))
    for party in ("amber", "cobalt"):
        assert "told at 2026" in said(party)[0]
    view = views.message(pair.amber, LINE, number)
    assert view is not None
    (passed,) = view.passed
    assert "shore-guard" in passed.words
    assert "by watch-2, radio" in passed.words
    assert views.line_view(pair.amber, LINE).untold == 0
