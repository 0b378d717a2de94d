/** What can be asked of published answers: to publish, to read, and to compare with today. */
import type { Cell } from '../../base/exact-number.ts';
import type { ValueType } from '../../base/value-type.ts';
import type { LocalText, MetricFormat } from '../../catalog/catalog.ts';
import type { MetricQuery } from '../../query/metric-query.ts';
import type { FreezePageRequest, FreezePlace } from '../../store/freeze.ts';
import type { Principal } from '../../tenancy/principal.ts';
import type { Answer, AnswerColumn, PartialNote } from '../answer.ts';
import type { TellRun } from '../run-facts.ts';

/** At most, of one freeze: queries, metrics of a query, and cells of all answers together. */
export const FREEZE_LIMITS = { queries: 20, metrics: 10, cells: 100_000 } as const;

export interface FreezeRequest {
  readonly name: string;
  readonly note: string | null;
  /** By names of their own; each is checked here, whatever it is. */
  readonly queries: Readonly<Record<string, unknown>>;
}

export interface FreezeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Begins to keep account of a question; of several, each has its own. */
  readonly run?: () => TellRun;
}

export interface FreezeSummary {
  readonly id: string;
  readonly name: string;
  readonly note: string | null;
  readonly tenants: readonly string[];
  /** Id of the principal. */
  readonly madeBy: string;
  /** ISO 8601, in UTC. */
  readonly madeAt: string;
  /** Hash of the catalog that answered. */
  readonly catalog: string;
  /** The names of its queries. */
  readonly queries: readonly string[];
}

export interface FreezePage {
  readonly items: readonly FreezeSummary[];
  /** Behind which the next page begins; `null` on the last. */
  readonly next: FreezePlace | null;
}

/** A query as it was published. */
export interface PublishedAnswer
  extends Pick<Answer, 'columns' | 'rows' | 'totals' | 'range' | 'partial' | 'warnings' | 'receipt'> {
  readonly name: string;
  /** As it was written. */
  readonly query: MetricQuery;
  /** The same with its range, zone and versions written out. */
  readonly resolved: MetricQuery;
}

/** A metric as it was published, in words. */
export interface PublishedMetric {
  readonly metric: string;
  readonly version: number;
  readonly hash: string;
  readonly formula: string;
  readonly words: string;
  readonly owner: string;
  readonly description: LocalText;
  /** Whether the metric of that name is another number today. */
  readonly hasChanged: boolean;
}

export interface FreezeDescription extends Omit<FreezeSummary, 'queries'> {
  readonly answers: readonly PublishedAnswer[];
  readonly metrics: readonly PublishedMetric[];
}

/** Published + data + definition = current; what cannot be told is null. */
export interface ComparedValue {
  readonly published: Cell;
  readonly current: Cell;
  /** The current definition on today's data, less the published one on today's data. */
  readonly definition: Cell;
  /** The published definition on today's data, less what was published. */
  readonly data: Cell;
}

export interface ComparedRow {
  /** Whether the group was published, is there today, or both. */
  readonly seen: 'both' | 'then' | 'now';
  /** In the order of the group columns. */
  readonly group: readonly Cell[];
  /** In the order of the metric columns. */
  readonly values: readonly ComparedValue[];
}

interface Defined {
  readonly metric: string;
  readonly version: number;
  readonly hash: string;
}

/** What the values of a column are. */
interface Measured {
  readonly type: ValueType;
  readonly unit?: string;
  readonly format?: MetricFormat;
}

/** Values of today are as it says itself, and those that were published as `published` says. */
export interface ComparedColumn extends Measured {
  readonly name: string;
  readonly published: Defined & Measured;
  readonly current: Defined;
}

export interface FreezeComparison {
  readonly freeze: Pick<FreezeSummary, 'id' | 'name' | 'madeAt'>;
  /** The name of the query. */
  readonly query: string;
  readonly groups: readonly AnswerColumn[];
  readonly metrics: readonly ComparedColumn[];
  /** Those of today first, in their order. */
  readonly rows: readonly ComparedRow[];
  readonly totals: readonly ComparedValue[] | null;
  readonly range: Answer['range'];
  readonly partial: { readonly published: readonly PartialNote[]; readonly current: readonly PartialNote[] };
  readonly warnings: readonly string[];
  readonly receipts: { readonly published: Answer['receipt']; readonly current: Answer['receipt'] };
  readonly numbers: Answer['numbers'];
}

export interface Freezes {
  /** @throws SemanticError TENANT_CAPABILITY, QUERY_FREEZE_REFUSED, QUERY_FREEZE_EXISTS, and those of queries */
  publish(principal: Principal, request: FreezeRequest, options?: FreezeOptions): Promise<FreezeSummary>;
  /** A page of those that `principal` may read, the newest first. */
  list(principal: Principal, page: FreezePageRequest): Promise<FreezePage>;
  /** @throws SemanticError TENANT_FREEZE_UNKNOWN, SERVER_FREEZE_EDITED */
  describe(principal: Principal, id: string): Promise<FreezeDescription>;
  /**
   * What was published, what the same question gives today, and why they differ. `query` is checked here.
   * @throws SemanticError TENANT_FREEZE_UNKNOWN, SERVER_FREEZE_EDITED, QUERY_NOT_FROZEN, and those of queries
   */
  compare(
    principal: Principal,
    id: string,
    query: unknown,
    options?: FreezeOptions,
  ): Promise<FreezeComparison>;
}
