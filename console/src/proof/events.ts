/**
 * What the bodies of a channel's entries say (docs/record-format.md section 6).
 *
 * Decoding takes only canonical bytes: a body that two programs could read differently is not
 * understood rather than guessed at. What is not understood is signed all the same, and said.
 * Not here: the bodies of a node's house journal, which goes to nobody; they are known by kind alone.
 */
import { BODY_BYTES_MAX } from "./entry.ts";
import { type Bytes, Malformed, textOf } from "./forms.ts";
import { canonicalText, type Json, type JsonObject, parseJson } from "./json.ts";
import {
  type Check,
  given,
  listOf,
  name,
  object,
  objectAt,
  oneOf,
  orNull,
  plain,
  text,
  textAt,
  tuple,
  wide,
} from "./shape.ts";

const FIELDS_DEPTH_MAX = 12; // the deepest real body (corrected volume of a polygon) nests 9 deep

export interface Event {
  readonly is: "event";
  readonly kind: string;
  readonly body: JsonObject;
}

/** A body that this page does not understand, and why. */
export interface Unknown {
  readonly is: "unknown";
  readonly reason: string;
}

const ROLE = oneOf("observer", "duty officer", "releaser", "administrator");
const SIGNATURE = object({ officer: text, role: ROLE });
const CARD = object({
  party: text,
  name: text,
  kind: text,
  key: text,
  recovery_key: text,
  certificate: text,
  address: text,
  utc_offset_min: wide,
});
const PAIRS = listOf(tuple(wide, wide));

/** One of circle, polygon and corridor. */
const OUTLINE: Check = (value, path) => {
  object(
    {},
    {
      circle: given(object({ lat_e7: wide, lon_e7: wide, radius_cm: wide })),
      polygon: given(PAIRS),
      corridor: given(object({ points: PAIRS, half_width_cm: wide })),
    },
  )(value, path);
  if ((value as JsonObject).size !== 1)
    throw new Malformed(path, "is not one of circle, polygon and corridor");
};
const CHARTER = object(
  {
    channel: name,
    name: text,
    purpose: text,
    area: orNull(OUTLINE),
    buffers: listOf(
      object({ activity: text, horizontal_cm: wide, vertical_cm: wide, padding_ms: wide }),
    ),
    lead_ms: listOf(tuple(text, wide)),
  },
  {
    terrain_max_cm: given(wide, null),
    kind: given(name),
    check_every_ms: given(wide, null),
    two_person: given(listOf(name), []),
    effective: given(listOf(tuple(name, name)), []),
  },
);
const PREVIOUS = object({ journal: text, size: wide, root: text, reason: text });
const MESSAGE = object(
  {
    number: name,
    format: name,
    version: wide,
    precedence: oneOf("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"),
    to: listOf(name),
    created_ms: wide,
    released_ms: wide,
    by: SIGNATURE,
    fields: plain(FIELDS_DEPTH_MAX),
    ref: orNull(name),
    remarks: orNull(text),
    remarks_language: orNull(text),
    overridden: listOf(text),
  },
  {
    info: given(listOf(name), []),
    refs: given(listOf(name), []),
    on_behalf_of: given(name, null),
    agreement: given(text, null),
    releasability: given(oneOf("none", "own-forces", "named", "public"), null),
    releasable_to: given(listOf(name), []),
    confidence: given(oneOf("confirmed", "probable", "possible", "doubtful"), null),
    elsewhere: given(listOf(object({ kind: text, entry: text })), []),
    relay: given(
      object({ label: text, digest: text, signature: text, said_ms: wide, about: orNull(text) }),
      null,
    ),
    second: given(SIGNATURE, null),
  },
);
const SHAPES: Record<string, Check> = {
  opened: object({ card: CARD, charter: orNull(CHARTER) }, { previous: given(PREVIOUS, null) }),
  joined: object({ card: CARD }),
  message: object({ message: MESSAGE }),
  introduced: object({ label: text, key: text, kind: text }),
  "card-renewed": object({ party: text, certificate: text, address: text, old_until_ms: wide }),
  "key-rotated": object({
    party: text,
    previous: text,
    key: text,
    reason: text,
    at_ms: wide,
    by: text,
    signature: text,
    proof: text,
  }),
};
/** Kinds of a node's own journal; the Python verifier knows them, and so nothing is odd about them. */
export const HOUSE_KINDS: ReadonlySet<string> = new Set(
  (
    "invited conflict-ended warned deadline-missed repeated evidence-kept alarm-raised " +
    "alarm-acknowledged alarm-cleared handover-given handover-taken restored settled " +
    "bodies-deleted reader-added reader-removed feed-pulled key-pinned exercise-begun " +
    "exercise-ended draft-dropped disclosed role-changed bundle-made bundle-came source-kept " +
    "item-confirmed item-rejected conflict-found draft-kept officer-added officer-removed"
  ).split(" "),
);
const KINDS_READ = new Set([...Object.keys(SHAPES), ...HOUSE_KINDS]);

/** The event in a body, or why it is not understood. Throws on no input. */
export function decodeEvent(kind: string, version: number, body: Bytes): Event | Unknown {
  const unknown = (reason: string): Unknown => ({ is: "unknown", reason });
  if (!KINDS_READ.has(kind) || version !== 1)
    return unknown("this version of detente does not know the kind");
  if (body.length > BODY_BYTES_MAX)
    return unknown(`${body.length} bytes, the limit is ${BODY_BYTES_MAX}`);
  try {
    const written = textOf(body, "body");
    const value = parseJson(written, "body");
    if (!(value instanceof Map)) return unknown("the body is no object");
    SHAPES[kind]?.(value, kind);
    if (canonicalText(value) !== written) return unknown("the body is not in canonical form");
    return { is: "event", kind, body: value };
  } catch (error) {
    if (error instanceof Malformed) return unknown(error.message);
    throw error;
  }
}

/** The body as JSON for showing, whatever it is; null when it is not even that. */
export function bodyJson(body: Bytes): Json {
  try {
    return parseJson(textOf(body, "body"), "body");
  } catch {
    return null;
  }
}

export interface Card {
  readonly party: string;
  readonly kind: string;
  readonly key: string;
  readonly recovery_key: string;
}

export function cardOf(body: JsonObject): Card {
  const card = objectAt(body, "card") as JsonObject;
  const at = (key: string) => textAt(card, key);
  return { party: at("party"), kind: at("kind"), key: at("key"), recovery_key: at("recovery_key") };
}

export interface Previous {
  readonly journal: string;
  readonly size: number;
  readonly root: string;
  readonly reason: string;
}
