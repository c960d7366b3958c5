/**
 * MIL-STD-2525 symbols for tracks: a choice of the one who looks, never exchanged.
 *
 * Whom a frame calls friend or hostile is this viewer's own word, kept in this browser. Loaded when it
 * is first chosen.
 */
import ms from "milsymbol";
import { AFFILIATIONS, type Affiliation, affiliations } from "./choices.ts";
import type { Engine } from "./engine.ts";
import type { TrackFix } from "./shapes.ts";
import type { Symbols } from "./sky.ts";

const SIZE_PX = 20;
const RATIO = 2;
const OUTLINE = "#0a1118"; // frames stand out on land, sea and hatches alike
const STALE = "#a9bac8";
const AIR = "01"; // the standard's symbol set of what flies
/** Entities of that set; what is not known has none, and an empty frame. */
const ENTITIES: Readonly<Record<string, string>> = {
  "fixed-wing": "110100",
  helicopter: "110200",
  UAS: "110300",
  civil: "120000",
};
const NO_ENTITY = "000000";

/** The standard's code of a fix as this viewer sees it. */
export function codeOf(fix: TrackFix, affiliation: Affiliation): string {
  const entity = ENTITIES[fix.category ?? ""] ?? NO_ENTITY;
  return `100${AFFILIATIONS[affiliation]}${AIR}0000${entity}0000`;
}

export function milSymbols(): Symbols {
  const nameOf = (fix: TrackFix, stale: boolean) =>
    `mil-${codeOf(fix, affiliations.value[fix.tone])}${stale ? "-stale" : ""}`;
  return {
    nameOf,
    prepare: (engine: Engine, fixes: readonly TrackFix[]) => {
      for (const fix of fixes) {
        for (const stale of [false, true]) {
          const name = nameOf(fix, stale);
          if (engine.hasPicture(name)) continue;
          const picture = draw(codeOf(fix, affiliations.value[fix.tone]), stale);
          if (picture) engine.addPicture(name, picture, RATIO);
        }
      }
    },
  };
}

/** What is stale has a hollow frame, as a neutral chevron has. */
function draw(code: string, stale: boolean): ImageData | undefined {
  const hollow = stale ? { fill: false, monoColor: STALE } : {};
  const frame = { outlineColor: OUTLINE, outlineWidth: 3 };
  const canvas = new ms.Symbol(code, { size: SIZE_PX, ...frame, ...hollow }).asCanvas(RATIO);
  return canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
}
