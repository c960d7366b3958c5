"""What a seed decides before a night begins: who takes part, how bad it gets, and for how long.

Small worlds on purpose: two parties find most faults, three find those of order, and a seed must
cost a few hundredths of a second.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from detente.core.line.message import Status
from detente.journal.mirror import CLOCK_OFF_MAX_MS
from detente.sim.network import Weather

PARTIES = ("amber", "cobalt", "meridian", "ochre", "teal")
START_MS = 1_795_000_000_000  # 2026-11-18 11:06:40Z
HOUR_MS = 3_600_000
MINUTE_MS = 60_000
SQLITE_EVERY = 20


@dataclass(frozen=True, slots=True)
class Faults:
    """Chances that something goes wrong at a moment of misfortune; each 0..1."""

    strike: float
    crash: float
    cut: float
    full: float
    flip: float
    jump: float


@dataclass(frozen=True, slots=True)
class Plan:
    """One night. parties: the first opens the channel; those in `late` join while it goes on.

    liar: the party that runs two nodes with one key, if any; is_brazen: see liar.py.
    jump_ms_max: how far a clock jumps. rotations: how often a party changes its signing key.
    restores: how often a party is set back to a backup.
    """

    seed: int
    parties: tuple[str, ...]
    late: tuple[str, ...]
    statuses: tuple[Status, ...]
    liar: str | None
    is_brazen: bool
    has_witness: bool
    acts: int
    length_ms: int
    weather: Weather
    faults: Faults
    jump_ms_max: int
    rotations: int = 0
    restores: int = 0

    @property
    def is_date_wrong(self) -> bool:
        """Whether two clocks may be so far apart that a peer refuses what was written."""
        return self.faults.jump > 0 and 2 * self.jump_ms_max > CLOCK_OFF_MAX_MS

    @property
    def on_sqlite(self) -> bool:
        """Whether the night is played on the real SQLite; it costs some times as much."""
        return self.seed % SQLITE_EVERY == SQLITE_EVERY - 1


def plan_of(seed: int) -> Plan:
    """The night that a seed stands for."""
    dice = random.Random(f"night {seed}")
    count = dice.choices((2, 3, 4, 5), weights=(50, 32, 12, 6))[0]
    parties = PARTIES[:count]
    late = tuple(party for party in parties[1:] if dice.random() < 0.25)
    liar = dice.choice(parties) if dice.random() < 0.15 else None
    statuses = (Status.ACTUAL,) if dice.random() < 0.8 else (Status.ACTUAL, Status.EXERCISE)
    plan = Plan(
        seed=seed,
        parties=parties,
        late=late,
        statuses=statuses,
        liar=liar,
        is_brazen=dice.random() < 0.5,
        has_witness=dice.random() < (0.15 if liar is None else 0.4),
        acts=dice.randint(8, 40 if count < 4 else 20),
        length_ms=dice.randint(1, 20) * MINUTE_MS,
        weather=Weather(
            delay_ms_min=dice.randint(0, 20),
            delay_ms_max=dice.choice((20, 400, 5_000)),
            break_chance=dice.choice((0.0, 0.02, 0.1)),
            double_chance=dice.choice((0.0, 0.05)),
        ),
        faults=Faults(
            strike=dice.choice((0.0, 0.3)),
            crash=dice.choice((0.0, 0.2)),
            cut=dice.choice((0.0, 0.3)),
            full=dice.choice((0.0, 0.0, 0.1)),
            flip=dice.choice((0.0, 0.0, 0.1)),
            jump=dice.choice((0.0, 0.0, 0.2)),
        ),
        jump_ms_max=dice.choice((2_000, 60_000, 30 * MINUTE_MS, 5 * HOUR_MS, 30 * HOUR_MS)),
    )
    rotations = _rotations(seed, liar)
    return replace(plan, rotations=rotations, restores=0 if rotations else _restores(plan))


def _restores(plan: Plan) -> int:
    """With dice of its own, like `_rotations`.

    Only where everybody is there from the start and nobody outside the channel has seen what is
    lost: an invitation that a backup does not know is given again by people, and a witness that
    has seen more is evidence, as it should be. On the simulated disk, which can be set back.
    """
    dice = random.Random(f"backup {plan.seed}")
    simple = plan.liar is None and not plan.late and not plan.has_witness and not plan.on_sqlite
    return dice.randint(1, 2) if simple and dice.random() < 0.3 else 0


def _rotations(seed: int, liar: str | None) -> int:
    """With dice of its own, so that older seeds stay the nights that they were.

    Not under a liar: its two nodes have one key, and who of them may change it is another story.
    """
    dice = random.Random(f"keys {seed}")
    return 0 if liar is not None or dice.random() < 0.7 else dice.randint(1, 3)
