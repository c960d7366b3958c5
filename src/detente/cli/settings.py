"""Which node a command talks to, as whom, on which line, and how it answers.

A home directory (`--home`, DETENTE_HOME, else ~/.detente) holds the address of its running node
(run.json) and its administrator's token (admin.token); `--node` and `--token` name others. Options
may stand before or after the command.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

STATUSES = ("ACTUAL", "EXERCISE", "TEST")


def _clock_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Settings:
    """What the options said; owned by one run of the command line.

    transport: stands in for the network in tests. now_ms: the clock of this terminal.
    """

    home: Path | None = None
    node: str | None = None
    token: str | None = None
    certificate: Path | None = None
    json: bool = False
    channel: str | None = None
    status: str | None = None
    transport: Any = None
    now_ms: Callable[[], int] = _clock_ms

    def home_dir(self) -> Path:
        """The home directory: as given, else ~/.detente."""
        return self.home or Path.home() / ".detente"


_Command = TypeVar("_Command", bound=Callable[..., Any])


def _store(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that keeps the option's value; what was typed wins over the environment."""

    def keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        settings = ctx.ensure_object(Settings)
        source = ctx.get_parameter_source(parameter.name or "")
        from_environment = source is ParameterSource.ENVIRONMENT
        if value in (None, False) or (from_environment and getattr(settings, name) is not None):
            return
        setattr(settings, name, value)

    return keep


def _option(*names: str, store: str, **extra: Any) -> Callable[[_Command], _Command]:
    return click.option(*names, expose_value=False, callback=_store(store), **extra)


def node_options(command: _Command) -> _Command:
    """Add --home, --node, --token and --certificate."""
    home = _option(
        "--home",
        store="home",
        envvar="DETENTE_HOME",
        type=click.Path(path_type=Path, file_okay=False),
        help="Home directory of your node [$DETENTE_HOME, else ~/.detente].",
    )
    node = _option(
        "--node",
        "--url",
        store="node",
        envvar="DETENTE_NODE",
        metavar="URL",
        help="Address of the node [$DETENTE_NODE, else as the home says].",
    )
    token = _option(
        "--token",
        store="token",
        envvar="DETENTE_TOKEN",
        metavar="TOKEN",
        help="Your officer's token [$DETENTE_TOKEN, else the home's first administrator].",
    )
    certificate = _option(
        "--certificate",
        store="certificate",
        envvar="DETENTE_CERTIFICATE",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="The node's tls.crt, when it is not on this machine [$DETENTE_CERTIFICATE].",
    )
    return home(node(token(certificate(command))))


def json_option(command: _Command) -> _Command:
    """Add --json: the answer as one JSON document."""
    return _option("--json", store="json", is_flag=True, help="Answer in JSON.")(command)


def line_options(command: _Command) -> _Command:
    """Add --channel and --status, which together name the line."""
    channel = _option(
        "--channel",
        store="channel",
        envvar="DETENTE_CHANNEL",
        metavar="C",
        help="Channel, or the beginning of its name; not needed when there is one only.",
    )
    status = _option(
        "--status",
        store="status",
        envvar="DETENTE_STATUS",
        type=click.Choice(STATUSES, case_sensitive=False),
        help="ACTUAL (default), EXERCISE or TEST; they never mix.",
    )
    return channel(status(command))
