/** What is drawn, and under it: kinds, hours ahead, borders, symbols, a file of one's own. */

import { signal } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/text.ts";
import {
  BORDERS,
  type Borders,
  borders,
  SYMBOLS,
  type Symbols,
  symbols,
} from "../settings/choices.ts";
import {
  AFFILIATIONS,
  type Affiliation,
  type Affiliations,
  AHEAD_HOURS,
  affiliate,
  affiliations,
  aheadHours,
  LAYERS,
  type Layer,
  lookAhead,
  ownFile,
  showLayer,
  shownLayers,
} from "./choices.ts";
import { FileRefused, forgetFile, takeFile } from "./own-file.ts";

const refused = signal("");

export function layersPanel(): TemplateResult {
  return html`<div class="map-layers card">
    <fieldset><legend>${t("map-drawn")}</legend>${LAYERS.map(layerBox)}</fieldset>
    <label>${t("map-ahead")}
      <select @change=${(event: Event) => lookAhead(Number((event.target as HTMLSelectElement).value))}>
        ${AHEAD_HOURS.map((hours) => html`<option value=${hours} ?selected=${hours === aheadHours.value}>${t(hours === 0 ? "map-ahead-none" : "map-ahead-hours", { hours })}</option>`)}
      </select></label>
    ${choice("map-borders", BORDERS, borders.value, (one) => {
      borders.value = one as Borders;
    })}
    ${borders.value === "file" ? file() : nothing}
    ${choice("map-symbols", SYMBOLS, symbols.value, (one) => {
      symbols.value = one as Symbols;
    })}
    ${symbols.value === "mil-std-2525" ? frames() : nothing}
    ${legend()}
  </div>`;
}

function layerBox(layer: Layer): TemplateResult {
  const toggle = (event: Event) => showLayer(layer, (event.target as HTMLInputElement).checked);
  return html`<label class="map-check"><input type="checkbox" ?checked=${shownLayers.value.has(layer)} @change=${toggle} />
    ${t(`map-layer-${layer}`)}</label>`;
}

function choice(
  name: string,
  all: readonly string[],
  now: string,
  choose: (one: string) => void,
): TemplateResult {
  const option = (one: string) => html`<label class="map-check"><input type="radio" name=${name}
    ?checked=${one === now} @change=${() => choose(one)} /> ${t(`${name}-${one}`)}</label>`;
  return html`<fieldset><legend>${t(name)}</legend>${all.map(option)}</fieldset>`;
}

function file(): TemplateResult {
  const take = async (files: FileList | null | undefined) => {
    const one = files?.[0];
    if (!one) return;
    try {
      ownFile.value = await takeFile(one);
      refused.value = "";
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      refused.value = t(`map-file-${error.reason}`, { limit: error.limit });
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void take(event.dataTransfer?.files);
  };
  const forget = async () => {
    await forgetFile();
    ownFile.value = undefined;
  };
  return html`<div class="map-file" @dragover=${(event: Event) => event.preventDefault()} @drop=${drop}>
    <p>${t("map-file-how")}</p>
    <label>${t("map-file-choose")}
      <input type="file" accept=".geojson,.json,application/geo+json" @change=${(event: Event) => void take((event.target as HTMLInputElement).files)} /></label>
    ${ownFile.value ? html`<p><bdi>${ownFile.value.name}</bdi> <button @click=${() => void forget()}>${t("map-file-forget")}</button></p>` : nothing}
    ${refused.value ? html`<p class="problem" role="alert">${refused.value}</p>` : nothing}
  </div>`;
}

/** Whom this viewer's frames call what. */
function frames(): TemplateResult {
  const pick = (tone: keyof Affiliations) => {
    const change = (event: Event) =>
      affiliate(tone, (event.target as HTMLSelectElement).value as Affiliation);
    const option = (one: string) =>
      html`<option value=${one} ?selected=${one === affiliations.value[tone]}>${t(`map-affiliation-${one}`)}</option>`;
    return html`<label>${t(`map-legend-tone-${tone}`)}
      <select @change=${change}>${Object.keys(AFFILIATIONS).map(option)}</select></label>`;
  };
  return html`<p class="quiet-text">${t("map-symbols-local")}</p>
    ${(["own", "other", "third", "unknown"] as const).map(pick)}`;
}

/** How the marks read: lines, hatches, dashes. */
function legend(): TemplateResult {
  const row = (kind: string) =>
    html`<li><span class="map-key map-key-${kind}" aria-hidden="true"></span> ${t(`map-legend-${kind}`)}</li>`;
  return html`<details><summary>${t("map-legend")}</summary>
    <ul class="map-legend">${["own", "other", "third", "dashed", "conflict", "stale"].map(row)}</ul></details>`;
}
