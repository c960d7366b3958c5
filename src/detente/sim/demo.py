"""The demo: two real nodes, one story, one record that both can prove.

`python -m detente.sim.demo` starts a node per party as a process on SQLite, plays a scenario in
watchable time with a running account, prints the computed table, exports the evidence from every
side, verifies it offline, changes one byte and shows the refusal. `--once` plays as fast as it
goes. Exit 0 when every expectation came true and the evidence verified, else 1; 2 when the demo
cannot run at all. Not here: the recorded flights of `--scenario paris` (paris.py).
"""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.rule import Rule

from detente.core.refusal import Fault
from detente.sim.account import Account, closing, console_for, sources, verdict
from detente.sim.library import DEFAULT, load, names
from detente.sim.picture import save_svg
from detente.sim.player import charter, other_charters, play
from detente.sim.processes import ProcessWorld
from detente.sim.scenario import Scenario
from detente.sim.table import table

PACE_S = 1.1  # a line a second: the default story takes about two minutes
VERIFY_S_MAX = 120.0
PICTURE_FROM, PICTURE_TO = "06:02:00", "06:30:00"  # the lines of the default story in the picture
SUMMARY_LINES = 14  # of the verifier's words; the whole is one command away


class Film:
    """Keeps what was shown with the time it stands at, for the picture."""

    def __init__(self) -> None:
        self.frames: list[tuple[int, RenderableType]] = []

    def __call__(self, at_ms: int, what: RenderableType) -> None:
        """Keep one line."""
        self.frames.append((at_ms, what))


class Demo:
    """One run of the demo on one console."""

    def __init__(
        self, console: Console, scenario: Scenario, *, once: bool, keep: Path | None
    ) -> None:
        self.console = console
        self.scenario = scenario
        self.once = once
        self.film = Film()
        self.keep = keep
        self.folder = keep or Path(tempfile.mkdtemp(prefix="detente-demo-"))
        self._act = 0

    def run(self) -> bool:
        """All acts; True when everything came out as it should."""
        began = time.monotonic()
        self._title()
        try:
            good = self._acts()
        finally:
            if self.keep is None:
                shutil.rmtree(self.folder, ignore_errors=True)
        words = (
            "[green]✓ the demo came out as it should[/]" if good else "[red]✗ the demo failed[/]"
        )
        self.console.print(f"\n{words} [dim]({time.monotonic() - began:.0f} s)[/]")
        return good

    def _acts(self) -> bool:
        self._heading("Two nodes start, one invites the other")
        world = ProcessWorld(
            self.scenario.parties,
            charter(self.scenario, self.scenario.channel),
            self.scenario.steps[0].at_ms,
            progress=self._progress,
            folder=self.folder,
            others=other_charters(self.scenario),
        )
        try:
            self._heading(self.scenario.title)
            account = Account(self.console, pace_s=0.0 if self.once else PACE_S, film=self.film)
            played = play(self.scenario, world, account)
            self._heading("What happened, what was shown, to whom, with what margin")
            self.console.print(closing(self.scenario, table(self.scenario, world, played)))
            for line in sources(self.scenario):
                self.console.print(line, style="dim", markup=False)
            self._heading("The evidence, and one changed byte")
            files = []
            for party in world.parties:
                files.append(self.folder / f"{party}.evidence.jsonl")
                world.export(party, files[-1])
        finally:
            world.close()
        proved = self._verify_all(files) and self._tamper(files[0])
        mark = "[red]✗" if played.failures else "[green]✓"
        self.say(f"{mark} {escape(verdict(played))}[/]")
        return proved and not played.failures

    # ------------------------------------------------------------ evidence

    def _verify_all(self, paths: list[Path]) -> bool:
        results = [self._verify(path) for path in paths]
        return all(results)

    def _verify(self, path: Path) -> bool:
        self.say(f"[bold]$ python -m detente.verify {path.name}[/]   [dim]no node runs now[/]")
        code, words = verify(path)
        first = path.name.startswith(self.scenario.parties[0].party)
        for line in words if first or code else words[-1:]:
            style = "green" if line.startswith("GOOD") else "dim"
            self.say(f"  [{style}]{escape(line)}[/]")
        self.say(f"  [{'green' if code == 0 else 'red'}]exit {code}[/]")
        return code == 0

    def _tamper(self, path: Path) -> bool:
        """Change one byte inside a signed body, and let the verifier find it."""
        changed = path.with_name("changed.evidence.jsonl")
        line, before, after = change_one_byte(path, changed)
        self.say(f"[bold]One byte is changed[/] in line {line}: {before!r} becomes {after!r}")
        self.say(f"[bold]$ python -m detente.verify {changed.name}[/]")
        code, words = verify(changed)
        for text in [one for one in words if "broken" in one.casefold() or "hash" in one][:4]:
            self.say(f"  [red]{escape(text)}[/]")
        self.say(f"  [green]exit {code}: refused[/]" if code == 1 else f"  [red]exit {code}[/]")
        return code == 1

    # ------------------------------------------------------------ words

    def say(self, words: str) -> None:
        """One line, also for the picture."""
        self.console.print(words)
        self.film(-1, words)

    def _title(self) -> None:
        self.console.print(
            "[bold]detente[/]: two parties, two nodes, one record that both can prove.\n"
            "[dim]The nodes are real processes with real keys, disks and TLS; their clocks are\n"
            "held so that hours pass in seconds. The parties of the default story are invented.[/]"
        )
        if self.scenario.history:
            self.console.print(
                "[dim]A reconstruction from published accounts; sources and assumptions below.[/]"
            )

    def _heading(self, words: str) -> None:
        self._act += 1
        self.console.print()
        self.console.print(Rule(f"[bold]{self._act}. {escape(words)}[/]", align="left"))

    def _progress(self, party: str, what: str) -> None:
        self.console.print(f"  [dim]{party:>8}[/]  {escape(what)}")


def verify(path: Path) -> tuple[int, list[str]]:
    """Run the offline verifier as anybody would; its exit code and its closing words."""
    done = subprocess.run(  # noqa: S603 - our own module with our own arguments
        [sys.executable, "-m", "detente.verify", str(path)],
        capture_output=True,
        text=True,
        timeout=VERIFY_S_MAX,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    summary = next((i for i, line in enumerate(lines) if line.startswith("made by")), None)
    start = max(0, len(lines) - SUMMARY_LINES) if summary is None else summary
    found = lines[start : start + SUMMARY_LINES]
    return done.returncode, [*found, *done.stderr.splitlines()[:4]]


def change_one_byte(source: Path, target: Path) -> tuple[int, str, str]:
    """Copy an evidence file with one digit of one message's number changed.

    Returns the line and the words before and after. Raises Fault when no message is in the file.
    """
    lines = source.read_bytes().splitlines(keepends=True)
    for index, line in enumerate(lines):
        match = re.search(rb"[A-Z]+-\d{4}-000(\d)", line)
        if match is not None and b'"entry"' in line:
            at = match.start(1)
            other = b"8" if match[1] != b"8" else b"9"
            changed = line[:at] + other + line[at + 1 :]
            lines[index] = changed
            target.write_bytes(b"".join(lines))
            before, after = match[0], changed[match.start() : match.end()]
            return index + 1, before.decode(), after.decode()
    raise Fault(f"{source.name} holds no message to change")


def list_scenarios(console: Console) -> None:
    """Every scenario with its title."""
    for name in names():
        scenario = load(name)
        kind = "from history" if scenario.history else "invented"
        console.print(f"{name:24} {scenario.title} ({kind})", markup=False)
    console.print(
        f"{'paris':24} Recorded flights against a notified zone (real ADS-B)", markup=False
    )
    console.print(f"{'seeds':24} Articles become reports, and a timeline (--seeds)", markup=False)


@click.command(epilog=f"Stories: {', '.join((*names(), 'paris', 'seeds'))}; see --list.")
@click.option("--story", is_flag=True, help="Play the default story in the terminal, to watch.")
@click.option("--once", is_flag=True, help="Play it as fast as it goes.")
@click.option("--scenario", "name", help="Play this story; see --list.")
@click.option("--list", "listing", is_flag=True, help="List the stories.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep homes and evidence here.")
@click.option("--picture", type=click.Path(path_type=Path), help="Also draw an SVG (paris: PNG).")
@click.option(
    "--flights",
    type=click.Path(path_type=Path),
    help="For paris: the wheel of `traffic`, when it is not installed.",
)
@click.option(
    "--seeds", type=click.Path(path_type=Path), help="For seeds: the folder with the articles."
)
@click.option(
    "--stand-in/--no-stand-in",
    default=True,
    help="Live: a program answers for Cobalt until somebody sits at its console (default).",
)
@click.option("--plain", is_flag=True, help="No colours.")
def main(  # noqa: PLR0913 - an argument an option
    name: str | None,
    keep: Path | None,
    picture: Path | None,
    flights: Path | None,
    seeds: Path | None,
    *,
    story: bool,
    once: bool,
    listing: bool,
    stand_in: bool,
    plain: bool,
) -> None:
    """Two real nodes with their consoles, and you are on duty; or two nodes play a story.

    Without a word: the consoles, where they are built. With --story, --once, --scenario, --keep or
    --picture: the story in the terminal, and its proof.
    """
    # Told to stop, the demo stops its nodes on the way out.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    console = console_for(plain=plain)
    if listing:
        list_scenarios(console)
        return
    try:
        if not (story or once or name or keep or picture) and _live(console, stand_in=stand_in):
            return
        name = name or DEFAULT
        if name == "paris":
            good = _paris(console, keep, picture, flights)
        elif name == "seeds":
            good = _seeds(console, seeds, keep)
        else:
            good = _story(console, name, keep, picture, once=once)
    except Fault as fault:
        console.print(f"detente: {fault}", style="red", markup=False)
        raise SystemExit(2) from fault
    except KeyboardInterrupt:
        console.print("\nstopped; both nodes are down and their folder is gone", style="dim")
        raise SystemExit(130) from None
    finally:
        signal.signal(signal.SIGTERM, before)  # whoever called us in one process keeps their own
    raise SystemExit(0 if good else 1)


def _live(console: Console, *, stand_in: bool) -> bool:
    """The consoles, until Ctrl-C; False, having said why, when there is none to show."""
    from detente.sim.live import Live, why_not  # noqa: PLC0415 - a story needs nothing of it

    reason = why_not()
    if reason:
        console.print(f"detente: {reason}", style="yellow", markup=False)
        return False
    try:
        Live(console, stand_in=stand_in).run()
    except KeyboardInterrupt:
        console.print("\nended; both nodes are down and their folder is gone", style="dim")
    return True


def _story(
    console: Console, name: str, keep: Path | None, picture: Path | None, *, once: bool
) -> bool:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    scenario = load(name)
    demo = Demo(console, scenario, once=once, keep=keep)
    good = demo.run()
    if picture is not None:
        low, high = (scenario.day_ms + _of_day_ms(text) for text in (PICTURE_FROM, PICTURE_TO))
        shown = [what for at_ms, what in demo.film.frames if at_ms < 0 or low <= at_ms <= high]
        save_svg(shown, picture, "scripts/demo")
        console.print(f"picture: {picture}", style="dim", markup=False)
    return good


def _of_day_ms(text: str) -> int:
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def _paris(console: Console, keep: Path | None, picture: Path | None, flights: Path | None) -> bool:
    from detente.sim.paris import run  # noqa: PLC0415 - numpy and matplotlib only when asked for

    return run(console, keep, picture, flights)


def _seeds(console: Console, folder: Path | None, keep: Path | None) -> bool:
    from detente.sim.reading import run  # noqa: PLC0415 - the readers of sources only when asked for

    return run(console, folder, keep)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
