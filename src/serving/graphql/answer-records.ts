/** Answers as GraphQL tells them: rows as objects, exact numbers as strings, for its own numbers are doubles. */
import { ExactNumber } from '../../base/exact-number.ts';
import { invariant } from '../../base/invariant.ts';
import { type Answer, hasTotal } from '../../engine/answer.ts';
import type { AskOptions } from '../../engine/run-facts.ts';
import type { GraphqlCaller } from './graphql-context.ts';

/** Each field is a run of its own. */
export function askedBy({ signal, trail }: GraphqlCaller): AskOptions {
  return { signal, tell: trail.run() };
}

export function describeAnswer(answer: Answer) {
  const names = answer.columns.map(({ name }) => name);
  const metrics = answer.columns.filter(hasTotal).map(({ name }) => name);
  return {
    ...answer,
    rows: answer.rows.map((row) => toRecord(names, row)),
    totals: answer.totals === null ? null : toRecord(metrics, answer.totals),
  };
}

function toRecord(names: readonly string[], cells: Answer['rows'][number]): Record<string, unknown> {
  invariant(names.length === cells.length, 'a row has as many cells as the answer has columns');
  return Object.fromEntries(
    cells.map((cell, index) => [names[index], cell instanceof ExactNumber ? cell.digits : cell]),
  );
}
