/** A first report begun from a message or a finding: the node gives what is known, an officer the rest. */
import { get, type Schemas } from "../api/client.ts";
import type { LineKey } from "../app/lines.ts";
import { composeOn } from "../registers/compose.ts";

/** Throws Refused or Unreachable. */
export async function begin(
  key: LineKey,
  from: { message: string } | { finding: string },
): Promise<void> {
  const draft: Schemas["CaseDraft"] = await get("/v1/lines/{channel}/{status}/case-drafts", {
    path: key,
    query: from,
  });
  composeOn(key, {
    code: draft.format,
    fields: draft.fields as Record<string, unknown>,
    refs: draft.refs,
  });
}
