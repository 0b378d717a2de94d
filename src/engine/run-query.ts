/** One query from its bound form to its answer: the only way in which anything reads the warehouse. */
import type { Cell } from '../base/exact-number.ts';
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { inCurrency, printUnit, type Unit } from '../catalog/unit.ts';
import type { TextRows } from '../postgres/postgres-database.ts';
import { type BoundQuery, OTHERS } from '../query/bound-query.ts';
import type { CompiledStatement } from '../sql/compiled-statement.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { RunOptions, Warehouse } from '../warehouse/warehouse.ts';
import type { Answer, AnswerColumn } from './answer.ts';
import { decodeCell } from './decode-cells.ts';
import type { StatementName } from './explain.ts';
import { listWarnings } from './list-warnings.ts';
import { notePartial } from './note-partial.ts';
import { listOutdated } from './outdated-versions.ts';
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
  /** Whose turn it takes at the warehouse; those of the scope unless given. */
  readonly turnOf?: RunOptions['turnOf'];
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
    turnOf: context.turnOf,
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
    warnings: listWarnings(bound, { rows, more, withoutRate: textsOf('without_rate') }),
    numbers: asked.numbers,
    outdated: listOutdated(bound.shape.outputs, context.catalog),
  };
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
  const groups = shape.groups.map(({ column, type, grain, part, shown }): AnswerColumn => {
    if (column === 'time' && grain) return { name: column, kind: 'time', grain, zone: context.zone };
    const unit = grain ? { grain } : part ? { part } : {};
    return { name: column, kind: 'dimension', type, ...unit, ...(shown ? { shown } : {}) };
  });
  const convert = (unit: Unit): Unit =>
    context.currency === null ? unit : inCurrency(unit, context.currency);
  const metrics = shape.outputs.map(({ column, metric, part, version, type }): AnswerColumn => {
    const found = catalog.metrics.get(metric);
    const unit = found && part !== 'ratio' ? printUnit(convert(found.unit), currency) : null;
    return {
      name: column,
      kind: 'metric',
      metric: found?.name ?? metric,
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
