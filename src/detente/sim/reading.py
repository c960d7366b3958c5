"""`--scenario seeds`: articles become reports on a line, sentence by sentence, and a timeline.

The folder is given, since the articles are not ours to hand on. Each text is read by the visible
rules; Amber's desk confirms every proposal as it stands (in earnest a person looks at each) and
puts it on a diplomatic channel, so that it is in both parties' registers as *reported by*. What no
rule models is said. Nothing of it becomes an account, a case, a contact or a volume.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.table import Table

from detente.core.events import Charter, ItemConfirmed, SourceKept
from detente.core.line.commands import Send
from detente.core.line.message import Line, Role, Signature
from detente.core.line.tables.register_choices import HEDGES, REPORTED_KINDS
from detente.core.refusal import Fault
from detente.core.sources.days import dateline
from detente.core.sources.propose import Proposal, Reading, Source, read, words_of
from detente.core.sources.register import report_fields
from detente.core.sources.reported import CODE, Reported, reports, say_link
from detente.drawing.timeline import Entry, Holder, write
from detente.sim.local import LocalWorld, memory_stores
from detente.sim.scenario import PartyLine
from detente.wire.native import Accepted
from detente.wire.places import load_gazetteer
from detente.wire.source_text import BYTES_MAX, Extracted, Unreadable, extract

FILES_MAX: Final = 100  # of one folder: a reading, not an archive
HEAD_CHARS: Final = 1_500
FIRST, LAST = 1967, 2017  # the years of the page
PAGE: Final = "timeline.html"
START_MS: Final = 1_795_330_800_000  # 2026-11-22 07:00 UTC
PARTIES: Final = (PartyLine("amber", "Amber", 120), PartyLine("cobalt", "Cobalt", 180))
_DESK: Final = Signature("desk", Role.RELEASER)
_KINDS: Final = dict(REPORTED_KINDS)
_HEDGES: Final = dict(HEDGES)


class NoArticles(Fault):
    """The folder of articles is not given, not there, or holds nothing that can be read."""


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sha256: str
    publisher: str
    dated: str


class _KnownFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    articles: tuple[_Known, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One file that was read: where it is from, and its sentences with what they propose."""

    kept: SourceKept
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of all articles. same: both parties' registers are equal."""

    reports: tuple[Reported, ...]
    sentences: int
    modelled: int
    same: bool


def run(console: Console, folder: Path | None, keep: Path | None) -> bool:
    """Read, print, put on the line, write the page; True when both registers hold all of it."""
    articles = read_folder(folder)
    world = LocalWorld(
        PARTIES,
        Charter("capitals-seeds", "Capitals", "what is reported", kind="diplomatic"),
        START_MS,
        load_gazetteer(),
        memory_stores(),
    )
    try:
        told = tell(console, world, articles)
    finally:
        world.close()
    console.print(_table(told))
    page = (keep or Path()) / PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(timeline(told.reports), "utf-8")
    console.print(
        f"{told.modelled} of {told.sentences} sentences say something that the registers model; "
        f"{len(told.reports)} reports, the same at both parties: {'yes' if told.same else 'NO'}.",
        markup=False,
    )
    console.print(f"timeline {FIRST} to {LAST}: {page}", markup=False)
    return told.same and bool(told.reports)


def read_folder(folder: Path | None) -> list[Article]:
    """Every file of a folder, read. Raises NoArticles."""
    if folder is None or not folder.is_dir():
        said = "say where the articles are: --seeds FOLDER" if folder is None else f"no {folder}"
        raise NoArticles(said)
    paths = [path for path in sorted(folder.iterdir()) if path.is_file()][:FILES_MAX]
    known = {one.sha256: one for one in _known()}
    articles = [_read(path, known) for path in paths if path.stat().st_size <= BYTES_MAX]
    if not articles:
        raise NoArticles(f"{folder} holds no file")
    return articles


def tell(console: Console, world: LocalWorld, articles: list[Article]) -> Told:
    """Print each sentence with what it became; every proposal goes on the line as a report."""
    sentences = modelled = 0
    for article in articles:
        kept = article.kept
        console.rule(f"{kept.name}: {kept.publisher}, {kept.dated or 'no date'}", align="left")
        for reading in article.readings:
            sentences += 1
            modelled += bool(reading.proposals)
            console.print(reading.sentence.text, markup=False, style="dim", highlight=False)
            if not reading.proposals:
                console.print("    not modelled", markup=False, highlight=False)
            for proposal in reading.proposals:
                said = _put(world, kept, proposal)
                console.print(f"    {said}", markup=False, highlight=False)
    world.settle()
    line = Line(world.channel)
    amber, cobalt = (reports(world.node(party).state, line) for party in world.parties)
    return Told(cobalt, sentences, modelled, amber == cobalt)


def timeline(found: tuple[Reported, ...]) -> str:
    """The page of what is reported; a report without a date stands at its source's."""
    entries = [
        Entry(
            day=one.day or one.dated,
            latest=one.latest,
            dated=not one.day,
            kind=one.kind,
            words=one.words,
            hedge=one.hedge,
            by=one.by,
            quote=one.quote,
            source=f"{one.publisher}, {one.dated or 'no date'}",
            number=one.number,
        )
        for one in found
        if one.kind != "office"  # who held which office is a list of its own, not an event
    ]
    people = [
        Holder(_holder(one.words), one.day or one.dated, one.latest, one.by, one.number)
        for one in found
        if one.kind == "office"
    ]
    return write(f"What is reported, {FIRST} to {LAST}", entries, FIRST, LAST, people)


def _holder(words: str) -> str:
    """The words of a report of an office without its kind, which heads the list."""
    return words.removeprefix(f"{_KINDS['office']}: ")


def _read(path: Path, known: dict[str, _Known]) -> Article:
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        found = extract(data)
    except Unreadable as error:
        raise NoArticles(f"{path.name}: {error.reason}") from error
    kept = _kept(path.name, data, sha256, found, known.get(sha256))
    source = Source(sha256, kept.publisher, kept.dated)
    return Article(kept, read(found.text, source))


def _kept(name: str, data: bytes, sha256: str, found: Extracted, at: _Known | None) -> SourceKept:
    return SourceKept(
        sha256=sha256,
        text_sha256=hashlib.sha256(found.text.encode()).hexdigest(),
        form=found.form,
        bytes=len(data),
        chars=len(found.text),
        name=name,
        title=found.title,
        publisher=(at.publisher if at else found.publisher) or "publisher not known",
        dated=(at.dated if at else found.dated) or dateline(found.text[:HEAD_CHARS]),
        retrieved_ms=START_MS,
        address="",
        by=_DESK,
    )


def _put(world: LocalWorld, kept: SourceKept, proposal: Proposal) -> str:
    """One proposal on the line, confirmed as it stands; in words."""
    item = ItemConfirmed(
        item=proposal.item,
        sha256=kept.sha256,
        kind=proposal.kind,
        words=words_of(proposal),
        hedge=proposal.hedge,
        from_char=proposal.from_char,
        until_char=proposal.until_char,
        quote=proposal.quote,
        chain=proposal.chain,
        by=_DESK,
        rule=proposal.rule,
        actors=", ".join(proposal.actors),
        day=proposal.when.day,
        latest=proposal.when.latest,
        when_words=proposal.when.words,
        place=proposal.place,
        types=proposal.types,
    )
    done = world.do("amber", Send(CODE, report_fields(kept, item)))
    if not isinstance(done, Accepted):
        return f"{_KINDS[proposal.kind]}: refused, {'; '.join(str(one) for one in done)}"
    where = f"  [at {proposal.place}]" if proposal.place else ""
    return f"{done.number}  {item.words}{_when(proposal)}{where}  ({_how(proposal)})"


def _when(proposal: Proposal) -> str:
    """The date as far as it is known, and as the text says it."""
    at = proposal.when
    span = f"{at.day} to {at.latest}" if at.latest else at.day
    said = [span, at.words] if at.words else [span]
    return f"  [{': '.join(one for one in said if one)}]" if any(said) else ""


def _how(proposal: Proposal) -> str:
    """How surely it is said, by whom through whom, and which rule found it."""
    through = " < ".join(say_link(link) for link in proposal.chain)
    return f"{_HEDGES[proposal.hedge]}; {through}; rule {proposal.rule}"


def _known() -> tuple[_Known, ...]:
    data = files("detente.sim").joinpath("articles.json").read_bytes()
    return msgspec.json.decode(data, type=_KnownFile).articles


def _table(told: Told) -> Table:
    counts = Counter(one.kind for one in told.reports)
    sources = {one.kind: set[str]() for one in told.reports}
    for one in told.reports:
        sources[one.kind].add(one.source_sha256)
    shown = Table(title="Reported on the line, by kind", title_justify="left")
    for head in ("KIND", "REPORTS", "SOURCES"):
        shown.add_column(head)
    for code, words in REPORTED_KINDS:
        if counts[code]:
            shown.add_row(words, str(counts[code]), str(len(sources[code])))
    return shown
