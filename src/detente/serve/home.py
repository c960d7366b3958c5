"""A node's home directory: made once, loaded at each start, refused with words when unfit.

    party.json            the party's card, as others pin it
    node.json             where to listen, and where peers are that have left their card's address
    keys/sign.key         signs every entry (0600)       keys/tls.key, tls.crt   the link's own
    keys/recovery.key     must be moved offline after `init`; the node never reads it
    keys/former-*.key     signing keys that were replaced: they open what was sealed to them (0600)
    keys/body.key         encrypts bodies at rest, when `init` was told so (0600)
    journal.sqlite        the record
    admin.token           the first administrator's token (0600)
    run.json              written at each start: process id, real ports

A port of 0 is chosen at the first start and kept while it is free, so that peers find us again.
Not here: what is in the record (journal), sockets (serve.app).
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from detente.core.events import WITNESS, PartyCard
from detente.core.refusal import Fault, Refusal
from detente.journal.atrest import BodyCipher, load_key, make_key
from detente.journal.forms import is_name
from detente.journal.keys import Signer
from detente.journal.signatures import fingerprint, public_to_text
from detente.node.retention import RETENTION_DAYS_MIN
from detente.serve import tls
from detente.serve.alarm.settings import AlarmSettings, alarm_problems
from detente.serve.line_checks import LineCheckSettings
from detente.serve.reserve import DiskSettings, disk_problems
from detente.serve.sign_in import SignInSettings, sign_in_problems

FORMER: Final = "former-"
PARTY_KINDS: Final = ("member", "facilitator", "witness", "dependent")
NAME_CHARS_MAX: Final = 100  # a party's name is read aloud
OFFSET_MIN_MAX: Final = 14 * 60  # the clocks of the earth reach from UTC-12 to UTC+14
TOKEN_BYTES: Final = 32
_T = TypeVar("_T")

_ADDRESS = re.compile(
    r"(?P<host>\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):(?P<port>[0-9]{1,5})"
)

RECOVERY_WORDS: Final = """\
MOVE recovery.key TO A PLACE THAT IS NOT ON THIS MACHINE, THEN DELETE IT HERE.

Whoever holds recovery.key can name a new signing key for this party. The node never needs it while
it runs. Copy it to two media, put them into two safes, compare the fingerprint below, delete it.
"""


class HomeFault(Fault):
    """The home directory cannot be made or used; `reason` says what is wrong and what to do."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """node.json. listen: the API; peer_listen: the link; each ``host:port``, port 0 to choose.

    address:        what other parties dial; empty takes the peer listener's host and real port.
    peer_addresses: where to dial a peer when not at its card's address.
    disk:           what is kept aside against a full disk (serve/reserve.py).
    alarms:         when something is an alarm, and who is told (serve/alarm/settings.py).
    retention_days: after how many days bodies that nobody needs are deleted here; 0 keeps all.
    line_checks:    whether this node sends and echoes line checks by itself (serve/line_checks.py).
    sign_in:        where the console is opened, who else says who one is (serve/sign_in.py).
    """

    listen: str = "127.0.0.1:8700"
    peer_listen: str = "127.0.0.1:8701"
    address: str = ""
    peer_addresses: dict[str, str] = {}
    alarms: AlarmSettings = AlarmSettings()
    disk: DiskSettings = DiskSettings()
    retention_days: int = 0
    line_checks: LineCheckSettings = LineCheckSettings()
    sign_in: SignInSettings = SignInSettings()


class RunInfo(msgspec.Struct, frozen=True, kw_only=True):
    """run.json: how to reach the node that runs from this home."""

    pid: int
    party: str
    api: str
    peer_address: str
    api_port: int
    peer_port: int
    certificate: str | None = None


class Party(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """party.json: the card without what is read from elsewhere (certificate, address)."""

    party: str
    name: str
    kind: str
    key: str
    recovery_key: str
    utc_offset_min: int = 0


@dataclass(frozen=True, slots=True)
class Home:
    """A loaded home: where everything is, and the keys that a running node needs.

    cipher: encrypts bodies at rest; None when this home keeps them plain.
    former: signing keys that were replaced; they open what was sealed to them.
    """

    path: Path
    party: Party
    settings: Settings
    signer: Signer
    certificate: str
    cipher: BodyCipher | None = None
    former: tuple[Signer, ...] = ()

    @property
    def journal_path(self) -> Path:
        """The record."""
        return self.path / "journal.sqlite"

    @property
    def tls_key(self) -> Path:
        """The link's private key."""
        return self.path / "keys" / "tls.key"

    @property
    def tls_certificate(self) -> Path:
        """The link's certificate."""
        return self.path / "tls.crt"

    @property
    def token_path(self) -> Path:
        """The first administrator's token."""
        return self.path / "admin.token"

    @property
    def run_path(self) -> Path:
        """Where the running node says how to reach it."""
        return self.path / "run.json"

    @property
    def fingerprint(self) -> str:
        """The signing key's fingerprint, to be compared by voice."""
        return fingerprint(self.signer.public)

    def card(self, address: str) -> PartyCard:
        """The party's card with the address that others dial."""
        return PartyCard(
            party=self.party.party,
            name=self.party.name,
            kind=self.party.kind,
            key=self.party.key,
            recovery_key=self.party.recovery_key,
            certificate=self.certificate,
            address=address,
            utc_offset_min=self.party.utc_offset_min,
        )


def init(
    path: Path,
    party: str,
    name: str,
    *,
    kind: str = "member",
    utc_offset_min: int = 0,
    settings: Settings | None = None,
    encrypt_bodies: bool = False,
) -> Home:
    """Make a home with fresh keys, whole or not at all. Raises HomeFault.

    encrypt_bodies: bodies at rest are encrypted with keys/body.key.
    """
    settings = settings or Settings()
    _check_party(path, party, name, kind, utc_offset_min)
    if kind == WITNESS:
        raise HomeFault(path, "a witness is no node; make its home with `detente witness init`")
    for field in ("listen", "peer_listen"):
        _checked_address(path, f"node.json: {field}", getattr(settings, field))
    with made_whole(path) as making:
        _fill(making, party, name, kind, utc_offset_min, settings)
        if encrypt_bodies:
            make_key(making / "keys" / "body.key")
    return load(path)


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """A directory to fill, which becomes `path` when it is full, or never. Raises HomeFault."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise HomeFault(path, "exists and is not empty; choose another directory")
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.making-{os.getpid()}")
    try:
        making.mkdir(mode=0o700)
        yield making
        if path.exists():
            path.rmdir()
        making.rename(path)
    except OSError as error:
        raise HomeFault(path, f"cannot be made ({error.strerror})") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _fill(
    path: Path, party: str, name: str, kind: str, utc_offset_min: int, settings: Settings
) -> None:
    keys = path / "keys"
    keys.mkdir(mode=0o700)
    signer, recovery = Signer.make(), Signer.make()
    signer.save(keys / "sign.key")
    recovery.save(keys / "recovery.key")
    words = f"{RECOVERY_WORDS}\nFingerprint: {fingerprint(recovery.public)}\n"
    (keys / "MOVE-recovery.key-OFFLINE.txt").write_text(words, "utf-8")
    tls.make(party, keys / "tls.key", path / "tls.crt")
    card = Party(
        party=party,
        name=name,
        kind=kind,
        key=public_to_text(signer.public),
        recovery_key=public_to_text(recovery.public),
        utc_offset_min=utc_offset_min,
    )
    _write_json(path / "party.json", card)
    _write_json(path / "node.json", settings)
    write_secret(path / "admin.token", f"{secrets.token_urlsafe(TOKEN_BYTES)}\n")


def read_party(path: Path) -> Party:
    """The party.json of a home. Raises HomeFault."""
    if not (path / "party.json").is_file():
        raise HomeFault(path, "is no home of a node; make one with `detente init`")
    return _read_json(path / "party.json", Party)


def write_key(path: Path, key: str) -> None:
    """Put another signing key (base64) into party.json, whole or not at all."""
    part = path / ".party.json.part"
    _write_json(part, msgspec.structs.replace(read_party(path), key=key))
    part.replace(path / "party.json")


def load(path: Path, *, signer: Signer | None = None) -> Home:
    """Read a home. Raises HomeFault or KeyFileFault with what is wrong and what to do.

    signer: stands in for a signing key that is lost; the home's own is not read then.
    """
    party = read_party(path)
    settings = _read_json(path / "node.json", Settings)
    _check_party(path, party.party, party.name, party.kind, party.utc_offset_min)
    problems = tuple(_setting_problems(settings))
    if problems:
        raise HomeFault(path, "node.json: " + "; ".join(str(one) for one in problems))
    if signer is None:
        signer = Signer.load(path / "keys" / "sign.key")
        if public_to_text(signer.public) != party.key:
            why = "keys/sign.key is not the key in party.json; restore the right one"
            raise HomeFault(path, why)
    try:
        certificate = (path / "tls.crt").read_text("ascii")
        tls.der(certificate)
    except (OSError, UnicodeDecodeError, tls.BadCertificate) as error:
        raise HomeFault(path, f"tls.crt cannot be used: {error}") from error
    cipher = load_key(path / "keys" / "body.key")
    former = tuple(Signer.load(one) for one in sorted((path / "keys").glob(f"{FORMER}*.key")))
    return Home(path, party, settings, signer, certificate, cipher, former)


def split_address(text: str) -> tuple[str, int] | None:
    """Host and port of ``host:port`` or ``[v6]:port``; None when it is neither."""
    found = _ADDRESS.fullmatch(text)
    if found is None or int(found["port"]) > 65_535:
        return None
    return found["host"].strip("[]"), int(found["port"])


def is_url(text: str) -> bool:
    """Whether a text can be a submission prefix: http(s)://host[:port][/path], nothing more."""
    scheme, _, rest = text.partition("://")
    host = rest.partition("/")[0]
    found = split_address(host if ":" in host.rpartition("]")[2] else f"{host}:443")
    return scheme in ("http", "https") and found is not None and not set(rest) & set('?#@ \\"<>')


def join_address(host: str, port: int) -> str:
    """``host:port``, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def read_run(path: Path) -> RunInfo | None:
    """How to reach the node of this home, as it last said; None when it never ran."""
    try:
        return msgspec.json.decode((path / "run.json").read_bytes(), type=RunInfo)
    except (OSError, msgspec.MsgspecError):
        return None


def write_run(home: Home, info: RunInfo) -> None:
    """Say how to reach this node; whole or not at all, so that a reader never sees half."""
    part = home.run_path.with_suffix(".part")
    _write_json(part, info)
    part.replace(home.run_path)


def _check_party(path: Path, party: str, name: str, kind: str, utc_offset_min: int) -> None:
    if not is_name(party) or party == "house":
        raise HomeFault(
            path, f"{party!r} cannot be a party's id: a-z, 0-9, inner hyphens, not 'house'"
        )
    if not name.strip() or len(name) > NAME_CHARS_MAX or not name.isprintable():
        raise HomeFault(path, f"a party's name has 1 to {NAME_CHARS_MAX} printable characters")
    if kind not in PARTY_KINDS:
        raise HomeFault(path, f"{kind!r} is no kind of party; one of {', '.join(PARTY_KINDS)}")
    if abs(utc_offset_min) > OFFSET_MIN_MAX:
        raise HomeFault(path, f"utc_offset_min {utc_offset_min} is beyond {OFFSET_MIN_MAX} minutes")


def _setting_problems(settings: Settings) -> Iterator[Refusal]:
    """Everything in node.json that is of the right kind and cannot be meant, each with its path."""
    said = {"listen": settings.listen, "peer_listen": settings.peer_listen}
    said |= {"address": settings.address} if settings.address else {}
    said |= {f"peer_addresses.{peer[:64]}": to for peer, to in settings.peer_addresses.items()}
    for field, text in said.items():
        if split_address(text) is None:
            yield Refusal(field, "setting", f"{text[:100]!r} is no address", "Write host:port")
    days = settings.retention_days
    if days != 0 and days < RETENTION_DAYS_MIN:
        remedy = f"Give {RETENTION_DAYS_MIN} or more, or 0 to keep all"
        yield Refusal("retention_days", "setting", f"is {days}", remedy)
    yield from disk_problems(settings.disk)
    yield from alarm_problems(settings.alarms)
    yield from sign_in_problems(settings.sign_in)


def _checked_address(path: Path, field: str, text: str) -> None:
    if split_address(text) is None:
        raise HomeFault(path, f"{field}: {text!r} is not host:port")


def _read_json(path: Path, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise HomeFault(path, f"cannot be read ({error.strerror})") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise HomeFault(path, f"is not as `detente init` writes it: {error}") from error


def _write_json(path: Path, value: msgspec.Struct) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner can read, mode 0600. Raises FileExistsError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
