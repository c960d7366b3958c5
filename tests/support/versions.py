"""An older program's tables, for tests of what a newer message is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from detente.core.line import tables
from detente.core.line.formats import Format


@contextmanager
def older(*known: Format) -> Iterator[None]:
    """Know these formats only to this version, as an older program does; for a while."""
    with pytest.MonkeyPatch.context() as patch:
        for fmt in known:
            patch.setitem(tables.FORMATS, fmt.code, fmt)
            for code, version in list(tables._VERSIONS):
                if code == fmt.code and version > fmt.version:
                    patch.delitem(tables._VERSIONS, (code, version))
        yield
