/** A rate of a day, out of the lists of rates and of their days that a row was joined to. */
import { invariant } from '../base/invariant.ts';
import type { RateOperator } from '../formula/operators.ts';
import { own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

/** The columns of the step that has rates, and of each join to it. */
export const RATE_COLUMNS = { currency: 'currency', tenant: 'tenant', days: 'days', rates: 'rates' } as const;

/** With a dot, which no leg's name has, and before it no name of a calendar's or leg's step. */
export const RATES_STEP = 'rates.to_currency';

/** The last day with a rate that is no later is found by halving the list; before the first there is none. */
export function compileRate(
  operator: RateOperator,
  [name]: readonly object[],
  [, day = sql`null`]: readonly Sql[],
): Sql {
  const alias = nameOf(name);
  const days = own(alias, RATE_COLUMNS.days);
  const at = sql`width_bucket(${day}, ${days})`;
  const rate = sql`(${own(alias, RATE_COLUMNS.rates)})[${at}]`;
  return operator === 'carried_rate' ? rate : sql`case when (${days})[${at}] = ${day} then ${rate} end`;
}

function nameOf(operand: object | undefined): string {
  const value = operand && 'value' in operand ? operand.value : undefined;
  invariant(typeof value === 'string', 'a rate of a plan names the rates it is among');
  return value;
}
