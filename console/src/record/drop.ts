/**
 * A file dropped on any page is checked: the page says where it goes, and shows the report.
 *
 * The verifier is fetched when the page has time, so that it is there when the node is gone.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { go } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import "./drop.css";

const IDLE_MS = 4_000; // after the first screen, at the latest

@customElement("d-drop")
export class Drop extends Part {
  @state() private over = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const on = (name: string, run: (event: DragEvent) => void) => {
      const listen = (event: Event) => run(event as DragEvent);
      window.addEventListener(name, listen);
      this.cleanup(() => window.removeEventListener(name, listen));
    };
    on("dragenter", (event) => this.count(event, 1));
    on("dragleave", (event) => this.count(event, -1));
    on("dragover", (event) => {
      if (hasFiles(event)) event.preventDefault();
    });
    on("drop", (event) => void this.dropped(event));
    const wait = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, IDLE_MS));
    // Ahead of need, so that a file can be judged when the node is gone; without luck, at the drop.
    const ahead = () => fetched().then(({ prepare }) => prepare());
    wait(() => void ahead().catch(() => undefined), { timeout: IDLE_MS });
  }

  private count(event: DragEvent, step: number): void {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.over = Math.max(0, this.over + step);
  }

  private async dropped(event: DragEvent): Promise<void> {
    const file = event.dataTransfer?.files[0];
    this.over = 0;
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    const { begin } = await fetched();
    go("record", "check");
    await begin(file, file.name);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.over === 0) return nothing;
    return html`<div class="drop-here"><p>${t("record-drop-here")}</p></div>`;
  }
}

/** The verifier and the view that shows its report, both, so that neither is missing later. */
async function fetched() {
  const [checking] = await Promise.all([import("./checking.ts"), import("./record.ts")]);
  return checking;
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
