/** What a form that is being written draws: its own places, and where it would be in conflict. */
import type { MapShape } from "../map/shapes.ts";
import type { FormContext } from "./form/context.ts";
import { shapesOf } from "./shapes.ts";

export { conflictShapes } from "./verdict.ts";

export function shapesOfForm({ form, format }: FormContext): MapShape[] {
  const { code, values, id } = form.data;
  return shapesOf(format, values, `draft.${id}`, "draft", code);
}
