/**
 * The typed client, as `vitrine/client` gives it: asks a server for metrics, from browsers and Node, with nothing but
 * `fetch`. What a project has, it knows by types alone, which `vitrine export types` writes.
 */
import type { Answer, AnswerColumn } from './answer.ts';
import type { Comparison } from './comparison.ts';
import type { GrainOf, GroupOf, MetricItem, MetricName } from './names.ts';
import { VitrineProblem } from './problem.ts';
import type { AnyProject, ProjectTypes } from './project-types.ts';
import type { AskedOf, Query, ReadingOf } from './query.ts';
import type { Measures, Numbers, RowOf } from './row-types.ts';
import { type Connection, type Key, read } from './send.ts';
import {
  type ComparisonWord,
  type ValuesQuery,
  valuesPath,
  type WordComparison,
} from './values-parameters.ts';

export type { Answer, AnswerColumn, AnyProject, Key, ProjectTypes };
/** The room's one door: whoever installs the package imports from here. */
export { VitrineProblem };

export interface ClientOptions {
  /** Where the server is, up to `/v1`. */
  readonly url: string;
  readonly key?: Key;
  /** The platform's unless given. */
  readonly fetch?: typeof globalThis.fetch;
  /** How often a request is tried again where the server is busy or cannot be reached; 3 unless given. */
  readonly retries?: number;
  /** The longest wait before that, in milliseconds; 30 seconds unless given. A server that asks for more is not asked again. */
  readonly longestWait?: number;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

type Row<
  P extends ProjectTypes,
  M,
  B extends string,
  G extends string,
  C extends Comparison | readonly Comparison[],
  N extends Numbers,
  O extends boolean,
  X extends string,
> = RowOf<P, AskedOf<M, B, G, C, O>, ReadingOf<N, X>>;

type Totals<
  P extends ProjectTypes,
  M,
  C extends Comparison | readonly Comparison[],
  N extends Numbers,
  T extends boolean,
  X extends string,
> = T extends true ? Measures<P, AskedOf<M, never, never, C, false>, ReadingOf<N, X>> : null;

/** Asks one server; knows its project by `P`. */
export interface VitrineClient<P extends ProjectTypes> {
  /** One page of an answer. @throws VitrineProblem, or the signal's reason */
  query<
    const M extends MetricItem<P> = never,
    const B extends GroupOf<P, M> = never,
    const G extends GrainOf<P, M> = never,
    const C extends Comparison | readonly Comparison[] = never,
    N extends Numbers = 'json',
    T extends boolean = false,
    O extends boolean = false,
    X extends string = never,
  >(
    query: Query<P, M, B, G, C, N, T, O, X>,
    options?: RequestOptions,
  ): Promise<Answer<Row<P, M, B, G, C, N, O, X>, Totals<P, M, C, N, T, X>>>;

  /** One page of one metric, by a GET that caches can keep. @throws VitrineProblem, or the signal's reason */
  values<
    const M extends MetricName<P>,
    const B extends GroupOf<P, M> = never,
    const G extends GrainOf<P, M> = never,
    const C extends ComparisonWord = never,
    N extends Numbers = 'json',
    T extends boolean = false,
    O extends boolean = false,
    X extends string = never,
  >(
    metric: M,
    query?: ValuesQuery<P, M, B, G, C, N, T, O, X>,
    options?: RequestOptions,
  ): Promise<Answer<Row<P, M, B, G, WordComparison<C>, N, O, X>, Totals<P, M, WordComparison<C>, N, T, X>>>;

  /** The pages of an answer, one after the other; `limit` is how many rows one has. */
  pages<
    const M extends MetricItem<P> = never,
    const B extends GroupOf<P, M> = never,
    const G extends GrainOf<P, M> = never,
    const C extends Comparison | readonly Comparison[] = never,
    N extends Numbers = 'json',
    T extends boolean = false,
    O extends boolean = false,
    X extends string = never,
  >(
    query: Query<P, M, B, G, C, N, T, O, X>,
    options?: RequestOptions,
  ): AsyncGenerator<Answer<Row<P, M, B, G, C, N, O, X>, Totals<P, M, C, N, T, X>>, void, undefined>;

  /** The rows of all pages, one after the other. */
  rows<
    const M extends MetricItem<P> = never,
    const B extends GroupOf<P, M> = never,
    const G extends GrainOf<P, M> = never,
    const C extends Comparison | readonly Comparison[] = never,
    N extends Numbers = 'json',
    T extends boolean = false,
    O extends boolean = false,
    X extends string = never,
  >(
    query: Query<P, M, B, G, C, N, T, O, X>,
    options?: RequestOptions,
  ): AsyncGenerator<Row<P, M, B, G, C, N, O, X>, void, undefined>;
}

/** `P` is the `Project` of the module that `vitrine export types` writes. @throws TypeError where `url` is none */
export function createClient<P extends ProjectTypes = AnyProject>({
  url,
  key,
  fetch = globalThis.fetch,
  retries = 3,
  longestWait = 30_000,
}: ClientOptions): VitrineClient<P> {
  const connection: Connection = {
    url: new URL(url).href.replace(/\/+$/, ''),
    key,
    fetch,
    retries,
    longestWait,
  };
  const ask = (query: object, signal: AbortSignal | undefined): Promise<unknown> =>
    read({ path: '/v1/query', body: query, signal }, connection);
  const client = {
    query: (query: object, { signal }: RequestOptions = {}) => ask(query, signal),
    values: async (metric: string, query: object = {}, { signal }: RequestOptions = {}) =>
      read({ path: valuesPath(metric, query), signal }, connection),
    async *pages(query: object, { signal }: RequestOptions = {}) {
      let cursor: string | null = null;
      do {
        const page = (await ask(cursor === null ? query : { ...query, cursor }, signal)) as AnyAnswer;
        yield page;
        cursor = page.page.next;
      } while (cursor !== null);
    },
    async *rows(query: object, options?: RequestOptions) {
      for await (const { data } of client.pages(query, options)) yield* data;
    },
  };
  // The server holds what the types promise; `tests` compare the two.
  return client as unknown as VitrineClient<P>;
}

type AnyAnswer = Answer<unknown, unknown>;
