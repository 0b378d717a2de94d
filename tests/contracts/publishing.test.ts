/** Published answers beside those of today, with figures by hand, on each database. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import {
  BY_CHANNEL,
  CHANGED,
  LATER_DATA,
  LATER_NET,
  openPublishingShop,
  PUBLISHED_FILES,
  type PublishingShop,
  REPORTED,
  resetTables,
  sayRows,
  sayValue,
} from '../support/publishing.ts';
import { runScript } from '../support/statements.ts';
import { metricFile } from '../unit/catalog/small-project.ts';
import { propose, release } from '../unit/versions/released-project.ts';

const QUARTER = { from: '2026-07-01T00:00:00+00:00', to: '2026-10-01T00:00:00+00:00' };

describeEachDatabase('what was published', (database) => {
  let shop: PublishingShop;
  beforeAll(async () => {
    shop = await openPublishingShop(database());
  });
  beforeEach(async () => {
    shop.setNow(REPORTED);
    await resetTables(database());
  });

  describe('is told apart by definition and data', () => {
    /** By hand: net is the sum of amounts at first, then that less costs; rows as `LATER_DATA` leaves them. */
    const NET = [
      'both ads: 150.30 + 10.00 + -60.05 = 100.25',
      'both mail: 9007199254740993.01 + 0.00 + -1.00 = 9007199254740992.01',
      'now tv: null + null + -5.00 = 25.00',
      'then seo: 70.00 + null + null = null',
    ];
    const PER_ORDER = [
      'both ads: 75.15 + 5 + -30.025 = 50.125',
      'now tv: null + null + -5 = 25',
      'then seo: 70 + null + null = null',
    ];
    const COUNTS = [
      'both ads: 2 + 0 + 0 = 2',
      'both mail: 1 + 0 + 0 = 1',
      'now tv: null + null + 0 = 1',
      'then seo: 1 + null + null = null',
    ];
    const TOTALS = ['9007199254741213.31 + -30.00 + -66.05 = 9007199254741117.26', '4 + 0 + 0 = 4'];

    test('where definitions changed without a release', async () => {
      const id = await shop.publish(BY_CHANNEL);
      await runScript(database(), LATER_DATA);
      const found = await shop.compare(shop.engineOf(CHANGED), id, BY_CHANNEL);
      expect(sayRows(found, 'net')).toEqual(NET);
      expect(sayRows(found, 'orders_count')).toEqual(COUNTS);
      // That of mail is rounded to twelve digits, as every double.
      expect(sayRows(found, 'per_order').filter((row) => !row.includes('mail'))).toEqual(PER_ORDER);
      expect([found.totals?.[0], found.totals?.[2]].map((value) => value && sayValue(value))).toEqual(TOTALS);
      const [net] = found.metrics;
      expect([net?.published.version, net?.current.version]).toEqual([1, 1]);
      expect(net?.published.hash).not.toBe(net?.current.hash);
      expect(found.warnings).toEqual([]);
      expect(found.range).toEqual(QUARTER);
    });

    test('where they were released, and where what was published is an old version since', async () => {
      const released = release(PUBLISHED_FILES);
      const first = shop.engineOf(released);
      const id = await shop.publish(BY_CHANNEL, first);
      const edited = { ...released, 'sales/net.yaml': metricFile('net', LATER_NET) };
      const second = shop.engineOf(release(propose(edited)));
      await runScript(database(), LATER_DATA);
      const found = await shop.compare(second, id, BY_CHANNEL);
      expect(sayRows(found, 'net')).toEqual(NET);
      const [net, ratio] = found.metrics;
      expect([net?.published.version, net?.current.version]).toEqual([1, 2]);
      expect([ratio?.published.version, ratio?.current.version]).toEqual([1, 2]);
      // A question that names the version is about the same definition still.
      const pinned = { ...BY_CHANNEL, metrics: ['net@1'] };
      const pinnedId = await shop.publish(pinned, first);
      expect(sayRows(await shop.compare(second, pinnedId, pinned), 'net')).toEqual([
        'both ads: 160.30 + 0.00 + 0.00 = 160.30',
        'both mail: 9007199254740993.01 + 0.00 + 0.00 = 9007199254740993.01',
        'both tv: 30.00 + 0.00 + 0.00 = 30.00',
      ]);
    });

    test('where nothing has changed, and where only the data has', async () => {
      const id = await shop.publish(BY_CHANNEL);
      expect(sayRows(await shop.compare(shop.atFirst, id, BY_CHANNEL), 'net')).toEqual([
        'both ads: 150.30 + 0.00 + 0.00 = 150.30',
        'both mail: 9007199254740993.01 + 0.00 + 0.00 = 9007199254740993.01',
        'both seo: 70.00 + 0.00 + 0.00 = 70.00',
      ]);
      await runScript(database(), LATER_DATA);
      expect(sayRows(await shop.compare(shop.atFirst, id, BY_CHANNEL), 'net')).toEqual([
        'both ads: 150.30 + 10.00 + 0.00 = 160.30',
        'both mail: 9007199254740993.01 + 0.00 + 0.00 = 9007199254740993.01',
        'now tv: null + null + 0.00 = 30.00',
        'then seo: 70.00 + null + null = null',
      ]);
    });

    test('of one of two metrics that had the same formula', async () => {
      const files = { ...PUBLISHED_FILES, 'sales/same.yaml': metricFile('same', 'sum(orders.amount)') };
      const query = { metrics: ['net', 'same'], time: { range: '2026-08' } };
      const id = await shop.publish(query, shop.engineOf(files));
      const later = { ...files, 'sales/net.yaml': metricFile('net', LATER_NET) };
      const found = await shop.compare(shop.engineOf(later), id, query);
      expect(sayRows(found, 'net')).toEqual(['both : 50.20 + 0.00 + -20.00 = 30.20']);
      expect(sayRows(found, 'same')).toEqual(['both : 50.20 + 0.00 + 0.00 = 50.20']);
    });

    test('of a fact deep down, of which the formula says nothing', async () => {
      const query = { metrics: ['margin_per_order'], time: { from: '2026-07-01', to: '2026-09-01' } };
      const id = await shop.publish(query);
      const orders = (PUBLISHED_FILES['models/orders.yaml'] ?? '').replace(
        'amount - cost',
        'amount - cost * 2',
      );
      await runScript(database(), LATER_DATA);
      // (60.05 + 30.20 + 40.00) / 3, then (70.05 + 30.20 + 25.00) / 3, and (30.00 + 10.20 + 20.00) / 3.
      const found = await shop.compare(
        shop.engineOf({ ...PUBLISHED_FILES, 'models/orders.yaml': orders }),
        id,
        query,
      );
      expect(sayRows(found, 'margin_per_order')).toEqual([
        'both : 43.4166666667 + -1.6666666667 + -21.6833333333 = 20.0666666667',
      ]);
    });

    test('of comparisons with earlier ranges', async () => {
      const query = { metrics: ['net'], time: { range: '2026-Q3' }, compare: 'previous_period' };
      const id = await shop.publish(query);
      await runScript(database(), "UPDATE pub.orders SET amount = 21.50 WHERE client = 'a' AND id = 7");
      const found = await shop.compare(shop.engineOf(CHANGED), id, query);
      expect(sayRows(found, 'net.previous')).toEqual(['both : 20.00 + 1.50 + -4.00 = 17.50']);
      expect(sayRows(found, 'net.change')).toEqual([
        'both : 9007199254741193.31 + -1.50 + -87.05 = 9007199254741104.76',
      ]);
    });

    test('of values that are no numbers, which have no difference', async () => {
      const query = { metrics: ['last_day'], time: { range: '2026-Q3' } };
      const id = await shop.publish(query);
      await runScript(database(), "DELETE FROM pub.orders WHERE client = 'a' AND id = 4");
      expect(sayRows(await shop.compare(shop.atFirst, id, query), 'last_day')).toEqual([
        'both : 2026-09-30 + null + null = 2026-08-10',
      ]);
    });

    test('where the current definition reads other rows, by groups that either has', async () => {
      const query = {
        metrics: ['net'],
        by: ['channel.name'],
        time: { range: '2026-Q3' },
        order: [{ by: 'channel.name' }],
      };
      const id = await shop.publish(query);
      const refunds = { ...PUBLISHED_FILES, 'sales/net.yaml': metricFile('net', 'sum(refunds.amount)') };
      expect(sayRows(await shop.compare(shop.engineOf(refunds), id, query), 'net')).toEqual([
        'both ads: 150.30 + 0.00 + -140.30 = 10.00',
        'both mail: 9007199254740993.01 + 0.00 + -9007199254740993.01 = 0',
        'both seo: 70.00 + 0.00 + -70.00 = 0',
        'now tv: null + null + 3.00 = 3.00',
      ]);
    });
  });

  describe('is compared with the groups that the same question chooses today', () => {
    const time = { range: '2026-Q3' };

    test('by a condition on its metric', async () => {
      const query = {
        metrics: ['net'],
        by: ['channel.name'],
        time,
        having: [{ metric: 'net', op: 'gt', value: 120 }],
        order: [{ by: 'channel.name' }],
      };
      const id = await shop.publish(query);
      expect(sayRows(await shop.compare(shop.engineOf(CHANGED), id, query), 'net')).toEqual([
        'both mail: 9007199254740993.01 + 0.00 + -1.00 = 9007199254740992.01',
        'then ads: 150.30 + null + null = null',
      ]);
    });

    test('by the best of them, with all others as one', async () => {
      const top = { n: 2, of: ['channel.name'], by: 'net', others: true };
      const query = { metrics: ['net'], by: ['channel.name'], time, top };
      const id = await shop.publish(query);
      await runScript(database(), "UPDATE pub.orders SET amount = 500 WHERE client = 'a' AND id = 3");
      expect(sayRows(await shop.compare(shop.atFirst, id, query), 'net').toSorted()).toEqual([
        'both mail false: 9007199254740993.01 + 0.00 + 0.00 = 9007199254740993.01',
        'both null true: 70.00 + 80.30 + 0.00 = 150.30',
        'now seo false: null + null + 0 = 500',
        'then ads false: 150.30 + null + null = null',
      ]);
    });

    test('all of them where it had a limit, which chose none', async () => {
      const query = {
        metrics: ['net'],
        by: ['channel.name'],
        time,
        limit: 3,
        order: [{ by: 'channel.name' }],
      };
      const id = await shop.publish(query);
      await runScript(
        database(),
        "INSERT INTO pub.orders VALUES ('a', 6, 4, 'web', '2026-08-01', 30.00, 5.00)",
      );
      expect(
        (await shop.compare(shop.atFirst, id, query)).rows.map(({ seen, group }) => [seen, ...group]),
      ).toEqual([
        ['both', 'ads'],
        ['both', 'mail'],
        ['both', 'seo'],
        ['now', 'tv'],
      ]);
    });

    test('by months, those of a filled range among them', async () => {
      const query = {
        metrics: ['net'],
        time: { ...time, grain: 'month', fill: true },
        where: [{ dimension: 'channel.name', op: 'in', values: ['ads', 'tv'] }],
      };
      const id = await shop.publish(query);
      await runScript(database(), LATER_DATA);
      expect(sayRows(await shop.compare(shop.engineOf(CHANGED), id, query), 'net')).toEqual([
        'both 2026-07-01: 100.10 + 10.00 + -40.05 = 70.05',
        'both 2026-08-01: 50.20 + 30.00 + -25.00 = 55.20',
        'both 2026-09-01: 0 + 0 + 0 = 0',
      ]);
    });
  });
});
