/** What a query is told in words, faults and warnings, under the veil of whoever asks. */
import type { Catalog } from '../catalog/catalog.ts';
import { RESTRICTED, type Veil } from '../catalog/veil.ts';
import { SemanticError } from '../errors/semantic-error.ts';

/** A name, or several with dots between them. */
const NAMES = /[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*/gi;

/**
 * Does `work`; of a fault in it, what it tells of hidden metrics, models and members has no name. What the request
 * says itself stays as it was said: for whoever asks, a hidden name is one that does not exist.
 */
export function underVeil<Result>({ veil }: Catalog, request: unknown, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (veil.key === '' || !(error instanceof SemanticError)) throw error;
    throw veilFault(error, (text) => veilWords(text, { veil }, request));
  }
}

/** `text` without the names of hidden things, but for those that the request names itself. */
export function veilWords(text: string, { veil }: Pick<Catalog, 'veil'>, request: unknown): string {
  if (veil.key === '') return text;
  const asked = new Set((JSON.stringify(request) ?? '').match(NAMES));
  return text.replaceAll(NAMES, (name) => (asked.has(name) || !isHidden(name, veil) ? name : RESTRICTED));
}

function veilFault(fault: SemanticError, tell: (text: string) => string): SemanticError {
  const params = Object.fromEntries(
    Object.entries(fault.params).map(([key, value]) => [
      key,
      typeof value === 'string' ? tell(value) : value,
    ]),
  );
  const place = { path: fault.path, hint: fault.hint === undefined ? undefined : tell(fault.hint) };
  return new SemanticError(fault.code, params as typeof fault.params, place);
}

function isHidden(name: string, { metrics, models, members }: Veil): boolean {
  const segments = name.split('.');
  return (
    metrics.has(name) ||
    members.has(segments.slice(-2).join('.')) ||
    segments.some((segment) => models.has(segment))
  );
}
