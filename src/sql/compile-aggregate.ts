/**
 * Aggregates over the columns of one leg's rows. Numbers are exact numerics on the way in and out: no sum
 * overflows, none depends on the order of rows, and doubles appear only where PostgreSQL knows nothing else.
 */

import { assertNever } from '../base/assert-never.ts';
import { isCounting } from '../formula/aggregates.ts';
import type { LegAggregate } from '../planner/nodes/leg-aggregate.ts';
import { byCodePoint, cast } from './compile-cast.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

export function compileAggregate(aggregate: LegAggregate): Sql {
  const { function: name, filter, nullWhenEmpty } = aggregate;
  const filtered = sql`${compileCall(aggregate)}${filter === null ? sql`` : sql` filter (where ${own(filter)})`}`;
  // The database's own stddev keeps only so many decimals: a root keeps as many digits as a double.
  if (name === 'stddev') return sql`sqrt(${filtered})`;
  if (nullWhenEmpty && isCounting(name)) return sql`nullif(${filtered}, 0)`;
  return name === 'median' || name === 'percentile' ? cast(filtered, 'float') : filtered;
}

function compileCall({ function: name, argument, fraction }: LegAggregate): Sql {
  if (argument === null) return sql`count(*)`;
  const value = own(argument.name);
  // Of a condition, the true rows are counted: as a number it is 1 or 0.
  const number = argument.type === 'boolean' ? sql`${value}::int` : value;
  switch (name) {
    case 'sum':
      return sql`sum(${number})`;
    case 'avg':
      return sql`avg(${number})`;
    case 'count':
      return sql`count(${value})`;
    case 'count_distinct':
    case 'approx_count_distinct':
      return sql`count(distinct ${value})`;
    case 'min':
      return sql`min(${byCodePoint(value, argument.type)})`;
    case 'max':
      return sql`max(${byCodePoint(value, argument.type)})`;
    case 'median':
    case 'percentile':
      return sql`percentile_cont(${share(fraction ?? '0.5')}) within group (order by ${toDouble(cast(value, 'decimal'))})`;
    case 'percentile_disc':
      return sql`percentile_disc(${share(fraction ?? '0.5')}) within group (order by ${byCodePoint(value, argument.type)})`;
    case 'stddev':
    case 'variance':
      return sql`var_samp(${value})`;
    default:
      return assertNever(name);
  }
}

function share(fraction: string): Sql {
  const slot: ParameterSlot = { kind: 'constant', value: fraction };
  return sql`${slot}::float8`;
}

/** The number as a double; what no double holds counts as null, where the cast alone would fail. */
function toDouble(number: Sql): Sql {
  return sql`case when abs(${number}) < '1e308' then round(${number}, '300')::float8 end`;
}
