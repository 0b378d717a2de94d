/** The operations of `openapi.yaml`, as a client reads them: what may be sent, and what each answer has to look like. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnySchemaObject } from 'ajv';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const FILE = fileURLToPath(new URL('../../../openapi.yaml', import.meta.url));
const DOCUMENT = 'openapi';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonSchema = AnySchemaObject;

export interface OperationParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: JsonSchema;
}

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;

export interface Operation {
  readonly method: (typeof METHODS)[number];
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly parameters: readonly OperationParameter[];
  readonly body: JsonSchema | null;
  /** Bodies that the document shows. */
  readonly examples: readonly Json[];
  /** By status and media type. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, ValidateFunction>>;
}

export interface ReadDocument {
  readonly operations: readonly Operation[];
  /** The schema that a reference leads to. */
  readonly resolve: (schema: JsonSchema) => JsonSchema;
}

interface WrittenBody {
  readonly schema: JsonSchema;
  readonly examples?: Readonly<Record<string, { readonly value: Json }>>;
}

interface WrittenOperation {
  readonly parameters?: readonly OperationParameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, WrittenBody>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

interface WrittenDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
}

export function readDocument(): ReadDocument {
  const document: WrittenDocument & JsonSchema = parse(readFileSync(FILE, 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false });
  ajv.addSchema(document, DOCUMENT);
  const at = (...keys: readonly string[]): string =>
    `${DOCUMENT}#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, written]): Operation => {
      const answers = Object.entries(written.responses).map(([status, { content = {} }]) => {
        const types = Object.keys(content).map((type) => {
          const place = at('paths', path, method, 'responses', status, 'content', type, 'schema');
          return [type, ajv.compile({ $ref: place })] as const;
        });
        return [status, new Map(types)] as const;
      });
      const body = written.requestBody?.content['application/json'];
      const verb = METHODS.find((known) => known === method.toUpperCase());
      if (!verb) throw new Error(`${path} has ${method}`);
      return {
        method: verb,
        path,
        parameters: written.parameters ?? [],
        body: body?.schema ?? null,
        examples: Object.values(body?.examples ?? {}).map(({ value }) => value),
        answers: new Map(answers),
      };
    }),
  );
  return { operations, resolve: (schema) => resolveIn(document, schema) };
}

function resolveIn(document: JsonSchema, schema: JsonSchema): JsonSchema {
  const reference: unknown = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const keys = reference.replace(/^#\//, '').split('/');
  const found = keys.reduce<JsonSchema>((inside, key) => inside[key.replaceAll('~1', '/')], document);
  return resolveIn(document, found);
}
