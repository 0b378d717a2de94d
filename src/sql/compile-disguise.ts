/** What is shown in the place of sensitive values. `verify-pseudonym.ts` reads pseudonyms back. */
import { invariant } from '../base/invariant.ts';
import type { PseudonymPad } from '../tenancy/recipient.ts';
import { type CompiledOperand, cast } from './compile-cast.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { type Sql, sql } from './sql-text.ts';

const DOTS: ParameterSlot = { kind: 'constant', value: '•••' };

/** The first 128 bits of an HMAC-SHA-256 of the value's text, under a key of whoever asks. */
export function compilePseudonym([value]: readonly CompiledOperand[]): Sql {
  invariant(value, 'a pseudonym stands for something');
  const inner = sql`sha256(decode(${padded('inner')}, 'hex') || convert_to(${textOf(value)}, 'UTF8'))`;
  const outer = sql`sha256(decode(${padded('outer')}, 'hex') || ${inner})`;
  return sql`left(encode(${outer}, 'hex'), 32)`;
}

/** Null where the value is; of long values, so many of the last characters stay. */
export function compileMasked([value, last, least]: readonly CompiledOperand[]): Sql {
  invariant(value, 'something is masked');
  const text = textOf(value);
  const masked = sql`when ${text} is not null then ${DOTS}::text`;
  if (!last || !least) return sql`case ${masked} end`;
  return sql`case when length(${text}) >= ${least.sql} then ${DOTS}::text || right(${text}, ${last.sql}::int) ${masked} end`;
}

function padded(pad: PseudonymPad): ParameterSlot {
  return { kind: 'pseudonym', pad };
}

/** Whole numbers as their digits, whatever the column's own type says of places. */
function textOf({ sql: value, type }: CompiledOperand): Sql {
  if (type === 'string') return value;
  return type === 'integer' ? sql`trim_scale(${value})::text` : cast(value, 'string');
}
