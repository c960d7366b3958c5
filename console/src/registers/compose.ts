/** The messages' own form, opened with what a register knows: for formats that are too long for a line. */
import type { LineKey } from "../app/lines.ts";
import { compose } from "../messages/compose.ts";

export interface Begun {
  readonly code: string;
  readonly fields?: Record<string, unknown>;
  readonly refs?: readonly string[];
}

export function composeOn(key: LineKey, begun: Begun): void {
  compose({
    code: begun.code,
    channel: key.channel,
    status: key.status,
    fields: begun.fields ?? {},
    ...(begun.refs ? { refs: [...begun.refs] } : {}),
  });
}
