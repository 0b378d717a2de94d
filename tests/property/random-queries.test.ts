/** Random questions to random projects: the product's rows are the oracle's, and its refusals too. */
import { beforeAll, expect, test } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { judge, type Tally } from './check/judge.ts';
import { Workbench } from './check/product.ts';
import { runProperty } from './check/run-property.ts';
import { drawProject } from './generate/draw-project.ts';
import { drawQuery } from './generate/draw-query.ts';
import { TENANTS } from './generate/draw-tables.ts';

/** On each database. */
const PROJECTS = 26;
const QUESTIONS_A_PROJECT = 25;
const MINUTES = 60_000;

describeEachDatabase('random queries', (database) => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open(database());
  });

  test(
    'are answered or refused as the oracle says',
    async () => {
      const tally: Tally = { answered: 0, refused: 0 };
      await runProperty({
        runs: PROJECTS,
        body: async (draw) => {
          const { theatre, ...project } = drawProject(draw);
          await workbench.withProject(project, async (opened) => {
            for (let asked = 0; asked < QUESTIONS_A_PROJECT; asked += 1) {
              const tenant = draw.pick([...TENANTS, '7']);
              const query = drawQuery(draw, theatre, project.schema);
              await judge(workbench, opened, { question: { ...project, tenant, query }, tally });
            }
          });
        },
      });
      const asked = tally.answered + tally.refused;
      if (process.env['VITRINE_PATH'] === undefined)
        expect(asked).toBeGreaterThanOrEqual(PROJECTS * QUESTIONS_A_PROJECT);
      expect(tally.answered / asked).toBeGreaterThanOrEqual(0.6);
    },
    30 * MINUTES,
  );
});
