/** JSON Schemas as an OpenAPI document holds them: named ones once, everywhere else a reference. */
import { type TSchema } from 'typebox';
import { NAMED_SCHEMAS } from './wire-schemas.ts';

const REFERENCE = '#/components/schemas/';

/** `schema` for use inside the document. */
export function referTo(schema: TSchema): unknown {
  const name = NAMED_SCHEMAS.get(schema);
  return name === undefined ? writeSchema(schema) : { $ref: `${REFERENCE}${name}` };
}

/** All named schemas, by name. */
export function writeNamedSchemas(): Record<string, unknown> {
  const entries = [...NAMED_SCHEMAS].map(([schema, name]) => [name, writeSchema(schema)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One level of a schema, with what is named below it replaced; a cyclic schema is replaced by its body. */
function writeSchema(schema: object): unknown {
  const body = cyclicBody(schema) ?? schema;
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => key !== '$id')
      .map(([key, value]) => [key, key === '$ref' ? `${REFERENCE}${String(value)}` : writeValue(value)]),
  );
}

function writeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writeValue);
  if (typeof value !== 'object' || value === null) return value;
  const name = findName(value);
  return name === undefined ? writeSchema(value) : { $ref: `${REFERENCE}${name}` };
}

function findName(value: object): string | undefined {
  for (const [schema, name] of NAMED_SCHEMAS) if (schema === value) return name;
  return undefined;
}

/** A cyclic schema is `{ $defs: { Name: body }, $ref: 'Name' }`. */
function cyclicBody(schema: object): object | null {
  if (
    !('$defs' in schema) ||
    !('$ref' in schema) ||
    typeof schema.$defs !== 'object' ||
    schema.$defs === null
  )
    return null;
  const body: unknown = Object.entries(schema.$defs).find(([name]) => name === schema.$ref)?.[1];
  return typeof body === 'object' && body !== null ? body : null;
}
