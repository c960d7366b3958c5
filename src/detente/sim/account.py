"""The running account of a scenario: what a person sees on the terminal while it plays.

Every line begins with the time and the side, so that it reads the same in a pipe. Officers' acts
come from the file; everything below them comes from the nodes: what arrived, which conflicts were
found, which alarms sounded, how far the receipts have climbed. Nothing is shown that no node said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.sim.player import Failure, Observer, Played, event_values
from detente.sim.scenario import (
    Acts,
    Expect,
    Fact,
    Network,
    Note,
    Power,
    ReadsAll,
    Scenario,
    Sends,
    Step,
    Takes,
    Writes,
)
from detente.sim.table import Row
from detente.sim.words import clock, span, stamp
from detente.sim.world import World
from detente.wire.native import Accepted, EventView, MessageView

DAY_MS = 86_400_000
WIDTH_MIN = 100  # in a pipe; narrower breaks the table
_STYLES = ("yellow", "cyan", "magenta", "green")
_KIND_STYLES = {
    "fact": "bold",
    "conflict": "bold red",
    "alarm": "red",
    "alert": "bold yellow",
    "caught": "yellow",
    "reach": "yellow",
    "line": "bold",
    "outside": "dim",
    "limit": "dim",
}
_MARKS = {"ON TIME": "green", "SHORT": "yellow", "AFTER THE FACT": "red", "NOT EFFECTIVE": "red"}
_RECEIPTS = ("ACK", "RBK", "CNF", "RSP")


def console_for(*, plain: bool = False) -> Console:
    """A console for the terminal, or for a pipe with room for the table."""
    console = Console(highlight=False, no_color=plain or None)
    if not console.is_terminal:
        return Console(highlight=False, width=max(WIDTH_MIN, console.width), soft_wrap=False)
    return console


class Account(Observer):
    """Prints a scenario as it happens. pace_s: pause after each line; 0 plays through.

    film: also gets every line with the time it stands at, for the picture of the demo.
    """

    def __init__(
        self,
        console: Console,
        *,
        pace_s: float = 0.0,
        film: Callable[[int, RenderableType], None] | None = None,
    ) -> None:
        self._console = console
        self._pace_s = pace_s
        self._film = film
        self._world: World | None = None
        self._scenario: Scenario | None = None
        self._styles: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._repeats: dict[str, int] = {}
        self._at_ms = 0
        self._last_ms = 0

    # ------------------------------------------------------------ Observer

    def began(self, scenario: Scenario, world: World) -> None:
        """Remember who is who."""
        self._scenario, self._world = scenario, world
        self._styles = dict(zip(world.parties, _STYLES * 2, strict=False))

    def step(self, step: Step) -> None:
        """Print the line of the story that is about to happen."""
        self._at_ms = step.at_ms
        where = f"on {escape(step.channel)}: " if step.channel else ""
        match step.action:
            case Note(text=text):
                self._pause(0.5)
                self._line("", f"[italic]{escape(text)}[/]", gap=True)
            case Fact(text=text):
                self._line("", f"[bold]{self._fact_label()}:[/] {escape(text)}", gap=True)
            case Network(up=up):
                words = "The line is restored." if up else "The line is cut."
                self._line("", f"[bold]{words}[/]", gap=True)
            case Power(party=party, up=up):
                words = "starts again from its disk" if up else "loses power (SIGKILL)"
                self._line(party, f"[bold]the node {words}[/]", gap=True)
            case Sends() as sends:
                self._line(sends.party, where + self._sending(sends), gap=True)
            case ReadsAll(party=party):
                self._line(party, f"{where}[bold]reads all that waits[/]", gap=True)
            case Acts() as acts:
                self._line(acts.party, where + self._acting(acts), gap=True)
            case Writes(party=party, peer=peer, label=label):
                words = f"[bold]writes a file for {escape(peer)}[/]  {escape(label)}"
                self._line(party, words, gap=True)
            case Takes(party=party, label=label, percent=percent):
                cut = "" if percent == 100 else f", cut short: {percent} % of it are left"
                self._line(party, f"[bold]is brought {escape(label)}[/]{cut}", gap=True)
            case _:
                self._line("", "time passes", gap=True)

    def _fact_label(self) -> str:
        """History is somebody's account, never our word for what was so."""
        return "By this account" if self._scenario and self._scenario.history else "In fact"

    def answered(self, step: Step, answer: Accepted | tuple[Refusal, ...]) -> None:
        """Print a refusal with its reasons, or remember the number that the node gave."""
        party = getattr(step.action, "party", "")
        if isinstance(answer, Accepted):
            label = getattr(step.action, "label", None)
            if label and answer.number:
                self._names[answer.number] = label
            return
        for refusal in answer:
            words = f"[red]✗ refused, {escape(refusal.rule)}:[/] {escape(str(refusal))}"
            self._line(party, words)
        self._pause(0.5)

    def event(self, party: str, event: EventView) -> None:
        """Print what a node newly holds, if a person should see it."""
        told = self._told(party, event)
        if told is not None:
            self._line(party, told, at_ms=event.held_at_ms)

    def checked(self, expect: Expect, failure: Failure | None) -> None:  # noqa: ARG002 - Observer's
        """Print only what failed."""
        if failure is not None:
            self._line("", f"[bold red]✗ {escape(str(failure))}[/]")

    def done(self, step: Step) -> None:
        """After an answer: how far the receipts have climbed, as the sender's node shows it."""
        act, world = step.action, self._world
        if world is None or not isinstance(act, Acts) or act.verb != "answer":
            return
        for party in world.parties:
            if party == act.party:
                continue
            for view in world.messages(party):
                name = self._names.get(view.message.number, view.message.number)
                if view.author == party and name == act.number:
                    self._line(party, ladder(view, name))

    # ------------------------------------------------------------ words

    def _sending(self, sends: Sends) -> str:
        values = " ".join(
            f"[dim]{escape(key)}[/] {escape(value)}" for key, value in sends.values.items()
        )
        for one in dict.fromkeys(listed for listed, _ in sends.records):
            count = sum(listed == one for listed, _ in sends.records)
            values += f" [dim]{escape(one)}[/] {count}"
        name = f" {sends.label}" if sends.label else ""
        return f"[bold]sends {sends.format}{escape(name)}[/]  {values}".rstrip()

    def _acting(self, acts: Acts) -> str:
        verb = {"readback": "reads back"}.get(acts.verb, f"{acts.verb}s")
        code = f" {acts.code}" if acts.code else ""
        values = " ".join(
            f"[dim]{escape(key)}[/] {escape(value)}" for key, value in acts.values.items()
        )
        return f"[bold]{verb} {escape(acts.number)}{code}[/]  {values}".rstrip()

    def _told(self, party: str, event: EventView) -> str | None:
        values = event_values(event)
        body = event.body if isinstance(event.body, Mapping) else {}
        number = str(body.get("number", ""))
        match event.kind:
            case "message":
                return self._message(party, event, values)
            case "conflict-found":
                names = self._names_of(body.get("numbers"))
                return f"[bold red]▲ CONFLICT {names}:[/] {escape(str(body.get('why')))}"
            case "conflict-ended":
                names = self._names_of(str(body.get("conflict")).split("~"))
                return f"[green]△ conflict {names} ended: {escape(str(body.get('reason')))}[/]"
            case "warned":
                return f"[yellow]! {self._name(number)} looks wrong:[/] {_reasons(body)}"
            case "deadline-missed":
                return (
                    f"[red]◷ {escape(str(body.get('step')))} of {self._name(number)} was due; "
                    f"the alarm goes to: {escape(str(body.get('to_role')))}[/]"
                )
            case "bundle-came":
                taken, waiting = body.get("taken"), body.get("waiting")
                problems = body.get("problems")
                return f"▪ the file: {taken} entries new, {waiting} wait, {problems} problems"
            case "repeated":
                return f"[yellow]◉ FLASH {self._name(number)} sounds again[/]"
            case _:
                return None

    def _message(self, party: str, event: EventView, values: tuple[Json, ...]) -> str | None:
        """A message of the other side as it arrives; own ones were shown when they were sent."""
        if event.author == party or len(values) < 3:
            return None
        message = values[1]
        if not isinstance(message, Mapping):
            return None
        number, code = str(message.get("number")), str(message.get("format"))
        if code == "RBK" and self._world is not None:
            return f"◂ [dim]read-back:[/] {escape(_spoken(values))}"
        if code in _RECEIPTS:
            return None
        flash = "[bold white on red] FLASH [/] " if message.get("precedence") == "FLASH" else ""
        return f"◂ {flash}{code} {self._name(number)} [dim]arrived, verified, cosigned[/]"

    def _name(self, number: str) -> str:
        return escape(self._names.get(number, number))

    def _names_of(self, numbers: Json) -> str:
        found = numbers if isinstance(numbers, (list, tuple)) else []
        return " with ".join(self._name(str(number)) for number in found)

    # ------------------------------------------------------------ printing

    def _line(self, party: str, words: str, *, gap: bool = False, at_ms: int | None = None) -> None:
        at_ms = at_ms or self._at_ms
        style = self._styles.get(party, "dim")
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=8, no_wrap=True)
        grid.add_column(width=max((len(name) for name in self._styles), default=6), no_wrap=True)
        grid.add_column(ratio=1)
        when = clock(at_ms) if gap or at_ms != self._last_ms else ""
        self._last_ms = at_ms
        grid.add_row(Text(when, "dim"), Text(party, style), Text.from_markup(words))
        self.show(grid, at_ms=at_ms)
        self._pause(1.0 if gap else 0.4)

    def show(self, what: RenderableType, *, at_ms: int | None = None) -> None:
        """Print anything, and put it on the film."""
        self._console.print(what)
        if self._film is not None:
            self._film(at_ms or self._at_ms, what)

    def _pause(self, weight: float) -> None:
        if self._pace_s:
            time.sleep(self._pace_s * weight)


def _reasons(body: Mapping[str, Json]) -> str:
    warnings = body.get("warnings")
    found = warnings if isinstance(warnings, (list, tuple)) else []
    return escape("; ".join(str(one.get("reason")) for one in found if isinstance(one, Mapping)))


def _spoken(values: tuple[Json, ...]) -> str:
    """The words of a read-back."""
    for value in reversed(values):
        if isinstance(value, Mapping):
            computed = value.get("computed", value)
            if isinstance(computed, Mapping) and isinstance(computed.get("words"), str):
                return str(computed["words"])
    return "place, time and height as computed there"


def ladder(view: MessageView, name: str) -> str:
    """The receipt ladder of a message in one line, with its lead-time finding."""
    rungs = ["KEPT"]
    rungs += ["DELIVERED"] if view.proof in ("delivered", "final") else []
    rungs += [
        f"{step.code or step.step} [dim]{clock(step.by_clock_ms)}[/]"
        for step in sorted(view.steps, key=lambda step: step.by_clock_ms)
        if step.step != "DELIVERED"
    ]
    words = f"[dim]{escape(name)}:[/] " + " ▸ ".join(rungs)
    for lead in view.lead:
        if lead.lead_ms is not None:
            style = _MARKS.get(lead.finding, "red")
            words += (
                f"   lead {span(lead.lead_ms)} of {span(lead.required_ms)}: "
                f"[{style}]{lead.finding}[/]"
            )
    return words


def closing(scenario: Scenario, rows: list[Row]) -> Table:
    """The closing table as a person sees it."""
    found = Table(title=scenario.title, title_justify="left", show_lines=False, expand=True)
    long = scenario.steps[-1].at_ms - scenario.day_ms >= DAY_MS
    moment = stamp if long else clock
    found.add_column("UTC", no_wrap=True, width=11 if long else 8)
    found.add_column(f"what happened{', by this account' if scenario.history else ''}", ratio=3)
    found.add_column("what the software showed, to whom", ratio=4)
    found.add_column("margin", ratio=3)
    for row in rows:
        style = _KIND_STYLES.get(row.kind, "")
        when = moment(row.at_ms) if row.at_ms is not None else ""
        found.add_row(when, Text(row.what), Text(row.shown), Text(row.margin), style=style)
    return found


def sources(scenario: Scenario) -> list[str]:
    """Lines that say where a history comes from and what was assumed."""
    history = (
        "margins count from the reading to the moment; areas are compared with the places that "
        "this file assumes for its facts, heights are not"
    )
    return [
        *([history] if scenario.history else []),
        *(f"source: {text}" for text in scenario.sources),
        *(f"assumed: {text}" for text in scenario.assumptions),
    ]


def verdict(played: Played) -> str:
    """One line: whether everything that the file expects came true."""
    if played.failures:
        return f"{len(played.failures)} of {played.expectations} expectations failed"
    return f"all {played.expectations} expectations came true"
