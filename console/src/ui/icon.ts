/** Line drawings of the console, our own: 24 by 24, in the colour of the text around them. */
import { html, svg, type TemplateResult } from "lit";

const PATHS: Record<string, readonly string[]> = {
  watch: ["M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18", "M12 7v5l3 3"],
  map: ["M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2z", "M9 4v14M15 6v14"],
  messages: ["M3 5h18v12H9l-5 4v-4H3z", "M7 9h10M7 13h6"],
  conflicts: ["M9 4a6 6 0 1 0 0 12a6 6 0 1 0 0-12", "M15 8a6 6 0 1 0 0 12a6 6 0 1 0 0-12"],
  incidents: ["M12 3l10 18H2z", "M12 9v5M12 17v.5"],
  agreements: ["M6 3h9l4 4v14H6z", "M9 12h7M9 16h4", "M15 3v4h4"],
  consultations: ["M4 6h16v14H4z", "M4 10h16M8 3v4M16 3v4"],
  record: ["M5 4h14v16H5z", "M8 8h8M8 12h8M8 16h4"],
  settings: ["M4 7h10M18 7h2M4 17h2M10 17h10", "M16 5v4M8 15v4"],
  open: ["M5 12l5 5L20 7"],
  closed: ["M6 6l12 12M18 6L6 18"],
  degraded: ["M12 4v10M12 18v.5"],
  unknown: ["M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18v.5"],
  flash: ["M13 2L4 14h6l-1 8 9-12h-6z"],
  "line-safety": ["M12 2l3 8 7 5v2l-8-2v4l2 2v1l-4-1-4 1v-1l2-2v-4l-8 2v-2l7-5z"],
  "line-strategic": ["M12 2l3 7 7 3-7 3-3 7-3-7-7-3 7-3z"],
  "line-diplomatic": ["M3 5h13v9H9l-4 3v-3H3z", "M19 9h2v10h-2v2l-3-2h-6"],
  "line-humanitarian": ["M9 3h6v6h6v6h-6v6H9v-6H3V9h6z"],
  search: ["M10 4a6 6 0 1 0 0 12a6 6 0 1 0 0-12", "M15 15l6 6"],
  clock: ["M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18", "M12 7v5l3 3"],
  person: ["M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8", "M4 21c1-5 4-6 8-6s7 1 8 6"],
  proof: ["M12 3l8 3v6c0 5-4 8-8 9c-4-1-8-4-8-9V6z", "M8 12l3 3 5-6"],
  ruler: ["M3 17L17 3l4 4L7 21z", "M8 12l2 2M11 9l2 2M14 6l2 2"],
  plus: ["M12 5v14M5 12h14"],
  minus: ["M5 12h14"],
  fit: ["M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"],
  layers: ["M12 3l9 5-9 5-9-5z", "M3 12l9 5 9-5M3 16l9 5 9-5"],
  send: ["M3 12l18-8-6 17-4-7z"],
  sound: ["M4 9v6h4l6 5V4L8 9z", "M17 8c2 2 2 6 0 8"],
  muted: ["M4 9v6h4l6 5V4L8 9z", "M17 9l5 6M22 9l-5 6"],
};

/** An icon beside words that say the same; screen readers hear the words alone. */
export function icon(name: string): TemplateResult {
  const paths = (PATHS[name] ?? PATHS["unknown"] ?? []).map((d) => svg`<path d=${d}></path>`);
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;
}
