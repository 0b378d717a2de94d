/** Rows by which a right product answers as one would that converts money wrongly. */
import { CURRENCY } from '../oracle/rates.ts';
import type { Row, Tables } from '../oracle/schema.ts';
import { identity } from '../oracle/value.ts';
import type { Project } from './question.ts';

/** The rate of the day on which it is asked, ever since. */
export function withTodaysRates({ schema, tables, now }: Project): Tables {
  const model = schema.rates?.model ?? '';
  const today = now.slice(0, 10);
  const latest = new Map<string, Row>();
  for (const row of tables.get(model) ?? []) {
    const { day = null, rate = null, owner = null, source = null, target = null } = row;
    if (typeof day !== 'string' || rate === null || day > today) continue;
    const pair = [owner, source, target].map(identity).join();
    if (String(latest.get(pair)?.['day'] ?? '') < day) latest.set(pair, row);
  }
  return new Map([...tables, [model, [...latest.values()].map((row) => ({ ...row, day: '1900-01-01' }))]]);
}

/** Money of currencies that no day has a rate of counts for nothing. */
export function withoutUnrated({ schema, tables }: Project): Tables {
  const rated = new Set((tables.get(schema.rates?.model ?? '') ?? []).map(({ source }) => source));
  const drop = (row: Row): Row => (rated.has(row[CURRENCY] ?? null) ? row : { ...row, money: null });
  return new Map(
    [...tables].map(([name, rows]) => [name, rows.map((row) => (CURRENCY in row ? drop(row) : row))]),
  );
}
