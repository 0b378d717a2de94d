import { describe, expect, it } from 'vitest';
import { buildCatalog } from '../../../src/catalog/build-catalog.ts';
import { parseProject } from '../../../src/definitions/parse-project.ts';

/** What is said of a project whose only model reads from `source`. */
function faultsOf(source: string): readonly string[] {
  const files = new Map([
    ['project.yaml', 'project: x\ntimezone: UTC\nlanguages: [en]\n'],
    ['models/rows.yaml', `model: rows\nsource: ${source}\ntenant: shared\n`],
  ]);
  const { definitions, diagnostics } = parseProject(files);
  return buildCatalog(definitions, diagnostics).diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

describe('a source', () => {
  it.each([
    'vitrine.receipts',
    'vitrine.service_keys',
    'pg_catalog.pg_authid',
    'pg_toast.x',
    'pg_temp.x',
    'information_schema.tables',
  ])('in a schema that is not the customer’s is refused: %s', (source) => {
    const [schema] = source.split('.');
    expect(faultsOf(source)).toEqual([
      `DEF_WRONG_VALUE: "source" must be a table of your own: the schema ${schema} is closed.`,
    ]);
  });

  it.each(['shop.receipts', 'pgdata.orders', 'vitrine_copy.orders', 'my_pg_catalog.orders'])(
    'in a schema of the customer is accepted: %s',
    (source) => {
      expect(faultsOf(source)).toEqual([]);
    },
  );
});
