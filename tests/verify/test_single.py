"""One entry in a file of its own is checked offline, step by step, as on the console's page."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.verify.__main__ import main
from detente.verify.single import Outcome, SavedEntry, Step, read_entry, verify_entry

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    """Entries of two nodes as the API hands them out."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.support.entry_views"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    read: dict[str, Any] = json.loads(made.stdout)
    return read


def saved(tmp_path: Path, view: dict[str, Any], **changes: Any) -> SavedEntry:
    """The entry as a file holds it."""
    path = tmp_path / "entry.json"
    path.write_text(json.dumps({**view, **changes}, indent=1))
    entry = read_entry(path)
    assert entry is not None
    return entry


def fails(steps: list[Step]) -> list[str]:
    """Which steps fail."""
    return [step.name for step in steps if step.outcome is Outcome.FAILS]


def turned(text: str, back: int = 0) -> str:
    """Base64 with one bit of its last byte but `back` turned."""
    data = bytearray(base64.b64decode(text))
    data[-1 - back] ^= 1
    return base64.b64encode(bytes(data)).decode()


def test_a_true_entry_holds(
    shown: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every step holds but the keys, which are as the file says; exit code 0 and GOOD."""
    steps = verify_entry(saved(tmp_path, shown["plain"]), {})
    assert fails(steps) == []
    held = {step.name for step in steps if step.outcome is Outcome.HOLDS}
    assert held == {"header", "body", "signature", "tree", "checkpoint", "cosigned"}
    assert [step.name for step in steps if step.outcome is Outcome.OPEN] == ["key", "key"]
    assert main([str(tmp_path / "entry.json")]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("GOOD")


def test_keys_from_elsewhere_are_held_against_it(
    shown: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The right key closes its step; another one breaks the entry, with exit code 1."""
    view = shown["plain"]
    file = str(tmp_path / "entry.json")
    saved(tmp_path, view)
    assert main([file, "--pin", f"amber={view['key']}"]) == 0
    assert "as given to the verifier" in capsys.readouterr().out
    assert main([file, "--pin", f"amber={view['fingerprint']}", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"][0]["outcome"] == "holds"
    assert main([file, "--pin", f"amber={shown['openings'][1]['key']}"]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("BROKEN")


LIES = [("body", "body"), ("salt", "body"), ("header", "signature"), ("signature", "signature")]


@pytest.mark.parametrize(("part", "step"), LIES)
def test_anything_changed_fails_where_it_is_looked_at(
    shown: dict[str, Any], tmp_path: Path, part: str, step: str
) -> None:
    """One bit of any part is found by the step that looks at it."""
    back = 10 if part == "header" else 4 if part == "body" else 0
    view = shown["plain"]
    changed = saved(tmp_path, view, **{part: turned(view[part], back)})
    assert step in fails(verify_entry(changed, {}))


def test_a_false_proof_fails(shown: dict[str, Any], tmp_path: Path) -> None:
    """Another size, a hash too many, no note, a cosignature by nobody: each fails in its step."""
    view = shown["plain"]
    proof = view["proofs"][0]
    for lie, step in (
        ({**proof, "hashes": [*proof["hashes"], view["key"]]}, "tree"),
        ({**proof, "hashes": ["x"]}, "tree"),
        ({**proof, "note": ""}, "tree"),
        ({**proof, "note": proof["note"].replace(proof["root"], view["leaf"])}, "checkpoint"),
    ):
        assert step in fails(verify_entry(saved(tmp_path, view, proofs=[lie]), {}))
    alone = [key for key in view["keys"] if "ACTUAL" in key]
    assert "cosigned" in fails(verify_entry(saved(tmp_path, view, keys=alone), {}))
    nameless = saved(tmp_path, view, key="", keys=[])
    assert fails(verify_entry(nameless, {}))[:2] == ["key", "signature"]


def test_a_change_of_key_counts_only_as_far_as_it_is_signed(
    shown: dict[str, Any], tmp_path: Path
) -> None:
    """By the file alone a later key is as it says; from a key that was given nothing leads to it.

    The change was signed by the recovery key, which one entry does not tell.
    """
    old, later = shown["plain"]["key"], shown["later"]
    entry = saved(tmp_path, later)
    assert later["key"] != old
    assert fails(verify_entry(entry, {})) == []
    assert fails(verify_entry(entry, {"amber": base64.b64decode(later["key"])})) == []
    given = verify_entry(entry, {"amber": base64.b64decode(old)})
    assert {"signature", "checkpoint"} <= set(fails(given))


def test_without_its_body_all_but_what_it_says_holds(shown: dict[str, Any], tmp_path: Path) -> None:
    """A body that was deleted leaves its step open."""
    steps = verify_entry(saved(tmp_path, shown["plain"], salt=None, body=None), {})
    assert fails(steps) == []
    assert [step.outcome for step in steps if step.name == "body"] == [Outcome.OPEN]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"header":1}', '{"detente_evidence":1}'])
def test_what_is_no_entry_is_left_to_the_verifier_of_files(tmp_path: Path, text: str) -> None:
    """A file of anything else is no single entry."""
    (tmp_path / "f").write_text(text)
    assert read_entry(tmp_path / "f") is None
    assert read_entry(tmp_path / "none") is None
