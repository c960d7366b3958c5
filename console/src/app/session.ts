/** Who looks at this screen, in which role, until when. Roles rank as the node ranks them. */
import { computed, signal } from "@preact/signals-core";
import { onAnswer } from "../api/client.ts";

export type Role = "observer" | "duty officer" | "releaser" | "administrator";
const RANK: readonly Role[] = ["observer", "duty officer", "releaser", "administrator"];

export interface Session {
  readonly officer: string;
  readonly role: Role;
  readonly party: string;
  readonly until_ms: number;
  readonly means: string;
}

/** undefined: not known yet. null: nobody is signed in. */
export const session = signal<Session | null | undefined>(undefined);
/** Signed in before, and the session has ended: what was typed stays, and signing in goes on top. */
export const ended = signal<boolean>(false);

/** Whether this officer may do what asks for `role`. What one may not do is not shown as possible. */
export function may(role: Role): boolean {
  const mine = session.value;
  return mine !== null && mine !== undefined && RANK.indexOf(mine.role) >= RANK.indexOf(role);
}

export const party = computed(() => session.value?.party ?? "");

/** Ask the node who is signed in. Leaves `session` as it is when the node does not answer. */
export async function learn(): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch("/v1/session", { headers: { "x-detente": "console" } });
  } catch {
    return;
  }
  if (answer.ok) {
    session.value = (await answer.json()) as Session;
    ended.value = false;
  } else if (answer.status === 401) {
    if (session.peek()) ended.value = true;
    else session.value = null;
  }
}

onAnswer.add((status) => {
  if (status === 401 && session.peek()) ended.value = true;
});
