/** Published answers when time has gone by: they mean the same, and what cannot be told any more is said. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import {
  ANALYST,
  BY_CHANNEL,
  openPublishingShop,
  PUBLISHED_FILES,
  type PublishingShop,
  REPORTED,
  resetTables,
  sayRows,
  sayValue,
} from '../support/publishing.ts';
import { type Files, metricFile } from '../unit/catalog/small-project.ts';

const QUARTER = { from: '2026-07-01T00:00:00+00:00', to: '2026-10-01T00:00:00+00:00' };

describeEachDatabase('what was published long ago', (database) => {
  let shop: PublishingShop;
  beforeAll(async () => {
    shop = await openPublishingShop(database());
  });
  beforeEach(async () => {
    shop.setNow(REPORTED);
    await resetTables(database());
  });

  describe('means the same for ever', () => {
    test('though its range was in words, and the clock went on', async () => {
      const id = await shop.publish(BY_CHANNEL);
      shop.setNow('2027-05-20T00:00:00Z');
      const found = await shop.compare(shop.atFirst, id, BY_CHANNEL);
      expect(found.range).toEqual(QUARTER);
      expect(sayRows(found, 'orders_count')[0]).toBe('both ads: 2 + 0 + 0 = 2');
    });

    test('though the project reports in another zone now', async () => {
      const query = { metrics: ['orders_count'], time: { range: '2026-Q3', grain: 'month' } };
      const id = await shop.publish(query);
      const project = (PUBLISHED_FILES['project.yaml'] ?? '').replace('UTC', 'Asia/Tokyo');
      const found = await shop.compare(
        shop.engineOf({ ...PUBLISHED_FILES, 'project.yaml': project }),
        id,
        query,
      );
      expect(found.groups).toMatchObject([{ kind: 'time', zone: 'UTC' }]);
      expect(found.rows.every(({ seen }) => seen === 'both')).toBe(true);
    });

    test('and says where it cannot: weeks and fiscal years of the project', async () => {
      const query = { metrics: ['net'], time: { range: '2026-Q3' } };
      const id = await shop.publish(query);
      const project = `${PUBLISHED_FILES['project.yaml'] ?? ''}week_starts: sunday\nfiscal_year_starts: april\n`;
      const { warnings } = await shop.compare(
        shop.engineOf({ ...PUBLISHED_FILES, 'project.yaml': project }),
        id,
        query,
      );
      expect(warnings).toEqual([
        'Weeks began on monday when this was published, and begin on sunday. What that changes is told as a change of the data.',
        'Fiscal years began in january, and begin in april. What that changes is told as a change of the data.',
      ]);
    });

    test('by the same question in other words, and by no other question', async () => {
      const id = await shop.publish(BY_CHANNEL);
      const same = [
        { ...BY_CHANNEL, layout: 'columns', numbers: 'strings' },
        {
          ...BY_CHANNEL,
          metrics: [{ metric: 'net' }, { metric: 'per_order', as: 'per_order' }, 'orders_count'],
        },
        { ...BY_CHANNEL, tenants: ['a'] },
        {
          ...BY_CHANNEL,
          time: { from: '2026-07-01T00:00:00Z', to: '2026-10-01T00:00:00Z', zone: 'UTC' },
        },
        { ...BY_CHANNEL, time: { range: '2026-Q3' } },
        { ...BY_CHANNEL, time: { from: '2026-07-01', to: '2026-10-01' } },
      ];
      for (const query of same) expect((await shop.compare(shop.atFirst, id, query)).query).toBe('only');
      const others = [
        { ...BY_CHANNEL, metrics: ['net'] },
        { ...BY_CHANNEL, by: [] },
        { ...BY_CHANNEL, totals: false },
        { ...BY_CHANNEL, time: { range: '2026-Q2' } },
        { ...BY_CHANNEL, time: { range: 'last quarter', zone: 'Europe/Berlin' } },
        { ...BY_CHANNEL, where: [{ dimension: 'channel.name', op: 'eq', value: 'ads' }] },
      ];
      for (const query of others)
        await expect(shop.compare(shop.atFirst, id, query)).rejects.toMatchObject({
          code: 'QUERY_NOT_FROZEN',
          message: expect.stringContaining('"only"'),
        });
      await expect(shop.compare(shop.atFirst, id, { metrics: [7] })).rejects.toMatchObject({
        code: 'QUERY_INVALID',
      });
    });
  });

  describe('in another unit', () => {
    const query = { metrics: ['net', 'orders_count'], time: { range: '2026-08' }, totals: true };
    const orders = PUBLISHED_FILES['models/orders.yaml'] ?? '';
    const inDollars = orders.replace(
      'amount: { type: decimal, unit: currency }',
      'amount: { type: decimal, unit: USD }',
    );
    const split = async (files: Files) => {
      const id = await shop.publish(query);
      const found = await shop.compare(shop.engineOf({ ...PUBLISHED_FILES, ...files }), id, query);
      const [net, count] = found.metrics;
      expect(net?.published).toMatchObject({ metric: 'net', type: 'decimal', unit: 'EUR' });
      expect(count?.published.unit).toBe(count?.unit);
      expect(sayRows(found, 'orders_count')).toEqual(['both : 1 + 0 + 0 = 1']);
      expect(found.totals?.map(sayValue)).toEqual(
        ['net', 'orders_count'].map((name) => sayRows(found, name)[0]?.slice('both : '.length)),
      );
      return [sayRows(found, 'net')[0], net?.unit ?? null, ...found.warnings];
    };

    test('is not taken from what the metric gives today, where it counts what it summed', async () => {
      expect(await split({ 'sales/net.yaml': metricFile('net', 'count(orders)') })).toEqual([
        'both : 50.20 + null + null = 1',
        null,
        '"net" was published in EUR, and is in no unit today: their difference is not told.',
      ]);
    });

    test('keeps its own, where a fact or the project is in another currency', async () => {
      const told = [
        'both : 50.20 + null + null = 50.20',
        'USD',
        '"net" was published in EUR, and is in USD today: their difference is not told.',
      ];
      const trimmed = inDollars.replace(/ {2}margin: .*\n/, '');
      expect(
        await split({
          'models/orders.yaml': trimmed,
          'sales/margin_per_order.yaml': metricFile('margin_per_order', 'count(orders)'),
        }),
      ).toEqual(told);
      const project = (PUBLISHED_FILES['project.yaml'] ?? '').replace('EUR', 'USD');
      expect(await split({ 'project.yaml': project })).toEqual(told);
    });
  });

  describe('where something is gone', () => {
    const query = { metrics: ['net'], by: ['channel.name'], time: { range: '2026-Q3' } };

    test('gives no split where the definition cannot be run any more, and says why', async () => {
      const id = await shop.publish(query);
      const orders = (PUBLISHED_FILES['models/orders.yaml'] ?? '').replace(
        /(amount|margin): \{ type: decimal/g,
        '$1: { type: float',
      );
      const found = await shop.compare(
        shop.engineOf({ ...PUBLISHED_FILES, 'models/orders.yaml': orders }),
        id,
        query,
      );
      expect(sayRows(found, 'net').find((row) => row.includes('ads'))).toBe(
        'both ads: 150.30 + null + null = 150.3',
      );
      expect(found.warnings).toEqual([
        "net@1 as it was published cannot be run any more: orders.amount is of another type or kind now. What of the difference is its definition's, and what the data's, is not told.",
      ]);
    });

    test('says that a dimension is another one', async () => {
      const id = await shop.publish(query);
      const channels = (PUBLISHED_FILES['models/channels.yaml'] ?? '').replace(
        '{ name: { type: string } }',
        '{ name: { type: string, formula: "upper(label)" }, label: { type: string, column: name } }',
      );
      const found = await shop.compare(
        shop.engineOf({ ...PUBLISHED_FILES, 'models/channels.yaml': channels }),
        id,
        query,
      );
      expect(found.warnings).toEqual([
        '"channel.name" is defined otherwise than when this was published: groups and conditions are of today.',
      ]);
      expect(found.rows.filter(({ seen }) => seen === 'both')).toEqual([]);
    });

    test('puts the question of today alone where it cannot be put to the definition of then', async () => {
      const id = await shop.publish(query);
      const orders = (PUBLISHED_FILES['models/orders.yaml'] ?? '').replace(
        'joins:\n  channel: { model: channels, on: { channel: id } }\n',
        '',
      );
      const files = {
        ...PUBLISHED_FILES,
        'models/orders.yaml': orders,
        'sales/net.yaml': metricFile('net', 'sum(refunds.amount)'),
      };
      const found = await shop.compare(shop.engineOf(files), id, query);
      expect(sayRows(found, 'net').slice(0, 2)).toEqual([
        'both ads: 150.30 + null + null = 10.00',
        'now tv: null + null + null = 3.00',
      ]);
      expect(found.warnings[0]).toBe(
        "net@1 as it was published cannot be run any more: the question cannot be put to it any more. What of the difference is its definition's, and what the data's, is not told.",
      );
    });

    test('is refused as the question itself is today', async () => {
      const grouped = { metrics: ['net'], by: ['orders.kind'], time: { range: '2026-Q3' } };
      const id = await shop.publish(grouped);
      const refunds = { ...PUBLISHED_FILES, 'sales/net.yaml': metricFile('net', 'sum(refunds.amount)') };
      await expect(shop.compare(shop.engineOf(refunds), id, grouped)).rejects.toMatchObject({
        code: 'QUERY_NO_PATH',
      });
    });

    test('is not told where the metric is gone: the question cannot be asked, and what was published stays', async () => {
      const id = await shop.publish(query);
      const { 'sales/net.yaml': _net, 'sales/per_order.yaml': _ratio, ...rest } = PUBLISHED_FILES;
      const engine = shop.engineOf(rest);
      const admin = { ...ANALYST, capability: 'admin' } as const;
      await expect(shop.compare(engine, id, query)).rejects.toMatchObject({ code: 'TENANT_FREEZE_UNKNOWN' });
      await expect(engine.freezes.compare(admin, id, query)).rejects.toMatchObject({
        code: 'QUERY_UNKNOWN_METRIC',
      });
      const { answers, metrics } = await engine.freezes.describe(admin, id);
      expect(answers[0]?.rows).toHaveLength(3);
      expect(metrics).toMatchObject([{ metric: 'net', formula: 'sum(orders.amount)', hasChanged: true }]);
    });
  });
});
