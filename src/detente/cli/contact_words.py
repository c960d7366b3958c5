"""A contact, its agenda and its readouts in plain words: each side's beside the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.say import Times, pairs, say
from detente.core.units import ms_to_utc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.wire.consultation_views import (
        AgendaItemView,
        CommitmentView,
        ComparisonView,
        ContactPageView,
        ContactRecordView,
        ContactView,
        CooperationView,
        EarlierView,
        ReportedView,
        TopicView,
    )

VERDICTS = {
    "both": "BOTH",
    "only": "ONLY",
    "contradict": "CONTRADICT",
    "no-readout": "NO OTHER READOUT",
}
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


def drill(status: str) -> str:
    """What stands before everything that is not real."""
    return "" if status == "ACTUAL" else f"*{status}* "


def when_of(one: ContactView) -> str:
    """The date in words: as the sides say it, each side's when they differ."""
    said = dict.fromkeys(_record_when(record) for record in one.records if not record.taken_back)
    return " or ".join(part for part in said if part) or "no date said"


def _utc(at_ms: int) -> str:
    return f"{ms_to_utc(at_ms):%Y-%m-%d %H:%M}Z"


def _record_when(one: ContactRecordView) -> str:
    days = " to ".join(dict.fromkeys(day for day in (one.day, one.latest) if day))
    if one.exact and one.when is not None:
        days = f"{_utc(one.when.first_ms)} to {_utc(one.when.last_ms)}"
    if days and one.when_words:
        return f"{days} ({one.when_words})"
    return days or one.when_words


def title(one: ContactView) -> str:
    """A contact in one line."""
    kind = next((record.kind_words for record in one.records), one.kind)
    what = next((r.purpose or r.format or r.series for r in one.records), "")
    about = f": {what}" if what else ""
    return f"{drill(one.status.value)}{one.number} {kind}, {one.state}, {when_of(one)}{about}"


def show_page(page: ContactPageView, times: Times) -> None:
    """All that is known of a contact."""
    one = page.contact
    say(f"CONTACT {title(one)}", bold=True)
    _head(one)
    for record in one.records:
        _record(record, times)
    for problem in one.remarks:
        say(f"  !! {problem}", bold=True)
    if page.parts:
        say("MEETINGS AND OTHER PARTS", bold=True)
        for part in page.parts:
            say(f"  {title(part)}")
    show_agenda(page.agenda)
    show_comparison(page.comparison, times)
    if page.made:
        say("COMMITMENTS MADE", bold=True)
        show_commitments(page.made)
    if page.due:
        say("COMMITMENTS THAT COME UP HERE", bold=True)
        show_commitments(page.due)
    show_cooperation(page.cooperation)
    if page.agreements:
        say("AGREEMENTS THAT CAME OUT OF IT", bold=True)
        for link in page.agreements:
            what = f"{link.agreement}, edition {link.edition}"
            say(f"  {link.number} {what}, proposed by {link.party}")
    show_reported(page.reported)


def _head(one: ContactView) -> None:
    nth = _ORDINALS.get(one.nth, f"{one.nth}th") if one.nth is not None else ""
    pairs(
        [
            ("part of", one.part_of or ""),
            ("follows", one.follows or ""),
            ("followed by", ", ".join(one.follow_ups)),
            ("at its level", f"the {nth} in six months" if nth else ""),
            ("records differ on", ", ".join(one.differ)),
        ]
    )


def _record(one: ContactRecordView, times: Times) -> None:
    """One side's record; both sides alike."""
    back = "TAKEN BACK, " if one.taken_back else ""
    say(f"  as {one.party} records it ({back}{one.number}, {times.short(one.at_ms)})")
    stages = [f"{stage.state} ({stage.number})" for stage in one.stages]
    people = [
        f"{' '.join(part for part in (each.name, each.office) if part)} for {each.side}"
        + (f", {each.capacity_words}" if each.capacity else "")
        + ("" if each.account == "held" else " (no account held)")
        for each in one.participants
    ]
    pairs(
        [
            ("what", f"{one.kind_words}, {one.state_words}"),
            ("level", one.level_words),
            ("when", _record_when(one)),
            ("place", one.place),
            ("initiative", one.initiator),
            ("invited by", one.invited_by),
            ("series", f"{one.series}, number {one.serial}" if one.serial else one.series),
            ("format", one.format),
            ("purpose", one.purpose),
            ("took part", "\n".join(people)),
            ("languages", ", ".join(one.languages)),
            ("before", " > ".join(stages[:-1])),
            ("answers", ", ".join(f"{each.party} {each.code}" for each in one.answers)),
        ],
        indent=4,
    )


def show_agenda(items: Iterable[AgendaItemView]) -> None:
    """The agenda: each item with every side's position."""
    for at, item in enumerate(items):
        if at == 0:
            say("AGENDA", bold=True)
        outcome = "the positions differ" if item.outcome == "differs" else item.outcome_words
        spoke = ", ".join(dict.fromkeys(one.party for one in item.positions))
        alone = f", says {spoke} alone" if item.silent else ""  # no word alone is how it stands
        moved = f" {', '.join(item.moved_to)}" if item.moved_to else ""
        here = f" (here: {', '.join(item.here)})" if item.here else ""
        named = " / ".join(dict.fromkeys(one.item for one in item.positions))
        say(f"  {named} [{item.topic}]: {outcome}{moved}{here}{alone}")
        for one in item.positions:
            words = f": {one.words}" if one.words else ""
            put = f", put by {one.proposer}" if one.proposer else ""
            where = f"({one.number}{_before(one.earlier)})"
            say(f"    {one.party} {one.stance_words}{words}{put} {where}")
        if item.silent:
            say(f"    no position of {', '.join(item.silent)}")
        if not item.told:
            say("    no readout tells of it")


def show_comparison(one: ComparisonView, times: Times) -> None:
    """The readouts by topic, and the initiative as each side claims it."""
    if not one.readouts:
        if one.missing:
            say(f"NO READOUT of {', '.join(one.missing)}", bold=True)
        if one.initiative:
            _initiative(one)
        return
    say("READOUTS SIDE BY SIDE", bold=True)
    for readout in one.readouts:
        issued = times.short(readout.issued_ms) if readout.issued_ms is not None else ""
        pairs(
            [
                (readout.party, f"{readout.number}, {readout.topics} topics"),
                ("issued", issued),
                ("text", readout.text),
                ("digest", readout.text_sha256),
            ]
        )
    if one.missing:
        say(f"  NO READOUT of {', '.join(one.missing)}", bold=True)
    _initiative(one)
    for row in one.topics:
        _topic(row)
    say("  " + ", ".join(f"{each.count} {each.of}" for each in one.counts))


def _initiative(one: ComparisonView) -> None:
    claims = "; ".join(f"{each.party} says {each.name} ({each.number})" for each in one.initiative)
    silent = f"; {', '.join(one.initiative_silent)} does not say" if one.initiative_silent else ""
    verdict = "CONTRADICT: " if one.initiative_verdict == "contradict" else ""
    if claims:
        say(f"  initiative: {verdict}{claims}{silent}", bold=bool(verdict))


def _topic(row: TopicView) -> None:
    tellers = ", ".join(dict.fromkeys(one.party for one in row.told))
    verdict = VERDICTS[row.verdict] + (f" {tellers}" if row.verdict == "only" else "")
    say(f"  {verdict}  {row.topic_words}", bold=row.verdict == "contradict")
    for one in row.told:
        words = f": {one.words}" if one.words else ""
        where = f"({one.number}{_before(one.earlier)})"
        moved = f" ({one.moved_to})" if one.moved_to else ""
        say(f"    {one.party}: {one.item}, {one.said_words}{moved}{words} {where}")
    if row.verdict == "both" and row.silent:
        say(f"    not in the readout of {', '.join(row.silent)}")


def _before(earlier: Iterable[EarlierView]) -> str:
    said = ", ".join(f"{one.said} in {one.number}" for one in earlier)
    return f"; before: {said}" if said else ""


def show_commitments(listed: Iterable[CommitmentView]) -> None:
    """Commitments with owner, date, confirmation, and how each side says they stand."""
    for one in listed:
        due = one.due_words or one.due or "no date"
        late = "LATE, " if one.late else ""
        claim = " as only an owner says" if one.claimed_done else ""
        say(f"  {drill(one.status.value)}{one.number} {late}{one.state}{claim}: {one.what}")
        pairs(
            [
                ("owner", one.owner),
                ("due", due),
                ("put by", one.party),
                ("confirmed", ", ".join(one.confirmed)),
                ("disputed", ", ".join(one.disputed)),
                ("not answered", ", ".join(one.silent)),
                ("from contact", one.contact),
                ("measure of", one.case and f"case {one.case}"),
                ("agreement", " ".join(part for part in (one.agreement, one.article) if part)),
                ("said", "\n".join(_said(one))),
            ],
            indent=4,
        )


def _said(one: CommitmentView) -> Iterable[str]:
    for said in one.said:
        where = f" at {said.contact}" if said.contact else ""
        words = f": {said.words}" if said.words else ""
        yield f"{said.party} {said.state_words}{where}{words} ({said.number})"
        for proof in said.evidence:
            about = f", {proof.about}" if proof.about else ""
            held = f"held by {proof.holder}"
            yield f"  evidence: {proof.what_words}{about}, {held}, sha256 {proof.sha256[:16]}…"


def show_cooperation(listed: Iterable[CooperationView]) -> None:
    """Fields of cooperation, by agreement or contact."""
    for one in listed:
        under = one.agreement or one.text or f"contact {one.contact}"
        say(f"{drill(one.status.value)}FIELDS OF COOPERATION, {under}: {one.words}", bold=True)
        if len({each.count for each in one.stated}) > 1:
            stated = ", ".join(f"{each.party} {each.count} ({each.number})" for each in one.stated)
            say(f"  the sides state different numbers: {stated}", bold=True)
        for row in one.fields:
            for each in row:
                lead = f", lead {each.lead}" if each.lead else ""
                words = f": {each.words}" if each.words else ""
                before = _before(each.earlier)
                where = f"({each.party}, {each.number}{before})"
                say(f"  {each.field}, {each.state_words}{lead}{words} {where}")


def show_reported(listed: Iterable[ReportedView]) -> None:
    """What sources report; never a side's own word."""
    for at, one in enumerate(listed):
        if at == 0:
            say("REPORTED BY SOURCES, no side's own account", bold=True)
        dated = f", {one.dated}" if one.dated else ""
        say(f"  {one.kind_words}, {one.hedge_words}: {one.words}")
        say(f"    {one.by}{dated} ({one.number}, put on record by {one.put_by})")
