"""The index of the rules: it never misses what asking every rule would find."""

from __future__ import annotations

import random
from collections.abc import Callable

from detente.core.agreements.judging import judge, judge_by
from detente.core.agreements.rulebook import rulebook
from detente.core.agreements.text import digest_of
from detente.core.line.commands import Answer, ReleaseDraft, Send
from detente.core.state import Decision
from detente.core.values import Fields, Json
from tests.support.agreements import SECOND, signed, text
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa

KINDS = ("keep-out", "buffer", "no-weapons", "lead-time", "notify-entry", "precision", "keep-in")


def scattered(rng: random.Random, lat: float, lon: float, *, wide: bool) -> dict[str, Json]:
    """A volume near a place, with heights and a window, each open sometimes."""
    start = T0 + rng.randrange(1, 30) * HOUR
    volume = circle(
        lat + rng.uniform(-1, 1),
        (lon + rng.uniform(-1, 1) + 180) % 360 - 180,
        rng.randrange(1, 60),
        start_ms=None if wide and rng.random() < 0.3 else start,
        end_ms=None if wide and rng.random() < 0.3 else start + HOUR,
    )
    floor = rng.randrange(0, 900) * 1_000
    low: dict[str, Json] = {"cm": floor, "reference": "FL"}
    volume["floor"] = None if rng.random() < 0.3 else low
    reference = rng.choice(("FL", "AMSL"))
    top: dict[str, Json] = {"cm": floor + 400_000, "reference": reference}
    volume["ceiling"] = None if rng.random() < 0.3 else top
    return volume


def test_the_index_finds_what_brute_force_finds_at_poles_and_antimeridian() -> None:
    """Scattered rules, zones and notices: by the index and by every rule, the same findings."""
    for place, (lat, lon) in enumerate(((35.0, 35.0), (88.8, 10.0), (-5.0, 180.0))):
        rng = random.Random(place)
        line = Parties()
        articles: list[dict[str, Json]] = []
        for number in range(40):
            kind = rng.choice(KINDS)
            article: dict[str, Json] = {"article": str(number), "rule": kind}
            if kind == "keep-in" and number > 10:
                continue
            article["volume"] = scattered(rng, lat, lon, wide=True)
            article |= {"minutes": 600} if kind in ("lead-time", "notify-entry") else {}
            article |= {"distance_m": 20_000} if kind in ("buffer", "precision") else {}
            article |= {"height_m": 500} if kind == "buffer" and rng.random() < 0.5 else {}
            articles.append(article)
        signed_text(line, articles)
        for number in range(12):
            volume = scattered(rng, lat, lon, wide=False)
            zone: dict[str, Json] = {"zone": f"Z{number}", "action": "propose"}
            rule = rng.choice(("no-entry", "no-weapons", "corridor", "caution"))
            proposal = send(line, "amber", "NZO", {**zone, "rule": rule, "volume": volume})
            line.do("cobalt", Answer(proposal, rng.choice(("AGREE", "AGREE", "NOTED"))))
        line.now_ms += MINUTE
        compared(line, rng, lat, lon)


def compared(line: Parties, rng: random.Random, lat: float, lon: float) -> None:
    """Judge notices both ways at both members."""
    state, total = line.states["amber"], 0
    for _ in range(25):
        volume = scattered(rng, lat, lon, wide=False)
        code, fields = rng.choice((("NAA", naa(volume)), ("NWA", nwa(volume))))
        number = send(line, "cobalt", code, fields)
        tracked, at_ms = line.at(number, "amber"), line.now_ms + 40 * HOUR
        fast = judge(state, LINE, tracked, at_ms)
        rules = list(rulebook(state, LINE).rules)
        assert fast == judge_by(state, LINE, tracked, at_ms, rules)
        assert fast == judge(line.states["cobalt"], LINE, line.at(number, "cobalt"), at_ms)
        total += len(fast)
    assert total > 10


def send(line: Parties, party: str, code: str, fields: Fields) -> str:
    """Release a message, past every check of sense."""
    rules = tuple(line.rules(party, Send(code, fields)))
    if not rules:
        return line.states[party].line(LINE).last[party]
    return line.do(party, Send(code, fields, acknowledged=rules))


def signed_text(line: Parties, articles: list[dict[str, Json]]) -> str:
    """A text that both sign, contradictions and all."""
    number = send(line, "amber", "AGR", dict(text(*articles)))
    digest = digest_of(line.at(number).message)
    for party in ("amber", "cobalt"):
        kept = line.try_(party, Send("AGS", {"text": number, "digest": digest}))
        assert isinstance(kept, Decision), kept
        assert kept.draft is not None
        line.do(party, ReleaseDraft(kept.draft), SECOND)
    return number


def test_a_book_that_is_read_again_is_the_book_that_was_kept() -> None:
    """After any message the kept rules are those that a book made from nothing has."""
    line = Parties()
    state = line.states["cobalt"]
    zone: dict[str, Json] = {
        "zone": "Alpha",
        "action": "propose",
        "rule": "no-entry",
        "volume": circle(start_ms=T0 + HOUR, end_ms=T0 + 90 * HOUR),
    }
    steps: list[Callable[[], str]] = [
        lambda: line.do("amber", Send("NZO", zone)),
        lambda: line.do("cobalt", Answer("AMBER-2026-0001", "AGREE")),
        lambda: signed(line, {"article": "1", "rule": "lead-time", "minutes": 20, "zone": "alpha"}),
        lambda: line.do("amber", Send("NWA", nwa())),
        lambda: line.do("cobalt", Send("NZO", {"zone": "Alpha", "action": "suspend"})),
        lambda: line.do("cobalt", Send("NZO", {"zone": "Alpha", "action": "resume"})),
        lambda: line.do("amber", Send("NZO", {"zone": "Alpha", "action": "release"})),
    ]
    sizes = []
    for step in steps:
        step()
        kept = sorted(map(str, rulebook(state, LINE).rules))
        state.rulebooks.clear()
        assert sorted(map(str, rulebook(state, LINE).rules)) == kept
        sizes.append(len(kept))
    assert sizes == [0, 1, 2, 2, 2, 2, 2]
