/** One file's text → its typed definition, or all its faults. Knows files one at a time, no names of others. */
import { suggest } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { NAME_PATTERN } from './common-schema.ts';
import type { DefinitionKind } from './definition-kinds.ts';
import type { DataPath, Located } from './definition-types.ts';
import {
  acceptsText,
  describeExpected,
  describePattern,
  listValues,
  type SchemaShape,
} from './expected-words.ts';
import { type LocatedNode, locate, parsePointer, placeKey, placeNode, readScalar } from './locate.ts';
import { parseYaml } from './parse-yaml.ts';
import { readFaults, type SchemaFault } from './schema-faults.ts';
import { findNode, toData } from './yaml-node.ts';

export interface ParsedDefinition<Definition> {
  /** `null` where the file does not have the shape of its kind. */
  readonly definition: Located<Definition> | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `text` as a definition of `kind`; `file` is its path inside the project folder. */
export function parseDefinition<Definition>(
  kind: DefinitionKind<Definition>,
  file: string,
  text: string,
): ParsedDefinition<Definition> {
  const { source, root, diagnostics } = parseYaml(file, text);
  if (root === null) return { definition: null, diagnostics };
  const located = { source, root };
  if (root.kind !== 'map') {
    const params = { key: file, expected: 'a mapping (lines of `key: …`)' };
    return { definition: null, diagnostics: [diagnose('DEF_WRONG_VALUE', params, placeNode(located, []))] };
  }
  const data = toData(root);
  const checked = kind.check(located);
  if (kind.validate(data)) return { definition: locate(data, located), diagnostics: checked };
  const faults = readFaults(kind.validate.errors ?? []);
  const described = faults.map((fault) => describeFault(fault, located));
  return { definition: null, diagnostics: [...described, ...checked] };
}

function describeFault(fault: SchemaFault, located: LocatedNode): Diagnostic {
  const path = parsePointer(fault.pointer);
  switch (fault.kind) {
    case 'unknown_key': {
      const place = placeKey(located, path, fault.key);
      const key = clip(fault.key);
      return diagnose('DEF_UNKNOWN_KEY', { key }, { ...place, hint: suggest(key, fault.known) });
    }
    case 'missing_key':
      return diagnose('DEF_MISSING_KEY', { key: fault.key }, placeNode(located, path));
    case 'bad_key': {
      const place = placeKey(located, path, fault.key);
      const key = clip(fault.key);
      if (fault.pattern === NAME_PATTERN) return diagnose('DEF_BAD_NAME', { name: key }, place);
      return diagnose('DEF_WRONG_VALUE', { key, expected: describePattern(fault.pattern) }, place);
    }
    case 'wrong_value': {
      const params = { key: nameValue(path, located), expected: describeExpected(fault.schema) };
      const hint = hintAt(readScalar(located, path), fault.schema);
      return diagnose('DEF_WRONG_VALUE', params, { ...placeNode(located, path), hint });
    }
  }
}

/** The key that holds the value, with the place in its list: `tags[2]`. */
function nameValue(path: DataPath, { root }: LocatedNode): string {
  const inList = findNode(root, path.slice(0, -1)).node.kind === 'list';
  const last = clip(String(path.at(-1) ?? ''));
  return inList ? `${clip(String(path.at(-2) ?? ''))}[${last}]` : last;
}

function hintAt(
  value: string | number | boolean | null | undefined,
  schema: SchemaShape,
): string | undefined {
  if (value === null) return 'Nothing stands here: give a value, or remove the key.';
  if (typeof value === 'string') {
    if (schema.type === 'integer' && /^\d+$/.test(value)) return 'Write it without quotes.';
    if (schema.type === 'boolean' && /^(true|false)$/.test(value)) return 'Write it without quotes.';
    return suggest(clip(value), listValues(schema));
  }
  if (value === undefined || !acceptsText(schema)) return undefined;
  return `If it is text, put it in quotes: "${value}".`;
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
