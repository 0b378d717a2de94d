/** Facts that are money say in which currency, and queries must be able to tell currencies apart. */
import { findCurrencyDimension } from '../declare-models.ts';
import type { Check } from './check.ts';

export const checkCurrencies: Check = ({ definitions, project }, report) => {
  for (const file of definitions.models) {
    for (const [name, { unit }] of Object.entries(file.value.facts ?? {})) {
      const place = file.place(['facts', name, 'unit']);
      if (unit === 'currency' && definitions.project && project.currency === null) {
        const hint = 'Name it in project.yaml (`currency: EUR`), or here: `unit: { currency: EUR }`.';
        report.add(
          'DEF_WRONG_VALUE',
          { key: 'unit', expected: 'a currency that is named' },
          { ...place, hint },
        );
      }
      if (typeof unit !== 'object' || !('currency_column' in unit)) continue;
      const column = unit.currency_column;
      if (findCurrencyDimension(file.value, column) !== undefined) continue;
      const expected = 'a column that is a dimension of type string';
      const hint = `Declare it, so that queries can group and filter by it: \`${column}: { type: string }\`.`;
      const at = file.place(['facts', name, 'unit', 'currency_column']);
      report.add('DEF_WRONG_VALUE', { key: 'currency_column', expected }, { ...at, hint });
    }
  }
};
