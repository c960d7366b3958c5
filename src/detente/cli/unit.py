"""`systemd-unit`: a service that runs one home's node and can touch nothing else."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from detente.cli.app import example
from detente.cli.faults import Unusable
from detente.cli.settings import Settings, node_options
from detente.core.refusal import Fault

UNIT = """\
# Written by `detente systemd-unit`. Put it into /etc/systemd/system/detente-{party}.service, then:
#   systemctl daemon-reload && systemctl enable --now detente-{party}
# It may write to its home and to nothing else. An alarm command (node.json) runs inside the same
# walls: it can reach the network and read /usr, and cannot write outside the home.
[Unit]
Description=detente node of {party}
After=network-online.target time-sync.target
Wants=network-online.target time-sync.target
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=notify
ExecStart={program} serve --home {home}
User={user}
Restart=always
RestartSec=2
# 74 is "the record could not be kept": it starts again, and says why each time.
# 2 is "cannot start as configured": trying again would not help.
RestartPreventExitStatus=2
WatchdogSec=60
TimeoutStartSec=300
TimeoutStopSec=30
KillSignal=SIGTERM
UMask=0077

ReadWritePaths={home}
ProtectSystem=strict
ProtectHome={protect_home}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
LimitNOFILE=4096
LimitCORE=0
MemoryMax={memory}
OOMScoreAdjust=-500

[Install]
WantedBy=multi-user.target
"""


@click.command(
    "systemd-unit",
    epilog=example("detente systemd-unit --home /var/lib/detente > detente-amber.service"),
)
@click.option("--user", metavar="USER", help="Who runs it [who owns the home].")
@click.option("--memory", metavar="SIZE", default="4G", show_default=True, help="Its most memory.")
@node_options
@click.pass_obj
def systemd_unit_command(settings: Settings, *, user: str | None, memory: str) -> None:
    """Print a hardened systemd unit for this home's node, on standard output."""
    from detente.serve import home as homes  # loads the crypto

    home = settings.home_dir().absolute()
    try:
        party = homes.load(home).party.party
    except Fault as fault:
        raise Unusable(str(fault)) from fault
    program = Path(sys.argv[0]).absolute()
    if not os.access(program, os.X_OK) or program.name != "detente":
        program = Path(sys.executable).with_name("detente")
    click.echo(
        UNIT.format(
            party=party,
            program=program,
            home=home,
            user=user or _owner(home),
            memory=memory,
            protect_home="no" if _under_home(home) or _under_home(program) else "yes",
        ),
        nl=False,
    )


def _under_home(path: Path) -> bool:
    return path.is_relative_to("/home") or path.is_relative_to("/root")


def _owner(home: Path) -> str:
    try:
        return home.owner()
    except (KeyError, OSError):
        return getpass.getuser()
