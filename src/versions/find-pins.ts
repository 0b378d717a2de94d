/** Which versions a formula would have to name, to be the number that it was before metrics that it names changed. */
import { versionKey } from '../base/version-key.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { readContent } from '../catalog/content-hash.ts';
import type { ReleaseFile } from '../definitions/release-schema.ts';
import { forEachSource } from '../formula/metric-tree.ts';
import { attachVersion, keysAmong } from './attach-version.ts';
import type { ThawedReleases } from './thawed-releases.ts';
import { contextOf, type OldMetric, tryContent } from './used-parts.ts';

export interface PinContext {
  readonly catalog: Catalog;
  /** By metric. */
  readonly files: ReadonlyMap<string, ReleaseFile>;
  readonly thawed: ThawedReleases;
}

/** As `revenue@1`; none where that would not do, or where such a version has no number any more. */
export function findPins(metric: Metric, before: OldMetric, context: PinContext): readonly string[] {
  const { catalog } = context;
  const changed = new Map<string, Metric | null>();
  forEachSource(metric.expression, (source) => {
    if (source.kind !== 'metric') return;
    const input = before.catalog.metrics.get(source.metric);
    if (input && input.hash !== catalog.metrics.get(source.metric)?.hash)
      changed.set(source.metric, findNamed(input, context));
  });
  const pins = [...changed].flatMap(([name, pin]) => (pin ? [[name, pin] as const] : []));
  if (pins.length < changed.size) return [];
  const metrics = new Map([...catalog.metrics, ...pins]);
  const content = tryContent(() => readContent(metric.expression, { ...contextOf(catalog), metrics }));
  return content?.hash === before.metric.hash ? pins.map(([, { key }]) => key) : [];
}

/** Also where it is called current still, because its metric was not raised yet. */
function findNamed(input: Metric, { catalog, files, thawed }: PinContext): Metric | null {
  const find = (key: string): OldMetric | null => {
    const [name = '', version] = key.split('@');
    const file = files.get(name);
    const found = file && thawed.find(file, Number(version));
    return found?.metric ? found : null;
  };
  const key = versionKey(input.name, input.version);
  const old = find(key);
  if (old?.metric.hash !== input.hash) return null;
  const today = { ...catalog, textsOf: (name: string) => catalog.metrics.get(name) };
  const found = attachVersion(key, old, { today, keyOf: keysAmong(find) });
  return found.kind === 'attached' ? found.metric : null;
}
