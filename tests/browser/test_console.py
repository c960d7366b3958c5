"""The console: its unit tests, and a real browser at two real nodes, each file a test of its own.

The tests themselves are TypeScript (console/src/**/*.test.ts, console/tests/browser/*.spec.ts) and
run by vitest. Where Node.js, the console's packages or Chromium are missing, they are skipped and
the reason is printed; `scripts/setup console` and `scripts/setup browser` get what can be had.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.terminal import ROOT

CONSOLE: Final = ROOT / "console"
SPECS: Final = sorted(path.name for path in (CONSOLE / "tests" / "browser").glob("*.spec.ts"))
CHROMIUM: Final = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
NODE_MISSING: Final = 3  # exit of `scripts/setup console`
RUN_S_MAX: Final = 560.0  # one file, while others run; pytest gives up at 600
WORDS_MAX: Final = 3_000  # of a failure's own words


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of vitest came to: how many cases were executed, and which failed, with why."""

    executed: int
    failed: tuple[str, ...]


def read(report: dict[str, Any]) -> Ran:
    """A report of vitest's JSON reporter; a file that could not be loaded counts as failed."""
    failed: list[str] = []
    executed = 0
    for file in report["testResults"]:
        cases = file["assertionResults"]
        executed += sum(case["status"] in ("passed", "failed") for case in cases)
        for case in cases:
            if case["status"] == "failed":
                why = "\n".join(case["failureMessages"])
                failed.append(f"{case['fullName']}\n{why[:WORDS_MAX]}")
        if file["status"] == "failed" and not any(case["status"] == "failed" for case in cases):
            failed.append(f"{file['name']}\n{file['message'][:WORDS_MAX]}")
    return Ran(executed, tuple(failed))


def vitest(project: str, folder: Path, *files: str) -> Ran:
    """Run a project's tests, or some of its files."""
    report = folder / "report.json"
    reporters = ["--reporter=json", f"--outputFile.json={report}"]
    done = subprocess.run(
        ["npx", "--no-install", "vitest", "run", "--project", project, *reporters, *files],
        cwd=CONSOLE,
        env={**os.environ, "NO_COLOR": "1", "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=RUN_S_MAX,
    )
    assert report.is_file(), f"vitest ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return read(json.loads(report.read_text("utf-8")))


@pytest.fixture(scope="session")
def packages() -> None:
    """Node.js and the console's packages are here, else the test is skipped."""
    if shutil.which("npx") is None:
        pytest.skip("no Node.js here: the console's tests need it")
    if not (CONSOLE / "node_modules" / "vitest").is_dir():
        pytest.skip("the console's packages are not installed: run scripts/setup console")


@pytest.fixture(scope="session")
def built(packages: None) -> None:
    """The console is built from the present sources."""
    done = subprocess.run(
        [str(ROOT / "scripts" / "setup"), "console"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=RUN_S_MAX,
    )
    if done.returncode == NODE_MISSING:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def chromium() -> None:
    """A Chromium is here, else the test is skipped."""
    asked = os.environ.get("DETENTE_CHROMIUM")
    if not any(Path(one).exists() for one in ((asked,) if asked else CHROMIUM)):
        pytest.skip("no Chromium here: run scripts/setup browser, or set DETENTE_CHROMIUM")


@pytest.mark.usefixtures("built")  # the tests read the API's types, which the build makes
def test_the_parts_of_the_console(tmp_path: Path) -> None:
    """Every unit test of the console passes."""
    ran = vitest("unit", tmp_path)
    assert not ran.failed, "\n\n".join(ran.failed)
    assert ran.executed > 0, "vitest executed no case"


@pytest.mark.usefixtures("chromium", "built")
@pytest.mark.parametrize("spec", SPECS)
def test_in_a_real_browser(spec: str, tmp_path: Path) -> None:
    """Every case of one file passes, in a real browser at real nodes."""
    ran = vitest("browser", tmp_path, f"tests/browser/{spec}")
    assert not ran.failed, "\n\n".join(ran.failed)
    assert ran.executed > 0, f"{spec}: vitest executed no case"


def test_failures_are_named_and_a_file_that_does_not_load_is_one() -> None:
    """A failed case, a skipped one, a file that cannot be read: two failures, one executed."""
    case = {"fullName": "draws", "status": "failed", "failureMessages": ["not drawn"]}
    left = {"fullName": "later", "status": "skipped", "failureMessages": []}
    files = [
        {"name": "a.ts", "status": "failed", "message": "", "assertionResults": [case, left]},
        {"name": "b.ts", "status": "failed", "message": "no such module", "assertionResults": []},
    ]
    ran = read({"testResults": files})
    assert ran.executed == 1
    assert ran.failed == ("draws\nnot drawn", "b.ts\nno such module")


def test_there_is_a_file_for_the_browser() -> None:
    """The folder of browser tests is where it is looked for."""
    assert "sign-in.spec.ts" in SPECS
