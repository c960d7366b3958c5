"""A file of entries while it is read: its pages for the node, and what became of the whole of it.

The API and the simulation read files by this and by nothing else. Whatever is wrong with a file is
named with its line, and what is right in it is taken all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from detente.core.events import BundleCame
from detente.journal import bundle
from detente.journal.entry import decode_header
from detente.journal.forms import NAME_CHARS_MAX, Malformed, is_name, to_base64
from detente.journal.push import RawEntry
from detente.node.inputs import BundlePart, BundleTaken, TakeBundle
from detente.wire.native import BundlePartView, BundleView

PAGE_ENTRIES: Final = 256  # taken in one commit; more would keep officers waiting
PROBLEMS_MAX: Final = 50  # named of one file; what is wrong with the rest is the same


@dataclass(slots=True)
class Page:
    """What has been read of a file and not been handed in."""

    entries: dict[str, list[RawEntry]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    receipts: list[tuple[str, str, str]] = field(default_factory=list)
    count: int = 0

    def input(self, carrier: str, keys: tuple[bytes, ...]) -> TakeBundle:
        """The page for the node."""
        names = sorted({*self.entries, *self.notes})
        parts = (
            BundlePart(name, tuple(self.entries.get(name, ())), tuple(self.notes.get(name, ())))
            for name in names
        )
        return TakeBundle(carrier, tuple(parts), tuple(self.receipts), keys)


@dataclass(slots=True)
class Part:
    """What has become of one journal's entries so far."""

    taken: int = 0
    held: int = 0
    waiting: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CarriedFile:
    """A file while it is read. problems: in sentences. whole: its end line fits it.

    Owned by who reads it; its reader is opened and closed by its owner.
    """

    reader: bundle.Reader
    problems: list[str] = field(default_factory=list)
    end: bundle.EndLine | None = None
    whole: bool = False

    @property
    def carrier(self) -> str:
        """Who made it, as it says; it proves nothing."""
        made_by = self.reader.opening.made_by
        return made_by if is_name(made_by) else "unknown"

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Statements of changed keys that it carries."""
        return tuple(text.encode("utf-8") for text in self.reader.opening.keys)

    def pages(self) -> Iterator[Page]:
        """The file in pages; lines that are none are named and left out."""
        page = Page()
        for number, line in self.reader.lines():
            if self.end is not None:
                self.problem(f"line {number}: something follows the end line")
                break
            self._line(number, line, page)
            if page.count >= PAGE_ENTRIES and isinstance(line, bundle.CheckpointLine):
                yield page
                page = Page()
        yield page
        if self.end is None:
            self.problem("the file is cut short: its end is missing. What came before it was taken")

    def _line(self, number: int, line: bundle.Line | bundle.Damaged, page: Page) -> None:
        match line:
            case bundle.EntryLine():
                self._entry(number, line, page)
            case bundle.CheckpointLine(journal=journal, note=note):
                page.notes.setdefault(journal, []).append(note)
            case bundle.CosignatureLine(journal=journal, cosigner=cosigner, note=note):
                page.receipts.append((journal, cosigner, note))
            case bundle.EndLine(sha256=sha256):
                self.end = line
                self.whole = to_base64(self.reader.digest) == sha256
                if not self.whole:
                    self.problem("the file was changed on its way: its digest does not fit")
            case bundle.Damaged(reason=reason):
                self.problem(f"line {number}: {reason}")
            case _:
                return  # what its maker refused is its own account, and nothing to us

    def _entry(self, number: int, line: bundle.EntryLine, page: Page) -> None:
        try:
            raw = bundle.raw_of(line)
            journal = decode_header(raw.header_bytes).journal
        except (Malformed, UnicodeEncodeError) as error:
            self.problem(f"line {number}: {error}")
            return
        page.entries.setdefault(journal, []).append(raw)
        page.count += 1

    def problem(self, text: str) -> None:
        """Name a problem, up to a limit."""
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(text)


def add(parts: dict[str, Part], outcome: BundleTaken) -> None:
    """Count what became of a page."""
    for one in outcome.parts:
        part = parts.setdefault(one.journal, Part())
        part.taken += one.taken
        part.held += one.held
        part.waiting = one.waiting
        part.refused += [why for why in one.refused if why not in part.refused]


def is_vouched(file: CarriedFile, keys: Iterable[bytes]) -> bool:
    """Whether one of its maker's keys, as they are known here, signed the file as a whole."""
    end = file.end
    return (
        file.whole
        and end is not None
        and any(bundle.is_vouched(end, file.reader.digest, key) for key in keys)
    )


def report(
    file: CarriedFile, parts: Mapping[str, Part], receipts: int, *, signed: bool
) -> BundleView:
    """What became of the whole file. signed: a maker known here signed it as a whole."""
    opening, carrier = file.reader.opening, file.carrier
    if file.whole and not signed:
        who = carrier if is_name(opening.made_by) else "nobody"
        file.problem(f"made by {who}, a stranger here: only what members signed in it counts")
    for name, part in sorted(parts.items()):
        for why in part.refused:
            file.problem(f"{name[:200]}: {why}")
    return BundleView(
        made_by=opening.made_by[:NAME_CHARS_MAX],
        made_at_ms=opening.made_at_ms,
        made_for=opening.bundle_for[:NAME_CHARS_MAX] if opening.bundle_for else None,
        whole=file.whole,
        signed=signed,
        taken=sum(part.taken for part in parts.values()),
        held=sum(part.held for part in parts.values()),
        waiting=sum(part.waiting for part in parts.values()),
        receipts=receipts,
        parts=tuple(
            BundlePartView(
                journal=name[:200],
                taken=part.taken,
                held=part.held,
                waiting=part.waiting,
                refused=tuple(part.refused),
            )
            for name, part in sorted(parts.items())
        ),
        problems=tuple(file.problems),
    )


def came(file: CarriedFile, view: BundleView, officer: str) -> BundleCame:
    """The house event that says the same."""
    digest = to_base64(file.reader.digest)
    counts = (view.taken, view.held, view.waiting, view.receipts, len(view.problems))
    return BundleCame(file.carrier, file.reader.opening.made_at_ms, officer, digest, *counts)
