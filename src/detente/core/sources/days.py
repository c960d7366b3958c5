"""Read dates in words, as far as they say a date: days, months, spans, and days of the week.

``February 18, 2016``, ``in November``, ``on Monday``, ``late summer or autumn``. A day of the week
or a month without a year is reckoned from the dateline of the source, backwards for what is past
and forwards for what is to come; without a dateline it stays words. English only, as the rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday"),
    *("friday", "saturday", "sunday"),
)
SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_YEARS: Final = (1900, 2100)  # as core/line/field.py takes them

_MONTH: Final = "|".join(MONTHS)
_WEEKDAY: Final = "|".join(WEEKDAYS)
_SEASON: Final = "|".join(SEASONS)
DATES: Final = re.compile(
    rf"\b(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}}) (?P<month2>{_MONTH})(?: (?P<year2>\d{{4}}))?"
    rf"|(?:(?:early|mid|late|late in|end of|later in)[ -])?(?P<month3>{_MONTH})"
    rf"(?: (?P<year3>\d{{4}}))?(?: or (?P<month4>{_MONTH}))?"
    rf"|(?:(?:last|next|this|on) )?(?P<weekday>{_WEEKDAY})(?: (?:morning|evening|night|afternoon))?"
    r"|(?:(?:the )?(?:early|mid|late)[ -])?(?:the )?(?P<decade>(?:19|20)\d0)s"
    rf"|(?:(?:early|mid|late) )?(?P<season>{_SEASON})(?: or (?P<season2>{_SEASON}))?"
    r"(?: (?:of )?(?P<year4>\d{4}))?"
    r"|(?:in|since|by|of|after|before|until|from|during) (?:the )?"
    r"(?P<year5>(?:19|20)\d{2})(?![\w-])"
    r"|(?P<vague>(?:last|next|this|earlier this|later this) (?:week|month|year)"
    r"|(?:in|over|during|within) the (?:past|last) (?:\w+ )?(?:weeks|months|years|week|month|year)"
    r"|(?:in|over|during) the past (?:week|month|year)))\b",
    re.IGNORECASE,
)


_CLAUSE_ENDS: Final = re.compile(r"[,;](?! (?:19|20)\d{2}\b)| [–—-] |[()]")
_BRACKETS: Final = re.compile(r"\([^()]*\)| [–—] [^–—]* [–—] ")
_THIRDS: Final = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}  # years of a decade


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is known. day: first or only (YYYY, YYYY-MM or YYYY-MM-DD). latest: last.

    words: as the text says it. All empty when the text says none.
    """

    day: str = ""
    latest: str = ""
    words: str = ""


def dateline(text: str) -> str:
    """The first whole date in the head of a text, as YYYY-MM-DD; empty when there is none."""
    for match in DATES.finditer(text):
        when = _when(match, None, ahead=False)
        if len(when.day) == len("2016-02-18"):
            return when.day
    return ""


def when(
    text: str,
    dated: str,
    *,
    ahead: bool,
    near: tuple[int, int] | None = None,
    skip: tuple[tuple[int, int], ...] = (),
) -> When:
    """The date that a sentence says; a date with more parts wins over a vaguer one.

    dated: the dateline of the source (may be empty, a year or a month). ahead: of what is to come.
    near: the words that the date is wanted of; a date in their clause wins over one elsewhere, and
    one in brackets is of what stands in them. skip: places whose dates are of something else.
    """
    base = _base(dated)
    low, high = near or (0, len(text))
    aside = [
        found.span()
        for found in _BRACKETS.finditer(text)
        if not (low < found.end() and found.start() < high)
    ]
    matches = [
        match
        for match in DATES.finditer(text)
        if not any(match.start() < end and start < match.end() for start, end in [*aside, *skip])
    ]
    if near is not None:
        cuts = [0, *(cut.start() for cut in _CLAUSE_ENDS.finditer(text)), len(text)]
        low, high = max(cut for cut in cuts if cut <= low), min(cut for cut in cuts if cut >= high)
        matches = [one for one in matches if low <= one.start() < high] or matches
    found = [_when(match, base, ahead=ahead) for match in matches]
    return max(found, key=lambda one: (len(one.day), bool(one.latest)), default=When())


def since(years: int, text: str, dated: str) -> When:
    """The year of what an anniversary is of: of the year that a sentence or the dateline says."""
    said = re.search(r"\bin ((?:19|20)\d{2})\b", text)
    base = int(said[1]) if said else int(dated[:4] or 0)
    return When(_said(base - years), "", f"{years} years before {base}") if base else When()


@dataclass(frozen=True, slots=True)
class _Base:
    """The dateline: the year and month that others are reckoned from; the day if known."""

    year: int
    month: int
    day: date | None


def _base(dated: str) -> _Base | None:
    parts = dated.split("-")
    try:
        day = date.fromisoformat(dated) if len(parts) == 3 else None
        return _Base(int(parts[0]), int(parts[1]), day)
    except (ValueError, IndexError):
        return None  # only a year, or nothing: no month can be reckoned from it


def _when(match: re.Match[str], base: _Base | None, *, ahead: bool) -> When:
    part = {name: value.lower() for name, value in match.groupdict().items() if value}
    words = match[0].strip()
    if "vague" in part:
        return _vague(words, base)
    if "decade" in part:
        first, last = next(
            (span for name, span in _THIRDS.items() if name in words.lower()), (0, 9)
        )
        decade = int(part["decade"])
        return When(_said(decade + first), _said(decade + last), words)
    if "weekday" in part:
        return When(_weekday(part["weekday"], words, base, ahead=ahead), "", words)
    if "season" in part:
        return _season(part, words, base, ahead=ahead)
    year = next(
        (int(part[name]) for name in ("year", "year2", "year3", "year5") if name in part), 0
    )
    month = next((part[name] for name in ("month", "month2", "month3") if name in part), "")
    if not month:
        return When(_said(year), "", words)
    number = MONTHS.index(month) + 1
    if match[0][:3] == "may" and "month3" in part:
        return When()  # the verb, not the month
    year = year or _year_of(number, base, ahead=ahead)
    day = int(part.get("day") or part.get("day2") or 0)
    last = MONTHS.index(part["month4"]) + 1 if "month4" in part else 0
    return When(_said(year, number, day), _said(year, last) if last else "", words)


def _vague(words: str, base: _Base | None) -> When:
    """``last month`` and the like as a month or a year; a week, or a span, stays words."""
    said = words.lower()
    if base is None or not said.endswith(("month", "year")) or "past" in said or "the " in said:
        return When(words=words)
    step = {"last": -1, "next": 1}.get(said.split()[0], 0)
    if said.endswith("year"):
        return When(_said(base.year + step), "", words)
    year, month = divmod(base.year * 12 + base.month - 1 + step, 12)
    return When(_said(year, month + 1), "", words)


def _weekday(name: str, words: str, base: _Base | None, *, ahead: bool) -> str:
    """The nearest such day before the dateline (the same day counts), or after it."""
    if base is None or base.day is None:
        return ""
    number = WEEKDAYS.index(name)
    if ahead and not words.lower().startswith("last"):
        return (base.day + timedelta((number - base.day.weekday()) % 7)).isoformat()
    back = (base.day.weekday() - number) % 7
    return (base.day - timedelta(back)).isoformat()


def _season(part: dict[str, str], words: str, base: _Base | None, *, ahead: bool) -> When:
    first, last = SEASONS[part["season"]][0], SEASONS[part.get("season2", part["season"])][1]
    first += 2 if words.lower().startswith("late ") else 0
    last -= 2 if words.lower().startswith("early ") and "season2" not in part else 0
    year = int(part.get("year4", 0)) or _year_of(last, base, ahead=ahead)
    return When(_said(year, first), _said(year, last), words) if year else When(words=words)


def _year_of(month: int, base: _Base | None, *, ahead: bool) -> int:
    """The year in which a month without one lies; 0 when there is no dateline."""
    if base is None:
        return 0
    if ahead:
        return base.year + (month < base.month)
    return base.year - (month > base.month)


def _said(year: int, month: int = 0, day: int = 0) -> str:
    """The date as a DAY says it; as much of it as is on the calendar."""
    if not _YEARS[0] <= year <= _YEARS[1]:
        return ""
    if not month:
        return f"{year:04}"
    try:
        return date(year, month, day).isoformat() if day else f"{year:04}-{month:02}"
    except ValueError:
        return f"{year:04}-{month:02}"
