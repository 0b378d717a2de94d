/** What the plan verifier says of attributes that something has changed. */
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../src/planner/build-plan.ts';
import { outputColumns } from '../../../src/planner/node.ts';
import type { ComputeMetrics } from '../../../src/planner/nodes/compute-metrics.ts';
import { rowValuesOf, withRowValues } from '../../../src/planner/nodes/leg.ts';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import {
  type AttributedRelation,
  type AttributeRows,
  isRowPlace,
  type JoinAttribute,
} from '../../../src/planner/nodes/relation.ts';
import { rowValues } from '../../../src/planner/nodes/row-values.ts';
import { mapLegs } from '../../../src/planner/rules/map-legs.ts';
import { verifyPlan } from '../../../src/planner/verify-plan.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import { buildLeakCatalog } from '../../property/leak-project.ts';
import { refusedReason } from '../../support/refused-reason.ts';

const catalog = buildLeakCatalog();
const ARGUMENT = { name: 'argument', type: 'decimal' } as const;

function planOf(metric: string): ComputeMetrics {
  const { shape } = bindQuery({ metrics: [metric], by: ['tenant'], tenants: 'all' }, catalog);
  return metricsUnder(buildPlan(shape, catalog).rows);
}

/** The plan with every attribute of its legs changed. */
function rewrite(metric: string, change: (join: JoinAttribute) => JoinAttribute): ComputeMetrics {
  const apply = (relation: AttributedRelation): AttributedRelation =>
    relation.kind === 'join_attribute' ? change({ ...relation, input: apply(relation.input) }) : relation;
  return mapLegs(planOf(metric), (node) => {
    const values = rowValuesOf(node);
    if (values.input.kind === 'keep_rows') throw new Error('nothing is asked for');
    return withRowValues(node, rowValues({ ...values, input: apply(values.input) }));
  });
}

const ofRows =
  (change: (rows: AttributeRows) => Partial<AttributeRows>) =>
  (join: JoinAttribute): JoinAttribute => ({ ...join, rows: { ...join.rows, ...change(join.rows) } });

function reasonAgainst(root: ComputeMetrics): string | null {
  return refusedReason(() => verifyPlan(root, outputColumns(root), { catalog, tenants: 'several' }));
}

describe('attributes of a plan', () => {
  it.each(['sold', 'amounts_before', 'later_orders'])('pass as they are built: %s', (metric) => {
    expect(reasonAgainst(planOf(metric))).toBeNull();
  });

  it.each<[string, string, (join: JoinAttribute) => JoinAttribute, string]>([
    [
      'joined without the tenant',
      'sold',
      (join) => ({ ...join, on: join.on.filter(({ key }) => key !== 'tenant') }),
      'channels sold is not joined by the whole of its key',
    ],
    [
      'joined to another column than the tenant',
      'sold',
      (join) => ({ ...join, on: join.on.map((pair) => ({ ...pair, column: 'id' })) }),
      'channels sold may be of another tenant than the row',
    ],
    [
      'joined by no key',
      'sold',
      (join) => ({
        ...join,
        on: join.on.map((pair) => (pair.key === 'tenant' ? pair : { ...pair, column: 'client_id' })),
      }),
      'channels sold is joined to rows by something else than their key',
    ],
    [
      'joined to what is not there',
      'sold',
      (join) => ({ ...join, on: join.on.map((pair) => ({ ...pair, relation: 'elsewhere' })) }),
      'channels sold is joined to columns that are not there',
    ],
    [
      'called like a table',
      'sold',
      (join) => ({ ...join, alias: 'channels' }),
      'two relations are called channels',
    ],
    [
      'of all tenants together',
      'sold',
      ofRows(({ keys }) => ({ keys: keys.filter(({ name }) => name !== 'tenant') })),
      'channels.sold takes rows of several tenants together',
    ],
    ['of no key', 'sold', ofRows(() => ({ keys: [] })), 'channels.sold has no key'],
    [
      'of rows that are chosen among those of all tenants',
      'sold',
      ofRows(() => ({ choice: { order: 'last', time: ARGUMENT, keys: [], ties: [] } })),
      'channels.sold takes rows of several tenants together',
    ],
    [
      'of rows that are chosen by what they do not have',
      'sold',
      ofRows(({ keys }) => ({
        choice: { order: 'last', time: { name: 'moment', type: 'time' }, keys, ties: [] },
      })),
      'channels.sold is made of moment, which its rows do not have',
    ],
    [
      'of columns that are not there',
      'sold',
      ofRows(({ columns }) => ({ columns: columns.filter(({ name }) => name !== 'argument') })),
      'channels.sold is made of argument, which its rows do not have',
    ],
    [
      'along the rows of all tenants',
      'amounts_before',
      ofRows(({ value }) => ({ value: isRowPlace(value) ? { ...value, by: value.by.slice(1) } : value })),
      'orders.amount_before takes rows of several tenants together',
    ],
    [
      'of several values a key',
      'amounts_before',
      ofRows(({ columns }) => ({
        columns: columns.map((column) =>
          column.name === 'key 1' && column.expression.kind === 'stored_column'
            ? { ...column, expression: { ...column.expression, column: 'channel_id' } }
            : column,
        ),
      })),
      'orders.amount_before is not told apart by the key of its rows',
    ],
    [
      'of a scan without its scope',
      'sold',
      ofRows(({ input }) =>
        input.kind === 'scan' ? { input: { ...input, scope: { kind: 'shared' } } } : {},
      ),
      'vault.orders does not carry its scope',
    ],
  ])('are refused: %s', (_, metric, change, reason) => {
    expect(reasonAgainst(rewrite(metric, change))).toBe(reason);
  });
});
