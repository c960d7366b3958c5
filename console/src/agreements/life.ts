/** The life of a text: what stood when, what stands at an instant, and what may be done about it. */
import type { Agreement } from "./data.ts";

export type Phase = Agreement["phases"][number];
export type Standing = "past" | "present" | "ahead";

export interface Step {
  readonly phase: Phase;
  readonly standing: Standing;
}

/** The phases in their order, each past, present or still to come at an instant. */
export function steps(phases: readonly Phase[], atMs: number): readonly Step[] {
  const here = phases.findLastIndex((one) => one.from_ms <= atMs);
  return phases.map((phase, index) => ({
    phase,
    standing: index < here ? "past" : index === here ? "present" : "ahead",
  }));
}

export type Group = "holds" | "waits" | "over";

const GROUPS: Record<string, Group> = {
  "in-force": "holds",
  suspended: "holds",
  proposed: "waits",
  agreed: "waits",
  "signed-by-some": "waits",
  signed: "waits",
  disagreed: "waits",
};

/** What holds, what waits for somebody, what is over; an unknown state waits: somebody must look. */
export function groupOf(state: string): Group {
  return (
    GROUPS[state] ??
    (["expired", "replaced", "left", "withdrawn"].includes(state) ? "over" : "waits")
  );
}

export type Act =
  | "answer"
  | "sign"
  | "withdraw"
  | "suspend"
  | "dispute-suspension"
  | "resume"
  | "renew"
  | "not-renew"
  | "exit";

/** What a party may do about a text as it stands now. */
export function actsOf(one: Agreement, me: string): readonly Act[] {
  const named = one.parties.some((each) => each.party === me);
  if (!named || groupOf(one.state) === "over") return [];
  const signs = one.signers.includes(me) || one.unsigned.includes(me);
  return [...before(one, me), ...(signs ? during(one, me) : [])];
}

function before(one: Agreement, me: string): Act[] {
  if (groupOf(one.state) !== "waits") return [];
  const found: Act[] = [];
  const answered = one.answers.some((each) => each.party === me);
  if (one.party !== me && !answered && one.state !== "signed") found.push("answer");
  if (one.unsigned.includes(me)) found.push("sign");
  const signed = one.signatures.some((each) => each.party === me && each.problem === null);
  if (one.party === me || (signed && one.unsigned.length > 0)) found.push("withdraw");
  return found;
}

function during(one: Agreement, me: string): Act[] {
  if (groupOf(one.state) !== "holds") return [];
  const now = one.phases.find(
    (phase) => phase.state === one.state && phase.suspended_by.length > 0,
  );
  const mine = now?.suspended_by.includes(me) ?? false;
  const others = (now?.suspended_by ?? []).some((party) => party !== me);
  const found: Act[] = [];
  if (!mine) found.push("suspend");
  if (mine) found.push("resume");
  if (others && !now?.disputed_by.includes(me)) found.push("dispute-suspension");
  if (one.until_ms !== null) found.push("renew");
  if (one.renews_days !== null) found.push("not-renew");
  found.push("exit");
  return found;
}
