"""`alarms` in node.json: when something is an alarm, and the ways by which it is said outside.

    "alarms": {
      "line_check_h": {"*": 6},
      "ways": [
        {"kind": "command", "name": "siren", "argv": ["/usr/local/bin/siren"]},
        {"kind": "mail", "name": "night desk", "host": "mail.example", "port": 587,
         "tls": "starttls", "user": "amber", "password_file": "keys/mail.secret",
         "sender": "amber@ops.example", "to": ["desk@ops.example"]},
        {"kind": "webhook", "name": "pager", "url": "https://pager.example/hook",
         "secret_file": "keys/pager.secret"}]}

Every problem is said at once, with its path and what to do, and the node does not start. What is
missing on the machine (a program, a secret) does not stop the line: the way is shown to fail.
Secrets stand in files of their own that nobody else can read, never in node.json.
Not here: sending (ways.py), when (pace.py).
"""

from __future__ import annotations

import ipaddress
import os
import re
import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal, assert_never
from urllib.parse import urlsplit

import msgspec

from detente.core.line.deadlines import ESCALATION
from detente.core.line.message import Status
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR, MS_PER_MIN, MS_PER_S
from detente.core.watch.alarms import AlarmRules
from detente.journal.forms import is_name

if TYPE_CHECKING:
    from pathlib import Path

WAYS_MAX: Final = 8  # each is tried at every alarm; more is a distribution list's work
TIMEOUT_S_MAX: Final = 10  # `detente alarm test` waits for all of them at once, 15 s in all
RECIPIENTS_MAX: Final = 20  # of one mail; more is a distribution list's work
ARGUMENTS_MAX: Final = 32  # of a command
SECRET_BYTES_MAX: Final = 4_096  # a password or a key of a webhook
_MAILBOX = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,253}")


class _Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all ways have in common.

    name:      as it is shown and logged.
    says:      kind: kind and urgency; number: also message number and party; line: also channel.
               Positions, texts and fields are never said outside.
    least:     the least urgency that goes this way.
    every_s:   at most one message so often; what comes meanwhile is gathered into the next.
    timeout_s: how long one try may take.
    """

    name: str
    says: Literal["kind", "number", "line"] = "number"
    least: Literal["warning", "urgent"] = "warning"
    every_s: int = 30
    timeout_s: int = 10


class CommandWay(_Way, frozen=True, kw_only=True, tag_field="kind", tag="command"):
    """Run a program with the alarm as JSON on its standard input; no shell is involved."""

    argv: tuple[str, ...]


class MailWay(_Way, frozen=True, kw_only=True, tag_field="kind", tag="mail"):
    """Send an e-mail. tls none is for a mail server on this machine only."""

    host: str
    port: int = 587
    tls: Literal["none", "starttls", "tls"] = "starttls"
    user: str = ""
    password_file: str = ""
    ca_file: str = ""
    sender: str
    to: tuple[str, ...]


class WebhookWay(_Way, frozen=True, kw_only=True, tag_field="kind", tag="webhook"):
    """POST the alarm as JSON; signed with HMAC-SHA256 when there is a secret."""

    url: str
    secret_file: str = ""
    ca_file: str = ""


Way = CommandWay | MailWay | WebhookWay


class AlarmSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When something is an alarm, and who is told.

    repeat_s:         an alarm that nobody acknowledges is said again after so long.
    acknowledged_min: an acknowledged alarm is silent for so long, then said again if it stands.
    flash_unread_s:   a FLASH may be unread for so long.
    missed_level:     1: a step was missed, to all duty officers; 2: to the deputy; 3: last role.
    line_check_h:     a line check is expected so often, by channel id; ``*`` for all others.
    peer_gone_s:      a link may be down for so long. disk_free_mb: less than this is low.
    handover_min:     a handover may wait for so long. statuses: of lines that are alarmed about.
    due_ahead_h:      one is reminded of what falls due so long before; 0: never.
    """

    repeat_s: int = 300
    acknowledged_min: int = 60
    flash_unread_s: int = 60
    missed_level: int = 1
    line_check_h: dict[str, int] = {}
    peer_gone_s: int = 300
    disk_free_mb: int = 1_024
    handover_min: int = 15
    due_ahead_h: int = 48
    statuses: tuple[Status, ...] = (Status.ACTUAL,)
    ways: tuple[Way, ...] = ()

    @property
    def rules(self) -> AlarmRules:
        """The core's part of it."""
        every = {"" if name == "*" else name: h for name, h in self.line_check_h.items()}
        return AlarmRules(
            statuses=self.statuses,
            flash_ms=self.flash_unread_s * MS_PER_S,
            missed_level=self.missed_level,
            line_check_ms=tuple((name, h * MS_PER_HOUR) for name, h in sorted(every.items())),
            handover_ms=self.handover_min * MS_PER_MIN,
            due_ahead_ms=self.due_ahead_h * MS_PER_HOUR,
        )


_RANGES: Final = {  # name: least, most
    "repeat_s": (30, 86_400),
    "acknowledged_min": (1, 1_440),
    "flash_unread_s": (10, 3_600),
    "missed_level": (1, len(ESCALATION) - 1),
    "peer_gone_s": (10, 86_400),
    "disk_free_mb": (1, 1_048_576),
    "handover_min": (1, 1_440),
    "due_ahead_h": (0, 2_160),
}


def alarm_problems(settings: AlarmSettings) -> tuple[Refusal, ...]:
    """Everything that is wrong with `alarms` as written, each with its path; empty when nothing."""
    found = [
        problem
        for name, (least, most) in _RANGES.items()
        for problem in _in_range(f"alarms.{name}", getattr(settings, name), least, most)
    ]
    for channel, hours in settings.line_check_h.items():
        path = f"alarms.line_check_h.{channel[:64]}"
        if channel != "*" and not is_name(channel):
            found.append(_wrong(path, "is no channel's id", "Name a channel, or * for all"))
        found += _in_range(path, hours, 1, 168)
    if not settings.statuses:
        found.append(_wrong("alarms.statuses", "is empty", 'Write ["ACTUAL"]'))
    if len(settings.ways) > WAYS_MAX:
        reason = f"has {len(settings.ways)} ways, at most {WAYS_MAX}"
        found.append(_wrong("alarms.ways", reason, "Use a distribution list"))
    names = [way.name for way in settings.ways]
    for place, way in enumerate(settings.ways[:WAYS_MAX]):
        path = f"alarms.ways[{place}]"
        found += _way_problems(way, path)
        if names.count(way.name) > 1:
            found.append(_wrong(f"{path}.name", f"{way.name!r} is used twice", "Rename one"))
    return tuple(found)


def _wrong(path: str, reason: str, remedy: str) -> Refusal:
    return Refusal(path, "alarm-settings", reason, remedy)


def _in_range(path: str, value: int, least: int, most: int) -> Iterator[Refusal]:
    if not least <= value <= most:
        yield _wrong(path, f"is {value}", f"Give {least} to {most}")


def _way_problems(way: Way, path: str) -> Iterator[Refusal]:
    if not 1 <= len(way.name) <= 64 or not way.name.isprintable():
        yield _wrong(f"{path}.name", "is no name", "Give 1 to 64 printable characters")
    yield from _in_range(f"{path}.every_s", way.every_s, 1, 3_600)
    yield from _in_range(f"{path}.timeout_s", way.timeout_s, 1, TIMEOUT_S_MAX)
    match way:
        case CommandWay():
            yield from _command_problems(way, path)
        case MailWay():
            yield from _mail_problems(way, path)
        case WebhookWay():
            yield from _webhook_problems(way, path)


def _command_problems(way: CommandWay, path: str) -> Iterator[Refusal]:
    if not 1 <= len(way.argv) <= ARGUMENTS_MAX:
        yield _wrong(f"{path}.argv", f"has {len(way.argv)} words", "Give a program and arguments")
        return
    program = way.argv[0]
    if not os.path.isabs(program):  # noqa: PTH117 - a string from a file, not yet a path
        yield _wrong(f"{path}.argv[0]", f"{program!r} is no absolute path", "Write it from / on")


def _mail_problems(way: MailWay, path: str) -> Iterator[Refusal]:
    yield from _in_range(f"{path}.port", way.port, 1, 65_535)
    if not way.host or not way.host.isprintable() or " " in way.host:
        yield _wrong(f"{path}.host", f"{way.host!r} is no host", "Name the mail server")
    elif way.tls == "none" and not is_loopback(way.host):
        reason = "none would send the alarm in clear over the network"
        yield _wrong(f"{path}.tls", reason, "Use starttls or tls")
    if not 1 <= len(way.to) <= RECIPIENTS_MAX:
        yield _wrong(f"{path}.to", f"has {len(way.to)} recipients", f"Give 1 to {RECIPIENTS_MAX}")
    boxes = {f"{path}.sender": way.sender}
    boxes |= {f"{path}.to[{place}]": box for place, box in enumerate(way.to[:RECIPIENTS_MAX])}
    for where, box in boxes.items():
        if not _MAILBOX.fullmatch(box):
            yield _wrong(where, f"{box[:80]!r} is no address", "Write name@host")
    if bool(way.user) != bool(way.password_file):
        reason = "user and password_file go together"
        yield _wrong(f"{path}.password_file", reason, "Give both, or neither")


def _webhook_problems(way: WebhookWay, path: str) -> Iterator[Refusal]:
    try:
        parts = urlsplit(way.url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", 0
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not host or port == 0:
        yield _wrong(f"{path}.url", f"{way.url[:80]!r} is no address", "Write https://host/path")
    elif parts.scheme == "http" and not is_loopback(host):
        reason = "http would send the alarm in clear over the network"
        yield _wrong(f"{path}.url", reason, "Use https")
    elif parts.username or parts.password:
        yield _wrong(f"{path}.url", "holds a password", "Use secret_file")


def way_troubles(way: Way, home: Path) -> tuple[Refusal, ...]:
    """Why a way would not work on this machine now: programs and files that are missing or open.

    No reason not to start: the line goes before its alarm. It is shown, and the way is tried.
    """
    match way:
        case CommandWay():
            if os.access(way.argv[0], os.X_OK):
                return ()
            reason = f"{way.argv[0]} cannot be run"
            return (_wrong("argv[0]", reason, "Install it, or chmod +x it"),)
        case MailWay():
            password = _file_problems("password_file", way.password_file, home, secret=True)
            return (*password, *_file_problems("ca_file", way.ca_file, home, secret=False))
        case WebhookWay():
            key = _file_problems("secret_file", way.secret_file, home, secret=True)
            return (*key, *_file_problems("ca_file", way.ca_file, home, secret=False))
        case _:
            assert_never(way)


def _file_problems(where: str, name: str, home: Path, *, secret: bool) -> Iterator[Refusal]:
    if not name:
        return
    file = home / name
    try:
        found = file.stat()
    except OSError as error:
        yield _wrong(where, f"{file} cannot be read ({error.strerror})", "Make the file")
        return
    if not stat.S_ISREG(found.st_mode):
        yield _wrong(where, f"{file} is no file", "Make it a file")
    elif secret and found.st_mode & 0o077:
        yield _wrong(where, f"{file} can be read by others", f"chmod 600 {file}")
    elif secret and not 0 < found.st_size <= SECRET_BYTES_MAX:
        yield _wrong(where, f"{file} has {found.st_size} bytes", "Write the secret into it")


def is_loopback(host: str) -> bool:
    """Whether only this machine is meant."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
