/** What the keys of one dimension or fact say about each other. */
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { checkZone } from './check-zone.ts';
import type { DataPath } from './definition-types.ts';
import { type LocatedNode, placeKey, readScalar } from './locate.ts';
import { MEMBER_TYPES } from './model-schema.ts';
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
  const hasFormula = member.entries.has('formula');
  if (hasFormula && member.entries.has('column')) forbid('formula', 'where "column" is given');
  if (path[0] === 'dimensions' && member.entries.has('zone')) {
    diagnostics.push(...checkZone(located, [...path, 'zone']));
    const type = readScalar(located, [...path, 'type']);
    // A type that is none is a fault of its own.
    const otherType = MEMBER_TYPES.some((known) => known === type && known !== 'time');
    if (hasFormula || otherType) forbid('zone', 'except on a column of type time');
  }
  return diagnostics;
}

function findMap({ root }: LocatedNode, path: DataPath): MapNode | undefined {
  const found = findNode(root, path);
  return found.path.length === path.length && found.node.kind === 'map' ? found.node : undefined;
}
