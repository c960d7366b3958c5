"""Passages are found again word for word, sentences know their place, dates say what they say."""

from __future__ import annotations

import pytest

from detente.core.sources.days import When, dateline, when
from detente.core.sources.passages import passage_problems, places
from detente.core.sources.sentences import SENTENCE_CHARS_MAX, sentences

TEXT = "Holm said: “The bay is  quiet.”\nThe bay is quiet. A ship’s crew – six men – was safe."


def test_a_passage_is_found_where_it_stands() -> None:
    """The place is that of the words, whatever shape blanks, quotes and dashes were copied in."""
    ((start, end),) = places(TEXT, "A ship's crew - six men - was safe")
    assert TEXT[start:end] == "A ship’s crew – six men – was safe"


def test_a_passage_that_is_not_there_is_said_not_to_be() -> None:
    """A changed word is no passage: the refusal says so, and what to do."""
    (problem,) = passage_problems(TEXT, "A ship's crew was safe")
    assert problem.rule == "passage-absent"
    assert "the passage is not there" in problem.reason


def test_a_passage_in_two_places_needs_a_place() -> None:
    """Which of two is meant is for a person to say; the right place is then taken."""
    first, second = places(TEXT, "The bay is quiet.")
    (problem,) = passage_problems(TEXT, "The bay is quiet.")
    assert problem.rule == "passage-several"
    assert passage_problems(TEXT, "The bay is quiet.", second) == ()
    (problem,) = passage_problems(TEXT, "The bay is quiet.", (first[0], first[1] + 1))
    assert problem.rule == "passage-elsewhere"


def test_nothing_is_no_passage() -> None:
    """Blanks and single letters would be found anywhere, so they are found nowhere."""
    assert places(TEXT, " \n") == ()
    assert places(TEXT, "a") == ()


def test_sentences_end_where_they_end() -> None:
    """Titles and initials end nothing; a quotation's end does; each knows its place."""
    text = "Lt. Col. A. Brandt met Dr. Voss. “It went well.” He left at 8.30 a day later!\nNo end"
    found = [one.text for one in sentences(text)]
    assert found == [
        "Lt. Col. A. Brandt met Dr. Voss.",
        "“It went well.”",
        "He left at 8.30 a day later!",
        "No end",
    ]
    assert all(text[one.from_char : one.until_char] == one.text for one in sentences(text))


@pytest.mark.parametrize(
    ("words", "ahead", "expected"),
    [
        ("on February 18, 2016, at noon", False, When("2016-02-18", "", "February 18, 2016")),
        ("on 3 March", False, When("2016-03-03", "", "3 March")),
        ("in November", False, When("2015-11", "", "November")),
        ("in November", True, When("2016-11", "", "November")),
        ("on Monday", False, When("2016-04-18", "", "on Monday")),
        ("next Monday", True, When("2016-04-25", "", "next Monday")),
        ("in late summer or autumn", True, When("2016-08", "2016-11", "late summer or autumn")),
        ("for April or May", True, When("2016-04", "2016-05", "April or May")),
        ("after the 1988 floods", False, When("1988", "", "after the 1988")),
        ("they may go", True, When()),
        ("on February 30, 2016", False, When("2016-02", "", "February 30, 2016")),
        ("last month", False, When("2016-03", "", "last month")),
        ("next year", True, When("2017", "", "next year")),
        ("last week", False, When("", "", "last week")),
        ("in the past six months", False, When("", "", "in the past six months")),
        ("in the late 1990s", False, When("1996", "1999", "the late 1990s")),
    ],
)
def test_dates_are_read_as_far_as_they_go(words: str, ahead: bool, expected: When) -> None:
    """A date is taken from the dateline's year, back or ahead, and no further than it says."""
    assert when(f"It was agreed {words}.", "2016-04-21", ahead=ahead) == expected


def test_without_a_day_in_the_dateline_weekdays_stay_words() -> None:
    """Of a dateline that is only a month, months are reckoned and days of the week are not."""
    assert when("on Monday", "2016-04", ahead=False) == When("", "", "on Monday")
    assert when("in November", "2016-04", ahead=False).day == "2015-11"
    assert when("in November", "", ahead=False).day == ""


def test_the_dateline_is_the_first_whole_date() -> None:
    """A page's head says when it is from; months alone do not."""
    assert dateline("Post, May issue\nFebruary 6, 2017 21:02\nIn March 2015") == "2017-02-06"
    assert dateline("no date here") == ""


def test_a_page_without_a_full_stop_is_read_in_pieces() -> None:
    """No sentence is longer than its limit, cut at blanks where there are any; nothing is lost."""
    words = "word " * 1_000 + "x" * 3_000
    found = sentences(words)
    assert all(len(one.text) <= SENTENCE_CHARS_MAX for one in found)
    assert "".join(one.text for one in found).replace(" ", "") == words.replace(" ", "")
    assert all(words[one.from_char : one.until_char] == one.text for one in found)
    assert all(not one.text.startswith("ord") for one in found)
