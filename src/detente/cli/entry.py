"""`entry`: the signed entry behind a message or a position, checked here and not by the node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.faults import Refused
from detente.cli.inbox import safe
from detente.cli.say import Times, pairs, say, say_json
from detente.cli.settings import Settings, json_option, node_options
from detente.core.refusal import Refusal
from detente.journal.entry import decode_header, verify_body, verify_signature
from detente.journal.forms import Malformed, from_base64, origin_of
from detente.journal.merkle import leaf_hash, verify_inclusion
from detente.journal.note import (
    ED25519,
    cosigned_at,
    is_signed,
    parse_checkpoint,
    parse_note,
    parse_verifier_key,
)
from detente.journal.signatures import fingerprint, public_from_text
from detente.wire.entry_views import EntryView, ProvedView
from detente.wire.native import MessageView

COSIGNER: Final = "detente/"


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was checked, and whether it holds; None: it cannot be, and why."""

    what: str
    holds: bool | None
    detail: str = ""


@click.command("entry", epilog=example("detente entry AMBER-2026-0007", "detente entry 1234"))
@click.argument("what", metavar="NUMBER|POSITION")
@node_options
@json_option
@click.pass_obj
def entry_command(settings: Settings, what: str) -> None:
    """Show the signed entry of a message, or at a local position, and check it.

    What the node gives is checked here: header, signature, body, place in the tree, and every
    cosignature. Exit code 1 when anything does not hold. That a key is its party's is for you to
    know: compare the fingerprint with what you have from elsewhere.
    """
    with connect(settings) as client:
        position = what
        if not what.isdigit():
            line = client.line(what)
            held = client.get(f"{line.path}/messages/{safe(what.upper())}", MessageView)
            position = str(held.position)
        view = client.get(f"/v1/entries/{position}", EntryView)
    found = list(checks(view))
    if settings.json:
        say_json(view)
    else:
        _show(view, found, Times(settings))
    bad = [one for one in found if one.holds is False]
    if bad:
        remedy = "Keep what the node gave (--json), and verify the whole record: detente export"
        refusals = [
            Refusal("entry", "entry-broken", f"{one.what}: {one.detail}", remedy) for one in bad
        ]
        raise Refused("this is not what its author signed, or not where it stood", refusals)


def _show(view: EntryView, found: list[Checked], times: Times) -> None:
    say(f"{view.journal} entry {view.sequence}: {view.kind}", bold=True)
    pairs(
        [
            ("author", view.author),
            ("at", f"{times.full(view.at_ms)} by its clock"),
            ("held", times.full(view.held_at_ms)),
            ("position", str(view.position)),
            ("key", f"{view.fingerprint} ({view.by})"),
            ("leaf", view.leaf),
            ("final", _final(view)),
        ]
    )
    words = {True: "holds", False: "FAILS", None: "not checked"}
    for one in found:
        say(f"  {words[one.holds]:<11}  {one.what}{': ' if one.detail else ''}{one.detail}")


def _final(view: EntryView) -> str:
    """As the node says: who had to hold the entry is in the journal before it, not in the entry."""
    if view.final:
        return "yes, the node says"
    return f"no, not known of {', '.join(view.missing)}" if view.missing else "no: our own alone"


def checks(view: EntryView) -> Iterator[Checked]:
    """Everything that can be checked of an entry with nothing but its bytes and its keys."""
    try:
        header_bytes, key = from_base64(view.header, "header"), public_from_text(view.key)
        header = decode_header(header_bytes)
        signature = from_base64(view.signature, "signature")
    except Malformed as error:
        yield Checked("header", holds=False, detail=str(error))
        return
    same = (header.journal, header.sequence) == (view.journal, view.sequence)
    yield Checked("header", holds=same, detail="" if same else "is of another place")
    yield Checked("signature", holds=verify_signature(header_bytes, signature, key))
    yield _body(view, header_bytes)
    named = fingerprint(key) == view.fingerprint
    yield Checked("fingerprint", holds=named, detail=view.fingerprint)
    for proof in view.proofs:
        yield from _proof(view, proof, leaf_hash(header_bytes))


def _body(view: EntryView, header_bytes: bytes) -> Checked:
    if view.salt is None or view.body is None:
        why = "it waits for a second officer" if view.unsaid else "it was deleted"
        return Checked("body", holds=None, detail=why)
    try:
        salt, body = from_base64(view.salt, "salt"), from_base64(view.body, "body")
    except Malformed as error:
        return Checked("body", holds=False, detail=str(error))
    return Checked("body", holds=verify_body(decode_header(header_bytes), salt, body))


def _proof(view: EntryView, proof: ProvedView, leaf: bytes) -> Iterator[Checked]:
    """The leaf's place under one checkpoint, and who signed that."""
    what = f"checkpoint of {proof.size}"
    try:
        note = parse_note(proof.note)
        head = parse_checkpoint(note.text)
        hashes = [from_base64(one, "hash") for one in proof.hashes]
        keys = [parse_verifier_key(one) for one in view.keys]
    except Malformed as error:
        yield Checked(what, holds=False, detail=str(error))
        return
    ours = head.origin == origin_of(view.journal)
    inside = ours and verify_inclusion(leaf, view.sequence, head.size, hashes, head.root)
    yield Checked(f"{what}: the entry is in it", holds=inside)
    author = [one.public for one in keys if one.kind == ED25519 and one.name == head.origin]
    signed = any(is_signed(note, head.origin, one) for one in author)
    yield Checked(f"{what}: signed by {view.author}", holds=signed)
    for party in proof.cosigners:
        name = f"{COSIGNER}{party}"
        theirs = [one.public for one in keys if one.kind != ED25519 and one.name == name]
        held = cosigned_at(note, name, *theirs) is not None
        yield Checked(f"{what}: cosigned by {party}", holds=held)
