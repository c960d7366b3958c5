"""A witness in a night: its real book, asked by every node over the same bad network.

It sees hashes only. What it has cosigned it must never contradict, whoever asks and however often
its answers are lost; every honest journal must be cosigned in full by morning.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from detente.core.events import PartyCard
from detente.journal.forms import cosigner_of
from detente.journal.note import ED25519, parse_checkpoint, parse_note, verifier_key
from detente.journal.signatures import public_from_text
from detente.node.witnessing import OK, WitnessLink
from detente.serve.witness.book import Book
from detente.sim.network import Timeline, Weather
from detente.sim.seeds.station import identity
from detente.sim.seeds.watch import Breach

if TYPE_CHECKING:
    from detente.node.inputs import Input
    from detente.node.witnessing import Asked
    from detente.sim.seeds.station import Station

NAME = "witness"
ROUND_MS = 5_000  # how often a node looks whether there is something to submit
IDLE_ROUNDS = 4  # with nothing to submit, so many are left out
RESTART_CHANCE = 0.02  # the witness's own machine goes down and comes back before a request

Submit = Callable[["Station", "Input", Callable[[object], None]], None]


def card() -> PartyCard:
    """The witness's card."""
    own = identity(NAME).card
    return PartyCard(NAME, "Witness", "witness", own.key, own.recovery_key, "", "http://invalid")


class Witness:
    """The witness of one night, and what it has cosigned so far. `close` takes its file away."""

    def __init__(
        self,
        timeline: Timeline,
        weather: Callable[[], Weather],
        dice: random.Random,
        submit: Submit,
    ) -> None:
        self._timeline, self._weather, self._dice, self._submit = timeline, weather, dice, submit
        self._folder = Path(tempfile.mkdtemp(prefix="detente-witness-"))
        self._path = self._folder / "witness.sqlite"
        Book.make(self._path)
        self._book = self._open()
        self._cosigned: dict[tuple[str, int], bytes] = {}
        self.count = 0

    def _open(self) -> Book:
        return Book(self._path, identity(NAME).signer, NAME)

    def close(self) -> None:
        """Take its file away."""
        self._book.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def follow(self, party: str, public: bytes | None = None) -> None:
        """Follow all journals of a party, by the key that its operator brings (first: its card's).

        After a change of keys the operator brings the new one, as the witness's guide says.
        """
        known = public or public_from_text(identity(party).card.key)
        vkey = verifier_key(cosigner_of(party), ED25519, known)
        self._book.trust(vkey, self._timeline.now_ms // 1000)

    def begin(self, station: Station) -> None:
        """From now on the station submits what it holds, for as long as this node of it lives."""
        assert station.node is not None
        link, life = WitnessLink(station.node, NAME), station.life
        station.witness = link
        self._later(station, life, link)

    def _later(self, station: Station, life: int, link: WitnessLink) -> None:
        def again() -> None:
            if station.life == life:
                link.begin()
                self._ask(station, life, link)
                self._later(station, life, link)

        slow = 1 if station.inbox or link.next() is not None else IDLE_ROUNDS
        self._timeline.after(self._dice.randint(ROUND_MS // 2, ROUND_MS) * slow, again)

    def _ask(self, station: Station, life: int, link: WitnessLink) -> None:
        """One request and its answer; either may be lost. After an answer, the next one."""
        asked = link.next() if station.life == life else None
        if asked is None:
            return
        if self._is_lost():
            link.failed("timed out")
            return
        self._timeline.after(self._delay_ms(), lambda: self._answer(station, life, link, asked))

    def _answer(self, station: Station, life: int, link: WitnessLink, asked: Asked) -> None:
        if self._dice.random() < RESTART_CHANCE:
            self._book.close()
            self._book = self._open()
        answer = self._book.add(asked.body, self._timeline.now_ms // 1000)
        if answer.status == OK:
            self._check(asked)
        if self._is_lost():
            return

        def arrive() -> None:
            if station.life != life:
                return
            inputs = link.answered(asked, answer.status, answer.body.encode())
            for what in inputs:
                self._submit(station, what, lambda _outcome: self._ask(station, life, link))
            if not inputs and not link.refused:
                self._ask(station, life, link)

        self._timeline.after(self._delay_ms(), arrive)

    def _check(self, asked: Asked) -> None:
        """It has cosigned one tree for each size, and no other."""
        head = parse_checkpoint(parse_note(asked.note).text)
        known = self._cosigned.setdefault((asked.journal, head.size), head.root)
        self.count += 1
        if known != head.root:
            raise Breach(f"the witness cosigned two trees of {head.size} of {asked.journal}")

    def _is_lost(self) -> bool:
        return self._dice.random() < self._weather().break_chance

    def _delay_ms(self) -> int:
        weather = self._weather()
        return self._dice.randint(weather.delay_ms_min, weather.delay_ms_max)
