/** `query` and `values` on a database: each flag asks what the query that it stands for asks. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/cli/main.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { writeAnswer } from '../../../src/serving/write-answer.ts';
import { openTestPostgres, type TestPostgres } from '../../support/databases.ts';
import { openShop, principalOf, type Shop } from '../../support/shop.ts';

const SHOP = fileURLToPath(new URL('../../fixtures/shop/project', import.meta.url));
const SECRET = 'correct horse battery staple, twice';

let test: TestPostgres;
let shop: Shop;
let folder: string;
beforeAll(async () => {
  test = await openTestPostgres();
  shop = await openShop(test.database);
  folder = await mkdtemp(join(tmpdir(), 'vitrine-asking-'));
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: readonly string[]) {
  let out = '';
  let err = '';
  const status = await runCommandLine(args, {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    env: {
      VITRINE_PROJECT: SHOP,
      VITRINE_WAREHOUSE: test.url,
      VITRINE_STORE: test.url,
      VITRINE_SECRET: SECRET,
    },
  });
  return { status, out, err };
}

describe('query', () => {
  const answer = async (tenants: readonly string[], query: MetricQuery): Promise<unknown> => {
    const { data, columns, totals, range } = JSON.parse(
      writeAnswer(await shop.engine.query(principalOf(tenants), query)),
    );
    return { data, columns, totals, range };
  };
  const MONTHS = ['--grain', 'month', '--from', '2026-01-01', '--to', '2026-04-01'];
  const months = { grain: 'month', from: '2026-01-01', to: '2026-04-01' } as const;
  const open = [{ dimension: 'orders.status', op: 'ne', value: 'paid' }] as const;
  const many = [{ metric: 'orders_count', op: 'gte', value: 2 }] as const;
  const best = { n: 1, of: ['orders.status'], by: 'orders_count' } as const;
  const byStatus: MetricQuery = { metrics: ['orders_count'], by: ['orders.status'] };

  it.each<[string[], MetricQuery]>([
    [['orders_count@1', 'revenue'], { metrics: ['orders_count@1', 'revenue'] }],
    [['--by', 'channel.name,channel.is_paid'], { by: ['channel.name', 'channel.is_paid'] }],
    [['revenue', ...MONTHS], { metrics: ['revenue'], time: months }],
    [
      ['buyers', ...MONTHS, '--fill', '--by', 'orders.status'],
      { metrics: ['buyers'], by: ['orders.status'], time: { ...months, fill: true } },
    ],
    [['revenue', '--range', '2026-Q1'], { metrics: ['revenue'], time: { range: '2026-Q1' } }],
    [
      ['revenue', '--grain', 'day', '--zone', 'Asia/Tokyo'],
      { metrics: ['revenue'], time: { grain: 'day', zone: 'Asia/Tokyo' } },
    ],
    [['revenue', '--where', JSON.stringify(open)], { metrics: ['revenue'], where: [...open] }],
    [
      ['orders_count', '--by', 'orders.status', '--having', JSON.stringify(many)],
      { ...byStatus, having: [...many] },
    ],
    [
      ['orders_count', '--by', 'orders.status', '--top', '1'],
      { ...byStatus, top: { ...best, of: [...best.of] } },
    ],
    [
      ['orders_count', '--by', 'orders.status', '--top', '1', '--lowest', '--others'],
      { ...byStatus, top: { ...best, of: [...best.of], direction: 'asc', others: true } },
    ],
    [
      ['orders_count', '--by', 'orders.gift,orders.status', '--top', '1', '--of', 'orders.status'],
      { metrics: ['orders_count'], by: ['orders.gift', 'orders.status'], top: { ...best, of: [...best.of] } },
    ],
    [
      ['orders_count', '--by', 'orders.status', '--order', '-orders_count,orders.status', '--limit', '2'],
      { ...byStatus, order: [{ by: 'orders_count', direction: 'desc' }, { by: 'orders.status' }], limit: 2 },
    ],
    [['orders_count', '--by', 'orders.status', '--totals'], { ...byStatus, totals: true }],
  ])('%j', async (args, query) => {
    const { status, out, err } = await run('query', ...args, '--tenant', 'a', '--json');
    expect([status, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject(Object(await answer(['a'], query)));
  });

  it('of several tenants', async () => {
    const { out } = await run(
      'query',
      'orders_count',
      '--by',
      'tenant',
      '--tenant',
      'a',
      '--tenant',
      'b',
      '--json',
    );
    const query: MetricQuery = { metrics: ['orders_count'], by: ['tenant'], tenants: ['a', 'b'] };
    expect(JSON.parse(out)).toMatchObject(Object(await answer(['a', 'b'], query)));
  });

  it('goes on page by page, by the cursor that it prints', async () => {
    const asked = ['query', 'orders_count', '--by', 'orders.status', '--tenant', 'a', '--limit', '3'];
    const first = await run(...asked);
    const [, cursor = ''] = /^more: --cursor (\S+)$/m.exec(first.out) ?? [];
    const second = await run(...asked, '--cursor', cursor);
    expect(first.out).toMatch(/^only 3 rows$/m);
    expect(second).toMatchObject({ status: 0, out: expect.not.stringContaining('more:') });
    expect(await run(...asked, '--cursor', 'x')).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringContaining('QUERY_CURSOR_INVALID'),
    });
  });

  it('reads a whole query from a file', async () => {
    const file = join(folder, 'query.json');
    await writeFile(file, JSON.stringify({ ...byStatus, totals: true }));
    const [whole, flags] = [
      await run('query', '--file', file, '--tenant', 'a'),
      await run('query', 'orders_count', '--by', 'orders.status', '--totals', '--tenant', 'a'),
    ];
    expect(whole).toEqual(flags);
    expect(whole.out).toMatch(/^total +16$/m);
  });

  it.each<[string[], number, string]>([
    [['query', 'revenue', '--lowest', '--tenant', 'a'], 2, '--lowest says something of --top'],
    [['query', 'revenue', '--top', '0', '--tenant', 'a'], 2, '--top must be a whole number from 1'],
    [['query', 'revenue', '--range', 'last moon', '--tenant', 'a'], 1, 'QUERY_BAD_TIME'],
    [['query', 'revenue'], 2, '--tenant is required'],
  ])('%j ends with %i', async (args, status, message) => {
    expect(await run(...args)).toMatchObject({ status, out: '', err: expect.stringContaining(message) });
  });
});

describe('values', () => {
  it('come one a line, nothing as a dash', async () => {
    expect(await run('values', 'channel.name', '--tenant', 'a')).toEqual({
      status: 0,
      out: 'ads\nmail\nradio\nseo\n–\n',
      err: '',
    });
  });

  it('are searched, whatever the case', async () => {
    expect((await run('values', 'campaign.name', '--search', 'BRAND', '--tenant', 'a')).out).toBe('Brand\n');
    expect((await run('values', 'campaign.name', '--search', 'nowhere', '--tenant', 'a')).out).toBe('');
  });

  it('go on behind a cursor', async () => {
    const first = await run('values', 'channel.name', '--limit', '2', '--tenant', 'a');
    const [, cursor = ''] = /^ads\nmail\nmore: --cursor (\S+)\n$/.exec(first.out) ?? [];
    const rest = await run('values', 'channel.name', '--limit', '9', '--cursor', cursor, '--tenant', 'a');
    expect(rest.out).toBe('radio\nseo\n–\n');
  });

  it('are a page of JSON for machines', async () => {
    const { out } = await run('values', 'channel.is_paid', '--limit', '1', '--tenant', 'a', '--json');
    expect(JSON.parse(out)).toEqual({ items: [false], next: expect.any(String) });
  });

  it('are of all tenants that are named', async () => {
    const both = await run('values', 'channel.name', '--tenant', 'a', '--tenant', 'b', '--json');
    const one = await run('values', 'channel.name', '--tenant', 'b', '--json');
    const items = (text: string): unknown[] => JSON.parse(text).items;
    expect(items(both.out)).toEqual(expect.arrayContaining(items(one.out)));
    expect(items(both.out)).toEqual(expect.arrayContaining(['ads', 'radio']));
  });

  it.each<[string[], number, string]>([
    [['values', 'chanel.name', '--tenant', 'a'], 1, 'QUERY_UNKNOWN_MEMBER'],
    [['values', 'orders.ordered_at', '--tenant', 'a'], 1, 'QUERY_GRAIN_REQUIRED'],
    [['values', 'channel.is_paid', '--search', 't', '--tenant', 'a'], 1, 'QUERY_OPERATOR_MISMATCH'],
    [
      ['values', 'channel.name', '--limit', 'two', '--tenant', 'a'],
      2,
      '--limit must be a whole number from 1',
    ],
    [['values', 'channel.name'], 2, '--tenant is required'],
    [['values', '--tenant', 'a'], 2, 'dimension'],
  ])('%j ends with %i', async (args, status, message) => {
    expect(await run(...args)).toMatchObject({ status, out: '', err: expect.stringContaining(message) });
  });
});
