"""What an account's own figures say of its types: the numbers of the taxonomy, and nothing felt.

A near miss is under 500 ft, or what a crew reports as a hazard; under 100 ft it is critical. An
unsafe intercept is one that forces an evasive act. Where a side's figures and its types do not go
together, that is said beside them; the types stand as the side gave them. How unsafe it felt is
another axis, and changes no figure. Pure. Serves domain.md sections 8 (row 17) and 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Final

from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.incidents.telling import Account

NEAR_MISS_M: Final = 152  # 500 ft (152.4 m), rounded down: S92 in domain.md
CRITICAL_M: Final = 30  # 100 ft (30.5 m), rounded down


@dataclass(frozen=True, slots=True)
class Figures:
    """What one side's figures come to. words: one sentence. is_critical: under 100 ft."""

    party: str
    words: str
    is_critical: bool


def figures(one: Account) -> Figures | None:
    """The least distance that an account tells, and what it is called; None when it tells none."""
    apart_m = _apart_m(one)
    if apart_m is None:
        return None
    if apart_m <= CRITICAL_M:
        words = f"{apart_m:.0f} m apart: a near miss, critical (not over {CRITICAL_M} m)"
    elif apart_m <= NEAR_MISS_M:
        words = f"{apart_m:.0f} m apart: a near miss (not over {NEAR_MISS_M} m)"
    else:
        words = f"{apart_m:.0f} m apart: no near miss by distance (over {NEAR_MISS_M} m)"
    return Figures(one.party, words, is_critical=apart_m <= CRITICAL_M)


def odd_types(one: Account) -> Iterator[Refusal]:
    """Where the types that a side gives do not go with its own figures."""
    types, apart_m = one.value("types"), _apart_m(one)
    given = set(types) if isinstance(types, list | tuple) else set()
    hazard = one.value("felt_unsafe") == "yes"
    if given and apart_m is not None and apart_m <= NEAR_MISS_M and "NMS" not in given:
        yield _odd(f"{one.party} tells {apart_m:.0f} m apart, which is a near miss (NMS)")
    if apart_m is not None and apart_m > NEAR_MISS_M and "NMS" in given and not hazard:
        limit = f"it is one to {NEAR_MISS_M} m, or when the crew reports a hazard"
        yield _odd(f"{one.party} tells a near miss {apart_m:.0f} m apart; {limit}")
    if "USI" in given and one.value("evasive") == "no":
        other = "what forces nobody to evade is unprofessional conduct (UPI)"
        yield _odd(f"{one.party} tells an unsafe intercept without evasion; {other}")
    if "INCUR" in given and one.value("boundary") is None and one.value("claimed_by") is None:
        yield _odd(f"{one.party} tells an incursion and not by which boundary, or whose claim")


def _apart_m(one: Account) -> float | None:
    """The least distance in space; what is not told of it counts as none."""
    across, height = one.value("closest_m"), one.value("closest_height_m")
    known = [value for value in (across, height) if isinstance(value, int)]
    return hypot(*known) if known else None


def _odd(reason: str) -> Refusal:
    remedy = "The types stand as they were told; ask for more"
    return Refusal("fields.types", "types-and-figures", reason, remedy, override=True)
