"""The live demo: two real nodes, their consoles, and a situation in which you are the officer.

Starts Amber and Cobalt as they serve, gives one-time links into both consoles, opens Amber's where
there is a screen, and runs until Ctrl-C. While nobody has signed in at Cobalt's console, a stand-in
answers there (standin.py), marked as such; one person alone sees the receipts come.
Not here: the stories in the terminal (demo.py).
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.markup import escape

from detente.core.line.message import Role
from detente.core.values import Json
from detente.serve.http.console_files import FOLDER
from detente.sim.processes import officer as add_officer
from detente.sim.serving import tail, wait_gone
from detente.sim.stage import Stage, parties_of
from detente.sim.standin import HANDLE
from detente.sim.world import WorldFault

SITUATION: Final = "demo"
YOU, THEY = "amber", "cobalt"
OFFICER: Final = "watch"
LINK_MIN: Final = 12 * 60  # the demo runs for as long as somebody plays with it
LOOK_S: Final = 1.0

TRY: Final = (
    "Send a notice: draw it on the map or type it, and watch Cobalt's receipts come.",
    "Draw it near Swakopmund, where Cobalt flies: the conflict stands on both screens.",
    "Cobalt asks whose an aircraft is, and waits: answer it under Messages.",
    "Open Cobalt's link in a second window, and act for both sides.",
    "Under Record export the proof, drop the file on the page: your browser verifies it.",
)


def why_not() -> str:
    """Why there is no console to show; empty when there is one."""
    if (FOLDER / "index.html").is_file():
        return ""
    return (
        "the web console is not built here (scripts/setup console, it needs Node.js 20.19 or "
        "newer with npm), so the demo plays its story in the terminal"
    )


class Live:
    """One run of the live demo. Owned by one thread; the stand-in's words come in another."""

    def __init__(self, console: Console, *, stand_in: bool) -> None:
        self.console = console
        self._wants_stand_in = stand_in
        self._stand_in: subprocess.Popen[str] | None = None

    def run(self) -> None:
        """Until Ctrl-C. Raises Fault when the nodes cannot be started."""
        self.console.print(
            "[bold]detente[/]: two parties, two nodes, one record that both can prove.\n"
            "[dim]Two real nodes with real keys, disks and TLS between them; the parties are "
            "invented.[/]\n"
        )
        stage = Stage(parties_of(f"{YOU},{THEY}"), situation=SITUATION, progress=self._progress)
        try:
            stage.open()
            mine = stage.link(YOU, OFFICER, LINK_MIN)
            theirs = stage.link(THEY, OFFICER, LINK_MIN)
            self._say(stage, mine, theirs)
            if self._wants_stand_in:
                self._begin_stand_in(stage)
            if _has_screen():
                webbrowser.open(mine)
            self._wait(stage)
        finally:
            self._end_stand_in()
            stage.close()

    def _say(self, stage: Stage, mine: str, theirs: str) -> None:
        names = {one.party: one.name for one in stage.parties}
        self.console.print("\n[bold]Open this[/], you are the duty officer (it signs in once):")
        self._link(names[YOU], mine)
        self.console.print("The other side, for a second window:")
        self._link(names[THEY], theirs)
        self.console.print(
            "[dim]In Hebrew put ?lang=he before the # of a link; ar: Arabic, ru: Russian.[/]"
        )
        self.console.print("\n[bold]What to try[/]")
        for number, words in enumerate(TRY, 1):
            self.console.print(f"  {number}. {escape(words)}")
        self.console.print("\n[dim]Ctrl-C ends it: both nodes stop, and their folder goes.[/]\n")

    def _link(self, name: str, url: str) -> None:
        """One link, whole on a line of its own, so that it can be copied."""
        self.console.print(f"  {name}", markup=False)
        self.console.print(f"  {url}", markup=False, soft_wrap=True, style="cyan")

    def _wait(self, stage: Stage) -> None:
        """Until Ctrl-C; the stand-in leaves as soon as somebody sits down at Cobalt's console."""
        while True:
            time.sleep(LOOK_S)
            for one in stage.parties:
                node = stage.world.served(one.party)
                if not node.alive:
                    raise WorldFault(f"{one.name}'s node has ended; it said:\n{tail(node.log)}")
            if self._stand_in is not None and is_signed_in(stage, THEY):
                self._end_stand_in()
                self.console.print("[dim]somebody is at Cobalt's console: the stand-in leaves[/]")

    def _progress(self, party: str, what: str) -> None:
        self.console.print(f"  [dim]{party:>8}[/]  {escape(what)}")

    # ------------------------------------------------------------ the stand-in

    def _begin_stand_in(self, stage: Stage) -> None:
        node = stage.world.served(THEY)
        token = add_officer(node, HANDLE, Role.DUTY_OFFICER)
        told: dict[str, Json] = {
            "api": str(node.api.base_url),
            "token": token,
            "channel": stage.world.channel,
            "party": THEY,
        }
        self._stand_in = subprocess.Popen(
            [sys.executable, "-m", "detente.sim.standin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self._stand_in.stdin is not None
        assert self._stand_in.stdout is not None
        self._stand_in.stdin.write(json.dumps(told) + "\n")
        self._stand_in.stdin.flush()
        threading.Thread(target=self.hear, args=(self._stand_in.stdout,), daemon=True).start()
        self.console.print(
            "[dim]Nobody sits at Cobalt's console yet: a stand-in (officer 'stand-in', a program) "
            "reads and answers there after some seconds. --no-stand-in leaves it away.[/]"
        )

    def hear(self, said: Iterable[str]) -> None:
        """Show what the stand-in says it did, until it ends."""
        for line in said:
            act = json.loads(line)
            words = f"stand-in at Cobalt: {act['step']} {act['number']}"
            self.console.print(f"[dim]{time.strftime('%H:%M:%S')}  {escape(words)}[/]")

    def _end_stand_in(self) -> None:
        if self._stand_in is None:
            return
        assert self._stand_in.stdin is not None
        with contextlib.suppress(OSError):
            self._stand_in.stdin.close()
        wait_gone(self._stand_in)
        self._stand_in = None


def is_signed_in(stage: Stage, party: str) -> bool:
    """Whether somebody has a session at a party's console."""
    node = stage.world.served(party)
    return bool(node.get("/v1/sessions", list[dict[str, Json]], node.admin_token))


def _has_screen() -> bool:
    """Whether a browser may be opened: somebody looks at this terminal, and it has a display."""
    if not sys.stdout.isatty() or os.environ.get("CI"):
        return False
    shown = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return shown or sys.platform in ("darwin", "win32")
