/** A model over files is understood, and refused: the engines that are served read tables. */
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { type LocatedNode, placeNode } from './locate.ts';
import { findNode } from './yaml-node.ts';

export function checkFiles(located: LocatedNode): Diagnostic[] {
  const found = findNode(located.root, ['source', 'files']);
  if (found.path.length < 2) return [];
  const hint = 'Load the files into a table of the warehouse, and name that: `schema.table`.';
  const params = { feature: 'A source of files' };
  return [diagnose('DEF_NOT_SERVED', params, { ...placeNode(located, ['source']), hint })];
}
