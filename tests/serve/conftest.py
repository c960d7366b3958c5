"""Real nodes for the tests of serve/: once a module, because a start takes half a second."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.nodes import Pair, two_nodes


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Amber and Cobalt as two processes, joined on one channel."""
    with two_nodes(tmp_path_factory.mktemp("pair")) as nodes:
        yield nodes
