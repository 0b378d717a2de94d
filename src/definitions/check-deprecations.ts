/** Whether what a metric's file says of its deprecated versions makes sense by itself. */
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import type { DataPath } from './definition-types.ts';
import { type LocatedNode, placeKey, placeNode, readScalar } from './locate.ts';
import { findNode } from './yaml-node.ts';

/** Faults of `deprecated`, whether or not the rest of the file has its shape. */
export function checkDeprecations(located: LocatedNode): Diagnostic[] {
  const found = findNode(located.root, ['deprecated']);
  if (found.path.length === 0 || found.node.kind !== 'map') return [];
  const current = readScalar(located, ['version']);
  return [...found.node.entries.keys()].flatMap((version) => {
    const path = ['deprecated', version];
    const faults = [...checkDay(located, [...path, 'since']), ...checkDay(located, [...path, 'sunset'])];
    if (typeof current === 'number' && Number(version) > current) {
      const params = { key: 'deprecated', expected: `about versions up to ${current}, the current one` };
      faults.unshift(diagnose('DEF_WRONG_VALUE', params, placeKey(located, ['deprecated'], version)));
    }
    const since = readScalar(located, [...path, 'since']);
    const sunset = readScalar(located, [...path, 'sunset']);
    if (faults.length > 0 || typeof since !== 'string' || typeof sunset !== 'string') return faults;
    if (sunset > since) return [];
    const params = { key: 'sunset', expected: `a day after ${since}, since when it is deprecated` };
    return [diagnose('DEF_WRONG_VALUE', params, placeNode(located, [...path, 'sunset']))];
  });
}

/** The schema asks for digits and hyphens; here a month has no 31 where it has 30. */
function checkDay(located: LocatedNode, path: DataPath): Diagnostic[] {
  const text = readScalar(located, path);
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return [];
  const day = new Date(`${text}T00:00:00Z`);
  if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return [];
  const params = { key: String(path.at(-1)), expected: 'a day of the calendar' };
  return [diagnose('DEF_WRONG_VALUE', params, placeNode(located, path))];
}
