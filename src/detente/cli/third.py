"""Third parties, typed: labels, relaying, who depends on whom, and what was passed on to them."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.faults import Refused, Unusable
from detente.cli.inbox import message_path, safe
from detente.cli.messages import show_accepted
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.tables.choices import HEARD_BACK, PASS_STEPS, PATHS
from detente.core.line.tables.receipts import PSD
from detente.core.refusal import Refusal
from detente.wire.human_fields import field_from_text
from detente.wire.native import Accepted
from detente.wire.third_views import DependentView, IntroducedView


def _codes(choices: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(code for code, _ in choices)


@click.command(
    "introduce",
    epilog=example(
        "detente introduce cobalt --channel north --as south",
        "detente introduce amber --channel south --as north",
    ),
)
@click.argument("party")
@click.option("--as", "label", required=True, metavar="LABEL", help="What it is called there.")
@node_options
@line_options
@json_option
@click.pass_obj
def introduce_command(settings: Settings, *, party: str, label: str) -> None:
    """Introduce PARTY on a channel that it is no member of, under a label: facilitators only.

    Its key goes there with the label, its name does not. What it says can then be carried there,
    and is checked there against that key.
    """
    with connect(settings) as client:
        channel = client.line().channel
        body = {"party": party, "label": label}
        accepted = client.post(f"/v1/channels/{safe(channel)}/introduced", body, Accepted)
        if settings.json:
            say_json(accepted)
            return
        say(f"{party} is {label} on {channel}.", bold=True)
        mark = next(one for one in _labels(client) if (one.channel, one.label) == (channel, label))
        say(f"Its key, to be compared there by voice with {label} itself: {mark.fingerprint}")


@click.command(
    "introduced",
    epilog=example(
        "detente introduced",
        'detente introduced --pin south "1f0c 2b3a 77aa 0912 5be1 3c4d 90ab 61fe"',
    ),
)
@click.option(
    "--pin",
    "pin",
    nargs=2,
    metavar="LABEL FINGERPRINT",
    help="The party itself said, by another way, that its key has this fingerprint.",
)
@node_options
@line_options
@json_option
@click.pass_obj
def introduced_command(settings: Settings, *, pin: tuple[str, str] | None) -> None:
    """Show who speaks on our channels through a facilitator; pin the key behind a label.

    Until its fingerprint was compared by another way (voice, an attaché, a meeting), that a key is
    the label's rests on the facilitator alone, and every message says so.
    """
    with connect(settings) as client:
        if pin is not None:
            label, mark = pin
            found = [one for one in _labels(client) if one.label == label]
            if settings.channel:
                found = [one for one in found if one.channel.startswith(settings.channel)]
            if len(found) != 1:
                reason = f"{label!r} is introduced on {len(found)} channels"
                remedy = "See `detente introduced`, and name one with --channel"
                raise Refused("which one?", [Refusal("label", "label-unknown", reason, remedy)])
            path = f"/v1/channels/{safe(found[0].channel)}/introduced/{safe(label)}/pin"
            client.post(path, {"fingerprint": mark}, Accepted)
        labels = _labels(client)
    if settings.json:
        say_json(labels)
        return
    if not labels:
        say("Nobody speaks here through another.")
        return
    rows = [(one.channel, one.label, one.by, _known(one), one.fingerprint) for one in labels]
    table(("CHANNEL", "LABEL", "BY", "KEY", "FINGERPRINT"), rows)


def _labels(client: Client) -> list[IntroducedView]:
    return client.get("/v1/introduced", list[IntroducedView])


def _known(one: IntroducedView) -> str:
    if one.party:
        return f"of {one.party}, introduced by us"
    if one.changed:
        return "ANOTHER THAN THE ONE COMPARED"
    return "compared" if one.pinned else "not compared yet"


@click.command("relay", epilog=example("detente relay AMBER-2026-0001 --to south"))
@click.argument("number")
@click.option("--to", "to", required=True, metavar="CHANNEL", help="The channel, or how it begins.")
@node_options
@line_options
@json_option
@click.pass_obj
def relay_command(settings: Settings, *, number: str, to: str) -> None:
    """Carry message NUMBER of another party into another channel: facilitators only.

    Same words, under the label by which that channel knows the speaker, with its own signature.
    Its sender must have released it to everybody there. Receipts come back, and corrections,
    cancellations and ends follow, by themselves.
    """
    with connect(settings) as client:
        lines = client.status().lines
        known = sorted({one.channel for one in lines})
        hits = [one for one in known if one == to] or [one for one in known if one.startswith(to)]
        if len(hits) != 1:
            raise Unusable(f"which channel is {to!r}? There are: {', '.join(known)}")
        if settings.channel is None:
            settings.channel = _channel_of(client, number, hits[0], known, settings)
        line = client.line(number)
        accepted = client.post(
            f"{message_path(line, number)}/relay", {"channel": hits[0]}, Accepted
        )
        settings.channel = hits[0]
        there = client.line(number)
        show_accepted(client, there, accepted, settings, f"Relayed {number.upper()}", in_full=True)


def _channel_of(
    client: Client, number: str, to: str, known: list[str], settings: Settings
) -> str | None:
    """The one other channel that holds the number; None when several or none do."""
    found = []
    for channel in known:
        if channel == to:
            continue
        settings.channel = channel
        try:
            client.get(message_path(client.line(number), number), dict)
        except Refused:
            continue
        found.append(channel)
    return found[0] if len(found) == 1 else None


@click.command(
    "passed",
    epilog=example(
        "detente passed COBALT-2026-0001 shore-guard --means voice --heard-back yes",
        "detente passed COBALT-2026-0001 shore-guard --at 08:12Z --by watch-2 --means radio",
        "detente passed COBALT-2026-0001 shore-guard --step UNREACHABLE",
    ),
)
@click.argument("number")
@click.argument("party")
@click.option("--step", default="PASSED", show_default=True, help=f"{_codes(PASS_STEPS)}.")
@click.option("--at", "at", metavar="TIME", help="When, if not now; such as 08:12Z.")
@click.option("--by", "passed_by", metavar="DESK", help="Which desk passed it on [yours].")
@click.option("--means", metavar="CODE", help=f"{_codes(PATHS)}.")
@click.option("--heard-back", "heard_back", metavar="CODE", help=f"{_codes(HEARD_BACK)}.")
@click.option("--code", metavar="CODE", help="With --step ANSWER: the answer there.")
@click.option("--reason", metavar="CODE", help="With an answer that needs one.")
@click.option("--remarks", metavar="TEXT", help="Free text, carried as written, not agreed.")
@click.option("--acknowledge", multiple=True, metavar="RULE", help="Pass this doubt: it happened.")
@node_options
@line_options
@json_option
@click.pass_obj
def passed_command(
    settings: Settings, /, *, number: str, party: str, at: str | None, **given: object
) -> None:
    """Say that message NUMBER was passed on to PARTY, which is not on the line.

    PARTY is one that your side declared (send DEP). Both sides then see when it was told, by whom
    and how; until then the message is open for it.
    """
    body = {name: value for name, value in given.items() if value is not None}
    body["acknowledged"] = body.pop("acknowledge", ())
    body["party"] = party
    if at is not None:
        spec = PSD.field("at_ms")
        assert spec is not None, "the table has it"
        when = field_from_text(spec, at, settings.now_ms(), "at")
        if isinstance(when, tuple):
            raise Refused("the time cannot be read", list(when))
        body["at_ms"] = when.json
    with connect(settings) as client:
        line = client.line(number)
        accepted = client.post(f"{message_path(line, number)}/passed", body, Accepted)
        show_accepted(client, line, accepted, settings, f"Passed on {number.upper()} to {party}")


@click.command("dependents", epilog=example("detente dependents", "detente dependents --json"))
@node_options
@json_option
@click.pass_obj
def dependents_command(settings: Settings) -> None:
    """Show the parties that are reached through a member, and what each has not been told yet.

    A member declares one with: detente send DEP party=NAME kind=CODE may_forward=CODES
    """
    with connect(settings) as client:
        found = client.get("/v1/dependents", list[DependentView])
    if settings.json:
        say_json(found)
        return
    if not found:
        say("No party is declared as reached through a member.")
        return
    times = Times(settings)
    for one in found:
        say(f"{one.party} ({one.kind}), reached through {one.through}", bold=True)
        until = f" until {times.full(one.to_ms)}" if one.to_ms is not None else ""
        rows = [
            ("line", f"{one.channel} {one.status}"),
            ("declared", f"{one.number}{until}"),
            ("may be told", ", ".join(one.kinds)),
            ("reached by", one.means or "not said"),
            ("NOT TOLD YET", ", ".join(one.open) or "nothing known"),
        ]
        pairs(rows)
