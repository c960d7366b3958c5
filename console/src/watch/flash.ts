import { nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { Part } from "../ui/part.ts";

@customElement("d-flash")
export class Flash extends Part {
  protected override render(): typeof nothing {
    return nothing;
  }
}
