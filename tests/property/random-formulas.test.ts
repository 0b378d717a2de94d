/** Random row-level formulas on every row of random projects: the product's values are the oracle's. */
import { beforeAll, expect, it } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { judge, type Tally } from './check/judge.ts';
import { Workbench } from './check/product.ts';
import { isReplay, PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import { drawFormulaProject } from './generate/draw-formula-project.ts';
import { TENANTS } from './generate/draw-tables.ts';

const PROJECTS = 60;

describeEachDatabase('random formulas', (database) => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await Workbench.open(database());
  });

  it(
    'have the values that the oracle says',
    async () => {
      const tally: Tally = { answered: 0, refused: 0, unsure: 0, words: new Map() };
      await runProperty({
        runs: PROJECTS,
        body: async (draw) => {
          const { project, query } = drawFormulaProject(draw);
          await workbench.withProject(project, async (opened) => {
            for (const tenant of TENANTS)
              await judge(workbench, opened, { question: { ...project, tenant, query }, tally });
          });
        },
      });
      if (process.env['DBG'])
        console.log(
          'WORDS',
          tally.answered,
          tally.refused,
          tally.unsure,
          JSON.stringify([...tally.words].toSorted((a, b) => a[1] - b[1])),
        );
      expect(tally.answered).toBeGreaterThan(isReplay() ? 0 : PROJECTS);
    },
    PROPERTY_TIMEOUT_MS,
  );
});
