"""A witness's home directory: made once, loaded at each start, refused with words when unfit.

    witness.json         who it is, where it listens, how others reach it
    keys/witness.key     signs cosignatures (0600)      keys/tls.key, tls.crt   off loopback
    witness.sqlite       whom it follows and what it cosigned: losing it retires the witness
    run.json             written at each start: the URL that is served now

A witness is no node: it has no journal, no officers and no peer link, and no body ever reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from detente.core.events import WITNESS, PartyCard
from detente.journal.forms import cosigner_of, is_name
from detente.journal.keys import Signer
from detente.journal.note import COSIGNATURE_V1, verifier_key
from detente.journal.signatures import fingerprint, public_to_text
from detente.serve import tls
from detente.serve.alarm.settings import is_loopback
from detente.serve.home import NAME_CHARS_MAX, HomeFault, is_url, made_whole, split_address
from detente.serve.witness.book import Book


class WitnessSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """witness.json. listen: ``host:port``. url: what others call, empty: where it listens.

    On loopback behind a proxy the certificate is the web's affair; off loopback it is its own.
    """

    party: str
    name: str
    listen: str = "127.0.0.1:8710"
    url: str = ""


class WitnessRun(msgspec.Struct, frozen=True, kw_only=True):
    """run.json: what the running witness serves."""

    pid: int
    port: int
    url: str


@dataclass(frozen=True, slots=True)
class WitnessHome:
    """A loaded home."""

    path: Path
    settings: WitnessSettings
    signer: Signer
    certificate: str

    @property
    def book_path(self) -> Path:
        """The witness's memory."""
        return self.path / "witness.sqlite"

    @property
    def tls_key(self) -> Path:
        """The listener's private key, used off loopback."""
        return self.path / "keys" / "tls.key"

    @property
    def tls_certificate(self) -> Path:
        """The listener's certificate."""
        return self.path / "tls.crt"

    @property
    def run_path(self) -> Path:
        """Where the running witness says how to reach it."""
        return self.path / "run.json"

    @property
    def over_tls(self) -> bool:
        """Whether it speaks TLS itself: off loopback always, behind a proxy on loopback never."""
        found = split_address(self.settings.listen)
        return found is not None and not is_loopback(found[0])

    @property
    def vkey(self) -> str:
        """The key that others check its cosignatures with, as C2SP tools take it."""
        return verifier_key(cosigner_of(self.settings.party), COSIGNATURE_V1, self.signer.public)

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint, to be compared by voice."""
        return fingerprint(self.signer.public)

    def card(self) -> PartyCard:
        """What a member needs to submit to it. The address is the submission prefix, a URL."""
        run = read_run(self.path)
        url = self.settings.url or (run.url if run else "")
        if not url:
            raise HomeFault(self.path, "has no address yet; start it once, or give it a --url")
        return PartyCard(
            party=self.settings.party,
            name=self.settings.name,
            kind=WITNESS,
            key=public_to_text(self.signer.public),
            recovery_key=public_to_text(self.signer.public),
            certificate=self.certificate if self.over_tls else "",
            address=url,
        )


def init(path: Path, settings: WitnessSettings) -> WitnessHome:
    """Make a home with a fresh key, whole or not at all. Raises HomeFault."""
    _check(path, settings)
    with made_whole(path) as making:
        (making / "keys").mkdir(mode=0o700)
        Signer.make().save(making / "keys" / "witness.key")
        tls.make(settings.party, making / "keys" / "tls.key", making / "tls.crt")
        Book.make(making / "witness.sqlite")
        _write(making / "witness.json", settings)
    return load(path)


def load(path: Path) -> WitnessHome:
    """Read a home. Raises HomeFault or KeyFileFault with what is wrong and what to do."""
    try:
        settings = msgspec.json.decode((path / "witness.json").read_bytes(), type=WitnessSettings)
        certificate = (path / "tls.crt").read_text("ascii")
    except OSError as error:
        reason = f"is no home of a witness ({error.strerror}); make one with `detente witness init`"
        raise HomeFault(path, reason) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise HomeFault(path, f"witness.json: {error}") from error
    _check(path, settings)
    return WitnessHome(path, settings, Signer.load(path / "keys" / "witness.key"), certificate)


def _check(path: Path, settings: WitnessSettings) -> None:
    if not is_name(settings.party) or settings.party == "house":
        reason = f"{settings.party!r} cannot be a party's id: a-z, 0-9, inner hyphens, not 'house'"
        raise HomeFault(path, reason)
    if not settings.name.strip() or len(settings.name) > NAME_CHARS_MAX:
        raise HomeFault(path, f"a witness's name has 1 to {NAME_CHARS_MAX} characters")
    if split_address(settings.listen) is None:
        raise HomeFault(path, f"listen: {settings.listen!r} is not host:port")
    if settings.url and not is_url(settings.url):
        raise HomeFault(path, f"url: {settings.url!r} is no http or https URL without a query")


def read_run(path: Path) -> WitnessRun | None:
    """What the witness of this home served last; None when it never ran."""
    try:
        return msgspec.json.decode((path / "run.json").read_bytes(), type=WitnessRun)
    except (OSError, msgspec.MsgspecError):
        return None


def write_run(home: WitnessHome, run: WitnessRun) -> None:
    """Say how to reach this witness; whole or not at all."""
    part = home.run_path.with_suffix(".part")
    _write(part, run)
    part.replace(home.run_path)


def _write(path: Path, value: msgspec.Struct) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
