/** Benchmarks over random tenants: what is told is what brute force tells, and pairs of questions tell nothing more. */
import { beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainRows } from '../support/golden-answer.ts';
import { judgePairs } from './benchmark-attack.ts';
import { type CellDimension, type Sale, tell } from './benchmark-rows.ts';
import { bearerOf, drawSales, OFFERED, openPeers, STATISTICS } from './benchmark-world.ts';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';

const WORLDS = 10;
const PAIR_WORLDS = 64;
const DIMENSIONS: readonly (readonly CellDimension[])[] = [[], ['channel'], ['country']];

/** Questions of which the second cuts the cells of the first. */
const PAIRS: readonly (readonly [CellDimension[], CellDimension[]])[] = [
  [[], ['channel']],
  [[], ['country']],
];

describeEachDatabase('benchmarks', (open) => {
  let database: PostgresDatabase;
  beforeAll(() => {
    database = open();
  });

  const rowsFor = async (engine: Engine, tenant: string, by: readonly CellDimension[]) => {
    const answer = await engine.query(bearerOf(tenant), {
      metrics: ['average_sale', ...STATISTICS.map((name) => `${name}_of_sales`)],
      by: by.map((name) => `sales.${name}`),
      time: { grain: 'month', from: '2026-03-01', to: '2026-07-01' },
    });
    return plainRows(answer).map((row) => ({
      cell: JSON.stringify(row.slice(0, by.length + 1)),
      told: row.slice(by.length + 2),
    }));
  };

  it(
    'tell what brute force tells, to each tenant the same',
    async () => {
      let told = 0;
      let withheld = 0;
      const ask = async (engine: Engine, sales: readonly Sale[], tenant: string): Promise<void> => {
        for (const by of DIMENSIONS) {
          const expected = STATISTICS.map((name) => tell(sales, by, OFFERED[name]));
          for (const row of await rowsFor(engine, tenant, by)) {
            expect([row.cell, ...row.told]).toEqual([
              row.cell,
              ...expected.map((cells) => cells.get(row.cell) ?? null),
            ]);
            if (row.told[0] === null) withheld += 1;
            else told += 1;
          }
        }
      };
      await runProperty({
        runs: WORLDS,
        body: async (draw) => {
          const sales = drawSales(draw);
          const engine = await openPeers(database, sales);
          for (const tenant of ['t0', 't1', 't4']) await ask(engine, sales, tenant);
        },
      });
      expect(told).toBeGreaterThan(100);
      expect(withheld).toBeGreaterThan(50);
    },
    PROPERTY_TIMEOUT_MS,
  );

  it(
    'give nobody away in a thousand pairs of questions, of which one is about a part of the other',
    async () => {
      const found = { pairs: 0, apart: 0, guessed: 0, ofSums: 0 };
      await runProperty({
        runs: PAIR_WORLDS,
        body: async (draw) => {
          const sales = drawSales(draw);
          const engine = await openPeers(database, sales);
          const levels = new Map(
            await Promise.all(
              DIMENSIONS.map(async (by) => [String(by), await rowsFor(engine, 't0', by)] as const),
            ),
          );
          for (const [whole, part] of PAIRS) {
            for (const [statistic] of STATISTICS.entries()) {
              const toldOf = (by: readonly CellDimension[]): ReadonlyMap<string, number> =>
                new Map(
                  (levels.get(String(by)) ?? []).flatMap(({ cell, told }) => {
                    const value = told[statistic];
                    return typeof value === 'number' ? [[cell, value] as const] : [];
                  }),
                );
              judgePairs(sales, { by: whole, told: toldOf(whole) }, { by: part, told: toldOf(part) }, found);
            }
          }
        },
      });
      expect(found.pairs).toBeGreaterThan(1_000);
      // The attack works where sums are told and nothing is withheld; on what is told it does no better than chance.
      expect(found.ofSums).toBe(found.apart);
      expect(found.apart).toBeGreaterThan(100);
      expect(found.guessed / found.apart).toBeLessThan(0.05);
    },
    PROPERTY_TIMEOUT_MS,
  );
});
