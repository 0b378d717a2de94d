/** `definitions`: which version of a metric was in force at the end of a day. It chooses metrics; dimensions stay as they are. */
import { Temporal } from 'temporal-polyfill';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { findMetric } from './find-metric.ts';

const PATH = '/definitions';

export interface DefinitionsOfDay {
  readonly day: string;
  /** The first moment after it, in the project's zone. */
  readonly end: Temporal.Instant;
}

/** @throws SemanticError QUERY_BAD_TIME */
export function definitionsOf(day: string, { project }: Pick<Catalog, 'project'>): DefinitionsOfDay {
  try {
    const next = Temporal.PlainDate.from(day).add({ days: 1 });
    return { day, end: next.toZonedDateTime(project.zone).toInstant() };
  } catch {
    const hint = 'Give a day: "2026-01-31".';
    throw new SemanticError(
      'QUERY_BAD_TIME',
      { value: day.slice(0, 40), expected: 'a day' },
      { path: PATH, hint },
    );
  }
}

/**
 * The version of `current` that was released last before `end`.
 * @throws SemanticError QUERY_NOT_RELEASED, and those of {@link findMetric}
 */
export function findDefinition(current: Metric, { day, end }: DefinitionsOfDay, catalog: Catalog): Metric {
  const notes = catalog.releases.get(current.name)?.releases ?? [];
  const found = notes.findLast(({ at }) => Temporal.Instant.compare(Temporal.Instant.from(at), end) < 0);
  if (found) return findMetric(`${current.name}@${found.version}`, catalog, PATH);
  const [first] = notes;
  const hint = first
    ? `Its first release is of ${first.at.slice(0, 10)}.`
    : 'None of its versions was released yet.';
  throw new SemanticError('QUERY_NOT_RELEASED', { metric: current.name, day }, { path: PATH, hint });
}
