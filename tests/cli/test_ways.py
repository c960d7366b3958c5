"""Which ways out of a conflict are shown first."""

from __future__ import annotations

from detente.cli.ways import SHOWN_MAX, nearest
from detente.wire.native import WayOutView


def way(change: str, cost: float) -> WayOutView:
    """A change of that kind and cost."""
    return WayOutView(
        change=change, amount=1, bearing=None, cost=cost, words="", volume=None, text=""
    )


def test_a_way_in_time_and_one_in_height_are_shown_behind_cheaper_places() -> None:
    """Eight moves are cheaper; whoever cannot leave the place still sees an hour and a height."""
    moves = [way("moved", cost) for cost in range(8)]
    ways = [*moves, way("later", 65), way("earlier", 66), way("higher", 111), way("lower", 112)]
    shown = nearest(ways)
    assert shown[:SHOWN_MAX] == moves[:SHOWN_MAX]
    assert [one.change for one in shown[SHOWN_MAX:]] == ["later", "higher"]


def test_nothing_is_shown_twice_or_made_up() -> None:
    """Where a time is among the nearest already, and no height helps, nothing is added."""
    ways = [way("later", 1), *(way("moved", cost) for cost in range(2, 9)), way("earlier", 10)]
    assert nearest(ways) == ways[:SHOWN_MAX]
