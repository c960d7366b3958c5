"""Any message can be said in plain words, with nothing hidden and nothing left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.line.commands import Answer, Cancel, Confirm, Correct, ReadBack, Send
from detente.core.line.field import FieldSpec, Kind
from detente.core.line.formats import Format
from detente.core.line.message import Message
from detente.core.line.state import Tracked
from detente.core.line.tables import ALL, FORMATS
from detente.core.line.words import LINE_MAX, line_words, shown, text_words
from detente.core.values import Fields, Json
from tests.support.line import OFFICER, PLACES, T0, Parties, circle, naa, nwa


def test_a_warning_is_read_at_three_in_the_morning() -> None:
    """The text says what, where, how high, when in both times, and which way is safe."""
    line = Parties()
    fields = nwa(advice_direction="SW", radio="243.0", place_name="Latakia")
    number = line.do("cobalt", Send("NWA", fields, remarks="call us\nat once"))
    text = text_words(line.at(number, "amber"), 120, PLACES)
    for part in (
        "weapon activity warning (NWA), WARNING, IMMEDIATE",
        "from cobalt (releaser desk-1) to amber",
        "circle of 10.0 km (5.4 NM) around 35°30.0'N 035°42.0'E",
        "from FL100 (3048 m) to FL240 (7315 m)",
        "2026-11-18 13:06:40Z to 14:06:40Z (15:06:40 to 16:06:40 local)",
        "kind of hazard: weapons from the surface into the air",
        "stay clear to the: south-west",
        "that is: 9 km WSW of Latakia",
        "not part of what is agreed): call us\nat once",
    ):
        assert part in text
    assert "\n".join(text.splitlines()) == text


def test_one_line_says_what_matters() -> None:
    """A list shows number, urgency, kind, place and window; answers show their words."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    answer = line.do("cobalt", Answer(number, "UNABLE", reason="fuel"))
    readback = line.do("cobalt", ReadBack(number))
    confirmed = line.do("amber", Confirm(readback))
    said = [line_words(line.at(one)) for one in (number, answer, readback, confirmed)]
    assert said[0].startswith(f"{number} · ROUTINE · air activity: combat aircraft; circle of")
    assert said[1] == (f"{answer} · ROUTINE · answer to {number}: UNABLE: unable to comply, fuel")
    assert said[2] == f"{readback} · ROUTINE · {number} read back by cobalt"
    assert said[3] == f"{confirmed} · ROUTINE · read-back {readback} confirmed by amber"
    before = line.at(number).fields
    corrected = line.do("amber", Correct(number, {"radio": "121.5", "number_band": "5-10"}))
    line.do("amber", Cancel(corrected, "wrong"))
    assert "SUPERSEDED" in line_words(line.at(number))
    assert f"CANCELLED · IMMEDIATE · {number} corrected" in line_words(line.at(corrected))
    text = text_words(line.at(corrected), was=before)
    assert "changed radio frequency: 121.5" in text
    assert "changed how many: five to ten aircraft" in text
    assert "before how many: two to four aircraft" in text
    assert text.count("before ") == 1, "what was not said before, or is not changed, has no before"
    assert "so that it now says:" in text
    assert "  class of aircraft: combat aircraft" in text


ROUTE_POINT: Json = {"lat_e7": 1, "lon_e7": 2, "arrive_ms": T0, "leave_ms": T0 + 1_000}
BOX: Json = {"party": "amber", "key": "0" * 16, "box": "aGVsbG8=", "digest": "A" * 43 + "="}


def sample(fmt: Format) -> Fields:
    """A value for every field of a format."""
    point: Json = {"lat_e7": 355_300_000, "lon_e7": 357_000_000}
    values: dict[Kind, Json] = {
        Kind.TEXT: "alpha",
        Kind.INTEGER: 45,
        Kind.TIME: T0,
        Kind.BOOLEAN: True,
        Kind.POINT: point,
        Kind.ALTITUDE: {"cm": 300_000, "reference": "AMSL"},
        Kind.VOLUME: circle(),
        Kind.TRACK: [{**point, "at_ms": T0}] if isinstance(point, dict) else [],
        Kind.OUTLINE: circle()["outline"],
        Kind.ROUTE: [ROUTE_POINT, ROUTE_POINT],
        Kind.DATA: "aGVsbG8=",
        Kind.SEALED: {"content": "aGVsbG8=", "boxes": [BOX]},
        Kind.SAID: {"radio": "121.5"},
        Kind.CHANGES: {"radio": "1"},
        Kind.READBACK: {"words": "said back"},
        Kind.DAY: "2026-11",
        Kind.DIGEST: "0a" * 32,
    }

    def value(spec: FieldSpec) -> Json:
        codes = [code for code, _ in spec.choices]
        if spec.kind is Kind.RECORDS:
            return [{part.name: value(part) for part in spec.parts}] * 2
        return codes[0] if spec.kind is Kind.CHOICE else [*codes] if codes else values[spec.kind]

    return {spec.name: value(spec) for spec in fmt.fields}


def tracked(fmt: Format | None, message: Message) -> Tracked:
    """A message as a line would know it."""
    return Tracked("cobalt", message, T0, T0, 1, fmt, fmt, message.fields, message.number)


def spoken(fmt: Format, fields: Fields) -> str:
    """The text of a message of a format with these fields."""
    message = Message(
        "COBALT-2026-0001", fmt.code, 1, fmt.precedence, ("amber",), T0, T0, OFFICER, fields
    )
    return text_words(tracked(fmt, message), 120, PLACES)


@pytest.mark.parametrize("fmt", ALL, ids=lambda fmt: fmt.code)
def test_every_field_of_every_format_is_said(fmt: Format) -> None:
    """A line for each field, with the words of its table and never a bare code or dictionary."""
    text = spoken(fmt, sample(fmt))
    for spec in fmt.fields:
        if spec.kind is Kind.RECORDS:
            assert f"{spec.label} 1: " in text
            assert f"{spec.label} 2: " in text
            assert all(f"{part.label} " in text for part in spec.parts)
        elif spec.kind is not Kind.CHANGES:
            assert f"{spec.label}: " in text
        if spec.kind is Kind.CHOICE:
            assert spec.choices[0][1] in text
    assert "{" not in text


@pytest.mark.parametrize("fmt", ALL, ids=lambda fmt: fmt.code)
def test_values_that_are_none_are_shown_as_they_came(fmt: Format) -> None:
    """Values of the wrong kind, which a peer may sign, are shown and never crash."""
    for value in (None, True, 10**18, -1, "x", [], [[1]], {}, {"a": {"b": [1]}}):
        fields: dict[str, Json] = {spec.name: value for spec in fmt.fields}
        assert spoken(fmt, fields | {"extra": value})


def test_each_record_is_a_line_and_nothing_of_it_is_left_out() -> None:
    """Two articles, one with a part of a later version: two lines, words in full on each."""
    words = "Both sides listen on 121.5.\n" + "They answer at once. " * 20
    articles: list[Json] = [
        {"article": "3", "rule": "lead-time", "minutes": 15},
        {"article": "4", "rule": "words", "words": words.strip(), "verified": "by both"},
    ]
    said = spoken(FORMATS["AGR"], {"agreement": "memorandum", "articles": articles}).splitlines()
    first = "articles 1: article 3, rule least time of notice before the start, time 15 minutes"
    assert first in said
    second = next(line for line in said if line.startswith("articles 2: "))
    assert words.strip().replace("\n", " / ") in second
    assert second.endswith("not known here: verified by both")


def test_an_account_keeps_its_lines() -> None:
    """A text that may have lines is shown with them, whole, up to what its field allows."""
    account = "First.\n" + "x" * 1_500
    assert f"account in words: {account}" in spoken(FORMATS["INR"], {"account": account})


def test_a_list_tells_one_record_of_a_register_from_the_next() -> None:
    """What was promised, by whom and until when stand in the one line of a commitment."""
    fields: Fields = {"what": "a list of frequencies\nby post", "owner": "cobalt", "due": "2026-12"}
    fmt = FORMATS["CCM"]
    message = Message(
        "COBALT-2026-0001", "CCM", 1, fmt.precedence, ("amber",), T0, T0, OFFICER, fields
    )
    line = line_words(tracked(fmt, message))
    assert line.endswith("commitment: a list of frequencies; cobalt; 2026-12")


def test_text_cannot_hide_or_move_anything() -> None:
    """Escape codes, direction overrides and endless text of a peer do not reach the terminal."""
    assert shown("a\x1b[2Jb\u202ec") == "a\ufffd[2Jb\ufffdc"
    assert shown("x" * 10_000).endswith("… (cut)")
    assert shown({"k": "\n"}) == "{k: \ufffd}"
    message = Message(
        "COBALT-2026-0001", "ZZZ\x1b", 1, ALL[0].precedence, ("am\x1bber",), T0, 10**17, OFFICER, {}
    )
    bad = replace(message, remarks="one\x07\ntwo", overridden=("rule\x1b",), ref="\x1b")
    text = text_words(tracked(None, bad))
    assert "\x1b" not in text + line_words(tracked(None, bad))
    assert "\x07" not in text
    assert "no plausible time" in text
    assert len(line_words(tracked(None, replace(bad, number="N" * 500)))) <= LINE_MAX
