/** The other half of refusing: whatever planner and compiler make of a fair question passes. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import type { PreparedQuery } from '../../../src/engine/prepare-query.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { PlanRefused } from '../../../src/planner/verify-plan.ts';
import { checkQuery } from '../../../src/query/check-query.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { buildLeakCatalog } from '../../property/leak-project.ts';
import { loadGoldenFiles } from '../../support/golden-case.ts';
import { loadShopCatalog } from '../../support/shop.ts';
import { prepare, SAMPLE_METRICS, SAMPLE_QUERIES } from './sample-statements.ts';

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
  'sum(orders.channel.is_paid) + avg(orders.channel.is_paid)',
  'median(orders.amount) + percentile(orders.weight, 0.95) filter (where orders.units > 1)',
  'percentile_disc(orders.note, 0.5)',
  'stddev(orders.weight) / variance(orders.units) + approx_count_distinct(orders.note)',
  "count(orders) filter (where orders.note like 'a\\_%' and substring(orders.note, 2, 3) not like '_')",
  'sum(elapsed(orders.ordered_at, orders.ordered_at + 1 hour))',
  'sum(date_part(hour, orders.ordered_at) + date_part(iso_week, orders.due_on) + date_part(year, orders.due_on))',
  'sum(date_part(day_of_week, orders.ordered_at) * date_part(day_of_year, orders.ordered_at - 3 weeks))',
  'sum(date_part(day_of_month, orders.due_on) + date_part(month, orders.due_on) + date_part(quarter, orders.due_on))',
  'sum(date_diff(day, orders.ordered_at, orders.due_on) + date_diff(week, orders.ordered_at, orders.due_on))',
  'sum(date_diff(month, orders.ordered_at, orders.due_on + 1 quarter) + date_diff(quarter, orders.due_on, orders.ordered_at))',
  'sum(date_diff(year, orders.ordered_at, orders.due_on))',
  "max(least(orders.ordered_at, time '2026-01-31T10:00', time '2026-01-31T10:00Z'))",
  "max(local_time '2026-01-31T10:00' + 1 minute) filter (where orders.units > 1)",
  "count_distinct(coalesce(nullif(orders.channel_id, '7'), orders.id))",
  'count(orders.channel_id) + count_distinct(orders.channel_id) + 1',
];

beforeAll(loadSqlVerifier);

/** With totals, where the question may have some: windows of so many buckets have none. */
function prepareWhole(query: MetricQuery, catalog: Catalog): PreparedQuery {
  if (query.metrics === undefined) return prepare(query, catalog);
  try {
    return prepare({ ...query, totals: true }, catalog);
  } catch (error) {
    if (error instanceof SemanticError && error.code === 'QUERY_WINDOW_GRAIN') return prepare(query, catalog);
    throw error;
  }
}

/** What is said against the statements of a query; `null` where they pass. */
function refusalOf(query: MetricQuery, catalog: Catalog): string | null {
  try {
    const { rows, totals } = prepareWhole(query, catalog);
    for (const statement of [rows, totals]) if (statement) verifySql(statement, catalog);
    return null;
  } catch (error) {
    if (error instanceof PlanRefused) return error.reason;
    throw error;
  }
}

describe('verifySql accepts', () => {
  it.each(Object.entries(SAMPLE_QUERIES))('%s', (_name, query) => {
    expect(refusalOf(query, buildLeakCatalog(SAMPLE_METRICS))).toBeNull();
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

  it('every question of the golden files that has an answer', { timeout: 600_000 }, async () => {
    const answered = loadGoldenFiles()
      .flatMap(({ cases }) => cases)
      .filter(({ error }) => error === undefined);
    expect(answered.length).toBeGreaterThan(100);
    const known = new Map<string, Catalog>();
    for (const { name, query, define = {} } of answered) {
      const key = JSON.stringify(define);
      const catalog = known.get(key) ?? (await loadShopCatalog(define));
      known.set(key, catalog);
      const refused = refusalOf(checkQuery(query), catalog);
      expect({ name, refused }).toEqual({ name, refused: null });
    }
  });
});
