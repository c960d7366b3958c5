"""The files of a node's certificate while it is renewed, so that no crash leaves a key without it.

    keys/tls.key, tls.crt   what the listeners show
    keys/tls-next.pem       key and certificate that are announced and not shown yet
    keys/tls-old.pem        key and certificate from before; diallers show it to who knows no better

Order: next is written, then announced on every channel; when every peer has cosigned that, or the
overlap is over, next takes the place of the present one, which becomes old. A next that was never
announced is dropped at the next start. Owned by the loop. Not here: announcing (core.renewal).
"""

from __future__ import annotations

import contextlib
import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog
from cryptography import x509

from detente.journal.keys import KeyFileFault
from detente.node import renewal
from detente.serve import tls

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.serve.home import Home
    from detente.serve.writer import Writer

OVERLAP_DAYS: Final = 7  # a peer that is away for a weekend and a day is still recognised
OVERLAP_DAYS_MAX: Final = 90
DAY_MS: Final = 86_400_000
_BEGIN: Final = "-----BEGIN CERTIFICATE-----"

log = structlog.get_logger("detente.certificate")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a dialler shows: a file with the certificate, and one with its key."""

    certificate: Path
    key: Path


def next_path(home: Path) -> Path:
    """Announced and not shown yet."""
    return home / "keys" / "tls-next.pem"


def old_path(home: Path) -> Path:
    """From before."""
    return home / "keys" / "tls-old.pem"


def certificate_in(pem: Path) -> str | None:
    """The certificate of a file with key and certificate; None when there is no such file."""
    try:
        text = pem.read_text("ascii")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyFileFault(pem, f"cannot be read ({error.strerror})") from error
    found = text.find(_BEGIN)
    if found < 0:
        raise KeyFileFault(pem, "holds no certificate; delete it, and renew again")
    return text[found:]


def prepare(home: Home) -> str:
    """Make the next key and certificate; returns the certificate in PEM."""
    path = next_path(home.path)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    secret, certificate = tls.make_pair(home.party.party)
    _write(part, secret + certificate)
    part.replace(path)
    return certificate


def drop(home: Path) -> None:
    """Forget a next certificate that could not be announced."""
    next_path(home).unlink(missing_ok=True)


def finish(home: Path) -> None:
    """At start: finish a change that was cut short between key and certificate."""
    path = next_path(home)
    certificate = certificate_in(path)
    key = home / "keys" / "tls.key"
    if certificate is not None and path.read_text("ascii").startswith(key.read_text("ascii")):
        _replace(home / "tls.crt", certificate, mode=0o644)
        path.unlink()


def drop_unannounced(home: Path, announced: str | None) -> None:
    """At start: forget a next certificate whose announcement is not in the record."""
    path = next_path(home)
    certificate = certificate_in(path)
    if certificate is None:
        return
    if announced is None or tls.der(announced) != tls.der(certificate):
        log.warning("a certificate that was never announced is dropped", path=str(path))
        path.unlink()


def swap(home: Path) -> None:
    """Show the next from now on; the present one becomes old. A crash between is settled."""
    key, certificate = home / "keys" / "tls.key", home / "tls.crt"
    pem = next_path(home).read_text("ascii")
    _replace(old_path(home), key.read_text("ascii") + certificate.read_text("ascii"))
    at = pem.index(_BEGIN)
    _replace(key, pem[:at])
    _replace(certificate, pem[at:], mode=0o644)
    next_path(home).unlink()


def choices(home: Home) -> tuple[Shown, ...]:
    """What a dialler may show, newest first."""
    present = Shown(home.tls_certificate, home.tls_key)
    found = [Shown(path, path) for path in (next_path(home.path),) if path.is_file()]
    found.append(present)
    found += [Shown(path, path) for path in (old_path(home.path),) if path.is_file()]
    return tuple(found)


def ends_ms(pem: str) -> int:
    """When a certificate ends, UTC milliseconds. Raises tls.BadCertificate."""
    ends = x509.load_der_x509_certificate(tls.der(pem)).not_valid_after_utc
    return int(ends.timestamp() * 1000)


def _replace(path: Path, text: str, mode: int = 0o600) -> None:
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    _write(part, text, mode)
    part.replace(path)


def _write(path: Path, text: str, mode: int = 0o600) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


class Renewal:
    """Takes a renewal from announced to shown. on_shown: listeners take the new certificate."""

    def __init__(
        self, home: Home, writer: Writer, clock: Callable[[], int], on_shown: Callable[[], None]
    ) -> None:
        self._home = home
        self._writer = writer
        self._clock = clock
        self._on_shown = on_shown

    async def advance(self) -> None:
        """Show the next certificate when all peers know it or the overlap is over; end the old."""
        path = self._home.path
        pending, old = next_path(path).is_file(), old_path(path).is_file()
        if not pending and not old:
            return
        party = self._home.party.party
        waiting, former = await self._writer.query(
            lambda node: (renewal.waiting_for(node), renewal.former(node, party))
        )
        until_ms = max((ms for _, ms in former), default=0)
        over = self._clock() > until_ms
        if pending and (over or not waiting):
            swap(path)
            self._on_shown()
            log.info("the new certificate is shown", waiting_for=list(waiting))
        elif old and over and not waiting:
            old_path(path).unlink()
            log.info("the old certificate is gone")


def load_into(context: ssl.SSLContext, home: Home) -> None:
    """Let a listener's context show the present certificate to whoever connects from now on."""
    context.load_cert_chain(home.tls_certificate, home.tls_key)


def days_left(pem: str, now_ms: int) -> int | None:
    """Whole days until a certificate ends; None when it cannot be read."""
    with contextlib.suppress(tls.BadCertificate, ValueError):
        return (ends_ms(pem) - now_ms) // DAY_MS
    return None
