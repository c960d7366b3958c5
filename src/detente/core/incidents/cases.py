"""The register of incidents: each case with every side's account, never one story of it.

A case is opened by a first report (INR). When both sides open one, `same_as` joins them: the case
then bears the number of the report that was released first, and is found under every one of its
numbers. Nothing that a side tells replaces what another tells, or what it told itself. A case is
closed when everybody who was asked agrees to one closing; a closing that one side alone wants
leaves it open. What a public source reports stands beside the accounts and is none.
Pure; a function of the messages that are held, so the same at every member, whatever the order in
which they came. Serves domain.md sections 8 (rows 16, 17) and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from detente.core.consultations.words import FACILITATOR
from detente.core.incidents.comparing import Difference, Match, compare, differences, margin_of
from detente.core.incidents.criteria import Figures, figures, odd_types
from detente.core.incidents.dealing import (
    Closing,
    Evidence,
    Fact,
    FactState,
    Folder,
    Question,
    closings,
    evidence,
    facts,
    odd_answers,
    questions,
    words_of,
)
from detente.core.incidents.telling import SPECS, Account, account
from detente.core.line.formats import Answers
from detente.core.line.reading import journal_place
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked

    Keep = Callable[[Tracked], bool]

OPENS: Final = "INR"
CODES: Final = ("INR", "INS", "INQ", "INA", "INF", "INC", "PRO", "REP")
_INCIDENT: Final = "incident"  # the kind of report (REP) that an incident is


class CaseState(StrEnum):
    """What has become of a case."""

    OPEN = "open"
    CLOSING = "closing proposed"
    CLOSED = "closed"


class ClaimStatus(StrEnum):
    """What the sides' claims come to; each side's own claim stands beside it."""

    JOINT = "joint finding"
    CONFIRMED = "confirmed by all"
    CONFIRMED_ONE = "confirmed by one side"
    DISPUTED = "disputed"
    ALLEGED = "alleged"
    DENIED = "denied"
    REPORTED = "reported by a source only"
    UNSTATED = "not stated"


@dataclass(frozen=True, slots=True)
class Opening:
    """A first report: who opened the case, by which number, when, and from what."""

    party: str
    number: str
    at_ms: int
    opened_from: str
    finding: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case as every member computes it.

    number:   the joint number; openings: every first report, oldest first.
    accounts: by side's name, no side first for another reason; silent: sides without an account,
              of which no_record are those that answered that they have no record of it.
    claims:   what each side says that it is; None where it says nothing.
    closed:   the closing that all agreed to, if one was. after: accounts given after that.
    protests, reports: numbers of protests (PRO) and of reported claims (REP) about it.
    figures:  what each side's own figures come to, by the numbers of the taxonomy.
    answers:  to the findings that it was opened from: finding, party, answer, message (FAN).
    messages: everything that belongs to it, by number. remarks: what is odd about it.
    """

    number: str
    openings: tuple[Opening, ...]
    state: CaseState
    status: ClaimStatus
    claims: tuple[tuple[str, str | None], ...]
    accounts: tuple[Account, ...]
    silent: tuple[str, ...]
    no_record: tuple[str, ...]
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]
    evidence: tuple[Evidence, ...]
    closings: tuple[Closing, ...]
    closed: Closing | None
    after: tuple[str, ...]
    protests: tuple[str, ...]
    reports: tuple[str, ...]
    figures: tuple[Figures, ...]
    answers: tuple[tuple[str, str, str, str], ...]
    messages: tuple[str, ...]
    remarks: tuple[Refusal, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Every field of all accounts; computed when it is asked for, which a list seldom does."""
        return differences(self.accounts)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number by which it is found, its joint one first."""
        return (self.number, *(one.number for one in self.openings if one.number != self.number))

    @property
    def types(self) -> tuple[str, ...]:
        """The types that any side gives it, by code."""
        said = (one.value("types") for one in self.accounts)
        return tuple(
            sorted(
                {str(code) for codes in said if isinstance(codes, list | tuple) for code in codes}
            )
        )

    @property
    def happened_ms(self) -> int | None:
        """The earliest time that a side gives; None when nobody gives one."""
        said = (one.value("happened_ms") for one in self.accounts)
        return min((at for at in said if isinstance(at, int)), default=None)


@dataclass(slots=True)
class Files:
    """The folders of a line's cases by joint number, with what belongs to no case.

    joint: by every first report, the joint number. carriers: members who carry words between others
    and owe no account of their own. unplaced: messages about a case that is not
    held here. reported: incidents that a source reports (REP) and that no case is opened for.
    joins: for each case, what joined it, and why a join has no effect.
    """

    folders: dict[str, Folder] = field(default_factory=dict)
    joint: dict[str, str] = field(default_factory=dict)
    unplaced: list[Tracked] = field(default_factory=list)
    reported: list[Tracked] = field(default_factory=list)
    remarks: dict[str, list[Refusal]] = field(default_factory=dict)
    carriers: frozenset[str] = frozenset()


def files_of(state: State, line: Line) -> Files:
    """Every message about an incident in the folder of its case, and who owes no account."""
    kinds = {party: card.kind for party, card in state.cards.items()}
    carriers = frozenset(party for party, kind in kinds.items() if kind == FACILITATOR)
    return files(state.line(line), carriers)


def files(here: LineState, carriers: frozenset[str] = frozenset()) -> Files:
    """Every message about an incident in the folder of its case."""
    found = Files(carriers=carriers)
    openers = {one.number: one for one in here.registered(OPENS)}
    found.joint = _joined(openers, list(_joins(here, openers, found)), found)
    for one in openers.values():
        folder = found.folders.setdefault(found.joint[one.number], Folder())
        folder.openers.append(one)
        folder.statements.append(one)
    for code, kept in (
        ("INS", "statements"),
        ("INQ", "questions"),
        ("INA", "answers"),
        ("INF", "facts"),
        ("INC", "closings"),
        ("PRO", "protests"),
        ("REP", "reports"),
    ):
        for one in here.registered(code):
            _file(found, one, kept)
    for remarks in found.remarks.values():
        remarks.sort(key=str)
    return found


def cases(state: State, line: Line, at_ms: int) -> list[Case]:
    """Every case of a line, by joint number."""
    here = state.line(line)
    known = files_of(state, line)
    return [case_in(here, known, number, at_ms) for number in sorted(known.folders)]


def case(
    state: State, line: Line, number: str, at_ms: int, keep: Keep | None = None
) -> Case | None:
    """The case that a number stands for, any of its own; None when there is none.

    keep: which messages a reader may be told; the case is then what these say, and nothing more.
    """
    here = state.line(line)
    known = files_of(state, line)
    joint = joint_of(known, number)
    if joint is None:
        return None
    if keep is not None:
        known.folders[joint] = known.folders[joint].only(keep, here.messages)
        if not known.folders[joint].statements:
            return None
    return case_in(here, known, joint, at_ms, keep)


def joint_of(known: Files, number: str) -> str | None:
    """The joint number of the case that a number belongs to: a report's, or any message in it."""
    if number in known.joint:
        return known.joint[number]
    return next(
        (
            joint
            for joint, folder in sorted(known.folders.items())
            if any(one.number == number for one in folder.everything())
        ),
        None,
    )


def _file(found: Files, one: Tracked, kept: str) -> None:
    """Put a message into its folder; a protest or report need not be about a case."""
    said = one.fields.get("case")
    joint = found.joint.get(said) if isinstance(said, str) else None
    if joint is not None:
        getattr(found.folders[joint], kept).append(one)
    elif said is not None:
        found.unplaced.append(one)
    elif kept == "reports" and one.fields.get("kind") == _INCIDENT:
        found.reported.append(one)


@dataclass(frozen=True, slots=True)
class _Join:
    """A word that two first reports are of one incident: whose, in which message."""

    one: str
    other: str
    speaker: str
    number: str


def _joins(here: LineState, openers: Mapping[str, Tracked], found: Files) -> Iterator[_Join]:
    """First reports that are the same incident, as one who opened either of them says."""
    for one in here.registered(OPENS, "INS"):
        other = one.fields.get("same_as")
        own = one.number if one.message.format == OPENS else str(one.fields.get("case"))
        if not isinstance(other, str) or own not in openers or other == own:
            continue
        if other not in openers:
            reason = f"{one.number} says that it is the same as {other}, which is no case here"
            _remark(found, own, "same-as-unknown", reason)
        elif one.speaker not in (openers[own].speaker, openers[other].speaker):
            reason = f"{one.number} joins {own} and {other}, and {one.speaker} opened neither"
            _remark(found, own, "same-as-not-own", reason)
        else:
            yield _Join(own, other, one.speaker, one.number)


def _remark(found: Files, opener: str, rule: str, reason: str) -> None:
    remedy = "It joins nothing; ask its sender"
    odd = Refusal("fields.same_as", rule, reason, remedy, override=True)
    found.remarks.setdefault(opener, []).append(odd)


def _joined(openers: Mapping[str, Tracked], joins: Iterable[_Join], found: Files) -> dict[str, str]:
    """The joint number of each first report: that of the one released first of all joined.

    Nobody makes one case of two that another side opened: that side can say so itself, and what
    it says of its own goes first.
    """

    def is_own(join: _Join) -> bool:
        return openers[join.one].speaker == openers[join.other].speaker

    groups = {number: {number} for number in openers}
    for join in sorted(joins, key=lambda each: (not is_own(each), each.number)):
        first, second = groups[join.one], groups[join.other]
        if first is second:
            continue
        sides = [{openers[number].speaker for number in group} for group in (first, second)]
        if others := sorted((sides[0] & sides[1]) - {join.speaker}):
            reason = f"{join.number} makes one case of two that {', '.join(others)} opened"
            _remark(found, join.one, "same-as-two", reason)
            continue
        first |= second
        groups.update(dict.fromkeys(first, first))
    return {
        number: min(group, key=lambda each: (openers[each].at_ms, each))
        for number, group in groups.items()
    }


def case_in(
    here: LineState, known: Files, number: str, at_ms: int, keep: Keep | None = None
) -> Case:
    """The case of a joint number, of files that were made already."""
    folder = known.folders[number]
    accounts = accounts_of(folder)
    ends = closings(folder)
    closed = next((one for one in ends if one.is_agreed), None)
    openings = tuple(_opening(one) for one in sorted(folder.openers, key=_when))
    claims = tuple((one.party, _claim(one)) for one in accounts)
    told = facts(folder, here.messages)
    after = _after(folder, here.messages, closed)
    return Case(
        number=number,
        openings=openings,
        state=CaseState.CLOSED if closed else CaseState.CLOSING if ends else CaseState.OPEN,
        status=_status(claims, folder, closed),
        claims=claims,
        accounts=accounts,
        silent=_silent(folder, accounts, known.carriers),
        no_record=_no_record(folder),
        facts=told,
        questions=questions(folder, at_ms, is_closed=closed is not None),
        evidence=evidence(folder),
        closings=ends,
        closed=closed,
        after=after,
        protests=tuple(one.number for one in folder.protests),
        reports=tuple(one.number for one in folder.reports),
        figures=tuple(found for one in accounts if (found := figures(one)) is not None),
        answers=_answers(here, {one.finding for one in openings if one.finding}, keep),
        messages=tuple(one.number for one in folder.everything()),
        remarks=(
            *(odd for one in openings for odd in known.remarks.get(one.number, ())),
            *odd_answers(folder),
            *_changed(accounts),
            *(odd for one in accounts for odd in odd_types(one)),
            *_against(told),
            *_told_after(closed, after),
        ),
    )


def accounts_of(folder: Folder) -> tuple[Account, ...]:
    """The account of every side that gave one, by name."""
    by_party: dict[str, list[Tracked]] = {}
    for one in folder.statements:
        by_party.setdefault(one.speaker, []).append(one)
    return tuple(account(party, by_party[party]) for party in sorted(by_party))


def _silent(
    folder: Folder, accounts: Iterable[Account], carriers: frozenset[str]
) -> tuple[str, ...]:
    """Who was told of the case and has given no account; who carries words owes none."""
    told = {*(one.party for one in accounts), *carriers}
    return tuple(sorted({party for one in folder.openers for party in one.message.to} - told))


def _no_record(folder: Folder) -> tuple[str, ...]:
    """Who answers a first report that there is no record of it on its side."""
    words = (word for one in folder.openers for word in words_of(one))
    return tuple(sorted({word.party for word in words if word.what == Answers.NO_RECORD}))


def _opening(one: Tracked) -> Opening:
    opened_from, finding = one.fields.get("opened_from"), one.fields.get("finding")
    return Opening(
        party=one.speaker,
        number=one.number,
        at_ms=one.at_ms,
        opened_from=str(opened_from or "hand"),
        finding=str(finding or ""),
    )


def _claim(one: Account) -> str | None:
    value = one.value("claim")
    return value if isinstance(value, str) else None


def _status(
    claims: tuple[tuple[str, str | None], ...], folder: Folder, closed: Closing | None
) -> ClaimStatus:
    """What the claims come to; a denial beside a claim is a dispute, however many say which."""
    if closed is not None and closed.closure == "joint":
        return ClaimStatus.JOINT
    said = {claim for _, claim in claims}
    for_it = said & {"alleged", "confirmed"}
    if "denied" in said:
        return ClaimStatus.DISPUTED if for_it else ClaimStatus.DENIED
    if said == {"confirmed"} and len(claims) > 1:
        return ClaimStatus.CONFIRMED
    if "confirmed" in said:
        return ClaimStatus.CONFIRMED_ONE
    if "alleged" in said:
        return ClaimStatus.ALLEGED
    return ClaimStatus.REPORTED if "reported" in said or folder.reports else ClaimStatus.UNSTATED


def _after(folder: Folder, find: Mapping[str, Tracked], closed: Closing | None) -> tuple[str, ...]:
    """Accounts that their sides gave after they had closed the case, by their own journals."""
    if closed is None:
        return ()
    by_party = {word.party: find.get(word.number) for word in closed.answers}
    by_party[closed.party] = find.get(closed.number)
    return tuple(
        sorted(
            one.number
            for one in folder.statements
            if (since := by_party.get(one.speaker)) is not None
            and journal_place(one) > journal_place(since)
        )
    )


def _answers(
    here: LineState, findings: set[str], keep: Keep | None
) -> tuple[tuple[str, str, str, str], ...]:
    """What the sides answered to the findings that a case was opened from."""
    return tuple(
        (str(one.fields.get("finding")), one.speaker, str(one.fields.get("answer")), one.number)
        for one in (here.registered("FAN") if findings else ())
        if one.fields.get("finding") in findings and (keep is None or keep(one))
    )


def _changed(accounts: Iterable[Account]) -> Iterator[Refusal]:
    """What a side told differently later than before, by more than its own margins."""
    for one in accounts:
        margin = margin_of(one) + margin_of(one)
        for name in one.changed:
            told = one.told[name]
            if all(
                compare(SPECS[name], before.value, later.value, margin)[0] is not Match.DIFFER
                for before, later in pairwise(told)
            ):
                continue
            numbers = ", ".join(each.number for each in told)
            reason = f"{one.party} told {SPECS[name].label} differently later: {numbers}"
            remedy = "Both stand; ask which one it holds to"
            yield Refusal(f"fields.{name}", "account-changed", reason, remedy, override=True)


def _against(told: Iterable[Fact]) -> Iterator[Refusal]:
    for fact in told:
        if fact.state is FactState.WITHDRAWN:
            reason = f"{fact.number} was agreed, and is no longer by all"
            remedy = "That it was agreed stays on record; ask why"
            yield Refusal("fields.field", "fact-withdrawn", reason, remedy, override=True)
        for number in fact.contradicted:
            reason = f"{number} tells {fact.field} otherwise than was agreed in {fact.number}"
            remedy = "Both stand; ask which one it holds to"
            yield Refusal(
                f"fields.{fact.field}", "fact-contradicted", reason, remedy, override=True
            )


def _told_after(closed: Closing | None, after: tuple[str, ...]) -> Iterator[Refusal]:
    if closed is not None and after:
        reason = f"told after it was closed in {closed.number}: {', '.join(after)}"
        remedy = "It stays closed; open a new case if it is to be taken up again"
        yield Refusal("fields.case", "told-after-closing", reason, remedy, override=True)


def _when(one: Tracked) -> tuple[int, str]:
    return (one.at_ms, one.number)
