/** Plan → one SQL statement: a `with` step for each thing that happens, named and commented for an analyst. */
import { assertNever } from '../base/assert-never.ts';
import type { CalendarStarts } from '../catalog/calendar-starts.ts';
import type { Calendar } from '../catalog/catalog.ts';
import type { Parameter } from '../formula/expression.ts';
import { legsOf } from '../planner/legs-of.ts';
import { carriesTotals, outputColumns, type PlanNode, type PlanRoot, walk } from '../planner/node.ts';
import type { ChooseGroups } from '../planner/nodes/choose-groups.ts';
import type { CombineLegs } from '../planner/nodes/combine-legs.ts';
import type { ComputeMetrics } from '../planner/nodes/compute-metrics.ts';
import type { JoinPartners } from '../planner/nodes/join-partners.ts';
import { type Leg, type LegInput, type LegRows, withoutTop } from '../planner/nodes/leg.ts';
import { metricsUnder, type OrderRows } from '../planner/nodes/order-rows.ts';
import type { JoinHolidays, RateTable, Relation } from '../planner/nodes/relation.ts';
import type { SumSlots } from '../planner/nodes/sum-slots.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { compileAttributes } from './compile-attributes.ts';
import { compileChosenRows } from './compile-chosen-rows.ts';
import { compileEdges } from './compile-edges.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { compileFill, emptyOf, type Step } from './compile-fill.ts';
import { compileHolidays } from './compile-holidays.ts';
import { compileJoined, compileLeg, compileRows } from './compile-leg.ts';
import { compileMetrics, compileSelect } from './compile-metrics.ts';
import { compileBehind, compileOrder } from './compile-order.ts';
import { compilePartners } from './compile-partners.ts';
import { compileRates } from './compile-rates.ts';
import { compileAccumulated, compileSums } from './compile-slots.ts';
import { compileChosen, compileTopRows, TOP } from './compile-top.ts';
import { compileTotals } from './compile-totals.ts';
import { compileWindows } from './compile-windows.ts';
import type { CompiledStatement } from './compiled-statement.ts';
import { markOf, own } from './identifier.ts';
import { numberSlots } from './number-slots.ts';
import { type Sql, sql } from './sql-text.ts';
import { inputStep, rowsStep, stepName } from './step-names.ts';

export interface CompileOptions {
  readonly starts: CalendarStarts;
  /** Where the query's parameters have the reporting zone. */
  readonly zone: Parameter;
  readonly tenants: TenantMode;
  /** Calendars of the project, by name. */
  readonly calendars: ReadonlyMap<string, Calendar>;
}

export function compilePlan(root: PlanRoot, options: CompileOptions): CompiledStatement {
  const context: ExpressionContext = options;
  const compute = root.kind === 'order_rows' ? metricsUnder(root) : root;
  const choice = root.kind === 'order_rows' ? root.choice : null;
  const steps = [...compileSteps(compute, choice, context), ...compileMetrics(compute, context)];
  if (root.kind === 'order_rows')
    steps.push(...compileKept(root, { context, from: steps.at(-1)?.name ?? '' }));
  const last = steps.at(-1)?.name ?? '';
  const columns = outputColumns(root);
  const totals = carriesTotals(root);
  const names = [...columns.map(({ name }) => own(name)), ...markOf(totals)];
  const select = sql`select ${sql.join(names)}\nfrom ${own(last)}`;
  const ordered = root.kind === 'order_rows' ? sql`${select}${compileOrder(root, totals, context)}` : select;
  const list = steps.map(({ name, body }) => sql`${own(name)} as (\n${body}\n  )`);
  const statement = sql`with\n  ${sql.join(list, sql`,\n  `)}\n${ordered}\n`;
  return { ...numberSlots(statement), columns, totals };
}

/** What is read beside the rows, then the legs. */
function compileSteps(
  compute: ComputeMetrics,
  choice: ChooseGroups | null,
  context: ExpressionContext,
): Step[] {
  const holidays = holidaysUnder(compute).map((node) => compileHolidays(node, context));
  const rates = ratesUnder(compute).map((table) => compileRates(table, context));
  const roots = choice ? [compute, choice] : [compute];
  const partners = partnersUnder(roots).flatMap((node) => compilePartners(node, context));
  const beside = [...holidays, ...rates, ...compileAttributes(roots, context), ...partners];
  return [...beside, ...compileLegs(compute, choice, context)];
}

/** Rows and aggregates of every leg, leg by leg; with a choice of top groups, that stands between the two. */
function compileLegs(
  compute: ComputeMetrics,
  choice: ChooseGroups | null,
  context: ExpressionContext,
): Step[] {
  const legs = legsOf(compute.input);
  const rows = (leg: Leg): Step[] => compileInput(leg, rowsBefore(leg.input) ?? leg.input, context);
  // Of values of groups, the rows are read behind the choice.
  const rowsUnderTop = (leg: Leg): Step[] => {
    const before = rowsBefore(leg.input);
    return before && before !== leg.input ? rows(leg) : [];
  };
  const aggregates = (leg: Leg): Step => ({ name: stepName(leg), body: compileLeg(leg) });
  const groups = (leg: Leg): Step[] => [...compileInput(leg, leg.input, context), aggregates(leg)];
  const topGroups = (leg: Leg): Step[] =>
    rowsBefore(leg.input) === leg.input ? [aggregates(leg)] : groups(leg);
  const steps = choice
    ? [
        ...legs.filter(({ input }) => rowsBefore(input)).flatMap(rows),
        ...ownRows(choice, legs).flatMap(rows),
        ...compileChoice(choice, context),
        ...legs.flatMap(topGroups),
      ]
    : legs.flatMap((leg) => [...rowsUnderTop(leg), ...groups(leg)]);
  return [...steps, ...combineSteps(compute, context)];
}

/** What the choice of top groups looks at; nothing of values that are computed for chosen groups. */
function rowsBefore(input: LegInput): LegInput | null {
  return input.kind === 'group_values' ? null : withoutTop(input);
}

/** The steps of a leg's rows, up to those that the choice of top groups looks at, which stand before it. */
function compileInput(leg: Leg, input: LegInput | SumSlots, context: ExpressionContext): Step[] {
  switch (input.kind) {
    case 'row_values':
      return [...compileJoined(leg, context), { name: rowsStep(leg), body: compileRows(leg, context) }];
    case 'keep_top':
      return [{ name: inputStep(leg.name, input), body: compileTopRows(input, leg.name) }];
    case 'join_windows':
      return [...compileInput(leg, input.input, context), ...compileWindows(input, context)];
    case 'sum_slots':
      return [...compileInput(leg, input.input, context), compileSums(input)];
    case 'accumulate_slots':
      return [...compileInput(leg, input.input, context), ...compileAccumulated(input, context)];
    case 'choose_rows':
      return [...compileInput(leg, input.input, context), ...compileChosenRows(input, leg.name)];
    case 'group_values':
      return [
        ...compileLegs(input.input, null, context),
        ...compileMetrics(input.input, context),
        ...compileEdges(input, inputStep(leg.name, input)),
      ];
    default:
      return assertNever(input);
  }
}

/** Legs of the choice over other rows than those of the answer: the range as a whole, where that has windows. */
function ownRows(choice: ChooseGroups, legs: readonly Leg[]): readonly Leg[] {
  const shared = new Set(legs.map(rowsStep));
  return legsOf(choice.input.input).filter((leg) => !shared.has(rowsStep(leg)));
}

/** One node for each calendar: its holidays are the same for all legs. */
function holidaysUnder(compute: ComputeMetrics): readonly JoinHolidays[] {
  const nodes = walk(compute).filter((node) => node.kind === 'join_holidays');
  return [...new Map(nodes.map((node) => [node.calendar, node])).values()];
}

/** One table of rates at most: there is one currency that all legs convert to. */
function ratesUnder(compute: ComputeMetrics): readonly RateTable[] {
  const nodes = walk(compute).filter((node) => node.kind === 'join_rates');
  return nodes.slice(0, 1).map(({ table }) => table);
}

/** One node for each thing that partners are asked for: legs of one model ask together. */
function partnersUnder(roots: readonly PlanNode[]): readonly JoinPartners<Relation>[] {
  const nodes = roots.flatMap(walk).filter((node) => node.kind === 'join_partners');
  return [...new Map(nodes.map((node) => [node.name, node])).values()];
}

/** The choosing metric by the groups to choose, over the legs' rows. */
function compileChoice(choice: ChooseGroups, context: ExpressionContext): Step[] {
  const prefix = `${TOP}.`;
  const { input } = choice;
  const groups = legsOf(input.input).map((leg) => ({ name: stepName(leg, prefix), body: compileLeg(leg) }));
  const metrics = [
    ...groups,
    ...combineSteps(input, context, prefix),
    ...compileMetrics(input, context, prefix),
  ];
  return [
    ...metrics,
    { name: TOP, body: compileChosen(choice, { context, from: metrics.at(-1)?.name ?? '' }) },
  ];
}

function combineSteps(
  { input }: Pick<ComputeMetrics, 'input'>,
  context: ExpressionContext,
  prefix = '',
): Step[] {
  const below = (node: LegRows): Step[] => combineSteps({ input: node }, context, prefix);
  switch (input.kind) {
    case 'leg':
      return [];
    case 'combine_legs':
      return [{ name: stepName(input, prefix), body: compileCombine(input, prefix) }];
    case 'fill_buckets':
      return [...below(input.input), ...compileFill(input, stepName(input.input, prefix), context)];
    case 'join_totals': {
      const names = { rows: stepName(input.input, prefix), totals: stepName(input.totals, prefix) };
      const body = compileTotals(input, names);
      return [...below(input.input), ...below(input.totals), { name: stepName(input, prefix), body }];
    }
    default:
      return assertNever(input);
  }
}

/** The rows that `having` keeps, and those of a further page. */
function compileKept(
  { input, keys, after }: OrderRows,
  { context, from }: { readonly context: ExpressionContext; readonly from: string },
): Step[] {
  const columns = outputColumns(input.kind === 'keep_groups' ? input.input : input).map(({ name }) =>
    own(name),
  );
  const steps: Step[] = [];
  if (input.kind === 'keep_groups') {
    const conditions = input.conditions.map((condition) => compileExpression(condition, context));
    const rows = compileSelect(sql`/* Rows that the question keeps. */`, columns, from);
    steps.push({ name: 'kept', body: sql`${rows}\n    where ${sql.join(conditions, sql`\n      and `)}` });
  }
  if (after) {
    const rows = compileSelect(sql`/* Rows behind the page before. */`, columns, steps[0]?.name ?? from);
    steps.push({ name: 'page', body: sql`${rows}\n    where ${compileBehind(keys, after)}` });
  }
  return steps;
}

/**
 * Every aggregate has a value in at most one leg's row of a group, so `max` merely picks it. A full join
 * could not: groups may be null.
 */
function compileCombine({ inputs, groups }: CombineLegs<Leg>, prefix: string): Sql {
  const all = inputs.flatMap((leg) =>
    leg.aggregates.map(({ name, type }) => {
      const value = own(name);
      return { leg, value, empty: sql`${emptyOf(type)} as ${value}` };
    }),
  );
  const keys = [...groups.map(({ name }) => own(name)), ...markOf(inputs.some((leg) => leg.totals))];
  const branches = inputs.map((leg) => {
    const values = all.map((aggregate) => (aggregate.leg === leg ? aggregate.value : aggregate.empty));
    return sql`select ${sql.join([...keys, ...values])} from ${own(stepName(leg, prefix))}`;
  });
  const picked = all.map(({ value }) => sql`max(${value}) as ${value}`);
  const grouping = keys.length > 0 ? sql`\n    group by ${sql.join(keys)}` : sql``;
  return sql`    /* The legs meet on the union of their groups. */
    select ${sql.join([...keys, ...picked])}
    from (
      ${sql.join(branches, sql`\n      union all\n      `)}
    ) as "legs"${grouping}`;
}
