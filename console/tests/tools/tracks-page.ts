/** A page with the console's own map and nothing else: what one update of many tracks costs. */
import "../../src/style/tokens.css";
import "../../src/style/base.css";
import type { DMap } from "../../src/map/map.ts";
import type { TrackFix } from "../../src/map/shapes.ts";
import "../../src/map/map.ts";

const E7 = 1e7;
const TONES = ["own", "other", "third", "unknown"] as const;

/** Tracks over 1,000 km of a coast, each on its own course, as of a second. */
function fixes(count: number, second: number): TrackFix[] {
  return Array.from({ length: count }, (_, at) => {
    const course = (at * 137) % 360;
    const way = (second * 220) / 111_195;
    const turn = (course * Math.PI) / 180;
    return {
      id: `T${at}`,
      callsign: `TRK${at}`,
      tone: TONES[at % 4] ?? "unknown",
      lat_e7: Math.round((-27 + ((at * 7919) % 9000) / 1000 + way * Math.cos(turn)) * E7),
      lon_e7: Math.round((9 + ((at * 104_729) % 11_000) / 1000 + way * Math.sin(turn)) * E7),
      altitude: { cm: 30_480 * (50 + (at % 350)), reference: "FL" },
      speed_cm_s: 22_000,
      course_cdeg: course * 100,
      climb_cm_s: 0,
      at_ms: Date.now(),
    };
  });
}

declare global {
  interface Window {
    /** Milliseconds of main thread for one update: the call, and handing the features to the workers. */
    update: (count: number, second: number) => Promise<number>;
  }
}

const map = document.createElement("d-map") as DMap;
map.style.cssText = "display:block;inline-size:100vw;block-size:100vh";
map.focusOn = { lat_e7: -22.5 * E7, lon_e7: 14.5 * E7 };
document.body.append(map);

let handed = 0;
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (this: Worker, ...sent: unknown[]): void {
  const began = performance.now();
  Reflect.apply(post, this, sent);
  handed += performance.now() - began;
};

const HANDED_MS = 700; // by then the workers have what they were given

window.update = async (count, second) => {
  const given = fixes(count, second);
  handed = 0;
  const began = performance.now();
  map.setTracks(given);
  const call = performance.now() - began;
  const within = handed; // what was handed over within the call is counted there
  await new Promise((resolve) => setTimeout(resolve, HANDED_MS));
  return call + handed - within;
};
