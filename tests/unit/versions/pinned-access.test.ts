/** Who may see a metric whose formula names a released version, and what of it. */
import { describe, expect, it } from 'vitest';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import { describeMetricNamed } from '../../../src/engine/describe-catalog.ts';
import type { Principal, TenantId } from '../../../src/tenancy/principal.ts';
import type { Files } from '../catalog/small-project.ts';
import { edit, FIRST, ORDERS, REVENUE, SECOND, write } from './pinned-project.ts';
import { buildFiles, faultsOf, propose, release } from './released-project.ts';

describe('who may see a metric that names a version', () => {
  const viewer: Principal = {
    kind: 'service_key',
    id: 'k',
    tenants: ['a' as TenantId],
    capability: 'viewer',
    groups: [],
  };
  const FINANCE = 'access: { groups: [finance] }';
  const veiled = (files: Files): readonly string[] => [
    ...viewCatalog(buildFiles(files).catalog, viewer).veil.metrics,
  ];

  it('are those who may see what that version reads, as with any other input', () => {
    const price = 'price: { type: decimal, unit: currency';
    const second = release(write(write(FIRST, 'revenue', 'sum(orders.refund)', 2), 'net', 'revenue@1'));
    const files = release(propose(second));
    const restricted = edit(files, ORDERS, price, `${price}, ${FINANCE}`);
    expect(veiled(files)).toEqual([]);
    expect(veiled(restricted)).toEqual(expect.arrayContaining(['net', 'net@1', 'revenue@1']));
    expect(veiled(restricted)).not.toContain('revenue');
  });

  it('are those who may see the metric of today', () => {
    const files = edit(SECOND, REVENUE, 'owner:', `${FINANCE}\nowner:`);
    expect([...veiled(files)].sort()).toEqual(['net', 'revenue', 'revenue@1']);
  });

  it('are admins where a part of that version is gone', () => {
    const first = release(
      write(
        edit(FIRST, ORDERS, 'facts:', 'facts:\n  net: { type: decimal, unit: currency, column: cents }'),
        'net',
        'sum(orders.net)',
        2,
      ),
    );
    const files = edit(
      write(write(first, 'net', 'refunds', 3), 'x', 'net@2'),
      ORDERS,
      '\n  net: { type: decimal, unit: currency, column: cents }',
      '',
    );
    expect([...veiled(files)].sort()).toEqual(['net@2', 'x']);
    const admin = viewCatalog(buildFiles(files).catalog, { ...viewer, capability: 'admin' });
    expect(admin.veil.metrics.has('x')).toBe(false);
  });

  it('are admins where the metric of that version was taken out of the project', () => {
    const { [REVENUE]: _revenue, ...others } = SECOND;
    const files = release(others);
    expect(faultsOf(files)).toEqual([]);
    expect([...veiled(files)].sort()).toEqual(['net', 'revenue@1', 'revenue@2']);
    expect(buildFiles(files).catalog.metrics.get('net')?.hash).toBe(
      buildFiles(FIRST).catalog.metrics.get('net')?.hash,
    );
  });

  it('are all whom the metric names itself, and then the version has no name in its formula', () => {
    const restricted = edit(SECOND, REVENUE, 'owner:', `${FINANCE}\nowner:`);
    const files = edit(restricted, 'sales/net.yaml', 'owner:', 'access: all\nowner:');
    const view = viewCatalog(buildFiles(files).catalog, viewer);
    expect(view.veil.metrics.has('net')).toBe(false);
    expect(describeMetricNamed('net', view)).toMatchObject({
      formula: '‹restricted› - refunds',
      formula_in_words: '‹restricted› minus refunds',
      inputs: [{ metric: 'refunds', version: 1 }],
    });
    // What looks at everything under it meets the rule still.
    expect(JSON.stringify(view.access.under.get('net'))).toContain('finance');
  });

  it('are those for whom both are, where two metrics name versions of each other', () => {
    const other = release(write(FIRST, 'other', 'revenue * 2'));
    const revenue = write(other, 'revenue', 'other@1 * 2', 2, FINANCE);
    const files = release(propose(write(revenue, 'other', 'revenue@1 * 3', 2)));
    expect(faultsOf(files)).toEqual([]);
    expect([...veiled(files)].sort()).toEqual(
      ['net', 'net@1', 'other', 'other@1', 'revenue', 'revenue@1'].sort(),
    );
  });
});
