"""A party changes its key between two real processes: stop, change, start; the line goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.journal.keys import KeyFileFault, Signer
from detente.journal.signatures import fingerprint
from detente.serve import home as homes
from detente.serve import keys
from detente.serve.app import build, wall_clock_ms
from tests.support.nodes import Pair, all_up, settled, two_nodes

EPHEMERAL = homes.Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")


def run_once(home: homes.Home) -> None:
    """Build the node of a home and let go of it, so that its record begins."""
    running = build(home)
    running.store.close()
    running.api_socket.close()
    running.peer_socket.close()


def say(pair: Pair, whose: str) -> str:
    """Release a line check; its number."""
    node = pair.amber if whose == "amber" else pair.cobalt
    number: str = node.post(f"{pair.line}/messages", {"format": "LCK"})["number"]
    return number


def both_hold(pair: Pair, number: str) -> bool:
    """Whether both nodes show the message."""
    return all(
        number in {one["message"]["number"] for one in node.get(f"{pair.line}/messages")}
        for node in (pair.amber, pair.cobalt)
    )


def final_everywhere(pair: Pair) -> bool:
    """Whether every channel journal is final at its author's node."""
    return all(
        journal["final"] == journal["kept"]
        for node in (pair.amber, pair.cobalt)
        for journal in node.get("/v1/journals")
        if journal["own"] and journal["epoch"] == max_epoch(node.get("/v1/journals"), journal)
    )


def max_epoch(journals: list[dict[str, object]], like: dict[str, object]) -> int:
    """The newest epoch of a journal's line and author."""
    return max(
        int(str(one["epoch"]))
        for one in journals
        if (one["channel"], one["status"], one["author"])
        == (like["channel"], like["status"], like["author"])
    )


@pytest.mark.slow
def test_a_key_is_rotated_recovered_and_revoked_and_the_line_goes_on(tmp_path: Path) -> None:
    """Three changes in a row, the last two by the recovery key; each is told and followed."""
    with two_nodes(tmp_path) as pair:
        amber, cobalt = pair.amber, pair.cobalt
        recovery = tmp_path / "safe" / "recovery.key"
        recovery.parent.mkdir()
        shutil.move(amber.home / "keys" / "recovery.key", recovery)
        first = homes.load(amber.home).fingerprint
        seen = [first]
        for reason, key in (("rotated", None), ("lost", recovery), ("stolen", recovery)):
            settled(lambda: all_up(amber), seconds=20)
            say(pair, "amber")
            amber.stop()
            if reason == "lost":
                (amber.home / "keys" / "sign.key").unlink()
                with pytest.raises(KeyFileFault):
                    homes.load(amber.home)
            done = keys.change(amber.home, reason=reason, clock=wall_clock_ms, recovery_key=key)
            assert done.old == seen[-1]
            assert done.new == homes.load(amber.home).fingerprint
            seen.append(done.new)
            amber.start()
            settled(lambda: all_up(amber) and all_up(cobalt), seconds=20)
            number = say(pair, "amber")
            settled(lambda number=number: both_hold(pair, number))  # type: ignore[misc]  # bound at once
            answered = say(pair, "cobalt")
            settled(lambda number=answered: both_hold(pair, number))  # type: ignore[misc]  # bound at once
        settled(lambda: final_everywhere(pair))
        theirs = next(one for one in cobalt.get("/v1/keys") if one["party"] == "amber")
        assert theirs["fingerprint"] == seen[-1]
        assert [one["fingerprint"] for one in theirs["older"]] == seen[:-1]
        assert [one["reason"] for one in theirs["older"]] == ["rotated", "lost", "stolen"]
        assert cobalt.get("/v1/evidence") == amber.get("/v1/evidence") == []
        assert any(one["epoch"] == 2 for one in cobalt.get("/v1/journals"))


def test_a_change_that_broke_off_is_finished_at_the_next_start(tmp_path: Path) -> None:
    """The record has the new key, the files do not yet: whatever comes next finishes it."""
    path = tmp_path / "amber"
    home = homes.init(path, "amber", "Amber", settings=EPHEMERAL)
    with pytest.raises(keys.KeyFault, match="never run"):
        keys.change(path, reason="rotated", clock=wall_clock_ms)
    run_once(home)
    with pytest.raises(keys.KeyFault, match="recovery key"):
        keys.change(path, reason="lost", clock=wall_clock_ms, recovery_key=path / "keys/sign.key")
    assert homes.load(path).fingerprint == home.fingerprint
    done = keys.change(path, reason="rotated", clock=wall_clock_ms)
    new = Signer.load(path / "keys" / "sign.key")
    assert fingerprint(new.public) == done.new
    (path / "keys" / "sign.key").rename(path / "keys" / "sign.next.key")
    home.signer.save(path / "keys" / "sign.key")
    homes.write_key(path, home.party.key)
    keys.finish(path)
    assert homes.load(path).fingerprint == done.new
    assert not (path / "keys" / "sign.next.key").exists()


def test_a_key_that_was_never_recorded_is_dropped(tmp_path: Path) -> None:
    """A change broke off before the record had it: the old key stays, the new one goes."""
    path = tmp_path / "amber"
    home = homes.init(path, "amber", "Amber", settings=EPHEMERAL)
    run_once(home)
    Signer.make().save(path / "keys" / "sign.next.key")
    keys.finish(path)
    assert homes.load(path).fingerprint == home.fingerprint
    assert not (path / "keys" / "sign.next.key").exists()
