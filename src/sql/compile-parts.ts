/** Sums that were divided: exact where digits can say what they come to, and shown as doubles are where they cannot. */
import type { ParameterSlot } from './compiled-statement.ts';
import { type Sql, sql } from './sql-text.ts';

/**
 * A division by the parts of a period does not end, or ends within a few digits, and has never ten zeros in a row: who
 * has more decimals than the first was divided, and not to the end. The second is how far divisions go.
 */
const MOST_DECIMALS = '30';
const DECIMALS = '40';

/** The number of parts divided by how many there are, which keeps the decimals of the sum where it is exact. */
export function compileOutOfParts([sum = sql`null`, parts = sql`null`]: readonly Sql[]): Sql {
  const places: ParameterSlot = { kind: 'constant', value: DECIMALS };
  const exact = sql`round(${sum} / ${parts}, scale(${sum}))`;
  return sql`case when ${exact} * ${parts} = ${sum} then ${exact} else round(${sum}, ${places}::int) / ${parts} end`;
}

/** A decimal as it is, or where it rests on a division that has no end, rounded by `round`. */
export function roundWhereDivided(number: Sql, round: (number: Sql) => Sql): Sql {
  const most: ParameterSlot = { kind: 'constant', value: MOST_DECIMALS };
  return sql`case when scale(trim_scale(${number})) > ${most}::int then ${round(number)}::numeric else ${number} end`;
}
