/** What is noted of models and their members with releases, and what a check finds of those notes. */
import { describe, expect, it } from 'vitest';
import type { ModelReleaseFile } from '../../../src/definitions/model-release-schema.ts';
import { writeReleaseFile } from '../../../src/definitions/parse-release.ts';
import { releaseModels } from '../../../src/versions/release-models.ts';
import { type Files, SMALL_PROJECT } from '../catalog/small-project.ts';
import { buildFiles, faultsOf, release } from './released-project.ts';

const ORDERS = 'models/orders.yaml';
const NOTES = 'releases/models/orders.json';
const NOTE = { at: '2026-02-28T09:00:00Z', by: 'b@shop.example', why: 'Otherwise.' };
const released = release(SMALL_PROJECT);

function change(files: Files, file: string, from: string, to: string): Files {
  expect(files[file]).toContain(from);
  return { ...files, [file]: (files[file] ?? '').replace(from, () => to) };
}

/** `orders.status: type: string → integer`, of all models. */
function changesOf(files: Files): readonly string[] {
  return releaseModels(buildFiles(files), NOTE).flatMap(({ model, changes }) =>
    changes.map(({ member, what }) => `${model}${member === null ? '' : `.${member}`}: ${what}`),
  );
}

describe('the notes on models', () => {
  it('begin with what there is, and go on where something changes', () => {
    expect(releaseModels(buildFiles(released), NOTE)).toEqual([]);
    const { releases }: ModelReleaseFile = JSON.parse(released[NOTES] ?? '');
    expect(releases).toMatchObject([
      {
        source: 'shop.orders',
        changes: [],
        members: { status: { type: 'string' }, amount: { type: 'decimal' } },
      },
    ]);
  });

  it.each<[string, string, string, string, readonly string[]]>([
    ['a title', ORDERS, 'status: { type: string,', 'status: { type: string, title: Status,', []],
    [
      'a table',
      ORDERS,
      'shop.orders',
      'shop.orders_2',
      ['orders: source: shop.orders → shop.orders_2; numbers may move'],
    ],
    [
      'a column',
      ORDERS,
      'amount: { type: decimal,',
      'amount: { type: decimal, column: net,',
      ['orders.amount: column: amount → net; numbers may move'],
    ],
    [
      'a type',
      ORDERS,
      'number: { type: integer }',
      'number: { type: string }',
      ['orders.number: type: integer → string'],
    ],
    [
      'a formula',
      ORDERS,
      'number: { type: integer }',
      'number: { type: integer, formula: "length(status)" }',
      [
        'orders.number: formula: none → length(status)',
        'orders.number: column: number → none; numbers may move',
      ],
    ],
    [
      'a member more',
      ORDERS,
      'number: { type: integer }',
      'number: { type: integer }\n  kind: { type: string }',
      ['orders.kind: new'],
    ],
    ['a member less', ORDERS, '  is_promo: { type: boolean }\n', '', ['orders.is_promo: gone']],
  ])('tell of %s', (_, file, from, to, changes) => {
    expect(changesOf(change(released, file, from, to))).toEqual(changes);
  });

  it('tell what rests on something else that changed', () => {
    const banded = change(
      SMALL_PROJECT,
      ORDERS,
      'number: { type: integer }',
      'number: { type: integer }\n  is_big: { type: boolean, formula: number > 9 }',
    );
    const before = release(banded);
    const after = change(
      before,
      ORDERS,
      'number: { type: integer }',
      'number: { type: integer, formula: "length(status)" }',
    );
    expect(changesOf(after)).toEqual([
      'orders.is_big: what it rests on',
      'orders.number: formula: none → length(status)',
      'orders.number: column: number → none; numbers may move',
    ]);
  });

  it('go on when a model is gone, and when one of its name is back', () => {
    const alone: Files = {
      ...SMALL_PROJECT,
      'models/towns.yaml':
        'model: towns\nsource: shop.towns\nprimary_key: id\ntenant: shared\ndimensions:\n  name: { type: string }\n',
    };
    const before = release(alone);
    const { 'models/towns.yaml': towns, ...without } = before;
    expect(changesOf(without)).toEqual([
      'towns: source: shop.towns → none; numbers may move',
      'towns.name: gone',
    ]);
    const gone = release(without);
    expect(changesOf(gone)).toEqual([]);
    expect(changesOf({ ...gone, 'models/towns.yaml': towns ?? '' })).toEqual([
      'towns: source: none → shop.towns; numbers may move',
      'towns.name: new',
    ]);
  });

  it('are no edited text, and hold by their seals', () => {
    const file: ModelReleaseFile = JSON.parse(released[NOTES] ?? '');
    const broken = (text: string) => faultsOf({ ...released, [NOTES]: text });
    expect(broken('{}')).toEqual([expect.stringContaining('DEF_RELEASE_BROKEN')]);
    expect(broken(JSON.stringify(file))).toEqual([
      expect.stringContaining('it is not as the tool writes it'),
    ]);
    const why = file.releases.map((each) => ({ ...each, why: 'Another reason.' }));
    expect(broken(writeReleaseFile({ ...file, releases: why }))).toEqual([
      'releases/models/orders.json:1 DEF_RELEASE_BROKEN This release file was changed: the seal of what orders was at 2026-01-31T09:00:00Z does not hold.',
    ]);
    const renamed = writeReleaseFile({ ...file, model: 'items' });
    expect(broken(renamed)).toEqual([
      expect.stringContaining('DEF_DUPLICATE_NAME'),
      expect.stringContaining('DEF_NAME_MISMATCH'),
    ]);
    expect(faultsOf({ ...released, 'releases/more/orders.json': released[NOTES] ?? '' })).toEqual([
      expect.stringContaining('DEF_UNEXPECTED_FILE'),
    ]);
  });
});
