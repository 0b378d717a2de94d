/** A fault of a query as it is told to somebody who may not see all of the catalog. */
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
    throw veilFault(error, veil, wordsOf(JSON.stringify(request) ?? ''));
  }
}

function veilFault(fault: SemanticError, veil: Veil, asked: ReadonlySet<string>): SemanticError {
  const tell = (text: string): string =>
    text.replaceAll(NAMES, (name) => (asked.has(name) || !isHidden(name, veil) ? name : RESTRICTED));
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

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(NAMES) ?? []);
}
