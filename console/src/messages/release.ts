/** Release what a form says: as a message, a correction, or a humanitarian notice that is sealed. */
import { post, type Schemas } from "../api/client.ts";
import type { Format } from "../app/lines.ts";
import { bodyOf, changesOf } from "./form/model.ts";
import type { Form } from "./form/store.ts";

export type Accepted = Schemas["Accepted"];

/** Durable when it returns. Throws Refused or Unreachable; the form stays as it is. */
export async function release(form: Form, format: Format): Promise<Accepted> {
  const data = form.peek();
  const path = { channel: data.channel, status: data.status };
  const acknowledged = [...data.acknowledged];
  if (data.correct) {
    const number = data.correct.number;
    const fields = changesOf(data, format);
    return post("/v1/lines/{channel}/{status}/messages/{number}/correct", {
      path: { ...path, number },
      body: { fields: fields as never, acknowledged },
    });
  }
  const body = bodyOf(data, format);
  if ((format.sealed ?? []).length > 0) return sealed(path, body, format);
  return post("/v1/lines/{channel}/{status}/messages", { path, body });
}

type Body = ReturnType<typeof bodyOf>;
type Path = { channel: string; status: "ACTUAL" | "EXERCISE" | "TEST" };

/** The exact place goes only to those named; everybody reads the coarse area. */
function sealed(path: Path, body: Body, format: Format): Promise<Accepted> {
  const { open, exact, audience } = apart(body, format);
  return post("/v1/lines/{channel}/{status}/humanitarian", {
    path,
    body: { message: { ...body, fields: open } as never, exact: exact as never, audience },
  });
}

/** What everybody reads, what is sealed, and for whom. */
export function apart(
  body: Body,
  format: Format,
): { open: Record<string, unknown>; exact: Record<string, unknown>; audience: string[] } {
  const { audience, ...fields } = (body.fields ?? {}) as Record<string, unknown>;
  const names = new Set(format.sealed ?? []);
  const entries = Object.entries(fields);
  return {
    open: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    exact: Object.fromEntries(entries.filter(([name]) => names.has(name))),
    audience: String(audience ?? "")
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean),
  };
}
