/** The page's title: what must be known from another tab, the most pressing first. */
import { effect } from "@preact/signals-core";
import { language, t } from "../i18n/text.ts";
import { link } from "../live/connection.ts";
import { unread as flashes } from "../watch/flash-state.ts";
import { line as here, status } from "./lines.ts";
import { place } from "./router.ts";
import { session } from "./session.ts";
import { viewOf } from "./views.ts";

/** Counts over all lines: of what is real, and of what is practised while it is looked at. */
export function counts(): { unread: number; missed: number; conflicts: number } {
  const sum = { unread: 0, missed: 0, conflicts: 0 };
  for (const line of status.value?.lines ?? []) {
    if (line.status !== "ACTUAL" && line.status !== here.value?.status) continue;
    sum.unread += line.unread;
    sum.missed += line.missed;
    sum.conflicts += line.conflicts;
  }
  return sum;
}

function title(): string {
  if (!session.value) return "detente";
  const { unread, missed } = counts();
  const parts = [
    flashes.value.length > 0 ? t("title-flash", { count: flashes.value.length }) : "",
    link.value === "gone" || link.value === "silent" ? t("title-gone") : "",
    missed > 0 ? t("title-missed", { count: missed }) : "",
    unread > 0 ? t("title-unread", { count: unread }) : "",
    t(`view-${viewOf(place.value.view).id}`),
    status.value?.name ?? "detente",
  ];
  return parts.filter((one) => one !== "").join(" · ");
}

/** Keep the title; returns how to stop. */
export function keepTitle(): () => void {
  return effect(() => {
    language();
    document.title = title().replace(/[\u2066-\u2069]/g, ""); // a tab shows the marks as boxes
  });
}
