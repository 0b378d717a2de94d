/** The rows that an aggregate chooses first, of those of one bucket. */
import { compareKeys } from './find-valid.ts';
import type { Leg } from './request.ts';
import { need, type Row } from './schema.ts';
import { compareValues, identity } from './value.ts';
import { viewFrom, type World } from './world.ts';

/** In any order; rows without a time are never chosen. */
export function chooseRows(world: World, leg: Leg, rows: readonly Row[]): readonly Row[] {
  const { choice, time } = leg;
  if (choice === null) return rows;
  const model = need(world.schema.models, leg.root);
  const placed = rows.flatMap((row) => {
    const view = viewFrom(world, model, row);
    const moment = time === null ? null : view.look(time.path, time.member);
    const key = choice.by.map((part) => identity(part.evaluate(view))).join();
    return typeof moment === 'string' ? [{ row, moment, key }] : [];
  });
  // Those of the last day were told by their window.
  if (choice.word === 'at_end') return placed.map(({ row }) => row);
  const sign = choice.word === 'first' ? -1 : 1;
  const isAhead = (one: (typeof placed)[number], other: (typeof placed)[number]) => {
    const difference = compareValues(one.moment, other.moment);
    if (difference !== 0 || choice.by.length === 0) return sign * difference > 0;
    return sign * compareKeys(model.primaryKey, one.row, other.row) > 0;
  };
  return placed
    .filter((one) => !placed.some((other) => other.key === one.key && isAhead(other, one)))
    .map(({ row }) => row);
}
