/** The demo's rows as plain objects, and plain arithmetic over them: what answers are compared with. */
import { Temporal } from 'temporal-polyfill';
import type { DemoTable } from '../../../src/demo/generate-demo.ts';
import type { TableShape } from '../../../src/demo/table-shape.ts';

/** A row by column. */
export type PlainRow<Column extends string> = Readonly<Record<Column, string | null>>;

/** The columns of a table. */
export type ColumnOf<Shape> = Shape extends TableShape<infer Column> ? Column : never;

/** The rows of one table. */
export function readTable<Column extends string>(
  demo: readonly DemoTable[],
  shape: TableShape<Column>,
): readonly PlainRow<Column>[] {
  const table = demo.find((candidate) => candidate.shape.name === shape.name);
  if (table === undefined) throw new Error(`the demo has no table ${shape.name}`);
  return table.rows.map((values) => byColumn(shape, values));
}

function byColumn<Column extends string>(
  { columns }: TableShape<Column>,
  values: readonly (string | null)[],
): PlainRow<Column> {
  const row: Partial<Record<Column, string | null>> = {};
  for (const [index, [column]] of columns.entries()) row[column] = values[index] ?? null;
  if (!isWhole(row, columns)) throw new Error('a row lacks a column');
  return row;
}

function isWhole<Column extends string>(
  row: Partial<Record<Column, string | null>>,
  columns: TableShape<Column>['columns'],
): row is Record<Column, string | null> {
  return columns.every(([column]) => row[column] !== undefined);
}

/** The rows of one client. */
export function ofClient<Row extends PlainRow<'client_id'>>(rows: readonly Row[], client: string): Row[] {
  return rows.filter((row) => row.client_id === client);
}

/** Seconds since 1970 of an instant as the tables print it. */
export function instantOf(text: string | null): number {
  return Date.parse((text ?? '').replace(' ', 'T').replace(/\+00$/, 'Z')) / 1000;
}

/** The first day of the month in which an instant or a day lies in `zone`. */
export function monthOf(moment: string | null, zone: string): string {
  return `${dayOf(moment, zone).slice(0, 7)}-01`;
}

const days = new Map<string, string>();

/** The day on which an instant lies in `zone`; a day is itself. */
export function dayOf(moment: string | null, zone: string): string {
  if (moment === null || moment.length === 10) return moment ?? '';
  const key = `${moment} ${zone}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  const at = Temporal.Instant.fromEpochMilliseconds(instantOf(moment) * 1000);
  const day = at.toZonedDateTimeISO(zone).toPlainDate().toString();
  days.set(key, day);
  return day;
}

/** The sum, 0 of nothing; nulls add nothing. */
export function sumOf(values: readonly (string | number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + Number(value ?? 0), 0);
}

/** Money added up in kopecks, as an amount. */
export function moneyOf(values: readonly (string | null)[]): number {
  return sumOf(values.map((value) => (value === null ? 0 : Math.round(Number(value) * 100)))) / 100;
}

/** Money added up in kopecks, as an amount; null where no amount is known. */
export function knownMoneyOf(values: readonly (string | null)[]): number | null {
  return values.some((value) => value !== null) ? moneyOf(values) : null;
}

/** A quotient, null where the divisor is zero. */
export function ratioOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The mean, null of nothing. */
export function meanOf(values: readonly number[]): number | null {
  return ratioOf(sumOf(values), values.length);
}

/** The value below which `share` of the values lie, interpolated; null of nothing. */
export function percentileOf(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}

/** What is there, without nulls. */
export function present<Value>(values: readonly (Value | null | undefined)[]): Value[] {
  return values.flatMap((value) => (value === null || value === undefined ? [] : [value]));
}

/** Rows by a key, in the order in which keys come up. */
export function groupRows<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
