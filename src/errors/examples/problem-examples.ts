/** An example of each problem that a request may be answered with. */
import { queryProblems } from './query-problems.ts';
import { serviceProblems } from './service-problems.ts';

export const problemExamples = { ...queryProblems, ...serviceProblems };

/** A code that goes over HTTP; the others are of definitions, and of the terminal. */
export type ServedCode = keyof typeof problemExamples;

export function isServedCode(code: string): code is ServedCode {
  return Object.hasOwn(problemExamples, code);
}
