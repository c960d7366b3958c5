"""A home directory is made whole or not at all, keeps its secrets, and says what is wrong."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from detente.journal.keys import KeyFileFault
from detente.serve import home as homes
from detente.serve.app import StartFault, bind, is_loopback


def test_init_makes_a_home_whose_secrets_only_the_owner_reads(tmp_path: Path) -> None:
    """A party starts: keys and token are 0600, and a paper says to move the recovery key away."""
    home = homes.init(tmp_path / "amber", "amber", "Amber")
    for name in ("keys/sign.key", "keys/recovery.key", "keys/tls.key", "admin.token"):
        assert stat.S_IMODE((home.path / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    words = (home.path / "keys" / "MOVE-recovery.key-OFFLINE.txt").read_text("utf-8")
    assert "NOT ON THIS MACHINE" in words


def test_a_home_is_never_overwritten(tmp_path: Path) -> None:
    """Somebody runs init twice: the keys of the first stay."""
    first = homes.init(tmp_path / "amber", "amber", "Amber")
    with pytest.raises(homes.HomeFault, match="not empty"):
        homes.init(tmp_path / "amber", "amber", "Amber")
    assert homes.load(tmp_path / "amber").fingerprint == first.fingerprint


@pytest.mark.parametrize(
    ("party", "name", "kind", "words"),
    [
        ("Amber", "Amber", "member", "party's id"),
        ("house", "House", "member", "party's id"),
        ("amber", " ", "member", "name"),
        ("amber", "A\u202eB", "member", "name"),
        ("amber", "Amber", "emperor", "no kind of party"),
    ],
)
def test_init_refuses_a_party_that_nobody_could_pin(
    tmp_path: Path, party: str, name: str, kind: str, words: str
) -> None:
    """A slip at init is refused with its reason, and nothing is left behind."""
    with pytest.raises(homes.HomeFault, match=words):
        homes.init(tmp_path / "x", party, name, kind=kind)
    assert list(tmp_path.iterdir()) == []


def test_load_says_what_is_wrong(tmp_path: Path) -> None:
    """No home, a misspelt setting, another's key, a key that others can read: each is named."""
    with pytest.raises(homes.HomeFault, match="detente init"):
        homes.load(tmp_path)
    home = homes.init(tmp_path / "amber", "amber", "Amber")
    settings = home.path / "node.json"
    good = settings.read_text("utf-8")
    settings.write_text(good.replace("peer_listen", "peer_lisen"), "utf-8")
    with pytest.raises(homes.HomeFault, match="peer_lisen"):
        homes.load(home.path)
    settings.write_text(good, "utf-8")
    (home.path / "keys" / "sign.key").chmod(0o644)
    with pytest.raises(KeyFileFault, match="others can read"):
        homes.load(home.path)
    other = homes.init(tmp_path / "cobalt", "cobalt", "Cobalt")
    (other.path / "keys" / "sign.key").replace(home.path / "keys" / "sign.key")
    with pytest.raises(homes.HomeFault, match=r"not the key in party\.json"):
        homes.load(home.path)


def test_load_says_every_setting_that_cannot_be_meant(tmp_path: Path) -> None:
    """An administrator mends node.json once: all wrong values are named, each with its path."""
    home = homes.init(tmp_path / "amber", "amber", "Amber")
    settings = home.path / "node.json"
    said = json.loads(settings.read_text("utf-8"))
    said |= {"listen": "8700", "peer_addresses": {"cobalt": "cobalt.example"}, "retention_days": 3}
    said["disk"] = {"refuse_below_mb": -1, "reserve_mb": 64 * 1024 * 1024}
    said["alarms"]["peer_gone_s"] = -4
    settings.write_text(json.dumps(said), "utf-8")
    with pytest.raises(homes.HomeFault) as caught:
        homes.load(home.path)
    for path in (
        "listen",
        "peer_addresses.cobalt",
        "retention_days",
        "disk.refuse_below_mb",
        "disk.reserve_mb",
        "alarms.peer_gone_s",
    ):
        assert f"{path}: " in caught.value.reason


def test_an_ephemeral_port_is_kept_while_it_is_free() -> None:
    """A node that chose its port comes back on it after a restart, or on another if it is taken."""
    first = bind("127.0.0.1:0")
    port = first.getsockname()[1]
    with first:
        elsewhere = bind("127.0.0.1:0", port)
        assert elsewhere.getsockname()[1] != port
        elsewhere.close()
        with pytest.raises(StartFault, match="cannot listen"):
            bind(f"127.0.0.1:{port}")
    again = bind("127.0.0.1:0", port)
    assert again.getsockname()[1] == port
    again.close()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - asked about, not bound
        ("10.1.2.3", False),
    ],
)
def test_what_counts_as_loopback(host: str, *, expected: bool) -> None:
    """Off loopback the API speaks TLS only, so a wildcard address is not loopback."""
    assert is_loopback(host) is expected
