/** Plans are shared by all tenants: nothing of a request's values is in them, and no question gets another's. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PlanCache, type PreparedQuery } from '../../src/engine/prepare-query.ts';
import { SemanticError } from '../../src/errors/semantic-error.ts';
import { bindQuery } from '../../src/query/bind-query.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import type { CompiledStatement } from '../../src/sql/compiled-statement.ts';
import { loadSqlVerifier } from '../../src/sql/verify-sql.ts';
import { readSources } from '../house/source-files.ts';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';
import { buildLeakCatalog } from './leak-project.ts';
import { drawLeakQuery, poolOf } from './leak-queries.ts';

type Condition = NonNullable<MetricQuery['where']>[number];

const QUESTIONS = 1_000;
/** Metrics of dates that stand for months. */
const MONTHLY = ['planned', 'target', 'target_to_date'];
const catalog = buildLeakCatalog();
const pool = poolOf(catalog);
const shared = new PlanCache();
beforeAll(loadSqlVerifier);

/** The plan of a query that can be answered; `null` for the others. */
function prepareIn(cache: PlanCache, query: MetricQuery): PreparedQuery | null {
  try {
    return cache.prepare(bindQuery(query, catalog, { now: new Date('2026-11-22T12:00:00Z') }).shape, catalog);
  } catch (error) {
    if (error instanceof SemanticError && error.code.startsWith('QUERY_')) return null;
    throw error;
  }
}

function statementsOf(prepared: PreparedQuery | null): readonly (CompiledStatement | null)[] {
  return prepared ? [prepared.rows, prepared.totals] : [];
}

/** Whether a range cuts the months that its metrics stand for is part of a plan, or a reason to refuse. */
function isMonthly({ metrics = [] }: MetricQuery): boolean {
  return metrics.some((item) => MONTHLY.includes(typeof item === 'string' ? item : item.metric));
}

/** The same question with other values of the same types, everywhere. */
function withOtherValues(draw: Draw, query: MetricQuery): MetricQuery {
  const other = (value: string | number | boolean) => {
    if (typeof value === 'boolean') return !value;
    if (typeof value === 'number') return value + draw.integer(1, 1e6);
    return /^\d{4}-/.test(value) ? `2025-0${draw.integer(1, 9)}-01` : `${value}' or "x" = $1 --`;
  };
  const change = (condition: Condition): Condition => {
    if ('not' in condition) return { not: change(condition.not) };
    if ('all' in condition) return { all: condition.all.map(change) };
    if ('any' in condition) return { any: condition.any.map(change) };
    const { value, values } = condition;
    if (condition.op === 'in_range') return withOtherBounds(condition);
    return {
      ...condition,
      ...(value === undefined ? {} : { value: other(value) }),
      ...(values === undefined ? {} : { values: [...values, ...values].map(other) }),
    };
  };
  const { where, time, limit, tenants: _tenants, ...rest } = query;
  return {
    ...rest,
    ...(where === undefined ? {} : { where: where.map(change) }),
    ...(limit === undefined ? {} : { limit: (limit % 50_000) + 1 }),
    ...(time === undefined
      ? {}
      : {
          time: {
            ...time,
            ...(time.from === undefined ? {} : { from: otherBound(time.from, ['2025-12-01', '10:00']) }),
            ...(time.to === undefined ? {} : { to: otherBound(time.to, ['2025-12-03', '10:20']) }),
            ...(time.range === undefined ? {} : { range: '2025-12-17' }),
            zone: 'Pacific/Apia',
          },
        }),
    tenants: ['someone else'],
  };
}

/** Parts of a day stay as near to each other as they may be for a grain of minutes. */
function otherBound(bound: string, [day, clock]: readonly [string, string]): string {
  return bound.includes('T') ? `2025-12-01T${clock}` : day;
}

type Comparison = Extract<Condition, { dimension: string }>;

/** Another range of the same kind. */
function withOtherBounds(condition: Comparison): Comparison {
  const { value, values } = condition;
  if (value !== undefined) return { ...condition, value: '2025-W02' };
  const isNumber = values?.every((bound) => typeof bound === 'number');
  return { ...condition, values: isNumber ? [-7, 1e15] : ['2025-02-01', '2025-03-01'] };
}

describe('plans', () => {
  it(
    'are the same whatever the values, and each question gets its own',
    async () => {
      const tally = { planned: 0, texts: new Set<string>() };
      await runProperty({
        runs: QUESTIONS,
        body: async (draw) => {
          const query = drawLeakQuery(draw, pool);
          const mine = prepareIn(shared, query);
          if (!mine) return;
          expect(statementsOf(mine)).toEqual(statementsOf(prepareIn(new PlanCache(), query)));
          const asked = isMonthly(query) ? query : withOtherValues(draw, query);
          expect(statementsOf(prepareIn(shared, asked))).toEqual(statementsOf(mine));
          tally.planned += 1;
          tally.texts.add(mine.rows.text);
        },
      });
      expect(tally.planned).toBeGreaterThan(QUESTIONS * 0.6);
      expect(tally.texts.size).toBeGreaterThan(QUESTIONS * 0.4);
    },
    PROPERTY_TIMEOUT_MS,
  );

  it('are handed to warehouses by the SQL verifier alone, and cannot be changed behind it', () => {
    const users = readSources('src').filter(({ code }) => /\bmarkVerified\b/.test(code));
    expect(users.map(({ path }) => path)).toEqual(['src/sql/verified-statement.ts', 'src/sql/verify-sql.ts']);
    const statement = prepareIn(shared, { metrics: ['revenue'] })?.rows;
    const parts: readonly unknown[] = [statement, statement?.slots, statement?.slots[0], statement?.columns];
    expect(parts.every((part) => part !== undefined && Object.isFrozen(part))).toBe(true);
  });
});
