/** Values as the type that the definition says they have: numbers are exact numerics all the way. */
import { assertNever } from '../base/assert-never.ts';
import { isNumeric, type ValueType } from '../base/value-type.ts';
import { type Sql, sql } from './sql-text.ts';

/** What the compilers of single operators need to know of an operand beside its SQL. */
export interface CompiledOperand {
  readonly sql: Sql;
  readonly kind: string;
  readonly type: ValueType | 'null';
}

/** `x::type` as the declared type is called in PostgreSQL. Floats are computed with as exact numerics. */
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
    case 'float':
      return sql`${operand}::numeric`;
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

/** A number as an exact numeric, so that no intermediate result overflows or rounds. */
export function asNumeric({ sql: operand, kind, type }: CompiledOperand): Sql {
  return type === 'integer' && kind !== 'stored_column' ? cast(operand, 'decimal') : operand;
}

/** The operand among others, of which `type` is the common one. Columns of keys may be of any type. */
export function asCommon(operand: CompiledOperand, type: ValueType): Sql {
  if (isNumeric(type)) return asNumeric(operand);
  return type === 'key' ? asKeyText(operand) : operand.sql;
}

/** The text of a key, or of what a key is compared with. */
export function asKeyText({ sql: operand, kind, type }: CompiledOperand): Sql {
  const isText = kind === 'parameter' || (kind === 'literal' && (type === 'string' || type === 'null'));
  return isText ? operand : sql`${operand}::text`;
}
