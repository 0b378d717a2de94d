/** A frozen definition → the metric and the catalog that it was part of: built like any project, by the same code. */
import { buildCatalog } from '../catalog/build-catalog.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { SEMANTICS } from '../catalog/content-hash.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import { locateFile } from '../definitions/parse-release.ts';
import type { FrozenDefinition, Release } from '../definitions/release-schema.ts';
import { releasedVersions } from './released-versions.ts';

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

export function thawMetric(name: string, definition: FrozenDefinition): ThawedMetric | NotThawed {
  return thaw(name, definition, new FrozenVersions(definition.versions ?? {}));
}

function thaw(
  name: string,
  { project: file, models, metrics }: FrozenDefinition,
  versions: FrozenVersions,
): ThawedMetric | NotThawed {
  // Where schemas are is of the day on which something is run, and of no day before.
  const { schemas: _schemas, ...project } = file;
  const definitions: ProjectDefinitions = {
    project: locateFile('project.yaml', project),
    models: models.map((model) => locateFile(`models/${model.model}.yaml`, model)),
    metrics: metrics.map((metric) => locateFile(`frozen/${metric.metric}.yaml`, metric)),
    metricTests: [],
    policies: [],
    policyTests: [],
    releases: [],
    modelReleases: [],
  };
  const released = releasedVersions((key) => versions.find(key));
  const { catalog, diagnostics } = buildCatalog(definitions, [], { released });
  const metric = catalog?.metrics.get(name);
  if (catalog && metric) return { metric, catalog };
  const fault = diagnostics.find(({ severity }) => severity === 'error');
  return { metric: null, reason: fault?.message.replace(/\.$/, '') ?? `it has no metric ${name}` };
}

/** So many versions rest on one another at most: files can say anything. */
const DEEPEST = 50;

/** Versions that are frozen with one that names them, thawed once each. */
class FrozenVersions {
  private readonly definitions: NonNullable<FrozenDefinition['versions']>;
  private depth = 0;
  private readonly known = new Map<string, ThawedMetric | NotThawed>();

  constructor(definitions: NonNullable<FrozenDefinition['versions']>) {
    this.definitions = definitions;
  }

  find(key: string): ThawedMetric | NotThawed | null {
    const definition = Object.hasOwn(this.definitions, key) ? this.definitions[key] : undefined;
    if (!definition) return null;
    const known = this.known.get(key);
    if (known) return known;
    if (this.depth === DEEPEST) return { metric: null, reason: `${key} rests on too many versions` };
    this.known.set(key, { metric: null, reason: `${key} rests on itself` });
    const [name = '', version] = key.split('@');
    this.depth += 1;
    const found = thaw(name, definition, this);
    this.depth -= 1;
    const isOther = found.metric && String(found.metric.version) !== version;
    const thawed = isOther ? { metric: null, reason: `what stands as ${key} is another version` } : found;
    this.known.set(key, thawed);
    return thawed;
  }
}
