"""`actors`, `ties` and `cooperation`: who there is, how they stand, in what they work together."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.contact_words import drill, show_cooperation, show_reported
from detente.cli.say import pairs, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.wire.consultation_views import (
    ActorNameView,
    ActorRecordView,
    ActorView,
    CooperationView,
    HolderView,
    TieActView,
    TieTermsView,
    TieView,
)


@click.command("actors", epilog=example("detente actors", "detente actors --on 2016-06"))
@click.option("--on", metavar="DAY", help="Who holds which office at this day, month or year.")
@node_options
@line_options
@json_option
@click.pass_obj
def actors_command(settings: Settings, *, on: str | None) -> None:
    """Show the actors on record or named: as each side names them, people in office, standings.

    Who is named and sits at no table is listed with "no account held". Put one on record: detente
    send ACT actor=NAME kind=state people='name=…; office=…; from_day=2016-05'.
    """
    with connect(settings) as client:
        found = client.get(f"{client.line().path}/actors", tuple[ActorView, ...], on=on)
    if settings.json:
        say_json(found)
        return
    for one in found:
        _actor(one)


def _actor(one: ActorView) -> None:
    seated = f"here through {', '.join(one.seats)}" if one.seats else "not a member here"
    table = f"member as {one.at_table}" if one.at_table else seated
    account = "account held" if one.account == "held" else "NO ACCOUNT HELD"
    say(f"{drill(one.status.value)}{one.name}: {table}, {account}", bold=True)
    pairs(
        [
            *((f"as {view.party} says", ", ".join(_kind(view)))
              for view in one.records),
            ("members", _members(one)),
            ("names", "\n".join(_name(each) for each in one.names)),
            ("in office", "\n".join(_holder(each) for each in one.people)),
            ("named as", ", ".join(f"{each.standing_words} in {each.name}"
                                   for each in one.standings)),
            ("named in", ", ".join(one.named_in)),
        ]
    )  # fmt: skip
    for problem in one.remarks:
        say(f"  !! {problem}", bold=True)
    show_reported(one.reported)


def _kind(view: ActorRecordView) -> list[str]:
    part = f"part of {view.part_of}" if view.part_of else ""
    before = f"successor of {view.successor_of}" if view.successor_of else ""
    return [one for one in (view.kind_words, part, before) if one]


def _members(one: ActorView) -> str:
    return "\n".join(
        f"{member.name}, {member.standing_words} ({view.party})"
        for view in one.records
        for member in view.members
    )


def _name(one: ActorNameView) -> str:
    known = {True: ", recognised", False: ", not recognised", None: ""}[one.recognised]
    return f"{one.name} by {one.by}{known} ({one.number})"


def _holder(one: HolderView) -> str:
    dates = f"{one.from_day or '?'} to {one.until_day or 'now'}"
    unsure = ", the dates leave it open" if one.held is None and one.from_day == "" else ""
    return f"{one.name}, {one.office}, {dates}{unsure} ({one.said_by}, {one.number})"


@click.command("ties", epilog=example("detente ties"))
@node_options
@line_options
@json_option
@click.pass_obj
def ties_command(settings: Settings) -> None:
    """Show relations, mechanisms and talks: since when, broken off and restored, as each side says.

    Put it on record: detente send CSU tie=relations act=restored with='Amber, Cobalt' day=1991-10.
    The other side answers AGREE, or says otherwise in its own.
    """
    with connect(settings) as client:
        found = client.get(f"{client.line().path}/ties", tuple[TieView, ...])
    if settings.json:
        say_json(found)
        return
    if not found:
        say("No tie is on record on this line.")
    for one in found:
        _tie(one)


def _tie(one: TieView) -> None:
    name = f" {one.name}" if one.name else ""
    state = "THE SIDES SAY DIFFERENT THINGS" if one.state == "differs" else one.state
    between = ", ".join(one.between)
    say(f"{drill(one.status.value)}{one.tie_words}{name} of {between}: {state}", bold=True)
    for each in one.before:
        who = f"{each.successor} succeeds {each.predecessor}, says {each.said_by}"
        say(f"  before, of {', '.join(each.between)}: {each.state} ({who})")
    for period in one.periods:
        until = period.until or "now"
        mark = "" if period.on else ", and not in being"
        said = ", ".join(period.said_by)
        say(f"  {period.since} to {until}  {period.act_words}, says {said}{mark}")
    if one.state == "differs":
        for act in one.by_party:
            say(f"  {act.party}: {act.act_words} since {act.day} ({act.number})")
    for terms in one.terms:
        say(f"  as {terms.party} says: {_terms(terms)}")
    for act in one.acts:
        if words := _because(act):
            say(f"  {act.number} of {act.party}: {words}")


def _terms(one: TieTermsView) -> str:
    """What a side says that a tie is."""
    said = [
        f"rests on: {one.rests_on_words}" if one.rests_on else "",
        f"under {one.agreement}" if one.agreement else "",
        one.secrecy_words,
        f"levels: {', '.join(one.level_words)}" if one.level_words else "",
        one.rhythm,
        f"channels: {', '.join(one.channels)}" if one.channels else "",
    ]
    return "; ".join(part for part in said if part)


def _because(act: TieActView) -> str:
    expected = f"expected again {act.expected}" if act.expected else ""
    because = f"because {act.because}" if act.because else ""
    return ", ".join(part for part in (expected, because) if part)


@click.command("cooperation", epilog=example("detente cooperation"))
@node_options
@line_options
@json_option
@click.pass_obj
def cooperation_command(settings: Settings) -> None:
    """Show the fields of cooperation: how many are stated, which are named, lead and state.

    Put them on record: detente send CFC contact=NUMBER count=14 fields='field=…; state=named'.
    """
    with connect(settings) as client:
        found = client.get(f"{client.line().path}/cooperation", tuple[CooperationView, ...])
    if settings.json:
        say_json(found)
    elif found:
        show_cooperation(found)
    else:
        say("No field of cooperation is on record on this line.")
