/** The example's data as the package `vega-datasets` ships it: read from disk, checked, and typed. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parseCsv } from './parse-csv.ts';

/** One flight; `date` is the wall clock of the airport it left, `2001/01/31 17:05`. */
export interface FlightRecord {
  readonly date: string;
  /** Minutes behind schedule. */
  readonly delay: number;
  /** Miles. */
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

/** One airport; `null` where the list has `NA`. */
export interface AirportRecord {
  readonly iata: string;
  readonly name: string;
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string;
}

/** All flights, in the order of the file. */
export function readFlights(): readonly FlightRecord[] {
  const flights: unknown = JSON.parse(readDataFile('flights-20k.json'));
  if (!Array.isArray(flights) || !flights.every(isFlight))
    throw new TypeError('flights-20k.json holds something that is not a flight');
  return flights;
}

/** All airports, in the order of the file. */
export function readAirports(): readonly AirportRecord[] {
  return parseCsv(readDataFile('airports.csv')).map((record) => ({
    iata: requireField(record, 'iata'),
    name: requireField(record, 'name'),
    city: readNullable(record, 'city'),
    state: readNullable(record, 'state'),
    country: requireField(record, 'country'),
  }));
}

function isFlight(value: unknown): value is FlightRecord {
  if (typeof value !== 'object' || value === null) return false;
  const flight: Partial<Record<keyof FlightRecord, unknown>> = value;
  return (
    typeof flight.date === 'string' &&
    /^\d{4}\/\d\d\/\d\d \d\d:\d\d$/.test(flight.date) &&
    Number.isInteger(flight.delay) &&
    Number.isInteger(flight.distance) &&
    typeof flight.origin === 'string' &&
    typeof flight.destination === 'string'
  );
}

function requireField(record: ReadonlyMap<string, string>, name: string): string {
  const value = record.get(name);
  if (value === undefined || value === '') throw new TypeError(`airports.csv has an airport without ${name}`);
  return value;
}

function readNullable(record: ReadonlyMap<string, string>, name: string): string | null {
  const value = requireField(record, name);
  return value === 'NA' ? null : value;
}

/** The package exports code only; its data lies beside the folder of that code. */
function readDataFile(name: string): string {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve('vega-datasets'));
  return readFileSync(new URL(`../data/${name}`, entry), 'utf8');
}
