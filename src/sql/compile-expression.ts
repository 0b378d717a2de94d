/**
 * Expressions → SQL of PostgreSQL. A stored column is cast to its declared type, so that what the
 * definition says holds whatever the column is (enum, uuid, char, money …); constants are bound.
 */
import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../base/assert-never.ts';
import type { ValueType } from '../base/value-type.ts';
import {
  type Expression,
  isConstant,
  isOperation,
  type Literal,
  type Operation,
  type Parameter,
} from '../formula/expression.ts';
import type { NamedColumn, StoredColumn } from '../planner/plan-expression.ts';
import { compileBucket } from './compile-bucket.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { own, stored } from './identifier.ts';

export type PlanLeaf = StoredColumn | NamedColumn;
type Sql = RawBuilder<unknown>;

export interface ExpressionContext {
  /** Days by which the project's weeks start before Monday, 0 to 6. */
  readonly weekShift: number;
}

export function compileExpression<Leaf extends PlanLeaf>(
  expression: Expression<Leaf>,
  context: ExpressionContext,
): Sql {
  if (isConstant(expression))
    return expression.kind === 'literal' ? compileLiteral(expression) : compileParameter(expression);
  if (isOperation(expression)) return compileOperation(expression, context);
  return compileLeaf(expression);
}

/** `x::type` as the declared type is called in PostgreSQL. */
export function cast(operand: Sql, type: ValueType): Sql {
  switch (type) {
    case 'string':
    case 'key':
      return sql`${operand}::text`;
    case 'boolean':
      return sql`${operand}::boolean`;
    case 'integer':
      return sql`${operand}::bigint`;
    case 'decimal':
      return sql`${operand}::numeric`;
    case 'float':
      return sql`${operand}::float8`;
    case 'date':
      return sql`${operand}::date`;
    case 'time':
      return sql`${operand}::timestamptz`;
    case 'local_time':
      return sql`${operand}::timestamp`;
    default:
      return assertNever(type);
  }
}

/** Comparison of texts by code point. */
export function byCodePoint(operand: Sql, type: ValueType | 'null'): Sql {
  return type === 'string' || type === 'key' ? sql`${operand} collate "C"` : operand;
}

function compileLeaf(leaf: PlanLeaf): Sql {
  if (leaf.kind === 'named_column') return own(leaf.name);
  const column = stored(leaf.relation, leaf.column);
  // Keys stay as they are, for distinct counts; whole numbers are numerics, in which no sum overflows and
  // nothing is rounded; flags may be numbers, letters or words.
  if (leaf.type === 'key') return column;
  if (leaf.type === 'integer') return cast(column, 'decimal');
  if (leaf.type === 'boolean') return cast(cast(column, 'string'), 'boolean');
  if (leaf.zone === null) return cast(column, leaf.type);
  return sql`(${column}::timestamp at time zone ${constant(leaf.zone)}::text)`;
}

function constant(value: string | boolean): ParameterSlot {
  return { kind: 'constant', value };
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
  operation: Operation<Leaf>,
  context: ExpressionContext,
): Sql {
  const { operator, operands, type } = operation;
  const compile = (operand: Expression<Leaf>): Sql => compileExpression(operand, context);
  const all = operands.map(compile);
  const [a = sql`null`, b = sql`null`] = all;
  switch (operator) {
    case 'add':
      return sql`(${toNumber(operands[0], a, type)} + ${toNumber(operands[1], b, type)})`;
    case 'subtract':
      return sql`(${toNumber(operands[0], a, type)} - ${toNumber(operands[1], b, type)})`;
    case 'multiply':
      return sql`(${toNumber(operands[0], a, type)} * ${toNumber(operands[1], b, type)})`;
    case 'divide':
      return sql`(${toNumber(operands[0], a, 'float')} / nullif(${toNumber(operands[1], b, 'float')}, 0))`;
    case 'negate':
      return sql`(- ${toNumber(operands[0], a, type)})`;
    case 'abs':
      return sql`abs(${toNumber(operands[0], a, type)})`;
    case 'floor':
      return sql`floor(${toNumber(operands[0], a, type)})`;
    case 'ceil':
      return sql`ceil(${toNumber(operands[0], a, type)})`;
    case 'round':
      return compileRound(operation, a, b);
    case 'equal':
    case 'not_equal':
    case 'less':
    case 'less_or_equal':
    case 'greater':
    case 'greater_or_equal':
    case 'in':
    case 'in_list':
      return compileComparison(operation, all);
    case 'and':
      return sql`(${sql.join(all, sql` and `)})`;
    case 'or':
      return sql`(${sql.join(all, sql` or `)})`;
    case 'not':
      return sql`(not ${a})`;
    case 'is_null':
      return sql`(${a} is null)`;
    case 'is_not_null':
      return sql`(${a} is not null)`;
    case 'key_text':
      return sql`${a}::text`;
    case 'bucket_second':
    case 'bucket_minute':
    case 'bucket_hour':
    case 'bucket_day':
    case 'bucket_week':
    case 'bucket_month':
    case 'bucket_quarter':
    case 'bucket_year':
      return compileBucket(
        operator,
        { time: a, type: operands[0]?.type ?? 'null', zone: all[1] ?? null, cuts: all[2] ?? null },
        context.weekShift,
      );
    default:
      return compileFunction(operation, all);
  }
}

/** Conditional and text functions. */
function compileFunction<Leaf extends PlanLeaf>(
  { operator, operands, type }: Operation<Leaf>,
  all: readonly Sql[],
): Sql {
  const [a = sql`null`, b = sql`null`] = all;
  const unified = all.map((operand, index) => toNumber(operands[index], operand, type));
  switch (operator) {
    case 'case':
      return compileCase(
        operands.map((operand, index) =>
          isCondition(index, operands.length) ? (all[index] ?? a) : toNumber(operand, all[index] ?? a, type),
        ),
      );
    case 'coalesce':
      return sql`coalesce(${sql.join(unified)})`;
    case 'nullif':
      return sql`nullif(${sql.join(unified)})`;
    case 'greatest':
      return sql`greatest(${sql.join(unified.map((operand) => byCodePoint(operand, type)))})`;
    case 'least':
      return sql`least(${sql.join(unified.map((operand) => byCodePoint(operand, type)))})`;
    case 'lower':
      return sql`lower(${a})`;
    case 'upper':
      return sql`upper(${a})`;
    case 'trim':
      return sql`btrim(${a})`;
    case 'length':
      return sql`length(${a})::bigint`;
    case 'concat':
      return sql`(${sql.join(all, sql` || `)})`;
    case 'contains':
      return sql`(strpos(${a}, ${b}) > 0)`;
    case 'starts_with':
      return sql`starts_with(${a}, ${b})`;
    case 'ends_with':
      return sql`(right(${a}, length(${b})) = ${b})`;
    default:
      throw new Error(`operator ${operator} is compiled elsewhere`);
  }
}

/**
 * A numeric operand in the arithmetic of `type`: floats as doubles, everything else as exact numerics,
 * so that no intermediate result overflows or rounds.
 */
function toNumber(
  operand: { readonly kind: string; readonly type: ValueType | 'null' } | undefined,
  compiled: Sql,
  type: ValueType,
): Sql {
  if (operand === undefined || operand.type === 'null') return compiled;
  if (type === 'float') return operand.type === 'float' ? compiled : cast(compiled, 'float');
  if (type === 'integer' || type === 'decimal')
    return operand.type === 'integer' && operand.kind !== 'stored_column'
      ? cast(compiled, 'decimal')
      : compiled;
  return compiled;
}

function compileRound<Leaf extends PlanLeaf>(
  { operands, type }: Operation<Leaf>,
  number: Sql,
  decimals: Sql,
): Sql {
  const exact = operands[0]?.type === 'decimal' ? number : cast(number, 'decimal');
  const rounded = operands.length > 1 ? sql`round(${exact}, ${decimals}::int)` : sql`round(${exact})`;
  return type === 'float' ? cast(rounded, 'float') : rounded;
}

/** Keys are compared by their text, other texts by code point where it is about order. */
function compileComparison<Leaf extends PlanLeaf>(
  { operator, operands }: Operation<Leaf>,
  compiled: readonly Sql[],
): Sql {
  const keyed = operands.some(({ type }) => type === 'key');
  const all = keyed ? compiled.map((operand, index) => keyText(operands[index], operand)) : compiled;
  const [a = sql`null`, b = sql`null`, ...others] = all;
  const type = operands[0]?.type ?? 'null';
  const other = operands[1]?.type ?? 'null';
  switch (operator) {
    case 'equal':
      return sql`(${a} = ${b})`;
    case 'not_equal':
      return sql`(${a} <> ${b})`;
    case 'less':
      return sql`(${byCodePoint(a, type)} < ${byCodePoint(b, other)})`;
    case 'less_or_equal':
      return sql`(${byCodePoint(a, type)} <= ${byCodePoint(b, other)})`;
    case 'greater':
      return sql`(${byCodePoint(a, type)} > ${byCodePoint(b, other)})`;
    case 'greater_or_equal':
      return sql`(${byCodePoint(a, type)} >= ${byCodePoint(b, other)})`;
    case 'in_list':
      return sql`(${a} = any(${b}))`;
    default:
      return sql`(${a} in (${sql.join([b, ...others])}))`;
  }
}

function keyText(
  operand: { readonly kind: string; readonly type: ValueType | 'null' } | undefined,
  compiled: Sql,
): Sql {
  const isBound = operand?.kind === 'parameter' || (operand?.kind === 'literal' && operand.type === 'string');
  return isBound ? compiled : sql`${compiled}::text`;
}

function isCondition(index: number, length: number): boolean {
  return index % 2 === 0 && index < length - 1;
}

function compileCase(parts: readonly Sql[]): Sql {
  const branches: Sql[] = [];
  for (let index = 0; index + 2 < parts.length; index += 2) {
    branches.push(sql`when ${parts[index] ?? sql`null`} then ${parts[index + 1] ?? sql`null`}`);
  }
  return sql`case ${sql.join(branches, sql` `)} else ${parts.at(-1) ?? sql`null`} end`;
}
