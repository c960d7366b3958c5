"""The administrator's guide works as it stands: archive, install, alarms, watch, backup, typed.

The archive is built from these sources and installed without a network; what is typed afterwards is
the installed product. A real mail server and a real receiver listen. Only paths and ports change.
"""

from __future__ import annotations

import os
import shutil

import pytest

from tests.support.bundles import archive_of
from tests.support.outside import MailServer, Receiver, siren
from tests.support.terminal import ROOT, Terminal, free_ports

PAGE = ROOT / "docs" / "guide-administrator.md"


def ready(terminal: Terminal) -> None:
    """A machine as the guide finds it: the archive carried over, places to put things."""
    archive = archive_of(terminal.folder / "build")
    for carried in (archive, archive.with_name(archive.name + ".sha256")):
        shutil.copy(carried, terminal.folder)
    for name in ("media/safe", "backups"):
        (terminal.folder / name).mkdir(parents=True)
    path = f"{terminal.folder}/opt/current/bin:{os.environ['PATH']}"
    terminal.env = {"PATH": path, "HOME": str(terminal.folder), "LANG": "C.UTF-8"}


@pytest.mark.slow
def test_the_administrators_guide_works_as_it_stands(terminal: Terminal) -> None:
    """Who follows the page from top to bottom has a node that runs, alarms, and is backed up."""
    ready(terminal)
    folder = terminal.folder
    siren(folder / "siren", folder / "told", f'cat >> "{folder}/told"; echo >> "{folder}/told"')
    with MailServer(folder) as mail, Receiver() as hook:
        api, peers = free_ports(2)
        changed = {
            "/opt/detente": "opt",
            "/var/lib/detente": "run",
            "/usr/local/bin/siren": str(folder / "siren"),
            "/backups": "backups",
            "/media": "media",
            "8700": api,
            "8701": peers,
            '"port": 2525': f'"port": {mail.port}',
            "http://127.0.0.1:9300/alarm": hook.url,
        }
        text = PAGE.read_text(encoding="utf-8")
        for old, new in changed.items():
            assert old in text, old
            text = text.replace(old, new)
        assert terminal.follow(text, passed_over=("scripts/", "export ")) > 15
        assert len(mail.mails) == 2  # the test, and that the node is down
        assert len(hook.posts) == 2
        assert (folder / "told").read_text("utf-8").count("detente_alarm") == 2
