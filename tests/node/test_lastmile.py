"""The area feed of a node: what each audience is given, what is written down and kept."""

from __future__ import annotations

import pytest

from detente.core.line.commands import Cancel, Correct, Disseminate, Send
from detente.core.line.message import Line, Releasability, Role, Status
from detente.core.watch.feeds import LOG_AGAIN_MS, READERS_MAX
from detente.node import lastmile
from detente.node.inputs import Actor, AddReader, Do, Done, GiveFeed, Refused, RemoveReader
from detente.node.node import Node
from detente.wire.areas import FeedView
from tests.support.line import HOUR, circle, nwa
from tests.support.pair import ADMIN, LINE, START_MS, Pair, make_node

MINE, PUBLIC = "own-forces", "public"
VOLUME = circle(-22.9, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)
DISPLAY = AddReader(ADMIN, "tower-2", MINE, "post", "a" * 64)


def sent(pair: Pair, party: str, released: Releasability | None = None) -> str:
    """A warning of one party, as far released as it says, at both nodes."""
    done = pair.do(party, Send("NWA", nwa(VOLUME), releasability=released))
    assert isinstance(done, Done), done
    assert done.number is not None
    pair.settle()
    return done.number


def given(node: Node, audience: str = MINE) -> tuple[list[str], int]:
    """The numbers that an audience is given, and how many notices are held back."""
    feed = lastmile.feed(node, audience, Status.ACTUAL)
    return sorted(area.number for area in feed.areas), feed.withheld


def give(feed: FeedView, reader: str = "tower-2", echelon: str = "post") -> GiveFeed:
    """A feed about to be given to a display."""
    items = tuple((area.channel, area.number) for area in feed.areas)
    return GiveFeed(reader, feed.audience, echelon, "kml", feed.status, items, feed.withheld)


@pytest.mark.parametrize(
    ("released", "own", "public"),
    [
        (None, True, False),
        (Releasability.NONE, False, False),
        (Releasability.OWN_FORCES, True, False),
        (Releasability.PUBLIC, True, True),
    ],
)
def test_a_feed_gives_what_the_sender_released_and_counts_what_it_holds_back(
    released: Releasability | None, own: bool, public: bool
) -> None:
    """Cobalt's displays and its public page: as far as Amber let its warning go, no further."""
    pair = Pair()
    number = sent(pair, "amber", released)
    assert given(pair.cobalt) == (([number], 0) if own else ([], 1))
    assert given(pair.cobalt, PUBLIC) == ([number] if public else [], 0)  # nor how many there are
    assert given(pair.amber)[0] == [number]  # Amber's own words, to Amber's own crews
    (area,) = lastmile.feed(pair.amber, MINE, Status.ACTUAL).areas
    assert [language for language, _ in area.titles] == ["ru", "he", "ar"]


def test_a_correction_is_released_as_what_it_corrects() -> None:
    """A public warning is made larger: the public gets the larger one, with what it replaces."""
    pair = Pair()
    number = sent(pair, "amber", Releasability.PUBLIC)
    wider = circle(-22.9, 14.4, 20, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)
    done = pair.do("amber", Correct(number, {"volume": wider}))
    assert isinstance(done, Done)
    pair.settle()
    feed = lastmile.feed(pair.cobalt, PUBLIC, Status.ACTUAL)
    (area,) = feed.areas
    assert area.number == done.number
    assert [one for one, _ in area.replaces] == [number]
    assert [(one.number, one.standing) for one in feed.withdrawn] == [(number, "superseded")]


def test_what_was_taken_back_is_said_to_have_gone_for_an_hour() -> None:
    """A display that was away for a minute must learn that an area is over; a day later not."""
    pair = Pair()
    number = sent(pair, "amber")
    pair.do("amber", Cancel(number))
    pair.settle()
    feed = lastmile.feed(pair.cobalt, MINE, Status.ACTUAL)
    assert (feed.areas, [one.standing for one in feed.withdrawn]) == ((), ["cancelled"])
    pair.clock.now_ms += HOUR + 1
    assert lastmile.feed(pair.cobalt, MINE, Status.ACTUAL).withdrawn == ()


def test_a_window_that_is_over_stays_and_says_so_until_somebody_ends_it() -> None:
    """The hour has passed and nobody has said that the firing ended: the area is still shown."""
    pair = Pair()
    sent(pair, "amber")
    pair.clock.now_ms = START_MS + 4 * HOUR
    (area,) = lastmile.feed(pair.cobalt, MINE, Status.ACTUAL).areas
    assert area.over


def test_an_exercise_and_the_real_line_have_feeds_of_their_own() -> None:
    """A drill's warning is not in the feed that pilots fly by."""
    pair = Pair()
    drill = Line(LINE.channel, Status.EXERCISE)
    done = pair.amber.step([Do(ADMIN, drill, Send("NWA", nwa(VOLUME)))])[0]
    assert isinstance(done, Done), done
    assert given(pair.amber) == ([], 0)
    (area,) = lastmile.feed(pair.amber, MINE, Status.EXERCISE).areas
    assert area.status is Status.EXERCISE


def test_a_link_that_is_down_is_said_in_every_feed() -> None:
    """Amber's node is gone: Cobalt's displays are told that nothing newer is known."""
    pair = Pair()
    pair.cobalt.link_changed("amber", "down", "cut")
    (blind,) = lastmile.feed(pair.cobalt, MINE, Status.ACTUAL).blind
    assert "No link to amber" in blind
    assert lastmile.feed(pair.cobalt, PUBLIC, Status.ACTUAL).blind == ()


def test_the_public_is_told_neither_of_cut_lines_nor_of_how_much_is_held() -> None:
    """How busy the desks are, and whether they can still talk, is shown to nobody outside."""
    pair = Pair()
    sent(pair, "amber")
    pair.cobalt.link_changed("amber", "down", "cut")
    said = " ".join(lastmile.feed(pair.cobalt, PUBLIC, Status.ACTUAL).sayings)
    assert "amber" not in said
    assert "1 more" not in said
    assert "Only what was made public is here" in said


def test_the_log_is_written_when_what_is_given_changes_and_each_hour() -> None:
    """A display that pulls every few seconds makes one entry, and another with the next notice."""
    pair = Pair()
    node = pair.cobalt
    node.step([DISPLAY])
    sent(pair, "amber")
    for _ in range(3):
        node.step([give(lastmile.feed(node, MINE, Status.ACTUAL))])
        pair.clock.now_ms += 5_000
    assert len(lastmile.log(node, 10)) == 1
    sent(pair, "cobalt")
    node.step([give(lastmile.feed(node, MINE, Status.ACTUAL))])
    assert [len(one.items) for one in lastmile.log(node, 10)] == [2, 1]
    pair.clock.now_ms += LOG_AGAIN_MS
    node.step([give(lastmile.feed(node, MINE, Status.ACTUAL))])
    assert len(lastmile.log(node, 10)) == 3


def test_the_pull_log_and_the_readers_outlive_a_restart() -> None:
    """What a display was given is evidence: it stands in the house journal, not in memory."""
    pair = Pair()
    number = sent(pair, "amber")
    node = pair.cobalt
    node.step([DISPLAY])
    node.step([give(lastmile.feed(node, MINE, Status.ACTUAL))])
    again = make_node("cobalt", pair.clock, node.stored())
    assert [one.reader for one in lastmile.readers(again)] == ["tower-2"]
    assert lastmile.log(again, 10) == lastmile.log(node, 10)
    (pull,) = again.state.feeds.pulls(LINE, number, "post")
    assert (pull.reader, pull.at_ms) == ("tower-2", pair.clock.now_ms)
    again.step([RemoveReader(ADMIN, "tower-2")])
    assert again.state.feeds.reader("a" * 64) is None


def test_a_pull_is_shown_at_the_gap_of_its_level_and_closes_nothing_by_itself() -> None:
    """The post's display has it and the post has said nothing: a gap, with the pull beside it."""
    pair = Pair()
    pair.do("cobalt", Send("ECH", {"echelons": ["post", "crew"]}))
    number = sent(pair, "amber")
    node = pair.cobalt
    node.step([DISPLAY])
    node.step([give(lastmile.feed(node, MINE, Status.ACTUAL))])
    found = lastmile.gaps(node, Status.ACTUAL)
    assert [(gap.echelon, len(gap.given)) for gap in found] == [("post", 1), ("crew", 0)]
    pair.do("cobalt", Disseminate(number, "post", basis="feed"))
    pair.settle()
    assert [gap.echelon for gap in lastmile.gaps(pair.amber, Status.ACTUAL)] == ["crew"]
    view = lastmile.disseminated(pair.amber, LINE, number)
    assert view is not None
    assert [one.basis for side in view.sides for one in side.reached] == ["feed"]
    assert view.sides[0].given == ()  # Cobalt's log is its own


def test_a_reader_that_cannot_be_is_refused_with_the_reason() -> None:
    """A name twice or none, no such audience, a public display with a level, one too many."""
    node = Pair().amber
    actor = Actor("desk-1", Role.ADMINISTRATOR)
    assert isinstance(node.step([DISPLAY])[0], Done)
    for bad, rule in (
        (DISPLAY, "reader-exists"),
        (AddReader(actor, "Tower 2", MINE, "post", "b" * 64), "reader-name"),
        (AddReader(actor, "x", "everybody", "", "b" * 64), "feed-audience"),
        (AddReader(actor, "x", PUBLIC, "crew", "b" * 64), "feed-echelon"),
        (AddReader(actor, "x", MINE, "", "b" * 64), "feed-echelon"),
        (RemoveReader(actor, "nobody"), "reader-unknown"),
    ):
        outcome = node.step([bad])[0]
        assert isinstance(outcome, Refused)
        assert [one.rule for one in outcome.refusals] == [rule]
    node.step([AddReader(actor, f"d-{n}", PUBLIC, "", f"{n:064}") for n in range(READERS_MAX - 1)])
    outcome = node.step([AddReader(actor, "late", PUBLIC, "", "c" * 64)])[0]
    assert isinstance(outcome, Refused)
    assert [one.rule for one in outcome.refusals] == ["readers-max"]


def test_a_notam_is_drafted_of_own_words_and_of_others_only_when_public() -> None:
    """A NOTAM tells everybody: another's warning is drafted only when that party said so."""
    pair = Pair()
    mine, theirs = sent(pair, "cobalt"), sent(pair, "amber")
    open_ = sent(pair, "amber", Releasability.PUBLIC)
    own = lastmile.notam_subject(pair.cobalt, LINE, mine)
    assert isinstance(own, lastmile.Draftable)
    assert not own.public
    assert "weapons from the surface into the air" in own.subject.words
    refused = lastmile.notam_subject(pair.cobalt, LINE, theirs)
    assert isinstance(refused, tuple)
    assert [one.rule for one in refused] == ["not-releasable"]
    public = lastmile.notam_subject(pair.cobalt, LINE, open_)
    assert isinstance(public, lastmile.Draftable)
    assert public.public
    unknown = lastmile.notam_subject(pair.cobalt, LINE, "AMBER-2026-9999")
    assert isinstance(unknown, tuple)
    assert [one.rule for one in unknown] == ["unknown-number"]
