"""Bad input made from the API's own OpenAPI document: every answer is as documented, none a fault.

Examples are bounded and derandomised, so that a failure here is the same everywhere. Not
checked here: what is accepted, because the core may refuse what a schema allows, and roles and
unknown fields, which test_api.py tries one by one.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi import checks

from detente.serve.http.openapi import document
from detente.serve.http.routes import ROUTES
from tests.support.nodes import Pair

EXAMPLES = 20  # an operation

load_all_checks()
#: The stream never ends, and a tile's path has slashes, which the maker of paths throws away:
#: test_tiles.py tries bad ones of those.
routes = tuple(one for one in ROUTES if one.path != "/v1/stream" and "{tile}" not in one.path)
schema = schemathesis.openapi.from_dict(msgspec.json.decode(document(routes, "test")))
#: Its other phase writes one case for every keyword of every schema: 200,000 of them for the
#: formats of the line, made again in each process that collects, whichever tests it runs.
schema.config.phases.coverage.enabled = False


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(case: Any, pair: Pair) -> None:
    """Any body, path and query: a documented status, type and shape, and never a 5xx."""
    node = pair.amber
    case.call_and_validate(
        base_url=node.url,
        headers={"authorization": f"Bearer {node.token}"},
        checks=[
            not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
            checks.response_headers_conformance,
            checks.unsupported_method,
        ],
    )


def test_the_node_still_works_after_all_that(pair: Pair) -> None:
    """Whatever was asked: Amber's node runs, and its log shows no traceback."""
    assert pair.amber.get("/v1/health")["party"] == "amber"
    log = pair.amber.log.read_text()
    assert "Traceback" not in log, log


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_is_documented(route: Any) -> None:
    """The document has every row of the table, with its summary and its statuses."""
    found = msgspec.json.decode(document(ROUTES, "test"))["paths"][route.path]
    operation = found[route.method.lower()]
    assert operation["summary"] == route.summary
    assert {str(route.status), "400"} <= set(operation["responses"])
