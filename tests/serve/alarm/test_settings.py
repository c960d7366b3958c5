"""`alarms` in node.json: everything that is wrong is said at once, with its path and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from detente.serve import home as homes
from detente.serve.alarm.settings import (
    AlarmSettings,
    CommandWay,
    MailWay,
    WebhookWay,
    alarm_problems,
    way_troubles,
)
from tests.support.outside import settings, siren

MAIL: dict[str, Any] = {"name": "m", "host": "mail.example", "sender": "a@b.example"}


def wrong(found: AlarmSettings) -> list[str]:
    """The paths of what is wrong, without `alarms.`."""
    return [one.field.removeprefix("alarms.") for one in alarm_problems(found)]


def test_the_defaults_can_be_used() -> None:
    """A fresh home has no way to the outside, and no problem."""
    assert wrong(AlarmSettings()) == []


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"repeat_s": 1}, "repeat_s"),
        ({"missed_level": 9}, "missed_level"),
        ({"disk_free_mb": 0}, "disk_free_mb"),
        ({"line_check_h": {"Not a name": 6}}, "line_check_h.Not a name"),
        ({"line_check_h": {"*": 0}}, "line_check_h.*"),
        ({"statuses": ()}, "statuses"),
    ],
)
def test_a_value_out_of_range_is_named(changed: dict[str, Any], path: str) -> None:
    """A number beyond its limits, a wrong channel name, no status: the path says which."""
    assert wrong(AlarmSettings(**changed)) == [path]


@pytest.mark.parametrize(
    ("way", "path"),
    [
        (MailWay(**MAIL, to=()), "ways[0].to"),
        (MailWay(**MAIL, to=("nobody",)), "ways[0].to[0]"),
        (MailWay(**MAIL, to=("a@b.example\nBcc: x@y",)), "ways[0].to[0]"),
        (MailWay(**MAIL, to=("a@b.example",), tls="none"), "ways[0].tls"),
        (MailWay(**MAIL, to=("a@b.example",), user="u"), "ways[0].password_file"),
        (MailWay(**MAIL, to=("a@b.example",), port=0), "ways[0].port"),
        (WebhookWay(name="w", url="http://pager.example/x"), "ways[0].url"),
        (WebhookWay(name="w", url="ftp://pager.example/x"), "ways[0].url"),
        (WebhookWay(name="w", url="https://u:p@pager.example/"), "ways[0].url"),
        (WebhookWay(name="w", url="https://[half/"), "ways[0].url"),
        (WebhookWay(name="", url="https://a.example/"), "ways[0].name"),
        (WebhookWay(name="w", url="https://a.example/", timeout_s=60), "ways[0].timeout_s"),
    ],
)
def test_a_way_that_cannot_work_is_named(way: Any, path: str) -> None:
    """No recipient, clear text over the network, a password in an address: each by its path."""
    assert wrong(settings(way)) == [path]


def test_a_program_is_named_from_the_root() -> None:
    """A bare name, or none, is refused."""
    for argv, path in ((("siren",), "argv[0]"), ((), "argv")):
        assert wrong(settings(CommandWay(name="siren", argv=argv))) == [f"ways[0].{path}"]


def test_what_is_missing_on_the_machine_is_said_and_stops_nothing(tmp_path: Path) -> None:
    """A program that is gone, a secret that is not there or that others can read."""
    good = siren(tmp_path / "siren", tmp_path / "out")
    assert way_troubles(good, tmp_path) == ()
    gone = msgspec.structs.replace(good, argv=(str(tmp_path / "no"),))
    key = tmp_path / "key"
    hook = WebhookWay(name="w", url="https://a.example/", secret_file="key")
    mail = MailWay(**MAIL, to=("a@b.example",), user="u", password_file="key")
    for way in (gone, hook, mail):
        assert len(way_troubles(way, tmp_path)) == 1
        assert wrong(settings(way)) == []
    key.write_text("k", encoding="ascii")
    key.chmod(0o644)
    assert "can be read by others" in way_troubles(hook, tmp_path)[0].reason
    key.chmod(0o600)
    assert way_troubles(hook, tmp_path) == way_troubles(mail, tmp_path) == ()


def test_two_ways_of_one_name_are_refused() -> None:
    """Which of the two failed could not be said."""
    way = WebhookWay(name="w", url="https://a.example/")
    assert wrong(settings(way, way)) == ["ways[0].name", "ways[1].name"]


def test_a_node_does_not_start_with_settings_that_cannot_be_used(tmp_path: Path) -> None:
    """All problems are said in one message, in the words of the file; so is a misspelt name."""
    home = homes.init(tmp_path / "amber", "amber", "Amber")
    file = home.path / "node.json"
    written = msgspec.json.decode(file.read_bytes())
    written["alarms"] |= {"repeat_s": 1, "ways": [{"kind": "webhook", "name": "w", "url": "x"}]}
    file.write_bytes(msgspec.json.encode(written))
    with pytest.raises(homes.HomeFault, match=r"(?s)alarms\.repeat_s.*alarms\.ways\[0\]\.url"):
        homes.load(home.path)
    written["alarms"] = {"wayz": []}
    file.write_bytes(msgspec.json.encode(written))
    with pytest.raises(homes.HomeFault, match="wayz"):
        homes.load(home.path)
