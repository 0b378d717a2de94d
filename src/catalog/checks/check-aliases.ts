/** An alias is a name like any other: nobody else's, and none that answers use themselves. */
import { KEYWORDS } from '../../formula/tokenize.ts';
import type { Check } from './check.ts';
import { COLUMNS_OF_ANSWERS, sayReserved } from './check-reserved-names.ts';

export const checkAliases: Check = ({ definitions }, report) => {
  const taken = new Map(definitions.metrics.map(({ value, file }) => [value.metric, file]));
  for (const definition of definitions.metrics) {
    const { value, file } = definition;
    for (const [index, name] of (value.aliases ?? []).entries()) {
      const at = definition.place(['aliases', index]);
      const other = taken.get(name);
      if (COLUMNS_OF_ANSWERS.has(name) || KEYWORDS.has(name))
        report.add('DEF_NAME_RESERVED', { name }, { ...at, hint: sayReserved(name) });
      else if (other !== undefined) report.add('DEF_DUPLICATE_NAME', { kind: 'Metric', name, other }, at);
      else taken.set(name, file);
    }
  }
};
