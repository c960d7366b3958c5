/**
 * What the console asks of its node, typed by the node's own OpenAPI document (`schema.d.ts`).
 *
 * Every refusal becomes a `Refused` that says what was wrong, where, and what to do; a node that
 * cannot be reached becomes `Unreachable`. Nothing here is tried twice: who asks decides.
 */
import createClient from "openapi-fetch";
import { settle } from "../i18n/bidi.ts";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Problem = Schemas["ProblemBody"];
export type Refusal = Schemas["Refusal"];

/** The node understood and said no. `problem` has the words and, field by field, the refusals. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "Refused";
  }
}

/** No answer came: the node or the network is gone. Nothing is known to have changed. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("the node does not answer");
    this.name = "Unreachable";
    this.cause = cause;
  }
}

/** Every request carries it; a page of another origin cannot send it, so the cookie alone is not enough. */
export const ASKED_BY = { "x-detente": "console" };

const client = createClient<paths>({ baseUrl: "", headers: ASKED_BY });

type Method = "get" | "post" | "delete" | "patch";
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, infer O> ? O : never;
type Content<R> = R extends { content: infer C } ? C[keyof C] : undefined;
type Good<O> = O extends { responses: infer R }
  ? R extends { 200: infer A }
    ? Content<A>
    : R extends { 201: infer A }
      ? Content<A>
      : undefined
  : never;
type PathOf<O> = O extends { parameters: { path: infer P } } ? { path: P } : { path?: never };
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? Q : never;
type BodyOf<O> = O extends { requestBody?: { content: { "application/json": infer B } } }
  ? Partial<B>
  : never;

/** What a request takes besides its path. Fields of a body that have a default may be left out. */
export type Asked<P extends keyof paths, M extends Method> = PathOf<Operation<P, M>> & {
  query?: QueryOf<Operation<P, M>>;
  body?: BodyOf<Operation<P, M>>;
  signal?: AbortSignal;
};
export type Answer<P extends keyof paths, M extends Method> = Good<Operation<P, M>>;

/** Called with every status that is not good, before the error is thrown: session, staleness. */
export const onAnswer = new Set<(status: number) => void>();

interface Raw {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** Requests that have no answer yet. A browser gives a dead wire up after an hour; we do at once. */
const waiting = new Set<AbortController>();

/** The wire is dead: whoever waits for an answer learns that none came. */
export function abandon(): void {
  for (const one of waiting) one.abort();
}

async function ask(method: Method, path: string, asked: Record<string, unknown>): Promise<unknown> {
  const { path: inPath, query, body } = asked;
  const verb = method.toUpperCase() as "GET";
  const call = client[verb] as unknown as (path: string, init: object) => Promise<Raw>;
  const given = asked["signal"] as AbortSignal | undefined;
  const mine = new AbortController();
  const signal = given ? AbortSignal.any([given, mine.signal]) : mine.signal;
  waiting.add(mine);
  let raw: Raw;
  try {
    raw = await call(path, { params: { path: inPath, query }, body, signal });
  } catch (error) {
    if (given?.aborted) throw error;
    for (const told of onAnswer) told(0);
    throw new Unreachable(error);
  } finally {
    waiting.delete(mine);
  }
  for (const told of onAnswer) told(raw.response.status);
  if (raw.response.ok) {
    settle(raw.data);
    return raw.data;
  }
  throw new Refused(problemOf(raw));
}

function problemOf({ error, response }: Raw): Problem {
  if (typeof error === "object" && error !== null && "detail" in error) {
    return error as Problem;
  }
  const detail = `the node answered ${response.status} without saying why`;
  return { type: "", title: response.statusText, status: response.status, detail, refusals: [] };
}

function asking<M extends Method>(method: M) {
  return <P extends PathsWith<M>>(
    path: P,
    asked: Asked<P, M> = {} as Asked<P, M>,
  ): Promise<Answer<P, M>> => ask(method, path, asked) as Promise<Answer<P, M>>;
}

/** Ask: `get("/v1/status", { query: { lang: "he" } })`. Throws Refused or Unreachable. */
export const get = asking("get");
/** Do: `post("/v1/handovers", { body })`. Durable when it returns. Throws Refused or Unreachable. */
export const post = asking("post");
/** Take away. Throws Refused or Unreachable. */
export const remove = asking("delete");
/** Change in place. Throws Refused or Unreachable. */
export const patch = asking("patch");
