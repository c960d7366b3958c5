"""A world of real processes: each party a node on SQLite, joined over TLS, driven over HTTP.

Homes, invitations and joins are the real ones; so are the sockets, the certificates and the disk.
Only the nodes' clocks are held (puppet.py), so that a story of hours plays in seconds. A crash is
SIGKILL. Everything lives in one folder that is removed at the end.
"""

from __future__ import annotations

import contextlib
import json
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx
import msgspec

from detente.core.airspace.volume_json import outline_to_json
from detente.core.events import Charter, PartyCard
from detente.core.line.commands import (
    Answer,
    Cancel,
    Command,
    Confirm,
    Correct,
    Disseminate,
    End,
    PassOn,
    Read,
    ReadBack,
    Send,
    TryContact,
)
from detente.core.line.message import Role
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.serve.home import Home, Settings, init, load
from detente.sim.registers import Register, V
from detente.sim.scenario import PartyLine
from detente.sim.world import SECOND, SETUP_MS, WATCH, NotShown, WorldFault
from detente.wire.lastmile import GapView
from detente.wire.native import (
    Accepted,
    ConflictView,
    EventView,
    JournalView,
    LineView,
    MessageView,
)

START_S_MAX = 60.0  # a cold Python with numpy and S2 on a busy machine
ANSWER_S_MAX = 60.0  # a command of the player, with all the deadlines that fall into it
STOP_S_MAX = 5.0  # then it is killed
PAGE = 1_000
NOT_FOUND = 404
_T = TypeVar("_T")
Progress = Callable[[str, str], None]


@dataclass(slots=True)
class Running:
    """One node process: its pipes, its API, its tokens."""

    home: Home
    process: subprocess.Popen[bytes]
    api: httpx.Client
    log: Path


class Puppet:
    """One party's node as a process, started, killed and started again. Owned by one thread."""

    def __init__(self, home: Home, now_ms: int) -> None:
        self.home = home
        self.now_ms = now_ms
        self.watch_token = ""
        self.second_token = ""
        self._running: Running | None = None

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._needed().process.pid

    @property
    def api(self) -> httpx.Client:
        """The node's HTTP API, without a token."""
        return self._needed().api

    def start(self) -> None:
        """Start the process and wait until it serves. Raises WorldFault with its own words."""
        self.spawn()
        self.wait()

    def spawn(self) -> None:
        """Start the process."""
        log = self.home.path / "node.log"
        command = [sys.executable, "-m", "detente.sim.puppet", "--home", str(self.home.path)]
        with log.open("ab") as errors:
            process = subprocess.Popen(  # noqa: S603 - our own module with our own arguments
                [*command, "--now-ms", str(self.now_ms)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        self._running = Running(self.home, process, httpx.Client(), log)

    def wait(self) -> None:
        """Wait until the process serves. Raises WorldFault with its own words."""
        ready = self._read(START_S_MAX)
        self._needed().api.close()
        self._needed().api = httpx.Client(base_url=str(ready["api"]), timeout=ANSWER_S_MAX)

    def kill(self) -> None:
        """SIGKILL, as a power cut."""
        running = self._needed()
        running.process.kill()
        self._gone(running)

    def stop(self) -> None:
        """End the process in good order; killed when it does not."""
        running = self._running
        if running is None:
            return
        assert running.process.stdin is not None
        with contextlib.suppress(OSError):
            running.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.process.wait(STOP_S_MAX)
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGKILL)
        self._gone(running)

    def _gone(self, running: Running) -> None:
        running.process.wait()
        for pipe in (running.process.stdin, running.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        running.api.close()
        self._running = None

    @property
    def is_up(self) -> bool:
        """Whether the process runs."""
        return self._running is not None

    def command(self, what: str, **values: int) -> Mapping[str, Json]:
        """Give the puppet a command and wait for its answer."""
        running = self._needed()
        assert running.process.stdin is not None
        running.process.stdin.write(json.dumps({"do": what, **values}).encode() + b"\n")
        running.process.stdin.flush()
        return self._read(ANSWER_S_MAX)

    def _read(self, seconds: float) -> Mapping[str, Json]:
        """One line of its standard output; raises WorldFault when it dies or stays silent."""
        running = self._needed()
        assert running.process.stdout is not None
        ready, _, _ = select.select([running.process.stdout], [], [], seconds)
        line = running.process.stdout.readline() if ready else b""
        if not line:
            tail = running.log.read_text("utf-8", "replace")[-2_000:]
            raise WorldFault(
                f"the node of {self.home.party.party} does not answer; it said:\n{tail}"
            )
        answer: Mapping[str, Json] = json.loads(line)
        if "error" in answer:
            raise WorldFault(f"the node of {self.home.party.party}: {answer['error']}")
        return answer

    def _needed(self) -> Running:
        if self._running is None:
            raise WorldFault(f"{self.home.party.party} is down")
        return self._running

    # ------------------------------------------------------------ HTTP

    def ask(self, method: str, path: str, token: str, body: object = None) -> httpx.Response:
        """One request with a token; the answer as it is."""
        content = None if body is None else msgspec.json.encode(body)
        headers = {"authorization": f"Bearer {token}"}
        if content is not None:
            headers["content-type"] = "application/json"
        return self.api.request(method, path, content=content, headers=headers)

    def get(self, path: str, kind: type[_T], token: str | None = None) -> _T:
        """GET and decode; raises WorldFault when it is refused."""
        return self.decoded(self.ask("GET", path, token or self.watch_token), kind)

    def post(self, path: str, body: object, token: str) -> Mapping[str, Json]:
        """POST and decode; raises WorldFault when it is refused."""
        answer: Mapping[str, Json] = self.decoded(self.ask("POST", path, token, body), dict)
        return answer

    def decoded(self, response: httpx.Response, kind: type[_T]) -> _T:
        """What an answer holds; raises WorldFault when it is a refusal."""
        if response.is_error:
            where = f"{response.request.method} {response.request.url.path}"
            raise WorldFault(f"{self.home.party.party}: {where}: {response.text[:500]}")
        return msgspec.json.decode(response.content, type=kind)

    @property
    def admin_token(self) -> str:
        """The first administrator's token, from the home."""
        return self.home.token_path.read_text("ascii").strip()


class ProcessWorld:
    """Implements world.World across real processes. Owned by one thread.

    progress: is told what is being done, for whom, while the nodes are set up.
    """

    kind = "processes"

    def __init__(
        self,
        parties: Sequence[PartyLine],
        charter: Charter,
        start_ms: int,
        *,
        progress: Progress | None = None,
        folder: Path | None = None,
        others: Sequence[Charter] = (),
    ) -> None:
        self.parties = tuple(one.party for one in parties)
        self._progress = progress or (lambda _party, _what: None)
        self._given = folder is not None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="detente-"))
        self._now_ms = start_ms - SETUP_MS
        self._cut = False
        self.puppets: dict[str, Puppet] = {}
        self.channels: tuple[str, ...] = ()
        self.channel = ""
        try:
            self._make(parties)
            self.channels = tuple(self._join_all(one) for one in (charter, *others))
            self.channel = self.channels[0]
        except BaseException:
            self.close()
            raise

    def _make(self, parties: Sequence[PartyLine]) -> None:
        for one in parties:
            self._progress(one.party, "makes its keys (detente init)")
            path = self.folder / one.party
            settings, offset_min = self.settings(one.party), one.utc_offset_min
            init(path, one.party, one.name, utc_offset_min=offset_min, settings=settings)
            self.puppets[one.party] = self.node(load(path))
        for puppet in self.puppets.values():
            puppet.spawn()
        for party, puppet in self.puppets.items():
            puppet.wait()
            self._progress(party, f"runs as process {puppet.pid} (detente serve), SQLite journal")
        for puppet in self.puppets.values():
            self.officers(puppet)

    def settings(self, _party: str) -> Settings:
        """What the home of a party is made with."""
        return Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")

    def node(self, home: Home) -> Puppet:
        """The process that is to run from a home, not yet started."""
        return Puppet(home, self._now_ms)

    def officers(self, puppet: Puppet) -> None:
        """The officers of a node that serves, beside its first administrator."""
        puppet.watch_token = officer(puppet, WATCH, Role.RELEASER)
        puppet.second_token = officer(puppet, SECOND, Role.RELEASER)

    def _join_all(self, charter: Charter) -> str:
        """The first party opens a channel and all join; its id."""
        first = self.parties[0]
        host = self.puppets[first]
        area = None if charter.area is None else outline_to_json(charter.area)
        body = {
            "slug": charter.channel,
            "name": charter.name,
            "purpose": charter.purpose,
            "area": area,
            "lead_ms": dict(charter.lead_ms),
            "kind": charter.kind,
        }
        channel = str(host.post("/v1/channels", body, host.admin_token)["channel"])
        self._progress(first, f"opens the channel {channel}")
        for place, party in enumerate(self.parties):
            for member in self.parties[:place]:  # each takes in whom it is to talk to
                self._take_in(channel, member, party)
        self.settle()
        return channel

    def _take_in(self, channel: str, member: str, party: str) -> None:
        """A member invites, the other joins: from then on the two keep each other's card."""
        host, guest = self.puppets[member], self.puppets[party]
        path = f"/v1/channels/{channel}/invites"
        invitation = host.post(path, {"minutes": 30}, host.admin_token)
        self._progress(member, f"invites {party}; fingerprint {invitation['fingerprint']}")
        asked = {"invitation": invitation["invitation"]}
        joined = guest.post("/v1/joins", asked, guest.admin_token)
        self._progress(party, f"joins; sees fingerprint  {joined['fingerprint']}")

    # ------------------------------------------------------------ world.World

    def now_ms(self) -> int:
        """The time that the nodes were told."""
        return self._now_ms

    def advance(self, to_ms: int) -> None:
        """Tell every node the time; each does what falls due until then."""
        self._now_ms = max(self._now_ms, to_ms)
        for puppet in self.puppets.values():
            puppet.now_ms = self._now_ms
            if puppet.is_up:
                puppet.command("advance", to_ms=self._now_ms)

    def do(self, party: str, command: Command) -> Accepted | tuple[Refusal, ...]:
        """An officer acts over HTTP."""
        puppet = self.puppets[party]
        path, body = _request(command)
        line = f"/v1/lines/{self.channel}/ACTUAL/messages"
        return _taken(party, puppet.ask("POST", line + path, puppet.watch_token, body))

    def release(
        self, party: str, draft: int, acknowledged: Sequence[str] = ()
    ) -> Accepted | tuple[Refusal, ...]:
        """Another officer releases the draft, over HTTP."""
        puppet, path = self.puppets[party], f"/v1/drafts/{draft}/release"
        body = {"acknowledged": tuple(acknowledged)}
        return _taken(party, puppet.ask("POST", path, puppet.second_token, body))

    def settle(self) -> None:
        """Wait until every link that can be up is quiet."""
        up = [puppet for puppet in self.puppets.values() if puppet.is_up]
        if self._cut or len(up) < len(self.puppets):
            return
        for puppet in up:
            puppet.command("quiet")

    def bundle_out(self, party: str, peer: str) -> bytes:
        """What the peer lacks, over HTTP."""
        puppet = self.puppets[party]
        response = puppet.ask("GET", f"/v1/bundles/{peer}", puppet.watch_token)
        if response.is_error:
            raise WorldFault(f"{party}: bundle for {peer}: {response.text[:500]}")
        return response.content

    def bundle_in(self, party: str, data: bytes) -> None:
        """Bring the file to the node, over HTTP."""
        puppet = self.puppets[party]
        headers = {"authorization": f"Bearer {puppet.watch_token}"}
        response = puppet.api.post("/v1/bundles", content=data, headers=headers)
        if response.is_error:
            raise WorldFault(f"{party}: bundle in: {response.text[:500]}")

    def gaps(self, party: str) -> list[GapView]:
        """What has not come down to the crews, over HTTP."""
        return self.puppets[party].get("/v1/gaps?status=ACTUAL", list[GapView])

    def line_view(self, party: str) -> LineView:
        """The line as the node shows it, over HTTP."""
        lines = self.puppets[party].get("/v1/channels", list[LineView])
        found = [one for one in lines if one.channel == self.channel and one.status == "ACTUAL"]
        if not found:
            raise WorldFault(f"{party} shows no line {self.channel}")
        return found[0]

    def register(self, party: str, register: Register[V], number: str = "") -> V:
        """A register as the API answers it."""
        path = f"/v1/lines/{self.channel}/ACTUAL{register.path.format(number=number)}"
        puppet = self.puppets[party]
        response = puppet.ask("GET", path, puppet.watch_token)
        if response.status_code == NOT_FOUND:
            raise NotShown(party, number)
        return puppet.decoded(response, register.shape)

    def network(self, *, up: bool) -> None:
        """Cut or restore every link."""
        self._cut = not up
        for puppet in self.puppets.values():
            if puppet.is_up:
                puppet.command("mend" if up else "cut")

    def power(self, party: str, *, up: bool) -> None:
        """SIGKILL, or a fresh start from the same home."""
        puppet = self.puppets[party]
        if up and not puppet.is_up:
            puppet.start()
            if self._cut:
                puppet.command("cut")
            puppet.command("advance", to_ms=self._now_ms)
        elif not up:
            puppet.kill()

    def events(self, party: str, after: int) -> list[EventView]:
        """Entries at local positions > after, over HTTP."""
        found: list[EventView] = []
        while True:
            path = f"/v1/events?after={after}&limit={PAGE}"
            page = self.puppets[party].get(path, list[EventView])
            found.extend(page)
            if len(page) < PAGE:
                return found
            after = page[-1].position

    def messages(self, party: str) -> list[MessageView]:
        """All messages of the channel, over HTTP."""
        found: list[MessageView] = []
        while True:
            after = found[-1].position if found else 0
            path = f"/v1/lines/{self.channel}/ACTUAL/messages?after={after}&limit={PAGE}"
            page = self.puppets[party].get(path, list[MessageView])
            found.extend(page)
            if len(page) < PAGE:
                return found

    def conflicts(self, party: str) -> list[ConflictView]:
        """All conflicts, open and ended, over HTTP."""
        path = f"/v1/lines/{self.channel}/ACTUAL/conflicts"
        return self.puppets[party].get(path, list[ConflictView])

    def journals(self, party: str) -> list[JournalView]:
        """All journals that this node holds, over HTTP."""
        return self.puppets[party].get("/v1/journals", list[JournalView])

    def export(self, party: str, path: Path) -> None:
        """Fetch the node's evidence file."""
        puppet = self.puppets[party]
        headers = {"authorization": f"Bearer {puppet.watch_token}"}
        with puppet.api.stream("GET", "/v1/export", headers=headers) as response:
            if response.is_error:
                raise WorldFault(f"{party}: export: {response.read().decode()[:500]}")
            with path.open("wb") as file:
                for chunk in response.iter_bytes():
                    file.write(chunk)

    def card(self, party: str) -> PartyCard:
        """The party's public card."""
        return self.puppets[party].home.card("")

    def close(self) -> None:
        """Stop every process; remove the folder if we made it."""
        for puppet in self.puppets.values():
            puppet.stop()
        if not self._given:
            _remove(self.folder)


class _Problem(msgspec.Struct, frozen=True):
    """RFC 9457, as the API answers."""

    title: str
    status: int
    detail: str
    refusals: tuple[Refusal, ...] = ()


def officer(puppet: Puppet, handle: str, role: Role) -> str:
    """A new officer of the node; returns the token."""
    body = {"officer": handle, "role": role.value}
    return str(puppet.post("/v1/officers", body, puppet.admin_token)["token"])


def _taken(party: str, response: httpx.Response) -> Accepted | tuple[Refusal, ...]:
    """What a node answered to an act; raises WorldFault when it is neither yes nor no."""
    if response.is_error:
        problem = msgspec.json.decode(response.content, type=_Problem)
        if problem.refusals:
            return problem.refusals
        raise WorldFault(f"{party}: {problem.status} {problem.title}: {problem.detail}")
    return msgspec.json.decode(response.content, type=Accepted)


def _request(command: Command) -> tuple[str, dict[str, object]]:
    """The path below `messages` and the body of a command."""
    match command:
        case Send():
            body: dict[str, object] = {
                "format": command.format,
                "fields": dict(command.fields),
                "to": command.to,
                "ref": command.ref,
                "acknowledged": command.acknowledged,
            }
            return "", body
        case Read(number=number):
            return f"/{number}/read", {}
        case ReadBack(number=number, remarks=remarks):
            return f"/{number}/readback", {"remarks": remarks}
        case Confirm(number=number):
            return f"/{number}/confirm", {}
        case Answer(number=number):
            keys = ("code", "reason", "minutes", "field_name", "remarks")
            return f"/{number}/answer", {key: getattr(command, key) for key in keys}
        case Correct(number=number):
            fields: dict[str, object] = {
                "fields": dict(command.fields),
                "acknowledged": command.acknowledged,
            }
            return f"/{number}/correct", fields
        case Cancel(number=number, reason=reason):
            return f"/{number}/cancel", {"reason": reason}
        case End(number=number):
            return f"/{number}/end", {}
        case Disseminate(number=number):
            return f"/{number}/disseminate", _given(command, "echelon", "basis", "unit", "means")
        case PassOn(number=number):
            return f"/{number}/passed", _given(command, "party", "step", "means", "heard_back")
        case TryContact(number=number):
            return f"/{number}/contact", _given(command, "result", "means")
        case _:
            raise WorldFault(f"no scenario can {type(command).__name__}")


def _given(command: object, *names: str) -> dict[str, object]:
    return {name: getattr(command, name) for name in names}


def _remove(folder: Path) -> None:
    for _ in range(3):
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
            return
        time.sleep(0.1)
