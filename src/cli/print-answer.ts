/** An answer as a table for people. */
import Type from 'typebox';
import { sayCount } from '../base/say-count.ts';
import { compileValidator } from '../serving/schema-validator.ts';
import { printTable } from './print-table.ts';

const PrintableSchema = Type.Object({
  data: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  columns: Type.Array(
    Type.Object({ name: Type.String(), kind: Type.String(), unit: Type.Optional(Type.String()) }),
  ),
  totals: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  page: Type.Object({
    limit: Type.Integer(),
    more: Type.Boolean(),
    next: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  }),
  partial: Type.Array(Type.Object({ time: Type.String(), metric: Type.String(), reason: Type.String() })),
  warnings: Type.Array(Type.String()),
  receipt: Type.Object({ id: Type.String() }),
});

const readAnswer = compileValidator(PrintableSchema);

/** Prints the JSON text of an answer that was asked for with `"numbers": "strings"`. */
export function printAnswer(text: string): string {
  const { data, columns, totals, page, partial, warnings, receipt } = readAnswer(JSON.parse(text));
  const headings = columns.map(({ name, kind, unit }) => ({
    title: unit === undefined ? name : `${name}, ${unit}`,
    align: isNumber(kind) ? ('right' as const) : ('left' as const),
  }));
  const rows = data.map((row) => columns.map(({ name }) => printCell(row[name])));
  const totalRow = columns.map(({ name, kind }, index) => {
    if (isNumber(kind)) return printCell(totals?.[name]);
    return index === 0 ? 'total' : '';
  });
  const table = printTable(headings, totals === null ? rows : [...rows, totalRow]);
  const notes = [
    ...(page.more ? [`only ${sayCount(page.limit, 'row')}`] : []),
    ...(page.next ? [`more: --cursor ${page.next}`] : []),
    ...partial.map(({ time, metric, reason }) => `partial: ${metric} at ${time} (${reason})`),
    ...warnings.map((warning) => `warning: ${warning}`),
    `receipt ${receipt.id}`,
  ];
  return `${table}\n${notes.join('\n')}\n`;
}

function isNumber(kind: string): boolean {
  return kind === 'metric' || kind === 'benchmark';
}

function printCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '–';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}
