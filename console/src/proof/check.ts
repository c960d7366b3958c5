/**
 * Check an evidence file from its first line to its last, with nothing but the file and keys.
 *
 * Every entry: canonical header, place in its journal, signature, body, time, heads (what it names as
 * seen was there before, with that very root). Then checkpoints and cosignatures against the trees,
 * refused bytes that prove a fork, and the file as a whole. The same rules, in the same order, as
 * `detente-verify` (src/detente/verify/check.py); a test gives both the same files.
 * Not here: whether what the parties said was true. Nothing offline can know that.
 */
import { Chain } from "./chain.ts";
import { Clocks } from "./clocks.ts";
import { fingerprint, verify } from "./ed25519.ts";
import {
  decodeHeader,
  type Head,
  type Header,
  type RawEntry,
  verifyBody,
  verifyEntry,
} from "./entry.ts";
import { checkEnds, explains } from "./epochs.ts";
import { cardOf, decodeEvent } from "./events.ts";
import {
  type Bytes,
  byCodePoint,
  concat,
  cosignerOf,
  equal,
  fromBase64,
  isName,
  Malformed,
  originOf,
  parseJournal,
  toBase64,
  utf8,
} from "./forms.ts";
import { KEY_ROTATED, keyOf, statementOf } from "./keyring.ts";
import { Ledger } from "./ledger.ts";
import type {
  CheckpointLine,
  CosignatureLine,
  EndLine,
  EntryLine,
  EvidenceLine,
  Line,
  Opening,
} from "./lines.ts";
import { isWithheld, rawOf, Unusable } from "./lines.ts";
import { leafHash } from "./merkle.ts";
import {
  cosignedAt,
  isSignedByAny,
  type Note,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
} from "./note.ts";
import { Parties, type Pin } from "./parties.ts";
import { pushOf } from "./push.ts";
import { Findings, type JournalReport, type MessageRow, type Report } from "./report.ts";
import { Story } from "./story.ts";

const JOURNALS_MAX = 500; // more channels than one office has; the Python verifier's limit, too
export const ENTRIES_MAX = 2_000_000; // 75 bytes each stay in the page's memory: 150 MB, no more
const CLOCK_OFF_MAX_MS = 72_000_000; // as at the mirrors: 20 hours before its cause
const AHEAD_MAX = 10_000; // heads of a third party's journal named before its entries came
const EVIDENCE_DOMAIN = utf8("detente/evidence/v1\n");

/** An entry named a head that had not come yet: where, and which. */
interface Ahead {
  readonly where: readonly [line: number, journal: string, sequence: number];
  readonly head: Head;
}

/** An entry as far as its bytes say, without a look at any other line. */
interface Parsed {
  readonly raw: RawEntry;
  readonly header: Header;
  /** Whether the key that was in force when the line was read signed it; tried ahead of its turn. */
  readonly tried: { readonly key: Bytes; readonly signed: Promise<boolean> } | null;
}

export class Checker {
  readonly #findings = new Findings();
  readonly #parties: Parties;
  readonly #chains = new Map<string, Chain>();
  readonly #ledger = new Ledger();
  readonly #story: Story;
  readonly #clocks = new Clocks();
  readonly #counts = { entry: 0, checkpoint: 0, cosignature: 0, evidence: 0, end: 0, damaged: 0 };
  readonly #ahead: Ahead[] = [];
  readonly #parsed = new WeakMap<Line, Parsed | Malformed>();
  #unchecked = 0;
  #withheld = 0;
  #lastLine = 1;
  #end: EndLine | null = null;
  #vouched = false;

  constructor(
    readonly opening: Opening,
    pinned: ReadonlyMap<string, Pin>,
  ) {
    this.#parties = new Parties(pinned);
    this.#story = new Story(this.#findings, this.#parties, this.#ledger);
  }

  /** Begin with a line before its turn: its signature is tried while the ones before are checked. */
  prepare(line: Line): void {
    if (line.is !== "entry") return;
    try {
      const raw = rawOf(line);
      const header = decodeHeader(raw.header);
      const key = this.#chains.get(header.journal)?.key ?? null;
      const signed = key && verifyEntry(raw.header, raw.signature, key);
      this.#parsed.set(line, { raw, header, tried: key && signed ? { key, signed } : null });
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#parsed.set(line, error);
    }
  }

  /** Check one line; digest: of all lines before it, for the end line only. Throws Unusable. */
  async line(number: number, line: Line, digest: () => Bytes): Promise<void> {
    this.#lastLine = number;
    if (this.#end !== null) {
      this.#findings.problem(number, "", null, "file", "something follows the end line");
      return;
    }
    this.#counts[line.is] += 1;
    if (line.is === "entry") await this.#entry(number, line);
    else if (line.is === "checkpoint") await this.#checkpoint(number, line);
    else if (line.is === "cosignature") await this.#cosignature(number, line);
    else if (line.is === "evidence") await this.#evidence(number, line);
    else if (line.is === "end") await this.#finish(number, line, digest());
    else this.#findings.problem(number, "", null, "damaged", line.reason);
  }

  // ------------------------------------------------------------------ entries

  async #entry(number: number, line: EntryLine): Promise<void> {
    if (this.#counts.entry > ENTRIES_MAX)
      throw new Unusable(
        `more than ${ENTRIES_MAX} entries: use detente-verify, which has no limit`,
      );
    if (!this.#parsed.has(line)) this.prepare(line);
    const parsed = this.#parsed.get(line);
    if (parsed === undefined || parsed instanceof Malformed) {
      const [rule, detail] = [parsed?.what.replaceAll(" ", "-") ?? "entry", parsed?.reason ?? ""];
      this.#findings.problem(number, "", null, rule, detail);
      return;
    }
    const { raw, header } = parsed;
    const chain = this.#chain(number, header.journal);
    let readable = !isWithheld(line);
    if (!readable) {
      this.#withheld += 1;
      chain.hidden = true;
    } else if (!verifyBody(header, raw.salt, raw.body)) {
      this.#problem(number, header, "body", "the body is not the one that was signed");
      readable = false;
    }
    const signed = await this.#isSigned(number, chain, parsed, readable);
    if (!this.#place(number, chain, parsed, signed) || !signed) return;
    this.#checkHeads(number, chain, header);
    if (!readable) return;
    const told = { chain, header, line: number, held_at_ms: line.held_at_ms, at_ms: header.at_ms };
    await this.#story.entry(told, raw.body);
    if (header.kind === KEY_ROTATED) await this.#changeKey(number, chain, parsed);
  }

  async #isSigned(
    number: number,
    chain: Chain,
    parsed: Parsed,
    readable: boolean,
  ): Promise<boolean> {
    const { raw, header, tried } = parsed;
    if (chain.key === null) this.#learnAuthor(chain, header, readable ? raw.body : null);
    const { party } = chain.id;
    if (chain.key === null) {
      this.#problem(number, header, "key", `no card of ${party} gives its key`);
      return false;
    }
    const isBy = (key: Uint8Array) => verifyEntry(raw.header, raw.signature, key);
    const ahead = tried && equal(tried.key, chain.key) ? tried.signed : isBy(chain.key);
    if (await ahead) return true;
    const changes = header.kind === KEY_ROTATED || (header.sequence === 0 && chain.id.epoch > 1);
    if (changes && (await isBy(this.#parties.recovery(party)))) return true;
    for (const key of this.#parties.ring.all(party))
      if (await isBy(key)) {
        const detail = `was signed by a key of ${party} that was replaced before it`;
        this.#problem(number, header, "revoked-key", detail);
        return false;
      }
    const whose = `was not signed so by ${party} (key ${fingerprint(chain.key)})`;
    this.#problem(number, header, "signature", whose);
    return false;
  }

  /** A `key-rotated` entry: it must hold, and be signed by whoever it says. */
  async #changeKey(number: number, chain: Chain, { raw, header }: Parsed): Promise<void> {
    const event = decodeEvent(header.kind, header.kind_version, raw.body);
    if (event.is === "unknown") return;
    let problem = await this.#parties.rotate(event.body);
    const said = statementOf(event.body);
    if (problem === null && said.party !== chain.id.party) problem = `is ${said.party}'s`;
    if (problem === null) {
      const [key, previous] = [keyOf(said.key), keyOf(said.previous)];
      const by = said.by === "previous" ? previous : this.#parties.recovery(said.party);
      if (chain.key === null || !(equal(chain.key, previous) || equal(chain.key, key)))
        problem = "replaces a key that does not sign this journal";
      else if (!(await verifyEntry(raw.header, raw.signature, by)))
        problem = `is not signed by the ${said.by} key`;
      else chain.rotate(key);
    }
    if (problem !== null) this.#problem(number, header, "key", `a change of key ${problem}`);
  }

  #problem(line: number, header: Header, rule: string, detail: string): void {
    this.#findings.problem(line, header.journal, header.sequence, rule, detail);
  }

  #chain(number: number, journal: string): Chain {
    const known = this.#chains.get(journal);
    if (known) return known;
    if (this.#chains.size >= JOURNALS_MAX)
      throw new Unusable(`line ${number}: more than ${JOURNALS_MAX} journals`);
    const chain = new Chain(journal, parseJournal(journal));
    this.#chains.set(journal, chain);
    return chain;
  }

  /** A journal's first entry holds its author's card; it must be signed by the card's key. */
  #learnAuthor(chain: Chain, header: Header, body: Bytes | null): void {
    chain.key = this.#parties.key(chain.id.party);
    if (body === null || header.sequence !== 0) return;
    const event = decodeEvent(header.kind, header.kind_version, body);
    if (event.is === "unknown" || event.kind !== "opened") return;
    const card = cardOf(event.body);
    if (card.party !== chain.id.party) return;
    this.#parties.learn(card, [0, header.journal, 0]);
    try {
      chain.key = keyOf(card.key);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error; // no key: the next check says so
    }
  }

  /** Whether an entry is the next of its journal; says so when it is a fork or a gap. */
  #place(number: number, chain: Chain, { raw, header }: Parsed, signed: boolean): boolean {
    if (header.sequence < chain.size) {
      if (!signed || !chain.whole) return false;
      const same = equal(leafHash(raw.header), chain.leaf(header.sequence));
      const detail = same ? "stands twice in the file" : "the author signed two different ones";
      this.#problem(number, header, same ? "repeated" : "fork", detail);
      return false;
    }
    if (header.sequence !== chain.size) {
      const detail = `entry ${chain.size} of the journal is missing before it`;
      if (chain.whole) this.#problem(number, header, "gap", detail);
      chain.whole = false;
      return false;
    }
    if (header.at_ms < chain.lastMs) {
      const detail = `is ${chain.lastMs - header.at_ms} ms before the entry before it`;
      this.#problem(number, header, "time-backwards", detail);
    }
    chain.append(raw.header, header.at_ms);
    return true;
  }

  /** What an entry names as seen was there before it, with that very root. */
  #checkHeads(number: number, chain: Chain, header: Header): void {
    for (const head of header.heads) {
      const before = chain.named.get(head.journal);
      if (before && before.size === head.size && equal(before.root, head.root)) continue;
      if (before && head.size < before.size) {
        const detail = `has seen less of ${head.journal} (${head.size}) than before`;
        this.#problem(number, header, "cause", detail);
        continue;
      }
      chain.named.set(head.journal, head);
      const other = this.#chains.get(head.journal);
      if (!other || head.size > other.size) this.#headAhead(number, header, head);
      else if (!equal(other.rootAt(head.size), head.root)) {
        const detail = `names another ${head.journal} at ${head.size} entries than the file has`;
        this.#problem(number, header, "head", detail);
      } else this.#checkTime(number, chain, header, other, head.size);
    }
  }

  /** A head that has not come yet: looked at again at the end of the file. */
  #headAhead(number: number, header: Header, head: Head): void {
    if (this.#ahead.length < AHEAD_MAX)
      this.#ahead.push({ where: [number, header.journal, header.sequence], head });
    else this.#unchecked += 1;
  }

  #checkTime(number: number, chain: Chain, header: Header, other: Chain, size: number): void {
    const seen = other.atMs(size - 1);
    this.#clocks.saw(chain.id.party, header.at_ms, other.id.party, seen);
    if (header.at_ms < seen - CLOCK_OFF_MAX_MS) {
      const detail = `is ${seen - header.at_ms} ms before ${other.name}'s entry that it has seen`;
      this.#problem(number, header, "time-impossible", detail);
    }
  }

  // -------------------------------------------------- checkpoints and cosignatures

  async #checkpoint(number: number, { journal, note }: CheckpointLine): Promise<void> {
    const chain = this.#chains.get(journal);
    if (!chain || chain.key === null || !chain.whole) {
      const detail = "its journal is not whole in the file, so it cannot be checked";
      this.#findings.remark(number, journal, null, "checkpoint", detail);
      return;
    }
    let head: { size: number; root: Bytes };
    try {
      const { size } = parseCheckpoint(parseNote(note).text);
      head = await openCheckpoint(note, originOf(journal), this.#noteKeys(chain, size));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#findings.problem(number, journal, null, "checkpoint", error.message);
      return;
    }
    if (head.size > chain.size && this.#explained(number, "checkpoint", chain, head.size)) return;
    if (head.size > chain.size) {
      const detail = `covers ${head.size} entries, the file has ${chain.size}: the end is missing`;
      this.#findings.problem(number, journal, null, "truncated", detail);
    } else if (!equal(chain.rootAt(head.size), head.root)) {
      const detail = `the author signed another tree of ${head.size} entries`;
      this.#findings.problem(number, journal, null, "checkpoint", detail);
    } else chain.checkpoint = Math.max(chain.checkpoint, head.size);
  }

  /** Whether a later epoch says why a journal's end is not in the file; it is remarked. */
  #explained(number: number, rule: string, chain: Chain, size: number): boolean {
    const why = explains(this.#chains, chain.name, size);
    if (why !== null) {
      const detail = `speaks of ${size} entries, the file has ${chain.size}: ${why}`;
      this.#findings.remark(number, chain.name, null, rule, detail);
    }
    return why !== null;
  }

  /** Who may sign a checkpoint of that size: the key then in force, and all later ones. */
  #noteKeys(chain: Chain, size: number): Bytes[] {
    return this.#parties.ring.fromOn(chain.id.party, chain.keyAt(size));
  }

  async #cosignature(number: number, line: CosignatureLine): Promise<void> {
    const { journal, cosigner } = line;
    const chain = this.#chains.get(journal);
    const keys = isName(cosigner) ? this.#parties.ring.all(cosigner) : [];
    if (!chain || chain.key === null || keys.length === 0 || !chain.whole) {
      const detail = `${cosigner}'s key or the whole journal is missing, so it says nothing`;
      this.#findings.remark(number, journal, null, "cosignature", detail);
      return;
    }
    let note: Note;
    let head: ReturnType<typeof parseCheckpoint>;
    try {
      note = parseNote(line.note);
      head = parseCheckpoint(note.text);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#findings.problem(number, journal, null, "cosignature", error.message);
      return;
    }
    const { size } = head;
    if (size > chain.size && this.#explained(number, "cosignature", chain, size)) return;
    let problem = cosignedWrong(chain, head);
    const by = await this.#cosignedBy(cosigner, note, keys);
    if (
      problem === null &&
      !(await isSignedByAny(note, originOf(journal), this.#noteKeys(chain, size)))
    )
      problem = "is under a checkpoint that the author did not sign";
    if (problem === null && by === null) problem = `was not made by ${cosigner}`;
    if (problem !== null || by === null) {
      this.#findings.problem(number, journal, null, "cosignature", problem ?? "");
      return;
    }
    this.#takeCosignature(number, chain, cosigner, size, by);
  }

  #takeCosignature(
    number: number,
    chain: Chain,
    cosigner: string,
    size: number,
    by: { key: Bytes; time: number },
  ): void {
    const replaced = this.#parties.ring.replacedMs(cosigner, by.key);
    if (replaced !== null && by.time * 1_000 > replaced) {
      const detail = `is by a key that ${cosigner} had replaced by then: it does not count`;
      this.#findings.remark(number, chain.name, null, "cosignature", detail);
      return;
    }
    this.#ledger.cosigned(chain.name, cosigner, size, by.time);
    chain.cosigned.set(cosigner, Math.max(chain.cosigned.get(cosigner) ?? 0, size));
    chain.checkpoint = Math.max(chain.checkpoint, size); // the author signed it, too
    const last = by.time * 1_000 + 999; // of the second that it names
    if (size > 0) this.#clocks.saw(cosigner, last, chain.id.party, chain.atMs(size - 1));
  }

  /** Which of the cosigner's keys signed the note, and when; null when none did. */
  async #cosignedBy(cosigner: string, note: Note, keys: readonly Bytes[]) {
    for (const key of keys) {
      const time = await cosignedAt(note, cosignerOf(cosigner), key);
      if (time !== null) return { key, time };
    }
    return null;
  }

  // ------------------------------------------------------------------ evidence

  /** Refused bytes: a proof when they hold a second entry or tree that the author signed. */
  async #evidence(number: number, line: EvidenceLine): Promise<void> {
    const proof = await this.#forked(line);
    if (proof !== null) {
      this.#findings.problem(number, line.journal, null, "fork", `${proof}: proven`);
      return;
    }
    const detail = `${this.opening.made_by} refused this from ${line.peer}: ${line.reason}`;
    this.#findings.remark(number, line.journal, null, "evidence", `${detail}: ${line.detail}`);
  }

  async #forked(line: EvidenceLine): Promise<string | null> {
    const push = pushOf(line.data);
    const chain = push ? this.#chains.get(push.journal) : undefined;
    if (!push || !chain || chain.key === null || !chain.whole) return null;
    const { party } = chain.id;
    const keys = this.#parties.ring.all(party);
    try {
      if (push.entry) {
        const header = decodeHeader(push.entry.header);
        let signed = false;
        for (const key of keys)
          signed ||= await verifyEntry(push.entry.header, push.entry.signature, key);
        const known = header.journal === push.journal && header.sequence < chain.size;
        if (signed && known && !equal(chain.leaf(header.sequence), leafHash(push.entry.header)))
          return `${party} signed two different entries ${header.sequence}`;
      }
      const head = await openCheckpoint(push.checkpoint, originOf(push.journal), keys);
      if (head.size <= chain.size && !equal(chain.rootAt(head.size), head.root))
        return `${party} signed two different trees of ${head.size} entries`;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
    return null;
  }

  // ------------------------------------------------------------------ the end

  async #finish(number: number, end: EndLine, digest: Bytes): Promise<void> {
    this.#end = end;
    const { entry, checkpoint, cosignature, evidence } = this.#counts;
    const found = [entry, checkpoint, cosignature, evidence];
    const problem = (detail: string) => this.#findings.problem(number, "", null, "file", detail);
    if (String(end.counts) !== String(found))
      problem(`the end line counts (${end.counts.join(", ")}), the file has (${found.join(", ")})`);
    if (end.sha256 !== toBase64(digest))
      problem("the file was changed after it was made: its digest differs");
    this.#vouched = await this.#isVouched(end, digest);
    if (end.signature !== null && !this.#vouched)
      problem(`the file as a whole was not signed by ${this.opening.made_by}`);
  }

  async #isVouched(end: EndLine, digest: Bytes): Promise<boolean> {
    try {
      const signature = fromBase64(end.signature ?? "", "signature");
      const data = concat(EVIDENCE_DOMAIN, digest);
      for (const key of this.#parties.ring.all(this.opening.made_by))
        if (await verify(key, signature, data)) return true;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
    return false;
  }

  /**
   * Heads that had not come when they were named. In its own order the exporter held every cause
   * before its effect, so what it names, and what others name of it, must stand before. Only a third
   * party's entry may come later.
   */
  #checkAhead(): void {
    const absent = new Set<string>();
    for (const { where, head } of this.#ahead) {
      const other = this.#chains.get(head.journal);
      if (!other) absent.add(head.journal);
      else this.#checkLate(where, head, other);
    }
    const unseen = "is named as seen, but is not in the file: those heads cannot be checked";
    for (const journal of [...absent].sort(byCodePoint))
      this.#findings.remark(0, journal, null, "absent", unseen);
    if (this.#unchecked > 0) {
      const detail = `${this.#unchecked} heads named before they came were too many to check`;
      this.#findings.remark(0, "", null, "unchecked", detail);
    }
  }

  #checkLate(where: Ahead["where"], head: Head, other: Chain): void {
    const [line, journal] = where;
    const whose = [parseJournal(journal).party, other.id.party];
    if (head.size > other.size && this.#explained(line, "cause", other, head.size)) return;
    if (whose.includes(this.opening.made_by) || head.size > other.size) {
      const detail = `names entry ${head.size - 1} of ${head.journal}, which is not before it`;
      this.#findings.problem(...where, "cause", detail);
    } else if (!equal(other.rootAt(head.size), head.root)) {
      const detail = `names another ${head.journal} at ${head.size} entries than the file has`;
      this.#findings.problem(...where, "head", detail);
    }
  }

  /** Close the books: what is owed at the end, the timeline, and the verdict. */
  report(
    file: string,
    onRow: (row: MessageRow) => void,
    sizes: ReadonlyMap<string, number> = new Map(),
  ): Report {
    const findings = this.#findings;
    if (this.#end === null)
      findings.problem(
        this.#lastLine,
        "",
        null,
        "file",
        "ends without its end line: it was cut off",
      );
    this.#checkAhead();
    this.#parties.finish(findings);
    checkEnds(this.#chains, findings, this.#ledger);
    const timings = new Map<string, number>();
    for (const row of this.#ledger.rows()) {
      for (const { timing } of row.receivers)
        if (timing !== null) timings.set(timing, (timings.get(timing) ?? 0) + 1);
      onRow(row);
    }
    const chains = [...this.#chains.values()].sort((a, b) => byCodePoint(a.name, b.name));
    const used = new Set(chains.flatMap((one) => [one.id.party, ...one.cosigned.keys()]));
    return {
      verdict: findings.problemCount > 0 ? "BROKEN" : "GOOD",
      file,
      made_by: this.opening.made_by,
      made_at_ms: this.opening.made_at_ms,
      bundle_for: this.opening.bundle_for,
      vouched: this.#vouched,
      entries: this.#counts.entry,
      messages: this.#story.messages,
      cosignatures: this.#counts.cosignature,
      withheld: this.#withheld,
      problem_count: findings.problemCount,
      problems: findings.problems,
      remark_count: findings.remarkCount,
      remarks: findings.remarks,
      parties: this.#parties.reports(used),
      journals: chains.map((chain) => journalReport(chain, sizes.get(chain.name))),
      clocks: this.#clocks.bounds(),
      timings: [...timings].sort(([a], [b]) => byCodePoint(a, b)),
    };
  }
}

function cosignedWrong(chain: Chain, head: { origin: string; size: number; root: Bytes }) {
  if (head.origin !== originOf(chain.name)) return `is of ${head.origin}`;
  if (head.size > chain.size)
    return `covers ${head.size} entries, the file has ${chain.size}: the end is missing`;
  if (!equal(chain.rootAt(head.size), head.root))
    return `is of another tree of ${head.size} entries`;
  return null;
}

function journalReport(chain: Chain, asked: number | undefined): JournalReport {
  const [final, missing] = chain.final();
  return {
    journal: chain.name,
    party: chain.id.party,
    size: chain.size,
    checkpoint: chain.checkpoint,
    cosigned: [...chain.cosigned].sort(([a], [b]) => byCodePoint(a, b)),
    final,
    missing,
    goes_on: chain.end?.reason ?? "",
    goes_on_size: chain.end?.size ?? 0,
    beyond: chain.beyond,
    alone: chain.joined.size === 0,
    root: toBase64(chain.rootAt(chain.size)),
    root_before: asked !== undefined && asked <= chain.size ? toBase64(chain.rootAt(asked)) : null,
  };
}
