/** Places in a parsed file: from paths of data, and from offsets in a formula, to lines and columns. */
import { deepFreeze } from '../base/freeze.ts';
import type { DiagnosticPlace } from '../errors/diagnostic.ts';
import { alignScalar } from './align-scalar.ts';
import type { DataPath, Located } from './definition-types.ts';
import type { SourceText, Span } from './source-text.ts';
import { type FoundNode, findNode, type ScalarNode, type YamlNode } from './yaml-node.ts';

/** The data of one file and the text it was read from. */
export interface LocatedNode {
  readonly source: SourceText;
  readonly root: YamlNode;
}

/** Joins checked data with its places; freezes the data. */
export function locate<Definition>(value: Definition, located: LocatedNode): Located<Definition> {
  return {
    file: located.source.file,
    value: deepFreeze(value),
    place: (path) => placeNode(located, path),
    digits: (path) => readDigits(located, path),
    placeWithin: (path, offset, length) =>
      placeWithin(located, path, { start: offset, end: offset + length }),
  };
}

/**
 * The place of the value at `path`, or of the nearest parent that exists. A mapping or list that spreads over
 * lines, and a value that is not written at all, stand where their key does.
 */
export function placeNode({ source, root }: LocatedNode, path: DataPath): DiagnosticPlace {
  const found = findNode(root, path);
  return { position: source.position(spanOf(found)), path: toPointer(found.path) };
}

/** The place of the key `key` of the mapping at `path`. */
export function placeKey({ source, root }: LocatedNode, path: DataPath, key: string): DiagnosticPlace {
  const found = findNode(root, [...path, key]);
  return { position: source.position(found.key ?? spanOf(found)), path: toPointer(found.path) };
}

/** The scalar at `path`; `undefined` where nothing, a list or a mapping stands. */
export function readScalar({ root }: LocatedNode, path: DataPath): ScalarNode['value'] | undefined {
  const found = findNode(root, path);
  return found.path.length === path.length && found.node.kind === 'scalar' ? found.node.value : undefined;
}

/** Numbers have been checked to be in plain decimal digits. */
function readDigits({ source, root }: LocatedNode, path: DataPath): string | undefined {
  const { node, path: found } = findNode(root, path);
  if (found.length < path.length || node.kind !== 'scalar' || typeof node.value !== 'number')
    return undefined;
  return source.text.slice(node.span.start, node.span.end);
}

function placeWithin(located: LocatedNode, path: DataPath, within: Span): DiagnosticPlace {
  const { node, path: found } = findNode(located.root, path);
  if (node.kind !== 'scalar' || found.length < path.length) return placeNode(located, path);
  const span = alignSpan(node, located.source.text, within);
  if (span === null) return placeNode(located, path);
  return { position: located.source.position(span), path: toPointer(found) };
}

/** The part of the source that `within` a scalar's value comes from. */
function alignSpan(node: ScalarNode, text: string, within: Span): Span | null {
  const spans = alignScalar(node, text);
  if (spans === null || typeof node.value !== 'string') return null;
  const contentLength = node.value.trimEnd().length;
  const last = spans[contentLength - 1];
  if (last === undefined) return null;
  // Past the end means right after the last character, where an unfinished formula would go on.
  const first = within.start < contentLength ? spans[within.start] : { start: last.end, end: last.end + 1 };
  if (first === undefined) return null;
  const end = spans[Math.min(within.end, contentLength) - 1]?.end ?? first.end;
  return { start: first.start, end: Math.max(first.end, end) };
}

function spanOf({ node, key }: FoundNode): Span {
  if (node.kind === 'scalar') return node.span.start === node.span.end && key !== null ? key : node.span;
  if (node.flow) return node.span;
  if (key !== null) return key;
  if (node.kind === 'map') return [...node.entries.values()][0]?.key ?? node.span;
  return { start: node.span.start, end: node.span.start + 1 };
}

function toPointer(path: DataPath): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The path that a JSON Pointer into data of this file spells. */
export function parsePointer(pointer: string): DataPath {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
