/** Choices of rows as legs know them: `latest` and `at_end` are windows, and what is left is the first or the last. */
import { assertNever } from '../base/assert-never.ts';
import type { MemberReference } from '../formula/expression.ts';
import type { ChosenRows } from '../formula/metric-tree.ts';
import type { Window } from './window.ts';

/** Of the rows of a bucket or window: those of the last or first moment, or one for each key. */
export interface RowChoice {
  readonly order: 'last' | 'first';
  readonly by: readonly MemberReference[];
}

/** What a choice says of a leg: the windows inside those of the formula, and the choice among their rows. */
export interface ChoiceSteps {
  readonly window: Window;
  /** `null` where all rows of the window are meant. */
  readonly choice: RowChoice | null;
}

export function choiceSteps({ choice, by }: Pick<ChosenRows, 'choice' | 'by'>): ChoiceSteps {
  switch (choice) {
    case 'last':
    case 'first':
      return { window: [], choice: { order: choice, by } };
    case 'latest':
      return { window: [{ kind: 'running' }], choice: { order: 'last', by } };
    case 'at_end':
      return { window: [{ kind: 'last_day' }], choice: null };
    default:
      return assertNever(choice);
  }
}

/** `last_by_account_id`: part of the name of a step in the SQL. */
export function nameChoice({ order, by }: RowChoice): string {
  const keys = by.map(({ path, member }) => [...path, member].join('_'));
  return keys.length === 0 ? order : `${order}_by_${keys.join('_and_')}`;
}
