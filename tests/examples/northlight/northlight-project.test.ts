/** The demo's definitions as a whole: complete, true of the real tables, answerable, and compared somewhere. */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCatalog } from '../../../src/catalog/build-catalog.ts';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { loadProjectFiles } from '../../../src/project/load-project.ts';
import { proveWarehouse, type WarehouseProof } from '../../../src/proof/prove-warehouse.ts';
import { prepareInspection } from '../../../src/sql/inspection-statement.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { DEMO_METRICS } from '../../unit/demo/demo-totals.ts';
import type { Ask } from '../open-project.ts';
import { COVERAGE_MEASURES, LINE_MEASURES, ORDER_MEASURES } from './goods-figures.ts';
import { ACCOUNT_MEASURES, PLAN_MEASURES } from './money-figures.ts';
import { openNorthlight } from './open-northlight.ts';
import { COST_MEASURES, SELF_SERVICE_MEASURES, SURVEY_MEASURES, TICKET_MEASURES } from './support-figures.ts';
import {
  CONVERSION_MEASURES,
  CREATIVE_MEASURES,
  CUSTOMER_MEASURES,
  LEAD_MEASURES,
  LEAD_RATE_MEASURES,
  SESSION_MEASURES,
  SPENDING_MEASURES,
} from './traffic-figures.ts';
import { DONE_MEASURES, HOUR_MEASURES, SPRINT_MEASURES } from './work-figures.ts';

const FOLDER = fileURLToPath(new URL('../../../metrics', import.meta.url));
const { definitions, diagnostics: faults } = parseProject(await loadProjectFiles(FOLDER));
const { catalog, diagnostics } = buildCatalog(definitions, faults);
const models = definitions.models.map(({ value }) => value);
const metrics = definitions.metrics.map(({ value }) => value);

/** Compared with plain TypeScript, group by group. */
const COMPARED = new Set<string>([
  ...DEMO_METRICS,
  ...[
    ACCOUNT_MEASURES,
    CONVERSION_MEASURES,
    COST_MEASURES,
    COVERAGE_MEASURES,
    CREATIVE_MEASURES,
    CUSTOMER_MEASURES,
    DONE_MEASURES,
    HOUR_MEASURES,
    LEAD_MEASURES,
    LEAD_RATE_MEASURES,
    LINE_MEASURES,
    ORDER_MEASURES,
    PLAN_MEASURES,
    SELF_SERVICE_MEASURES,
    SESSION_MEASURES,
    SPENDING_MEASURES,
    SPRINT_MEASURES,
    SURVEY_MEASURES,
    TICKET_MEASURES,
  ].flatMap((measures) => Object.keys(measures)),
]);

describe('Northlight’s definitions', () => {
  it('hold together, without a warning', () => {
    expect(diagnostics).toEqual([]);
    expect(models.length).toBeGreaterThanOrEqual(20);
    expect(metrics.length).toBeGreaterThanOrEqual(70);
  });

  it('say of each metric in both languages what it is, and who answers for it', () => {
    const texts = metrics.map(({ metric, title, description, owner, format, tags }) => [
      metric,
      [title, description].map((text) => (typeof text === 'object' ? Object.keys(text) : text)),
      owner.endsWith('@northlight.example'),
      format === undefined || tags === undefined,
    ]);
    const both = ['en', 'ru'];
    expect(texts).toEqual(metrics.map(({ metric }) => [metric, [both, both], true, false]));
  });

  it('say of each model whose it is, how fresh it should be and what is behind a number', () => {
    const incomplete = models.filter(
      ({ description, owner, refresh, drill }) =>
        typeof description !== 'object' ||
        owner === undefined ||
        refresh?.watermark === undefined ||
        drill === undefined,
    );
    expect(incomplete.map(({ model }) => model)).toEqual([]);
  });

  it('are compared with plain TypeScript, but for those that have a test of their own', () => {
    const apart = metrics.map(({ metric }) => metric).filter((metric) => !COMPARED.has(metric));
    expect(apart.toSorted()).toEqual([
      'active_customers',
      'churn_rate',
      'contribution_margin',
      'contribution_margin_rate',
      'lapsed_customers',
      'margin_rate',
      'plan_attainment_to_date',
      'refund_rate',
      'tasks_by_status',
      'tasks_created',
      'tasks_in_work',
      'tickets_open',
      'vat_in_revenue',
      'weeks_of_balance',
    ]);
  });
});

describeEachDatabase('Northlight’s tables', (open) => {
  let ask: Ask;
  let proof: WarehouseProof;
  beforeAll(async () => {
    ask = await openNorthlight(open());
    if (catalog === null) throw new Error('the demo is not sound');
    const warehouse = createPostgresWarehouse(open());
    proof = await proveWarehouse({
      definitions,
      catalog,
      inspect: (inspection) => warehouse.inspect(prepareInspection(inspection), { timeoutMs: 60_000 }),
      report: () => {},
    });
  });

  it('have the columns, types and keys that the definitions name', () => {
    const told = proof.diagnostics
      .filter(({ severity }) => severity !== 'information')
      .map(({ severity, code, position }) => [severity, code, position.file]);
    // Lines of orders that never arrived have no tenant.
    expect(told).toEqual([['warning', 'PROOF_ROWS_UNSEEN', 'models/order_items.yaml']]);
    expect(proof.models.filter(({ proven }) => !proven)).toEqual([]);
    expect(proof.models.filter(({ rows }) => rows === null || rows === 0)).toEqual([]);
  });

  it.each(['17', '31'])('answer each metric for client %s', async (client) => {
    const time = { from: '2025-10-01', to: '2026-01-01' };
    const answers = await Promise.all(
      metrics.map(async ({ metric }) => [
        metric,
        (await ask(client, { metrics: [metric], time })).rows[0]?.[0],
      ]),
    );
    expect(answers.filter(([, value]) => value === null || value === undefined)).toEqual([]);
  });
});
