/** Grains of a project's own, fiscal years and parts of times on every surface that names them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

const retail = { model: 'retail_days', date: 'day', grains: ['period', 'season'] };
const days = {
  source: 'shop.retail_days',
  tenant: 'client_id',
  primary_key: 'day',
  dimensions: { day: { type: 'date' }, period: { type: 'integer' }, season: { type: 'string' } },
};

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop({
    models: { retail_days: days },
    project: { fiscal_year_starts: 'april', calendars: { retail } },
    metrics: { season_to_date: 'to_date(orders_count, retail.season)' },
  });
});
afterAll(() => shop.close());

const get = (url: string) => ask(shop.app, shop.keys.viewerA, { url });
const post = (url: string, payload: object) =>
  ask(shop.app, shop.keys.analystA, { method: 'POST', url, payload });

const SEASON = { grain: 'retail.season', from: '2026-01-26', to: '2026-06-29' };
const FOUND = [{ time: '2026-01-26', orders_count: '9' }];

it('answers a grain of the project alike on REST, GET and GraphQL', async () => {
  const query = { metrics: ['orders_count'], time: SEASON, numbers: 'strings' };
  const rest = readJson(await post('/v1/query', query));
  expect(rest['data']).toEqual(FOUND);
  expect(rest['columns']).toMatchObject([{ name: 'time', grain: 'retail.season' }, {}]);
  const { from, to } = SEASON;
  const url = `/v1/metrics/orders_count/values?grain=retail.season&from=${from}&to=${to}&numbers=strings`;
  expect(readJson(await get(url))['data']).toEqual(FOUND);
  const document = `{ query(input: { metrics: [{ metric: "orders_count" }],
    time: { grain: RETAIL_SEASON, from: "${from}", to: "${to}" } }) { rows columns { grain part } } }`;
  const graphql = readJson(await post('/graphql', { query: document }));
  expect(graphql['data']).toMatchObject({
    query: { rows: FOUND, columns: [{ grain: 'RETAIL_SEASON' }, { grain: null, part: null }] },
  });
});

it('warns of days that no period has, and says what there is', async () => {
  const query = { metrics: ['orders_count'], time: { grain: 'retail.period' } };
  const { warnings, receipt } = readJson(await post('/v1/query', query)) as {
    warnings: string[];
    receipt: { url: string };
  };
  expect(warnings).toEqual([
    '"time" is null for days that "retail.period" does not have; it has 2026-01-26 to 2026-10-25.',
  ]);
  const told = JSON.stringify(readJson(await get(receipt.url)));
  expect(told).toContain('"fiscal_year_starts":"april"');
  expect(told).toContain('"source":"shop.retail_days"');
});

it('tells apart what is grouped by a part of a time', async () => {
  const query = { metrics: ['orders_count'], by: ['orders.ordered_at:day_of_week'], limit: 1 };
  expect(readJson(await post('/v1/query', query))['columns']).toMatchObject([
    { name: 'orders.ordered_at:day_of_week', kind: 'dimension', type: 'integer', part: 'day_of_week' },
    {},
  ]);
});

it('explains a query by periods with the days of who asks, and what could be added', async () => {
  const query = { metrics: ['orders_count'], time: SEASON };
  const plan = readJson(await post('/v1/query/plan', query)) as {
    plan: string;
    statements: { parameters: string[] }[];
    additions: { metrics: string[] };
  };
  expect(plan.plan).toContain('bucket_own(bucket_day(orders.ordered_at');
  expect(plan.statements[0]?.parameters).toContain('2026-01-26, 2026-06-29, 2026-10-26');
  expect(plan.additions.metrics).toContain('season_to_date');
});

it('says which grains and parts there are', async () => {
  const { items } = readJson(await get('/v1/dimensions')) as {
    items: { name: string; grains: string[]; parts: string[] }[];
  };
  const day = items.find(({ name }) => name === 'orders.due_on');
  expect(day?.grains).toEqual([
    'day',
    'week',
    'month',
    'quarter',
    'fiscal_quarter',
    'year',
    'fiscal_year',
    'retail.period',
    'retail.season',
  ]);
  expect(day?.parts).not.toContain('hour_of_day');
  const metric = readJson(await get('/v1/metrics/season_to_date'));
  expect(metric['grains']).toContain('retail.season');
  expect(metric['formula_in_words']).toContain('from the start of the season of retail to date');
  expect(metric['sources']).toMatchObject([{ model: 'orders' }, { model: 'retail_days' }]);
});

it('refuses a calendar that there is not', async () => {
  const query = { metrics: ['orders_count'], time: { grain: 'retial.season' } };
  const reply = await post('/v1/query', query);
  expect(reply.status).toBe(400);
  expect(readJson(reply)).toMatchObject({ code: 'QUERY_BAD_TIME', hint: 'Did you mean "retail.season"?' });
  const shifted = { metrics: ['orders_count'], compare: { shift: '1 retail.perod' } };
  expect(readJson(await post('/v1/query', shifted))).toMatchObject({ code: 'QUERY_BAD_TIME' });
});
