"""Say a notice by one way: run a program, send a mail, call a webhook. Each within its time.

A way that hangs is abandoned after its timeout; the program is killed, the mail's thread is left to
its own end. Proxies and settings of the environment are not used. Not here: what and when.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import os
import signal
import smtplib
import ssl
import threading
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, Final, assert_never

import httpx

from detente.core.refusal import Fault
from detente.serve.alarm.settings import CommandWay, MailWay, Way, WebhookWay

if TYPE_CHECKING:
    from pathlib import Path

    from detente.serve.alarm.words import Notice

DETAIL_CHARS_MAX: Final = 300  # of what a server said; enough to see what is wrong
SIGNATURE_HEADER: Final = "x-detente-signature"


class WayFault(Fault):
    """An alarm could not be said by a way; the text says why."""


async def say(way: Way, message: Notice, home: Path) -> None:
    """Say it by this way. Raises WayFault; never anything else."""
    try:
        async with asyncio.timeout(way.timeout_s):
            match way:
                case CommandWay():
                    await _run(way, message, home)
                case MailWay():
                    await _in_thread(lambda: _mail(way, message, home))
                case WebhookWay():
                    await _post(way, message, home)
                case _:
                    assert_never(way)
    except TimeoutError as error:
        raise WayFault(f"no answer within {way.timeout_s} s") from error
    except (OSError, smtplib.SMTPException, httpx.HTTPError, ssl.SSLError, ValueError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise WayFault(detail[:DETAIL_CHARS_MAX]) from error


def secret(file: str, home: Path) -> bytes:
    """The secret in a file, without the line's end."""
    return (home / file).read_bytes().rstrip(b"\r\n")


async def _run(way: CommandWay, message: Notice, home: Path) -> None:
    """The program gets the JSON on its standard input, and the subject in its environment."""
    process = await asyncio.create_subprocess_exec(
        *way.argv,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=home,
        env={"PATH": os.defpath, "DETENTE_ALARM": message.subject},
        start_new_session=True,
    )
    try:
        await process.communicate(message.body)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # what it left behind, or what hangs
        await process.wait()
    if process.returncode:
        raise WayFault(f"{way.argv[0]} ended with {process.returncode}")


def _mail(way: MailWay, message: Notice, home: Path) -> None:
    domain = way.sender.rpartition("@")[2]
    mail = EmailMessage()
    mail["From"] = way.sender
    mail["To"] = ", ".join(way.to)
    mail["Subject"] = message.subject
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain=domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text + "\n")
    context = _tls(way.ca_file, home)
    if way.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            way.host,
            way.port,
            local_hostname=domain,
            timeout=way.timeout_s,
            context=context,
        )
    else:
        server = smtplib.SMTP(way.host, way.port, local_hostname=domain, timeout=way.timeout_s)
    with server:
        if way.tls == "starttls":
            server.starttls(context=context)
        if way.user:
            server.login(way.user, secret(way.password_file, home).decode())
        refused = server.send_message(mail)
    if refused:
        raise WayFault(f"refused for {', '.join(refused)}"[:DETAIL_CHARS_MAX])


async def _post(way: WebhookWay, message: Notice, home: Path) -> None:
    headers = {"content-type": "application/json"}
    if way.secret_file:
        key = secret(way.secret_file, home)
        headers[SIGNATURE_HEADER] = f"sha256={signature(key, message.body)}"
    context = _tls(way.ca_file, home)
    async with httpx.AsyncClient(
        verify=context, timeout=way.timeout_s, trust_env=False, follow_redirects=False
    ) as client:
        answer = await client.post(way.url, content=message.body, headers=headers)
    if not answer.is_success:
        raise WayFault(f"the webhook answered {answer.status_code}")


def signature(key: bytes, body: bytes) -> str:
    """HMAC-SHA256 of the body, in hex: by it the receiver knows that this node said it."""
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def _tls(ca_file: str, home: Path) -> ssl.SSLContext:
    """The system's authorities, or those of the file alone."""
    return ssl.create_default_context(cafile=str(home / ca_file) if ca_file else None)


async def _in_thread(work: Callable[[], None]) -> None:
    """Run blocking work in a thread of its own that cannot hold up the end of the process."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def settle(error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)

    def run() -> None:
        error: BaseException | None = None
        try:
            work()
        except Exception as failure:  # noqa: BLE001 - handed to the one who waits
            error = failure
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits
            loop.call_soon_threadsafe(settle, error)

    threading.Thread(target=run, name="alarm", daemon=True).start()
    await done
