/** Published answers and comparisons as JSON text, with the digits of exact numbers as they are. */
import type { Cell } from '../../../base/exact-number.ts';
import { type Answer, hasTotal } from '../../../engine/answer.ts';
import type {
  ComparedValue,
  FreezeComparison,
  FreezeDescription,
  PublishedAnswer,
} from '../../../engine/freezes/freezes.ts';
import { writeCell } from '../../write-answer.ts';

type Numbers = Answer['numbers'];

/** `numbers` as a query has it. */
export function writeFreeze(
  { answers, metrics, madeBy, madeAt, ...summary }: FreezeDescription,
  numbers: Numbers,
): string {
  const described = metrics.map(({ words, hasChanged, ...metric }) => ({
    ...metric,
    formula_in_words: words,
    has_changed: hasChanged,
  }));
  const head = { ...summary, made_by: madeBy, made_at: madeAt };
  return writeObject([
    ...Object.entries(head).map(([key, value]) => [key, JSON.stringify(value)] as const),
    ['answers', writeList(answers.map((answer) => writePublished(answer, numbers)))],
    ['metrics', JSON.stringify(described)],
  ]);
}

export function writeComparison({
  freeze: { id, name, madeAt },
  rows,
  totals,
  numbers,
  ...comparison
}: FreezeComparison): string {
  const { groups, metrics } = comparison;
  const groupNames = groups.map((column) => column.name);
  const names = metrics.map((column) => column.name);
  const writeValues = (values: readonly ComparedValue[]): string =>
    writeObject(values.map((value, index) => [names[index] ?? '', writeValue(value, numbers)]));
  const written = rows.map(({ seen, group, values }) =>
    writeObject([
      ['seen', JSON.stringify(seen)],
      ['group', writeRecord(groupNames, group, numbers)],
      ['values', writeValues(values)],
    ]),
  );
  return writeObject([
    ['freeze', JSON.stringify({ id, name, made_at: madeAt })],
    ['query', JSON.stringify(comparison.query)],
    ['rows', writeList(written)],
    ['groups', JSON.stringify(groups)],
    ['metrics', JSON.stringify(metrics)],
    ['totals', totals === null ? 'null' : writeValues(totals)],
    ['range', JSON.stringify(comparison.range)],
    ['partial', JSON.stringify(comparison.partial)],
    ['warnings', JSON.stringify(comparison.warnings)],
    ['receipts', JSON.stringify(comparison.receipts)],
  ]);
}

function writePublished({ rows, totals, ...answer }: PublishedAnswer, numbers: Numbers): string {
  const { name, query, resolved, columns, range, partial, warnings, receipt } = answer;
  const names = columns.map((column) => column.name);
  const totalled = columns.filter(hasTotal).map((column) => column.name);
  return writeObject([
    ['name', JSON.stringify(name)],
    ['query', JSON.stringify(query)],
    ['resolved', JSON.stringify(resolved)],
    ['data', writeList(rows.map((row) => writeRecord(names, row, numbers)))],
    ['columns', JSON.stringify(columns)],
    ['totals', totals === null ? 'null' : writeRecord(totalled, totals, numbers)],
    ['range', JSON.stringify(range)],
    ['partial', JSON.stringify(partial)],
    ['warnings', JSON.stringify(warnings)],
    ['receipt', JSON.stringify(receipt)],
  ]);
}

function writeValue({ published, current, definition, data }: ComparedValue, numbers: Numbers): string {
  return writeRecord(
    ['published', 'current', 'definition', 'data'],
    [published, current, definition, data],
    numbers,
  );
}

function writeRecord(names: readonly string[], cells: readonly Cell[], numbers: Numbers): string {
  return writeObject(names.map((name, index) => [name, writeCell(cells[index] ?? null, numbers)]));
}

/** Values are JSON texts. */
function writeObject(entries: readonly (readonly [key: string, value: string])[]): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}

function writeList(items: readonly string[]): string {
  return `[${items.join(',')}]`;
}
