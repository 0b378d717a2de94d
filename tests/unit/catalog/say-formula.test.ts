/** The words of a catalog's metrics, with the keys of their files in them. */
import { describe, expect, it } from 'vitest';
import { sayFormula } from '../../../src/catalog/say-formula.ts';
import { addMetric, type Change, catalogOf, change } from './small-project.ts';

function wordsOf(...changes: readonly Change[]): string | null {
  const catalog = catalogOf(change(...changes));
  const metric = catalog.metrics.get('m');
  return metric ? sayFormula(metric, catalog, 'en') : null;
}

describe('sayFormula', () => {
  it.each<[string, readonly Change[], string]>([
    ['a formula', [addMetric('m', 'revenue / units')], 'revenue divided by units'],
    [
      'titles',
      [
        addMetric('m', 'revenue / units'),
        ['sales/revenue.yaml', 'owner:', 'title: { en: Money in, ru: Выручка }\nowner:'],
        ['sales/units.yaml', 'owner:', 'title: { ru: Штуки }\nowner:'],
      ],
      'Money in divided by units',
    ],
    [
      'the key filter',
      [addMetric('m', 'sum(orders.amount)', "filter: orders.status = 'paid'")],
      'sum of order amount, where status is paid',
    ],
    [
      'the key time',
      [addMetric('m', 'count(orders)', 'time: orders.due_on')],
      'number of orders, dated by due on',
    ],
    [
      'the key empty',
      [addMetric('m', 'sum(items.quantity)', 'empty: null')],
      'sum of item quantity, or nothing where there is none',
    ],
    [
      'an average, which is empty by itself',
      [addMetric('m', 'avg(orders.weight)', 'empty: null')],
      'average of order weight',
    ],
    [
      'a filter of a metric, by role',
      [addMetric('m', "revenue filter (where customer.name <> 'x')")],
      'revenue, where customer name is not x',
    ],
  ])('%s', (_, changes, expected) => {
    expect(wordsOf(...changes)).toBe(expected);
  });
});
