"""Keep every evidence file that the tests give to the verifier, with what it said of it.

``pytest -p tests.support.kept_evidence`` with KEPT_EVIDENCE=DIR writes each file into DIR, and
``verdicts.jsonl`` with a line for each: file, pinned keys, report, rows. The console's own verifier
is then asked the same of each (console/src/proof/differential.test.ts), so that a situation which
is tested here is tested there as well. Without the variable it does nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import detente.verify
from detente.verify import MessageRow, Report, check

FOLDER = os.environ.get("KEPT_EVIDENCE", "")
ALL_OF_A_TEST = 24  # files of one test that are kept in full; of the rest one in
ONE_IN = 16
_calls: Counter[str] = Counter()
_seen: set[str] = set()
_plain = check.verify_file


def _keeping(
    path: Path,
    pinned: Mapping[str, Any] | None = None,
    *,
    progress: Callable[[int], None] | None = None,
    on_row: Callable[[MessageRow], None] | None = None,
) -> Report:
    rows: list[MessageRow] = []

    def row(one: MessageRow) -> None:
        rows.append(one)
        if on_row is not None:
            on_row(one)

    report = _plain(path, pinned, progress=progress, on_row=row)
    test = os.environ.get("PYTEST_CURRENT_TEST", "").split(" ")[0]
    _calls[test] += 1
    if path.is_file() and (_calls[test] <= ALL_OF_A_TEST or _calls[test] % ONE_IN == 0):
        _keep(path, test, dict(pinned or {}), report, rows)
    return report


def _keep(
    path: Path, test: str, pinned: dict[str, Any], report: Report, rows: list[MessageRow]
) -> None:
    data = path.read_bytes()
    pins = {
        party: key if isinstance(key, str) else {"key": base64.b64encode(key).decode()}
        for party, key in pinned.items()
    }
    name = hashlib.sha256(data + json.dumps(pins, sort_keys=True).encode()).hexdigest()[:24]
    name += ".jsonl.gz" if path.suffix == ".gz" else ".jsonl"
    if name in _seen:
        return
    _seen.add(name)
    folder = Path(FOLDER)
    (folder / name).write_bytes(data)
    kept = {
        "file": name,
        "test": test,
        "pinned": pins,
        "verdict": report.verdict.name,
        "report": asdict(report),
        "rows": [asdict(one) for one in rows],
    }
    with (folder / "verdicts.jsonl").open("a") as out:
        out.write(json.dumps(kept) + "\n")


if FOLDER:
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    check.verify_file = _keeping
    detente.verify.verify_file = _keeping
