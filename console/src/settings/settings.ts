/** How this screen looks and sounds to its reader, who may sign in, and what detente does not do. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { get, type Schemas } from "../api/client.ts";
import { choose, THEMES, theme } from "../app/appearance.ts";
import { firstScreen, shared, status } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may } from "../app/session.ts";
import { number } from "../format/time.ts";
import { LANGUAGES, type Language } from "../i18n/languages.ts";
import { language, speak, t } from "../i18n/text.ts";
import { Resource } from "../live/resource.ts";
import { Part } from "../ui/part.ts";
import { play, sound } from "../watch/sound.ts";
import {
  BORDERS,
  borders,
  DISTANCES,
  distanceFirst,
  HEIGHTS,
  HERE,
  heightFirst,
  NO_SECOND,
  placeNames,
  SYMBOLS,
  secondZone,
  symbols,
  TEXT_SIZES,
  textSize,
  volume,
} from "./choices.ts";
import "./officers.ts";
import { radios } from "./radios.ts";
import "./settings.css";

type LanguageView = Schemas["LanguageView"];
const QUARTER = 15;
const EAST_MAX_MIN = 14 * 60;
const WEST_MAX_MIN = -12 * 60;
const STEP_MIN = 2 * QUARTER;
const LIMITS = ["targeting", "permission", "safety", "lies", "earnest"] as const;

/** How much of each language's message templates was reviewed, as the node counts. */
function tongues(): Resource<LanguageView[]> {
  return shared(
    "languages",
    () =>
      new Resource(
        () => get("/v1/languages"),
        () => false,
      ),
  );
}

function zones(): { value: string; words: string }[] {
  const found = [
    { value: NO_SECOND, words: t("settings-zone-none") },
    { value: HERE, words: t("settings-zone-here") },
  ];
  for (let at = WEST_MAX_MIN; at <= EAST_MAX_MIN; at += STEP_MIN) {
    const hours = String(Math.floor(Math.abs(at) / 60)).padStart(2, "0");
    const rest = String(Math.abs(at) % 60).padStart(2, "0");
    const value = `${at < 0 ? "-" : "+"}${hours}:${rest}`;
    found.push({ value, words: `UTC${value}` });
  }
  return found;
}

@customElement("d-settings")
export class Settings extends Part {
  protected override render(): TemplateResult {
    this.hold(tongues(), firstScreen);
    return html`<h1>${t("view-settings")}</h1>
      <p class="quiet-text">${t("settings-here-only")}</p>
      <div class="settings">
        ${this.languages()} ${this.look()} ${this.sounds()} ${this.units()} ${this.map()}
      </div>
      ${may("administrator") ? html`<d-officers></d-officers>` : nothing} ${this.about()}`;
  }

  private languages(): TemplateResult {
    const options = (Object.keys(LANGUAGES) as Language[]).map((code) => ({
      value: code,
      words: html`<span lang=${code} dir=${LANGUAGES[code].dir}>${LANGUAGES[code].name}</span>`,
      note: this.reviewed(code),
    }));
    const pick = (code: Language) => void speak(code);
    return html`<section class="card">${radios("language", t("settings-language"), options, language(), pick)}</section>`;
  }

  private reviewed(code: Language): TemplateResult {
    const own = code === "en" ? "settings-original" : "settings-unreviewed";
    const counts = tongues().value?.find((one) => one.code === code)?.counts;
    if (!counts) return html`${t(own)}`;
    const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
    const good = (counts["reviewed"] ?? 0) + (counts["signed"] ?? 0);
    return html`${t(own)} ${t("settings-templates", { good: number(good), all: number(all) })}`;
  }

  private look(): TemplateResult {
    const themes = THEMES.map((one) => ({ value: one, words: t(`settings-theme-${one}`) }));
    const sizes = TEXT_SIZES.map((one) => ({
      value: one,
      words: html`<bdi dir="ltr">${one}\u00a0%</bdi>`,
    }));
    return html`<section class="card">
      ${radios("theme", t("settings-theme"), themes, theme.value, choose)}
      ${radios("size", t("settings-size"), sizes, textSize.value, (one) => {
        textSize.value = one;
      })}
    </section>`;
  }

  private sounds(): TemplateResult {
    const set = (event: Event) => {
      volume.value = Number((event.target as HTMLInputElement).value) / 100;
    };
    const percent = `${Math.round(volume.value * 100)}\u00a0%`;
    return html`<section class="card"><h2>${t("settings-sound")}</h2>
      <label class="settings-volume">${t("settings-volume")} <bdi dir="ltr">${percent}</bdi>
        <input type="range" min="0" max="100" step="5" .value=${String(Math.round(volume.value * 100))}
          aria-valuetext=${percent} @input=${set} /></label>
      <div class="row">
        <button @click=${() => play("test")}>${t("settings-sound-test")}</button>
        <button @click=${() => play("flash-test")}>${t("settings-sound-flash")}</button>
      </div>
      ${sound.value === "on" ? nothing : html`<p>${t(sound.value === "off" ? "sound-off" : "sound-none")}</p>`}
      <p class="quiet-text">${t("settings-sound-floor")}</p>
    </section>`;
  }

  private units(): TemplateResult {
    const set = (event: Event) => {
      secondZone.value = (event.target as HTMLSelectElement).value;
    };
    const distances = DISTANCES.map((one) => ({
      value: one,
      words: t(`settings-distance-${one}`),
    }));
    const heights = HEIGHTS.map((one) => ({ value: one, words: t(`settings-height-${one}`) }));
    return html`<section class="card">
      ${radios("distance", t("settings-distance"), distances, distanceFirst.value, (one) => {
        distanceFirst.value = one;
      })}
      ${radios("height", t("settings-height"), heights, heightFirst.value, (one) => {
        heightFirst.value = one;
      })}
      <label>${t("settings-zone")}
        <select @change=${set}>${zones().map((one) => html`<option value=${one.value} ?selected=${one.value === secondZone.value}>${one.words}</option>`)}</select></label>
    </section>`;
  }

  private map(): TemplateResult {
    const lines = BORDERS.map((one) => ({
      value: one,
      words: t(`settings-borders-${one}`),
      ...(one === "off" ? {} : { note: t(`settings-borders-${one}-note`) }),
    }));
    const shapes = SYMBOLS.map((one) => ({ value: one, words: t(`settings-symbols-${one}`) }));
    const names = (event: Event) => {
      placeNames.value = (event.target as HTMLInputElement).checked;
    };
    return html`<section class="card">
      ${radios("borders", t("settings-borders"), lines, borders.value, (one) => {
        borders.value = one;
      })}
      ${radios("symbols", t("settings-symbols"), shapes, symbols.value, (one) => {
        symbols.value = one;
      })}
      <label class="settings-option"><input type="checkbox" .checked=${placeNames.value} @change=${names} /> ${t("settings-place-names")}</label>
      <p><a href=${to("map")}>${t("settings-to-map")}</a></p>
    </section>`;
  }

  private about(): TemplateResult {
    const { version = "", fingerprint = "", name = "" } = status.value ?? {};
    return html`<section class="card settings-section"><h2>${t("settings-about")}</h2>
      <dl class="settings-facts">
        <div><dt>${t("settings-version")}</dt><dd><bdi dir="ltr">detente ${version}</bdi></dd></div>
        <div><dt>${t("settings-node")}</dt><dd><bdi>${name}</bdi></dd></div>
        <div><dt>${t("settings-fingerprint")}</dt><dd><bdi dir="ltr" class="code">${fingerprint}</bdi></dd></div>
      </dl>
      <h3>${t("settings-limits")}</h3>
      <ul>${LIMITS.map((one) => html`<li>${t(`settings-limit-${one}`)}</li>`)}</ul>
    </section>`;
  }
}
