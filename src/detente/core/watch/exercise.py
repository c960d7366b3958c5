"""Exercise mode: while it lasts, what is sent and shown is EXERCISE unless somebody says ACTUAL.

The separation itself does not rest on it: an exercise has its own journals, numbers, pictures and
conflicts, always. The mode decides only what an officer means who names no status, and makes every
output say so, because a drill taken for real, and a real alert taken for a drill, are the same
mistake. What is ACTUAL goes on beside it: a FLASH sounds, is shown first and is told apart. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.events import ExerciseBegun, ExerciseEnded
from detente.core.line.decision import ROLES
from detente.core.line.field import check_text
from detente.core.line.message import Role, Signature, Status
from detente.core.line.state import State, house
from detente.core.refusal import Refusal
from detente.core.watch.held import RunningExercise

if TYPE_CHECKING:
    from detente.core.events import Event
    from detente.core.line.message import Line

NAME_CHARS_MAX: Final = 40  # it stands in a banner over everything, on 80 columns
LEAST_ROLE: Final = Role.RELEASER  # it changes what everybody at this node means


def begin(
    state: State, by: Signature, name: str
) -> tuple[tuple[Line, Event], ...] | tuple[Refusal, ...]:
    """Begin an exercise, or every reason why not."""
    problems = [*_role(by), *check_text(name, "name", NAME_CHARS_MAX)]
    if not problems and not name.strip():
        problems.append(Refusal("name", "exercise-name", "the name is empty", "Name the exercise"))
    if state.exercise is not None:
        reason = f"the exercise {state.exercise.begun.name} is under way"
        remedy = "End it first: detente exercise end"
        problems.append(Refusal("name", "exercise-under-way", reason, remedy))
    return tuple(problems) or ((house(Status.ACTUAL), ExerciseBegun(name, by)),)


def end(state: State, by: Signature) -> tuple[tuple[Line, Event], ...] | tuple[Refusal, ...]:
    """End the exercise that is under way."""
    problems = _role(by)
    if problems:
        return problems
    if state.exercise is None:
        remedy = "Nothing is left to do"
        return (Refusal("", "no-exercise", "no exercise is under way at this node", remedy),)
    return ((house(Status.ACTUAL), ExerciseEnded(state.exercise.begun.name, by)),)


def fold_exercise(state: State, event: ExerciseBegun | ExerciseEnded, at_ms: int) -> None:
    """Take the event into the state. Total: an end without a beginning changes nothing."""
    state.exercise = RunningExercise(event, at_ms) if isinstance(event, ExerciseBegun) else None


def _role(by: Signature) -> tuple[Refusal, ...]:
    if ROLES.index(by.role) >= ROLES.index(LEAST_ROLE):
        return ()
    reason = f"an exercise needs the role {LEAST_ROLE.value}, {by.officer} is {by.role.value}"
    return (Refusal("by.role", "role", reason, f"Ask a {LEAST_ROLE.value}"),)
