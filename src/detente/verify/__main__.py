"""``python -m detente.verify FILE``: check an evidence file and print the timeline it proves.

Exit code 0: good; 1: broken, with the entry and what is wrong; 2: the file cannot be used.
Needs no configuration, no network and none of the running product.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from detente.journal.forms import Malformed, is_name
from detente.journal.signatures import public_from_text
from detente.verify.check import verify_file
from detente.verify.parties import Pin
from detente.verify.report import MessageRow, Verdict, report_words, row_words
from detente.verify.single import Step, read_entry, step_words, verdict_of, verify_entry


def main(argv: Sequence[str] | None = None) -> int:
    """Check the file named in `argv`; prints, and returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="detente-verify",
        description="Check an evidence file. Exit code 0: good, 1: broken, 2: unusable.",
    )
    parser.add_argument(
        "file",
        type=Path,
        help="evidence file (.jsonl, .jsonl.gz), or one entry as the console saves it",
    )
    parser.add_argument(
        "--pin",
        action="append",
        default=[],
        metavar="PARTY=KEY",
        help="a party's key (base64) or fingerprint, as you know it from elsewhere; repeatable",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, report last")
    parser.add_argument("--quiet", action="store_true", help="no timeline, only the report")
    options = parser.parse_args(argv)
    try:
        pinned = dict(_pin(text) for text in options.pin)
    except Malformed as error:
        sys.stderr.write(f"--pin: {error}\n")
        return Verdict.UNUSABLE
    entry = read_entry(options.file)
    if entry is not None:
        return _one_entry(verify_entry(entry, pinned), as_json=options.json)
    on_row = None if options.quiet else (_print_json if options.json else _print_words)
    report = verify_file(options.file, pinned, on_row=on_row)
    _print(_json({"report": report}) if options.json else report_words(report))
    return report.verdict


def _one_entry(steps: list[Step], *, as_json: bool) -> int:
    """Print what was found of a single saved entry; the exit code."""
    _print(_json({"steps": steps}) if as_json else step_words(steps))
    return verdict_of(steps)


def _pin(text: str) -> tuple[str, Pin]:
    """``PARTY=KEY`` in base64, or ``PARTY=FINGERPRINT`` with or without its spaces."""
    party, _, key = text.partition("=")
    if not is_name(party):
        raise Malformed("pin", "not PARTY=KEY")
    digits = key.replace(" ", "").lower()
    if re.fullmatch(r"[0-9a-f]{32}", digits, re.ASCII):
        return party, " ".join(digits[at : at + 4] for at in range(0, 32, 4))
    return party, public_from_text(key)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _print_json(row: MessageRow) -> None:
    _print(_json({"message": row}))


def _print_words(row: MessageRow) -> None:
    _print(row_words(row))


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends us quietly
    sys.exit(main())
