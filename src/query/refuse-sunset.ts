/** A version whose last day is over is told nobody any more, but what to ask for instead. */
import { Temporal } from 'temporal-polyfill';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';

/** Days begin in the project's zone. @throws SemanticError QUERY_VERSION_SUNSET */
export function refuseSunset(
  { name, version, deprecated }: Metric,
  { now, path }: { readonly now: Date | null; readonly path: string },
  { project, veil }: Pick<Catalog, 'project' | 'veil'>,
): void {
  const { sunset = null, use = null } = deprecated.get(String(version)) ?? {};
  if (sunset === null || now === null) return;
  const end = Temporal.PlainDate.from(sunset).toZonedDateTime(project.zone);
  if (end.epochMilliseconds > now.getTime()) return;
  const isTold = use !== null && !veil.metrics.has(use.split('@')[0] ?? '');
  const hint = isTold ? `Ask for ${use} instead.` : undefined;
  throw new SemanticError('QUERY_VERSION_SUNSET', { metric: name, version, sunset }, { path, hint });
}
