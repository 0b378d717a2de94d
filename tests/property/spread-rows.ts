/** Answers about what is divided over days by brute force, day by day; it knows nothing of plans or SQL. */

export type SpreadPeriod = 'week' | 'month' | 'quarter' | 'year';

export interface Planned {
  readonly tenant: string;
  readonly team: string | null;
  /** ISO, any day of the period; null for none. */
  readonly on: string | null;
  readonly amount: number;
}

/** One day of what was planned: a part of it that is `of` days long. */
export interface PlannedDay extends Planned {
  readonly day: string | null;
  readonly of: number;
}

const DAY = 86_400_000;

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/** Weeks begin on Mondays. */
export function startOf(day: string, period: SpreadPeriod | 'day'): string {
  const [year = '', month = ''] = day.split('-');
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, -((new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7));
    case 'month':
      return `${year}-${month}-01`;
    case 'quarter':
      return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    case 'year':
      return `${year}-01-01`;
  }
}

/** Every day of what was planned. */
export function daysOf(plan: Planned, period: SpreadPeriod): readonly PlannedDay[] {
  if (plan.on === null) return [{ ...plan, day: null, of: 1 }];
  const first = startOf(plan.on, period);
  const days: string[] = [];
  for (let day = first; startOf(day, period) === first; day = addDays(day, 1)) days.push(day);
  return days.map((day) => ({ ...plan, day, of: days.length }));
}

/** Sums of whole numbers divided by lengths, with one rounding at the end, to as many digits as answers have. */
export function sumDays(days: readonly PlannedDay[]): number {
  const byLength = new Map<number, number>();
  for (const { amount, of } of days) byLength.set(of, (byLength.get(of) ?? 0) + amount);
  const sum = [...byLength].reduce((all, [of, amount]) => all + amount / of, 0);
  return Number(sum.toPrecision(12));
}
