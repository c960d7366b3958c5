"""Check an evidence file offline, with nothing of the running product."""

from detente.verify.check import verify_file
from detente.verify.report import (
    MessageRow,
    ReceiverRow,
    Report,
    Verdict,
    report_words,
    row_words,
)

__all__ = [
    "MessageRow",
    "ReceiverRow",
    "Report",
    "Verdict",
    "report_words",
    "row_words",
    "verify_file",
]
