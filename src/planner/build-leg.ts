/** One bound leg → scans, joins, kept rows, row values and the aggregates over them. */
import { invariant } from '../base/invariant.ts';
import type { Catalog, Model } from '../catalog/catalog.ts';
import { isDistinctCount } from '../formula/aggregates.ts';
import type { MemberReference, Parameter, RowExpression } from '../formula/expression.ts';
import {
  type BoundAggregate,
  type BoundChoice,
  type BoundGroup,
  type BoundLeg,
  type BoundRowExpression,
  type BoundWindows,
  OTHERS,
  type RowTenant,
} from '../query/bound-query.ts';
import { periodOf } from '../query/whole-periods.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { buildRelation } from './build-attributes.ts';
import { JoinCollector } from './collect-joins.ts';
import { ExpressionNames } from './expression-names.ts';
import { type ChooseRows, chooseRows } from './nodes/choose-rows.ts';
import { joinWindows } from './nodes/join-windows.ts';
import { keepRows } from './nodes/keep-rows.ts';
import { type Leg, leg } from './nodes/leg.ts';
import type { LegAggregate } from './nodes/leg-aggregate.ts';
import { rowValues } from './nodes/row-values.ts';
import { DAY, spreadDays } from './nodes/spread-days.ts';
import { keyText, type OutputColumn, type RowPlanExpression } from './plan-expression.ts';
import { sortValues } from './sort-values.ts';

interface LegContext {
  /** Those of the query, as the leg has an expression for each. */
  readonly all: readonly BoundGroup[];
  /** Of those, the ones to group by: all, the ones to choose by, or none for totals. */
  readonly groups: readonly BoundGroup[];
  /** Columns that are buckets of the leg's own time. */
  readonly times: readonly string[];
  /** Before the names of legs. */
  readonly prefix: string;
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  /** What money is converted to, where it is. */
  readonly currency: Parameter | null;
  /** Whether keys of rows may be taken away, as those of other groups than the top ones are. */
  readonly relabelled: boolean;
}

/** A leg with windows whose groups do not have the query's bucket is over the range as a whole. */
export function buildLeg(bound: BoundLeg, { all, groups, relabelled, catalog, ...context }: LegContext): Leg {
  const isBucket = ({ column }: Pick<BoundGroup, 'column'>): boolean => context.times.includes(column);
  const root: Model | undefined = catalog.models.get(bound.root);
  invariant(root, `model ${bound.root} was resolved`);
  const joins = new JoinCollector(root, { catalog, ...context });
  const isWhole = all.filter(isBucket).some((group) => !groups.includes(group));
  const { conditions: kept, windows } = isWhole ? (bound.whole ?? bound) : bound;
  const buckets = groups.filter(isBucket);
  // The choice of top groups adds a column of its own, and so do windows.
  const taken = windows ? [OTHERS, ...buckets.map(({ column }) => column)] : [OTHERS];
  const values = new ValueCollector(joins, { relabelled, taken });
  const expressions = new Map(all.map((group, place) => [group, bound.groups[place]]));
  const keys = groups.flatMap((group): OutputColumn[] => {
    if (windows && isBucket(group)) return [{ name: group.column, type: group.type }];
    const expression = expressions.get(group);
    if (!expression) return [];
    const name = values.addGroup(group, expression);
    return bound.keeps?.includes(group.column) === false ? [] : [{ name, type: group.type }];
  });
  // Their names are free: no other group is called so, and they come before other values.
  const times = keys.filter(({ name }) => buckets.some(({ column }) => column === name));
  const grouped = groups.filter((group) => expressions.get(group)).map(({ column }) => column);
  const pairs = bound.pairs.filter(({ columns }) => columns.some((column) => grouped.includes(column)));
  const shown = pairs.map(({ condition }) => condition);
  const choice = bound.choice && { ...bound.choice, where: [...bound.choice.where, ...shown] };
  const chosen =
    choice && bound.time ? buildChoice(choice, { time: bound.time, buckets: times, values }) : null;
  const slot = windows && values.addSlot(windows.slot);
  const conditions = [...kept, ...(choice ? [] : shown)].map((condition) => joins.lower(condition));
  const aggregates = bound.aggregates.map((aggregate) => buildAggregate(aggregate, values));
  const rowKey = joins.doublesRows ? values.addRowKey(bound.spread) : [];
  const date = bound.spread && bound.time && joins.lower(bound.time);
  const built = buildRelation(joins);
  const relation = bound.spread && date ? spreadDays({ input: built, date, period: bound.spread }) : built;
  const input = conditions.length > 0 ? keepRows({ input: relation, conditions }) : relation;
  const rows = rowValues({ input, columns: values.columns, rowKey });
  const name = `${context.prefix}${bound.name}`;
  const repeated =
    windows && slot !== null
      ? joinWindows({ name, input: rows, slot, times, windows: listsOf(windows) })
      : rows;
  return leg({
    name,
    input: chosen ? chooseRows({ ...chosen, input: repeated }) : repeated,
    groups: keys,
    aggregates,
    totals: false,
  });
}

interface ChoiceContext {
  readonly time: MemberReference;
  readonly buckets: readonly OutputColumn[];
  readonly values: ValueCollector;
}

function listsOf({ slot: _slot, ...lists }: BoundWindows): Omit<BoundWindows, 'slot'> {
  return lists;
}

function buildChoice(
  { order, keys, ties, where, period }: BoundChoice,
  { time, buckets, values }: ChoiceContext,
): Omit<ChooseRows, 'kind' | 'input'> {
  const column = (member: MemberReference | RowTenant): OutputColumn => ({
    name: values.addValue(member, 'tenant'),
    type: member.type,
  });
  const condition = allOf(where);
  return {
    order,
    time: period ? { name: values.addValue(periodOf(time, period), 'period'), type: 'date' } : column(time),
    buckets,
    keys: keys.map(column),
    ties: ties.flatMap((member) => values.addOrder(member)),
    where: condition && values.addValue(condition, 'kept'),
  };
}

function allOf([first, ...others]: readonly BoundRowExpression[]): BoundRowExpression | null {
  if (!first || others.length === 0) return first ?? null;
  return { kind: 'operation', operator: 'and', operands: [first, ...others], type: 'boolean' };
}

function buildAggregate({ name, aggregate }: BoundAggregate, values: ValueCollector): LegAggregate {
  const { argument, fraction, filter, type } = aggregate;
  const distinct = isDistinctCount(aggregate.function);
  return {
    name,
    function: aggregate.function,
    argument: argument && {
      name: distinct ? values.addEntity(argument, name) : values.addValue(argument, name),
      type: argument.type === 'null' ? 'string' : argument.type,
    },
    fraction,
    filter: filter && values.addValue(filter, `${name} counts`),
    nullWhenEmpty: aggregate.empty === 'null',
    type,
  };
}

/** Names the row-level values of a leg; equal expressions share a name, unless they are keys that differ. */
class ValueCollector {
  readonly columns: { name: string; expression: RowPlanExpression }[] = [];
  private readonly joins: JoinCollector;
  private readonly relabelled: boolean;
  private readonly known = new ExpressionNames();
  private readonly names: Set<string>;

  constructor(
    joins: JoinCollector,
    { relabelled, taken }: { relabelled: boolean; taken: readonly string[] },
  ) {
    this.joins = joins;
    this.relabelled = relabelled;
    this.names = new Set(taken);
  }

  addGroup(group: BoundGroup, expression: BoundRowExpression): string {
    const lowered = this.joins.lower(expression);
    const text = group.type === 'key' ? keyText(lowered) : lowered;
    // The steps above know each group by its own column, also where two mean the same.
    const name = this.name(text, group.column);
    if (!this.relabelled) this.known.add(text, name);
    return name;
  }

  addSlot(expression: BoundRowExpression): string {
    return this.share(this.joins.lower(expression), 'slot');
  }

  addValue(expression: BoundRowExpression, wanted: string): string {
    const name = expression.kind === 'member' ? [...expression.path, expression.member].join('.') : wanted;
    const lowered = this.joins.lower(expression);
    return this.known.find(lowered) ?? this.share(lowered, name);
  }

  /** Values to sort by. */
  addOrder(member: MemberReference): readonly OutputColumn[] {
    return sortValues(member).map(({ name, expression, type }) => ({
      name: this.addValue(expression, name),
      type,
    }));
  }

  /** What tells rows of the leg apart where a bridge doubles them, and each of their days where they are spread. */
  addRowKey(spread: BoundLeg['spread']): readonly string[] {
    const key = this.joins.lowerRowKey();
    return (spread ? [...key, DAY] : key).map((column) => {
      const key = keyText(column);
      return this.known.find(key) ?? this.share(key, `row ${column.column}`);
    });
  }

  /** A value to be counted once for each thing that it names. */
  addEntity(expression: RowExpression, name: string): string {
    const entity = this.joins.lowerEntity(expression);
    if (!entity) return this.addValue(expression, name);
    return this.known.find(entity) ?? this.share(entity, `${name} entity`);
  }

  private share(expression: RowPlanExpression, wanted: string): string {
    const name = this.name(expression, wanted);
    this.known.add(expression, name);
    return name;
  }

  private name(expression: RowPlanExpression, wanted: string): string {
    let name = wanted;
    for (let count = 2; this.names.has(name); count += 1) name = `${wanted} ${count}`;
    this.names.add(name);
    this.columns.push({ name, expression });
    return name;
  }
}
