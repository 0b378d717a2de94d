/** Metrics over the aggregates of groups: empties, places, arithmetic and rounding, each a step where there is any. */
import { legsOf } from '../planner/legs-of.ts';
import { carriesTotals } from '../planner/node.ts';
import type { ComputeMetrics } from '../planner/nodes/compute-metrics.ts';
import type { GroupRank } from '../planner/nodes/metrics-over.ts';
import type { NamedExpression } from '../planner/plan-expression.ts';
import { OTHERS } from '../query/bound-query.ts';
import { isDivided } from '../query/spread-days.ts';
import { byCodePoint } from './compile-cast.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import type { Step } from './compile-fill.ts';
import { roundWhereDivided } from './compile-parts.ts';
import { lines, markOf, own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';
import { stepName, withinMetrics } from './step-names.ts';

/** `prefix` tells the steps of a choice among groups from those of the answer. */
export function compileMetrics(compute: ComputeMetrics, context: ExpressionContext, prefix = ''): Step[] {
  const { input, groups, metrics, ranks, zeros } = compute;
  const within = (step: string): string => withinMetrics(compute, step);
  const keys = [...groups.map(({ name }) => own(name)), ...markOf(carriesTotals(input))];
  const aggregates = legsOf(input).flatMap((leg) => leg.aggregates);
  const filled = aggregates.map(({ name }) =>
    zeros.includes(name) ? sql`coalesce(${own(name)}, 0) as ${own(name)}` : own(name),
  );
  const empties = sql`/* Where nothing contributes, counts and sums are 0. */`;
  const steps: Step[] = [
    {
      name: `${prefix}${within('filled')}`,
      body: compileSelect(empties, [...keys, ...filled], stepName(input, prefix)),
    },
  ];
  const add = (name: string, comment: Sql, columns: readonly Sql[]): void => {
    const body = compileSelect(comment, columns, steps.at(-1)?.name ?? '');
    steps.push({ name: `${prefix}${within(name)}`, body });
  };
  const known = [...keys, ...aggregates.map(({ name }) => own(name))];
  const isOthers = groups.some(({ name }) => name === OTHERS);
  for (const rank of ranks) {
    const place = sql`${compileRank(rank, isOthers, context)} as ${own(rank.name)}`;
    add(rank.name, sql`/* The place of each group by its value. */`, [...known, place]);
    known.push(own(rank.name));
  }
  const computed = metrics.map(
    ({ name, expression }) => sql`${compileExpression(expression, context)} as ${own(name)}`,
  );
  add('metrics', sql`/* Metrics from the aggregates. */`, [...keys, ...computed]);
  // What is aggregated again stays exact.
  const shown = metrics.map(({ name, expression, type }) => ({
    name,
    value: compileShown(own(name), expression, type),
  }));
  if (compute.name !== '' || shown.every(({ value }) => value === null)) return steps;
  const rounded = shown.map(({ name, value }) => (value ? sql`${value} as ${own(name)}` : own(name)));
  add('rounded', sql`/* Doubles, rounded to 12 significant digits. */`, [...keys, ...rounded]);
  return steps;
}

export function compileSelect(comment: Sql, columns: readonly Sql[], from: string): Sql {
  return sql`    ${comment}\n    select\n      ${lines(columns)}\n    from ${own(from)}`;
}

/** Values rank as the answer shows them; those of no group that could have a place are no one's rivals. */
function compileRank({ expression, within }: GroupRank, isOthers: boolean, context: ExpressionContext): Sql {
  const compiled = compileExpression(expression, context);
  const { type } = expression;
  const value = compileShown(compiled, expression, type) ?? compiled;
  const order = sql`${byCodePoint(value, type)} desc nulls last`;
  const groups = within.map(({ name }) => own(name));
  const partition = groups.length > 0 ? sql`partition by ${sql.join(groups)} ` : sql``;
  const others = isOthers ? sql` and not ${own(OTHERS)}` : sql``;
  return sql`case when ${value} is not null${others} then rank() over (${partition}order by ${order}) end`;
}

/** The value as the answer shows it; `null` where that is as it is. */
function compileShown(value: Sql, expression: NamedExpression, type: NamedExpression['type']): Sql | null {
  if (type === 'float') return compileSignificant(value);
  return isDivided(expression) ? roundWhereDivided(value, compileSignificant) : null;
}

/**
 * Through the 12-digit text of the double, which rounds its exact value once. What no double holds is null,
 * or zero where it is that small.
 */
function compileSignificant(number: Sql): Sql {
  return sql`case when abs(${number}) < '1e308' then to_char(round(${number}, '300')::float8, '9.99999999999EEEE')::float8 end`;
}
