"""`doctor` and `systemd-unit`: what an administrator sees of a home, and of a node that runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from detente.cli.app import detente
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.own import OwnJournal
from detente.journal.store import Held
from detente.node.clocks import clock_lines
from detente.serve import home as homes
from detente.serve.examine import Asked, State, _peers, _running
from detente.serve.version import version
from detente.wire.native import PeerView, StatusView, WitnessView
from tests.support.nodes import start_node, stopping

HOUR_MS = 3_600_000


def run(home: Path, *words: str) -> Result:
    """One command on a home."""
    return CliRunner().invoke(detente, [*words, "--home", str(home)], catch_exceptions=False)


def findings(home: Path, *words: str) -> dict[str, dict[str, Any]]:
    """What doctor finds, by what was looked at."""
    said = run(home, "doctor", "--json", *words)
    return {one["what"]: one for one in json.loads(said.output)}


def now_ms() -> int:
    """This machine's clock."""
    return time.time_ns() // 1_000_000


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that has kept five entries, is not running, and is otherwise in order."""
    path = tmp_path / "amber"
    made = homes.init(path, "amber", "Amber")
    (path / "keys" / "recovery.key").unlink()
    with SqliteStore(made.journal_path) as store:
        own = OwnJournal("house/ACTUAL/amber", made.signer)
        for n in range(1, 6):
            at = now_ms() - HOUR_MS
            entry = own.next(
                kind="note", kind_version=1, body=b"{}", salt=bytes(32), at_ms=at, heads=()
            )
            store.append([Held(n, own.journal, entry, at)])
    return path


def test_a_home_in_order(home: Path, tmp_path: Path) -> None:
    """What is in order is good; what is missing is named with its remedy."""
    found = findings(home)
    for what in ("keys", "recovery key", "certificate", "disk", "record", "clock", "bodies"):
        assert found[what]["state"] == "good", found[what]
    assert "5 entries" in found["record"]["why"]
    assert found["backup"]["state"] == "attention"
    assert "detente backup" in found["backup"]["todo"]
    assert found["node"]["state"] == "attention"
    assert run(home, "doctor").exit_code == 5
    assert run(home, "backup", str(tmp_path / "backups")).exit_code == 0
    assert findings(home)["backup"]["state"] == "good"
    assert findings(home)["backup keys"]["state"] == "attention"


def test_every_line_says_why_and_what_to_do(home: Path) -> None:
    """Whatever is not good comes with what to do; --quiet shows that alone."""
    for one in findings(home).values():
        assert one["why"]
        assert one["todo"] or one["state"] == "good", one
    said = run(home, "doctor", "--quiet").output
    assert "ATTENTION" in said
    assert "->" in said
    assert "good " not in said


def test_keys_that_others_can_read(home: Path) -> None:
    """A key with group or world bits is bad: what to type is said. Exit code 1."""
    (home / "keys" / "tls.key").chmod(0o644)
    found = findings(home)["keys"]
    assert found["state"] == "bad"
    assert "tls.key" in found["why"]
    assert "chmod go=" in found["todo"]
    assert run(home, "doctor").exit_code == 1


def test_a_sign_key_that_others_can_read_is_said_too(home: Path) -> None:
    """The node would refuse to start; doctor says so and goes on as far as it can."""
    (home / "keys" / "sign.key").chmod(0o640)
    found = findings(home)
    assert found["keys"]["state"] == "bad"
    assert found["home"]["state"] == "bad"


def test_a_lost_sign_key_is_said_with_the_way_back(home: Path) -> None:
    """Who lost the signing key is told of the recovery key, not only of backups."""
    (home / "keys" / "sign.key").unlink()
    found = findings(home)["home"]
    assert found["state"] == "bad"
    assert "detente keys recover" in found["todo"]


def test_the_recovery_key_still_here(tmp_path: Path) -> None:
    """A fresh home is told to move it away."""
    homes.init(tmp_path / "amber", "amber", "Amber")
    found = findings(tmp_path / "amber")["recovery key"]
    assert found["state"] == "attention"
    assert "safes" in found["todo"]


def test_a_damaged_record(home: Path) -> None:
    """A page that the disk has changed is found, and the way back is said."""
    path = home / "journal.sqlite"
    data = bytearray(path.read_bytes())
    at = data.index(b'"kind":"note"')
    data[at : at + 4] = b"XXXX"
    path.write_bytes(data)
    found = findings(home)["record"]
    assert found["state"] == "bad"
    assert "restore" in found["todo"]


def test_a_clock_that_was_set_back(tmp_path: Path) -> None:
    """Entries from the future mean that this machine's clock is wrong now."""
    made = homes.init(tmp_path / "amber", "amber", "Amber")
    with SqliteStore(made.journal_path) as store:
        own = OwnJournal("house/ACTUAL/amber", made.signer)
        later = now_ms() + HOUR_MS
        entry = own.next(
            kind="note", kind_version=1, body=b"{}", salt=bytes(32), at_ms=later, heads=()
        )
        store.append([Held(1, own.journal, entry, later)])
    found = findings(tmp_path / "amber")["clock"]
    assert found["state"] == "bad"
    assert "NTP" in found["todo"]


def test_no_home_is_said_with_another_code(tmp_path: Path) -> None:
    """Where there is no home, that is the answer."""
    assert run(tmp_path / "nothing", "doctor").exit_code == 2


@pytest.mark.slow
def test_a_running_node_is_asked(tmp_path: Path) -> None:
    """Reserve, tokens and version of the node that runs, then of the same one stopped."""
    node = start_node(tmp_path / "amber", "amber")
    with stopping(node):
        found = findings(tmp_path / "amber")
        assert found["node"]["state"] == "good"
        assert found["reserve"]["state"] == "good"
        assert "1 administrator" in found["tokens"]["why"]
        assert found["peers"]["state"] == "attention"
        assert node.stop() == 0
        assert findings(tmp_path / "amber")["node"]["state"] == "attention"


def test_the_unit_is_one_that_systemd_takes(home: Path, tmp_path: Path) -> None:
    """It names this home and this program, walls it in, and systemd finds nothing wrong with it."""
    said = run(home, "systemd-unit", "--user", "root")
    assert said.exit_code == 0
    assert f"serve --home {home}" in said.output
    assert f"ReadWritePaths={home}" in said.output
    assert "Type=notify" in said.output
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not on this machine")
    unit = tmp_path / "detente-amber.service"
    unit.write_text(said.output)
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        check=False,
        capture_output=True,
        text=True,
    )
    if "Failed to initialize manager" in checked.stderr:
        pytest.skip("systemd does not run on this machine")
    assert "detente-amber.service" not in checked.stderr, checked.stderr


def test_what_the_node_says_of_journals_formats_and_witnesses_is_said_with_what_to_do() -> None:
    """Entries not understood, a peer that knows less of a format, a witness that refuses us."""
    peer = msgspec.structs.replace(
        view("up", 0), skew_ms=-90_000, formats={"NAA": 1}, older_formats=("NAA",)
    )
    clock = clock_lines({"cobalt": -90_000})
    assert clock
    status = StatusView(
        party="amber",
        name="Amber",
        fingerprint="00",
        version=version(),
        now_ms=0,
        position=1,
        lines=(),
        peers=(peer,),
        evidence=0,
        notices=(*clock, "coast-1/ACTUAL/cobalt: 3 entries are kept, but not understood"),
    )
    witness = WitnessView(
        party="meridian",
        name="Meridian",
        fingerprint="00",
        url="http://127.0.0.1:1",
        channels=("coast-1",),
        link="refused",
        link_since_ms=0,
        why="403: no trusted key",
        behind=2,
        evidence=0,
    )
    found = list(_running(Asked(status=status, officers=(), witnesses=(witness,))))
    said = {one.what: one for one in found if one.state is not State.GOOD}
    assert set(said) == {"formats of cobalt", "clock of cobalt", "journals", "witness meridian"}
    assert all(one.todo for one in said.values())
    assert "3 entries" in said["journals"].why
    assert "NAA to 1" in said["formats of cobalt"].why
    assert "witness key" in said["witness meridian"].todo
    quiet = msgspec.structs.replace(witness, link="down", link_since_ms=None, behind=0)
    found = list(_running(Asked(status=status, officers=(), witnesses=(quiet,))))
    assert [one.state for one in found if one.what == "witness meridian"] == [State.GOOD]


@pytest.mark.parametrize(("behind", "said"), [(1, "1 entry not"), (2, "2 entries not")])
def test_one_entry_is_no_entries(behind: int, said: str) -> None:
    """A count of one is said as one, on a link that is up and on one that is down."""
    up, down = (_peers((view(link, behind),)) for link in ("up", "down"))
    assert said in next(up).why
    assert said in next(down).why


def view(link: str, behind: int) -> PeerView:
    """Cobalt, as Amber sees it."""
    return PeerView(
        party="cobalt",
        name="Cobalt",
        kind="member",
        fingerprint="00",
        address="127.0.0.1:1",
        channels=("coast-1",),
        link=link,
        link_since_ms=0,
        why="",
        skew_ms=None,
        behind=behind,
        evidence=0,
    )
