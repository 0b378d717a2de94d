import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Cell, ExactNumber } from '../../src/base/exact-number.ts';
import { CLIENT_PROFILES, demoClients } from '../../src/demo/demo-clients.ts';
import { DEMO_CHANNELS } from '../../src/demo/generate-channels.ts';
import { generateDemo } from '../../src/demo/generate-demo.ts';
import { seedDemo } from '../../src/demo/seed-demo.ts';
import type { Answer } from '../../src/engine/answer.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { createDemoTotals, DEMO_COUNTS, DEMO_METRICS, type DemoTotals } from '../unit/demo/demo-totals.ts';
import { type Ask, openProject } from './open-project.ts';

const FOLDER = fileURLToPath(new URL('../../metrics', import.meta.url));
const MONTHS = Array.from({ length: 25 }, (_, index) =>
  new Date(Date.UTC(2024, 6 + index, 1)).toISOString().slice(0, 10),
);
/** A query asks for at most 20 metrics. */
const HALVES = [DEMO_METRICS.slice(0, 13), DEMO_METRICS.slice(13)];

const totals = createDemoTotals(generateDemo());

describeEachDatabase('Northlight', (open) => {
  let ask: Ask;
  beforeAll(async () => {
    await seedDemo(open(), () => {});
    ask = await openProject(open(), FOLDER);
  });

  describe.each(CLIENT_PROFILES)('for $name, every metric equals plain TypeScript', ({ id, zone }) => {
    const client = String(id);

    it.each(HALVES)('over all time: %s …', async (...metrics) => {
      const [row = []] = (await ask(client, { metrics })).rows;
      expect(readFigures(metrics, row)).toEqual(pick(metrics, totals({ client })));
    });

    it.each(HALVES)('by month in its own zone: %s …', async (...metrics) => {
      const answer = await ask(client, { metrics, time: { grain: 'month', zone } });
      const expected = MONTHS.slice(0, -1).map((from, index) => {
        const to = MONTHS[index + 1] ?? '';
        return [from, pick(metrics, totals({ client, from, to, zone }))];
      });
      expect(readGroups(metrics, answer)).toEqual(expected);
    });

    it.each(HALVES)('by channel, the missing one included: %s …', async (...metrics) => {
      const answer = await ask(client, {
        metrics,
        by: ['channel.name'],
        order: [{ by: 'channel.name', direction: 'asc' }],
      });
      const names = DEMO_CHANNELS.map(({ name }) => name).sort();
      const expected = [...names, null].map((channel) => [
        channel,
        pick(metrics, totals({ client, channel })),
      ]);
      expect(readGroups(metrics, answer)).toEqual(expected);
    });
  });

  it.each([
    ['23', 'Europe/Berlin', '2025-03-30', '2025-03-31'],
    ['23', 'Europe/Berlin', '2025-10-26', '2025-10-27'],
    ['42', 'America/New_York', '2025-11-02', '2025-11-03'],
    ['42', 'America/New_York', '2026-03-08', '2026-03-09'],
  ])('client %s in %s on %s, when clocks change', async (client, zone, from, to) => {
    const metrics = ['revenue', 'orders_count', 'units', 'ad_spend'] as const;
    const answer = await ask(client, { metrics: [...metrics], time: { grain: 'day', from, to, zone } });
    expect(readGroups(metrics, answer)).toEqual([[from, pick(metrics, totals({ client, from, to, zone }))]]);
  });

  it('ranks campaigns that spend alike by their names', async () => {
    const { rows } = await ask('17', {
      metrics: ['ad_spend'],
      by: ['campaign.name'],
      where: [{ dimension: 'campaign.name', op: 'starts_with', value: 'Landing page' }],
    });
    expect(rows.map(([name]) => name)).toEqual(['Landing page A', 'Landing page B']);
    expect(rows[0]?.[1]).toEqual(rows[1]?.[1]);
  });

  it('groups what only order lines know, and refuses to group the rest by it', async () => {
    const [whole, shelves] = await Promise.all([
      ask('17', { metrics: ['units', 'cost_of_goods'] }),
      ask('17', { metrics: ['units', 'cost_of_goods'], by: ['product.category'] }),
    ]);
    expect(shelves.rows.length).toBe(6);
    expect(shelves.rows.map(([category]) => category)).toContain(null);
    for (const column of [0, 1]) {
      const sum = shelves.rows.reduce((total, row) => total + toNumber(row[column + 1] ?? null), 0);
      expect(sum).toBeCloseTo(toNumber(whole.rows[0]?.[column] ?? null), 2);
    }
    await expect(ask('17', { metrics: ['margin'], by: ['product.category'] })).rejects.toMatchObject({
      code: expect.stringMatching(/^QUERY_/),
    });
  });

  it('shows each client itself alone', async () => {
    for (const { id, name } of demoClients) {
      const { rows } = await ask(id, { metrics: ['orders_count'], by: ['client.name'] });
      expect(rows.map(([client]) => client)).toEqual([name]);
    }
  });
});

type DemoMetric = (typeof DEMO_METRICS)[number];

const counts: ReadonlySet<string> = new Set(DEMO_COUNTS);

/** Exact numbers in the units of {@link DemoTotals}: money in kopecks. */
function readFigures(metrics: readonly DemoMetric[], cells: readonly Cell[]) {
  return Object.fromEntries(
    metrics.map((metric, index) => {
      const cell = cells[index] ?? null;
      if (!(cell instanceof ExactNumber)) return [metric, cell];
      return [metric, counts.has(metric) ? Number(cell.digits) : Math.round(Number(cell.digits) * 100)];
    }),
  );
}

function readGroups(metrics: readonly DemoMetric[], { rows }: Answer) {
  return rows.map(([group = null, ...cells]) => [group, readFigures(metrics, cells)]);
}

function pick(metrics: readonly DemoMetric[], figures: DemoTotals) {
  return Object.fromEntries(metrics.map((metric) => [metric, figures[metric]]));
}

function toNumber(cell: Cell): number {
  return cell instanceof ExactNumber ? Number(cell.digits) : Number(cell);
}
