/**
 * The views of the console, one row each: navigation, keys and loading come from here.
 *
 * A view is one custom element that fills the main part. Its code is loaded when it is first looked
 * at; a later view (live traffic, say) is one more row.
 */
export interface View {
  /** First segment of the address, and `view-ID` of its texts. */
  readonly id: string;
  /** The custom element. */
  readonly tag: string;
  /** Alt and this digit go there. */
  readonly digit: string;
  /** Name of its icon in ui/icon.ts. */
  readonly icon: string;
  readonly load: () => Promise<unknown>;
}

export const VIEWS: readonly View[] = [
  {
    id: "watch",
    tag: "d-watch",
    digit: "1",
    icon: "watch",
    load: () => import("../watch/watch.ts"),
  },
  {
    id: "map",
    tag: "d-map-view",
    digit: "2",
    icon: "map",
    load: () => import("../map/map-view.ts"),
  },
  {
    id: "messages",
    tag: "d-messages",
    digit: "3",
    icon: "messages",
    load: () => import("../messages/messages.ts"),
  },
  {
    id: "conflicts",
    tag: "d-conflicts",
    digit: "4",
    icon: "conflicts",
    load: () => import("../conflicts/conflicts.ts"),
  },
  {
    id: "incidents",
    tag: "d-incidents",
    digit: "5",
    icon: "incidents",
    load: () => import("../incidents/incidents.ts"),
  },
  {
    id: "agreements",
    tag: "d-agreements",
    digit: "6",
    icon: "agreements",
    load: () => import("../agreements/agreements.ts"),
  },
  {
    id: "consultations",
    tag: "d-consultations",
    digit: "7",
    icon: "consultations",
    load: () => import("../consultations/consultations.ts"),
  },
  {
    id: "record",
    tag: "d-record",
    digit: "8",
    icon: "record",
    load: () => import("../record/record.ts"),
  },
  {
    id: "settings",
    tag: "d-settings",
    digit: "9",
    icon: "settings",
    load: () => import("../settings/settings.ts"),
  },
];

export function viewOf(id: string): View {
  return VIEWS.find((one) => one.id === id) ?? (VIEWS[0] as View);
}
