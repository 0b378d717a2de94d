/** The name of a grain, as queries write it → a grain that the project has. */
import { suggest } from '../base/did-you-mean.ts';
import { GRAINS, type Grain, type OwnGrain } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { ReportingCalendar } from './reporting-calendar.ts';

type OwnGrains = Pick<ReportingCalendar, 'own'>;

export function findGrain(name: string, { own }: OwnGrains): Grain | undefined {
  return GRAINS.find((grain) => grain === name) ?? ownGrains({ own }).find((grain) => grain === name);
}

/** All that the project has, its own last. */
export function knownGrains(calendar: OwnGrains): readonly Grain[] {
  return [...GRAINS, ...ownGrains(calendar)];
}

function ownGrains({ own }: OwnGrains): readonly OwnGrain[] {
  return [...own.keys()];
}

/** @throws SemanticError QUERY_BAD_TIME */
export function readGrain(name: string, calendar: OwnGrains, path: string): Grain {
  const grain = findGrain(name, calendar);
  if (grain) return grain;
  const known = knownGrains(calendar);
  const params = { value: name.slice(0, 60), expected: `a grain: ${known.join(', ')}` };
  throw new SemanticError('QUERY_BAD_TIME', params, { path, hint: suggest(name.slice(0, 60), known) });
}
