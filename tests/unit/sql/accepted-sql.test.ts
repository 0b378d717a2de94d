/** The other half of refusing: whatever planner and compiler make of a fair question passes. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { PlanRefused } from '../../../src/planner/verify-plan.ts';
import { checkQuery } from '../../../src/query/check-query.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { buildLeakCatalog } from '../../property/leak-project.ts';
import { loadGoldenFiles } from '../../support/golden-case.ts';
import { loadShopCatalog } from '../../support/shop.ts';
import { prepare, SAMPLE_QUERIES } from './sample-statements.ts';

/** Formulas that between them use every operator and function. */
const FORMULAS: readonly string[] = [
  'sum((orders.amount + orders.units) * 2 - orders.units / 3)',
  'sum(-orders.units)',
  'sum(abs(orders.amount) + floor(orders.weight) + ceil(orders.amount) + floor(orders.units))',
  'sum(round(orders.weight, 2) + round(orders.amount) + round(orders.units, -1))',
  "sum(case when orders.status = 'open' then 1 when orders.status is null then 2 else orders.units end)",
  'sum(coalesce(orders.amount, orders.units, 0.5))',
  'sum(nullif(orders.units, 3))',
  'sum(greatest(orders.amount, orders.units) - least(orders.weight, 12345678901234567890))',
  "count(orders) filter (where orders.status in ('open', 'paid') and not orders.channel.is_paid)",
  "count(orders) filter (where orders.status <> 'open' or orders.note is not null)",
  'count(orders) filter (where orders.units < 3 and orders.units <= 3 and orders.units > 1 and orders.units >= 1)',
  "count(orders) filter (where orders.status < 'p' and orders.id <> '3')",
  "count_distinct(lower(upper(trim(concat(orders.status, ' ', orders.note)))))",
  'sum(length(orders.note))',
  "count(orders) filter (where contains(orders.note, 'x') or starts_with(orders.note, 'x') or ends_with(orders.note, 'x'))",
  "max(coalesce(orders.note, 'none'))",
  "count(orders) filter (where orders.due_on >= date '2026-01-31')",
  'avg(orders.weight)',
  'count(orders.channel_id) + count_distinct(orders.channel_id) + 1',
];

beforeAll(loadSqlVerifier);

/** What is said against the statements of a query; `null` where they pass. */
function refusalOf(query: MetricQuery, catalog: Catalog): string | null {
  try {
    const { rows, totals } = prepare({ ...query, totals: true }, catalog);
    for (const statement of [rows, totals]) if (statement) verifySql(statement, catalog.scopes);
    return null;
  } catch (error) {
    if (error instanceof PlanRefused) return error.reason;
    throw error;
  }
}

describe('verifySql accepts', () => {
  it.each(Object.entries(SAMPLE_QUERIES))('%s', (_name, query) => {
    expect(refusalOf(query, buildLeakCatalog())).toBeNull();
  });

  it.each(FORMULAS)('%s', (formula) => {
    expect(
      refusalOf({ metrics: ['tried'], by: ['channel.name'] }, buildLeakCatalog({ tried: formula })),
    ).toBeNull();
  });

  it.each(['day', 'week', 'month', 'quarter', 'year'] as const)(
    'buckets of a %s of every type of time',
    (grain) => {
      const metrics = ['revenue', 'ad_cost', 'pages'];
      const by = [`orders.due_on:${grain}`, `orders.ordered_at:${grain}`];
      const catalog = buildLeakCatalog();
      expect(
        refusalOf({ metrics, time: { grain, from: '2026-01-01', zone: 'Asia/Kathmandu' } }, catalog),
      ).toBeNull();
      expect(refusalOf({ metrics: ['revenue'], by }, catalog)).toBeNull();
    },
  );

  it.each(['second', 'minute', 'hour'] as const)('buckets of a %s', (grain) => {
    const time = { grain, from: '2026-01-01', to: '2026-01-01T01:00', zone: 'Australia/Lord_Howe' };
    const catalog = buildLeakCatalog();
    const by = ['channel.name', `orders.ordered_at:${grain}`];
    expect(refusalOf({ metrics: ['revenue'], time: { ...time, fill: true }, by }, catalog)).toBeNull();
    expect(refusalOf({ metrics: ['revenue'], time }, catalog)).toBeNull();
  });

  it('every question of the golden files that has an answer', async () => {
    const catalog = await loadShopCatalog();
    const answered = loadGoldenFiles()
      .flatMap(({ cases }) => cases)
      .filter(({ error }) => error === undefined);
    expect(answered.length).toBeGreaterThan(100);
    for (const { name, query } of answered) {
      const refused = refusalOf(checkQuery(query), catalog);
      expect({ name, refused }).toEqual({ name, refused: null });
    }
  });
});
