import { nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { Part } from "../ui/part.ts";

@customElement("d-session-menu")
export class SessionMenu extends Part {
  protected override render(): typeof nothing {
    return nothing;
  }
}
