/** The value of one row-level formula over one column of made-up values, on a real database. */
import type { ValueType } from '../../src/base/value-type.ts';
import type { Calendar } from '../../src/catalog/catalog.ts';
import type { HoursDefinition } from '../../src/definitions/calendar-schema.ts';
import { parseWorkingHours } from '../../src/definitions/working-hours.ts';
import { decodeCell } from '../../src/engine/decode-cells.ts';
import { type MemberReference, mapLeaves, type RowExpression } from '../../src/formula/expression.ts';
import type { FormulaNames } from '../../src/formula/formula-names.ts';
import { parseFormula } from '../../src/formula/parse-formula.ts';
import { typeAggregate } from '../../src/formula/type-metric.ts';
import { typeRow } from '../../src/formula/type-row.ts';
import type { StoredColumn } from '../../src/planner/plan-expression.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { compileAggregate } from '../../src/sql/compile-aggregate.ts';
import { compileExpression } from '../../src/sql/compile-expression.ts';
import type { ParameterSlot } from '../../src/sql/compiled-statement.ts';
import { numberSlots } from '../../src/sql/number-slots.ts';
import { sql } from '../../src/sql/sql-text.ts';
import { type PlainCell, plainCell } from './golden-answer.ts';

/** The column `x` that a formula may name: its type, and each value as a constant of SQL. */
export interface TriedColumn {
  readonly type: ValueType;
  readonly values: readonly string[];
}

/** Of the calendars that formulas may name: from 9 to 18, and nights with a break and a short Sunday. */
const CALENDARS: ReadonlyMap<string, Calendar> = new Map([
  ['support', workingHours({ 'mon-fri': ['09:00-18:00'] })],
  ['nights', workingHours({ 'fri-mon': ['00:00-02:30', '22:00-24:00'], sun: ['12:00-12:01'] })],
]);

function workingHours(hours: HoursDefinition): Calendar {
  return { kind: 'hours', zone: 'Europe/Berlin', week: parseWorkingHours(hours).week, holidays: null };
}

const NOTHING: TriedColumn = { type: 'integer', values: ['1'] };

/** A value for each of the column's, in the reporting zone `zone`; weeks begin on Monday. */
export async function evaluateFormula(
  formula: string,
  { database, zone, column = NOTHING }: { database: PostgresDatabase; zone: string; column?: TriedColumn },
): Promise<PlainCell[]> {
  const typed = typeFormula(formula, column);
  const plan = mapLeaves<MemberReference, StoredColumn>(typed, () => {
    return { kind: 'stored_column', relation: 'tried', column: 'x', type: column.type, zone: null };
  });
  const context = {
    starts: { weekShift: 0, fiscalShift: 0 },
    zone: { kind: 'parameter', index: 0, type: 'string', list: false },
    tenants: 'one',
    calendars: CALENDARS,
  } as const;
  const compiled = numberSlots(sql`select ${compileExpression(plan, context)} as "value"`);
  const parameters = compiled.slots.map((slot) => valueOf(slot, zone));
  const rows = column.values.map((value, index) => `(${index}, ${value})`);
  const text = `${compiled.text} from (values ${rows.join(', ')}) as tried(n, x) order by n`;
  const options = { mode: 'read_only', timeoutMs: 60_000 } as const;
  const [answer = []] = await database.transaction([{ text, parameters }], options);
  const type = typed.type === 'null' ? 'string' : typed.type;
  return answer.map(([cell = null]) => plainCell(decodeCell(cell, type, zone)));
}

/** The value of an aggregate of the column alone. */
export async function evaluateAggregate(
  formula: string,
  { database, column }: { database: PostgresDatabase; column: TriedColumn },
): Promise<PlainCell> {
  const qualified = parseFormula(formula.replaceAll(/\bx\b/g, 'tried.x'));
  if (qualified.kind !== 'call') throw new Error(`${formula} is no aggregate`);
  const typed = typeAggregate(qualified, namesOf(column));
  const argument = { name: 'x', type: column.type };
  const aggregate = { ...typed, name: 'value', argument, filter: null, nullWhenEmpty: false };
  const compiled = numberSlots(sql`select ${compileAggregate(aggregate)} as "value"`);
  const parameters = compiled.slots.map((slot) => valueOf(slot, 'UTC'));
  const rows = column.values.map((value) => `(${value}::numeric)`);
  const text = `${compiled.text} from (values ${rows.join(', ')}) as tried(x)`;
  const options = { mode: 'read_only', timeoutMs: 60_000 } as const;
  const [answer = []] = await database.transaction([{ text, parameters }], options);
  const cell = plainCell(decodeCell(answer[0]?.[0] ?? null, typed.type, 'UTC'));
  return typeof cell === 'number' ? Number(cell.toPrecision(12)) : cell;
}

function namesOf({ type }: TriedColumn): FormulaNames {
  const members = new Map([['x', { kind: 'dimension', type } as const]]);
  const root = { name: 'tried', members, joins: new Map(), time: null };
  return { models: new Map([['tried', root]]), metrics: new Map(), faulty: new Set(), calendars: CALENDARS };
}

function typeFormula(formula: string, column: TriedColumn): RowExpression {
  const names = namesOf(column);
  const root = names.models.get('tried');
  if (!root) throw new Error('the model is there');
  return typeRow(parseFormula(formula), { names, root, qualified: false });
}

function valueOf(slot: ParameterSlot, zone: string): string | boolean {
  if (slot.kind === 'constant') return slot.value;
  if (slot.kind === 'parameter' && slot.index === 0) return zone;
  throw new Error(`a formula has no ${slot.kind}`);
}
