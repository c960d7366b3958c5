"""The sentence that stands on every humanitarian notice, on maps too."""

from __future__ import annotations

import pytest

from detente.core.humanitarian.notice import NOT_A_REQUEST
from detente.core.line.message import Status
from detente.wire import geojson, kml
from detente.wire.native import PictureItem
from tests.support.line import circle


def item(code: str) -> PictureItem:
    """A volume of the picture."""
    return PictureItem(
        number="MERIDIAN-2026-0001",
        channel="aid-1f3a9c02",
        status=Status.ACTUAL,
        party="meridian",
        format=code,
        activity="humanitarian",
        volume=circle(-22.9, 14.4),
        held_at_ms=0,
        conflicts=(),
    )


@pytest.mark.parametrize(("code", "said"), [("NHS", True), ("NHM", True), ("NWA", False)])
def test_a_map_file_says_that_it_is_a_notice(code: str, said: bool) -> None:  # a case of the table
    """A site on somebody's globe carries the sentence; a weapon warning does not."""
    drawn = geojson.encode([item(code)], ()).data.decode()
    marked = kml.encode([item(code)], "picture").data.decode()
    assert ("not a request for permission" in drawn) is said
    assert ("not a request for permission" in marked) is said
    assert NOT_A_REQUEST.startswith("This is a notice")
