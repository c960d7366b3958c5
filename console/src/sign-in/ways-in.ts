/**
 * How one gets in: a link that works once, a passkey, or the word of a provider.
 *
 * A link's token stands in the fragment, which no server sees; it is taken out of the address (and
 * the history) before anything is asked, and used up at once. Whoever was signed in before and has
 * to sign in again keeps the page as it is: nothing here reloads it.
 */
import { effect, signal } from "@preact/signals-core";
import { ASKED_BY, get, Refused, type Schemas } from "../api/client.ts";
import { place, read } from "../app/router.ts";
import { ended, learn, session } from "../app/session.ts";
import { has, t } from "../i18n/text.ts";
import { onItems } from "../live/connection.ts";
import { type Assertion, asked, chosen } from "./passkey.ts";

export type Offer = Schemas["SignInView"];

/** What this node offers at this address; undefined until it has said so. */
export const offer = signal<Offer | undefined>(undefined);
/** Signing in is under way. */
export const busy = signal(false);
/** Why it did not work, in words; empty when nothing failed. */
export const trouble = signal("");
/** Signed in just now by a link, so that a passkey for the next time may be offered. */
export const byLink = signal(false);

/** Ask which ways in there are. Leaves what is known when the node does not answer. */
export async function learnWays(): Promise<void> {
  try {
    offer.value = await get("/v1/sign-in");
  } catch (error) {
    if (error instanceof Refused) trouble.value = words(error);
  }
}

/** The token in a link, or in what somebody pasted: the link itself or its last part. */
export function tokenIn(text: string): string {
  return (
    text
      .trim()
      .replace(/^.*#\/sign-in\//, "")
      .split(/[?&#/\s]/, 1)[0] ?? ""
  );
}

/** Use a link up. */
export async function useLink(token: string): Promise<void> {
  if (!(await signIn(() => send("/v1/session", { link: token })))) return;
  byLink.value = true;
  await learnWays(); // whether a passkey can be offered here; no sign-in screen may have asked yet
}

/** Let the browser ask for a passkey of this node, and sign in with it. */
export async function usePasskey(): Promise<void> {
  await signIn(async () => {
    const options = await send("/v1/session/passkey/options", {});
    const assertion: Assertion = await chosen(options as never);
    return send("/v1/session/passkey", { credential: assertion });
  });
}

async function signIn(way: () => Promise<unknown>): Promise<boolean> {
  if (busy.peek()) return false;
  busy.value = true;
  trouble.value = "";
  try {
    await way();
    await learn();
    return true;
  } catch (error) {
    trouble.value = words(error);
    return false;
  } finally {
    busy.value = false;
  }
}

/** Without the client of the API: who is not signed in yet must not be taken for signed out. */
async function send(path: string, body: object): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...ASKED_BY },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error(t("problem-unreachable"));
  }
  const said: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw new Refused(said as Schemas["ProblemBody"]);
  return said;
}

const TYPE = "urn:detente:problem:";

/** A refusal in the reader's language where there are words for it, else as the node said it. */
export function words(error: unknown): string {
  if (asked(error)) return t("sign-in-passkey-stopped");
  if (!(error instanceof Refused)) return error instanceof Error ? error.message : String(error);
  const rule = error.problem?.type?.replace(TYPE, "") ?? "";
  const known = `sign-in-refused-${rule}`;
  return has(known) ? t(known) : (error.problem?.detail ?? t("sign-in-refused-unknown"));
}

/** What a provider's way back says in the address: why nobody was signed in. */
function cameBack(query: URLSearchParams): void {
  const rule = query.get("problem");
  if (!rule) return;
  const known = `sign-in-refused-${rule}`;
  const who = query.get("who") ?? "";
  trouble.value =
    rule === "oidc-officer"
      ? t("sign-in-refused-oidc-officer", { who: who.slice(0, 100) })
      : has(known)
        ? t(known)
        : t("sign-in-refused-unknown");
}

/** Look at the address for a link or a provider's word, and take it out of there first. */
function lookAtAddress(): void {
  const here = place.value;
  if (here.view !== "sign-in") return;
  const token = here.rest[0] ?? "";
  history.replaceState(null, "", "#/");
  place.value = read("");
  if (token) void useLink(token);
  else cameBack(here.query);
}

/** Begin: follow the address, the stream's word that a session has ended, and other windows. */
export function begin(): void {
  effect(lookAtAddress);
  onItems((items) => {
    if (items.some((one) => one.type === "signed-out")) void learn();
  });
  window.addEventListener("focus", () => {
    if (ended.peek() || session.peek() === null) void learn();
  });
}
