/** Formulas that are refused: text with «the place of the fault» → code, place and hint. */
import { describe, expect, it } from 'vitest';
import { FormulaFault } from '../../../src/formula/formula-fault.ts';
import { typeText } from './formula-shop.ts';

/** `hint` is a part of the hint, or `null` where there must be none. */
function check(marked: string, code: string, hint: string | null = null): void {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  expect(end).toBeGreaterThanOrEqual(start);
  const fault = findFault(marked.replace('«', '').replace('»', ''));
  expect({ code: fault?.code, start: fault?.span.start, end: fault?.span.end }).toEqual({ code, start, end });
  expect(fault?.hint?.includes(hint ?? '') ?? null).toBe(hint === null ? null : true);
}

function findFault(text: string): FormulaFault | null {
  try {
    typeText(text);
    return null;
  } catch (fault) {
    if (fault instanceof FormulaFault) return fault;
    throw fault;
  }
}

type Row = [marked: string, code: string, hint?: string];

describe('characters', () => {
  it.each<Row>([
    ['revenue«;» drop table orders', 'FORMULA_UNEXPECTED_CHARACTER', 'one expression'],
    ['revenue «--» everything', 'FORMULA_UNEXPECTED_CHARACTER', 'no comments'],
    ['revenue «--»1', 'FORMULA_UNEXPECTED_CHARACTER', '-(-x)'],
    ['revenue «/*» x */', 'FORMULA_UNEXPECTED_CHARACTER', 'no comments'],
    ['«$»$revenue$$', 'FORMULA_UNEXPECTED_CHARACTER', 'written out'],
    ['sum(orders.«$»1)', 'FORMULA_UNEXPECTED_CHARACTER', 'written out'],
    ['«"»revenue"', 'FORMULA_UNEXPECTED_CHARACTER', 'single quotes'],
    ['«`»revenue`', 'FORMULA_UNEXPECTED_CHARACTER', 'without quotes'],
    ['revenue«:»:text', 'FORMULA_UNEXPECTED_CHARACTER', 'no casts'],
    ['revenue «|»| cost', 'FORMULA_UNEXPECTED_CHARACTER', 'concat(a, b)'],
    ['revenue «%» 2', 'FORMULA_UNEXPECTED_CHARACTER', '0.05'],
    ['revenue «^» 2', 'FORMULA_UNEXPECTED_CHARACTER', 'a * a'],
    ['revenue«[»1]', 'FORMULA_UNEXPECTED_CHARACTER', 'no lists'],
    ['«{»{revenue}}', 'FORMULA_UNEXPECTED_CHARACTER'],
    ['revenue «&»& cost', 'FORMULA_UNEXPECTED_CHARACTER', 'and'],
    ['revenue «\\» cost', 'FORMULA_UNEXPECTED_CHARACTER'],
    ['revenue = «?»', 'FORMULA_UNEXPECTED_CHARACTER'],
    ['revenue «−» cost', 'FORMULA_UNEXPECTED_CHARACTER', 'hyphen'],
    ['revenue «×» 2', 'FORMULA_UNEXPECTED_CHARACTER', 'with *'],
    ['«в»ыручка', 'FORMULA_UNEXPECTED_CHARACTER', 'Latin'],
    ['rev«é»nue', 'FORMULA_UNEXPECTED_CHARACTER', 'Latin'],
    ['revenue * «💰»', 'FORMULA_UNEXPECTED_CHARACTER'],
    ['revenue «\u0000»', 'FORMULA_UNEXPECTED_CHARACTER'],
    ['«1»e5 * revenue', 'FORMULA_UNEXPECTED_CHARACTER'],
    ['«1»0x * revenue', 'FORMULA_UNEXPECTED_CHARACTER'],
    ["top_status = «'a\u0000b'»", 'FORMULA_UNEXPECTED_CHARACTER', 'No text'],
    ["top_status = «'\ud83d'»", 'FORMULA_UNEXPECTED_CHARACTER', 'No text'],
    ["top_status = «'paid»", 'FORMULA_UNTERMINATED_STRING'],
    ["top_status = «'paid''»", 'FORMULA_UNTERMINATED_STRING'],
    ["top_status = «'it''s»", 'FORMULA_UNTERMINATED_STRING'],
    ["top_status = 'a' or «'»", 'FORMULA_UNTERMINATED_STRING'],
  ])('%s: %s', check);
});

describe('grammar', () => {
  it.each<Row>([
    ['«»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['  \n «»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue +«»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue + «*» cost', 'FORMULA_UNEXPECTED_TOKEN'],
    ['«*»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['«+»revenue', 'FORMULA_UNEXPECTED_TOKEN'],
    ['(revenue«»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue«)»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['(«)»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue «cost»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue «union» select 1', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue«,» cost', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue = 1 «=» 1', 'FORMULA_UNEXPECTED_TOKEN'],
    ['1 < revenue «<» 2', 'FORMULA_UNEXPECTED_TOKEN'],
    ['sum(orders.amount«»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['sum(orders.amount,«)»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['sum(orders.«»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['sum(orders.«.»amount)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['sum(«.»amount)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['sum(orders.«*»)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['sum(orders.«2»)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['1«.» * revenue', 'FORMULA_UNEXPECTED_TOKEN'],
    ['«.»5 * revenue', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue@«0»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue@«01»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue@«1.5»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue@«latest»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue@«»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['count(«*»)', 'FORMULA_UNEXPECTED_TOKEN', 'count(orders)'],
    ['count(«distinct» orders.status)', 'FORMULA_UNEXPECTED_TOKEN', 'count_distinct'],
    ['count(orders) filter «orders».is_promo', 'FORMULA_UNEXPECTED_TOKEN'],
    ['count(orders) filter («orders».is_promo)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['count(orders) filter (where «)»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['count(orders) «where» orders.is_promo', 'FORMULA_UNEXPECTED_TOKEN', 'filter (where …)'],
    ['revenue «betwen» 1 and 2', 'FORMULA_UNEXPECTED_TOKEN', '"between"'],
    ['revenue «\u200b»', 'FORMULA_UNEXPECTED_CHARACTER', 'cannot be seen'],
    ["revenue@«'3'»", 'FORMULA_UNEXPECTED_TOKEN'],
    ['count(orders) «over» ()', 'FORMULA_UNEXPECTED_TOKEN', 'running(m)'],
    ['case «top_status» when 1 then 2 end', 'FORMULA_UNEXPECTED_TOKEN', 'case when'],
    ['case «end»', 'FORMULA_UNEXPECTED_TOKEN', 'case when'],
    ['case when is_good «end»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['case when is_good then 1 else 2«»', 'FORMULA_UNEXPECTED_TOKEN'],
    ["top_status not «=» 'paid'", 'FORMULA_UNEXPECTED_TOKEN'],
    ['top_status like «»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue between 1 «or» 2', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue in «1»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue in («)»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue in (select «1»)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue is «true»', 'FORMULA_UNEXPECTED_TOKEN'],
    ['revenue is not «1»', 'FORMULA_UNEXPECTED_TOKEN'],
    ["max(orders.due_on) = date «'2026-02-30'»", 'FORMULA_UNEXPECTED_TOKEN'],
    ["max(orders.due_on) = date «'31.01.2026'»", 'FORMULA_UNEXPECTED_TOKEN'],
    ["top_status = E«'x'»", 'FORMULA_UNEXPECTED_TOKEN'],
    ["interval «'1 day'»", 'FORMULA_UNEXPECTED_TOKEN'],
  ])('%s: %s', check);
});

describe('names', () => {
  it.each<Row>([
    ['«revenu»', 'FORMULA_UNKNOWN_NAME', '"revenue"'],
    ['1 + «REVENUE»', 'FORMULA_UNKNOWN_NAME', '"revenue"'],
    ['«zzzzzzzz»', 'FORMULA_UNKNOWN_NAME'],
    ['«orders»', 'FORMULA_UNKNOWN_NAME', 'count(orders)'],
    ['«constructor»', 'FORMULA_UNKNOWN_NAME'],
    ['«__proto__» + 1', 'FORMULA_UNKNOWN_NAME'],
    ['«hasOwnProperty»', 'FORMULA_UNKNOWN_NAME'],
    ['«constructor.prototype»', 'FORMULA_UNKNOWN_NAME'],
    ['sum(«constructor.amount»)', 'FORMULA_UNKNOWN_NAME'],
    ['count(«toString»)', 'FORMULA_UNKNOWN_NAME'],
    ['sum(«orders.__proto__»)', 'FORMULA_UNKNOWN_NAME', 'Members of orders'],
    ['sum(«orders.constructor.name»)', 'FORMULA_UNKNOWN_NAME', 'Joins of orders'],
    ['«constructor(revenue)»', 'FORMULA_UNKNOWN_FUNCTION'],
    ['«__proto__()»', 'FORMULA_UNKNOWN_FUNCTION'],
    ['«valueOf(revenue)»', 'FORMULA_UNKNOWN_FUNCTION'],
    ['«sun(orders.amount)»', 'FORMULA_UNKNOWN_FUNCTION', '"sum"'],
    ['«pg_sleep(10)»', 'FORMULA_UNKNOWN_FUNCTION'],
    ["«current_setting('x')»", 'FORMULA_UNKNOWN_FUNCTION'],
    ['«revenue(1)»', 'FORMULA_UNKNOWN_FUNCTION'],
    ['«cost()»', 'FORMULA_UNKNOWN_FUNCTION', '"count"'],
    ['sum(«sqrt(orders.amount)»)', 'FORMULA_UNKNOWN_FUNCTION'],
    ['revenue / «orders.amount»', 'FORMULA_NOT_AGGREGATED', 'sum(orders.amount)'],
    ['«orders.nothing»', 'FORMULA_NOT_AGGREGATED', 'sum('],
    ['«order.amount»', 'FORMULA_UNKNOWN_NAME', '"orders"'],
    ['sum(«orders.amuont»)', 'FORMULA_UNKNOWN_NAME', '"amount"'],
    ['sum(«orders.custmer.credit»)', 'FORMULA_UNKNOWN_NAME', '"customer"'],
    ['sum(«order.amount»)', 'FORMULA_UNKNOWN_NAME', '"orders"'],
    ['sum(«amount»)', 'FORMULA_UNKNOWN_NAME'],
    ['sum(«revenue»)', 'FORMULA_UNKNOWN_NAME', 'read rows of a model'],
    ['count(orders) filter (where «is_good»)', 'FORMULA_UNKNOWN_NAME', 'read rows of a model'],
    ['sum(«orders» + 1)', 'FORMULA_UNKNOWN_NAME', 'orders.…'],
    ['count(orders) filter (where «orders»)', 'FORMULA_UNKNOWN_NAME', 'orders.…'],
    ['count(«orders@2»)', 'FORMULA_UNKNOWN_NAME', 'Only metrics'],
    ['sum(«orders.amount@1»)', 'FORMULA_UNKNOWN_NAME', 'Only metrics'],
    ['revenue - «revenue@2»', 'FORMULA_NO_VERSION', 'revenue@3'],
    ['«revenue@999999999»', 'FORMULA_NO_VERSION', 'revenue@3'],
  ])('%s: %s', check);
});

describe('arguments and types', () => {
  it.each<Row>([
    ['«abs()»', 'FORMULA_ARGUMENT_COUNT', 'Write abs(x)'],
    ['«abs(revenue, cost)»', 'FORMULA_ARGUMENT_COUNT', 'Write abs(x)'],
    ['«coalesce(revenue)»', 'FORMULA_ARGUMENT_COUNT', 'Write coalesce(a, b, …)'],
    ['«round(revenue, 1, 2)»', 'FORMULA_ARGUMENT_COUNT', 'Write round(x[, decimals])'],
    ['«sum()»', 'FORMULA_ARGUMENT_COUNT', 'Write sum(x).'],
    ['«sum(orders.amount, 1)»', 'FORMULA_ARGUMENT_COUNT', 'Write sum(x).'],
    ['«revenue + top_status»', 'FORMULA_TYPE_MISMATCH'],
    ["«revenue = 'x'»", 'FORMULA_TYPE_MISMATCH'],
    ['«null + null»', 'FORMULA_TYPE_MISMATCH'],
    ['«-top_status»', 'FORMULA_TYPE_MISMATCH'],
    ['«not revenue»', 'FORMULA_TYPE_MISMATCH'],
    ['«revenue and is_good»', 'FORMULA_TYPE_MISMATCH'],
    ['«abs(is_good)»', 'FORMULA_TYPE_MISMATCH'],
    ['«lower(revenue)»', 'FORMULA_TYPE_MISMATCH'],
    ['«concat(top_status, 1)»', 'FORMULA_TYPE_MISMATCH'],
    ['«coalesce(revenue, top_status)»', 'FORMULA_TYPE_MISMATCH'],
    ['«coalesce(null, null)»', 'FORMULA_TYPE_MISMATCH'],
    ['«case when revenue then 1 end»', 'FORMULA_TYPE_MISMATCH'],
    ["«case when is_good then 1 else 'x' end»", 'FORMULA_TYPE_MISMATCH'],
    ["«revenue in (1, 'x')»", 'FORMULA_TYPE_MISMATCH'],
    ["«null in (1, 'x')»", 'FORMULA_TYPE_MISMATCH'],
    ["«last_order > date '2026-01-01'»", 'FORMULA_TYPE_MISMATCH'],
    ["count(orders) filter (where «orders.due_on = '2026-01-31'»)", 'FORMULA_TYPE_MISMATCH', "date '2026"],
    ['count(orders) filter (where «orders.order_id > 5»)', 'FORMULA_TYPE_MISMATCH', 'declare the column'],
    ['count(orders) filter (where «orders.order_id between 1 and 5»)', 'FORMULA_TYPE_MISMATCH', 'declare'],
    ['count(orders) filter (where «orders.order_id = 1.5»)', 'FORMULA_TYPE_MISMATCH'],
    ['count(«greatest(orders.order_id, orders.customer_id)»)', 'FORMULA_TYPE_MISMATCH'],
    ['sum(«orders.status»)', 'FORMULA_TYPE_MISMATCH'],
    ['sum(«orders.ordered_at»)', 'FORMULA_TYPE_MISMATCH'],
    ['sum(«orders.order_id»)', 'FORMULA_TYPE_MISMATCH'],
    ['avg(«orders.ordered_at»)', 'FORMULA_TYPE_MISMATCH'],
    ['min(«orders.is_promo»)', 'FORMULA_TYPE_MISMATCH', 'sum counts'],
    ['max(«orders.order_id»)', 'FORMULA_TYPE_MISMATCH'],
    ['sum(«orders»)', 'FORMULA_TYPE_MISMATCH', 'sum(orders.…)'],
    ['sum(orders.amount) filter (where «orders.amount»)', 'FORMULA_TYPE_MISMATCH'],
    ['sum(orders.amount) filter (where «null»)', 'FORMULA_TYPE_MISMATCH'],
    ['round(revenue, «orders_count»)', 'FORMULA_TYPE_MISMATCH', 'round(x, 2)'],
    ['sum(round(orders.amount, «orders.quantity»))', 'FORMULA_TYPE_MISMATCH', 'round(x, 2)'],
    ['round(revenue, «20»)', 'FORMULA_TYPE_MISMATCH', 'round(x, 2)'],
    ['round(revenue, «1.5»)', 'FORMULA_TYPE_MISMATCH', 'round(x, 2)'],
  ])('%s: %s', check);
});

describe('places of aggregates and filters', () => {
  it.each<Row>([
    ['sum(«sum(orders.amount)»)', 'FORMULA_NESTED_AGGREGATE'],
    ['sum(orders.amount - «avg(orders.amount)»)', 'FORMULA_NESTED_AGGREGATE'],
    ['sum(abs(«count(orders)»))', 'FORMULA_NESTED_AGGREGATE'],
    ['sum(orders.amount) filter (where orders.amount > «avg(orders.amount)»)', 'FORMULA_NESTED_AGGREGATE'],
    ['«sum(orders.amount * items.quantity)»', 'FORMULA_SEVERAL_ROOTS', 'orders.…'],
    ["«sum(orders.amount) filter (where customers.country = 'KZ')»", 'FORMULA_SEVERAL_ROOTS', 'orders.…'],
    ['«sum(1)»', 'FORMULA_SEVERAL_ROOTS', 'at least one member'],
    ["«count('x')»", 'FORMULA_SEVERAL_ROOTS', 'at least one member'],
    ['abs(revenue) «filter (where is_good)»', 'FORMULA_FILTER_PLACE'],
    ['(sum(orders.amount)) «filter (where orders.is_promo)»', 'FORMULA_FILTER_PLACE'],
    ['sum(orders.amount «filter (where orders.is_promo)»)', 'FORMULA_FILTER_PLACE'],
    ['sum(abs(orders.amount) «filter (where orders.is_promo)»)', 'FORMULA_FILTER_PLACE'],
  ])('%s: %s', check);
});

describe('filters of metrics', () => {
  it.each<Row>([
    ['revenue filter (where «is_good»)', 'FORMULA_UNKNOWN_NAME', 'dimensions of its rows'],
    ['revenue@3 filter (where «is_good»)', 'FORMULA_UNKNOWN_NAME', 'dimensions of its rows'],
    ['revenue filter (where «is_paid»)', 'FORMULA_UNKNOWN_NAME', 'Say whose: channel.is_paid'],
    ['revenue filter (where «nothing»)', 'FORMULA_UNKNOWN_NAME', 'a dot'],
    ['revenue filter (where «chanel.is_paid»)', 'FORMULA_UNKNOWN_NAME', '"channel"'],
    ['revenue filter (where «channel.is_piad»)', 'FORMULA_UNKNOWN_NAME', '"is_paid"'],
    ['revenue filter (where «customer.regin.name» is null)', 'FORMULA_UNKNOWN_NAME', '"region"'],
    ['revenue filter (where «channel.is_paid@2»)', 'FORMULA_UNKNOWN_NAME', 'Only metrics'],
    ['revenue filter (where channel.is_paid «filter (where true)»)', 'FORMULA_FILTER_PLACE'],
    ['revenue filter (where «channel.name»)', 'FORMULA_TYPE_MISMATCH'],
    ['revenue filter (where «null»)', 'FORMULA_TYPE_MISMATCH'],
    ['revenue filter (where «channel.name = 1»)', 'FORMULA_TYPE_MISMATCH'],
    ['revenue filter (where «count(orders)» > 1)', 'FORMULA_NESTED_AGGREGATE', 'each row by itself'],
    ['ad_spend filter (where «channel.is_paid»)', 'FORMULA_NO_PATH', 'declare the join'],
    ['cost filter (where «items.quantity» > 1)', 'FORMULA_NO_PATH', 'the inputs that do'],
    ["revenue filter (where «region.name» = 'x')", 'FORMULA_AMBIGUOUS_PATH', 'orders.customer.region.name'],
    ['abs(revenue) «filter (where channel.is_paid)»', 'FORMULA_FILTER_PLACE'],
    ['(revenue / cost) «filter (where channel.is_paid)»', 'FORMULA_FILTER_PLACE'],
    ['«orders.amount filter (where channel.is_paid)»', 'FORMULA_NOT_AGGREGATED', 'sum(orders.amount)'],
  ])('%s: %s', check);
});

describe('over time and over groups', () => {
  it.each<Row>([
    ['shift(revenue, «7»)', 'FORMULA_TYPE_MISMATCH', 'shift(revenue, 7 days)'],
    ['shift(revenue, «3 buckets»)', 'FORMULA_UNKNOWN_NAME', 'There are second'],
    ['shift(revenue, «2 yeers»)', 'FORMULA_UNKNOWN_NAME', '"year"'],
    ['«shift(revenue)»', 'FORMULA_ARGUMENT_COUNT', 'shift(revenue, 1 year)'],
    ['«shift(revenue, 1 day, 1 day)»', 'FORMULA_ARGUMENT_COUNT', 'shift(revenue, 1 year)'],
    ['shift(revenue, to «hour»)', 'FORMULA_UNKNOWN_NAME', 'a day or longer'],
    ['shift(revenue, to «moth»)', 'FORMULA_UNKNOWN_NAME', '"month"'],
    ['shift(revenue, «0» days)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['shift(«5», 1 day)', 'FORMULA_TYPE_MISMATCH'],
    ['shift(«null», 1 day)', 'FORMULA_TYPE_MISMATCH'],
    ['shift(«revenu», 1 day)', 'FORMULA_UNKNOWN_NAME', '"revenue"'],
    ['trailing(revenue, «month»)', 'FORMULA_TYPE_MISMATCH', 'trailing(revenue, 3 buckets)'],
    ['trailing(revenue, «1.5» days)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['«to_date(revenue)»', 'FORMULA_ARGUMENT_COUNT', 'to_date(revenue, month)'],
    ['to_date(revenue, «mont»)', 'FORMULA_UNKNOWN_NAME', '"month"'],
    ["to_date(revenue, «'month'»)", 'FORMULA_TYPE_MISMATCH', 'There are day'],
    ['to_date(revenue, «1 month»)', 'FORMULA_TYPE_MISMATCH', 'There are day'],
    ['«running(revenue, cost)»', 'FORMULA_ARGUMENT_COUNT', 'running(revenue)'],
    ['running(revenue) «filter (where channel.is_paid)»', 'FORMULA_FILTER_PLACE', 'running(revenue filter'],
    ['running(revenue «per day»)', 'FORMULA_CLAUSE_PLACE', 'avg(balance per day)'],
    ['total(revenue, «by channel.name»)', 'FORMULA_CLAUSE_PLACE', 'previous'],
    ['«total(revenue, channel)»', 'FORMULA_ARGUMENT_COUNT', 'within channel.name'],
    ['total(revenue, within «chanel.name»)', 'FORMULA_UNKNOWN_NAME', '"channel"'],
    ['total(revenue, within «name»)', 'FORMULA_UNKNOWN_NAME', 'Say whose'],
    ['total(revenue, within «orders.amount»)', 'FORMULA_TYPE_MISMATCH', 'Facts'],
    ['total(revenue, within «orders.ordered_at»)', 'FORMULA_TYPE_MISMATCH', 'per day'],
    ['total(ad_spend, within «channel.name»)', 'FORMULA_NO_PATH', 'declare the join'],
    ['total(revenue, within «region.name»)', 'FORMULA_AMBIGUOUS_PATH', 'Spell the path'],
    ['share(«top_status»)', 'FORMULA_TYPE_MISMATCH'],
    ['unfiltered(«3»)', 'FORMULA_TYPE_MISMATCH'],
    ['unfiltered(revenue by «chanel»)', 'FORMULA_UNKNOWN_NAME', 'channel'],
    ['unfiltered(revenue by «channel.nam»)', 'FORMULA_UNKNOWN_NAME', '"name"'],
    ['unfiltered(revenue, «within channel.name»)', 'FORMULA_CLAUSE_PLACE', 'total, share and rank'],
    ['rank(«is_good»)', 'FORMULA_TYPE_MISMATCH'],
    ['abs(revenue «last»)', 'FORMULA_CLAUSE_PLACE', 'chooses the rows'],
    ['coalesce(revenue, «within channel.name»)', 'FORMULA_CLAUSE_PLACE', 'total, share and rank'],
    ['revenue * «7 days»', 'FORMULA_DURATION_PLACE'],
    ['sum(orders.amount «by orders.status»)', 'FORMULA_CLAUSE_PLACE', 'previous'],
    ['sum(orders.amount, «by orders.status»)', 'FORMULA_CLAUSE_PLACE', 'previous'],
    ['sum(orders.amount last by «customers.id»)', 'FORMULA_UNKNOWN_NAME', 'orders.…'],
    ['sum(orders.amount last by «orders.nobody»)', 'FORMULA_UNKNOWN_NAME', 'Members of orders'],
    ['sum(orders.amount at_end «by» orders.customer_id)', 'FORMULA_UNEXPECTED_TOKEN', 'at_end takes'],
    ['sum(orders.amount last by «1»)', 'FORMULA_UNEXPECTED_TOKEN'],
    ['avg(revenue per «dai»)', 'FORMULA_UNKNOWN_NAME', '"day"'],
    ['avg(revenue per «items.share»)', 'FORMULA_NO_PATH', 'its joins know'],
    ['avg(«top_status» per day)', 'FORMULA_TYPE_MISMATCH'],
    ['avg(«1 + 1» per day)', 'FORMULA_TYPE_MISMATCH'],
    ['avg(revenue per day) filter (where «revenue»)', 'FORMULA_TYPE_MISMATCH'],
    [
      'avg(revenue per day) filter (where «channel.is_paid»)',
      'FORMULA_UNKNOWN_NAME',
      'behind the metric itself',
    ],
    ['«avg(revenue per day, 2)»', 'FORMULA_ARGUMENT_COUNT', 'Write avg(x)'],
    ['avg(revenue «per day, week»)', 'FORMULA_TYPE_MISMATCH', 'Aggregate twice'],
    ['«last(revenue)»', 'FORMULA_TYPE_MISMATCH', 'The value of the last bucket'],
    ['first(revenue «per channel.name»)', 'FORMULA_TYPE_MISMATCH', 'first(balance per day)'],
    ['first(revenue «per day, channel.name»)', 'FORMULA_TYPE_MISMATCH', 'first(balance per day)'],
    [
      'last(revenue per day) «filter (where revenue > 0)»',
      'FORMULA_FILTER_PLACE',
      'Filter the metric inside',
    ],
    ['last(«is_good» per day)', 'FORMULA_TYPE_MISMATCH', 'sum counts the true rows'],
    ['«last(revenue per day, 2)»', 'FORMULA_ARGUMENT_COUNT', 'For example last('],
    ['«previous(revenue by cost)»', 'FORMULA_UNKNOWN_FUNCTION', 'in its own formulas'],
    ['sum(«shift(orders.amount, 1 day)»)', 'FORMULA_UNKNOWN_FUNCTION', 'works on metrics'],
    ['«trailin(revenue, 7 days)»', 'FORMULA_UNKNOWN_FUNCTION', '"trailing"'],
  ])('%s: %s', check);
});

describe('limits', () => {
  const repeat = (times: number, before: string, middle: string, after = ''): string =>
    before.repeat(times) + middle + after.repeat(times);

  it.each([
    ['63 parentheses', repeat(63, '(', 'revenue', ')')],
    ['63 negations', repeat(63, '- ', 'revenue')],
    ['a text of 4,000 characters', `concat(top_status, '${'x'.repeat(4_000 - 22)}')`],
    ['500 terms', `revenue${' + cost'.repeat(499)}`],
    ['500 alternatives', `true${' or true'.repeat(499)}`],
  ])('%s are read', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(findFault(text)).toBeNull();
  });

  it.each([
    ['64 parentheses', repeat(64, '(', 'revenue', ')'), 'FORMULA_TOO_DEEP'],
    ['1,500 parentheses, open', repeat(1_500, '(', ''), 'FORMULA_TOO_DEEP'],
    ['64 negations', repeat(64, '- ', 'revenue'), 'FORMULA_TOO_DEEP'],
    ['64 times not', repeat(64, 'not ', 'is_good'), 'FORMULA_TOO_DEEP'],
    ['64 functions', repeat(64, 'abs(', 'revenue', ')'), 'FORMULA_TOO_DEEP'],
    ['64 times case', repeat(64, 'case when ', 'true', ' then true end'), 'FORMULA_TOO_DEEP'],
    ['64 lists', repeat(64, 'true in (', 'true', ')'), 'FORMULA_TOO_DEEP'],
    ['4,001 characters', ' '.repeat(4_001), 'FORMULA_TOO_LONG'],
    ['501 terms', `revenue${' + cost'.repeat(500)}`, 'FORMULA_TOO_LARGE'],
    ['ranges of ranges', repeat(40, '(', 'true', ' between true and true)'), 'FORMULA_TOO_LARGE'],
  ])('%s are refused', (_, text, code) => {
    expect(findFault(text)?.code).toBe(code);
  });
});
