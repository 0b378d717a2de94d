/** Names that answers use themselves cannot be metrics; words of the grammar could never be named in a formula. */
import { KEYWORDS } from '../../formula/tokenize.ts';
import type { Check } from './check.ts';

/** Names of columns that are no metrics. */
export const COLUMNS_OF_ANSWERS = new Set(['time', 'tenant', 'others']);

/** For whom the name is kept. */
export function sayReserved(name: string): string {
  return KEYWORDS.has(name)
    ? 'It is a word of formulas, which could not name it.'
    : 'Answers have a column of that name of their own.';
}

export const checkReservedNames: Check = ({ definitions }, report) => {
  for (const file of definitions.models) {
    const name = file.value.model;
    if (KEYWORDS.has(name))
      report.add('DEF_NAME_RESERVED', { name }, { ...file.place(['model']), hint: sayReserved(name) });
  }
  for (const file of definitions.metrics) {
    const name = file.value.metric;
    if (COLUMNS_OF_ANSWERS.has(name) || KEYWORDS.has(name))
      report.add('DEF_NAME_RESERVED', { name }, { ...file.place(['metric']), hint: sayReserved(name) });
  }
};
