/** Is the line open, as each side says? Shown in the shell's top and on the first screen. */
import { html, type TemplateResult } from "lit";
import { has, t } from "../i18n/text.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { lineView, status } from "./lines.ts";

const TONES: Record<string, Tone> = {
  OPEN: "good",
  DEGRADED: "warn",
  SUSPENDED: "bad",
  ENDED: "bad",
};

/** A declared state in words; a code that this console does not know is shown as it came. */
export function stateWords(code: string): string {
  const id = `line-state-${code.toLowerCase()}`;
  return has(id) ? t(id) : code;
}

/** What each member declares, and whether its node can be reached from ours. brief: for the top bar. */
export function lineState(brief = false): TemplateResult {
  const line = lineView.value;
  if (!line) return html`${mark("none", t("line-none"))}`;
  const peers = status.value?.peers ?? [];
  const members = line.members.map((party) => {
    const declared = line.declared[party];
    const peer = peers.find((one) => one.party === party);
    const down = peer !== undefined && peer.link !== "up";
    const tone: Tone = down ? "bad" : declared ? (TONES[declared] ?? "none") : "none";
    const words = declared
      ? stateWords(declared)
      : t(brief ? "line-state-none-brief" : "line-state-none");
    const link = down ? ` · ${t("line-link-down")}` : "";
    return html`<li>${mark(tone, html`<bdi>${party}</bdi>: ${words}${link}`)}</li>`;
  });
  return html`<ul class="line-state ${brief ? "line-state-brief" : ""}" aria-label=${t("line-states")}>${members}</ul>`;
}
