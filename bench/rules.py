"""How long a message or a track update takes to be judged, and a review over a long record.

1,000 rules in twenty signed texts and 10,000 agreed zones, over the sky `continent` of
`detente.sim.sky`, a crowd in which a message breaks eighteen rules. `judge_ms` is what one message
costs once the rules are made ready, as it does before each release; `track_ms` the same for one
update of a moving track. Times are processor time of one core; `_wall` is by the clock. Beside them
the reference: every rule and zone asked in turn, without the index, whose findings must be the same
or there is no figure. `ready_s` is what making the rules ready costs, once after a start;
`zone_again_ms` what the next message costs after a zone has changed.
`review_s_100k` is a review of a record of 100,000 messages under 100 rules and 200 zones, all of it
judged from nothing; `review_s_again` the same when nothing has changed. `review_all_rules_s_10k` is
one of 10,000 messages under all the 1,000 rules and 10,000 zones. Prints one JSON object a line.
"""

from __future__ import annotations

import argparse
import gc
import time
from functools import partial
from statistics import median
from unittest.mock import patch

from bench.support import capitals, figures
from bench.support.capitals import LINE, Record
from detente.core.agreements.finding import Finding
from detente.core.agreements.found import findings
from detente.core.agreements.judging import judge, judge_by
from detente.core.agreements.review import review
from detente.core.agreements.rulebook import rulebook
from detente.core.agreements.tracks import Seen, Tracks
from detente.core.airspace.shape import centre_point, shape_of
from detente.core.airspace.volume import Point
from detente.sim.sky import BEGIN_MS, notices

DAY_MS = 24 * 3_600_000
BRUTE = 10  # messages that are judged by every rule in turn: some seconds each
LIMIT_MS = 5
show = partial(figures.show, "rules")


class Clock:
    """Since when: by this thread's processor time, and by the clock on the wall."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.thread_time_ns(), time.perf_counter_ns()

    def ms(self) -> tuple[float, float]:
        """Both in milliseconds."""
        cpu, wall = time.thread_time_ns() - self._cpu, time.perf_counter_ns() - self._wall
        return cpu / 1e6, wall / 1e6


def main() -> None:
    """Print one JSON object a figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rules", type=int, default=1_000)
    options.add_argument("--zones", type=int, default=10_000)
    options.add_argument("--judged", type=int, default=1_000)
    options.add_argument("--messages", type=int, default=100_000)
    options.add_argument("--sky", default="continent")
    given = options.parse_args()
    made = capitals.record()
    capitals.sign_rules(made, given.sky, given.rules)
    capitals.agree_zones(made, given.sky, given.zones)
    clock = Clock()
    book = rulebook(made.state, LINE)
    show("ready_s", clock.ms()[0] / 1_000, "s")
    show("rules", len(book), "rules")
    measure_messages(made, given.sky, given.judged)
    measure_tracks(made, given.sky, given.judged)
    measure_review(made, "review_all_rules_s", given.sky, given.messages // 10)
    lean = capitals.record()
    capitals.sign_rules(lean, given.sky, given.rules // 10)
    capitals.agree_zones(lean, given.sky, given.zones // 50)
    measure_review(lean, "review_s", given.sky, given.messages)


def measure_messages(made: Record, sky: str, count: int) -> None:
    """One message against all rules, beside asking every rule in turn."""
    capitals.talk(made, sky, count * 4)
    numbers = [
        n for n, one in made.state.line(LINE).messages.items() if one.message.format == "NAA"
    ]
    chosen = [made.at(number) for number in numbers[:count]]
    at_ms = BEGIN_MS + 3 * DAY_MS
    judge(made.state, LINE, chosen[0], at_ms)  # notices are read into their index once
    times, found = [], []
    for one in chosen:
        clock = Clock()
        found.append(judge(made.state, LINE, one, at_ms))
        times.append(clock.ms())
    rules = list(rulebook(made.state, LINE).rules)
    slow = []
    for one, fast in list(zip(chosen, found, strict=True))[:BRUTE]:
        clock = Clock()
        every = judge_by(made.state, LINE, one, at_ms, rules)
        slow.append(clock.ms()[0])
        if every != fast:
            raise SystemExit(f"{one.number}: the index finds {len(fast)}, every rule {len(every)}")
    with_index("judge_ms", times, median(slow), sum(map(len, found)) / len(found))
    zone = next(
        n for n, one in made.state.line(LINE).messages.items() if one.message.format == "NZO"
    )
    made.say("amber", "NZO", {"zone": str(made.at(zone).fields["zone"]), "action": "suspend"})
    clock = Clock()
    judge(made.state, LINE, chosen[0], at_ms)
    show("zone_again_ms", clock.ms()[0], "ms")


def with_index(figure: str, times: list[tuple[float, float]], slow_ms: float, found: float) -> None:
    """Median and tail of some times, beside asking every rule in turn, and beside the limit."""
    cpu, wall = (sorted(every) for every in zip(*times, strict=True))
    reference = f"every rule in turn, {slow_ms:.1f} ms"
    show(figure, median(cpu), "ms", reference, median(cpu) / slow_ms)
    tail = cpu[len(cpu) * 99 // 100]
    show(f"{figure}_p99", tail, "ms", f"limit {LIMIT_MS} ms", tail / LIMIT_MS)
    show(f"{figure}_p99_wall", wall[len(wall) * 99 // 100], "ms")
    show(f"{figure.removesuffix('_ms')}_findings", found, "findings, mean")


def measure_tracks(made: Record, sky: str, count: int) -> None:
    """One update of a moving track against all rules, beside asking every rule in turn."""
    updates = list(flights(sky, count))
    tracks, times, found = Tracks(), [], list[tuple[Finding, ...]]()
    for seen in updates:
        clock = Clock()
        found.append(tracks.judge(made.state, LINE, seen))
        times.append(clock.ms())
    book = rulebook(made.state, LINE)
    plain, slow = Tracks(), list[float]()
    rules = list(book.every_area())
    for at, seen in enumerate(updates):
        if at >= BRUTE * 3:
            break
        with patch.object(book, "near", lambda _: iter(rules)):  # every rule in turn
            clock = Clock()
            every = plain.judge(made.state, LINE, seen)
            slow.append(clock.ms()[0])
        if every != found[at]:
            raise SystemExit(f"{seen.track}: {len(found[at])} by the index, {len(every)} by all")
    with_index("track_ms", times, median(slow), sum(map(len, found)) / len(found))


def flights(sky: str, count: int) -> list[Seen]:
    """Three positions each, ten seconds apart, of aircraft that fly where notices are."""
    found = []
    for serial, one in enumerate(notices(sky, count // 3, seed=6)):
        start = centre_point(shape_of(one.volume.outline))
        at_ms = one.volume.start_ms or BEGIN_MS
        for step in range(3):
            point = Point(start.lat_e7 + 200_000 * step, start.lon_e7)
            party, height = capitals.PARTIES[serial % 2], one.volume.floor
            activity = "" if one.activity == "weapon" else one.activity
            seen = Seen(f"T{serial}", party, point, at_ms + 10_000 * step, activity, height)
            found.append(seen)
    return found


def measure_review(made: Record, figure: str, sky: str, messages: int) -> None:
    """A review over a long record: judged from nothing, and again."""
    capitals.talk(made, sky, messages, seed=7)
    made.state.pack()
    gc.collect()
    made.state.rulebooks.clear()
    until_ms = made.at_ms + 7 * DAY_MS
    name = f"{figure}_{messages // 1_000}k"
    rulebook(made.state, LINE)
    clock = Clock()
    report = review(made.state, LINE, 0, until_ms, until_ms)
    first_s, wall_s = (ms / 1_000 for ms in clock.ms())
    show(name, first_s, "s", "limit 10 s", first_s / 10)
    show(f"{name}_wall", wall_s, "s")
    show(f"{figure}_findings", len(findings(made.state, LINE, until_ms)), "findings")
    clock = Clock()
    again = review(made.state, LINE, 0, until_ms, until_ms)
    again_s = clock.ms()[0] / 1_000
    show(f"{figure}_again", again_s, "s", f"from nothing, {first_s:.1f} s", again_s / first_s)
    if again != report:
        raise SystemExit("the same record gave two reviews")


if __name__ == "__main__":
    main()
