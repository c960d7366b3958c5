"""`exercise`: while one is under way, who names no status means EXERCISE, and every output says so.

What is ACTUAL goes on beside it, is shown with its own mark, and a FLASH sounds as ever.
"""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.say import Times, say, say_json
from detente.cli.settings import Settings, json_option, node_options
from detente.wire.channel_views import ExerciseView


@click.group(
    "exercise",
    epilog=example(
        'detente exercise begin "Quiet Coast"',
        "detente send LCK                     a check of the exercise",
        "detente send LCK --status ACTUAL     a real one, all the same",
        "detente exercise end",
    ),
)
@node_options
@json_option
def exercise_command() -> None:
    """Begin and end an exercise at this node. Each node of the line begins its own.

    An exercise has numbers, journals, a picture and conflicts of its own, whether the mode is on or
    not: the mode decides what an officer means who names no status.
    """


@exercise_command.command("show")
@node_options
@json_option
@click.pass_obj
def exercise_show(settings: Settings) -> None:
    """Show whether an exercise is under way here."""
    with connect(settings) as client:
        view = client.get("/v1/exercise", ExerciseView)
    if settings.json:
        say_json(view)
    elif view.name:
        since = Times(settings).full(view.since_ms)
        say(f"The exercise {view.name} is under way since {since}, begun by {view.by}.", bold=True)
    else:
        say("No exercise is under way here: everything is ACTUAL unless it says otherwise.")


@exercise_command.command("begin")
@click.argument("name")
@node_options
@json_option
@click.pass_obj
def exercise_begin(settings: Settings, *, name: str) -> None:
    """Begin the exercise NAME: from now on EXERCISE is meant unless --status says otherwise."""
    with connect(settings) as client:
        view = client.post("/v1/exercise", {"name": name}, ExerciseView)
    if settings.json:
        say_json(view)
        return
    say(f"The exercise {view.name} has begun at this node.", bold=True)
    say("Who names no status means EXERCISE. What is real: --status ACTUAL; a real FLASH sounds.")
    say("Tell the other side: each node begins its own.")


@exercise_command.command("end")
@node_options
@json_option
@click.pass_obj
def exercise_end(settings: Settings) -> None:
    """End the exercise: who names no status means ACTUAL again."""
    with connect(settings) as client:
        client.delete("/v1/exercise")
    if settings.json:
        say_json(ExerciseView())
        return
    say("The exercise is over at this node: ACTUAL is meant again.", bold=True)
