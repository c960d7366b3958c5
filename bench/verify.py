"""How long a stranger needs to check a record, and how much memory: evidence against raw Ed25519.

Writes evidence files of two parties that exchange warnings, read-backs and answers, each journal
cosigned after every tenth entry, and verifies them in a process of its own. The reference is the
bare verification of as many Ed25519 signatures in the same run: the part that no program can save.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.support import figures
from detente.core.events import Charter, Event, Joined, Opened, PartyCard, Released
from detente.core.line.message import Message, Precedence, Role, Signature
from detente.core.values import Fields
from detente.journal.bundle import export
from detente.journal.engines.memory import MemoryStore
from detente.journal.entry import verify_signature
from detente.journal.forms import cosigner_of
from detente.journal.keys import Signer
from detente.journal.mirror import Known, Mirror, Taken
from detente.journal.note import cosign
from detente.journal.own import OwnJournal
from detente.journal.push import push_of
from detente.journal.signatures import public_to_text, verify
from detente.journal.store import Cosignature, Held, Record
from detente.wire.events import encode

T0 = 1_800_000_000_000
LINE = "coast-1f3a9c02/ACTUAL"
VERTICES = [[-229_000_000 + n * 100_000, 144_000_000 + (n % 2) * 900_000] for n in range(4)]
NWA: Fields = {
    "volume": {
        "outline": {"polygon": VERTICES},
        "floor": None,
        "ceiling": {"cm": 731_520, "reference": "FL"},
        "start_ms": T0 + 3_600_000,
        "end_ms": T0 + 7_200_000,
    },
    "hazard": "air-surface",
    "own_traffic": "leaving",
    "advice_direction": "W",
}
CHILD = """
import json, os, sys, time
from pathlib import Path
from detente.journal.keys import Signer
from detente.journal.signatures import verify
from detente.verify import verify_file

def raw_us(count=4_000):
    signer, data = Signer.make(), os.urandom(450)
    signature = signer.sign(data)
    start = time.perf_counter()
    for _ in range(count):
        verify(signer.public, signature, data)
    return (time.perf_counter() - start) / count * 1e6

before = raw_us()
wall, cpu = time.perf_counter(), time.process_time()
report = verify_file(Path(sys.argv[1]))
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
status = Path("/proc/self/status").read_text()
print(json.dumps({
    "wall_s": wall,
    "cpu_s": cpu,
    "peak_mb": int(status.split("VmHWM:")[1].split()[0]) / 1024,
    "signatures": report.entries + 2 * report.cosignatures,
    "raw_us": (before + raw_us()) / 2,
    "verdict": int(report.verdict),
}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One verification in a process of its own.

    raw_us: one bare Ed25519 verification in that process, just before and after.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    signatures: int
    raw_us: float
    verdict: int

    @property
    def bare_s(self) -> float:
        """Seconds that the bare verification of as many signatures takes."""
        return self.signatures * self.raw_us / 1e6


class Writer:
    """Writes a record of two parties into a store, as one of them would hold it."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.signers = {party: Signer.make() for party in ("amber", "cobalt")}
        self.own = {p: OwnJournal(f"{LINE}/{p}", s) for p, s in self.signers.items()}
        self.pending: list[Record] = []
        self.position = 0
        self.serials = dict.fromkeys(self.signers, 0)
        for party, other in (("amber", "cobalt"), ("cobalt", "amber")):
            charter = Charter(LINE.split("/", maxsplit=1)[0], "Coast", "safety")
            self.write(party, Opened(self.card(party), charter))
            self.write(party, Joined(self.card(other)))

    def card(self, party: str) -> PartyCard:
        """A party's card."""
        key = public_to_text(self.signers[party].public)
        return PartyCard(party, party, "member", key, key, "", "127.0.0.1:1")

    def write(self, party: str, event: Event) -> None:
        """Write one event, naming what was seen."""
        other = self.own["cobalt" if party == "amber" else "amber"]
        kind, version, body = encode(event)
        entry = self.own[party].next(
            kind=kind,
            kind_version=version,
            body=body,
            salt=os.urandom(32),
            at_ms=T0 + self.position,
            heads=(other.head(),) if other.size else (),
        )
        self.position += 1
        self.pending.append(Held(self.position, entry.header.journal, entry, T0 + self.position))

    def say(self, party: str, code: str, fields: Fields, ref: str | None) -> str:
        """Release a message; returns its number."""
        self.serials[party] += 1
        number = f"{party.upper()}-2027-{self.serials[party]:04d}"
        to = ("cobalt" if party == "amber" else "amber",)
        by = Signature("desk", Role.DUTY_OFFICER)
        place = (Precedence.ROUTINE, to, T0, T0, by, fields, ref)
        self.write(party, Released(Message(number, code, 1, *place)))
        return number

    def cosign(self) -> None:
        """Each party cosigns the other's journal as it stands."""
        for party, by in (("amber", "cobalt"), ("cobalt", "amber")):
            checkpoint = self.own[party].checkpoint()
            time_s = (T0 + self.position) // 1_000
            note = cosign(checkpoint.note, cosigner_of(by), self.signers[by], time_s)
            signed = (checkpoint.journal, checkpoint.size, by, time_s, note, T0)
            self.pending += [checkpoint, Cosignature(*signed)]
        self.store.append(self.pending)
        self.pending = []


def record(path: Path, entries: int, per_cosignature: int) -> None:
    """Write an evidence file of about `entries` entries."""
    writer = Writer()
    last = 0
    while writer.position < entries:
        number = writer.say("amber", "NWA", NWA, None)
        readback = writer.say("cobalt", "RBK", {"computed": {"centre": [-229, 144]}}, number)
        writer.say("amber", "CNF", {}, readback)
        writer.say("cobalt", "RSP", {"code": "WILCO"}, number)
        if writer.position - last >= 2 * per_cosignature or writer.position >= entries:
            writer.cosign()
            last = writer.position
    signer = writer.signers["amber"]
    export(writer.store, path, made_by="amber", made_at_ms=T0, signer=signer)


def verified(path: Path) -> Run:
    """Verify in a fresh process. Must be good."""
    done = subprocess.run([sys.executable, "-c", CHILD, str(path)], check=True, capture_output=True)
    run = Run(**json.loads(done.stdout))
    if run.verdict != 0:
        raise SystemExit(f"the record that was made is not good: {run.verdict}")
    return run


def raw_verify_us(count: int = 5_000) -> float:
    """Microseconds for one bare Ed25519 verification of a header-sized message."""
    signer, data = Signer.make(), os.urandom(450)
    signature = signer.sign(data)
    start = time.perf_counter()
    for _ in range(count):
        verify(signer.public, signature, data)
    return (time.perf_counter() - start) / count * 1e6


emit = partial(figures.show, "verify")


def whole_files(folder: Path, entries: int) -> None:
    """Seconds for a record at line rates and for one cosigned entry by entry; peak memory."""
    small, large, single = (folder / name for name in ("small", "large", "single"))
    record(small, entries // 10, 10)
    record(large, entries, 10)
    record(single, entries, 1)
    tenth, whole, each = verified(small), verified(large), verified(single)
    name = f"{entries // 1_000}k"
    reference = f"raw Ed25519 verify of {whole.signatures} signatures in the same process"
    emit(f"verify_s_{name}", whole.wall_s, "s", reference, whole.wall_s / whole.bare_s)
    emit(f"verify_cpu_s_{name}", whole.cpu_s, "s", reference, whole.cpu_s / whole.bare_s)
    reference = f"peak of a record of a tenth: {tenth.peak_mb:.1f} MB"
    emit("verify_mb_peak", whole.peak_mb, "MB", reference, whole.peak_mb / tenth.peak_mb)
    reference = f"raw Ed25519 verify of {each.signatures} signatures in the same process"
    emit(f"verify_s_{name}_each_cosigned", each.wall_s, "s", reference, each.wall_s / each.bare_s)


def single_steps(raw_us: float, count: int = 3_000) -> None:
    """Microseconds to seal an entry, to verify its signature, and to mirror it in a page of 100."""
    writer = Writer()
    head = writer.own["cobalt"].head()
    body = encode(Opened(writer.card("amber"), None))[2]
    own = OwnJournal("bench-1/ACTUAL/amber", writer.signers["amber"])
    start = time.perf_counter()
    entries = [
        own.next(kind="message", kind_version=1, body=body, salt=bytes(32), at_ms=T0, heads=(head,))
        for _ in range(count)
    ]
    seal_us = (time.perf_counter() - start) / count * 1e6
    public = writer.signers["amber"].public
    start = time.perf_counter()
    for entry in entries:
        verify_signature(entry.header_bytes, entry.signature, public)
    verify_us = (time.perf_counter() - start) / count * 1e6
    mirror = Mirror(own.journal, public, Known({}, {}))
    start = time.perf_counter()
    for first in range(0, count, 100):
        note = own.checkpoint(first + 100).note
        found = mirror.check(push_of(own.journal, entries[first : first + 100], note), T0)
        if not isinstance(found, Taken):
            raise SystemExit(f"the mirror refused: {found.detail}")
    mirror_us = (time.perf_counter() - start) / count * 1e6
    emit("seal_us", seal_us, "us", "raw Ed25519 verify", seal_us / raw_us)
    emit("verify_signature_us", verify_us, "us", "raw Ed25519 verify", verify_us / raw_us)
    emit("mirror_us", mirror_us, "us", "raw Ed25519 verify", mirror_us / raw_us)


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000, help="size of the large record")
    options = parser.parse_args()
    raw_us = min(raw_verify_us() for _ in range(3))
    emit("raw_verify_us", raw_us, "us", "none", None)
    single_steps(raw_us)
    with tempfile.TemporaryDirectory() as folder:
        whole_files(Path(folder), options.entries)


if __name__ == "__main__":
    main()
