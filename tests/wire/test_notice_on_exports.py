"""The sentence that stands on every humanitarian notice: on maps, in feeds, in every language."""

from __future__ import annotations

import pytest

from detente.core.humanitarian.notice import NOT_A_REQUEST, SAYING_SO
from detente.core.line.message import Precedence, Status
from detente.core.line.tables import FORMATS
from detente.tongues.catalogue import shipped
from detente.tongues.examples import example
from detente.tongues.render import render
from detente.wire import cap, cot, geojson, kml
from detente.wire.areas import STALE_MS, AreaView, FeedView
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


def fed(code: str) -> FeedView:
    """A feed with one area, whose words fill all the room that there is."""
    humanitarian = code in SAYING_SO
    one = AreaView(
        number="MERIDIAN-2026-0001",
        channel="aid-1f3a9c02",
        status=Status.ACTUAL,
        party="meridian",
        format=code,
        title="a notice",
        marker="INFORMATION",
        precedence=Precedence.PRIORITY,
        activity="humanitarian",
        volume=circle(-22.9, 14.4),
        words="so far and no farther " * 200,
        released_ms=0,
        held_at_ms=0,
        start_ms=0,
        end_ms=1000,
        stale_ms=STALE_MS,
        titles=(("ru", "уведомление"),),
        notice=NOT_A_REQUEST if humanitarian else "",
        notices=(("ru", "Это не запрос."),) if humanitarian else (),
    )
    return FeedView(
        party="amber",
        audience="own-forces",
        status=Status.ACTUAL,
        made_at_ms=0,
        stale_ms=STALE_MS,
        areas=(one,),
    )


@pytest.mark.parametrize(("code", "said"), [("NHS", True), ("NHM", True), ("NWA", False)])
def test_a_feed_says_it_at_the_area(code: str, said: bool) -> None:  # a case of the table
    """A display that shows a shelter's area shows with it that nobody asks for leave."""
    alert = cap.encode(fed(code)).data.decode()
    assert (f"<instruction>{NOT_A_REQUEST}" in alert) is said
    assert (f"<instruction>Это не запрос. {NOT_A_REQUEST}" in alert) is said
    assert (f"{NOT_A_REQUEST}</remarks>" in cot.encode(fed(code)).data.decode()) is said


@pytest.mark.parametrize("language", ["en", "ru", "he", "ar"])
@pytest.mark.parametrize("code", ["NHS", "NHM", "NHC", "NAA"])
def test_it_is_said_in_every_language(code: str, language: str) -> None:
    """A duty officer who reads Arabic alone learns from the words that no leave is asked."""
    shown = example(FORMATS[code])
    found = render(shown.message, shipped()[language], shown.around)
    said = [line for line in found.lines if line.code == "notice"]
    assert [line.english for line in said] == ([NOT_A_REQUEST] if code in SAYING_SO else [])
    assert all((line.text == NOT_A_REQUEST) is (language == "en") for line in said)
