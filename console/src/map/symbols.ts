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
const AIR = "01"; // the standard's symbol set of what flies
/** Entities of that set; what is not known has none, and an empty frame. */
const ENTITIES: Readonly<Record<string, string>> = {
  "fixed-wing": "110100",
  helicopter: "110200",
  UAS: "110300",
  civil: "120000",
};
const NO_ENTITY = "000000";

/** The standard's code of a fix as this viewer sees it; `stale` draws the frame of what is expected. */
export function codeOf(fix: TrackFix, affiliation: Affiliation): string {
  const entity = ENTITIES[fix.category ?? ""] ?? NO_ENTITY;
  return `100${AFFILIATIONS[affiliation]}${AIR}0000${entity}0000`;
}

export function milSymbols(): Symbols {
  const nameOf = (fix: TrackFix) => `mil-${codeOf(fix, affiliations.value[fix.tone])}`;
  return {
    nameOf,
    prepare: (engine: Engine, fixes: readonly TrackFix[]) => {
      for (const fix of fixes) {
        const name = nameOf(fix);
        if (engine.hasPicture(name)) continue;
        const picture = draw(name.slice("mil-".length));
        if (picture) engine.addPicture(name, picture, RATIO);
      }
    },
  };
}

function draw(code: string): ImageData | undefined {
  const canvas = new ms.Symbol(code, { size: SIZE_PX }).asCanvas(RATIO);
  return canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
}
