/** What the keys of one dimension or fact say about each other. */
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { checkZone } from './check-zone.ts';
import type { DataPath } from './definition-types.ts';
import { type LocatedNode, placeKey, readScalar } from './locate.ts';
import { MEMBER_TYPES } from './member-schema.ts';
import { findNode, type MapNode } from './yaml-node.ts';

/** Faults of a model's members, whether or not the rest of the file has its shape. */
export function checkMembers(located: LocatedNode): Diagnostic[] {
  return ['dimensions', 'facts'].flatMap((section) => {
    const members = findMap(located, [section]);
    return [...(members?.entries.keys() ?? [])].flatMap((name) => checkMember(located, [section, name]));
  });
}

function checkMember(located: LocatedNode, path: DataPath): Diagnostic[] {
  const member = findMap(located, path);
  if (member === undefined) return [];
  const diagnostics: Diagnostic[] = [];
  const forbid = (key: string, where: string) => {
    const params = { key, expected: `left out ${where}` };
    diagnostics.push(diagnose('DEF_WRONG_VALUE', params, placeKey(located, path, key)));
  };
  const has = (key: string) => member.entries.has(key);
  if (has('formula') && has('column')) forbid('formula', 'where "column" is given');
  const computed = has('formula') ? 'formula' : has('column') ? 'column' : null;
  if (has('metric') && computed !== null) forbid('metric', `where "${computed}" is given`);
  if (path[0] === 'facts') return diagnostics;
  const type = readScalar(located, [...path, 'type']);
  // A type that is none is a fault of its own.
  const isOther = (wanted: string) => MEMBER_TYPES.some((known) => known === type && known !== wanted);
  if (has('zone')) {
    diagnostics.push(...checkZone(located, [...path, 'zone']));
    if (has('formula') || isOther('time')) forbid('zone', 'except on a column of type time');
  }
  if (has('grain') && isOther('date')) forbid('grain', 'except on a date');
  if (has('spread') && !has('grain')) forbid('spread', 'where there is no "grain"');
  return diagnostics;
}

function findMap({ root }: LocatedNode, path: DataPath): MapNode | undefined {
  const found = findNode(root, path);
  return found.path.length === path.length && found.node.kind === 'map' ? found.node : undefined;
}
