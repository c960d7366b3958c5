"""Collects problems and remarks: the first ones in full, all of them in number."""

from __future__ import annotations

from detente.verify.report import PROBLEMS_MAX, REMARKS_MAX, Finding


class Findings:
    """What was found so far. Owned by the checker."""

    def __init__(self) -> None:
        self.problems: list[Finding] = []
        self.remarks: list[Finding] = []
        self.problem_count = 0
        self.remark_count = 0

    def problem(
        self, line: int, journal: str, sequence: int | None, rule: str, detail: str
    ) -> None:
        """The record is broken here."""
        self.problem_count += 1
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(Finding(line, journal, sequence, rule, detail))

    def remark(self, line: int, journal: str, sequence: int | None, rule: str, detail: str) -> None:
        """Something is odd, or could not be checked."""
        self.remark_count += 1
        if len(self.remarks) < REMARKS_MAX:
            self.remarks.append(Finding(line, journal, sequence, rule, detail))
