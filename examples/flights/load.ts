/** Puts the example's flights and airports into schema `flights` of a database. */
import type { PostgresDatabase, SqlStatement } from '../../src/postgres/postgres-database.ts';
import { readAirports, readFlights } from './flight-records.ts';

const TIMEOUT_MS = 60_000;

/** Creates and fills both tables in one transaction; where `flights.flights` exists, nothing is done. */
export async function loadFlights(database: PostgresDatabase): Promise<void> {
  const [found] = await database.transaction(
    [{ text: `select to_regclass('flights.flights')`, parameters: [] }],
    { mode: 'read_only', timeoutMs: TIMEOUT_MS },
  );
  if (typeof found?.[0]?.[0] === 'string') return;
  await database.transaction([...createStatements(), insertAirports(), insertFlights()], {
    mode: 'read_write',
    timeoutMs: TIMEOUT_MS,
  });
}

function createStatements(): readonly SqlStatement[] {
  return [
    'create schema if not exists flights',
    `create table flights.airports (
      iata text primary key, name text not null, city text, state text, country text not null
    )`,
    `create table flights.flights (
      flight_id bigint primary key, origin text not null, destination text not null,
      departed_at timestamp not null, delay integer not null, distance integer not null
    )`,
    'create index flights_origin on flights.flights (origin, departed_at)',
  ].map((text) => ({ text, parameters: [] }));
}

function insertAirports(): SqlStatement {
  const airports = readAirports();
  return {
    text: `insert into flights.airports (iata, name, city, state, country)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])`,
    parameters: [
      airports.map(({ iata }) => iata),
      airports.map(({ name }) => name),
      airports.map(({ city }) => city),
      airports.map(({ state }) => state),
      airports.map(({ country }) => country),
    ],
  };
}

/** Flights have no number of their own: their place in the file serves. */
function insertFlights(): SqlStatement {
  const flights = readFlights();
  return {
    text: `insert into flights.flights (flight_id, origin, destination, departed_at, delay, distance)
      select * from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamp[], $5::integer[], $6::integer[])`,
    parameters: [
      flights.map((_, index) => String(index + 1)),
      flights.map(({ origin }) => origin),
      flights.map(({ destination }) => destination),
      flights.map(({ date }) => date.replaceAll('/', '-')),
      flights.map(({ delay }) => String(delay)),
      flights.map(({ distance }) => String(distance)),
    ],
  };
}
