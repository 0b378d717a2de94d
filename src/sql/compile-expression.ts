/**
 * Expressions → SQL of PostgreSQL. A stored column is cast to its declared type, so that what the
 * definition says holds whatever the column is (enum, uuid, char, money …); constants are bound.
 */
import { assertNever } from '../base/assert-never.ts';
import type { CalendarStarts } from '../catalog/calendar-starts.ts';
import type { Calendar } from '../catalog/catalog.ts';
import { calendarOf } from '../formula/calendar-argument.ts';
import {
  type Constant,
  type Expression,
  isConstant,
  isOperation,
  type Literal,
  type Operation,
  type Parameter,
} from '../formula/expression.ts';
import type { NamedColumn, StoredColumn } from '../planner/plan-expression.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { compileArithmetic } from './compile-arithmetic.ts';
import { compileBucket } from './compile-bucket.ts';
import { type CompiledOperand, cast } from './compile-cast.ts';
import { compileComparison } from './compile-comparison.ts';
import { compileConditional } from './compile-conditional.ts';
import { compileMasked, compilePseudonym } from './compile-disguise.ts';
import { compileLogic } from './compile-logic.ts';
import { compileOutOfParts } from './compile-parts.ts';
import { compileRate } from './compile-rate.ts';
import { compileTextFunction } from './compile-text-function.ts';
import { compileTimeFunction } from './compile-time-function.ts';
import {
  type ClockReading,
  compileWorkingMinutes,
  findWorkingCalendar,
  readClock,
} from './compile-working-time.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { own, stored } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

export type PlanLeaf = StoredColumn | NamedColumn;

export interface ExpressionContext {
  /** Where the project's weeks and fiscal years start. */
  readonly starts: CalendarStarts;
  /** The reporting zone of the query. */
  readonly zone: Parameter;
  readonly tenants: TenantMode;
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** A moment as a step has it already, by the clock of a calendar. */
  readonly clock?: (moment: object, calendar: string) => ClockReading | null;
}

export function compileExpression<Leaf extends PlanLeaf>(
  expression: Expression<Leaf>,
  context: ExpressionContext,
): Sql {
  if (isConstant(expression)) return compileConstant(expression, context);
  if (isOperation(expression)) return compileOperation(expression, context);
  return compileLeaf(expression);
}

function compileLeaf(leaf: PlanLeaf): Sql {
  if (leaf.kind === 'named_column') return own(leaf.name);
  const column = stored(leaf.relation, leaf.column);
  // Keys stay as they are, for distinct counts; whole numbers are numerics, in which no sum overflows and
  // nothing is rounded; flags may be numbers, letters or words.
  if (leaf.type === 'key') return column;
  if (leaf.type === 'integer') return cast(column, 'decimal');
  if (leaf.type === 'boolean') return cast(cast(column, 'string'), 'boolean');
  // What is no number (NaN, infinity) counts as null: it would make every sum that it is in no number either.
  if (leaf.type === 'float')
    return sql`case when abs(${column}::float8) < 'Infinity' then ${column}::float8::numeric end`;
  if (leaf.zone === null) return cast(column, leaf.type);
  return sql`(${column}::timestamp at time zone ${constant(leaf.zone)}::text)`;
}

function constant(value: string | boolean): ParameterSlot {
  return { kind: 'constant', value };
}

function compileConstant(constant: Constant, { zone }: ExpressionContext): Sql {
  switch (constant.kind) {
    case 'literal':
      return compileLiteral(constant);
    case 'parameter':
      return compileParameter(constant);
    case 'reporting_zone':
      return compileParameter(zone);
    default:
      return assertNever(constant);
  }
}

function compileLiteral({ type, value }: Literal): Sql {
  if (value === null || type === 'null') return sql`null`;
  // Digits beyond a bigint are still exact as a numeric.
  const wide = type === 'integer' && String(value).length > 18;
  return cast(sql`${constant(value)}`, wide ? 'decimal' : type);
}

function compileParameter({ index, type, list }: Parameter): Sql {
  const slot: ParameterSlot = { kind: 'parameter', index };
  return list ? sql`${cast(sql`${slot}`, type)}[]` : cast(sql`${slot}`, type);
}

function compileOperation<Leaf extends PlanLeaf>(
  { operator, operands, type }: Operation<Leaf>,
  context: ExpressionContext,
): Sql {
  const compiled = operands.map((operand): CompiledOperand => {
    return { sql: compileExpression(operand, context), kind: operand.kind, type: operand.type };
  });
  const all = compiled.map((operand) => operand.sql);
  switch (operator) {
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'negate':
    case 'abs':
    case 'round':
    case 'floor':
    case 'ceil':
      return compileArithmetic(operator, compiled);
    case 'equal':
    case 'not_equal':
    case 'less':
    case 'less_or_equal':
    case 'greater':
    case 'greater_or_equal':
    case 'in':
    case 'in_list':
      return compileComparison(operator, compiled);
    case 'and':
    case 'or':
    case 'not':
    case 'is_null':
    case 'is_not_null':
      return compileLogic(operator, all);
    case 'case':
    case 'coalesce':
    case 'nullif':
    case 'greatest':
    case 'least':
      return compileConditional(operator, compiled, type);
    case 'lower':
    case 'upper':
    case 'trim':
    case 'length':
    case 'concat':
    case 'contains':
    case 'starts_with':
    case 'ends_with':
    case 'like':
    case 'substring':
      return compileTextFunction(operator, all);
    case 'key_text':
      return cast(all[0] ?? sql`null`, 'key');
    case 'entity_key':
      return compileEntityKey(all);
    case 'pseudonym':
      return compilePseudonym(compiled);
    case 'masked':
      return compileMasked(compiled);
    case 'bucket_second':
    case 'bucket_minute':
    case 'bucket_hour':
    case 'bucket_day':
    case 'bucket_week':
    case 'bucket_month':
    case 'bucket_quarter':
    case 'bucket_fiscal_quarter':
    case 'bucket_year':
    case 'bucket_fiscal_year': {
      const [moment, zone, cuts] = compiled;
      const time = { time: moment?.sql ?? sql`null`, type: moment?.type ?? 'null' } as const;
      const clock = { zone: zone?.sql ?? null, cuts: cuts?.sql ?? null };
      return compileBucket(operator, { ...time, ...clock }, context.starts);
    }
    case 'bucket_own':
      return compilePeriod(all);
    case 'out_of_parts':
      return compileOutOfParts(all);
    case 'time_slot':
      return sql`width_bucket(${sql.join(all)})`;
    case 'business_minutes':
      return compileWorkingTime(operands, compiled, context);
    case 'daily_rate':
    case 'carried_rate':
      return compileRate(operator, operands, all);
    default:
      return compileTimeFunction(operator, compiled, context.starts);
  }
}

function compileWorkingTime<Leaf extends PlanLeaf>(
  operands: readonly Expression<Leaf>[],
  compiled: readonly CompiledOperand[],
  { calendars, clock }: ExpressionContext,
): Sql {
  const calendar = findWorkingCalendar(calendarOf(operands), calendars);
  const readings = compiled.slice(0, 2).map((moment, index) => {
    const known = clock?.(operands[index] ?? {}, calendar.name);
    return known ?? readClock(moment, calendar);
  });
  return compileWorkingMinutes(readings, calendar);
}

/** The day's place is 0 before all starts, and behind the last label from the end on: neither has a label. */
function compilePeriod([day = sql`null`, labels = sql`null`, bounds = sql`null`]: readonly Sql[]): Sql {
  return sql`(${labels})[width_bucket(${day}, ${bounds})]`;
}

/** Two texts side by side are equal only where both are. */
function compileEntityKey([tenant = sql`null`, key = sql`null`]: readonly Sql[]): Sql {
  return sql`case when ${key} is not null then array[${tenant}::text, ${key}::text] end`;
}
