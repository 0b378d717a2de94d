/** Where people come from: mostly the client's own country, then those around it. */
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { countriesTable } from './traffic-tables.ts';

const COUNTRIES = [
  { code: 'RU', name: 'Russia', region: 'Eastern Europe' },
  { code: 'BY', name: 'Belarus', region: 'Eastern Europe' },
  { code: 'KZ', name: 'Kazakhstan', region: 'Central Asia' },
  { code: 'UZ', name: 'Uzbekistan', region: 'Central Asia' },
  { code: 'DE', name: 'Germany', region: 'Western Europe' },
  { code: 'AT', name: 'Austria', region: 'Western Europe' },
  { code: 'US', name: 'United States', region: 'North America' },
  { code: 'CA', name: 'Canada', region: 'North America' },
] as const;

const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  RU: ['BY', 'KZ'],
  KZ: ['UZ', 'RU'],
  DE: ['AT', 'US'],
  US: ['CA', 'DE'],
};

/** Countries of the visitors of a client at `home`: `null` where nobody can tell, and one that no list has. */
export function weighCountries(home: string): readonly (readonly [country: string | null, weight: number])[] {
  const [near, far] = NEIGHBOURS[home] ?? [];
  return [
    [home, 160],
    [near ?? home, 24],
    [far ?? home, 9],
    [null, 6],
    ['XX', 1],
  ];
}

/** The countries as rows. */
export function generateCountries(loadedAt: string): readonly DemoRow[] {
  return COUNTRIES.map(({ code, name, region }) =>
    toDemoRow(countriesTable, { country_code: code, name, region, loaded_at: loadedAt }),
  );
}
