/** One leg in two steps: the rows in scope with what the query asks of each, and the aggregates over them. */
import { assertNever } from '../base/assert-never.ts';
import type { KeepRows } from '../planner/nodes/keep-rows.ts';
import { type Leg, rowValuesOf } from '../planner/nodes/leg.ts';
import type { AttributedRelation, AttributeRows } from '../planner/nodes/relation.ts';
import type { Scan } from '../planner/nodes/scan.ts';
import type { RowPlanExpression } from '../planner/plan-expression.ts';
import { isLookedUp } from '../tenancy/row-condition.ts';
import { compileAggregate } from './compile-aggregate.ts';
import { compileAttributeJoin } from './compile-attribute-join.ts';
import { compileClock } from './compile-clock.ts';
import { compileDays } from './compile-days.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import type { Step } from './compile-fill.ts';
import { compileJoinAtTime, compileVersions, equalPairs } from './compile-join-at-time.ts';
import { compilePartnersJoin } from './compile-partners-join.ts';
import { compileRatesJoin } from './compile-rates-join.ts';
import { compileRowCondition } from './compile-row-condition.ts';
import { compileScope } from './compile-scope.ts';
import { holidaysStep } from './compile-working-time.ts';
import { lines, own, TOTAL_MARK } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';
import { inputStep } from './step-names.ts';

/** The steps before a leg's rows: tables that they are joined to at a time. */
export function compileJoined(leg: Leg, context: ExpressionContext): readonly Step[] {
  const { input } = rowValuesOf(leg);
  return compileVersionsUnder(input.kind === 'keep_rows' ? input.input : input, leg.name, context);
}

/** Those of rows in whose name they are listed; partners and attributes that are asked for have their own. */
export function compileVersionsUnder(
  node: AttributedRelation,
  name: string,
  context: ExpressionContext,
): readonly Step[] {
  if (node.kind === 'scan') return [];
  const below = compileVersionsUnder(node.input, name, context);
  if (node.kind !== 'join_at_time') return below;
  return [...below, ...compileVersions(node, name, { context, scan: compileScan(node.target, context) })];
}

export function compileRows(leg: Leg, context: ExpressionContext): Sql {
  const { columns, input, rowKey } = rowValuesOf(leg);
  const kept = input.kind === 'keep_rows' ? input : { input, conditions: [] };
  const comment =
    rowKey.length > 0
      ? sql`/* Rows in scope, with what the query asks of each, once for each group that they reach. */`
      : sql`/* Rows in scope, with what the query asks of each. */`;
  const { name } = leg;
  const { input: relation, conditions } = kept;
  const head = rowKey.length > 0 ? sql`select distinct` : sql`select`;
  return compileRowValues(
    { name, columns, conditions, input: relation },
    context,
    sql`${comment}\n    ${head}`,
  );
}

/** The values of rows of a relation that pass all conditions, behind `head`. */
export function compileRowValues(
  { columns: values, ...source }: Pick<AttributeRows, 'name' | 'columns' | 'conditions' | 'input'>,
  around: ExpressionContext,
  head: Sql,
): Sql {
  const expressions = values.map(({ expression }) => expression);
  const { from, context } = compileSource({ ...source, expressions }, around);
  const columns = values.map(
    ({ name, expression }) => sql`${compileExpression(expression, context)} as ${own(name)}`,
  );
  return sql`    ${head}
      ${columns.length > 0 ? lines(columns) : sql`1 as "row"`}
    from ${from}`;
}

/** What expressions read from, with the conditions that rows must meet, and what all of them need beside. */
export function compileSource(
  {
    input,
    conditions: kept,
    name,
    expressions = [],
  }: Pick<KeepRows, 'input' | 'conditions'> & {
    /** In which tables that rows are joined to at a time are listed. */
    readonly name: string;
    readonly expressions?: readonly RowPlanExpression[];
  },
  around: ExpressionContext,
): { readonly from: Sql; readonly context: ExpressionContext } {
  const { beside, context } = compileClock([...expressions, ...kept], around);
  const relation = compileRelation(input, name, around);
  const conditions = kept.map((condition) => compileExpression(condition, context));
  const where = conditions.length > 0 ? sql`\n    where ${sql.join(conditions, sql`\n      and `)}` : sql``;
  return { from: sql`${relation}${beside}${where}`, context };
}

export function compileLeg(leg: Leg): Sql {
  const keys = leg.groups.map(({ name }) => own(name));
  const aggregates = leg.aggregates.map(
    (aggregate) => sql`${compileAggregate(aggregate)} as ${own(aggregate.name)}`,
  );
  const [first] = keys;
  if (!first) return compileGroups(leg, aggregates, sql``);
  if (!leg.totals) return compileGroups(leg, [...keys, ...aggregates], sql`\n    group by ${sql.join(keys)}`);
  const mark = sql`grouping(${first}) = 1 as ${own(TOTAL_MARK)}`;
  const sets = sql`\n    group by grouping sets ((${sql.join(keys)}), ())`;
  return compileGroups(leg, [...keys, mark, ...aggregates], sets);
}

function compileGroups(leg: Leg, columns: readonly Sql[], grouping: Sql): Sql {
  const comment = leg.totals
    ? sql`/* One row a group and one for all, each row above counted once in both. */`
    : sql`/* One row a group, each row above counted once. */`;
  return sql`    ${comment}
    select
      ${lines(columns)}
    from ${own(inputStep(leg.name, leg.input))}${grouping}`;
}

function compileRelation(node: AttributedRelation, name: string, context: ExpressionContext): Sql {
  if (node.kind === 'scan') return compileScan(node, context);
  const input = compileRelation(node.input, name, context);
  switch (node.kind) {
    case 'join_holidays':
      return sql`${input}\n    cross join ${own(holidaysStep(node.calendar))}`;
    case 'join_partners':
      return sql`${input}\n    ${compilePartnersJoin(node)}`;
    case 'join_rates':
      return sql`${input}\n    ${compileRatesJoin(node, context)}`;
    case 'join_attribute':
      return sql`${input}\n    ${compileAttributeJoin(node)}`;
    case 'spread_days':
      return sql`${input}\n    ${compileDays(node, context)}`;
    case 'join_at_time':
      return sql`${input}\n    ${compileJoinAtTime(node, name, context)}`;
    case 'join_bridge':
    case 'join_to_one':
      return sql`${input}
    left join ${compileScan(node.target, context)}
      on ${sql.join(equalPairs(node), sql` and `)}`;
    default:
      return assertNever(node);
  }
}

/** The scope is the first condition of every base table, inside its own sub-query, and nothing can be OR-ed to it. */
export function compileScan(
  { source, alias, columns, scope, rows, conditions }: Scan,
  context: ExpressionContext,
): Sql {
  const scoped = compileScope(scope, alias, context.tenants);
  const all = [
    ...(scoped ? [scoped] : []),
    ...rows.map((condition) => compileRowCondition(condition, alias, context.tenants)),
    ...conditions.map((condition) => compileExpression(condition, context)),
  ];
  const list = columns.length > 0 ? sql.join(columns.map((column) => sql.id(column))) : sql`1 as "row"`;
  const where = all.length > 0 ? sql`\n      where ${sql.join(all, sql`\n        and `)}` : sql``;
  // A parent's look-up becomes a join, before which the database may evaluate what stands further out;
  // this keeps it from rows that are not in scope.
  const fence = isLookedUp(scope, rows) ? sql`\n      offset 0` : sql``;
  return sql`(
      select ${list}
      from ${sql.id(source.schema, source.table)} as ${own(alias)}${where}${fence}
    ) as ${own(alias)}`;
}
