/** Money of each row's own currency as money of another: by the last rate until the row's day, or that day's own. */
import { wallClock } from './clock.ts';
import { Decimal } from './decimal.ts';
import type { Leg } from './request.ts';
import { calculate, type RowView } from './row-formula.ts';
import { need } from './schema.ts';
import type { Value } from './value.ts';
import type { World } from './world.ts';

/** The dimension that names the currency of a row's money. */
export const CURRENCY = 'ccy';

/** A row's money and where it stands. */
export interface OwnMoney {
  readonly value: Value;
  readonly view: RowView;
  readonly leg: Leg;
}

/** In the currency asked for; `undefined` where there is money and no rate. */
export function convertMoney(world: World, to: string, money: OwnMoney): Value | undefined {
  if (money.value === null) return null;
  const from = money.view.look([], CURRENCY);
  if (from === to) return money.value;
  const rate = findRate(world, { from, to, day: dayOf(money) });
  return rate === null ? undefined : calculate('*', money.value, rate);
}

function dayOf({ view, leg }: OwnMoney): string | null {
  if (leg.time === null) return null;
  const moment = view.look(leg.time.path, leg.time.member);
  if (typeof moment !== 'string') return null;
  return (leg.timeType === 'time' ? wallClock(moment, view.zone) : moment).slice(0, 10);
}

function findRate(
  { schema, visible }: World,
  { from, to, day }: { readonly from: Value; readonly to: string; readonly day: string | null },
): Decimal | null {
  const { rates } = schema;
  if (rates === undefined || day === null) return null;
  let found: { readonly day: string; readonly rate: Decimal } | null = null;
  for (const row of need(visible, rates.model)) {
    const [since, rate] = [row['day'], row['rate']];
    if (row['source'] !== from || row['target'] !== to) continue;
    if (typeof since !== 'string' || !(rate instanceof Decimal) || since > day) continue;
    if (found === null || since > found.day) found = { day: since, rate };
  }
  return rates.carry || found?.day === day ? (found?.rate ?? null) : null;
}
