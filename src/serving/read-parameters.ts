/**
 * Query parameters as typed values. Text becomes a number or a boolean only in its one plain spelling, and
 * only where the schema says so; everything else is refused.
 */
import type { Static, TObject, TSchema } from 'typebox';
import { suggest } from '../base/did-you-mean.ts';
import type { SemanticError } from '../errors/semantic-error.ts';
import { parameterError, parseQueryString } from './parse-query-string.ts';
import { compileValidator, type Mismatch } from './schema-validator.ts';

/** Reads a raw query string. @throws SemanticError HTTP_PARAMETER */
export type ReadParameters<Parameters> = (queryString: string) => Parameters;

/** Compiles a reader for the properties of `schema`, which are strings, integers, booleans or enumerations. */
export function compileParameters<Schema extends TObject>(schema: Schema): ReadParameters<Static<Schema>> {
  const validate = compileValidator(schema, refuseParameter);
  const known = Object.keys(schema.properties);
  return (queryString) => {
    const values: Record<string, string | number | boolean> = {};
    for (const [name, text] of parseQueryString(queryString)) {
      const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      if (property === undefined) throw parameterError(name, 'is not known here', suggest(name, known));
      values[name] = readValue(name, text, property);
    }
    return validate(values);
  };
}

function readValue(name: string, text: string, schema: TSchema): string | number | boolean {
  const type: unknown = Reflect.get(schema, 'type');
  if (type === 'integer') {
    if (!/^(0|[1-9]\d{0,8})$/.test(text)) throw parameterError(name, 'must be a whole number');
    return Number(text);
  }
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw parameterError(name, 'must be true or false');
    return text === 'true';
  }
  return text;
}

/** Tells a mismatch of the schema as a fault of the parameter it is in. */
function refuseParameter({ kind, key, problem, hint }: Mismatch): SemanticError {
  return parameterError(key, kind === 'missing_key' ? 'is required' : problem, hint);
}
