/** Holidays beside rows: how they are planned, and what the verifier refuses. */
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../src/planner/build-plan.ts';
import { outputColumns } from '../../../src/planner/node.ts';
import type { ComputeMetrics } from '../../../src/planner/nodes/compute-metrics.ts';
import { rowValuesOf, withRowValues } from '../../../src/planner/nodes/leg.ts';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import { type JoinHolidays, joinHolidays } from '../../../src/planner/nodes/relation.ts';
import { rowValues } from '../../../src/planner/nodes/row-values.ts';
import type { Scan } from '../../../src/planner/nodes/scan.ts';
import { mapLegs } from '../../../src/planner/rules/map-legs.ts';
import { pushConditionsIntoScan } from '../../../src/planner/rules/push-conditions-into-scan.ts';
import { verifyPlan } from '../../../src/planner/verify-plan.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { TenantMode } from '../../../src/tenancy/scope.ts';
import { buildLeakCatalog } from '../../property/leak-project.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { printed } from './planned.ts';

const WORKED = "business_minutes(orders.ordered_at, time '2026-07-01T12:00', desk)";
const catalog = buildLeakCatalog({
  worked: `sum(${WORKED})`,
  late: `count(orders) filter (where ${WORKED} > 60)`,
});

function plan(metric: string): ComputeMetrics {
  return metricsUnder(buildPlan(bindQuery({ metrics: [metric] }, catalog).shape, catalog).rows);
}

function withHolidays(change: (node: JoinHolidays) => JoinHolidays): ComputeMetrics {
  return mapLegs(plan('worked'), (leg) => {
    const values = rowValuesOf(leg);
    const { input } = values;
    if (input.kind !== 'join_holidays') throw new Error('rows stand beside holidays');
    return withRowValues(leg, rowValues({ ...values, input: change(input) }));
  });
}

function reasonAgainst(root: ComputeMetrics, tenants: TenantMode = 'one'): string | null {
  return refusedReason(() => verifyPlan(root, outputColumns(root), { catalog, tenants }));
}

describe('holidays', () => {
  it('are scanned once for each leg and calendar, beside its rows', () => {
    expect(
      printed(plan('worked'))
        .map((line) => line.trim())
        .slice(-3),
    ).toEqual([
      'JoinHolidays of desk',
      'Scan vault.orders as orders (tenant = client_id)',
      'Scan vault.orders as desk holidays (tenant = client_id)',
    ]);
    expect(reasonAgainst(plan('worked'))).toBeNull();
  });

  it.each<[string, (days: Scan) => Partial<Scan>]>([
    ['another column', () => ({ columns: ['ordered_at'] })],
    ['more columns', () => ({ columns: ['due_on', 'id'] })],
    ['another name', () => ({ alias: 'orders' })],
    ['another model', () => ({ model: 'channels' })],
  ])('are refused with %s', (_name, change) => {
    const changed = withHolidays((node) =>
      joinHolidays({ ...node, days: { ...node.days, ...change(node.days) } }),
    );
    expect(reasonAgainst(changed)).toMatch(/holidays of desk are read from something else|is not the source/);
  });

  it('are refused without their scope', () => {
    const open = withHolidays((node) =>
      joinHolidays({ ...node, days: { ...node.days, scope: { kind: 'shared' } } }),
    );
    expect(reasonAgainst(open)).toBe('vault.orders does not carry its scope');
  });

  it('are columns of no row', () => {
    const root = mapLegs(plan('worked'), (leg) => {
      const values = rowValuesOf(leg);
      const expression = {
        kind: 'stored_column',
        relation: 'desk holidays',
        column: 'due_on',
        type: 'date',
        zone: null,
      } as const;
      return withRowValues(
        leg,
        rowValues({ ...values, columns: [...values.columns, { name: 'day', expression }] }),
      );
    });
    expect(reasonAgainst(root)).toBe('desk holidays.due_on is of no scan below');
  });

  it('keep the conditions that look at them out of the scan', () => {
    const { rows } = buildPlan(
      bindQuery(
        { metrics: ['late'], where: [{ dimension: 'orders.status', op: 'eq', value: 'paid' }] },
        catalog,
      ).shape,
      catalog,
    );
    const pushed = pushConditionsIntoScan.apply(metricsUnder(rows));
    expect(printed(pushed).filter((line) => line.includes('Scan'))[0]).toContain('orders.status = :1');
    expect(
      printed(pushed)
        .filter((line) => line.includes('Scan'))
        .join(),
    ).not.toContain('business_minutes');
  });
});
