/** What in an answer cannot be of the tenant that asked. Reads the forms of engine, REST and GraphQL alike. */
import { WATERMARKED_METRICS } from './leak-project.ts';
import { belongsTo, WATERMARKS, type Watermark } from './leak-rows.ts';

interface Column {
  readonly name: string;
  readonly kind: string;
  readonly metric?: string | null;
}

interface ToldAnswer {
  readonly columns: readonly Column[];
  /** By column: a record, or cells in the order of the columns. */
  readonly rows: readonly unknown[];
  readonly totals: unknown;
}

/** Cells that carry another tenant's mark; `null` for a refusal, which has none. */
export function foreignCells(text: string, watermark: Watermark): readonly string[] | null {
  const answer = readAnswer(text);
  if (!answer) return null;
  const metrics = answer.columns.filter(({ kind }) => kind === 'metric');
  const foreign = (column: Column, cell: unknown): string[] =>
    isForeign(column, cell, watermark) ? [`${column.name}: ${JSON.stringify(cell)}`] : [];
  const inRow = (columns: readonly Column[], row: unknown): string[] =>
    columns.flatMap((column, place) => foreign(column, cellOf(row, column, place)));
  return [
    ...answer.rows.flatMap((row) => inRow(answer.columns, row)),
    ...(answer.totals === null ? [] : inRow(metrics, answer.totals)),
  ];
}

/** Ratios of amounts carry no mark. */
function isRatio(column: string): boolean {
  return column.endsWith('.change_ratio');
}

function isForeign({ name, kind, metric }: Column, cell: unknown, watermark: Watermark): boolean {
  if (cell === null) return false;
  if (kind === 'metric') {
    if (!Object.hasOwn(WATERMARKED_METRICS, metric ?? '') || isRatio(name)) return false;
    return typeof cell !== 'string' || !belongsTo(cell, watermark);
  }
  const others = WATERMARKS.filter(({ tenant }) => tenant !== watermark.tenant);
  return others.some(({ tenant }) => JSON.stringify(cell).includes(tenant));
}

function cellOf(row: unknown, { name }: Column, place: number): unknown {
  if (Array.isArray(row)) return row[place];
  if (isRecord(row) && name in row) return row[name];
  throw new Error(`an answer lacks ${name}: ${JSON.stringify(row)}`);
}

/** Numbers become texts of their digits before they could lose any. */
function readAnswer(text: string): ToldAnswer | null {
  const body: unknown = JSON.parse(
    text.replace(/([:[,])(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?=[,}\]])/gi, '$1"$2"'),
  );
  const inside = insideOf(body);
  if (isRecord(inside) && Array.isArray(inside['items'])) return readValues(inside['items']);
  if (!isRecord(inside) || !Array.isArray(inside['columns'])) return null;
  const columns = inside['columns'].filter(isColumn);
  const data = inside['rows'] ?? inside['data'];
  const rows = isRecord(data) ? readColumns(columns, data) : data;
  if (!Array.isArray(rows)) throw new Error(`an answer has no rows: ${text}`);
  return { columns, rows, totals: inside['totals'] ?? null };
}

/** What GraphQL puts around an answer taken off. */
function insideOf(body: unknown): unknown {
  if (!isRecord(body) || 'columns' in body || !isRecord(body['data'])) return body;
  return body['data']['query'] ?? body['data']['dimensionValues'];
}

/** Rows of an answer that has an array for each column. */
function readColumns(columns: readonly Column[], data: Readonly<Record<string, unknown>>): unknown[][] {
  const cells = columns.map(({ name }) => {
    const column = data[name];
    if (!Array.isArray(column)) throw new Error(`an answer lacks the column ${name}`);
    return column;
  });
  return (cells[0] ?? []).map((_, place) => cells.map((column): unknown => column[place]));
}

/** A page of values is an answer of one column. */
function readValues(items: readonly unknown[]): ToldAnswer {
  const rows = items.map((item) => [item]);
  return { columns: [{ name: 'values', kind: 'dimension' }], rows, totals: null };
}

function isColumn(value: unknown): value is Column {
  return isRecord(value) && typeof value['name'] === 'string' && typeof value['kind'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
