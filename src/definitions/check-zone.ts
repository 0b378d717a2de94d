/** Whether a file names a time zone where it must. */
import { isTimeZone, suggestTimeZone } from '../base/time-zone.ts';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import type { DataPath } from './definition-types.ts';
import { type LocatedNode, placeNode, readScalar } from './locate.ts';

/** A diagnostic if the text at `path` is no time zone; what is absent or no text is the schema's to say. */
export function checkZone(located: LocatedNode, path: DataPath): Diagnostic[] {
  const zone = readScalar(located, path);
  if (typeof zone !== 'string' || isTimeZone(zone)) return [];
  const place = {
    ...placeNode(located, path),
    hint: suggestTimeZone(zone) ?? 'For example Europe/Moscow or UTC.',
  };
  return [diagnose('DEF_UNKNOWN_ZONE', { zone: zone.slice(0, 80) }, place)];
}
