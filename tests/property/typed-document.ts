/** Questions about one metric as documents of its own field in GraphQL, and their answers in the form of REST. */
import { enumName, fieldName } from '../../src/base/wire-name.ts';
import type { Condition, HavingCondition, MetricQuery } from '../../src/query/metric-query.ts';

/** The one metric of a question that its field can be asked; `null` where it has none. */
export function metricOf({ metrics = [] }: MetricQuery): string | null {
  const [only, ...others] = metrics;
  if (only === undefined || others.length > 0) return null;
  if (typeof only === 'string') return only.includes('@') ? null : only;
  return only.version === undefined && !only.metric.includes('@') ? only.metric : null;
}

/** A value that is written without quotes. */
class Word {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const word = (text: string | undefined): Word | undefined =>
  text === undefined ? undefined : new Word(enumName(text));

/** `metric` is that of the question. */
export function writeDocument(metric: string, query: MetricQuery): string {
  const {
    by = [],
    time,
    where,
    having,
    top,
    compare,
    order,
    limit,
    currency,
    definitions,
    tenants,
    totals,
  } = query;
  const given = {
    by: by.length > 0 ? by.map(word) : undefined,
    time: time && { ...time, grain: word(time.grain) },
    where: where?.map(readCondition),
    having: having?.map(readCondition),
    top: top && { n: top.n, of: top.of.map(word), direction: word(top.direction), others: top.others },
    compare: compare === undefined ? undefined : readComparison(compare),
    order: order?.map(({ by: column, direction }) => ({
      ...readOrder(column, query),
      direction: word(direction),
    })),
    limit,
    currency,
    definitions,
    ...(tenants === 'all' ? { allTenants: true } : { tenants }),
  };
  const body = writeLiteral(given).slice(1, -1);
  const values = compare === undefined ? ['value'] : VALUES;
  const fields = [
    ...(time?.grain ? ['time'] : []),
    ...[...new Set(by)].map(fieldName),
    ...(top?.others ? ['others'] : []),
    ...values,
  ];
  const told = `rows { ${fields.join(' ')} } ${totals ? `totals { ${values.join(' ')} }` : ''} range { from to } page { limit more } partial { time reason } warnings`;
  return `{ values { ${fieldName(metric)}${body === '' ? '' : `(${body})`} { ${told} } } }`;
}

const VALUES = ['value', 'previous', 'change', 'changeRatio'];
const COLUMNS: Readonly<Record<string, string>> = {
  value: 'value',
  previous: 'value.previous',
  change: 'value.change',
  changeRatio: 'value.change_ratio',
};

/** The columns of the field's rows, as REST calls them where the metric is called `value`. */
export function renameRow(
  row: Readonly<Record<string, unknown>>,
  by: readonly string[],
): Record<string, unknown> {
  const columns = new Map([
    ...Object.entries(COLUMNS),
    ...by.map((column) => [fieldName(column), column] as const),
  ]);
  return Object.fromEntries(
    Object.entries(row).map(([field, cell]) => {
      const column = columns.get(field) ?? field;
      // Parts of times are small numbers, and numbers in GraphQL.
      return [column, column.includes(':') && typeof cell === 'number' ? String(cell) : cell];
    }),
  );
}

function readOrder(column: string, { by = [] }: MetricQuery): object {
  if (by.includes(column)) return { dimension: word(column) };
  return { by: word(column === 'time' ? column : column.split('.').slice(1).join('_') || 'value') };
}

function readComparison(compare: NonNullable<MetricQuery['compare']>): object {
  if (typeof compare === 'string') return { range: word(compare) };
  return Array.isArray(compare) ? {} : compare;
}

function readCondition(condition: Condition | HavingCondition): object {
  if ('all' in condition) return { all: condition.all.map(readCondition) };
  if ('any' in condition) return { any: condition.any.map(readCondition) };
  if ('not' in condition) return { not: readCondition(condition.not) };
  const { op, value, values } = condition;
  const named = 'dimension' in condition ? { dimension: word(condition.dimension) } : {};
  return { ...named, op: word(op), value, values };
}

function writeLiteral(value: unknown): string {
  if (value instanceof Word) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [`${key}: ${writeLiteral(item)}`],
  );
  return `{${fields.join(', ')}}`;
}
