/** Plan → one SQL statement: a `with` step for each thing that happens, named and commented for an analyst. */
import {
  type CompiledQuery,
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
import { WEEK_SHIFT } from '../catalog/week-shift.ts';
import { type LegRows, legsOf } from '../planner/legs-of.ts';
import { outputColumns, type PlanRoot } from '../planner/node.ts';
import type { CombineLegs } from '../planner/nodes/combine-legs.ts';
import type { ComputeMetrics } from '../planner/nodes/compute-metrics.ts';
import type { OrderRows } from '../planner/nodes/order-rows.ts';
import { byCodePoint, compileExpression, type ExpressionContext } from './compile-expression.ts';
import { compileFill, emptyOf, FILLED_STEP, type Step } from './compile-fill.ts';
import { compileLeg, compileRows, rowsStep } from './compile-leg.ts';
import type { CompiledStatement, ParameterSlot } from './compiled-statement.ts';
import { lines, own } from './identifier.ts';

type Sql = RawBuilder<unknown>;

/** Writes a value of the request that occurs several times only once; its cast is the same everywhere. */
class SlotCompiler extends PostgresQueryCompiler {
  private readonly places = new Map<number, string>();

  override compileQuery(...query: Parameters<PostgresQueryCompiler['compileQuery']>): CompiledQuery {
    this.places.clear();
    return super.compileQuery(...query);
  }

  protected override appendValue(value: unknown): void {
    const slot = toSlot(value);
    const known = slot.kind === 'parameter' ? this.places.get(slot.index) : undefined;
    if (known !== undefined) return this.append(known);
    super.appendValue(value);
    if (slot.kind === 'parameter') this.places.set(slot.index, this.getCurrentParameterPlaceholder());
  }
}

/** Compiles text only: it has no connection. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new SlotCompiler(),
  },
});

export function compilePlan(root: PlanRoot, options: { readonly weekStarts: Weekday }): CompiledStatement {
  const context: ExpressionContext = { weekShift: WEEK_SHIFT[options.weekStarts] };
  const compute = root.kind === 'order_rows' ? root.input : root;
  const steps = [...compileSteps(compute, context), ...compileMetrics(compute, context)];
  const last = steps.at(-1)?.name ?? '';
  const columns = outputColumns(root);
  const select = sql`select ${sql.join(columns.map(({ name }) => own(name)))}\nfrom ${own(last)}`;
  const ordered = root.kind === 'order_rows' ? sql`${select}${compileOrder(root)}` : select;
  const list = steps.map(({ name, body }) => sql`${own(name)} as (\n${body}\n  )`);
  const statement = sql`with\n  ${sql.join(list, sql`,\n  `)}\n${ordered}\n`;
  const { sql: text, parameters } = statement.compile(compiler);
  return { text, slots: parameters.map(toSlot), columns };
}

function compileSteps({ input }: ComputeMetrics, context: ExpressionContext): Step[] {
  const steps = legsOf(input).flatMap((leg): Step[] => [
    { name: rowsStep(leg), body: compileRows(leg, context) },
    { name: stepName(leg), body: compileLeg(leg) },
  ]);
  const meeting = input.kind === 'fill_buckets' ? input.input : input;
  if (meeting.kind === 'combine_legs') steps.push({ name: stepName(meeting), body: compileCombine(meeting) });
  return input.kind === 'fill_buckets' ? [...steps, ...compileFill(input, stepName(meeting))] : steps;
}

/** Empties, arithmetic and rounding, each a step of its own where there is any. */
function compileMetrics(compute: ComputeMetrics, context: ExpressionContext): Step[] {
  const { input, groups, metrics, zeros } = compute;
  const keys = groups.map(({ name }) => own(name));
  const aggregates = legsOf(input).flatMap((leg) => leg.aggregates);
  const filled = aggregates.map(({ name }) =>
    zeros.includes(name) ? sql`coalesce(${own(name)}, 0) as ${own(name)}` : own(name),
  );
  const computed = metrics.map(
    ({ name, expression }) => sql`${compileExpression(expression, context)} as ${own(name)}`,
  );
  const steps = [
    {
      name: 'filled',
      body: compileSelect(
        sql`/* Where nothing contributes, counts and sums are 0. */`,
        [...keys, ...filled],
        stepName(input),
      ),
    },
    {
      name: 'metrics',
      body: compileSelect(sql`/* Metrics from the aggregates. */`, [...keys, ...computed], 'filled'),
    },
  ];
  if (!metrics.some(({ type }) => type === 'float')) return steps;
  const rounded = metrics.map(({ name, type }) =>
    type === 'float' ? sql`${compileSignificant(own(name))} as ${own(name)}` : own(name),
  );
  const body = compileSelect(
    sql`/* Doubles, rounded to 12 significant digits. */`,
    [...keys, ...rounded],
    'metrics',
  );
  return [...steps, { name: 'rounded', body }];
}

function compileSelect(comment: Sql, columns: readonly Sql[], from: string): Sql {
  return sql`    ${comment}\n    select\n      ${lines(columns)}\n    from ${own(from)}`;
}

/**
 * Through the 12-digit text of the number, which rounds the double's exact value once. What is no number
 * (NaN, infinity) is null, and sorts like one.
 */
function compileSignificant(number: Sql): Sql {
  return sql`case when abs(${number}) < 'Infinity' then to_char(${number}, '9.99999999999EEEE')::float8 end`;
}

/** `orders_by_time_channel_name`, `orders_total`, `combined`. */
function stepName(node: LegRows): string {
  if (node.kind === 'fill_buckets') return FILLED_STEP;
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
      aggregate.leg === leg ? own(aggregate.name) : sql`${emptyOf(aggregate.type)} as ${own(aggregate.name)}`,
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
