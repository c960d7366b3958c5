"""Plans: many messages from one file, released in one request or only tried, each judged alone.

The file is what POST …/plans takes, `{"messages": […]}`, with one ease: a volume may be typed as
on the command line, or be `@FILE#NAME`. A message that is refused holds up no other: a planner at
night is better served by 39 of 40 notices and a reason than by none. What was released is said with
its number, because that part has been sent and is not to be sent again.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from detente.cli.faults import REFUSED, Refused, Unusable
from detente.cli.say import say, say_json
from detente.cli.volumes import is_drawing, volume_from_file
from detente.core.line.field import Kind
from detente.core.line.tables import FORMATS
from detente.core.units import MS_PER_S
from detente.wire.human_fields import Typed, fields_from_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.cli.client import Client, LineName
    from detente.cli.settings import Settings
    from detente.core.refusal import Refusal
    from detente.core.values import Json
    from detente.serve.http.types import PlanBody, PlanView, SendBody


def plan_in(data: bytes, settings: Settings) -> PlanBody:
    """The plan that a file holds.

    Raises Unusable for a plan of a wrong form, Refused for all volumes that cannot be read.
    """
    from detente.serve.http.types import PlanBody  # loads the crypto

    try:
        plan = msgspec.json.decode(data, type=PlanBody)
    except msgspec.MsgspecError as error:
        raise Unusable(f"this is no plan: {error}") from error
    at_ms = settings.now_ms() // MS_PER_S * MS_PER_S
    read = [_volumes_read(one, index, at_ms) for index, one in enumerate(plan.messages)]
    wrong = [refusal for one in read if isinstance(one, list) for refusal in one]
    if wrong:
        raise Refused("nothing was sent: what was typed cannot be read", wrong)
    return PlanBody(messages=tuple(one for one in read if not isinstance(one, list)))


def release(client: Client, line: LineName, plan: PlanBody, settings: Settings) -> None:
    """Release a plan; says what became of each message. Raises Refused when one was refused."""
    from detente.serve.http.types import PlanView

    view = client.post(f"{line.path}/plans", plan, PlanView)
    if settings.json:
        say_json(view)
        sys.exit(REFUSED if view.refused else 0)
    _say_released(plan, view)
    if view.refused:
        refusals = [
            refusal
            for index, item in enumerate(view.items)
            for refusal in _placed(index, item.refusals)
        ]
        raise Refused(
            f"{view.refused} of {len(view.items)} refused; the others are released", refusals
        )


def _say_released(plan: PlanBody, view: PlanView) -> None:
    for index, (sent, item) in enumerate(zip(plan.messages, view.items, strict=True)):
        if item.accepted is None:
            say(f"messages[{index}] {sent.format}: refused", bold=True)
            continue
        said = f"released as {item.accepted.number}"
        if item.accepted.draft is not None:
            said = f"kept as draft {item.accepted.draft}, NOT released   -> detente drafts"
        say(f"messages[{index}] {sent.format}: {said}")
        for conflict in item.accepted.conflicts:
            say(f"  CONFLICT {conflict}   -> detente conflicts", bold=True)
    waiting = f", {view.drafts} wait for a second officer" if view.drafts else ""
    say(f"{view.released} released{waiting}, {view.refused} refused.")


def check(client: Client, line: LineName, plan: PlanBody, settings: Settings) -> None:
    """Try each message of a plan; nothing is released. Raises Refused when one would be refused."""
    from detente.serve.http.types import CheckView

    views = [
        client.post(f"{line.path}/checks?preview=false", one, CheckView) for one in plan.messages
    ]
    if settings.json:
        say_json(views)
        sys.exit(0 if all(view.accepted for view in views) else REFUSED)
    for index, (one, view) in enumerate(zip(plan.messages, views, strict=True)):
        say(f"messages[{index}] {one.format}: {'sound' if view.accepted else 'refused'}")
        for conflict in view.conflicts:
            say(f"  CONFLICT {conflict.conflict}: {conflict.why}", bold=True)
    refusals = [
        refusal for index, view in enumerate(views) for refusal in _placed(index, view.refusals)
    ]
    if refusals:
        raise Refused("some of this would be refused; nothing was released", refusals)
    say("The node would take all of it. Nothing was released.")


def _volumes_read(body: SendBody, index: int, at_ms: int) -> SendBody | list[Refusal]:
    """The message with its typed volumes as numbers, or what is wrong with them."""
    fmt = FORMATS.get(body.format.upper())
    fields: dict[str, Json] = dict(body.fields)
    wrong: list[Refusal] = []
    for spec in fmt.fields if fmt else ():
        text = fields.get(spec.name)
        if spec.kind is not Kind.VOLUME or not isinstance(text, str):
            continue
        if text.startswith("@") and is_drawing(text[1:]):
            text = volume_from_file(text[1:], None, None, at_ms)
        found = fields_from_words((spec,), (f"{spec.name}={text}",), at_ms)
        if isinstance(found, Typed):
            fields[spec.name] = found.fields[spec.name]
        else:
            wrong += _placed(index, found)
    return wrong or msgspec.structs.replace(body, fields=fields)


def _placed(index: int, refusals: Iterable[Refusal]) -> list[Refusal]:
    """The refusals with the message's place in the plan before their fields."""
    return [replace(one, field=f"messages[{index}].{one.field}".rstrip(".")) for one in refusals]
