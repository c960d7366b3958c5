"""Examples take no side: outside the history scenarios none lies where the real incidents were.

The record of 2015 and 2018 is retold in scenarios of its own, with sources. Everywhere else a place
of the eastern Mediterranean would make an example an opinion, so examples lie on the demo's coast.
Not covered: tests' own data, and numbers in units of 1e-7 degree that are not written in full.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HISTORY = re.compile(
    r"^(tests/|CHANGELOG|docs/scenarios\.md$"
    r"|src/detente/sim/scenarios/(il20|november-2015|wck-2024|april-2017"
    r"|call-2017|visit-2016|review-2016|shooting-2016))"
)
READ = {".md", ".py", ".txt", ".toml", ".yml", ".json", ".html", ".svg", ".js", ".css", ""}
NAMES = re.compile(
    r"\b(latakia|lattakia|tart[uo]us|banias|baniyas|jableh|byblos|jbeil|beirut|tripoli|hmeimim"
    r"|khmeimim|idlib|aleppo|homs|damascus|haifa|larnaca|limassol|nicosia|iskenderun|antakya"
    r"|syrian?|leban(?:on|ese)|cyprus|levant)\b",
    re.IGNORECASE,
)
NUMBER = r"\d{1,3}(?:\.\d+)?"
PLAIN = re.compile(rf"(?<![\w.])({NUMBER}) ?°? ?([NS])[ ,;/]+({NUMBER}) ?°? ?([EW])(?!\w)")
MINUTES = re.compile(
    r"(?<![\w.])(\d{2})[°-] ?(\d{2})[\d.'\"′″ -]*([NS])[ ,;/]+"
    r"(\d{2,3})[°-] ?(\d{2})[\d.'\"′″ -]*([EW])"
)
PACKED = re.compile(r"(?<!\w)(\d{2})(\d{2})(?:\d{2})?([NS]) ?(\d{3})(\d{2})(?:\d{2})?([EW])(?!\w)")
E7 = re.compile(
    r"(?<![\w.])(-?\d{2,3}_?\d{3}_?\d{4}|-?\d{3}_\d{3}_\d{3})\b[^\n]{0,24}?[^\w-]"
    r"(-?\d{2,3}_?\d{3}_?\d{4}|-?\d{3}_\d{3}_\d{3})\b"
)
GRID = re.compile(r"(?<!\w)3[67]S ?[A-HJ-NP-Z]{2} ?\d{2}|(?<!\w)3[67] north \d{6}", re.IGNORECASE)
SOUTH, NORTH, WEST, EAST = 31.0, 37.5, 31.0, 39.0


def _inside(lat: float, lon: float) -> bool:
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


def _signed(degrees: str, minutes: str, letter: str) -> float:
    value = float(degrees) + float(minutes) / 60
    return -value if letter.upper() in "SW" else value


def _places(line: str) -> list[tuple[str, float, float]]:
    found = [
        (m[0], _signed(m[1], "0", m[2]), _signed(m[3], "0", m[4])) for m in PLAIN.finditer(line)
    ]
    for pattern in (MINUTES, PACKED):
        found += [
            (m[0], _signed(m[1], m[2], m[3]), _signed(m[4], m[5], m[6]))
            for m in pattern.finditer(line)
        ]
    return found + [(m[0], int(m[1]) / 1e7, int(m[2]) / 1e7) for m in E7.finditer(line)]


def taking_sides(text: str) -> list[str]:
    """What in a text names a place of the incidents' region, or lies in it by its numbers."""
    found = []
    for line in text.splitlines():
        found += [m[0] for pattern in (NAMES, GRID) for m in pattern.finditer(line)]
        found += [said for said, lat, lon in _places(line) if _inside(lat, lon)]
    return found


def _examined() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [name for name in listed.stdout.split("\0") if name and not HISTORY.match(name)]
    paths = [ROOT / name for name in names]
    return [path for path in paths if path.suffix in READ and path.is_file()]


def test_no_example_lies_in_the_region_of_the_incidents() -> None:
    """Source, help, pages, scripts and measurements use the demo's coast or another calm one."""
    paths = _examined()
    assert len(paths) > 150
    found = {
        str(path.relative_to(ROOT)): hits
        for path in paths
        if (hits := taking_sides(path.read_text(encoding="utf-8", errors="replace")))
    }
    assert not found


@pytest.mark.parametrize(
    "planted",
    [
        'volume="circle 34.5N 35.2E 10NM SFC-FL200 08:00Z-09:00Z"',
        "point='35.1N 35.9E'",
        "34°30.0'N 035°12.0'E",
        "34°30'00.00\"N 035°12'00.00\"E",
        "34-30N 035-12E",
        "343000N 0351200E",
        "36S YD 01985 19794",
        "36SYD0198519794",
        "UTM 36 north 701985E 3819794N",
        '"lat_e7": 345000000, "lon_e7": 352000000',
        "Point(350_000_000, 355_000_000)",
        "21 km WSW of Latakia",
        "59 km NW of Byblos",
    ],
)
def test_a_place_of_the_incidents_is_seen(planted: str) -> None:
    """Each notation that an example could be in is reported when it lies there."""
    assert taking_sides(f"for example {planted}, as typed")


@pytest.mark.parametrize(
    "calm",
    [
        "circle 22.9S 14.4E 10NM",
        "22°54.0'S 014°24.0'E",
        "225400S 0142400E",
        "33K VQ 38465 67424",
        "25 south 500000E 3819794N",
        "Point(-229_000_000, 144_000_000)",
        "34.5S 35.2E",
        "from 08:00Z to 09:00Z, 345000000 bytes",
    ],
)
def test_a_calm_place_is_not_reported(calm: str) -> None:
    """The demo's coast, the other hemisphere and mere numbers pass."""
    assert not taking_sides(calm)
