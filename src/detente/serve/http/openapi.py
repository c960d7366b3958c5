"""The OpenAPI 3.1 document, made from the route table, the types and the formats' own tables.

Nothing is described by hand: a route that is not in the table does not exist, and the fields of a
message are those of its format.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from detente.core.line.formats import field_schema
from detente.core.line.tables import FORMATS
from detente.serve.http.problems import MEDIA, ProblemBody
from detente.serve.http.table import BOOLEAN, POSITION_MAX, Parameter, Route
from detente.wire.native import StreamItem

COMMON_ERRORS: Final = (400, 405, 408, 413, 414, 421, 431, 500, 503)
WITH_TOKEN: Final = (401, 403)
WITH_BODY: Final = (415, 422)
WITH_PATH: Final = (404,)
WORDS: Final = {
    400: "Not a request that can be read: a header, a parameter or the body's form",
    401: "No session and no token, or one that is not known here",
    403: "The officer's role may not do this, or a browser's request not shown to be our page's",
    404: "Nothing of that name is here",
    405: "Not possible with this method",
    408: "The request took too long to come",
    409: "It does not fit what is already here",
    410: "It was good once, or for a time, and is no more",
    413: "The body is too large",
    414: "The path or query is too long",
    415: "The body is not application/json",
    421: "Not a name of this node",
    422: "Understood and refused; each refusal names the field, the rule and what to do",
    431: "The request's head is too large",
    500: "A fault of this node",
    501: "A part that this node's installation lacks; it is named",
    502: "The other party's node could not be reached",
    503: "Too much is waiting; try again",
}
PATH_PATTERNS: Final = {
    "channel": "^[a-z0-9][a-z0-9-]{0,63}$",
    "conflict": "^[A-Z0-9][A-Z0-9-]{0,99}~[A-Z0-9][A-Z0-9-]{0,99}$",
    "officer": "^[a-z0-9][a-z0-9-]{0,63}$",
    "alarm": "^[1-9][0-9]{0,8}$",
    "epoch": "^[1-9][0-9]{0,3}$",
    "position": "^[1-9][0-9]{0,15}$",
    "sequence": "^(0|[1-9][0-9]{0,15})$",
    "draft": "^[1-9][0-9]{0,8}$",
    "label": "^[a-z0-9][a-z0-9-]{0,63}$",
    "language": "^[a-z][a-z-]{1,11}$",
    "reader": "^[a-z0-9][a-z0-9-]{0,63}$",
    "number": "^[A-Z0-9][A-Z0-9-]{0,99}$",
    "party": "^[a-z0-9][a-z0-9-]{0,63}$",
    "passkey": "^[A-Za-z0-9_-]{1,1400}$",
    "session": "^[1-9][0-9]{0,8}$",
    "sha256": "^[0-9a-f]{64}$",
    "tile": "^(entries|[1-9]?[0-9])/(x[0-9]{3}/)*[0-9]{3}([.]p/[1-9][0-9]{0,2})?$",
}
_SESSION: Final = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "detente-session-PARTY",
        "description": (
            "The cookie that signing in sets (`POST /v1/session`): named by the party, with "
            "`__Host-` before it over TLS. What changes something also takes the header "
            "`x-detente: console` and the browser's word that our own page asks (`Sec-Fetch-Site: "
            "same-origin`, or an `Origin` that is this node's). A token goes before a cookie."
        ),
    }
}
_REF: Final = "#/components/schemas/{name}"


def document(routes: tuple[Route, ...], version: str) -> bytes:
    """The document as JSON."""
    kinds = [one for route in routes for one in (route.body, route.result) if one is not None]
    kinds += [ProblemBody, StreamItem]
    found, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    schemas = dict(zip(map(repr, kinds), found, strict=True))
    components["SendBody"] = _send_schema(components["SendBody"])
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "detente: the native API of a node",
                "version": version,
                "summary": "Everything that an officer of a line can do",
            },
            "paths": paths,
            "components": {
                "schemas": components,
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}, **_SESSION},
            },
        }
    )


def _send_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """One alternative for each format, so that `fields` are its own."""
    common = schema["properties"]
    return {
        "title": schema["title"],
        "description": schema.get("description", ""),
        "oneOf": [
            {
                "title": fmt.code,
                "type": "object",
                "properties": {
                    **common,
                    "format": {"const": fmt.code},
                    "fields": field_schema(fmt),
                },
                "required": ["format", "fields"] if _has_required(code) else ["format"],
                "additionalProperties": False,
            }
            for code, fmt in FORMATS.items()
        ],
    }


def _has_required(code: str) -> bool:
    return any(spec.required for spec in FORMATS[code].fields)


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    named = re.findall(r"{(\w+)}", route.path)
    operation: dict[str, Any] = {
        "operationId": f"{route.method.lower()}_{re.sub(r'[^a-z]+', '_', route.path).strip('_')}",
        "summary": route.summary,
        "parameters": [*map(_path_parameter, named), *map(_query_parameter, route.query)],
        "responses": _responses(route, schemas, bool(named)),
    }
    if route.role is not None:
        operation["security"] = [{"token": []}, {"session": []}]
        operation["description"] = f"Takes the role {route.role} or a higher one."
    if route.body is not None:
        operation["requestBody"] = {
            "required": not route.body_optional,
            "content": {"application/json": {"schema": schemas[repr(route.body)]}},
        }
    if route.upload_max:
        file = {"type": "string", "format": "binary", "maxLength": route.upload_max}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": {"schema": file}},
        }
    return operation


def _responses(route: Route, schemas: dict[str, Any], has_path: bool) -> dict[str, Any]:  # noqa: FBT001 - private
    content: dict[str, Any] = {"schema": {}}
    if route.result is not None:
        content = {"schema": schemas[repr(route.result)]}
    elif route.media.startswith("text/"):
        content = {"schema": {"type": "string"}}
    found: dict[str, Any] = {
        str(route.status): {"description": "Done", "content": {route.media: content}}
    }
    errors = {*COMMON_ERRORS, *route.errors}
    errors |= {*WITH_TOKEN} if route.role is not None else set()
    errors |= {*WITH_BODY} if route.body is not None or route.upload_max else set()
    errors |= {*WITH_PATH, 422} if has_path else set()
    problem = {MEDIA: {"schema": schemas[repr(ProblemBody)]}}
    for status in sorted(errors):
        found[str(status)] = {"description": WORDS[status], "content": problem}
    return found


def _path_parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name == "status":
        schema["enum"] = ["ACTUAL", "EXERCISE", "TEST"]
    else:
        schema["pattern"] = PATH_PATTERNS[name]
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameter(one: Parameter) -> dict[str, Any]:
    schema: dict[str, Any]
    if one.pattern:
        schema = {"type": "string", "pattern": f"^(?:{one.pattern})$"}
    elif one.choices == BOOLEAN:
        schema = {"type": "boolean"}
    elif one.choices:
        schema = {"type": "string", "enum": list(one.choices)}
    else:
        top = POSITION_MAX if one.maximum is None else one.maximum
        schema = {"type": "integer", "minimum": one.minimum, "maximum": top}
    if one.default is not None:
        schema["default"] = one.default
    return {
        "name": one.name,
        "in": "query",
        "required": False,
        "description": one.help,
        "schema": schema,
    }


if __name__ == "__main__":  # for the console's build: its client is generated from this
    import sys

    from detente.serve.http.routes import ROUTES
    from detente.serve.version import version

    sys.stdout.buffer.write(document(ROUTES, version()))
