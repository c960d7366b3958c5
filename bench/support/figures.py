"""The one form in which every bench prints a figure: a JSON object a line."""

from __future__ import annotations

import json


def show(
    bench: str,
    figure: str,
    value: float,
    unit: str,
    reference: str | None = None,
    ratio: float | None = None,
) -> None:
    """One figure on a line. reference: what `ratio` divides it by; None where there is none."""
    line = {
        "bench": bench,
        "figure": figure,
        "value": round(value, 3),
        "unit": unit,
        "reference": reference,
        "ratio": None if ratio is None else rounded(ratio),
    }
    print(json.dumps(line), flush=True)


def rounded(ratio: float) -> float:
    """Three figures: a ratio of a hundred thousandth must not read as nothing."""
    return float(f"{ratio:.3g}")
