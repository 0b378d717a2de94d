/**
 * Composed YAML → nodes of plain data, refusing what has no place in definitions: keys that are not text,
 * keys given twice, keys that reach into JavaScript's prototypes, numbers in forms that mean two things.
 */
import { isCollection, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import type { SourceText, Span } from './source-text.ts';
import type { ListNode, MapEntry, MapNode, ScalarNode, ScalarStyle, YamlNode } from './yaml-node.ts';

const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const DECIMAL = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

interface Building {
  readonly source: SourceText;
  readonly diagnostics: Diagnostic[];
}

/** The node of `contents`, and every fault found on the way; with faults the node is not to be used. */
export function buildYamlNode(
  contents: ParsedNode | null,
  source: SourceText,
): { readonly node: YamlNode; readonly diagnostics: readonly Diagnostic[] } {
  const building: Building = { source, diagnostics: [] };
  const node = buildNode(contents, { start: 0, end: 0 }, building);
  return { node, diagnostics: building.diagnostics };
}

/** `around` is where a value that is not written (`{ a }`) would stand. */
function buildNode(node: ParsedNode | null, around: Span, building: Building): YamlNode {
  if (isMap<ParsedNode, ParsedNode | null>(node)) return buildMap(node, spanOf(node, around), building);
  if (isSeq<ParsedNode>(node)) return buildList(node, spanOf(node, around), building);
  if (isScalar(node)) return buildScalar(node, spanOf(node, around), building);
  return { kind: 'scalar', value: null, style: 'plain', span: { start: around.end, end: around.end } };
}

interface Collection<Item> {
  readonly items: readonly Item[];
  readonly flow?: boolean;
}

interface Entry {
  readonly key: ParsedNode;
  readonly value: ParsedNode | null;
}

function buildMap(map: Collection<Entry>, span: Span, building: Building): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const { key: keyNode, value } of map.items) {
    const key = spanOf(keyNode, span);
    const name = readKey(keyNode, key, building);
    // Values of refused keys are built for their own faults.
    const entry = { key, value: buildNode(value, key, building) };
    if (name === undefined) continue;
    const earlier = entries.get(name);
    if (earlier === undefined) entries.set(name, entry);
    else building.diagnostics.push(duplicateKey(key, earlier.key, building.source));
  }
  return { kind: 'map', entries, flow: map.flow === true, span };
}

function buildList(list: Collection<ParsedNode>, span: Span, building: Building): ListNode {
  const items = list.items.map((item) => buildNode(item, span, building));
  return { kind: 'list', items, flow: list.flow === true, span };
}

function buildScalar(scalar: Scalar, span: Span, building: Building): ScalarNode {
  const value = readScalar(scalar);
  if (typeof value === 'number') checkNumber(scalar.source ?? '', span, building);
  const style = SCALAR_STYLES[scalar.type ?? ''] ?? 'plain';
  return { kind: 'scalar', value, style, span };
}

/** The core schema knows no other values than these. */
function readScalar({ value, source }: Scalar): ScalarNode['value'] {
  const known =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return known ? value : (source ?? null);
}

const SCALAR_STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single_quoted',
  QUOTE_DOUBLE: 'double_quoted',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

/** The key's text, or `undefined` with a diagnostic. */
function readKey(node: ParsedNode, span: Span, building: Building): string | undefined {
  const refuse = (feature: string, hint?: string): undefined => {
    const position = building.source.position(span);
    building.diagnostics.push(diagnose('DEF_YAML_FORBIDDEN', { feature }, { position, hint }));
  };
  if (isCollection(node)) return refuse('a list or mapping as a key');
  const value = isScalar(node) ? readScalar(node) : null;
  if (value === null) return refuse('a key without text');
  if (typeof value !== 'string') {
    const written = clip(building.source.text.slice(span.start, span.end));
    // Versions are keys, and a counting number means one thing only.
    if (/^[1-9]\d{0,8}$/.test(written)) return written;
    return refuse(`the key ${written} (a ${typeof value})`, `Put it in quotes: "${written}".`);
  }
  if (value === '<<') return refuse('a merge key (<<)', 'Write the keys out.');
  if (PROTOTYPE_KEYS.has(value)) return refuse(`the key "${value}"`);
  return value;
}

function duplicateKey(key: Span, earlier: Span, source: SourceText): Diagnostic {
  const position = source.position(key);
  const written = clip(source.text.slice(key.start, key.end));
  const { line } = source.position(earlier);
  return diagnose(
    'DEF_YAML_FORBIDDEN',
    { feature: `the key ${written} a second time` },
    { position, hint: `It already stands in line ${line}.` },
  );
}

/** Octal, hexadecimal, exponents, `.inf` and digits beyond what is exact would be read as another number. */
function checkNumber(written: string, span: Span, building: Building): void {
  const exact = Math.abs(Number(written)) <= Number.MAX_SAFE_INTEGER;
  if (DECIMAL.test(written) && exact) return;
  const feature = `the number ${clip(written)}`;
  const hint = 'Write it in plain decimal digits, or in quotes if it is text.';
  const position = building.source.position(span);
  building.diagnostics.push(diagnose('DEF_YAML_FORBIDDEN', { feature }, { position, hint }));
}

function spanOf(node: { readonly range?: readonly [number, number, number] | null }, around: Span): Span {
  return node.range ? { start: node.range[0], end: node.range[1] } : around;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
