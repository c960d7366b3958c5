/** What was typed into a short form, as the format wants it. Empty fields are left out. */
import type { Field } from "./words.ts";

export function valuesOf(
  specs: readonly Field[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const one of specs) {
    const text = (typed[one.name] ?? "").trim();
    if (text === "") continue;
    found[one.name] = typedValue(one, text);
  }
  return found;
}

function typedValue(of: Field, text: string): unknown {
  if (of.kind === "integer") return Number(text);
  if (of.kind === "boolean") return text === "yes";
  if (of.kind === "time") return Date.parse(`${text}Z`); // typed in UTC, as everything on the screen
  return text;
}
