"""What a request may look like before it is decoded: each limit refuses early and says why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.serve.http import limits
from detente.serve.http.problems import Problem


def depth_of(value: Any) -> int:
    """How deep a decoded value nests; the independent way to count."""
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


nested = st.recursive(
    st.text() | st.integers() | st.sampled_from(['"[[[', "\\", "]}", '\\"[']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


@given(value=nested, limit=st.integers(0, 6), escaped=st.booleans())
def test_depth_is_that_of_the_decoded_value(value: Any, limit: int, *, escaped: bool) -> None:
    """Brackets inside strings, escaped quotes and all: the scan counts what a decoder would."""
    body = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    assert limits.depth_over(body, limit) is (depth_of(value) > limit)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"/v1/%73tatus", 404),
        (b"/v1/" + b"a" * 600, 414),
        (b"/v1/\xff", 404),
    ],
)
def test_a_path_that_needs_decoding_is_not_there(raw: bytes, status: int) -> None:
    """One spelling for each path, so that nothing passes a check in another spelling."""
    with pytest.raises(Problem) as found:
        limits.check_path(raw)
    assert found.value.status == status


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"open=true&open=false", "query-duplicate"),
        (b"opne=true", "query-unknown"),
        (b"open=%ff", "query-encoding"),
        (b"&", "query-unknown"),
        (b"open=" + b"x" * 2_000, "query-length"),
    ],
)
def test_a_doubtful_query_is_refused(raw: bytes, rule: str) -> None:
    """A misspelt or doubled filter is an error: silence would show another list than was asked."""
    with pytest.raises(Problem) as found:
        limits.check_query(raw, ("open", "limit"))
    assert found.value.rule == rule


def test_floats_and_giants_have_a_path() -> None:
    """A float deep in the fields is refused by its own path."""
    with pytest.raises(Problem) as found:
        limits.check_values({"volume": {"points": [1, 2.5]}}, "fields")
    assert found.value.refusals[0].field == "fields.volume.points[1]"
    with pytest.raises(Problem) as found:
        limits.check_values({"minutes": 2**60}, "fields")
    assert found.value.refusals[0].rule == "integer-range"
