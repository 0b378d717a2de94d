/** Every golden case, asked of the real engine on each kind of database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { type GoldenCase, loadGoldenFiles } from '../support/golden-case.ts';
import { type Asking, compareCase, explainCase } from '../support/golden-check.ts';
import { type GoldenFill, isUpdating, updateGoldenFile } from '../support/golden-update.ts';
import { openShop, type Shop } from '../support/shop.ts';

const files = loadGoldenFiles();
const updating = isUpdating(process.env);

describeEachDatabase('golden', (database, kind) => {
  let shop: Shop | undefined;
  beforeAll(async () => {
    shop = await openShop(database());
  });

  const open = (golden: GoldenCase): Asking => {
    if (shop === undefined) throw new Error('the shop is open inside tests only');
    return { shop, database: database(), golden };
  };

  describe.each(files)('$topic', ({ path, cases }) => {
    const fills: GoldenFill[] = [];
    afterAll(() => updateGoldenFile(path, fills));

    it.each(cases.map((golden, index) => ({ name: golden.name, golden, index })))(
      '$name',
      async ({ golden, index }) => {
        const asking = open(golden);
        const { came, wanted } = await compareCase(asking);
        expect(came).toEqual(wanted);
        // Plans do not depend on the database: one of them fills, both check.
        if (updating && kind === 'pglite') fills.push(...(await findFills(asking, index)));
      },
    );
  });
});

describe('golden files', () => {
  it.each(files)('$topic: names differ, and each case has a proof or is a refusal', ({ cases }) => {
    const names = cases.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const unproven = cases.filter(
      ({ error, check_sql: proof }) => (error === undefined) === (proof === undefined),
    );
    expect(unproven.map(({ name }) => name)).toEqual([]);
  });
});

async function findFills(asking: Asking, index: number): Promise<GoldenFill[]> {
  const empty = (['plan', 'sql'] as const).filter(
    (key) => asking.golden[key] !== undefined && !asking.golden[key],
  );
  if (empty.length === 0) return [];
  const explained = await explainCase(asking);
  return empty.map((key) => ({ index, key, text: explained[key] }));
}
