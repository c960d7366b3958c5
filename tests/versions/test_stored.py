"""A journal that a released version wrote is read by this one, to the same state."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente.core.line.commands import Send
from detente.journal.engines.sqlite import SqliteStore
from detente.node.inputs import Do, Done
from detente.verify import Verdict, verify_file
from tests.support.pair import ADMIN, LINE, Clock, make_node

HERE = Path(__file__).parent
RELEASES = sorted(path.parent for path in HERE.glob("*/expected.json"))


def _make() -> ModuleType:
    """The program that made the files, for its description of what a node knows."""
    spec = importlib.util.spec_from_file_location("versions_make", HERE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stored(release: Path, tmp_path: Path) -> tuple[SqliteStore, dict[str, Any]]:
    """A copy of the release's record, and what its own code knew from it."""
    path = tmp_path / "journal.sqlite"
    path.write_bytes(gzip.decompress((release / "journal.sqlite.gz").read_bytes()))
    path.chmod(0o600)
    return SqliteStore(path), json.loads((release / "expected.json").read_text("utf-8"))


def test_there_is_one_for_the_first_release() -> None:
    """Each released version leaves a directory here (tests/versions/make.py makes it)."""
    assert "0.1.0" in {path.name for path in RELEASES}


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_the_state_is_the_same(release: Path, tmp_path: Path) -> None:
    """Messages, steps, conflicts, members, deadlines, sizes and roots: all as that version saw."""
    store, expected = stored(release, tmp_path)
    with store:
        node = make_node("amber", Clock(expected.pop("now_ms")), store)
        assert json.loads(json.dumps(_make().knows(node))) == expected
        assert node.book.unknown == {}


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_the_node_goes_on_from_there(release: Path, tmp_path: Path) -> None:
    """The next entry follows; the record is whole after another start."""
    store, expected = stored(release, tmp_path)
    clock = Clock(expected["now_ms"] + 1_000)
    with store:
        node = make_node("amber", clock, store)
        (done,) = node.step([Do(ADMIN, LINE, Send("LCK"))])
        assert isinstance(done, Done)
        again = make_node("amber", clock, store)
        assert again.book == node.book
        assert again.state.message(LINE, str(done.number)) is not None


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_its_evidence_file_is_still_good(release: Path) -> None:
    """What was exported then verifies now, signed as a whole."""
    report = verify_file(release / "evidence.jsonl.gz")
    assert report.verdict is Verdict.GOOD, report.problems
    assert report.vouched
