/**
 * `<d-readback .message=${…}>`: the original, what this node computes of it, and what the other side's
 * node said back, side by side; words that differ are marked, and the distance stands beside the map.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { post } from "../api/client.ts";
import {
  type Format,
  formats,
  type LineKey,
  type Message,
  message as messageOf,
  shared,
} from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import type { Outline } from "../app/volume.ts";
import { distance, height, place } from "../format/place.ts";
import { moment, near } from "../format/time.ts";
import { language, t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import { Resource } from "../live/resource.ts";
import type { LatLon, Link, MapShape } from "../map/shapes.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { apartCm, type Computed, compareWords, partsOf, type Word } from "./differences.ts";
import type { CheckView } from "./form/checking.ts";
import { at } from "./form/paths.ts";
import { meaning, subjectOf } from "./possible.ts";
import { messageShapes, pointPart } from "./shapes.ts";
import { Stable } from "./stable.ts";
import type { Step } from "./standing.ts";
import "../map/map.ts";

const SAME_CM = 10_000; // 100 m: two honest computations of one middle differ by less

/** What this node makes of a message that came: asked of its checks, which journal nothing. */
function own(message: Message, subject: Format): Resource<CheckView> {
  const key: LineKey = { channel: message.channel, status: message.status };
  const name = `readback|${key.channel}|${key.status}|${message.message.number}`;
  return shared(name, () => {
    const body = { format: subject.code as never, fields: meaning(message) as never };
    const ask = () =>
      post("/v1/lines/{channel}/{status}/checks", {
        path: key,
        query: { langs: language() },
        body,
      });
    return new Resource<CheckView>(ask as () => Promise<CheckView>, () => false);
  });
}

@customElement("d-readback")
export class ReadBack extends Part {
  @property({ attribute: false }) message: Message | undefined;
  private readonly shapes = new Stable<MapShape[]>();

  protected override render(): TemplateResult | typeof nothing {
    const { message } = this;
    const subject = message && subjectOf(message, formats().value ?? []);
    if (!message || !subject) return nothing;
    const computed = may("duty officer") ? own(message, subject) : undefined;
    const key: LineKey = { channel: message.channel, status: message.status };
    const steps = (message.steps ?? []).filter((one) => one.step === "READBACK" && one.number);
    const said = steps.map((one) => messageOf(key, one.number ?? ""));
    this.hold(formats(), ...(computed ? [computed] : []), ...said);
    const here = (computed?.value?.preview?.readback ?? {}) as Computed;
    const theirs = steps.map(
      (step, index) =>
        [step, at(said[index]?.value, "message.fields.computed") as Computed | undefined] as const,
    );
    return html`<section class="messages-readback">
      ${(message.readback_differences ?? []).length > 0 ? this.differs(message) : steps.length > 0 ? html`<p>${mark("good", t("messages-readback-same"))}</p>` : nothing}
      <div class="messages-sides">
        ${this.original(message)} ${computed ? html`${problem(computed.held.value.error)} ${this.here(computed.value, here)}` : nothing}
        ${theirs.map(([step, one]) => this.there(step, here, one))}
      </div>
      ${this.map(
        message,
        subject,
        here,
        theirs.map(([, one]) => one),
      )}
    </section>`;
  }

  private differs(message: Message): TemplateResult {
    return html`<div class="problem" role="alert">${mark("bad", t("messages-readback-differs"))}
      <ul>${(message.readback_differences ?? []).map((one) => html`<li><bdi>${one}</bdi></li>`)}</ul></div>`;
  }

  private original(message: Message): TemplateResult {
    const lines = message.rendered?.lines ?? [];
    const about = lines.filter((one) => !["from", "to", "released"].includes(one.code)).slice(1);
    return html`<article class="card"><h3>${t("messages-readback-original")}</h3>
      ${about.length > 0 ? about.map((one) => html`<p dir=${message.rendered?.direction ?? "ltr"}>${one.text}</p>`) : html`<p dir="ltr" lang="en">${message.text}</p>`}</article>`;
  }

  /** In the reader's words, then the numbers, UTC and local. */
  private here(view: CheckView | undefined, computed: Computed): TemplateResult {
    const [said] = view?.preview?.readback_said ?? [];
    return html`<article class="card"><h3>${t("messages-readback-here")}</h3>
      ${view ? nothing : html`<p class="quiet-text">${t("messages-reading")}</p>`}
      <p class="messages-words"><bdi dir="ltr" lang="en">${String(computed["words"] ?? "")}</bdi></p>
      ${partsOf(computed).map((one) => this.numbers(one))}
      ${said && language() !== "en" ? html`<details><summary>${t("messages-readback-words")}</summary>${said.lines.map((one) => html`<p dir=${said.direction}>${one.text}</p>`)}</details>` : nothing}</article>`;
  }

  private there(step: Step, here: Computed, theirs: Computed | undefined): TemplateResult {
    const [ours, said] = compareWords(plain(here), plain(theirs ?? {}));
    const marked = (words: readonly Word[]) =>
      words.map((one) => (one.differs ? html`<mark>${one.text}</mark> ` : `${one.text} `));
    const apart = theirs && apartCm(partsOf(here)[0] ?? {}, partsOf(theirs)[0] ?? {});
    return html`<article class="card"><h3>${t("messages-readback-there", { party: step.party })}</h3>
      <p class="quiet-text"><bdi dir="ltr" class="code">${step.number}</bdi> <bdi dir="ltr">${near(step.here_ms, nowMs.peek())}</bdi></p>
      <p class="messages-words"><bdi dir="ltr" lang="en">${marked(said)}</bdi></p>
      ${ours.some((one) => one.differs) ? html`<p class="quiet-text">${t("messages-readback-ours")}: <bdi dir="ltr" lang="en">${marked(ours)}</bdi></p>` : nothing}
      ${apart === undefined ? nothing : html`<p>${mark(apart > SAME_CM ? "bad" : "good", t("messages-readback-apart", { distance: distance(apart) }))}</p>`}
      ${theirs ? partsOf(theirs).map((one) => this.numbers(one)) : nothing}</article>`;
  }

  private numbers(one: Computed): TemplateResult {
    const centre = one["centre"] as { lat_e7: number; lon_e7: number } | undefined;
    const row = (words: string, text: string | undefined) =>
      text
        ? html`<tr><th scope="row">${words}</th><td><bdi dir="ltr">${text}</bdi></td></tr>`
        : nothing;
    const level = (name: string) => {
      const found = one[name] as { cm: number; reference: string } | null | undefined;
      return found ? `${height(found.cm)} ${found.reference}` : undefined;
    };
    const time = (name: string) =>
      typeof one[name] === "number" ? moment(one[name] as number) : undefined;
    return html`<table class="messages-numbers">
      ${row(t("messages-centre"), centre && place(centre.lat_e7, centre.lon_e7))}
      ${row(t("messages-extent"), typeof one["extent_cm"] === "number" ? distance(one["extent_cm"] as number) : undefined)}
      ${row(t("messages-nearest"), typeof one["place"] === "string" ? `${one["place"]}, ${distance(Number(one["place_distance_cm"]))}, ${one["place_bearing_deg"]}°` : undefined)}
      ${row(t("messages-floor"), level("floor"))} ${row(t("messages-ceiling"), level("ceiling"))}
      ${row(t("messages-start"), time("start_ms"))} ${row(t("messages-end"), time("end_ms"))}
    </table>`;
  }

  private map(
    message: Message,
    subject: Format,
    here: Computed,
    theirs: readonly (Computed | undefined)[],
  ): TemplateResult {
    const shapes: MapShape[] = messageShapes(message, subject, party.value);
    for (const [index, one] of theirs.entries()) {
      const parts = one ? partsOf(one).flatMap(readShape) : [];
      if (parts.length > 0) {
        shapes.push({
          id: `read-back.${index}`,
          parts,
          tone: "other",
          label: t("messages-readback-label"),
          dashed: true,
          hollow: true,
          always: true,
          kind: "overlay",
        });
      }
    }
    const kept = this.shapes.keep(shapes);
    const links = theirs.flatMap((one) => (one ? linkTo(here, one) : []));
    return html`<d-map class="messages-map small" bare .overlay=${kept} .links=${links} .focusOn=${kept[0]}></d-map>`;
  }
}

/** The line between what was meant and what was read back, with how long it is; none where they agree. */
function linkTo(here: Computed, there: Computed): Link[] {
  const [mine, theirs] = [partsOf(here)[0] ?? {}, partsOf(there)[0] ?? {}];
  const apart = apartCm(mine, theirs);
  if (apart === undefined || apart <= SAME_CM) return [];
  const [from, to] = [mine["centre"] as LatLon, theirs["centre"] as LatLon];
  return [{ from, to, text: distance(apart) }];
}

const plain = (computed: Computed) => String(computed["words"] ?? "");

/** What was read back of a circle is drawn as it was said; of other shapes, their middle. */
function readShape(one: Computed) {
  const centre = one["centre"] as { lat_e7: number; lon_e7: number } | undefined;
  if (!centre || typeof centre.lat_e7 !== "number") return [];
  const extent = one["extent_cm"];
  if (one["shape"] !== "circle" || typeof extent !== "number") return [pointPart(centre)];
  const outline: Outline = { circle: { ...centre, radius_cm: extent } };
  return [{ outline, floor: null, ceiling: null, start_ms: null, end_ms: null }];
}
