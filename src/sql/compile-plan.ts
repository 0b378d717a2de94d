/** Plan → one SQL statement: a `with` step for each thing that happens, named and commented for an analyst. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import { invariant } from '../base/invariant.ts';
import type { Weekday } from '../catalog/catalog.ts';
import { outputColumns, type PlanRoot } from '../planner/node.ts';
import type { CombineLegs } from '../planner/nodes/combine-legs.ts';
import type { ComputeMetrics } from '../planner/nodes/compute-metrics.ts';
import type { Leg } from '../planner/nodes/leg.ts';
import type { OrderRows } from '../planner/nodes/order-rows.ts';
import { byCodePoint, compileExpression, type ExpressionContext } from './compile-expression.ts';
import { compileLeg, compileRows } from './compile-leg.ts';
import type { CompiledStatement, ParameterSlot } from './compiled-statement.ts';
import { lines, own } from './identifier.ts';
import { WEEK_SHIFT } from './week-shift.ts';

type Sql = RawBuilder<unknown>;

/** Compiles text only: it has no connection. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

export function compilePlan(root: PlanRoot, options: { readonly weekStarts: Weekday }): CompiledStatement {
  const context: ExpressionContext = { weekShift: WEEK_SHIFT[options.weekStarts] };
  const compute = root.kind === 'order_rows' ? root.input : root;
  const steps = compileSteps(compute, context);
  const from = own(stepName(compute.input));
  const metrics = compute.metrics.map(
    ({ name, expression }) => sql`${compileExpression(expression, context)} as ${own(name)}`,
  );
  const groups = compute.groups.map(({ name }) => own(name));
  const computed = sql`/* Metrics from the aggregates. */\n  select\n    ${lines([...groups, ...metrics])}\n  from ${from}`;
  const statement = sql`with\n  ${sql.join([...steps, sql`"metrics" as (\n  ${computed}\n)`], sql`,\n  `)}\n${compileLast(root)}`;
  const { sql: text, parameters } = statement.compile(compiler);
  return { text: `${text}\n`, slots: parameters.map(toSlot), columns: outputColumns(root) };
}

function compileSteps({ input }: ComputeMetrics, context: ExpressionContext): Sql[] {
  const legs = input.kind === 'leg' ? [input] : input.inputs;
  const steps = legs.flatMap((leg) => [
    sql`${own(`${leg.name}_rows`)} as (\n${compileRows(leg, context)}\n  )`,
    sql`${own(stepName(leg))} as (\n${compileLeg(leg)}\n  )`,
  ]);
  if (input.kind === 'combine_legs')
    steps.push(sql`${own(stepName(input))} as (\n${compileCombine(input)}\n  )`);
  return steps;
}

/** `orders_by_time_channel_name`, `orders_total`, `combined`. */
function stepName(node: Leg | CombineLegs): string {
  if (node.kind === 'combine_legs') return 'combined';
  if (node.groups.length === 0) return `${node.name}_total`;
  return `${node.name}_by_${node.groups.map(({ name }) => name.replaceAll(/[.:]/g, '_')).join('_and_')}`;
}

/**
 * Every aggregate has a value in at most one leg's row of a group, so `max` merely picks it. A full join
 * could not: groups may be null.
 */
function compileCombine({ inputs, groups }: CombineLegs): Sql {
  const names = inputs.flatMap((leg) => leg.aggregates.map((aggregate) => ({ leg, ...aggregate })));
  const keys = groups.map(({ name }) => own(name));
  const branches = inputs.map((leg) => {
    const values = names.map((aggregate) =>
      aggregate.leg === leg ? own(aggregate.name) : sql`null as ${own(aggregate.name)}`,
    );
    return sql`select ${sql.join([...keys, ...values])} from ${own(stepName(leg))}`;
  });
  const picked = names.map(({ name }) => sql`max(${own(name)}) as ${own(name)}`);
  const grouping = keys.length > 0 ? sql`\n    group by ${sql.join(keys)}` : sql``;
  return sql`    /* The legs meet on the union of their groups. */
    select ${sql.join([...keys, ...picked])}
    from (
      ${sql.join(branches, sql`\n      union all\n      `)}
    ) as "legs"${grouping}`;
}

function compileLast(root: PlanRoot): Sql {
  const columns = outputColumns(root).map(({ name }) => own(name));
  const select = sql`select ${sql.join(columns)}\nfrom "metrics"`;
  return root.kind === 'order_rows' ? sql`${select}${compileOrder(root)}` : select;
}

function compileOrder({ keys, limit }: OrderRows): Sql {
  const order = keys.map(({ column, direction }) => {
    const key = byCodePoint(own(column.name), column.type);
    return direction === 'asc' ? sql`${key} asc nulls last` : sql`${key} desc nulls last`;
  });
  const sorted = order.length > 0 ? sql`\norder by ${sql.join(order)}` : sql``;
  return sql`${sorted}\nlimit ${compileExpression(limit, { weekShift: 0 })}`;
}

function toSlot(parameter: unknown): ParameterSlot {
  invariant(
    typeof parameter === 'object' && parameter !== null && 'kind' in parameter,
    'every parameter is a slot',
  );
  return parameter as ParameterSlot;
}
