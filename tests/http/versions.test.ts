/** Versions over HTTP: asked for by number on every surface, listed, and told of in the changelog. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProjectFiles } from '../../src/project/load-project.ts';
import { writeFeed } from '../../src/serving/write-feed.ts';
import type { Measurement } from '../../src/versions/release-metrics.ts';
import { ask, type ServedShop, serveShop } from '../support/served-shop.ts';
import type { Files } from '../unit/catalog/small-project.ts';
import { buildFiles, propose, release } from '../unit/versions/released-project.ts';

const REVENUE = 'metrics/revenue.yaml';
const ROAS = 'metrics/roas.yaml';

let shop: ServedShop;
const MEASURED = {
  base: 'b'.repeat(40),
  grain: 'month',
  from: '2025-11-01',
  to: '2026-02-01',
  tenants: 12,
  tenants_moved: 7,
  change_ratio: { least: 0.5, greatest: 1.25 },
};

function measureRevenue(before: Files, after: Files): ReadonlyMap<string, Measurement> {
  const [old = '', now = ''] = [before, after].map(
    (files) => buildFiles(files).catalog.metrics.get('revenue')?.hash,
  );
  return new Map([['revenue', { before: old, after: now, effect: MEASURED }]]);
}

beforeAll(async () => {
  const files = Object.fromEntries(await loadProjectFiles('tests/fixtures/shop/project'));
  const first: Files = release(files);
  const changed = {
    ...first,
    [REVENUE]: (first[REVENUE] ?? '').replace('sum(orders.amount)', 'sum(orders.amount) * 2'),
  };
  const raised = propose(changed);
  // The second version of revenue is released and was measured, that of what rests on it is not.
  const second = release(raised, measureRevenue(first, raised));
  const released = Object.keys(first).filter((path) => path.startsWith('releases/'));
  const own = Object.fromEntries(released.map((path) => [path, first[path] ?? '']));
  const versions = Object.fromEntries(
    Object.keys(files).flatMap((path) => (files[path] === raised[path] ? [] : [[path, raised[path] ?? '']])),
  );
  const texts: Files = {
    ...own,
    ...versions,
    'releases/revenue.json': second['releases/revenue.json'] ?? '',
  };
  const deprecated = `${texts[REVENUE]}deprecated: { 1: { since: 2026-02-01, sunset: 2027-01-01, use: net_revenue } }\n`;
  const secret = `${texts[ROAS]}access: all\n`;
  const cost = (files['metrics/ad_cost.yaml'] ?? '').concat('access: { groups: [finance] }\n');
  shop = await serveShop({
    files: { ...texts, [REVENUE]: deprecated, [ROAS]: secret, 'metrics/ad_cost.yaml': cost },
  });
});
afterAll(() => shop.close());

const get = async (url: string, key = shop.keys.viewerA) => {
  const { status, text } = await ask(shop.app, key, { url });
  return { status, body: JSON.parse(text) };
};
const post = async (payload: object, url = '/v1/query') => {
  const { status, text } = await ask(shop.app, shop.keys.viewerA, { method: 'POST', url, payload });
  return { status, body: JSON.parse(text) };
};

describe('a version that was released before', () => {
  it('is asked for by its number, on every surface, and is half of the current one', async () => {
    const both = {
      metrics: ['revenue', { metric: 'revenue', version: 1, as: 'before' }],
      numbers: 'strings',
    };
    const [row] = (await post(both)).body.data;
    expect(Number(row.revenue)).toBe(2 * Number(row.before));
    const values = await get('/v1/metrics/revenue@1/values?numbers=strings');
    expect(values.body.data).toEqual([{ revenue: row.before }]);
    expect(values.body.columns[0]).toMatchObject({ metric: 'revenue', version: 1 });
    const source = '{ query(input: { metrics: [{ metric: "revenue", version: 1 }] }) { rows } }';
    expect((await post({ query: source }, '/graphql')).body.data.query.rows).toEqual([
      { revenue: row.before },
    ]);
    const derived = { metrics: [{ metric: 'net_revenue@1', as: 'before' }, 'net_revenue'] };
    const [net] = (await post(derived)).body.data;
    expect(net.net_revenue - net.before).toBeCloseTo(Number(row.before), 6);
  });

  it('is for those alone who may see all that it rests on, even where the current one is for all', async () => {
    expect((await get('/v1/metrics/roas/values')).status).toBe(200);
    expect((await get('/v1/metrics/roas@1/values')).body.code).toBe('QUERY_UNKNOWN_VERSION');
    expect((await get('/v1/metrics/roas@1/values', shop.keys.financeA)).status).toBe(200);
  });

  it('is described, and refused where there is none', async () => {
    expect((await get('/v1/metrics/revenue@1')).body).toMatchObject({
      version: 1,
      formula: 'sum(orders.amount)',
    });
    expect((await get('/v1/metrics/revenue@3')).body.code).toBe('QUERY_UNKNOWN_VERSION');
    expect((await get('/v1/metrics/revenue@3/values')).status).toBe(400);
  });
});

describe('a comparison with another version', () => {
  const compare = (comparison: unknown, more: object = {}) =>
    post({
      metrics: ['revenue'],
      by: ['channel.name'],
      numbers: 'strings',
      compare: comparison,
      totals: true,
      ...more,
    });

  it('tells both, their difference and by how much, in groups and in totals', async () => {
    const { body } = await compare({ version: 1 });
    const both = await post({
      metrics: ['revenue', { metric: 'revenue@1', as: 'before' }],
      by: ['channel.name'],
      numbers: 'strings',
      totals: true,
    });
    expect(body.data.length).toBeGreaterThan(1);
    // The second version is twice the first.
    const half = ({ before, ...row }: Record<string, string>) => ({
      ...row,
      'revenue.previous': before,
      'revenue.change': before,
      'revenue.change_ratio': Number(before) === 0 ? null : 1,
    });
    expect(body.data).toEqual(both.body.data.map(half));
    expect(body.totals).toEqual(half(both.body.totals));
    const told = body.columns.filter(({ kind }: { kind: string }) => kind === 'metric');
    expect(told.map(({ name, version }: { name: string; version: number }) => [name, version])).toEqual([
      ['revenue', 2],
      ['revenue.previous', 1],
      ['revenue.change', 2],
      ['revenue.change_ratio', 2],
    ]);
  });

  it('stands beside earlier ranges, under names of its own', async () => {
    const { body } = await compare([{ version: 1 }, { version: 1, as: 'old' }, 'previous_year']);
    expect(Object.keys(body.data[0])).toEqual(
      expect.arrayContaining([
        'revenue.version_1.value',
        'revenue.old.change',
        'revenue.previous_year.change_ratio',
      ]),
    );
  });

  it('is asked for in query strings and in GraphQL', async () => {
    const url = '/v1/metrics/revenue/values?numbers=strings&compare=';
    const { body } = await get(`${url}${encodeURIComponent('@1')}`);
    const [row] = body.data;
    expect(row['revenue.change']).toBe(row['revenue.previous']);
    const source = '{ values { revenue(compare: {version: 1}) { rows { value previous change } } } }';
    const { data } = (await post({ query: source }, '/graphql')).body;
    expect(data.values.revenue.rows).toEqual([
      { value: row['revenue'], previous: row['revenue.previous'], change: row['revenue.change'] },
    ]);
  });

  it('is refused where there is no such version, or only for others', async () => {
    const refused = async (payload: object) => {
      const { body, status } = await post(payload);
      return [status, body.code, body.path];
    };
    expect(await refused({ metrics: ['revenue'], compare: { version: 9 } })).toEqual([
      400,
      'QUERY_UNKNOWN_VERSION',
      '/compare',
    ]);
    expect(await refused({ metrics: ['roas'], compare: ['previous_year', { version: 1 }] })).toEqual([
      400,
      'QUERY_UNKNOWN_VERSION',
      '/compare/1',
    ]);
    expect(await refused({ metrics: ['revenue'], compare: { version: 0 } })).toEqual([
      400,
      'QUERY_INVALID',
      '/compare',
    ]);
    expect(await refused({ metrics: ['revenue'], compare: [{ version: 1 }, { version: 1 }] })).toEqual([
      400,
      'QUERY_INVALID',
      '/compare/1',
    ]);
  });
});

describe('a version on its way out', () => {
  const NOTE = {
    deprecation: '@1769904000',
    sunset: 'Fri, 01 Jan 2027 00:00:00 GMT',
    link: '</v1/metrics/net_revenue>; rel="successor-version"',
  };

  it('says so in headers, wherever it answers, and the others do not', async () => {
    const asked = [
      { url: '/v1/metrics/revenue@1/values' },
      {
        method: 'POST',
        url: '/v1/query',
        payload: { metrics: ['revenue', { metric: 'revenue@1', as: 'x' }] },
      },
    ] as const;
    for (const request of asked)
      expect((await ask(shop.app, shop.keys.viewerA, request)).headers).toMatchObject(NOTE);
    const { headers } = await ask(shop.app, shop.keys.viewerA, { url: '/v1/metrics/revenue/values' });
    for (const name of Object.keys(NOTE)) expect(headers).not.toHaveProperty(name);
  });

  it('is gone when its last day is over, in the zone of the project', async () => {
    try {
      shop.setNow('2026-12-31T22:59:59Z');
      expect((await get('/v1/metrics/revenue@1/values')).status).toBe(200);
      shop.setNow('2026-12-31T23:00:00Z');
      const { status, body } = await get('/v1/metrics/revenue@1/values');
      expect([status, body.code, body.hint]).toEqual([
        410,
        'QUERY_VERSION_SUNSET',
        'Ask for net_revenue instead.',
      ]);
      expect((await get('/v1/metrics/revenue/values')).status).toBe(200);
      // What rests on it goes on.
      expect((await get('/v1/metrics/net_revenue@1/values')).status).toBe(200);
    } finally {
      shop.setNow('2026-11-22T12:00:00Z');
    }
  });
});

describe('the usage of old versions', () => {
  it('says who still asks for them', async () => {
    await get('/v1/metrics/revenue@1/values');
    await get('/v1/metrics/revenue/values');
    await shop.flushAudit();
    const { items } = (await get('/v1/usage?outdated=true&metric=revenue', shop.keys.adminA)).body;
    const id = shop.keys.viewerA.split('_')[2];
    expect(items).toMatchObject([{ metric: 'revenue', version: 1, callers: [{ kind: 'service_key', id }] }]);
    const all = (await get('/v1/usage?metric=revenue', shop.keys.adminA)).body.items;
    expect(all.map(({ version }: { version: number }) => version).toSorted()).toEqual([1, 2]);
  });
});

describe('definitions of a day', () => {
  it('are the versions released last by the end of it', async () => {
    const [{ revenue: before }] = (await get('/v1/metrics/revenue@1/values?numbers=strings')).body.data;
    const at = async (day: string) => get(`/v1/metrics/net_revenue/values?definitions=${day}`);
    // Both releases are of nine in the morning of the last of January, in UTC.
    expect((await at('2026-01-31')).body.columns[0]).toMatchObject({ metric: 'net_revenue', version: 1 });
    const both = {
      metrics: ['revenue', { metric: 'revenue', version: 1, as: 'pinned' }],
      definitions: '2026-02-01',
    };
    const { columns, data } = (await post({ ...both, numbers: 'strings' })).body;
    expect(columns.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect(data[0].pinned).toBe(before);
    const early = await at('2026-01-30');
    expect([early.status, early.body.code, early.body.path]).toEqual([
      400,
      'QUERY_NOT_RELEASED',
      '?definitions',
    ]);
    expect(early.body.hint).toBe('Its first release is of 2026-01-31.');
    for (const day of ['2026-02-30', '31.01.2026', '2026-1-1', ''])
      expect((await at(encodeURIComponent(day))).status).toBe(400);
    const source =
      '{ query(input: { metrics: [{ metric: "net_revenue" }], definitions: "2026-01-31" }) { rows } }';
    const [row] = (await post({ query: source }, '/graphql')).body.data.query.rows;
    expect(row).toEqual((await get('/v1/metrics/net_revenue@1/values?numbers=strings')).body.data[0]);
  });
});

describe('GET /v1/metrics/{metric}/versions', () => {
  it('lists them, the newest first', async () => {
    const { status, body } = await get('/v1/metrics/revenue/versions');
    expect(status).toBe(200);
    const note = { at: '2026-01-31T09:00:00Z', by: 'a@shop.example', why: 'Because.' };
    expect(body.items).toMatchObject([
      {
        version: 2,
        status: 'current',
        release: note,
        deprecated: null,
        changes: ['formula: sum(orders.amount) → sum(orders.amount) * 2'],
      },
      {
        version: 1,
        status: 'released',
        release: note,
        deprecated: { since: '2026-02-01', sunset: '2027-01-01', use: 'net_revenue' },
        changes: [],
      },
    ]);
    expect(body.items[0].hash).not.toBe(body.items[1].hash);
  });

  it('tells of the current one that it was not released yet', async () => {
    const { body } = await get('/v1/metrics/net_revenue/versions');
    expect(body.items).toMatchObject([
      { version: 2, status: 'current', release: null },
      { version: 1, status: 'released' },
    ]);
  });

  it('tells changes to nobody who may not see all that it rests on', async () => {
    expect((await get('/v1/metrics/roas/versions')).body.items[1].changes).toBeNull();
    expect((await get('/v1/metrics/roas/versions', shop.keys.financeA)).body.items[1].changes).toEqual([]);
    expect((await get('/v1/metrics/ad_cost/versions')).status).toBe(404);
    expect((await get('/v1/metrics/ad_cost/changelog')).status).toBe(404);
    expect((await get('/v1/metrics/nothing/versions')).body.code).toBe('QUERY_UNKNOWN_METRIC');
  });
});

describe('the changelog', () => {
  it('is of one metric, or of all that may be seen, in pages', async () => {
    const own = (await get('/v1/metrics/revenue/changelog')).body.items;
    expect(
      own.map(({ metric, version }: { metric: string; version: number }) => `${metric}@${version}`),
    ).toEqual(['revenue@2', 'revenue@1']);
    const all: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await get(`/v1/changelog?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
      all.push(...body.items.map(({ metric }: { metric: string }) => metric));
      if (body.next === null) break;
      cursor = body.next;
    }
    expect(all).not.toContain('ad_cost');
    expect(all.filter((metric) => metric === 'revenue')).toHaveLength(2);
    expect(new Set(all).size).toBe(all.length - 1);
    const finance = (await get('/v1/changelog?limit=500', shop.keys.financeA)).body.items;
    const hidden = finance
      .map(({ metric }: { metric: string }) => metric)
      .filter((name: string) => !all.includes(name));
    expect(hidden).toContain('ad_cost');
    for (const name of hidden) expect((await get(`/v1/metrics/${name}`)).status).toBe(404);
  });

  it('tells what a release did to all tenants, but to no tenant', async () => {
    for (const url of ['/v1/changelog?limit=500', '/v1/metrics/revenue/changelog']) {
      const told = async (key: string) =>
        (await get(url, key)).body.items
          .filter(({ measured }: { measured?: object | null }) => measured)
          .map((entry: { metric: string; version: number; measured: object }) => [
            `${entry.metric}@${entry.version}`,
            entry.measured,
          ]);
      expect(await told(shop.keys.analystA)).toEqual([['revenue@2', MEASURED]]);
      expect(await told(shop.keys.viewerA)).toEqual([]);
    }
    const feed = async (key: string) => (await ask(shop.app, key, { url: '/v1/changelog.atom' })).text;
    expect(await feed(shop.keys.analystA)).toContain(
      'moves numbers of 7 of 12 tenants, by 50.00% to 125.00%',
    );
    expect(await feed(shop.keys.viewerA)).not.toContain('moves numbers');
  });

  it('is a feed, too', async () => {
    const { status, headers, text } = await ask(shop.app, shop.keys.viewerA, { url: '/v1/changelog.atom' });
    expect([status, headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    expect(text).toContain(
      '<id>urn:vitrine:shop:revenue@2</id>\n<title>revenue@2</title>\n<updated>2026-01-31T09:00:00Z</updated>',
    );
    expect(text).toContain('Because.\nformula: sum(orders.amount) → sum(orders.amount) * 2</content>');
    expect(text.match(/<entry>/g)).toHaveLength(text.match(/<\/entry>/g)?.length ?? 0);
    expect(text).not.toContain('ad_cost');
  });
});

describe('writeFeed', () => {
  it('escapes what XML would read, and leaves out what it cannot hold', () => {
    const entry = {
      name: 'x',
      metric: 'm',
      version: null,
      at: '2026-01-31T09:00:00Z',
      by: 'a <b> & "c"',
      why: 'x\u0000\u{1F600}\uFFFE',
      changes: null,
      measured: null,
    };
    const text = writeFeed({ project: 'p', entries: [entry] });
    expect(text).toContain('<name>a &lt;b&gt; &amp; &quot;c&quot;</name>');
    expect(text).toContain('<title>m was retired</title>');
    expect(text).toContain('<content>x\u{1F600}</content>');
    expect(writeFeed({ project: 'p', entries: [] })).toContain('<updated>1970-01-01T00:00:00Z</updated>');
  });
});
