import { beforeAll, describe, expect, it } from 'vitest';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import { productsTable } from '../../../src/demo/sales-tables.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import type { Ask } from '../open-project.ts';
import { compareFigures, cut, MONTHS, whole } from './compare-answers.ts';
import {
  COVERAGE_MEASURES,
  type GoodsRows,
  LINE_MEASURES,
  ORDER_MEASURES,
  readGoods,
} from './goods-figures.ts';
import { openNorthlight } from './open-northlight.ts';
import { monthOf, ofClient, readTable } from './plain-rows.ts';

const demo = generateDemo();
const NOTHING: GoodsRows = { orders: [], lines: [], spending: [], creativeDays: [] };

describeEachDatabase('Northlight’s goods', (open) => {
  let ask: Ask;
  beforeAll(async () => {
    ask = await openNorthlight(open());
  });

  describe.each([
    ['23', 'Europe/Berlin'],
    ['42', 'America/New_York'],
  ])('of client %s equal plain TypeScript', (client, zone) => {
    const rows = readGoods(demo, client);

    it('over all time', async () => {
      const measures = { ...LINE_MEASURES, ...ORDER_MEASURES, ...COVERAGE_MEASURES };
      const question = { client, measures, groups: whole(rows), query: {} };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it('by month in its own zone', async () => {
      const groups = cut(MONTHS, (month) => ({
        ...NOTHING,
        orders: rows.orders.filter(({ ordered_at }) => monthOf(ordered_at, zone) === month),
        lines: rows.lines.filter(({ order }) => monthOf(order.ordered_at, zone) === month),
      }));
      const measures = { ...LINE_MEASURES, ...ORDER_MEASURES };
      const query = { time: { grain: 'month', zone } } as const;
      const { answered, expected } = await compareFigures(ask, { client, measures, groups, query });
      expect(answered).toEqual(expected);
    });

    it.each(['category', 'sku'] as const)('by %s, products that nobody lists included', async (member) => {
      const products = ofClient(readTable(demo, productsTable), client);
      const groups = cut(new Set([...products.map((product) => product[member]), null]), (name) => ({
        ...NOTHING,
        lines: rows.lines.filter(({ product }) => (product?.[member] ?? null) === name),
      }));
      const query = { by: [`product.${member}`] };
      const { answered, expected } = await compareFigures(ask, {
        client,
        measures: LINE_MEASURES,
        groups,
        query,
      });
      expect(answered).toEqual(expected);
    });
  });
});
