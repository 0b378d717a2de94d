/** Who is told what of models and metrics that are gone, hidden or sensitive. */
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import { describeModelChanges } from '../../../src/engine/describe-model-changes.ts';
import { describeChangelog } from '../../../src/engine/describe-versions.ts';
import { isTenantId, type Principal } from '../../../src/tenancy/principal.ts';
import { type Files, metricFile, SMALL_PROJECT } from '../catalog/small-project.ts';
import { buildFiles, faultsOf, release } from './released-project.ts';

const ORDERS = 'models/orders.yaml';

const principal = (capability: Principal['capability']): Principal => ({
  kind: 'service_key',
  id: capability,
  tenants: ['7'].filter(isTenantId),
  capability,
  groups: [],
});

function told(catalog: Catalog, capability: Principal['capability']): readonly string[] {
  const reader = principal(capability);
  return describeModelChanges(viewCatalog(catalog, reader), reader).flatMap(({ changes }) =>
    changes.map(({ dimension, what }) => `${dimension ?? 'model'}: ${what ?? 'not told'}`),
  );
}

function replace(files: Files, from: string, to: string): Files {
  expect(files[ORDERS]).toContain(from);
  return { ...files, [ORDERS]: (files[ORDERS] ?? '').replace(from, () => to) };
}

describe('what became of models', () => {
  it('is told of dimensions that are gone to admins alone', () => {
    const secret = '  band: { type: integer, formula: number * 2, access: { capability: admin } }\n';
    const first = release(replace(SMALL_PROJECT, '  number:', `${secret}  number:`));
    const { catalog } = buildFiles(release(replace(first, secret, '')));
    expect(told(catalog, 'admin')).toEqual(['orders.band: gone']);
    expect(told(catalog, 'analyst')).toEqual([]);
  });

  it('is told without words that name what is sensitive', () => {
    const first = release(
      replace(
        SMALL_PROJECT,
        '  number:',
        '  mail: { type: string, sensitive: pii }\n  has_mail: { type: boolean, formula: mail is null }\n  number:',
      ),
    );
    const { catalog } = buildFiles(
      release(replace(first, 'formula: mail is null', 'formula: status is null')),
    );
    expect(told(catalog, 'viewer')).toEqual(['orders.has_mail: not told']);
  });

  it('is told without words to those who are shown a part of all only', () => {
    const hidden = {
      ...SMALL_PROJECT,
      'sales/secret.yaml': metricFile('secret', 'count(orders)', 'access: { groups: [finance] }'),
    };
    const first = release(hidden);
    const { catalog } = buildFiles(
      release(
        replace(first, 'number: { type: integer }', 'number: { type: integer, formula: "length(status)" }'),
      ),
    );
    expect(told(catalog, 'viewer').every((line) => line.endsWith('not told'))).toBe(true);
    expect(told(catalog, 'viewer').length).toBeGreaterThan(0);
  });
});

it('what was retired is a matter for admins', () => {
  const first = release({ ...SMALL_PROJECT, 'sales/old.yaml': metricFile('old', 'count(orders)') });
  const { 'sales/old.yaml': _, ...rest } = first;
  const { catalog } = buildFiles(release(rest));
  const names = (capability: Principal['capability']) =>
    new Set(describeChangelog(null, catalog, principal(capability)).map(({ metric }) => metric));
  expect(names('admin').has('old')).toBe(true);
  expect(names('analyst').has('old')).toBe(false);
});

it('a sentence about long formulas is as long as a release takes', () => {
  const long = (text: string) =>
    metricFile('long', `count(orders) filter (where orders.status = '${text.repeat(1_400)}')`);
  const first = release({ ...SMALL_PROJECT, 'sales/long.yaml': long('a') });
  const second = release({ ...first, 'sales/long.yaml': long('b').replace('version: 1', 'version: 2') });
  expect(faultsOf(second)).toEqual([]);
});
