/** What a schema asks for, in the words of an analyst. */
import { GROUP_PATTERN } from '../base/group-name.ts';
import { DAYS_PATTERN, HOURS_PATTERN } from './calendar-schema.ts';
import {
  COLUMN_PATTERN,
  CURRENCY_PATTERN,
  DAY_PATTERN,
  DURATION_PATTERN,
  LANGUAGE_PATTERN,
  MEMBER_PATTERN,
  NAME_PATTERN,
  PROJECT_NAME_PATTERN,
  SCHEMA_PATTERN,
  SOURCE_PATTERN,
  VERSION_PATTERN,
} from './common-schema.ts';

/** The part of JSON Schema that definitions use. */
export interface SchemaShape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
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
  [SCHEMA_PATTERN]: 'the name of a schema',
  [DAY_PATTERN]: 'a day such as `2026-01-31`',
  [VERSION_PATTERN]: 'the number of a version',
  [DAYS_PATTERN]: 'a weekday or a range of them, such as `sat` or `mon-fri`',
  [GROUP_PATTERN]: 'the name of a group: lower-case letters, digits, _ and -, first a letter, at most 63',
  [MEMBER_PATTERN]: 'a member as `model.member`',
  [HOURS_PATTERN]: 'hours such as `09:00-18:00`',
};

const ENTRY_WORDS: Readonly<Record<string, string>> = {
  [LANGUAGE_PATTERN]: 'one text per language (`en: …`)',
  [COLUMN_PATTERN]: 'a mapping of columns to columns, at least one',
  [NAME_PATTERN]: 'a mapping (lines of `name: …`)',
  [SCHEMA_PATTERN]: 'a mapping of schemas to schemas',
  [VERSION_PATTERN]: 'a mapping of versions (`1: { since: 2026-01-31 }`)',
  [DAYS_PATTERN]: 'a mapping of weekdays to hours (`mon-fri: ["09:00-18:00"]`), at least one',
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
    case 'number':
      return 'a number';
    case 'boolean':
      return '`true` or `false`';
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

function describeList({ items, minItems, maxItems }: SchemaShape): string {
  const each = items === undefined ? '' : `, each item ${describeExpected(items)}`;
  if (maxItems !== undefined) return `a list of ${maxItems}${each}`;
  return `a list${minItems === undefined ? '' : ' that is not empty'}${each}`;
}

function describeMapping({ required, patternProperties }: SchemaShape): string {
  const [pattern] = Object.keys(patternProperties ?? {});
  const entries = pattern === undefined ? undefined : ENTRY_WORDS[pattern];
  const keys = (required ?? []).map((key) => `"${key}"`).join(' and ');
  return entries ?? (keys === '' ? 'a mapping (lines of `key: …`)' : `a mapping with ${keys}`);
}
