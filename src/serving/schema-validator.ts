/**
 * Checks data from outside against a schema, strictly: nothing is coerced, defaulted or dropped. REST bodies,
 * GraphQL inputs and query files of the command line all pass through here, so they are refused alike.
 */
import { Ajv, type ErrorObject } from 'ajv';
import type { Static, TSchema } from 'typebox';
import { suggest } from '../base/did-you-mean.ts';
import { SemanticError } from '../errors/semantic-error.ts';

/** Returns the value it was given, typed. */
export type Validate<Value> = (value: unknown) => Value;

/** How a value does not fit: `path` is a JSON Pointer into it. */
export interface Mismatch {
  readonly kind: 'unknown_key' | 'missing_key' | 'value';
  readonly path: string;
  /** The key that is unknown or missing, or under which the value stands; empty at the root. */
  readonly key: string;
  /** `must be …`, where it is the value that does not fit. */
  readonly problem: string;
  readonly hint: string | undefined;
}

/**
 * Compiles `schema` once. A value that does not fit is refused with the error that `refuse` makes of the
 * mismatch; by default QUERY_INVALID.
 */
export function compileValidator<Schema extends TSchema>(
  schema: Schema,
  refuse: (mismatch: Mismatch) => SemanticError = refuseQuery,
): Validate<Static<Schema>> {
  // `allErrors` is safe here: bodies are small, and the best of all errors is reported, not the first.
  const ajv = new Ajv({
    removeAdditional: false,
    coerceTypes: false,
    useDefaults: false,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
  });
  const guard = ajv.compile<Static<Schema>>(schema);
  return (value) => {
    if (guard(value)) return value;
    throw refuse(describeMismatch(guard.errors ?? []));
  };
}

/** The mismatch of a query, wherever it came from. */
function refuseQuery({ kind, path, key, problem, hint }: Mismatch): SemanticError {
  const sentences = {
    unknown_key: `There is no key "${key}" here`,
    missing_key: `The key "${key}" is required here`,
    value: `${key === '' ? 'The query' : `"${key}"`} ${problem}`,
  };
  return new SemanticError('QUERY_INVALID', { problem: sentences[kind] }, { path, hint });
}

/** Reports the fault that is deepest in the data: in a union, that of the branch the author had in mind. */
function describeMismatch(errors: readonly ErrorObject[]): Mismatch {
  const [best, ...rest] = [...errors].sort((a, b) => depth(b) - depth(a) || rank(a) - rank(b));
  const path = best?.instancePath ?? '';
  const key = path.slice(path.lastIndexOf('/') + 1);
  const wrong = (problem: string, hint?: string): Mismatch => ({ kind: 'value', path, key, problem, hint });
  if (best === undefined) return wrong('does not fit');
  const siblings = [best, ...rest].filter((error) => error.instancePath === path);
  switch (best.keyword) {
    case 'additionalProperties': {
      const unknown = String(best.params['additionalProperty']);
      const hint = suggest(unknown, new Set(siblings.flatMap(knownKeys)));
      return {
        kind: 'unknown_key',
        path: `${path}/${escapePointer(unknown)}`,
        key: unknown,
        problem: '',
        hint,
      };
    }
    case 'required':
      return {
        kind: 'missing_key',
        path,
        key: String(best.params['missingProperty']),
        problem: '',
        hint: undefined,
      };
    case 'enum':
      return wrong(`must be one of ${allowedValues(best).join(', ')}`, suggestValue(best));
    case 'type': {
      const types = siblings.filter((error) => error.keyword === 'type');
      const names = new Set(types.map((error) => String(error.params['type'])));
      return wrong(`must be of type ${[...names].join(' or ')}`);
    }
    default:
      return wrong(best.message ?? 'does not fit');
  }
}

function depth(error: ErrorObject): number {
  return error.instancePath.split('/').length;
}

const KEYWORD_RANKS: Readonly<Record<string, number>> = { additionalProperties: 0, required: 2, anyOf: 3 };

function rank(error: ErrorObject): number {
  return KEYWORD_RANKS[error.keyword] ?? 1;
}

function knownKeys(error: ErrorObject): string[] {
  const properties: unknown = error.parentSchema?.['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function allowedValues(error: ErrorObject): string[] {
  const values: unknown = error.params['allowedValues'];
  return Array.isArray(values) ? values.map(String) : [];
}

function suggestValue(error: ErrorObject): string | undefined {
  return typeof error.data === 'string' ? suggest(error.data, allowedValues(error)) : undefined;
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
