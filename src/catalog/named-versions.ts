/** Versions that were released before and that formulas of a project name, while its metrics are built. */
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { MetricDefinition } from '../definitions/metric-schema.ts';
import type { FormulaVersions } from '../formula/formula-names.ts';
import type { Metric } from './catalog.ts';
import type { FrozenParts } from './frozen-parts.ts';
import { readTexts } from './metric-texts.ts';
import type { AttachedVersion, ReleasedVersions, TodaysParts } from './released-versions.ts';

/** Mutable: it grows while metrics are built. */
export class NamedVersions implements FormulaVersions {
  readonly current: ReadonlyMap<string, number>;
  readonly gone = new Map<string, string>();
  readonly attached = new Map<string, AttachedVersion>();
  private readonly definitions: ReadonlyMap<string, MetricDefinition>;
  private readonly released: ReleasedVersions;

  constructor(definitions: ProjectDefinitions['metrics'], released: ReleasedVersions) {
    this.definitions = new Map(definitions.map(({ value }) => [value.metric, value]));
    this.current = new Map(definitions.map(({ value }) => [value.metric, value.version]));
    this.released = released;
  }

  /** What the versions alone have. */
  get frozen(): readonly FrozenParts[] {
    return [...this.attached.values()].map(({ frozen }) => frozen);
  }

  /** `null` where it is what is current, or has no number any more: then {@link gone} says why. */
  attach(key: string, today: Omit<TodaysParts, 'textsOf'>): Metric | null {
    const textsOf: TodaysParts['textsOf'] = (metric) => {
      const definition = this.definitions.get(metric);
      return definition && readTexts(definition);
    };
    const found = this.released.attach(key, { ...today, textsOf });
    if (found.kind === 'gone') {
      this.gone.set(key, found.reason);
      return null;
    }
    const { name, version, hash } = found.metric;
    const current = today.metrics.get(name);
    if (current?.version === version && current.hash === hash) return null;
    this.attached.set(key, found);
    return found.metric;
  }
}
