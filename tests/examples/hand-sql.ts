/** SQL for the flights example as an analyst would write it by hand: what the engine's answers must equal. */

/** `$1` is the airport of origin; the last four columns are the metrics. */
const MEASURES = `
  count(*)                                                              as departures,
  avg(f.delay)::double precision                                        as average_delay,
  count(*) filter (where f.delay <= 15)::double precision / count(*)    as on_time_share,
  sum(f.distance)                                                       as distance`;

/** One row. */
export const HAND_TOTAL = `select ${MEASURES}
from flights.flights f
where f.origin = $1`;

/** The state first, null where the list of airports does not say. */
export const HAND_BY_STATE = `select a.state, ${MEASURES}
from flights.flights f
left join flights.airports a on a.iata = f.destination
where f.origin = $1
group by a.state`;

/** The Monday first. */
export const HAND_BY_WEEK = `select date_trunc('week', f.departed_at)::date, ${MEASURES}
from flights.flights f
where f.origin = $1
group by 1`;

/** Monday and state first. */
export const HAND_BY_WEEK_AND_STATE = `select date_trunc('week', f.departed_at)::date, a.state, ${MEASURES}
from flights.flights f
left join flights.airports a on a.iata = f.destination
where f.origin = $1
group by 1, a.state`;
