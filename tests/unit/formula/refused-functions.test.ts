/** Calls and operators on times that are refused: text with «the place of the fault» → message and hint. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/errors/diagnostic.ts';
import { FormulaFault } from '../../../src/formula/formula-fault.ts';
import { typeText } from './formula-shop.ts';

function faultOf(text: string): FormulaFault | null {
  try {
    typeText(text);
    return null;
  } catch (fault) {
    if (fault instanceof FormulaFault) return fault;
    throw fault;
  }
}

/** `hint` is a part of the hint, or `null` where there must be none. */
function check(marked: string, message: string, hint: string | null = null): void {
  const fault = faultOf(marked.replace('«', '').replace('»', ''));
  const place = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
  expect(fault?.span).toEqual(place);
  expect(
    fault &&
      diagnose(fault.code, fault.params, { position: { file: 'x.yaml', line: 1, column: 1, length: 1 } })
        .message,
  ).toBe(message);
  expect(fault?.hint?.includes(hint ?? '') ?? null).toBe(hint === null ? null : true);
}

type Row = [marked: string, message: string, hint?: string];

describe('aggregates', () => {
  it.each<Row>([
    ['median(«orders.status»)', 'median needs a number, not string.', 'percentile_disc'],
    ['percentile(«orders.due_on», 0.5)', 'percentile needs a number, not date.', 'percentile_disc'],
    ['stddev(«orders.is_promo»)', 'stddev needs a number, not boolean.'],
    ['variance(«orders.customer_id»)', 'variance needs a number, not key.'],
    ['percentile_disc(«orders.customer_id», 0.5)', 'percentile_disc needs a value with an order, not key.'],
    ['max(«orders.is_promo»)', 'max needs a value with an order, not boolean.', 'sum counts'],
    ['sum(«orders.status»)', 'sum needs a number or a condition, not string.'],
    ['«avg(null)»', 'One aggregate reads the rows of one model: this one names none.', 'at least one member'],
    ['«percentile(orders.amount)»', 'percentile takes 2 arguments, not 1.', 'Write percentile(x, share).'],
    ['«median(orders.amount, 0.5)»', 'median takes 1 argument, not 2.', 'Write median(x).'],
    [
      'percentile(orders.amount, «1.01»)',
      'percentile needs a share from 0 to 1, written out, not 1.01.',
      '0.95',
    ],
    [
      'percentile(orders.amount, «-0.5»)',
      'percentile needs a share from 0 to 1, written out, not -0.5.',
      '0.95',
    ],
    [
      'percentile(orders.amount, «95»)',
      'percentile needs a share from 0 to 1, written out, not 95.',
      'percentile(x, 0.95): 95% are 0.95.',
    ],
    [
      "percentile(orders.amount, «'0.5'»)",
      'percentile needs a share from 0 to 1, written out, not another expression.',
      '0.95',
    ],
    [
      'percentile(orders.amount, «orders.weight»)',
      'percentile needs a share from 0 to 1, written out, not another expression.',
      '0.95',
    ],
    [
      'median(«items.order.amount»)',
      'median over "items.order.amount" would count a row of orders once for each row of items.',
      'median(orders.amount)',
    ],
    [
      'percentile_disc(«items.order.amount», 0.5)',
      'percentile_disc over "items.order.amount" would count a row of orders once for each row of items.',
      'orders.amount',
    ],
  ])('%s', check);
});

describe('written-out arguments', () => {
  it.each<Row>([
    [
      'count(substring(orders.status, «0»))',
      'substring needs a whole number from 1 to 999999, written out, not 0.',
      'The first character is 1',
    ],
    [
      'count(substring(orders.status, 1, «-1»))',
      'substring needs a whole number from 1 to 999999, written out, not -1.',
      'substring(sku, 1, 3)',
    ],
    [
      'count(substring(orders.status, «1000000»))',
      'substring needs a whole number from 1 to 999999, written out, not 1000000.',
      'substring',
    ],
    [
      'count(substring(orders.status, «orders.quantity»))',
      'substring needs a whole number from 1 to 999999, written out, not another expression.',
      'substring',
    ],
    [
      'count(substring(orders.status, «1.5»))',
      'substring needs a whole number from 1 to 999999, written out, not another expression.',
      'substring',
    ],
    [
      'count(orders) filter (where orders.status like «orders.end»)',
      'like needs a pattern, written out, not another expression.',
      "'A-%'",
    ],
    [
      "count(orders) filter (where orders.status like «'a\\'»)",
      "like needs a pattern, written out, not 'a\\'.",
      'these characters themselves',
    ],
    [
      "count(orders) filter (where orders.status not like «'\\d%'»)",
      "like needs a pattern, written out, not '\\d%'.",
      '%',
    ],
    ["count(orders) filter (where «orders.amount like '1%'»)", 'like needs text, not decimal and string.'],
    ['count(«substring(orders.amount, 1)»)', 'substring needs text, not decimal and integer.'],
  ])('%s', check);
});

describe('times', () => {
  it.each<Row>([
    [
      'count(date_part(«week», orders.due_on))',
      'date_part needs one of hour, day_of_week, day_of_month, day_of_year, iso_week, month, quarter, year, not "week".',
      'date_part(iso_week, t)',
    ],
    [
      'count(date_part(«moth», orders.due_on))',
      'date_part needs one of hour, day_of_week, day_of_month, day_of_year, iso_week, month, quarter, year, not "moth".',
      '"month"',
    ],
    ['count(date_part(«hour» + 1, orders.due_on))', '"hour" is not known here.'],
    [
      'count(«date_part(hour, orders.due_on)»)',
      'date_part needs a time of day, not date.',
      'A date has no hours.',
    ],
    ['count(«date_part(year, orders.status)»)', 'date_part needs a date or time, not string.'],
    [
      'count(«date_part(orders.due_on)»)',
      'date_part takes 2 arguments, not 1.',
      'Write date_part(part, moment): ',
    ],
    [
      'count(date_diff(«hour», orders.due_on, orders.due_on))',
      'date_diff needs one of day, week, month, quarter, year, not "hour".',
      'elapsed(a, b) / 3600',
    ],
    [
      'count(«date_diff(day, orders.due_on, orders.amount)»)',
      'date_diff needs two dates or times, not date and decimal.',
    ],
    [
      'count(«elapsed(orders.due_on, orders.due_on)»)',
      'elapsed needs two times of one type, not date and date.',
      'date_diff(day, a, b)',
    ],
    [
      'count(«elapsed(orders.ordered_at, orders.opens_at)»)',
      'elapsed needs two times of one type, not time and local_time.',
    ],
    ['count(«orders.due_on + 3 hours»)', 'add needs a time of day, not date.', 'A date moves by whole days.'],
    ['count(«orders.amount + 7 days»)', 'add needs a date or time, not decimal.'],
    ['count(orders.due_on + «7 sprints»)', '"sprints" is not known here.', 'second, minute, hour'],
    ['count(orders.due_on + «1001 years»)', 'add needs at most 1000 years, not 1001 years.'],
    ['count(orders.ordered_at - «365001 days»)', 'subtract needs at most 1000 years, not 365001 days.'],
    [
      'count(«orders.due_on - orders.due_on»)',
      'subtract needs numbers, not date and date.',
      'date_diff(day, a, b) or elapsed(a, b)',
    ],
    [
      "count(orders) filter (where «orders.ordered_at > '2026-01-31'»)",
      'greater needs operands of one type, not time and string.',
      "time '2026-01-31T10:00:00+03:00'",
    ],
    [
      "count(orders) filter (where «orders.opens_at > '09:00'»)",
      'greater needs operands of one type, not local_time and string.',
      "local_time '2026",
    ],
    [
      "count(orders) filter (where «orders.ordered_at > date '2026-01-31'»)",
      'greater needs operands of one type, not time and date.',
    ],
    [
      "count(orders) filter (where orders.ordered_at > time «'2026-01-31'»)",
      "Expected a time such as '2026-01-31T10:00:00', found '2026-01-31'.",
    ],
    [
      "count(orders) filter (where orders.ordered_at > time «'2026-02-29T10:00'»)",
      "Expected a time such as '2026-01-31T10:00:00', found '2026-02-29T10:00'.",
    ],
    [
      "count(orders) filter (where orders.ordered_at > time «'2026-01-31T25:00Z'»)",
      "Expected a time such as '2026-01-31T10:00:00+03:00', found '2026-01-31T25:00Z'.",
    ],
    [
      "count(orders) filter (where orders.ordered_at > time «'2026-01-31T10:00+03'»)",
      "Expected a time such as '2026-01-31T10:00:00', found '2026-01-31T10:00+03'.",
    ],
    [
      "count(orders) filter (where orders.opens_at > local_time «'2026-01-31T10:00Z'»)",
      "Expected a time such as '2026-01-31T10:00:00', found '2026-01-31T10:00Z'.",
    ],
    [
      "count(orders) filter (where orders.opens_at > local_time «'0000-01-31T10:00'»)",
      "Expected a time such as '2026-01-31T10:00:00', found '0000-01-31T10:00'.",
    ],
    [
      'count(«nullif(orders.amount, orders.status)»)',
      'nullif needs values of one type, not decimal and string.',
    ],
    [
      'count(«nullif(null, null)») filter (where orders.is_promo)',
      'nullif needs at least one value that is not null, not null and null.',
    ],
  ])('%s', check);
});

describe('working minutes', () => {
  const count = (call: string): string => `sum(business_minutes(${call}))`;
  it.each<Row>([
    [count('orders.ordered_at, orders.ordered_at, «suport»'), '"suport" is not known here.', '"support"'],
    [
      'business_minutes(last_order, last_order, «desk»)',
      'Working time between metrics by a calendar with holidays is understood but not planned yet.',
      'Holidays of desk are read beside the rows of a model',
    ],
    [count('orders.ordered_at, orders.ordered_at, «retail»'), '"retail" is not known here.', 'support'],
    [
      count('orders.ordered_at, orders.ordered_at, «orders.status»'),
      'business_minutes needs the name of a calendar, not another expression.',
      'Calendars: ',
    ],
    [
      'sum(«business_minutes(orders.due_on, orders.due_on, support)»)',
      'business_minutes needs two times of one type, not date and date.',
      'A date has no hours',
    ],
    [
      'sum(«business_minutes(orders.opens_at, orders.ordered_at, support)»)',
      'business_minutes needs two times of one type, not local_time and time.',
    ],
    [
      'sum(«business_minutes(orders.ordered_at, orders.ordered_at)»)',
      'business_minutes takes 3 arguments, not 2.',
      'Write business_minutes(a, b, calendar): business_minutes(',
    ],
  ])('%s', check);
});
