/** Which of a model's times its metrics should go by; a guess that says why. */
import type { MemberDraft, TimeGuess } from './model-draft.ts';

/** When something happened, likeliest first. */
const NAMES = [
  /^(occurred|happened|event)_(at|on|time|date)$/,
  /^(ordered|placed|purchased|booked|paid|sent|started|visited|clicked|departed|posted)_(at|on)$/,
  /^(event_time|event_date|order_date|date|day|timestamp|ts)$/,
  /^created_(at|on)$/,
];
/** What changes later, or lies in the future, is no time of the row. */
const UNLIKELY =
  /^(updated|modified|deleted|changed|archived|expires?|ended|valid)_|_(until|to|end)$|^(due|birth|end)_?/;

/** The guess, or the names of times among which there was nothing to choose by. */
export function guessTime(dimensions: readonly MemberDraft[]): TimeGuess | readonly string[] | null {
  const times = dimensions.filter(({ type }) => type === 'time' || type === 'date').map(({ name }) => name);
  const likely = times.filter((name) => !UNLIKELY.test(name));
  if (times.length === 0) return null;
  const [only, ...others] = likely;
  if (only !== undefined && others.length === 0)
    return {
      member: only,
      reason: times.length === 1 ? 'the only time there is' : `rather than ${without(times, only)}`,
    };
  for (const pattern of NAMES) {
    const [named, ...rest] = likely.filter((name) => pattern.test(name));
    if (named !== undefined && rest.length === 0)
      return { member: named, reason: `by its name, rather than ${without(times, named)}` };
  }
  return times;
}

function without(names: readonly string[], chosen: string): string {
  return names.filter((name) => name !== chosen).join(', ');
}
