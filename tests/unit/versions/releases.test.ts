/** Releases: what of a project they hold, which versions are due, and what a check refuses. */
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../../src/base/hash.ts';
import { parseRelease, writeReleaseFile } from '../../../src/definitions/parse-release.ts';
import type { Release, ReleaseFile } from '../../../src/definitions/release-schema.ts';
import { loadProjectFiles } from '../../../src/project/load-project.ts';
import { sealOf } from '../../../src/versions/seal-release.ts';
import { thawMetric } from '../../../src/versions/thaw-metric.ts';
import { change, type Files, metricFile } from '../catalog/small-project.ts';
import { buildFiles, faultsOf, propose, release, releasesOf } from './released-project.ts';

const ORDERS = 'models/orders.yaml';
const REVENUE = 'sales/revenue.yaml';

const PROJECT = change(
  [ORDERS, '  amount: {', '  net: { type: decimal, formula: amount * 2, unit: currency }\n  amount: {'],
  [
    'sales/net_sales.yaml',
    '',
    metricFile('net_sales', "sum(orders.net) filter (where orders.channel.name <> 'x')"),
  ],
  ['sales/net_share.yaml', '', metricFile('net_share', 'net_sales / revenue')],
  ['sales/rough.yaml', '', metricFile('rough', 'revenue * 2', 'draft: true')],
);
const RELEASED = release(PROJECT);

/** Puts `next` in the place of `old`, which stands once in the file. */
function edit(files: Files, file: string, old: string, next: string): Files {
  const text = files[file] ?? '';
  if (text.split(old).length !== 2) throw new Error(`"${old}" is not once in ${file}`);
  return { ...files, [file]: text.replace(old, () => next) };
}

/** The data of a release file; `change` may write what it likes into its own copy. */
function editRelease(metric: string, write: (file: ReleaseFile) => void): Files {
  const path = `releases/${metric}.json`;
  const file: ReleaseFile = JSON.parse(RELEASED[path] ?? '');
  write(file);
  return { ...RELEASED, [path]: writeReleaseFile(file) };
}

function sealAgain({ metric, releases }: ReleaseFile): void {
  let before: string | null = null;
  for (const each of releases) {
    const { seal: _seal, ...rest } = each;
    each.seal = sealOf(metric, rest, before);
    before = each.seal;
  }
}

function only(file: ReleaseFile): Release {
  const [first] = file.releases;
  if (!first) throw new Error('there is a release');
  return first;
}

describe('a release', () => {
  it('is of each metric that is no draft, and of none twice', () => {
    expect(releasesOf(PROJECT).map(({ metric, version }) => `${metric}@${version}`)).toEqual([
      'average_order@1',
      'net_sales@1',
      'net_share@1',
      'orders_count@1',
      'revenue@1',
      'units@1',
    ]);
    expect(releasesOf(RELEASED)).toEqual([]);
    expect(faultsOf(RELEASED)).toEqual([]);
  });

  it('holds what the number rests on, and nothing else', () => {
    const file = releasesOf(PROJECT).find(({ metric }) => metric === 'net_sales')?.file;
    const { models, metrics, project } = only(file ?? ({} as ReleaseFile)).definition;
    expect(models.map(({ model }) => model)).toEqual(['channels', 'orders']);
    const orders = models.find(({ model }) => model === 'orders');
    expect(Object.keys(orders?.facts ?? {}).sort()).toEqual(['amount', 'net']);
    expect(Object.keys(orders?.joins ?? {})).toEqual(['channel']);
    expect(Object.keys(orders?.dimensions ?? {})).toEqual(['ordered_at']);
    expect(metrics.map(({ metric }) => metric)).toEqual(['net_sales']);
    expect(project).not.toHaveProperty('tenants');
  });

  it('holds its inputs, each once', () => {
    const file = releasesOf(PROJECT).find(({ metric }) => metric === 'net_share')?.file;
    expect(only(file ?? ({} as ReleaseFile)).definition.metrics.map(({ metric }) => metric)).toEqual([
      'net_sales',
      'revenue',
      'net_share',
    ]);
  });

  it.each(['tests/fixtures/shop/project', 'metrics', 'examples/flights/metrics'])(
    'is the same number again, for every metric of %s',
    async (folder) => {
      const files = Object.fromEntries(await loadProjectFiles(folder));
      const { catalog } = buildFiles(files);
      for (const { metric, file } of releasesOf(files)) {
        const { definition, hash } = only(file);
        expect([metric, thawMetric(metric, definition).metric?.hash]).toEqual([metric, hash]);
        expect(hash).toBe(catalog.metrics.get(metric)?.hash);
        // Small, and not the project as a whole.
        expect([metric, definition.models.length < catalog.models.size]).toEqual([metric, true]);
      }
    },
  );

  it('is written in one way, and read again', () => {
    for (const { metric, file } of releasesOf(PROJECT)) {
      const text = writeReleaseFile(file);
      expect(parseRelease(`releases/${metric}.json`, text).definition?.value).toEqual(file);
      expect(parseRelease(`releases/${metric}.json`, text.replaceAll('\n', '\r\n')).diagnostics).toEqual([]);
    }
  });
});

describe('what was measured of a release', () => {
  const DOUBLED = propose(edit(RELEASED, REVENUE, 'sum(orders.amount)', 'sum(orders.amount) * 2'));
  const hashIn = (files: Files): string => buildFiles(files).catalog.metrics.get('revenue')?.hash ?? '';
  const effect = {
    base: 'a'.repeat(40),
    grain: 'month',
    from: '2026-01-01',
    to: null,
    tenants: 3,
    tenants_moved: 2,
    change_ratio: { least: -0.25, greatest: 1 },
  };
  const measured = { before: hashIn(RELEASED), after: hashIn(DOUBLED), effect };

  it('is kept under its seal', () => {
    const files = release(DOUBLED, new Map([['revenue', measured]]));
    const { releases }: ReleaseFile = JSON.parse(files['releases/revenue.json'] ?? '');
    expect(releases.map((each) => each.measured)).toEqual([undefined, effect]);
    expect(faultsOf(files)).toEqual([]);
    const edited = edit(files, 'releases/revenue.json', '"least": -0.25', '"least": -0.2');
    expect(faultsOf(edited).join()).toContain('the seal of revenue@2 does not hold');
  });

  it.each([
    ['after', 'this version'],
    ['before', 'the version before'],
  ] as const)('is refused where %s is something else', (side, which) => {
    const other = new Map([['revenue', { ...measured, [side]: 'f'.repeat(64) }]]);
    expect(() => release(DOUBLED, other)).toThrow(`What was measured of revenue@2 is not ${which}`);
    expect(() => release(DOUBLED, other)).toThrow(
      expect.objectContaining({ code: 'DEF_MEASURED_OTHERWISE' }),
    );
  });
});

describe('a changed project', () => {
  const due = (files: Files): readonly string[] =>
    faultsOf(files).flatMap((fault) => /NOT_RAISED (\w+)@/.exec(fault)?.[1] ?? [fault]);

  it.each<[string, [file: string, old: string, next: string], readonly string[]]>([
    [
      'a formula',
      [REVENUE, 'sum(orders.amount)', 'sum(orders.amount) * 2'],
      ['average_order', 'net_share', 'revenue'],
    ],
    [
      'a fact that another fact is made of',
      [ORDERS, 'formula: amount * 2', 'formula: amount * 3'],
      ['net_sales', 'net_share'],
    ],
    [
      'the type of a fact',
      [ORDERS, 'amount: { type: decimal, unit: currency }', 'amount: { type: integer, unit: currency }'],
      ['average_order', 'net_sales', 'net_share', 'revenue'],
    ],
    ['the columns of a join', [ORDERS, 'channel_id: id', 'channel_key: id'], ['net_sales', 'net_share']],
    [
      'the time of a model',
      [ORDERS, 'time: ordered_at', 'time: due_on'],
      ['average_order', 'net_sales', 'net_share', 'orders_count', 'revenue'],
    ],
    [
      'a filter of the metric',
      [REVENUE, 'formula: sum', 'filter: orders.is_promo\nformula: sum'],
      ['average_order', 'net_share', 'revenue'],
    ],
    [
      'what it is where there is nothing',
      [REVENUE, 'formula: sum', 'empty: null\nformula: sum'],
      ['average_order', 'net_share', 'revenue'],
    ],
    ['an owner', [REVENUE, 'owner: a@shop.example', 'owner: b@shop.example'], []],
    ['a source', [ORDERS, 'source: shop.orders', 'source: shop.orders_of_today'], []],
    ['a column', [ORDERS, 'amount: { type: decimal', 'amount: { column: sum, type: decimal'], []],
    [
      'a dimension that nothing rests on',
      [ORDERS, 'number: { type: integer }', 'number: { type: string }'],
      [],
    ],
    ['how rows are scoped', [ORDERS, 'tenant: client_id', 'tenant: customer_id'], []],
    ['the zone of the project', ['project.yaml', 'Europe/Berlin', 'Europe/Paris'], []],
  ])('is another number where it says so: %s', (_name, [file, old, next], expected) => {
    expect(due(edit(RELEASED, file, old, next)).toSorted()).toEqual(expected);
  });

  it('is told why, down to the shared part', () => {
    const files = edit(RELEASED, ORDERS, 'formula: amount * 2', 'formula: amount * 3');
    expect(faultsOf(files)).toEqual([
      'sales/net_sales.yaml:2 DEF_VERSION_NOT_RAISED net_sales@1 was released as another number: orders.net: amount * 2 → amount * 3.',
      'sales/net_share.yaml:2 DEF_VERSION_NOT_RAISED net_share@1 was released as another number: orders.net: amount * 2 → amount * 3.',
    ]);
    const joined = edit(RELEASED, ORDERS, 'channel_id: id', 'channel_key: id');
    expect(faultsOf(joined)[0]).toContain(
      'join orders.channel: channels on channel_id = id → channels on channel_key = id.',
    );
  });

  it('is mended by the versions that are proposed, and released with what changed', () => {
    const files = edit(RELEASED, REVENUE, 'sum(orders.amount)', 'sum(orders.amount) * 2');
    const raised = propose(files);
    expect(faultsOf(raised)).toEqual([]);
    expect(raised[REVENUE]).toBe(files[REVENUE]?.replace('version: 1', 'version: 2'));
    expect(raised['sales/units.yaml']).toBe(files['sales/units.yaml']);
    expect(
      releasesOf(raised).map(({ metric, version, changes }) => [`${metric}@${version}`, changes]),
    ).toEqual([
      ['average_order@2', ['revenue: sum(orders.amount) → sum(orders.amount) * 2']],
      ['net_share@2', ['revenue: sum(orders.amount) → sum(orders.amount) * 2']],
      ['revenue@2', ['formula: sum(orders.amount) → sum(orders.amount) * 2']],
    ]);
    const again = release(raised);
    expect(faultsOf(again)).toEqual([]);
    const kept: ReleaseFile = JSON.parse(again['releases/revenue.json'] ?? '');
    expect(kept.releases[0]).toEqual(JSON.parse(RELEASED['releases/revenue.json'] ?? '').releases[0]);
  });

  it('is refused with a version that changes nothing, jumps, or goes back', () => {
    const raise = (to: number): Files => edit(RELEASED, REVENUE, 'version: 1', `version: ${to}`);
    expect(faultsOf(raise(2))).toEqual([
      'sales/revenue.yaml:2 DEF_VERSION_WITHOUT_CHANGE revenue@2 is the same number as revenue@1.',
    ]);
    expect(faultsOf(raise(3))).toEqual([
      expect.stringContaining('DEF_VERSION_JUMP revenue@3 does not follow revenue@1'),
    ]);
    const later = release(propose(edit(RELEASED, REVENUE, 'sum(orders.amount)', 'sum(orders.amount) * 2')));
    expect(faultsOf(edit(later, REVENUE, 'version: 2', 'version: 1'))).toEqual([
      expect.stringContaining('DEF_VERSION_JUMP'),
    ]);
  });

  it('retires what is gone, whose name is not given again', () => {
    const { 'sales/units.yaml': _gone, ...rest } = RELEASED;
    expect(faultsOf(rest)).toEqual([]);
    expect(releasesOf(rest).map(({ metric, version }) => [metric, version])).toEqual([['units', null]]);
    const retired = release(rest);
    expect(releasesOf(retired)).toEqual([]);
    expect(faultsOf({ ...retired, 'sales/units.yaml': metricFile('units', 'count(items)') })).toEqual([
      'sales/units.yaml:1 DEF_NAME_RETIRED The metric "units" was retired on 2026-01-31; its name is not given again.',
    ]);
  });
});

describe('an edited release', () => {
  it.each<[string, (file: ReleaseFile) => void]>([
    ['says another reason', (file) => (only(file).why = 'Something else.')],
    ['says another author', (file) => (only(file).by = 'b@shop.example')],
    ['says another day', (file) => (only(file).at = '2025-01-31T09:00:00Z')],
    ['has another hash', (file) => (only(file).hash = hashOf('x'))],
    [
      'has another formula',
      (file) => Object.assign(only(file).definition.metrics[0] ?? {}, { formula: 'sum(orders.weight)' }),
    ],
    [
      'has another source',
      (file) => Object.assign(only(file).definition.models[0] ?? {}, { source: 'other.orders' }),
    ],
    [
      'has another tenant rule',
      (file) => Object.assign(only(file).definition.models[0] ?? {}, { tenant: 'shared' }),
    ],
    ['has another semantics', (file) => (only(file).semantics = 2)],
    ['is of another metric', (file) => (file.metric = 'units')],
  ])('is refused where it %s', (_name, write) => {
    expect(faultsOf(editRelease('revenue', write))[0]).toMatch(
      /DEF_RELEASE_BROKEN|DEF_NAME_MISMATCH|DEF_DUPLICATE/,
    );
  });

  it('is refused with seals that were made again, where the definition is not what its hash says', () => {
    const files = editRelease('revenue', (file) => {
      Object.assign(only(file).definition.metrics[0] ?? {}, { formula: 'max(orders.amount)' });
      sealAgain(file);
    });
    expect(faultsOf(files)).toEqual([expect.stringContaining('revenue@1 is not defined as its hash says')]);
  });

  it('is refused with seals that were made again, where it cannot be built', () => {
    const files = editRelease('revenue', (file) => {
      Object.assign(only(file).definition.metrics[0] ?? {}, { formula: 'sum(orders.secret)' });
      sealAgain(file);
    });
    expect(faultsOf(files)).toEqual([expect.stringContaining('revenue@1 cannot be built')]);
  });

  it('is refused where a version is dropped, doubled or renumbered', () => {
    const later = release(propose(edit(RELEASED, REVENUE, 'sum(orders.amount)', 'sum(orders.amount) * 2')));
    const rewritten = (write: (file: ReleaseFile) => void, seals = false): readonly string[] => {
      const file: ReleaseFile = JSON.parse(later['releases/revenue.json'] ?? '');
      write(file);
      if (seals) sealAgain(file);
      return faultsOf({ ...later, 'releases/revenue.json': writeReleaseFile(file) });
    };
    expect(rewritten((file) => file.releases.shift())[0]).toContain('the seal of revenue@2 does not hold');
    expect(rewritten((file) => file.releases.push(only(file)))[0]).toContain('does not hold');
    expect(rewritten((file) => file.releases.reverse())[0]).toContain('does not hold');
    const renumber = (file: ReleaseFile): void => {
      for (const each of file.releases) each.version = each.version === 2 ? 3 : 1;
    };
    expect(rewritten(renumber, true)[0]).toContain('revenue@3 does not follow the version before it');
  });

  it.each([
    ['by one space', (text: string) => text.replace('"metric":', '"metric" :')],
    [
      'by a key that stands twice',
      (text: string) => text.replace('"version": 1,', '"version": 9,\n      "version": 1,'),
    ],
    [
      'by a key of the prototype',
      (text: string) => text.replace('"metric":', '"__proto__": {},\n  "metric":'),
    ],
    ['by a key that is unknown', (text: string) => text.replace('"metric":', '"note": "x",\n  "metric":')],
  ])('is refused where its text differs %s', (_name, write) => {
    const path = 'releases/revenue.json';
    const text = RELEASED[path] ?? '';
    expect(write(text)).not.toBe(text);
    expect(faultsOf({ ...RELEASED, [path]: write(text) })).toEqual([
      expect.stringContaining('DEF_RELEASE_BROKEN'),
    ]);
  });
});
