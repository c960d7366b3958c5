"""What a message announces, to and from its JSON shape, refusing every fault at once.

One volume as volume_json.py has it, which is all that there was before there were parts, with one
key more when it comes again; or a list of such parts:

    PART = {"outline": …, "floor": …, "ceiling": …, "start_ms": …, "end_ms": …,
            "repeats": {"every_ms": int, "days": ["MO", …] | null, "until_ms": int}}
    PART | [PART, …]

`repeats` may be left out; its own keys are all required. An airspace of one part is written as the
part itself. Limits: volume.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.core.airspace.parts import DAY_MS, day_of, times_count
from detente.core.airspace.volume import (
    PARTS_MAX,
    REPEAT_MS_MAX,
    REPEAT_MS_MIN,
    TIME_MS_MAX,
    TIME_MS_MIN,
    VERTICES_MAX,
    VOLUMES_MAX,
    Airspace,
    Circle,
    Day,
    Part,
    Repeats,
    Volume,
)
from detente.core.airspace.volume_json import (
    integer,
    members,
    shown,
    volume_from_json,
    volume_to_json,
    wrong,
)
from detente.core.refusal import Refusal
from detente.core.values import Json

_REPEATS_KEYS = ("every_ms", "days", "until_ms")
_DAYS = ", ".join(Day)


def airspace_from_json(value: Json, path: str) -> Airspace | tuple[Refusal, ...]:
    """The valid airspace that `value` says, or every reason why it is none.

    path: where `value` stood, such as ``fields.volume``; it begins each refusal's field.
    """
    if isinstance(value, str) or not isinstance(value, Sequence):
        part = _part(value, path)
        return part if isinstance(part, tuple) else _whole((part,), path)
    if not 1 <= len(value) <= PARTS_MAX:
        reason = f"{len(value)} parts; 1 to {PARTS_MAX} are allowed"
        return (Refusal(path, "parts-count", reason, "Announce the rest in a second message"),)
    parts: list[Part] = []
    problems: list[Refusal] = []
    for place, item in enumerate(value):
        part = _part(item, f"{path}[{place}]")
        if isinstance(part, tuple):
            problems += part
        else:
            parts.append(part)
    return tuple(problems) if problems else _whole(tuple(parts), path)


def airspace_to_json(airspace: Airspace) -> Json:
    """The JSON shape of an airspace; `airspace_from_json` gives the equal airspace back."""
    parts: list[Json] = [_part_to_json(part) for part in airspace.parts]
    return parts[0] if len(parts) == 1 else parts


def _part_to_json(part: Part) -> dict[str, Json]:
    shape = volume_to_json(part.volume)
    if part.repeats is not None:
        days = part.repeats.days
        shape["repeats"] = {
            "every_ms": part.repeats.every_ms,
            "days": None if days is None else [day.value for day in days],
            "until_ms": part.repeats.until_ms,
        }
    return shape


def _part(value: Json, path: str) -> Part | tuple[Refusal, ...]:
    if not isinstance(value, Mapping) or "repeats" not in value:
        volume = volume_from_json(value, path)
        return Part(volume) if isinstance(volume, Volume) else volume
    plain = {name: item for name, item in value.items() if name != "repeats"}
    volume = volume_from_json(plain, path)
    problems: list[Refusal] = []
    repeats = _repeats(value["repeats"], f"{path}.repeats", problems)
    if isinstance(volume, Volume) and repeats is not None:
        problems += _repeats_problems(volume, repeats, f"{path}.repeats")
    if isinstance(volume, tuple):
        problems = [*volume, *problems]
    if problems or isinstance(volume, tuple) or repeats is None:
        return tuple(problems)
    return Part(volume, repeats)


def _repeats(value: Json, path: str, problems: list[Refusal]) -> Repeats | None:
    found = members(value, path, _REPEATS_KEYS, problems)
    if found is None or any(name not in found for name in _REPEATS_KEYS):
        return None
    before = len(problems)
    every_ms = integer(
        found["every_ms"],
        f"{path}.every_ms",
        "repeats-range",
        REPEAT_MS_MIN,
        REPEAT_MS_MAX,
        problems,
    )
    days = _days(found["days"], f"{path}.days", problems)
    until_ms = integer(
        found["until_ms"], f"{path}.until_ms", "time-range", TIME_MS_MIN, TIME_MS_MAX, problems
    )
    if every_ms is None or until_ms is None or len(problems) > before:
        return None
    return Repeats(every_ms, days, until_ms)


def _days(value: Json, path: str, problems: list[Refusal]) -> tuple[Day, ...] | None:
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        problems.append(wrong(path, "days", value, f"a list of {_DAYS}, or null for every time"))
        return None
    if len(value) > len(Day):
        problems.append(wrong(path, "days", value, "a list that names each day once"))
        return None
    unknown = [day for day in value if not isinstance(day, str) or day not in Day.__members__]
    if unknown:
        problems.append(wrong(path, "days", unknown[0], f"one of {_DAYS}"))
        return None
    days = [Day(str(day)) for day in value]
    if len(set(days)) < len(days):
        problems.append(wrong(path, "days", ", ".join(days), "a list that names each day once"))
        return None
    return tuple(days)


def _repeats_problems(volume: Volume, repeats: Repeats, path: str) -> list[Refusal]:
    """Whether the repeats fit their window: closed, not over itself, begun by the first."""
    start_ms, end_ms = volume.start_ms, volume.end_ms
    if start_ms is None or end_ms is None:
        reason = "a window with an open side cannot come again"
        return [Refusal(path, "repeats-open", reason, "Give the start and the end of the window")]
    found = []
    if repeats.every_ms < end_ms - start_ms:
        reason = f"the window lasts {end_ms - start_ms} ms and would come again before its end"
        remedy = "Make it one window, or repeat it less often"
        found.append(Refusal(f"{path}.every_ms", "repeats-overlap", reason, remedy))
    if repeats.until_ms < start_ms:
        reason = "the last time lies before the first"
        found.append(Refusal(f"{path}.until_ms", "repeats-until", reason, "Check the dates"))
    if repeats.days is not None:
        found += _days_problems(start_ms, repeats.every_ms, repeats.days, path)
    return found


def _days_problems(start_ms: int, every_ms: int, days: tuple[Day, ...], path: str) -> list[Refusal]:
    if every_ms != DAY_MS:
        reason = f"days are picked from a window that comes every day, not every {every_ms} ms"
        remedy = f"Give {DAY_MS}, or leave the days out (null)"
        return [Refusal(f"{path}.every_ms", "repeats-days", reason, remedy)]
    if day_of(start_ms) not in days:
        reason = f"the first window starts on a {day_of(start_ms)} (UTC), which is none of the days"
        remedy = "Let the first window be one of them"
        return [Refusal(f"{path}.days", "repeats-days", reason, remedy)]
    return []


def _whole(parts: tuple[Part, ...], path: str) -> Airspace | tuple[Refusal, ...]:
    """The parts as one airspace, within the limits of all of them together."""
    problems = []
    vertices = sum(
        0 if isinstance(part.volume.outline, Circle) else len(part.volume.outline.points)
        for part in parts
    )
    if vertices > VERTICES_MAX:
        reason = f"{vertices} vertices in all parts together; the limit is {VERTICES_MAX}"
        remedy = "Draw it with fewer, or announce the rest in a second message"
        problems.append(Refusal(path, "parts-vertices", reason, remedy))
    volumes = sum(
        1
        if part.repeats is None or part.volume.start_ms is None
        else times_count(part.volume.start_ms, part.repeats)
        for part in parts
    )
    if volumes > VOLUMES_MAX:
        reason = (
            f"{shown(volumes)} volumes when each part is counted each time that it comes; the "
            f"limit is {VOLUMES_MAX}"
        )
        remedy = "End it sooner, and announce the rest when its time comes"
        problems.append(Refusal(path, "parts-times", reason, remedy))
    return tuple(problems) or Airspace(parts)
