/** Zones and hours of a project's calendars, as far as the file alone says. */
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { DAYS_PATTERN, HOURS_PATTERN } from './calendar-schema.ts';
import { checkZone } from './check-zone.ts';
import type { DataPath } from './definition-types.ts';
import { type LocatedNode, placeNode, readScalar } from './locate.ts';
import { parseWorkingHours } from './working-hours.ts';
import { findNode } from './yaml-node.ts';

/** Faults of `calendars`, whether or not the rest of the file has its shape. */
export function checkCalendars(located: LocatedNode): Diagnostic[] {
  return keysAt(located, ['calendars']).flatMap((name) => {
    const path = ['calendars', name];
    return [...checkZone(located, [...path, 'zone']), ...checkHours(located, [...path, 'hours'])];
  });
}

function checkHours(located: LocatedNode, path: DataPath): Diagnostic[] {
  const hours = Object.fromEntries(
    keysAt(located, path).map((days) => [days, readTexts(located, [...path, days])]),
  );
  // Days and hours of another form are the schema's to say.
  const isWhole = Object.entries(hours).every(
    ([days, texts]) => DAYS.test(days) && texts.every((text) => HOURS.test(text)),
  );
  if (!isWhole) return [];
  return parseWorkingHours(hours).faults.map(({ path: [days, index], problem, hint }) => {
    const params = { key: `${days}[${index}]`, expected: problem };
    return diagnose('DEF_WRONG_VALUE', params, { ...placeNode(located, [...path, days, index]), hint });
  });
}

const DAYS = new RegExp(DAYS_PATTERN);
const HOURS = new RegExp(HOURS_PATTERN);

function keysAt({ root }: LocatedNode, path: DataPath): string[] {
  const found = findNode(root, path);
  return found.path.length === path.length && found.node.kind === 'map' ? [...found.node.entries.keys()] : [];
}

function readTexts(located: LocatedNode, path: DataPath): string[] {
  const { node } = findNode(located.root, path);
  const items = node.kind === 'list' ? node.items : [];
  return items.map((_, index) => String(readScalar(located, [...path, index])));
}
