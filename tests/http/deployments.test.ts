/** Which catalog was in force when, over HTTP: for analysts, and without a name that they may not know. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDeployment } from '../../src/server/deployment-recorder.ts';
import { ask, PROCESS_TOKEN, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';
import { loadShopCatalog } from '../support/shop.ts';

const metric = (name: string, formula: string, keys = '') =>
  `metric: ${name}\nversion: 1\nowner: data@shop.example\ndescription: Added by a test.\nformula: ${formula}\n${keys}`;
const file = (name: string, formula: string, keys?: string) => ({
  [`added/${name}.yaml`]: metric(name, formula, keys),
});

const OPEN = { ...file('plain', 'count(orders)'), ...file('goes_away', 'count(orders)') };
const HIDDEN = {
  ...file('of_finance', 'count(orders)', 'access: { groups: [finance] }\n'),
  ...file('for_formulas', 'count(orders)', 'private: true\n'),
};
/** What is served in the end: `plain` is another number, and two are gone, of which one was never for everybody. */
const NOW = {
  ...file('plain', 'count(orders) * 2'),
  ...file('of_finance', 'count(orders) * 2', 'access: { groups: [finance] }\n'),
  ...file('for_formulas', 'count(orders) * 2', 'private: true\n'),
};

let shop: ServedShop;
let hashes: readonly string[];
beforeAll(async () => {
  shop = await serveShop({ files: NOW });
  const catalogs = await Promise.all(
    [{}, OPEN, { ...OPEN, ...HIDDEN }].map((files) => loadShopCatalog({ files })),
  );
  hashes = [...catalogs, shop.engine.catalog()].map(({ hash }) => hash);
  for (const [index, catalog] of [...catalogs, shop.engine.catalog()].entries()) {
    const at = new Date(Date.UTC(2026, 0, 1 + index, 9));
    await shop.store.addDeployment(describeDeployment(catalog, { at, vitrine: '1.0.0' }), false);
  }
  const other = describeDeployment(shop.engine.catalog(), { at: new Date(), vitrine: '1.0.0' });
  await shop.store.addDeployment({ ...other, project: 'of somebody else' }, false);
});
afterAll(() => shop.close());

const list = async (key: keyof ServedShop['keys'], search = '') =>
  readJson(await ask(shop.app, shop.keys[key], { url: `/v1/deployments${search}` })) as {
    items: { catalog: string; since: string; until: string | null; changes: object[] | null }[];
    next: string | null;
  };
const changesFor = async (key: keyof ServedShop['keys']) =>
  (await list(key)).items.map(({ changes }) => changes);
const added = (name: string) => ({ metric: name, change: 'added', from: null, to: 1 });
const removed = (name: string) => ({ metric: name, change: 'removed', from: 1, to: null });
const changed = (name: string) => ({ metric: name, change: 'changed', from: 1, to: 1 });

describe('GET /v1/deployments', () => {
  it('lists what was in force, the newest first, of this project alone', async () => {
    const { items, next } = await list('analystA');
    expect(next).toBeNull();
    expect(items.map(({ catalog, since, until }) => [catalog, since, until])).toEqual([
      [hashes[3], '2026-01-04T09:00:00.000Z', null],
      [hashes[2], '2026-01-03T09:00:00.000Z', '2026-01-04T09:00:00.000Z'],
      [hashes[1], '2026-01-02T09:00:00.000Z', '2026-01-03T09:00:00.000Z'],
      [hashes[0], '2026-01-01T09:00:00.000Z', '2026-01-02T09:00:00.000Z'],
    ]);
    expect(items[0]).toMatchObject({ vitrine: '1.0.0', semantics: 1 });
  });

  it('tells the metrics that differ, of those that whoever asks may see', async () => {
    expect(await changesFor('analystA')).toEqual([[changed('plain')], [], [added('plain')], null]);
    expect(await changesFor('financeA')).toEqual([
      [changed('of_finance'), changed('plain')],
      [added('of_finance')],
      [added('plain')],
      null,
    ]);
    // Of what is gone no rule says whose it is; a private metric is for nobody by its name.
    expect(await changesFor('adminA')).toEqual([
      [removed('goes_away'), changed('plain')],
      [],
      [added('goes_away'), added('plain')],
      null,
    ]);
  });

  it('tells what was in force at a moment', async () => {
    const at = async (moment: string) =>
      (await list('analystA', `?at=${encodeURIComponent(moment)}`)).items.map(({ catalog }) => catalog);
    expect(await at('2026-01-01')).toEqual([]);
    expect(await at('2026-01-01T12:00:00+03:00')).toEqual([hashes[0]]);
    expect(await at('2026-01-03')).toEqual([hashes[1]]);
    expect(await at('2030-01-01')).toEqual([hashes[3]]);
  });

  it('comes in pages', async () => {
    const first = await list('analystA', '?limit=3');
    expect(first.items.map(({ catalog }) => catalog)).toEqual([hashes[3], hashes[2], hashes[1]]);
    const second = await list('analystA', `?limit=3&cursor=${first.next}`);
    expect([second.items.map(({ catalog }) => catalog), second.next]).toEqual([[hashes[0]], null]);
  });

  it('refuses viewers, and moments and cursors that are none', async () => {
    for (const [key, search, status, code] of [
      ['viewerA', '', 403, 'TENANT_CAPABILITY'],
      ['analystA', '?at=soon', 400, 'HTTP_PARAMETER'],
      ['analystA', '?cursor=e30', 400, 'HTTP_PARAMETER'],
      ['analystA', '?since=2026-01-01', 400, 'HTTP_PARAMETER'],
    ] as const) {
      const reply = await ask(shop.app, shop.keys[key], { url: `/v1/deployments${search}` });
      expect([reply.status, readJson(reply)['code']]).toEqual([status, code]);
    }
  });

  it('tells the operator of this machine of all projects', async () => {
    const payload = { page: { limit: 10 } };
    const reply = await ask(shop.app, PROCESS_TOKEN, {
      method: 'POST',
      url: '/internal/deployments',
      payload,
    });
    const { items }: { items: { project: string }[] } = JSON.parse(reply.text);
    expect(items).toHaveLength(5);
    expect(items[0]?.project).toBe('of somebody else');
  });
});
