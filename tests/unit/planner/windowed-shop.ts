/** The catalog of the planner's tests with metrics over windows. */
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { catalogOf, change, metricFile } from '../catalog/small-project.ts';

export const WINDOWED: Catalog = catalogOf(
  change(
    ['sales/recent.yaml', '', metricFile('recent', 'trailing(revenue, 7 days)')],
    ['sales/so_far.yaml', '', metricFile('so_far', 'running(revenue)')],
    ['sales/this_year.yaml', '', metricFile('this_year', 'to_date(revenue, year)')],
    ['sales/last_year.yaml', '', metricFile('last_year', 'shift(to_date(revenue, year), 1 year)')],
    ['sales/to_date_before.yaml', '', metricFile('to_date_before', 'to_date(shift(revenue, 1 year), year)')],
    ['sales/active.yaml', '', metricFile('active', 'trailing(count_distinct(orders.customer_id), 28 days)')],
    ['sales/least.yaml', '', metricFile('least', 'running(min(orders.amount))')],
    ['sales/average_so_far.yaml', '', metricFile('average_so_far', 'running(avg(orders.amount))')],
  ),
);

/** Of days in a month, which all of these metrics know. */
export const DAILY = { grain: 'day', from: '2026-01-01', to: '2026-02-01' };
