/** A small project in YAML, changed piece by piece; «marks» in a change say where a fault is expected. */
import { buildCatalog } from '../../../src/catalog/build-catalog.ts';
import type { Catalog, Metric } from '../../../src/catalog/catalog.ts';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import type { Diagnostic } from '../../../src/errors/diagnostic.ts';
import { closerHint } from '../../support/closer-hint.ts';

export type Files = Readonly<Record<string, string>>;

export const SMALL_PROJECT: Files = {
  'project.yaml': `project: shop
timezone: Europe/Berlin
currency: EUR
roles: { channel: channels, customer: customers }
`,
  'models/channels.yaml': `model: channels
source: shop.channels
primary_key: id
tenant: shared
dimensions:
  name: { type: string }
`,
  'models/customers.yaml': `model: customers
source: shop.customers
primary_key: id
tenant: client_id
dimensions:
  name: { type: string }
  signed_up_at: { type: time }
facts:
  credit: { type: decimal, unit: currency }
`,
  'models/orders.yaml': `model: orders
source: shop.orders
primary_key: id
tenant: client_id
time: ordered_at
refresh: { every: 1 hour }
joins:
  channel: { model: channels, on: { channel_id: id } }
  customer: { model: customers, on: { customer_id: id } }
dimensions:
  ordered_at: { type: time }
  due_on: { type: date }
  opens_at: { type: local_time }
  status: { type: string, values: [placed, paid] }
  number: { type: integer }
  is_promo: { type: boolean }
facts:
  amount: { type: decimal, unit: currency }
  weight: { type: float, unit: kg }
`,
  'models/items.yaml': `model: items
source: shop.items
primary_key: [order_id, line]
tenant: { join: order }
time: order.ordered_at
joins:
  order: { model: orders, on: { order_id: id } }
facts:
  quantity: { type: integer }
  price: { type: decimal, unit: currency }
`,
  'sales/revenue.yaml': metricFile('revenue', 'sum(orders.amount)'),
  'sales/orders_count.yaml': metricFile('orders_count', 'count(orders)'),
  'sales/units.yaml': metricFile('units', 'sum(items.quantity)'),
  'sales/average_order.yaml': metricFile('average_order', 'revenue / orders_count'),
};

/** A metric's file; `keys` are further lines. */
export function metricFile(name: string, formula: string, ...keys: readonly string[]): string {
  const lines = [`metric: ${name}`, 'version: 1', 'description: What it is.', 'owner: a@shop.example'];
  return `${[...lines, `formula: ${formula}`, ...keys].join('\n')}\n`;
}

/** The files with each `[file, old, new]` applied; a `file` that does not exist yet is created of `new`. */
export function change(...changes: readonly (readonly [file: string, old: string, next: string])[]): Files {
  const files: Record<string, string> = { ...SMALL_PROJECT };
  for (const [file, old, next] of changes) {
    const text = files[file] ?? '';
    if (text.split(old).length !== 2 && text !== '') throw new Error(`"${old}" is not once in ${file}`);
    files[file] = text.replace(old, () => next);
  }
  return files;
}

export interface Marked {
  readonly files: Files;
  /** `file:line:column+length` of each mark, in that order. */
  readonly places: readonly string[];
}

/** Takes the marks out. A marked part stands on one line. */
export function takeMarks(marked: Files): Marked {
  const places: { file: string; line: number; column: number; length: number }[] = [];
  const files = Object.entries(marked).map(([file, text]) => {
    const lines = text.split('\n').map((line, index) => {
      let rest = line;
      for (let start = rest.indexOf('«'); start >= 0; start = rest.indexOf('«')) {
        const end = rest.indexOf('»') - 1;
        places.push({ file, line: index + 1, column: start + 1, length: Math.max(1, end - start) });
        rest = rest.replace('«', '').replace('»', '');
      }
      return rest;
    });
    return [file, lines.join('\n')] as const;
  });
  places.sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
  return {
    files: Object.fromEntries(files),
    places: places.map(({ file, line, column, length }) => `${file}:${line}:${column}+${length}`),
  };
}

export function diagnosticsOf(files: Files): readonly Diagnostic[] {
  const { definitions, diagnostics } = parseProject(new Map(Object.entries(files)));
  return buildCatalog(definitions, diagnostics).diagnostics;
}

/** The catalog of files without a fault. */
export function catalogOf(files: Files): Catalog {
  const { definitions, diagnostics } = parseProject(new Map(Object.entries(files)));
  const built = buildCatalog(definitions, diagnostics);
  if (built.catalog) return built.catalog;
  throw new Error(built.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
}

export function metricOf(files: Files, name: string): Metric {
  const metric = catalogOf(files).metrics.get(name);
  if (!metric) throw new Error(`no metric ${name}`);
  return metric;
}

export type Change = readonly [file: string, old: string, next: string];

/** A code, or a code and a part of its hint. */
export type ExpectedFault = string | readonly [code: string, hint: string];

/**
 * What is found in a changed project, and what is expected: exactly one diagnostic at each mark, with the
 * code, and if need be the hint, of its turn.
 */
export function judge(
  changes: readonly Change[],
  faults: readonly ExpectedFault[],
): { found: readonly string[]; expected: readonly string[] } {
  const { files, places } = takeMarks(change(...changes));
  const found = diagnosticsOf(files).map(({ code, position, hint = '' }, index) => {
    const { file, line, column, length } = position;
    const [, wanted = ''] = [faults[index] ?? ''].flat();
    return `${file}:${line}:${column}+${length} ${code} ${hint.includes(wanted) ? wanted : hint}`;
  });
  const expected = places.map((place, index) => {
    const [code = 'nothing', hint = ''] = [faults[index] ?? 'nothing'].flat();
    return `${place} ${code} ${hint}`;
  });
  return { found, expected };
}

/**
 * Every word of what is found: `place code message | hint`, without the hint of the code itself, beside the places of the marks. What is expected of
 * each mark is the rest of such a line.
 */
export function judgeWords(
  changes: readonly Change[],
  faults: readonly string[],
): { found: readonly string[]; expected: readonly string[] } {
  const { files, places } = takeMarks(change(...changes));
  const found = diagnosticsOf(files).map((fault) => {
    const { code, message, position } = fault;
    const { file, line, column, length } = position;
    const hint = closerHint(fault);
    const words = hint === undefined ? message : `${message} | ${hint}`;
    return `${file}:${line}:${column}+${length} ${code} ${words}`;
  });
  return { found, expected: places.map((place, index) => `${place} ${faults[index] ?? 'nothing'}`) };
}

const ORDERS = 'models/orders.yaml';
const AMOUNT = '  amount: { type: decimal, unit: currency }\n';

/** Adds a fact to the orders. */
export const addFact = (line: string): Change => [ORDERS, AMOUNT, `${AMOUNT}  ${line}\n`];

/** Adds a dimension to the orders. */
export const addDimension = (line: string): Change => [
  ORDERS,
  '  ordered_at: {',
  `  ${line}\n  ordered_at: {`,
];

/** Adds a metric. */
export const addMetric = (name: string, formula: string, ...keys: readonly string[]): Change => [
  `sales/${name}.yaml`,
  '',
  metricFile(name, formula, ...keys),
];
