"""What `detente doctor` finds out about a home: each finding says how it stands, why, what to do.

Reads the home and the record beside a running node and changes nothing. What the running node
itself knows (links, clocks at greeting, room) is asked over its API and judged here too.
Not here: showing it (cli.doctor); alarms, which do not wait to be asked (serve.alarm).
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import apsw
import msgspec

from detente.core.refusal import Fault
from detente.core.units import counted, ms_to_utc
from detente.journal.engines.sqlite import SCHEMA_VERSION, SqliteStore
from detente.journal.entry import verify_body, verify_signature
from detente.journal.forms import Malformed, parse_journal
from detente.journal.keys import KeyFileFault
from detente.node.clocks import clock_lines
from detente.serve import backup, renewal, restore
from detente.serve import home as homes
from detente.serve.reserve import Reserve, free_bytes
from detente.serve.version import version

if TYPE_CHECKING:
    from detente.journal.store import Held
    from detente.serve.home import Home
    from detente.wire.native import OfficerView, PeerView, StatusView, WitnessView

TAIL_ENTRIES: Final = 500  # the newest of each journal are checked: a broken disk shows there first
CERTIFICATE_DAYS: Final = 60  # time enough to renew it in daylight
BACKUP_DAYS, BACKUP_DAYS_MAX = 7, 30
SKEW_MS, SKEW_MS_MAX = 2_000, 60_000  # two clocks kept by NTP agree within a second
MEGABYTE: Final = 1_000_000
DAY_MS: Final = 86_400_000
HOUR_MS: Final = 3_600_000


class State(StrEnum):
    """How a thing stands: nothing to do; look at it soon; act now."""

    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked at. why: what was found. todo: what to do; empty when nothing."""

    what: str
    state: State
    why: str
    todo: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the running node answered."""

    status: StatusView
    officers: tuple[OfficerView, ...]
    witnesses: tuple[WitnessView, ...] = ()


def good(what: str, why: str) -> Finding:
    """Nothing to do."""
    return Finding(what=what, state=State.GOOD, why=why)


def attention(what: str, why: str, todo: str) -> Finding:
    """To be looked at soon."""
    return Finding(what=what, state=State.ATTENTION, why=why, todo=todo)


def bad(what: str, why: str, todo: str) -> Finding:
    """To be acted on now."""
    return Finding(what=what, state=State.BAD, why=why, todo=todo)


def examine(path: Path, now_ms: int, asked: Asked | None, why_not: str) -> list[Finding]:
    """Everything about a home. asked: None when its node did not answer, `why_not` says why."""
    found = [good("program", f"detente {version()}, store schema {SCHEMA_VERSION}")]
    found += _modes(path)
    try:
        home = homes.load(path)
    except Fault as fault:
        todo = "Put it right, or put a backup back"
        if isinstance(fault, KeyFileFault) and not (path / "keys" / "sign.key").exists():
            todo = "Put keys/sign.key back from a backup; if it is lost: detente keys recover"
        return [*found, bad("home", str(fault), todo)]
    found.append(good("home", f"{home.party.name} ({home.party.party}), {home.fingerprint}"))
    checks: tuple[Callable[[Home, int], Iterator[Finding]], ...] = (
        _recovery,
        _certificate,
        _disk,
        _backups,
        _record,
        _alarms,
    )
    for check in checks:
        try:
            found += check(home, now_ms)
        except (Fault, Malformed, OSError, apsw.Error) as fault:
            name = check.__name__.strip("_")
            found.append(bad(name, f"cannot be examined: {fault}", "Look at the file it names"))
    if asked is None:
        found.append(_not_running(path, why_not))
    else:
        found += _running(asked)
    return found


# ---------------------------------------------------------------- files


def _modes(path: Path) -> Iterator[Finding]:
    secrets = [*sorted((path / "keys").glob("*")), path / "admin.token"]
    secrets = [one for one in secrets if one.is_file() and one.suffix in (".key", ".pem", ".token")]
    open_to_others = [one for one in (path, path / "keys", *secrets) if _others_may(one)]
    if open_to_others:
        names = " ".join(str(one) for one in open_to_others)
        yield bad(
            "keys",
            f"others on this machine can read {names}",
            f"chmod go= {names}; if others use this machine, rotate what they could read",
        )
    elif secrets:
        yield good("keys", f"{len(secrets)} key and token files, readable by their owner alone")
    owner = {one.stat().st_uid for one in (path, *secrets) if one.exists()}
    if len(owner) > 1:
        yield attention(
            "owner",
            "the home's files belong to different users",
            "chown -R them to the node's user",
        )


def _others_may(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    mask = 0o007 if stat.S_ISDIR(mode) else 0o077
    return bool(mode & mask)


def _recovery(home: Home, _now_ms: int) -> Iterator[Finding]:
    key = home.path / "keys" / "recovery.key"
    if key.exists():
        yield attention(
            "recovery key",
            f"{key} is still on this machine: who takes the machine can take the party's name",
            "Copy it to two media in two safes, compare its fingerprint, delete it here",
        )
    else:
        yield good("recovery key", "not on this machine")
    if home.cipher is None:
        yield good("bodies", "kept in plain on this disk (`init --encrypt-bodies` encrypts them)")
    else:
        yield good("bodies", "encrypted at rest with keys/body.key")


def _certificate(home: Home, now_ms: int) -> Iterator[Finding]:
    days = renewal.days_left(home.tls_certificate.read_text("ascii"), now_ms)
    todo = "detente renew-certificate"
    if days is None:
        yield bad("certificate", "tls.crt cannot be read", "Put tls.crt back from a backup")
    elif days < 0:
        yield bad("certificate", f"ended {counted(-days, 'day', 'days')} ago", todo)
    elif days < CERTIFICATE_DAYS:
        yield attention("certificate", f"ends in {counted(days, 'day', 'days')}", todo)
    else:
        yield good("certificate", f"good for {counted(days, 'day', 'days')}")
    if renewal.next_path(home.path).exists():
        yield attention(
            "renewal",
            "a new certificate is announced and not shown yet: not every peer knows it",
            "Nothing, or bring the links up: `detente peers`",
        )


def _disk(home: Home, now_ms: int) -> Iterator[Finding]:
    free, settings = free_bytes(home.path), home.settings.disk
    if free is None:
        yield attention("disk", "its room cannot be measured", "Look at it by hand")
        return
    words, limit = f"{free // MEGABYTE} MB free", settings.refuse_below_mb
    todo = "Make room on this disk, or move the home to a larger one"
    if free < limit * MEGABYTE:
        missing = limit - free // MEGABYTE
        yield bad("disk", f"{words}: ordinary messages are refused", f"{todo}: {missing} MB more")
    elif free < home.settings.alarms.disk_free_mb * MEGABYTE:
        yield attention("disk", words, todo)
    else:
        yield good("disk", words)
    held = Reserve(home.path, settings, lambda: now_ms).held
    if held or not settings.reserve_mb:
        yield good("reserve", f"{settings.reserve_mb} MB kept aside for receipts and FLASH")
    elif home.journal_path.exists():
        yield attention(
            "reserve", "none is kept aside", "It is made while the node runs; make room"
        )


def _backups(home: Home, now_ms: int) -> Iterator[Finding]:
    note, todo = backup.last(home.path), "detente backup DIR --keys, every night"
    if note is None:
        yield attention("backup", "none was ever made from this home", todo)
    else:
        days = max(0, now_ms - note.made_at_ms) // DAY_MS
        words = f"{counted(days, 'day', 'days')} old, {_entries(note.position)}, at {note.where}"
        if days > BACKUP_DAYS_MAX:
            yield bad("backup", words, todo)
        elif days > BACKUP_DAYS:
            yield attention("backup", words, todo)
        else:
            yield good("backup", words)
        if note.keys == "none":
            yield attention(
                "backup keys",
                "the last backup holds no keys",
                "Keep sign.key, tls.key and body.key elsewhere, or back up with --keys",
            )
    mark = restore.read_mark(home.path)
    if mark is not None and now_ms - mark.restored_at_ms < DAY_MS:
        hours = max(0, now_ms - mark.restored_at_ms) // HOUR_MS
        yield attention(
            "restored",
            f"this home was put back {hours} h ago from a backup of {_entries(mark.position)}",
            "Keep the links up until the peers have given back what they hold",
        )


def _alarms(home: Home, _now_ms: int) -> Iterator[Finding]:
    ways = home.settings.alarms.ways
    if ways:
        names = ", ".join(way.name for way in ways)
        yield good("outside alarm", f"{counted(len(ways), 'way', 'ways')}: {names}")
    else:
        yield attention(
            "outside alarm",
            "nobody is told outside when a FLASH stays unread or the disk runs full",
            "Set `alarms` in node.json, then: detente alarm test",
        )


# ---------------------------------------------------------------- the record


def _record(home: Home, now_ms: int) -> Iterator[Finding]:
    if not home.journal_path.exists():
        yield good("record", "none yet: the node has never run")
        return
    todo = "Stop the node, keep the disk as it is, and put a backup back: detente restore"
    try:
        restore.check_pages(home.journal_path, quick=True)
        with SqliteStore.open_read_only(home.journal_path, home.cipher) as store:
            journals = store.journals()
            tails = {one: store.entries(one, *_tail(store.size(one))) for one in journals}
            position = store.position
    except (Fault, Malformed, apsw.Error) as fault:
        yield bad("record", str(fault), todo)
        return
    problem = next(filter(None, (_broken(home, tail) for tail in tails.values())), None)
    if problem:
        yield bad("record", problem, todo)
    else:
        checked = sum(len(tail) for tail in tails.values())
        count = counted(len(journals), "journal", "journals")
        words = f"{_entries(position)} in {count}, pages whole"
        yield good("record", f"{words}, newest {checked} checked")
    yield from _clock(home, [held for tail in tails.values() for held in tail], now_ms)


def _tail(size: int) -> tuple[int, int]:
    """First sequence and count of a journal's newest entries."""
    count = min(size, TAIL_ENTRIES)
    return size - count, count


def _broken(home: Home, tail: list[Held]) -> str | None:
    """What is wrong with a run of entries: order, time, body, or our own signature."""
    for before, held in zip([None, *tail], tail, strict=False):
        header, entry = held.entry.header, held.entry
        where = f"{held.journal}, entry {header.sequence}"
        if before is not None:
            last = before.entry.header
            if header.sequence != last.sequence + 1 or header.at_ms < last.at_ms:
                return f"{where} does not follow {last.sequence}"
        if entry.salt and not verify_body(header, entry.salt, entry.body):
            return f"{where}: the body is not the one that was signed"
    own = tail and parse_journal(tail[0].journal).party == home.party.party
    newest = tail[-1].entry if tail else None
    if own and newest is not None:
        genuine = verify_signature(newest.header_bytes, newest.signature, home.signer.public)
        if not genuine and newest.header.kind != "key-rotated":
            return f"{tail[-1].journal}: the newest entry is not signed by this home's key"
    return None


def _clock(home: Home, tail: list[Held], now_ms: int) -> Iterator[Finding]:
    """Our clock against what is in the record: it only moves forward, and peers' moves with it."""
    todo = "Set the clock by NTP (timedatectl), then look again"
    newest_ms = max((held.held_at_ms for held in tail), default=0)
    if newest_ms > now_ms + SKEW_MS:
        seconds = (newest_ms - now_ms) // 1000
        newest = f"{ms_to_utc(newest_ms):%Y-%m-%d %H:%M:%SZ}"
        why = f"it shows {seconds} s before the newest entry, of {newest}: set back"
        yield bad("clock", why, todo)
        return
    theirs = [held for held in tail if parse_journal(held.journal).party != home.party.party]
    ahead = {
        parse_journal(held.journal).party: held.entry.header.at_ms - held.held_at_ms
        for held in theirs
        if held.entry.header.at_ms - held.held_at_ms > SKEW_MS
    }
    if ahead:
        words = ", ".join(f"{party} by {ms // 1000} s" for party, ms in sorted(ahead.items()))
        yield attention("clock", f"entries came before their time: ahead of ours is {words}", todo)
    else:
        yield good("clock", "no entry in the record contradicts it")


# ---------------------------------------------------------------- the node


def _not_running(path: Path, why_not: str) -> Finding:
    lock = path / "journal.sqlite.lock"
    if lock.exists():
        handle = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return bad("node", f"it runs and does not answer: {why_not}", "Look at its log")
        finally:
            os.close(handle)
    return attention("node", f"not running: {why_not}", "detente serve, or systemctl start detente")


def _running(asked: Asked) -> Iterator[Finding]:
    status = asked.status
    if status.version == version():
        yield good("node", f"runs {status.version}, {_entries(status.position)}")
    else:
        yield attention(
            "node",
            f"runs {status.version}, installed is {version()}",
            "Back up, then restart it to run what is installed",
        )
    yield from _peers(status.peers)
    yield from map(_witness, asked.witnesses)
    yield from _notices(status)
    roles = Counter(one.role.value for one in asked.officers)
    words = ", ".join(f"{count} {role}" for role, count in sorted(roles.items()))
    yield good("tokens", f"{words} (detente officers list; remove what nobody uses)")
    for line in status.lines:
        if line.missed:
            yield attention(
                f"line {line.channel} {line.status}", f"{line.missed} overdue", "detente inbox"
            )
    if status.evidence:
        words = counted(status.evidence, "thing was", "things were")
        yield attention("evidence", f"{words} refused from peers", "detente evidence")


def _entries(number: int) -> str:
    return counted(number, "entry", "entries")


def _peers(peers: tuple[PeerView, ...]) -> Iterator[Finding]:
    if not peers:
        yield attention(
            "peers", "nobody shares a channel with this node", "detente invite, or join"
        )
    for peer in peers:
        name = f"peer {peer.party}"
        if peer.link == "up":
            runs = f"runs {peer.version}" if peer.version else "version not said yet"
            yield good(name, f"link up, {runs}, {_entries(peer.behind)} not delivered yet")
        else:
            behind = f", {_entries(peer.behind)} not delivered"
            yield bad(name, f"link {peer.link}: {peer.why}{behind}", "Call them by another way")
        if peer.older_formats:
            words = ", ".join(f"{one} to {peer.formats.get(one, 0)}" for one in peer.older_formats)
            todo = "Send those in the older version (send --format-version), or ask them to upgrade"
            yield attention(f"formats of {peer.party}", f"its node knows only {words}", todo)
        if peer.skew_ms is not None:
            yield _skew(peer)
    off = [peer.skew_ms for peer in peers if peer.skew_ms is not None]
    wrong = [ms for ms in off if abs(ms) > SKEW_MS]
    if len(off) > 1 and len(wrong) == len(off) and len({ms > 0 for ms in wrong}) == 1:
        direction = "behind" if wrong[0] > 0 else "ahead of"
        yield bad("clock", f"ours is {direction} every peer's: it is ours that is wrong", "Set it")


def _skew(peer: PeerView) -> Finding:
    skew_ms = peer.skew_ms or 0
    direction = "ahead of" if skew_ms > 0 else "behind"
    words = f"its clock was {abs(skew_ms) / 1000:.1f} s {direction} ours at the last greeting"
    todo = "Compare both with UTC (timedatectl); call them if it is theirs"
    name = f"clock of {peer.party}"
    if abs(skew_ms) > SKEW_MS_MAX:
        return bad(name, words, todo)
    if abs(skew_ms) > SKEW_MS:
        return attention(name, words, todo)
    return good(name, words)


def _witness(one: WitnessView) -> Finding:
    name, behind = f"witness {one.party}", f"{_entries(one.behind)} not cosigned yet"
    if one.link == "up":
        return good(name, f"link up, {behind}")
    if one.link_since_ms is None and not one.behind:
        return good(name, "nothing to cosign since the start")
    todo = "Ask whoever runs it; the line goes on without it"
    if one.link == "refused":
        todo = "Give it the key it is to trust: detente witness key; there, detente witness trust"
    return attention(name, f"link {one.link}: {one.why}, {behind}", todo)


def _notices(status: StatusView) -> Iterator[Finding]:
    """What the node says of its journals; what it says of clocks is judged with the peers."""
    clocks = {one.party: one.skew_ms for one in status.peers if one.skew_ms is not None}
    for notice in status.notices:
        if notice not in clock_lines(clocks):
            todo = "detente journals shows how far each has come; call the party it names"
            yield attention("journals", notice, todo)
