/** A choice of rows in two steps: the place of each row among those it is chosen from, and the rows that come first. */
import type { ChooseRows } from '../planner/nodes/choose-rows.ts';
import { outputsOf } from '../planner/nodes/leg.ts';
import { byCodePoint } from './compile-cast.ts';
import type { Step } from './compile-fill.ts';
import { lines, own } from './identifier.ts';
import { sql } from './sql-text.ts';
import { inputStep } from './step-names.ts';

/** With a space, and an end that no column of a row has. */
const PLACE = 'row place';

export function compileChosenRows(node: ChooseRows, name: string): readonly Step[] {
  const { input } = node;
  return compileChoice(node, {
    columns: outputsOf(input),
    from: inputStep(name, input),
    placed: `${name}.placed`,
    chosen: inputStep(name, node),
  });
}

interface ChoiceSteps {
  /** Of the rows. */
  readonly columns: readonly string[];
  /** The steps that have the rows, their places, and what is chosen. */
  readonly from: string;
  readonly placed: string;
  readonly chosen: string;
}

/**
 * Rows of equal place are rows of one moment that no key tells apart: all of them come first, or none. The
 * database sorts once, and stops in each group behind its first place.
 */
export function compileChoice(
  { order, time, buckets, keys, ties, where }: Omit<ChooseRows, 'kind' | 'input'>,
  steps: ChoiceSteps,
): readonly Step[] {
  const columns = steps.columns.map((column) => own(column));
  const direction = order === 'last' ? sql`desc` : sql`asc`;
  const sorted = [time, ...ties].map((key) => sql`${byCodePoint(own(key.name), key.type)} ${direction}`);
  const apart = [...buckets, ...keys].map((key) => own(key.name));
  const partition = apart.length > 0 ? sql`partition by ${sql.join(apart)} ` : sql``;
  const places = sql`    /* The place of each row among those that one is chosen from. */
    select
      ${lines([...columns, sql`rank() over (${partition}order by ${sql.join(sorted)}) as ${own(PLACE)}`])}
    from ${own(steps.from)}`;
  const kept = where === null ? sql`` : sql`\n      and ${own(where)}`;
  const chosen = sql`    /* The rows that come first; conditions are asked of those alone. */
    select
      ${lines(columns)}
    from ${own(steps.placed)}
    where ${own(PLACE)} = 1${kept}`;
  return [
    { name: steps.placed, body: places },
    { name: steps.chosen, body: chosen },
  ];
}
