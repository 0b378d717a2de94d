/**
 * The suite would notice: each fault of the table is planted between the random questions and the product, and
 * has to be found.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPostgres, type TestDatabase } from '../support/databases.ts';
import { FAULTS } from './check/faults.ts';
import { isNoticed } from './check/notice-fault.ts';
import { Workbench } from './check/product.ts';
import { PROPERTY_TIMEOUT_MS } from './check/run-property.ts';

describe('random questions notice a product that', () => {
  let opened: TestDatabase;
  let workbench: Workbench;
  beforeAll(async () => {
    opened = await openTestPostgres();
    workbench = await Workbench.open(opened.database);
  });
  afterAll(() => opened.close());

  it.each(FAULTS)(
    '$name',
    async (fault) => {
      expect(await isNoticed(workbench, fault)).toBe(true);
    },
    PROPERTY_TIMEOUT_MS,
  );
});
