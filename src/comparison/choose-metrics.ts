/** Which metrics of two catalogs are compared, and which cannot be. */
import { type Catalog, isCurrent, type Metric } from '../catalog/catalog.ts';

export interface ChosenMetrics {
  /** On both sides, by name. */
  readonly compared: readonly string[];
  /** On one side only, by name. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** `wanted` are names; all that both catalogs have for `null`. */
export function chooseMetrics(
  before: Catalog,
  after: Catalog,
  wanted: ReadonlySet<string> | null,
): ChosenMetrics {
  const [was, is] = [askable(before), askable(after)];
  const isWanted = (name: string): boolean => wanted === null || wanted.has(name);
  return {
    compared: is.filter((name) => was.includes(name) && isWanted(name)),
    added: is.filter((name) => !before.metrics.has(name)),
    removed: was.filter((name) => !after.metrics.has(name)),
  };
}

/** What is for formulas alone moves those that rest on it. */
function askable({ metrics }: Catalog): readonly string[] {
  const current = [...metrics.values()].filter((metric: Metric) => isCurrent(metric) && !metric.isPrivate);
  return current.map(({ name }) => name).sort();
}
