"""A correction in a language says what stood there before, what is changed, and the whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.line.commands import Correct, Send
from detente.core.line.judge import corrected
from detente.core.line.tables import FORMATS
from detente.core.values import Json
from detente.node.inputs import Done
from detente.node.message_view import message_view
from detente.serve.http.language_routes import circumstances
from detente.tongues.catalogue import SHIPPED, shipped
from detente.tongues.examples import example, value_of
from detente.tongues.parse import Parsed, parse
from detente.tongues.render import Circumstances, render, text_of
from detente.tongues.template import bare
from detente.wire.native import MessageView
from tests.support.line import LINE, circle, nwa
from tests.support.pair import START_MS, Pair

LANGUAGES = pytest.mark.parametrize("code", SHIPPED)
AREA = circle(-22.9, 14.4, start_ms=START_MS + 3_600_000, end_ms=START_MS + 7_200_000)


def sent(pair: Pair, command: Send | Correct) -> str:
    """The number of what Amber releases, held by both."""
    outcome = pair.do("amber", command)
    assert isinstance(outcome, Done), outcome
    assert outcome.number is not None
    pair.settle()
    return outcome.number


def at_cobalt(pair: Pair, number: str) -> MessageView:
    """The message as Cobalt's node shows it."""
    tracked = pair.cobalt.state.message(LINE, number)
    assert tracked is not None
    return message_view(pair.cobalt, LINE, tracked)


@LANGUAGES
def test_a_reader_of_a_correction_sees_what_was_and_what_is(code: str) -> None:
    """Cobalt reads Amber's correction: as many lines of each kind as its English has."""
    pair = Pair()
    number = sent(pair, Send("NWA", nwa(AREA, radio="121.5")))
    changes: dict[str, Json] = {"hazard": "air-air", "radio": None, "advice_direction": "NW"}
    view = at_cobalt(pair, sent(pair, Correct(number, changes)))
    assert view.before == {"hazard": "surface-air", "radio": "121.5"}
    assert view.corrected == {**nwa(AREA), "hazard": "air-air", "advice_direction": "NW"}
    made = render(view.message, shipped()[code], circumstances(view, 0))
    codes = [line.code for line in made.lines]
    assert [one for one in codes if one.startswith("before ")] == [
        "before hazard=surface-air",
        "before radio=121.5",
    ]
    now = [one for one in codes if one.startswith("now ")]
    assert {"now hazard=air-air", "now advice_direction=NW", "now own_traffic=none"} <= set(now)
    assert len(now) == len(view.corrected)
    assert not any(one.startswith("now radio") for one in now)
    assert codes.index("before hazard=surface-air") > codes.index("hazard=air-air")
    english = [bare(line.english) for line in made.lines]
    assert "before: radio frequency: 121.5" in english
    assert "so that it now says: kind of hazard: weapons from air to air" in english


def test_a_message_that_corrects_nothing_has_no_before() -> None:
    """The first warning itself names no older value."""
    pair = Pair()
    view = at_cobalt(pair, sent(pair, Send("NWA", nwa(AREA))))
    assert (view.before, view.corrected) == (None, None)


@LANGUAGES
def test_a_corrected_paper_entry_says_which_of_its_words_are_new(code: str) -> None:
    """What a paper entry says stands within it: each such line says whether it is old or new."""
    tongue, cor = shipped()[code], example(FORMATS["COR"]).message
    paper = FORMATS["PPR"]
    was = example(paper).message.fields
    said = value_of(paper.field("said"))  # type: ignore[arg-type]  # the table has it
    assert isinstance(said, dict)
    changes: Json = {"said": {**said, "hazard": "air-air"}}
    around = Circumstances(
        "amber",
        subject=paper,
        before={"said": was["said"]},
        corrected=corrected(was, changes),
    )
    text = text_of(replace(cor, fields={"changes": changes}), tongue, around)
    found = parse(text, tongue, paper)
    assert isinstance(found, Parsed), found
    assert found.fields == {"changes": changes}
    assert found.before == around.before
    assert found.corrected == around.corrected
