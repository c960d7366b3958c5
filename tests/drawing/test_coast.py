"""The coast is packed whole, and only coast is packed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.drawing import coast

LINES = st.lists(
    st.lists(
        st.tuples(st.integers(-90_000, 90_000), st.integers(-45_000, 45_000)),
        min_size=2,
        max_size=9,
    ),
    max_size=5,
)


@given(LINES)
def test_what_is_packed_is_unpacked(lines: list[list[tuple[int, int]]]) -> None:
    """Lines on the grid of the file come back exactly."""
    degrees = [[(x / coast.PER_DEGREE, y / coast.PER_DEGREE) for x, y in line] for line in lines]
    back = list(coast.unpack(coast.pack(degrees)))
    assert len(back) == len(lines)
    for one, line in zip(back, degrees, strict=True):
        assert np.allclose(one, np.array(line), atol=1e-9)


def test_the_file_holds_the_coast_of_the_world() -> None:
    """Known shores of all continents are near a line, and nothing runs along the map's edge."""
    lines = coast.lines()
    corners = np.concatenate(lines)
    assert len(corners) > 50_000
    for lon, lat in ((35.76, 35.52), (2.35, 51.07), (-74.0, 40.6), (151.3, -33.8), (18.4, -33.9)):
        assert np.hypot(corners[:, 0] - lon, corners[:, 1] - lat).min() < 0.3
    along = [
        line
        for line in lines
        for step in (np.diff(line, axis=0),)
        if np.any(
            (np.abs(line[1:, 0]) > 179.995) & (np.abs(line[:-1, 0]) > 179.995) & (step[:, 0] == 0)
        )
    ]
    assert not along


def test_edges_of_a_flat_map_are_no_coast() -> None:
    """A step along 180 degrees or the south pole parts a line in two."""
    topology = {
        "transform": {"scale": [1, 1], "translate": [-180, -90]},
        "arcs": [[[350, 60], [10, 5], [0, 10], [-20, 3]], [[5, 0], [9, 0]]],
    }
    lines = list(coast.lines_of_topology(topology))
    assert lines == [[(170, -30), (180, -25)], [(180, -15), (160, -12)]]
