/** What became of models and dimensions over HTTP: in the changelogs, the feed, and for whom not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReleaseFile } from '../../src/definitions/parse-release.ts';
import { loadProjectFiles } from '../../src/project/load-project.ts';
import { releaseModels } from '../../src/versions/release-models.ts';
import { ask, type ServedShop, serveShop } from '../support/served-shop.ts';
import type { Files } from '../unit/catalog/small-project.ts';
import { buildFiles, release } from '../unit/versions/released-project.ts';

const ORDERS = 'models/orders.yaml';
const LATER = { at: '2026-02-28T09:00:00Z', by: 'b@shop.example', why: 'Another table.' };

let shop: ServedShop;
beforeAll(async () => {
  const files = Object.fromEntries(await loadProjectFiles('tests/fixtures/shop/project'));
  const first: Files = release(files);
  const orders = (first[ORDERS] ?? '')
    .replace(/^ {2}status:.*$/m, (line) => `${line}\n  state: { type: string, column: status }`)
    .replace(/^ {2}gift:.*$/m, (line) => line.replace('}', ', access: { groups: [finance] } }'));
  const changed = { ...first, [ORDERS]: orders };
  const notes = releaseModels(buildFiles(changed), LATER).map(({ model, file }) => [
    `releases/models/${model}.json`,
    writeReleaseFile(file),
  ]);
  const all: Files = { ...changed, ...Object.fromEntries(notes) };
  const own = Object.entries(all).filter(([path, text]) => files[path] !== text);
  shop = await serveShop({ files: Object.fromEntries(own) });
});
afterAll(() => shop.close());

const get = async (url: string, key = shop.keys.financeA) => {
  const { status, text } = await ask(shop.app, key, { url });
  return { status, text };
};

describe('the changelog of a dimension', () => {
  it('begins with the first release that has it', async () => {
    const { status, text } = await get('/v1/dimensions/orders.state/changelog');
    const { items, next } = JSON.parse(text);
    expect([status, next]).toEqual([200, null]);
    expect(items).toEqual([
      {
        dimension: 'orders.state',
        ...LATER,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        changes: ['new'],
      },
    ]);
    const older = JSON.parse((await get('/v1/dimensions/orders.status/changelog')).text).items;
    expect(older).toMatchObject([{ at: '2026-01-31T09:00:00Z', changes: [] }]);
  });

  it('is told without words to those from whom members are hidden', async () => {
    const { text } = await get('/v1/dimensions/orders.state/changelog', shop.keys.viewerA);
    expect(JSON.parse(text).items).toMatchObject([{ changes: null }]);
  });

  it('is unknown where the dimension is', async () => {
    const hidden = await get('/v1/dimensions/orders.gift/changelog', shop.keys.viewerA);
    const absent = await get('/v1/dimensions/orders.nothing/changelog', shop.keys.viewerA);
    for (const { status, text } of [hidden, absent])
      expect([status, JSON.parse(text).code]).toEqual([400, 'QUERY_UNKNOWN_MEMBER']);
  });
});

describe('the changelog of all', () => {
  it('tells of models among metrics', async () => {
    const { items } = JSON.parse((await get('/v1/changelog')).text);
    expect(items[0]).toEqual({
      model: 'orders',
      ...LATER,
      changes: [{ dimension: 'orders.state', what: 'new' }],
    });
    expect(items[1]).toMatchObject({ at: '2026-01-31T09:00:00Z', metric: expect.any(String) });
    const page = JSON.parse((await get('/v1/changelog?limit=1')).text);
    const second = JSON.parse((await get(`/v1/changelog?limit=1&cursor=${page.next}`)).text);
    expect([page.items, second.items]).toEqual([[items[0]], [items[1]]]);
  });

  it('is a feed as well', async () => {
    const { text } = await get('/v1/changelog.atom');
    expect(text).toContain(`<title>The model orders changed</title>\n<updated>${LATER.at}</updated>`);
    expect(text).toContain('<content>Another table.\norders.state: new</content>');
  });
});
