/** The flights' metrics from the files alone, in plain TypeScript, and the form in which answers are compared. */
import { Temporal } from 'temporal-polyfill';
import {
  type AirportRecord,
  type FlightRecord,
  readAirports,
  readFlights,
} from '../../examples/flights/flight-records.ts';

/** Exact numbers as their digits, the others to 12 significant digits. */
export interface Figures {
  readonly departures: string;
  readonly average_delay: number;
  readonly on_time_share: number;
  readonly distance: string;
}

/** Figures by their group's values, joined: `''` is the total. */
export type FiguresByGroup = ReadonlyMap<string, Figures>;

/** What a flight can be grouped by. */
export type Grouping = 'state' | 'week';

const flights = readFlights();
const airports = new Map(readAirports().map((airport) => [airport.iata, airport]));

/** A group's values as one key; null is told from any text. */
export function groupKey(values: readonly (string | null)[]): string {
  return values.map((value) => value ?? '∅').join(' · ');
}

/** A double as answers round it. */
export function roundFigure(value: number): number {
  return Number(value.toPrecision(12));
}

/** The figures of the flights that left `origin`. */
export function computeFigures(origin: string, groupings: readonly Grouping[]): FiguresByGroup {
  const groups = new Map<string, FlightRecord[]>();
  for (const flight of flights) {
    if (flight.origin !== origin) continue;
    const key = groupKey(groupings.map((grouping) => groupOf(flight, grouping)));
    const group = groups.get(key);
    if (group) group.push(flight);
    else groups.set(key, [flight]);
  }
  return new Map([...groups].map(([key, group]) => [key, measure(group)]));
}

function groupOf(flight: FlightRecord, grouping: Grouping): string | null {
  return grouping === 'state' ? stateOf(airports.get(flight.destination)) : weekOf(flight.date);
}

function stateOf(airport: AirportRecord | undefined): string | null {
  return airport?.state ?? null;
}

/** The Monday of the week. */
function weekOf(date: string): string {
  const day = Temporal.PlainDate.from(date.slice(0, 10).replaceAll('/', '-'));
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

function measure(group: readonly FlightRecord[]): Figures {
  const sum = (value: (flight: FlightRecord) => number) =>
    group.reduce((total, flight) => total + value(flight), 0);
  return {
    departures: String(group.length),
    average_delay: roundFigure(sum(({ delay }) => delay) / group.length),
    on_time_share: roundFigure(sum(({ delay }) => (delay <= 15 ? 1 : 0)) / group.length),
    distance: String(sum(({ distance }) => distance)),
  };
}
