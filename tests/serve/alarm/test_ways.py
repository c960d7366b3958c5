"""The ways to the outside, against what really listens there: a mail server, a webhook."""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path

import msgspec
import pytest

from detente.serve.alarm import words
from detente.serve.alarm.settings import CommandWay, MailWay, Way, WebhookWay
from detente.serve.alarm.ways import SIGNATURE_HEADER, WayFault, say, signature
from tests.support.outside import NOW_MS, MailServer, Receiver, alarm, siren

NOTICE = words.notice("amber", "number", [alarm()], [], NOW_MS)


def send(way: Way, home: Path) -> None:
    """Say the notice by this way."""
    asyncio.run(say(way, NOTICE, home))


def mail_way(server: MailServer, **more: str) -> MailWay:
    """A way to the server, in clear unless said otherwise."""
    plain = MailWay(
        name="desk",
        host="localhost",
        port=server.port,
        tls="none",
        sender="amber@ops.example",
        to=("desk@ops.example", "deputy@ops.example"),
    )
    return msgspec.structs.replace(plain, **more)


def test_a_program_gets_the_alarm_on_its_standard_input(tmp_path: Path) -> None:
    """JSON in, nothing of our environment but PATH and the subject."""
    out = tmp_path / "told"
    os.environ["DETENTE_TOKEN"] = "secret"
    try:
        send(siren(tmp_path / "siren", out, 'cat > "$1"; env > "$1.env"'), tmp_path)
    finally:
        del os.environ["DETENTE_TOKEN"]
    told = json.loads(out.read_text("utf-8"))
    assert told["alarms"][0]["number"] == "COBALT-2026-0007"
    environment = (tmp_path / "told.env").read_text("utf-8")
    assert "DETENTE_ALARM=detente amber: 1 URGENT" in environment
    assert "secret" not in environment


def test_a_program_that_fails_or_hangs_is_said_and_ended(tmp_path: Path) -> None:
    """A bad exit code is the reason; a program that hangs is killed, its children too."""
    with pytest.raises(WayFault, match="ended with 3"):
        send(siren(tmp_path / "siren", tmp_path / "out", "exit 3"), tmp_path)
    hanging = siren(tmp_path / "hanging", tmp_path / "pid", 'sleep 60 & echo $! > "$1"; wait')
    began = time.monotonic()
    with pytest.raises(WayFault, match="within 1 s"):
        send(msgspec.structs.replace(hanging, timeout_s=1), tmp_path)
    assert time.monotonic() - began < 5
    child = int((tmp_path / "pid").read_text("ascii"))
    until = time.monotonic() + 5
    while Path(f"/proc/{child}/stat").exists() and time.monotonic() < until:
        if Path(f"/proc/{child}/stat").read_text("ascii").split(") ")[1][0] == "Z":
            break
        time.sleep(0.01)
    assert time.monotonic() < until


def test_a_mail_arrives_at_every_recipient(tmp_path: Path) -> None:
    """A real mail server gets one mail: subject, text, marked as made by a machine."""
    with MailServer(tmp_path) as server:
        send(mail_way(server), tmp_path)
    (mail,) = server.mails
    assert mail["Subject"] == "detente amber: 1 URGENT, a FLASH is unread"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "COBALT-2026-0007" in str(mail.get_payload())
    assert server.envelopes == [("amber@ops.example", ["desk@ops.example", "deputy@ops.example"])]


def test_a_mail_goes_over_tls_with_a_password(tmp_path: Path) -> None:
    """STARTTLS with the server's certificate pinned, then log-in; a wrong password is said."""
    (tmp_path / "password").write_text("right\n", encoding="ascii")
    with MailServer(tmp_path, user="amber", password="right") as server:
        way = mail_way(
            server, tls="starttls", user="amber", password_file="password", ca_file="mail.crt"
        )
        send(way, tmp_path)
        assert len(server.mails) == 1
        (tmp_path / "password").write_text("wrong", encoding="ascii")
        with pytest.raises(WayFault, match="SMTPAuthenticationError"):
            send(way, tmp_path)
        with pytest.raises(WayFault, match="CERTIFICATE_VERIFY_FAILED"):
            send(msgspec.structs.replace(way, ca_file=""), tmp_path)
    assert len(server.mails) == 1


def test_a_mail_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Connection refused: the reason comes back, nothing else happens."""
    with MailServer(tmp_path) as server:
        way = mail_way(server)
    with pytest.raises(WayFault, match="refused"):
        send(way, tmp_path)


def test_a_webhook_gets_signed_json(tmp_path: Path) -> None:
    """The receiver can tell by the signature that this node said it."""
    (tmp_path / "key").write_bytes(b"shared\n")
    with Receiver() as receiver:
        send(WebhookWay(name="pager", url=receiver.url, secret_file="key"), tmp_path)
    ((headers, body),) = receiver.posts
    assert headers[SIGNATURE_HEADER] == f"sha256={signature(b'shared', body)}"
    assert json.loads(body)["alarms"][0]["urgency"] == "urgent"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_does_not_take_it_is_said(tmp_path: Path, status: int) -> None:
    """Only 2xx is taken; a redirection is not followed, it would lead the alarm elsewhere."""
    with Receiver(status=status) as receiver, pytest.raises(WayFault, match=str(status)):
        send(WebhookWay(name="pager", url=receiver.url), tmp_path)


def test_a_webhook_that_hangs_is_given_up(tmp_path: Path) -> None:
    """After its time the try is over."""
    with Receiver(wait_s=30) as receiver, pytest.raises(WayFault):
        send(WebhookWay(name="pager", url=receiver.url, timeout_s=1), tmp_path)


def test_a_program_that_has_gone_is_said(tmp_path: Path) -> None:
    """It was there when the node started, and is not any more."""
    with pytest.raises(WayFault, match="FileNotFoundError"):
        send(CommandWay(name="siren", argv=(str(tmp_path / "gone"),)), tmp_path)
