/** What a schema asks for, in the words of an analyst. */
import {
  COLUMN_PATTERN,
  CURRENCY_PATTERN,
  DURATION_PATTERN,
  LANGUAGE_PATTERN,
  NAME_PATTERN,
  PROJECT_NAME_PATTERN,
  SOURCE_PATTERN,
} from './common-schema.ts';

/** The part of JSON Schema that definitions use. */
export interface SchemaShape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: SchemaShape;
  readonly properties?: Readonly<Record<string, SchemaShape>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, SchemaShape>>;
  readonly anyOf?: readonly SchemaShape[];
}

const PATTERN_WORDS: Readonly<Record<string, string>> = {
  [NAME_PATTERN]: 'a name: lower-case letters, digits and _, first a letter, at most 63',
  [PROJECT_NAME_PATTERN]: 'a name: lower-case letters, digits and -, first a letter, at most 63',
  [DURATION_PATTERN]: 'a length of time such as `1 hour`',
  [LANGUAGE_PATTERN]: 'a language code such as `en` or `pt-BR`',
  [CURRENCY_PATTERN]: 'a currency code such as `EUR`',
  [COLUMN_PATTERN]: 'the name of a column',
  [SOURCE_PATTERN]: 'a table or view as `schema.table`',
};

const ENTRY_WORDS: Readonly<Record<string, string>> = {
  [LANGUAGE_PATTERN]: 'one text per language (`en: …`)',
  [COLUMN_PATTERN]: 'a mapping of columns to columns, at least one',
  [NAME_PATTERN]: 'a mapping (lines of `name: …`)',
};

/** Completes the sentence "… must be". */
export function describeExpected(schema: SchemaShape): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(describeExpected).join(', or ');
  if (schema.enum !== undefined) return `one of: ${schema.enum.join(', ')}`;
  if (schema.pattern !== undefined) return describePattern(schema.pattern);
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'integer':
      return describeInteger(schema);
    case 'null':
      return '`null`';
    case 'array':
      return describeList(schema);
    default:
      return describeMapping(schema);
  }
}

/** What a text, or the key of a mapping, of `pattern` must be. */
export function describePattern(pattern: string): string {
  return PATTERN_WORDS[pattern] ?? `text of the form ${pattern}`;
}

/** Whether text of some kind would do. */
export function acceptsText(schema: SchemaShape): boolean {
  return schema.type === 'string' || schema.enum !== undefined || (schema.anyOf?.some(acceptsText) ?? false);
}

/** The values that would do, where the schema lists them. */
export function listValues(schema: SchemaShape): readonly string[] {
  return schema.enum ?? schema.anyOf?.flatMap(listValues) ?? [];
}

function describeInteger({ minimum, maximum }: SchemaShape): string {
  const from = minimum === undefined ? '' : ` from ${minimum}`;
  const to = maximum === undefined ? '' : ` to ${maximum}`;
  return `a whole number${from}${to}`;
}

function describeList({ items, minItems }: SchemaShape): string {
  const each = items === undefined ? '' : `, each item ${describeExpected(items)}`;
  return `a list${minItems === undefined ? '' : ' that is not empty'}${each}`;
}

function describeMapping({ required, patternProperties }: SchemaShape): string {
  const [pattern] = Object.keys(patternProperties ?? {});
  const entries = pattern === undefined ? undefined : ENTRY_WORDS[pattern];
  const keys = (required ?? []).map((key) => `"${key}"`).join(' and ');
  return entries ?? (keys === '' ? 'a mapping (lines of `key: …`)' : `a mapping with ${keys}`);
}
