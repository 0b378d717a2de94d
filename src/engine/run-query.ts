/** One query from its bound form to its answer: the only way in which anything reads the warehouse. */
import type { Cell } from '../base/exact-number.ts';
import { invariant } from '../base/invariant.ts';
import { isOwnGrain } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { inCurrency, printUnit, type Unit } from '../catalog/unit.ts';
import type { TextRows } from '../postgres/postgres-database.ts';
import { type BoundQuery, OTHERS } from '../query/bound-query.ts';
import { legsUnder } from '../query/legs-under.ts';
import { findPeriods, sayKnownDays } from '../query/reporting-calendar.ts';
import type { CompiledStatement } from '../sql/compiled-statement.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Answer, AnswerColumn } from './answer.ts';
import { decodeCell } from './decode-cells.ts';
import type { StatementName } from './explain.ts';
import { notePartial } from './note-partial.ts';
import { type PreparedQuery, statementsOf } from './prepare-query.ts';

/** An answer that has no receipt yet. */
export type BareAnswer = Omit<Answer, 'receipt' | 'layout'>;

export interface RunContext {
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
  readonly timeoutMs: number;
  readonly now: Date;
  /** The tenant's own currency, where it has one; `null` for the project's. */
  readonly currency: string | null;
  readonly signal?: AbortSignal | undefined;
  /** The cursor behind a row, of which it is given the columns of the order. */
  readonly cursorAfter: (row: readonly (string | null)[]) => string;
}

/** Rows and totals come from one snapshot. @throws SemanticError of the warehouse */
export async function runQuery(
  prepared: PreparedQuery,
  bound: BoundQuery,
  { scope, ...context }: RunContext & { readonly scope: Scope },
): Promise<BareAnswer> {
  const { parameters, context: asked } = bound;
  const isRead = [...asked.calendar.own.values()].every(({ kind }) => kind !== 'stand_in');
  invariant(isRead, 'calendars are read before a query is run');
  const statements = statementsOf(prepared);
  const queries = statements.map(({ statement }) => ({ statement, scope, parameters }));
  const results = await context.warehouse.run(queries, {
    timeoutMs: context.timeoutMs,
    signal: context.signal,
  });
  const textsOf = (name: StatementName): TextRows =>
    results[statements.findIndex((statement) => statement.name === name)] ?? [];
  const texts = textsOf('rows');
  const marked = prepared.rows.totals ? texts.slice(0, 1) : [];
  const grouped = texts.slice(marked.length);
  const rows = decodeRows(grouped.slice(0, asked.limit), prepared.rows, asked.zone);
  const more = grouped.length > asked.limit;
  const last = more ? grouped[asked.limit - 1] : undefined;
  const [totals = null] = prepared.totals
    ? decodeRows(textsOf('totals'), prepared.totals, asked.zone)
    : decodeRows(marked, prepared.rows, asked.zone).map((cells) => cells.slice(bound.shape.groups.length));
  return {
    columns: describeColumns(bound, context),
    rows,
    totals,
    range: { from: asked.range.from?.instant ?? null, to: asked.range.to?.instant ?? null },
    page: {
      limit: asked.limit,
      next: last ? context.cursorAfter(orderValues(last, prepared, bound)) : null,
      more,
    },
    partial: partialNotes(bound, rows, context.now),
    warnings: [
      ...(more ? [`There are more rows than the limit of ${asked.limit}; totals cover all of them.`] : []),
      ...warnWithoutRate(bound, textsOf('without_rate')),
      ...warnUnknownDays(bound, rows),
      ...warnBridged(bound),
      ...noteExactCounts(bound),
    ],
    numbers: asked.numbers,
  };
}

/** Metrics whose value is null where it rests on money without a rate. */
function warnWithoutRate({ shape, context }: BoundQuery, counts: TextRows): readonly string[] {
  const { withoutRate } = shape;
  return withoutRate.flatMap(({ column }, index) => {
    // A bucket may stand before the counts.
    const missing = counts.some((row) => row[row.length - withoutRate.length + index] !== '0');
    const currency = context.currency ?? '';
    return missing
      ? [`"${column}" is null where it rests on money that has no rate to ${currency} on its day.`]
      : [];
  });
}

/** Rows of days that no period of a calendar holds; they have no bucket, and are not lost. */
function warnUnknownDays(
  { shape, context }: BoundQuery,
  rows: readonly (readonly Cell[])[],
): readonly string[] {
  return shape.groups.flatMap(({ column, grain }, place) => {
    const periods = grain && isOwnGrain(grain) ? findPeriods(grain, context.calendar) : null;
    if (!periods || !rows.some((row) => row[place] === null)) return [];
    return [`"${column}" is null for days that "${grain}" does not have; it has ${sayKnownDays(periods)}.`];
  });
}

/** Groups that share rows. */
function warnBridged({ shape: { bridged } }: BoundQuery): readonly string[] {
  return bridged.map(
    ({ column, bridge }) =>
      `A row counts once in each "${column}" that it reaches across the bridge ${bridge}: groups share rows, and may add up to more than the total.`,
  );
}

/** What may be estimated is not, where the database keeps no sketches: PostgreSQL has none. */
function noteExactCounts({ shape }: BoundQuery): readonly string[] {
  const legs = legsUnder(shape);
  const isEstimated = legs.some(({ aggregates }) =>
    aggregates.some(({ aggregate }) => aggregate.function === 'approx_count_distinct'),
  );
  return isEstimated ? ['approx_count_distinct is exact here: PostgreSQL counts the values themselves.'] : [];
}

function orderValues(
  row: TextRows[number],
  { rows: { columns } }: PreparedQuery,
  { shape }: BoundQuery,
): readonly (string | null)[] {
  return shape.order.map(({ column }) => row[columns.findIndex(({ name }) => name === column)] ?? null);
}

function decodeRows(
  texts: TextRows,
  { columns }: CompiledStatement,
  zone: string,
): readonly (readonly Cell[])[] {
  return texts.map((row) => columns.map(({ type }, index) => decodeCell(row[index] ?? null, type, zone)));
}

function describeColumns(
  { shape, context }: BoundQuery,
  { catalog, currency }: Pick<RunContext, 'catalog' | 'currency'>,
): readonly AnswerColumn[] {
  const groups = shape.groups.map(({ column, type, grain, part }): AnswerColumn => {
    if (column === 'time' && grain) return { name: column, kind: 'time', grain, zone: context.zone };
    const unit = grain ? { grain } : part ? { part } : {};
    return { name: column, kind: 'dimension', type, ...unit };
  });
  const convert = (unit: Unit): Unit =>
    context.currency === null ? unit : inCurrency(unit, context.currency);
  const metrics = shape.outputs.map(({ column, metric, part, version, type }): AnswerColumn => {
    const found = catalog.metrics.get(metric);
    const unit = found && part !== 'ratio' ? printUnit(convert(found.unit), currency) : null;
    return {
      name: column,
      kind: 'metric',
      metric,
      version,
      hash: found?.hash ?? '',
      type,
      ...(unit === null ? {} : { unit }),
      ...(found?.format && part !== 'ratio' ? { format: found.format } : {}),
    };
  });
  const others: AnswerColumn[] = shape.top?.others ? [{ name: OTHERS, kind: 'others', type: 'boolean' }] : [];
  return [...groups, ...others, ...metrics];
}

function partialNotes(
  { shape, context }: BoundQuery,
  rows: readonly (readonly Cell[])[],
  now: Date,
): Answer['partial'] {
  const [first] = shape.groups;
  if (first?.column !== 'time' || !first.grain) return [];
  const times = rows.map((row) => row[0] ?? null);
  return notePartial({
    grain: first.grain,
    times,
    metrics: shape.outputs.map(({ column }) => column),
    context,
    now,
  });
}
