/**
 * Journals that begin anew: what a later epoch says of the one before, held against the file.
 *
 * After a restore what stands beyond the named head is a lost tail: its author's word all the same.
 * After a theft it is disowned: signed with the author's key, and not its word (section 10).
 */
import type { Chain } from "./chain.ts";
import type { Previous } from "./events.ts";
import {
  equal,
  fromBase64,
  INTEGER_MAX,
  type JournalId,
  lineOf,
  Malformed,
  parseJournal,
} from "./forms.ts";
import type { Ledger } from "./ledger.ts";
import type { Findings } from "./report.ts";

const REASONS = ["restored", "stolen"];

export type Chains = ReadonlyMap<string, Chain>;

/** What is wrong with what a journal says that it goes on from; null when it can stand. */
export function previousProblem(chain: Chain, previous: Previous | null): string | null {
  if (chain.id.epoch === 1)
    return previous === null ? null : "the first epoch cannot go on from another";
  if (previous === null || !REASONS.includes(previous.reason))
    return "a new epoch does not say what it goes on from, and why";
  let before: JournalId;
  try {
    before = parseJournal(previous.journal);
    fromBase64(previous.root, "root", 32);
  } catch (error) {
    if (error instanceof Malformed) return `goes on from no head: ${error.message}`;
    throw error;
  }
  if (previous.size < 0 || previous.size > INTEGER_MAX)
    return "goes on from no head: no journal has its size";
  if (!isSameAuthor(before, chain.id) || before.epoch >= chain.id.epoch)
    return `goes on from ${previous.journal}, which is no older epoch of it`;
  return null;
}

function isSameAuthor(a: JournalId, b: JournalId): boolean {
  return lineOf(a) === lineOf(b) && a.party === b.party;
}

/** What a later epoch says of the end of this one; of several, the lowest point counts. */
function closedBy(chains: Chains, journal: string): Previous | null {
  const self = parseJournal(journal);
  let lowest: Previous | null = null;
  for (const chain of chains.values()) {
    const point = pointOf(chain, self, journal);
    if (point !== null && (lowest === null || point.size < lowest.size)) lowest = point;
  }
  return lowest;
}

function pointOf(chain: Chain, self: JournalId, journal: string): Previous | null {
  const { previous, id: later } = chain;
  if (previous === null || !isSameAuthor(later, self)) return null;
  const before = parseJournal(previous.journal);
  if (before.epoch === self.epoch) return previous;
  if (before.epoch < self.epoch && self.epoch < later.epoch && previous.reason === "stolen")
    return { journal, size: 0, root: "", reason: previous.reason };
  return null;
}

/** Why the file may lack a journal's end up to `size`: a later epoch says so; null if not. */
export function explains(chains: Chains, journal: string, size: number): string | null {
  const end = closedBy(chains, journal);
  if (end === null || end.size > size) return null;
  if (end.reason === "stolen")
    return `its author disowns all from entry ${end.size} on: its key was stolen`;
  return `its author was restored from a backup and knows of ${end.size} entries`;
}

/** Each head that an epoch goes on from is that of the older one; what is disowned, is said. */
export function checkEnds(chains: Chains, findings: Findings, ledger: Ledger): void {
  for (const [name, chain] of [...chains].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const end = closedBy(chains, name);
    if (end === null) continue;
    const held = end.size <= chain.size && chain.whole;
    if (end.root && held && !equal(chain.rootAt(end.size), fromBase64(end.root, "root", 32)))
      findings.problem(
        0,
        name,
        null,
        "epoch",
        `a later epoch goes on from another tree of ${end.size} entries`,
      );
    const beyond = Math.max(0, chain.size - end.size);
    chain.beyond = beyond;
    chain.end = end;
    sayEnd(name, chain, end, findings, ledger);
  }
}

function sayEnd(
  name: string,
  chain: Chain,
  end: Previous,
  findings: Findings,
  ledger: Ledger,
): void {
  const { beyond } = chain;
  if (end.reason === "stolen" && beyond) {
    const whose = `${beyond} entries from ${end.size} on are not ${chain.id.party}'s: key stolen`;
    findings.remark(0, name, end.size, "disowned", whose);
    ledger.disown(name, end.size);
  } else if (end.reason === "restored") {
    const tail = beyond ? `; ${beyond} beyond that were lost to it for a time` : "";
    const detail = `goes on in a later epoch after a restore that knew ${end.size} entries${tail}`;
    findings.remark(0, name, null, "restored", detail);
  }
}
