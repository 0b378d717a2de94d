/** What expressions read of other rows → the values of those by key, over all rows in scope. */
import { invariant } from '../base/invariant.ts';
import type { ValueType } from '../base/value-type.ts';
import type { Model } from '../catalog/catalog.ts';
import { primaryKeyMembers } from '../catalog/primary-key-members.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { isDistinctCount } from '../formula/aggregates.ts';
import type { ChildAggregate, ChildChoice, Ordinal, Previous } from '../formula/attribute-tree.ts';
import type { RowExpression } from '../formula/expression.ts';
import { requireTime } from '../query/bind-choice.ts';
import { findPeriod, periodOf } from '../query/whole-periods.ts';
import { ATTRIBUTE_VALUE, keyName, TENANT_KEY, type WantedAttribute } from './attribute-keys.ts';
import { rowsOf } from './build-scan.ts';
import { JoinCollector } from './collect-joins.ts';
import {
  type AttributedRelation,
  type AttributeRows,
  attributeRows,
  type JoinAttribute,
  joinAttribute,
} from './nodes/relation.ts';
import type { OutputColumn, RowPlanExpression } from './plan-expression.ts';
import { sortValues } from './sort-values.ts';

/** The rows that `joins` has gathered, beside the attributes that it met. @throws SemanticError QUERY_TENANT_JOIN */
export function buildRelation(joins: JoinCollector): AttributedRelation {
  const beside = new Set<string>();
  const attach = <Input extends AttributedRelation>(
    relation: Input,
    all: readonly WantedAttribute[],
  ): Input | JoinAttribute =>
    all
      .filter(({ alias }) => !beside.has(alias))
      .reduce<Input | JoinAttribute>((input, wanted) => {
        beside.add(wanted.alias);
        const rows = buildRows(wanted, joins);
        return joinAttribute({ input, rows, alias: wanted.alias, on: wanted.on });
      }, relation);
  const relation: AttributedRelation = joins.build(attach);
  return attach(relation, joins.attributes);
}

/** Neither the range nor any condition of a query is known here. */
function buildRows(wanted: WantedAttribute, { catalog, tenants }: JoinCollector): AttributeRows {
  const { name, leaf, model, root } = wanted;
  const joins = new JoinCollector(root, { catalog, tenants, currency: null });
  // What other rows say is of all of them, or it is not said.
  if (rowsOf(root, catalog).length > 0)
    throw new SemanticError('TENANT_ROWS_HIDDEN', { attribute: name, model: root.name });
  const values = new AttributeValues();
  const keys = wanted.keys.map(({ path, source }, index) =>
    values.add(keyName(index), joins.keyColumn(path, source), 'key'),
  );
  if (wanted.byTenant) keys.push(values.add(TENANT_KEY, joins.lowerTenant(), 'string'));
  const tenant = keys.filter((key) => key.name === TENANT_KEY);
  const value =
    leaf.kind === 'child_aggregate'
      ? readChildren(leaf, joins, values)
      : readPlace(leaf, model, { joins, values, tenant });
  const choice =
    leaf.kind === 'child_aggregate' && leaf.choice
      ? readChoice(leaf.choice, root, { joins, values, tenant })
      : null;
  // Rows without a time stand in no order: none is before them, they are before none, and none is the last.
  const time = leaf.kind === 'child_aggregate' ? leaf.choice?.time : model.time;
  const conditions = time ? [joins.lower(requireTime(time))] : [];
  return attributeRows({
    name,
    input: buildRelation(joins),
    conditions,
    columns: values.columns,
    keys,
    value,
    choice,
  });
}

/** Rows are chosen of each tenant apart; dates of one period are one moment. */
function readChoice(
  { order, by, time }: ChildChoice,
  root: Model,
  { joins, values, tenant }: PlaceContext,
): AttributeRows['choice'] {
  const add = (name: string, expression: RowExpression, type: ValueType): OutputColumn =>
    values.add(name, joins.lower(expression), type);
  const period = findPeriod({ root: root.name, time }, joins.catalog);
  const ties = by.length > 0 ? primaryKeyMembers(root) : [];
  invariant(ties, `rows of ${root.name} are told apart by a key`);
  return {
    order,
    time: period ? add('time', periodOf(time, period), 'date') : add('time', time, time.type),
    keys: [...tenant, ...by.map((key, index) => add(`by ${index + 1}`, key, key.type))],
    ties: ties.flatMap(sortValues).map(({ name, expression, type }) => add(`tie ${name}`, expression, type)),
  };
}

function readChildren(
  { aggregate }: ChildAggregate,
  joins: JoinCollector,
  values: AttributeValues,
): AttributeRows['value'] {
  const { function: name, argument, filter, fraction, type } = aggregate;
  const distinct = isDistinctCount(name);
  const entity = argument && distinct ? joins.lowerEntity(argument) : null;
  const argumentType = argument?.type === 'null' ? 'string' : (argument?.type ?? 'string');
  return {
    name: ATTRIBUTE_VALUE,
    function: name,
    argument: argument && values.add('argument', entity ?? joins.lower(argument), argumentType),
    fraction,
    filter: filter && values.add('counts', joins.lower(filter), 'boolean').name,
    nullWhenEmpty: aggregate.empty === 'null',
    type,
  };
}

interface PlaceContext {
  readonly joins: JoinCollector;
  readonly values: AttributeValues;
  /** The column that tells tenants apart, in plans for several. */
  readonly tenant: readonly OutputColumn[];
}

function readPlace(
  leaf: Previous | Ordinal,
  model: Model,
  { joins, values, tenant }: PlaceContext,
): AttributeRows['value'] {
  const add = (name: string, expression: RowExpression, type: ValueType): OutputColumn =>
    values.add(name, joins.lower(expression), type);
  const ties = primaryKeyMembers(model);
  invariant(model.time && ties, `rows of ${model.name} have an order`);
  const time = add('time', model.time, model.time.type);
  return {
    kind: 'row_place',
    name: ATTRIBUTE_VALUE,
    previous: leaf.kind === 'previous' ? add('argument', leaf.value, leaf.type) : null,
    by: [...tenant, ...leaf.by.map((key, index) => add(`by ${index + 1}`, key, key.type))],
    order: [
      time,
      ...ties.flatMap(sortValues).map(({ name, expression, type }) => add(`tie ${name}`, expression, type)),
    ],
  };
}

/** The columns of attribute rows, each of a name of its own. */
class AttributeValues {
  readonly columns: { name: string; expression: RowPlanExpression }[] = [];

  add(name: string, expression: RowPlanExpression, type: ValueType): OutputColumn {
    this.columns.push({ name, expression });
    return { name, type };
  }
}
