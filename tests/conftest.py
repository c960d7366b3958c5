"""Hypothesis for everybody: no deadline on a busy machine; in CI the same examples every time.

With CI set, hypothesis loads its own profile `ci` (derandomised). Elsewhere examples are random,
and a failure prints how to play it again.
"""

from __future__ import annotations

import os

from hypothesis import settings

if not os.environ.get("CI"):
    settings.register_profile("desk", deadline=None, print_blob=True)
    settings.load_profile("desk")
