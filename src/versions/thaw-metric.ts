/** A frozen definition → the metric and the catalog that it was part of: built like any project, by the same code. */
import { buildCatalog } from '../catalog/build-catalog.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { SEMANTICS } from '../catalog/content-hash.ts';
import { locateFile } from '../definitions/parse-release.ts';
import type { FrozenDefinition, Release } from '../definitions/release-schema.ts';

export interface ThawedMetric {
  readonly metric: Metric;
  /** Of the metric and all that it rests on, and of nothing else. */
  readonly catalog: Catalog;
}

/** Why there is none, as the first fault says. */
export interface NotThawed {
  readonly metric: null;
  readonly reason: string;
}

/** The metric of a release, if its definition is the number that its hash is of. */
export function thawRelease(
  name: string,
  { definition, hash, semantics, version }: Release,
): ThawedMetric | NotThawed {
  const thawed = thawMetric(name, definition);
  if (semantics !== SEMANTICS)
    return { metric: null, reason: `${name}@${version} is of semantics ${semantics}, which are not known` };
  if (!thawed.metric || thawed.metric.hash === hash) return thawed;
  return { metric: null, reason: `${name}@${version} is not defined as its hash says` };
}

export function thawMetric(
  name: string,
  { project, models, metrics }: FrozenDefinition,
): ThawedMetric | NotThawed {
  const { catalog, diagnostics } = buildCatalog({
    project: locateFile('project.yaml', project),
    models: models.map((model) => locateFile(`models/${model.model}.yaml`, model)),
    metrics: metrics.map((metric) => locateFile(`frozen/${metric.metric}.yaml`, metric)),
    metricTests: [],
    policies: [],
    policyTests: [],
    releases: [],
    modelReleases: [],
  });
  const metric = catalog?.metrics.get(name);
  if (catalog && metric) return { metric, catalog };
  const fault = diagnostics.find(({ severity }) => severity === 'error');
  return { metric: null, reason: fault?.message.replace(/\.$/, '') ?? `it has no metric ${name}` };
}
