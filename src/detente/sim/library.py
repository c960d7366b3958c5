"""The scenarios that come with detente, by name; a path to a file works too."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from detente.core.refusal import Fault
from detente.sim.scenario import BadScenario, Scenario, parse

DEFAULT = "coast"
FILE_BYTES_MAX = 1_000_000  # far more than a story that a person reads


class NoSuchScenario(Fault):
    """Neither a scenario of the library nor a file. name: what was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no scenario {name!r}; there are {', '.join(names())}, or give a file")
        self.name = name


def names() -> list[str]:
    """Names of the scenarios that come with detente, the default first."""
    found = [
        item.name.removesuffix(".txt")
        for item in (files("detente.sim") / "scenarios").iterdir()
        if item.name.endswith(".txt")
    ]
    return sorted(found, key=lambda name: (name != DEFAULT, name))


def load(name: str) -> Scenario:
    """A scenario by its name or by the path of its file.

    Raises NoSuchScenario, or BadScenario with the line and the reason.
    """
    if name in names():
        text = (files("detente.sim") / "scenarios" / f"{name}.txt").read_text("utf-8")
        return parse(text, name)
    path = Path(name)
    if not path.is_file():
        raise NoSuchScenario(name)
    if path.stat().st_size > FILE_BYTES_MAX:
        raise BadScenario(1, f"the file is larger than {FILE_BYTES_MAX} bytes")
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadScenario(1, f"the file is no UTF-8 text ({error.reason})") from error
    return parse(text, path.stem)
