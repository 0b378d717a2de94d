/**
 * Sources are the customer's tables: not PostgreSQL's own, and not Vitrine's, which may lie in the same
 * database and hold the keys and receipts of all tenants.
 */
import type { Check } from './check.ts';

const CLOSED_SCHEMA = /^(pg_.*|information_schema|vitrine)$/;

export const checkSources: Check = ({ models }, report) => {
  for (const model of models.values()) {
    if (!CLOSED_SCHEMA.test(model.source.schema)) continue;
    const params = {
      key: 'source',
      expected: `a table of your own: the schema ${model.source.schema} is closed`,
    };
    report.add('DEF_WRONG_VALUE', params, model.file.place(['source']));
  }
};
