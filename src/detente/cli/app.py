"""The command `detente`: its list of commands, its help, and the one place where faults end.

A command's module is imported when the command is used. The table below holds the one-line help
of each, so that `detente --help` imports none of them (a test compares it with the commands).
"""

from __future__ import annotations

import importlib
from typing import Any

import click

from detente.cli.faults import CommandFault, Unusable
from detente.cli.settings import Settings, json_option, node_options

EXIT_CODES = """\b
Exit codes:
  0  done
  1  refused (field, reason and remedy are said), or broken evidence
  2  wrong usage, or a file or home that cannot be used
  3  no node reached
  4  not allowed: unknown token, or a role that may not do this
  5  done, and something needs attention (doctor)"""

EXAMPLES = """\b
Examples:
  detente init amber --name "Amber Air Operations" --utc-offset 3
  detente serve
  detente open Coast                     opens a channel
  detente invite                         an invitation for the other side
  detente formats NWA                    which fields a warning has
  detente send NWA hazard=air-surface own_traffic=leaving \\
      volume="circle 22.9S 14.4E 10NM SFC-FL200 08:00Z-09:00Z"
  detente inbox
  detente read COBALT-2026-0001
  detente readback COBALT-2026-0001
  detente answer COBALT-2026-0001 WILCO
  detente watch                          live, with a bell for FLASH"""

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Set up": {
        "init": ("home", "Make the home of a party's node: keys, card, first token."),
        "serve": ("home", "Run the node of this home until stopped."),
        "open": ("home", "Open a channel: the line to one or more parties."),
        "invite": ("home", "Write an invitation into a channel, good once."),
        "join": ("home", "Join the channel that an invitation opens."),
        "channel": ("channel", "Kinds and rules; declare, suspend, resume; the gap between."),
        "officers": ("officers", "Show, add or remove the officers of this node."),
        "sign-in-link": ("sign_in", "Make a link that signs an officer in at the console, once."),
        "sessions": ("sign_in", "Show who is signed in at the console; end a session."),
    },
    "Administer": {
        "doctor": ("doctor", "Examine keys, disk, record, clocks, peers: what is to be done."),
        "backup": ("backup", "Copy record and keys while the node serves, signed."),
        "restore": ("backup", "Put a backup back, after checking all of it."),
        "keys": ("keys", "Show keys; change a signing key, or replace a lost or stolen one."),
        "retention": ("retention", "Show how long bodies are kept; delete what is over."),
        "renew-certificate": ("certificate", "Make a new certificate and tell every peer."),
        "systemd-unit": ("unit", "Print a unit that runs this home's node as a service."),
    },
    "Messages": {
        "formats": ("formats", "Show the formats, or the fields of one."),
        "check": ("messages", "Try a message: what would be refused, warned of, in conflict."),
        "send": ("messages", "Release a message on the line."),
        "inbox": ("inbox", "Show the messages, the most urgent and newest first."),
        "language": ("language", "Languages: show, add, review, sign off, read a text back."),
        "show": ("inbox", "Show one message with all that is known of it."),
        "read": ("receipts", "Show a message and say that you have read it."),
        "readback": ("receipts", "Say back place, time and height as your node computed them."),
        "confirm": ("receipts", "Confirm that a read-back says what you meant."),
        "answer": ("receipts", "Answer a message with a code of its format."),
        "correct": ("receipts", "Replace fields of your own message."),
        "cancel": ("receipts", "Take back your own message."),
        "humanitarian": ("humanitarian", "Notify sites and movements; details for some only."),
        "disclosures": ("humanitarian", "Show who was given exact details, when, why."),
        "drafts": ("drafts", "Show what waits for an officer's release."),
        "release": ("drafts", "Release drafts exactly as they were kept."),
        "drop": ("drafts", "Drop drafts: they are not released."),
        "end": ("receipts", "Say that the activity of your own message has ended."),
        "disseminated": ("gaps", "Say that a level of your side has a message, or has not."),
    },
    "Look": {
        "status": ("look", "Who am I, is the line open, what is running out of time."),
        "watch": ("watch", "Show what happens as it happens; FLASH rings the bell."),
        "conflicts": ("look", "Show the conflicts between notices."),
        "ways": ("ways", "Show the ways out of a conflict, best first, for each side."),
        "picture": ("picture", "Show every volume that this node knows of."),
        "zones": ("zones", "Show the zones that each side claims, and what became of them."),
        "gaps": ("gaps", "Show what has not come down to the crew yet."),
        "feed": ("feed", "Give areas to displays; see what was given to whom."),
        "notam": ("notam", "Draft NOTAMs from messages, read NOTAMs into messages."),
        "volumes": ("volumes", "Show the volumes in a KML, GeoJSON, CAP or CoT file."),
        "where": ("where", "Show a place in all notations, and the nearest town."),
        "peers": ("look", "Show the other parties' nodes and their links."),
    },
    "Capitals": {
        "due": ("due", "Show what falls due by all registers, soonest first."),
        "calendar": ("due", "Write contacts and what falls due as a calendar file."),
        "contacts": ("contacts", "Show visits, meetings and calls; how often there was contact."),
        "contact": ("contacts", "One contact: record, agenda, readouts side by side."),
        "commitments": ("commitments", "Show what was promised, by whom, by when; how it stands."),
        "commitment": ("commitments", "Put a promise on record, confirm it, say how it stands."),
        "cooperation": ("actors", "Show the fields of cooperation: stated, named, their state."),
        "ties": ("actors", "Show relations and mechanisms: broken off, restored, periods."),
        "actors": ("actors", "Show who there is, under which names, in which office when."),
        "agreement": ("agreement", "Propose, sign, suspend, dispute, renew; what is in force."),
        "seal": ("seal", "Announce a coarse area now, with a seal over the exact notice."),
        "unseal": ("seal", "Open a sealed announcement: the exact notice, and its proof."),
        "sealed": ("seal", "Show sealed announcements: waiting, overdue, opened."),
        "disclosure": ("seal", "Show what was told of one activity, step by step."),
        "statement": ("statement", "Policies, practices, red lines, with source; never rules."),
        "rules": ("rules", "Show the rules that judge the line; judge tracks by them."),
        "findings": ("rules", "Show what the rules found, and what each side answers."),
        "finding": ("rules", "Show or answer one finding: accept, dispute, no record."),
        "ledger": ("review", "Show breaches as each side counts them, side by side."),
        "review": ("review", "Show the figures of a period that both sides read the same."),
        "cases": ("cases", "Show the incidents of the line: who tells what, what is owed."),
        "case": ("case", "Open an incident, tell, ask, agree on facts, close, report."),
        "source": ("source", "Keep what was said in public; confirm what it says."),
    },
    "Watch": {
        "alarm": ("alarm", "Show and acknowledge alarms, try the ways to the outside."),
        "roster": ("roster", "Show who is on duty, languages, and hours that lack somebody."),
        "exercise": ("exercise", "Begin and end an exercise: what is meant without a status."),
        "handover": ("handover", "Hand the watch over, and take it, with all that is open."),
    },
    "When things are poor": {
        "bundle": ("bundle", "Carry entries and receipts in files when the link is cut."),
        "print": ("paper", "Print a message for paper or voice, with check codes."),
        "paper": ("paper", "Write down what came by voice, radio, fax or paper."),
        "card": ("card", "Print the card of the alerts, for a telephone and nothing else."),
        "crew-card": ("crew_card", "Print the crew's card: frequencies, phrases, signals."),
    },
    "Third parties": {
        "introduce": ("third", "Introduce a party on a channel of the other side, by a label."),
        "introduced": ("third", "Show who speaks through another; pin the key behind a label."),
        "relay": ("third", "Carry a message into another channel: facilitators only."),
        "dependents": ("third", "Show parties reached through a member, and what they miss."),
        "passed": ("third", "Say that a message was passed on to one of them."),
    },
    "Prove": {
        "journals": ("record", "Show what is kept, delivered and final of each journal."),
        "entry": ("entry", "Show the signed entry of a message, and check it here."),
        "evidence": ("record", "Show what was refused from peers and kept."),
        "export": ("record", "Write the record to an evidence file."),
        "tiles": ("tiles", "Write hashes and headers as static files for other tools."),
        "witness": ("witness", "Run a witness of hashes, or have your channels witnessed."),
        "verify": ("record", "Verify an evidence file, offline."),
    },
}
_WHERE = {name: module for section in SECTIONS.values() for name, (module, _) in section.items()}


class Commands(click.Group):
    """A group whose commands are imported when used, and whose faults end in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the help."""
        del ctx
        return list(_WHERE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        del ctx
        if cmd_name not in _WHERE:
            return None
        module = importlib.import_module(f"detente.cli.{_WHERE[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section."""
        del ctx
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name, words) for name, (_, words) in commands.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the world did wrong becomes words and an exit code."""
        settings = ctx.ensure_object(Settings)
        try:
            return super().invoke(ctx)
        except CommandFault as fault:
            fault.as_json = settings.json
            raise
        except BrokenPipeError:
            raise  # click ends quietly when the reader of our output has gone
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            unusable = Unusable(f"{where}{error.strerror or error}")
            unusable.as_json = settings.json
            raise unusable from error


def example(*lines: str) -> str:
    """The epilog of a command: its examples, and the exit codes."""
    shown = "\n".join(f"  {line}" for line in lines)
    return f"\b\nExamples:\n{shown}\n\n{EXIT_CODES}"


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"{EXAMPLES}\n\n{EXIT_CODES}",
)
@click.version_option(package_name="detente", prog_name="detente")
@node_options
@json_option
def detente() -> None:
    """Keep out of each other's way, and prove afterwards who told whom what, and when.

    detente lowers the risk of accidents between those who use it. It does no targeting, clears
    nothing to strike, and a missing notice takes away nobody's protection.
    """
