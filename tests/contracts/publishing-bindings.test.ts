/** Published answers whose numbers are read from elsewhere now: no version says so, and comparisons must. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import {
  CHANGED,
  openPublishingShop,
  PUBLISHED_FILES,
  type PublishingShop,
  REPORTED,
  resetTables,
  sayRows,
} from '../support/publishing.ts';
import { runScript } from '../support/statements.ts';
import { type Files, metricFile } from '../unit/catalog/small-project.ts';

const ELSEWHERE = 'is read from elsewhere than when this was published.';
const TOLD = 'What that changes is told as a change of the data.';
const QUERY = { metrics: ['net', 'orders_count'], time: { range: '2026-08' } };

const RATES = `rates: { model: fx, from: source, to: target, date: day, rate: worth, missing: carry }\n`;
const CALENDAR = `calendars: { retail: { model: days, date: day, grains: [season] } }\n`;
const FURTHER: Files = {
  ...PUBLISHED_FILES,
  'project.yaml': `${PUBLISHED_FILES['project.yaml'] ?? ''}${RATES}${CALENDAR}`,
  'sales/net_of_season.yaml': metricFile('net_of_season', 'to_date(net, season)'),
  'models/fx.yaml': `model: fx
source: pub.fx
primary_key: [source, target, day]
tenant: shared
dimensions: { source: { type: string }, target: { type: string }, day: { type: date } }
facts: { worth: { type: decimal } }
`,
  'models/days.yaml': `model: days
source: pub.days
primary_key: day
tenant: shared
dimensions: { day: { type: date }, season: { type: string } }
`,
};

const FURTHER_TABLES = `
ALTER TABLE pub.orders ADD COLUMN net_amount numeric, ADD COLUMN payer text;
UPDATE pub.orders SET net_amount = amount - 1, payer = client;
ALTER TABLE pub.channels ADD COLUMN label text;
UPDATE pub.channels SET label = name;
CREATE VIEW pub.paid AS SELECT * FROM pub.orders WHERE id <> 2;
CREATE TABLE pub.fx (source text, target text, day date, worth numeric, fixed numeric);
INSERT INTO pub.fx VALUES ('EUR', 'USD', '2026-07-01', 2, 3);
CREATE TABLE pub.days (day date PRIMARY KEY, season text, other_season text);
INSERT INTO pub.days
  SELECT day, 'summer', 'summer' FROM generate_series('2026-06-01'::date, '2026-10-31', '1 day') AS day;
`;

describeEachDatabase('what was published, and is read from elsewhere now', (database) => {
  let shop: PublishingShop;
  beforeAll(async () => {
    shop = await openPublishingShop(database());
  });
  beforeEach(async () => {
    shop.setNow(REPORTED);
    await resetTables(database());
    await runScript(database(), FURTHER_TABLES);
  });

  /** Warnings of a comparison after `file` was edited, and its rows. */
  const compareAfter = async (
    query: object,
    { file, edit, files = FURTHER }: { file: string; edit: (text: string) => string; files?: Files },
  ) => {
    const id = await shop.publish(query, shop.engineOf(FURTHER));
    const edited = edit(files[file] ?? '');
    expect(edited).not.toBe(files[file]);
    const found = await shop.compare(shop.engineOf({ ...files, [file]: edited }), id, query);
    return { warnings: found.warnings, rows: sayRows(found, 'net') };
  };

  test('says so of a metric whose fact has another column, and of no other', async () => {
    const { warnings, rows } = await compareAfter(QUERY, {
      file: 'models/orders.yaml',
      edit: (text) => text.replace('amount: { type: decimal', 'amount: { column: net_amount, type: decimal'),
    });
    expect(rows).toEqual(['both : 50.20 + -1.00 + 0.00 = 49.20']);
    expect(warnings).toEqual([`"net" ${ELSEWHERE} ${TOLD}`]);
  });

  test('says so beside a change of the definition', async () => {
    const { warnings, rows } = await compareAfter(QUERY, {
      file: 'models/orders.yaml',
      files: { ...FURTHER, 'sales/net.yaml': CHANGED['sales/net.yaml'] ?? '' },
      edit: (text) => text.replace('amount: { type: decimal', 'amount: { column: net_amount, type: decimal'),
    });
    expect(rows).toEqual(['both : 50.20 + -1.00 + -20.00 = 29.20']);
    expect(warnings).toEqual([`"net" ${ELSEWHERE} ${TOLD}`]);
  });

  test('says so of all that read a model of another table', async () => {
    const { warnings } = await compareAfter(QUERY, {
      file: 'models/orders.yaml',
      edit: (text) => text.replace('source: pub.orders', 'source: pub.paid'),
    });
    expect(warnings).toEqual(['net', 'orders_count'].map((name) => `"${name}" ${ELSEWHERE} ${TOLD}`));
  });

  test('says so where rows are told to be whose by another column', async () => {
    const { warnings } = await compareAfter(QUERY, {
      file: 'models/orders.yaml',
      edit: (text) => text.replace('tenant: client', 'tenant: payer'),
    });
    expect(warnings).toEqual(['net', 'orders_count'].map((name) => `"${name}" ${ELSEWHERE} ${TOLD}`));
  });

  test('says so of dimensions that group and filter', async () => {
    const edit = (text: string) =>
      text.replace('name: { type: string', 'name: { column: label, type: string');
    const filtered = { ...QUERY, where: [{ dimension: 'channel.name', op: 'eq', value: 'ads' }] };
    for (const query of [{ ...QUERY, by: ['channel.name'] }, filtered]) {
      const { warnings } = await compareAfter(query, { file: 'models/channels.yaml', edit });
      expect(warnings).toEqual([`"channel.name" ${ELSEWHERE} ${TOLD}`]);
    }
  });

  test('says so of rates, and of periods that a metric is to date of, where the question has them', async () => {
    const otherRate = (text: string) => text.replace('worth: {', 'worth: { column: fixed,');
    const inDollars = { ...QUERY, metrics: ['net'], currency: 'USD' };
    const rates = await compareAfter(inDollars, { file: 'models/fx.yaml', edit: otherRate });
    expect(rates.rows).toEqual(['both : 100.40 + 50.20 + 0.00 = 150.60']);
    expect(rates.warnings).toEqual([`"USD" ${ELSEWHERE} ${TOLD}`]);
    expect((await compareAfter(QUERY, { file: 'models/fx.yaml', edit: otherRate })).warnings).toEqual([]);

    const otherSeason = (text: string) => text.replace('season: {', 'season: { column: other_season,');
    const toDate = { metrics: ['net', 'net_of_season'], time: { range: '2026-08' } };
    const periods = await compareAfter(toDate, { file: 'models/days.yaml', edit: otherSeason });
    expect(periods.warnings).toEqual([`"net_of_season" ${ELSEWHERE} ${TOLD}`]);
    expect((await compareAfter(QUERY, { file: 'models/days.yaml', edit: otherSeason })).warnings).toEqual([]);
  });

  describe('says nothing', () => {
    test('of columns that the question does not read', async () => {
      const { warnings } = await compareAfter(QUERY, {
        file: 'models/orders.yaml',
        edit: (text) => text.replace('cost: { type: decimal', 'cost: { column: amount, type: decimal'),
      });
      expect(warnings).toEqual([]);
    });

    test('where the same is written otherwise', async () => {
      const { warnings } = await compareAfter(QUERY, {
        file: 'models/orders.yaml',
        edit: (text) =>
          text
            .replace('amount: { type: decimal', 'amount: { column: amount, type: decimal')
            .replace('tenant: client', 'tenant: { column: client }'),
      });
      expect(warnings).toEqual([]);
    });
  });
});
