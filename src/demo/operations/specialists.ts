/** Who works at the agency. */
import { type Kopecks, printMoney } from '../money.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { specialistsTable } from './operations-tables.ts';

type Specialist = readonly [name: string, team: string | null, hourlyRate: Kopecks];

const SPECIALISTS: readonly Specialist[] = [
  ['Alina', 'support', 90_000],
  ['Boris', 'support', 90_000],
  ['Vera', 'support', 105_000],
  ['Gleb', 'performance', 180_000],
  ['Dina', 'performance', 210_000],
  ['Egor', 'content', 140_000],
  ['Zhanna', 'content', 135_000],
  ['Ivan', 'analytics', 230_000],
  ['Kira', null, 120_000],
];

/** How many there are; they are numbered from 1. */
export const SPECIALIST_COUNT = SPECIALISTS.length;

/** Somebody who has left and is in no list. */
export const MISSING_SPECIALIST = 99;

/** The specialists as rows. */
export function generateSpecialists(loadedAt: string): readonly DemoRow[] {
  return SPECIALISTS.map(([name, team, rate], index) =>
    toDemoRow(specialistsTable, {
      specialist_id: String(index + 1),
      name,
      team,
      hourly_rate: printMoney(rate),
      loaded_at: loadedAt,
    }),
  );
}
