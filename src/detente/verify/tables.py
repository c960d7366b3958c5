"""What a second verifier must know of the formats, as JSON: the console's page reads it.

``python -m detente.verify.tables > console/src/proof/tables.json``. A message's lead time, its
place on the receipt ladder and its line in the timeline come from the same tables as here, so that
a verifier in another language says the same. A test keeps the file current.
Not here: fields' limits (`wire.form_views`), words in other languages (`tongues`).
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from detente.core.line.formats import Family
from detente.core.line.tables import EVERY
from detente.verify.registers import is_told

if TYPE_CHECKING:
    from detente.core.line.field import FieldSpec
    from detente.core.line.formats import Format
    from detente.core.values import Json


def tables() -> list[dict[str, Json]]:
    """One object for each version of each format, sorted; what does not apply is left out."""
    listed = sorted(EVERY, key=lambda fmt: (fmt.code, fmt.version))
    return [{key: value for key, value in _table(fmt).items() if value} for fmt in listed]


def tables_json() -> str:
    """The tables, one a line, so that a change shows as a changed line."""
    lines = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in tables()]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _table(fmt: Format) -> dict[str, Json]:
    only = fmt.placing.only if fmt.placing else None
    spec = fmt.field(only[0]) if only else None
    placing: dict[str, Json] | None = None
    if fmt.placing is not None:
        placing = {"volume": fmt.placing.volume_field}
        if only is not None:
            known = [code for code, _ in spec.choices] if spec else None
            placing["only"] = {"field": only[0], "codes": list(only[1]), "known": known}
    told = fmt.family is Family.REGISTER
    return {
        "code": fmt.code,
        "version": fmt.version,
        "name": fmt.name,
        "family": fmt.family.value,
        "lead_ms": [fmt.lead_ms] if fmt.lead_ms is not None else None,
        "urgent_lead_ms": [fmt.urgent_lead_ms] if fmt.urgent_lead_ms is not None else None,
        "lead_by": {"field": fmt.lead_by[0], "codes": dict(fmt.lead_by[1])}
        if fmt.lead_by
        else None,
        "lead_if_said": fmt.lead_if_said,
        "effective": fmt.effective.value,
        "starts": fmt.starts,
        "placing": placing,
        "fields": [_field(one) for one in fmt.fields if is_told(one)] if told else None,
    }


def _field(spec: FieldSpec) -> dict[str, Json]:
    found: dict[str, Json] = {"name": spec.name, "kind": spec.kind.value, "label": spec.label}
    if spec.choices:
        found["choices"] = dict(spec.choices)
    return found


if __name__ == "__main__":
    sys.stdout.write(tables_json())
