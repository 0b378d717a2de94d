/** Releases of formulas that name released versions: what they hold, and what of them is refused. */
import { describe, expect, it } from 'vitest';
import { parseRelease, writeReleaseFile } from '../../../src/definitions/parse-release.ts';
import type { FrozenDefinition, ReleaseFile } from '../../../src/definitions/release-schema.ts';
import { sealOf } from '../../../src/versions/seal-release.ts';
import { thawMetric } from '../../../src/versions/thaw-metric.ts';
import type { Files } from '../catalog/small-project.ts';
import { FIRST, SECOND, write } from './pinned-project.ts';
import { buildFiles, faultsOf, release } from './released-project.ts';

const hashOf = (files: Files, metric: string) => buildFiles(files).catalog.metrics.get(metric)?.hash;
const definitionOf = (files: Files, metric: string): FrozenDefinition => {
  const file: ReleaseFile = JSON.parse(files[`releases/${metric}.json`] ?? '');
  const last = file.releases.at(-1);
  if (!last) throw new Error('there is a release');
  return last.definition;
};

describe('a release of a formula that names a version', () => {
  const files = write(SECOND, 'x', 'revenue@1 / revenue');
  const released = release(files);

  it('holds that version whole, and reads back as the same number', () => {
    const definition = definitionOf(released, 'x');
    expect(Object.keys(definition.versions ?? {})).toEqual(['revenue@1']);
    expect(definition.versions?.['revenue@1']).toEqual(
      JSON.parse(FIRST['releases/revenue.json'] ?? '').releases[0].definition,
    );
    expect(thawMetric('x', definition).metric?.hash).toBe(hashOf(files, 'x'));
    const path = 'releases/x.json';
    expect(parseRelease(path, released[path] ?? '').diagnostics).toEqual([]);
  });

  it('holds versions under versions, each once', () => {
    // What was current becomes a version by name, and x stays what it is; then it may be named in turn.
    const named = write(released, 'x', 'revenue@1 / revenue@2');
    const third = release(write(named, 'revenue', 'x@1 * revenue@2 + revenue@1', 3));
    const fourth = release(write(third, 'x', 'revenue@3 / revenue@1', 2));
    expect(faultsOf(fourth)).toEqual([]);
    // While x is at version 1, nothing but the name says which.
    expect(Object.keys(definitionOf(third, 'revenue').versions ?? {})).toEqual(['revenue@1', 'revenue@2']);
    const fifth = release(write(fourth, 'revenue', 'refunds', 4));
    const sixth = release(write(fifth, 'y', 'revenue@3'));
    expect(Object.keys(definitionOf(sixth, 'y').versions ?? {})).toEqual([
      'revenue@1',
      'revenue@2',
      'revenue@3',
      // Which x is no more, and revenue@3 is made of.
      'x@1',
    ]);
    expect(faultsOf(sixth)).toEqual([]);
    expect(hashOf(sixth, 'revenue@3')).toBe(hashOf(third, 'revenue'));
  });

  it('is as it was where no version is named', () => {
    for (const metric of ['revenue', 'refunds', 'net'])
      expect(definitionOf(FIRST, metric)).not.toHaveProperty('versions');
  });

  const smuggled = (change: (definition: FrozenDefinition) => FrozenDefinition): readonly string[] => {
    const path = 'releases/x.json';
    const file: ReleaseFile = JSON.parse(released[path] ?? '');
    const [first] = file.releases;
    if (!first) throw new Error('there is a release');
    const { seal: _seal, ...rest } = { ...first, definition: change(first.definition) };
    const seal = sealOf('x', rest, null);
    return faultsOf({ ...released, [path]: writeReleaseFile({ ...file, releases: [{ ...rest, seal }] }) });
  };

  it('is refused where what stands in it is another number', () => {
    const text = JSON.stringify;
    const other = smuggled((definition) =>
      JSON.parse(text(definition).replace('sum(orders.amount)"', 'sum(orders.amount) * 2"')),
    );
    expect(other).toEqual([
      'releases/x.json:1 DEF_RELEASE_BROKEN This release file was changed: x@1 cannot be built: x@1 is not defined as its hash says.',
    ]);
  });

  it('is refused where a version is missing, is another one, or rests on itself', () => {
    const without = smuggled(({ versions: _versions, ...definition }) => definition);
    expect(without.join()).toContain('x@1 cannot be built: revenue@1 is not a released version of revenue');
    const other = smuggled(({ versions, ...definition }) => {
      const [first] = Object.values(versions ?? {});
      const metrics = first?.metrics.map((metric) => ({ ...metric, version: 5 })) ?? [];
      return first ? { ...definition, versions: { 'revenue@1': { ...first, metrics } } } : definition;
    });
    expect(other.join()).toContain('what stands as revenue@1 is another version');
    const ring = smuggled(({ versions, ...definition }) => {
      const [first] = Object.values(versions ?? {});
      if (!first) return definition;
      const naming = (version: number, formula: string) => ({
        ...first,
        metrics: first.metrics.map((metric) => ({ ...metric, version, formula })),
      });
      const ringed = { 'revenue@1': naming(1, 'revenue@7'), 'revenue@7': naming(7, 'revenue@1') };
      return { ...definition, versions: ringed };
    });
    expect(ring.join()).toContain('revenue@1 rests on itself');
  });

  it('is refused where versions rest on one another without end in sight', () => {
    const deep = smuggled(({ versions, ...definition }) => {
      const [first] = Object.values(versions ?? {});
      if (!first) return definition;
      const entries = Array.from({ length: 2_000 }, (_, index) => {
        const formula = `revenue@${index + 2}`;
        const metrics = first.metrics.map((metric) => ({ ...metric, version: index + 1, formula }));
        return [`revenue@${index + 1}`, { ...first, metrics }] as const;
      });
      return { ...definition, versions: Object.fromEntries(entries) };
    });
    expect(deep.join()).toContain('rests on too many versions');
  });
});
