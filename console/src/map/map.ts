/**
 * `<d-map>`: the map, to be put anywhere.
 *
 *     <d-map .overlay=${shapes} .draw=${"circle"} .focus=${shape} @drawn=${…}></d-map>
 *
 * The element is small; the engine (MapLibre, a megabyte) comes when the first map is on the page.
 * What is drawn besides the overlay is the line's own picture; `bare` leaves that out.
 */
import { customElement, property } from "lit/decorators.js";
import { Part } from "../ui/part.ts";
import type { DrawKind, LatLon, MapShape, TrackFix } from "./shapes.ts";

@customElement("d-map")
export class DMap extends Part {
  /** Shapes to draw besides the picture: what is composed, a way out that is tried, a read-back. */
  @property({ attribute: false }) overlay: readonly MapShape[] = [];
  /** Turns the map into an input; `drawn` ({@link Drawn}) tells what a hand has drawn. */
  @property({ attribute: false }) draw: DrawKind | undefined;
  /** Brought into view when it changes. */
  @property({ attribute: false }) focusOn: MapShape | LatLon | undefined;
  /** Only the overlay, not the line's picture. */
  @property({ type: Boolean }) bare = false;
  private tracks: readonly TrackFix[] = [];

  /** Everything that moves, as of now; what is left out is gone. */
  setTracks(tracks: readonly TrackFix[]): void {
    this.tracks = tracks;
    this.requestUpdate();
  }

  get tracksNow(): readonly TrackFix[] {
    return this.tracks;
  }
}
