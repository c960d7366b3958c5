"""The registers of a channel as a node shows them: how each world asks for them.

A register is computed at every member for itself, so all of them must show the same; the stories
ask each. Here stands where the API has it and which function of the node answers, once for all
worlds. Not here: what the closing table says of them (capitals.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import msgspec

from detente.core.line.message import Line
from detente.core.values import Json
from detente.node import agreement_views, cases, consultations, rule_views
from detente.node.node import Node
from detente.wire.agreement_views import AgreementsView, StatementView
from detente.wire.case_views import CasesView, CaseView
from detente.wire.consultation_views import (
    ActorView,
    CommitmentView,
    ContactPageView,
    ContactView,
    CooperationView,
    TieView,
)
from detente.wire.rule_views import FindingView, LedgerView

V = TypeVar("V")
FINDINGS_MAX = 100  # the API's own limit of a page; a story that breaks more rules is none
MONTH_MS = 30 * 24 * 3_600_000  # the period of a ledger when nobody says one


def _month(now_ms: int) -> tuple[int, int]:
    return now_ms - MONTH_MS, now_ms


@dataclass(frozen=True, slots=True)
class Register(Generic[V]):
    """One register. path: below the line in the API; `{number}` stands for what is asked for.

    shape: what the API answers. view: the node's own function; None: there is no such number.
    rows: the items of the answer, for the expectations of a story.
    """

    path: str
    shape: type[V]
    view: Callable[[Node, Line, str], V | None]
    rows: Callable[[V], Iterable[object]]

    @property
    def is_list(self) -> bool:
        """Whether it lists all items, rather than the one that is asked for."""
        return "{number}" not in self.path


AGREEMENTS: Final = Register(
    "/agreements",
    AgreementsView,
    lambda node, line, _: agreement_views.agreements_view(
        node, line, live_only=False, at_ms=node.now_ms()
    ),
    lambda view: view.texts,
)
STATEMENTS: Final = Register(
    "/statements",
    list[StatementView],
    lambda node, line, _: agreement_views.statement_views(node, line),
    lambda view: view,
)
CASES: Final = Register(
    "/cases",
    CasesView,
    lambda node, line, _: cases.cases_view(node, line),
    lambda view: view.cases,
)
CASE: Final = Register("/cases/{number}", CaseView, cases.case_view, lambda view: [view])
CONTACTS: Final = Register(
    "/contacts",
    list[ContactView],
    lambda node, line, _: consultations.contact_views(node, line),
    lambda view: view,
)
CONTACT: Final = Register(
    "/contacts/{number}", ContactPageView, consultations.contact_page, lambda view: [view]
)
COMMITMENTS: Final = Register(
    "/commitments",
    list[CommitmentView],
    lambda node, line, _: consultations.commitment_views(node, line, open_only=False),
    lambda view: view,
)
COOPERATION: Final = Register(
    "/cooperation",
    list[CooperationView],
    lambda node, line, _: consultations.cooperation_views(node, line),
    lambda view: view,
)
FINDINGS: Final = Register(
    "/findings",
    list[FindingView],
    lambda node, line, _: rule_views.finding_views(node, line, open_only=False, limit=FINDINGS_MAX),
    lambda view: view,
)
LEDGER: Final = Register(
    "/ledger",
    LedgerView,
    lambda node, line, _: rule_views.ledger_view(node, line, *_month(node.now_ms())),
    lambda view: view.rows,
)
TIES: Final = Register(
    "/ties",
    list[TieView],
    lambda node, line, _: consultations.tie_views(node, line),
    lambda view: view,
)
ACTORS: Final = Register(
    "/actors",
    list[ActorView],
    lambda node, line, _: consultations.actor_views(node, line, None),
    lambda view: view,
)

#: By the name that a story's expectation gives it.
REGISTERS: Final[dict[str, Register[Any]]] = {
    "agreements": AGREEMENTS,
    "statements": STATEMENTS,
    "cases": CASES,
    "case": CASE,
    "contacts": CONTACTS,
    "contact": CONTACT,
    "commitments": COMMITMENTS,
    "cooperation": COOPERATION,
    "findings": FINDINGS,
    "ledger": LEDGER,
    "ties": TIES,
    "actors": ACTORS,
}


def rows(name: str, view: object) -> list[Json]:
    """The items of a register as JSON, for the expectations of a story."""
    return [msgspec.to_builtins(one) for one in REGISTERS[name].rows(view)]
