/** Random questions to random projects: the product's rows are the oracle's, and its refusals too. */
import { beforeAll, expect, test } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { judge, type Tally } from './check/judge.ts';
import { Workbench } from './check/product.ts';
import { isReplay, PROPERTY_TIMEOUT_MS, runProperty, timesAsMany } from './check/run-property.ts';
import { addMoney } from './generate/draw-money.ts';
import { drawProject } from './generate/draw-project.ts';
import { drawQuery } from './generate/draw-query.ts';
import { TENANTS } from './generate/draw-tables.ts';
import { addTariffs } from './generate/draw-tariffs.ts';

/** On each database; of some questions rounding alone decides the answer, and those count for nothing. */
const PROJECTS = 58;
const QUESTIONS_A_PROJECT = 20;
const LEAST_ASKED = 1000;
/** How many times as many in a long run. */
const LONG_FACTOR = 10;
/** A suite of refusals alone would prove little. */
const LEAST_ANSWERED = 0.6;

describeEachDatabase('random queries', (database) => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open(database());
  });

  test(
    'are answered or refused as the oracle says',
    async () => {
      const tally: Tally = { answered: 0, refused: 0, unsure: 0, words: new Map() };
      await runProperty({
        runs: PROJECTS,
        longFactor: LONG_FACTOR,
        body: async (draw) => {
          const project = addTariffs(draw, addMoney(draw, drawProject(draw)));
          await workbench.withProject(project, async (opened) => {
            for (let asked = 0; asked < QUESTIONS_A_PROJECT; asked += 1) {
              const tenant = draw.pick([...TENANTS, '7']);
              const query = drawQuery({ draw, ...project });
              await judge(workbench, opened, { question: { ...project, tenant, query }, tally });
            }
          });
        },
      });
      // A replay asks one project only.
      const [least, share] = isReplay() ? [1, 0] : [LEAST_ASKED * timesAsMany(LONG_FACTOR), LEAST_ANSWERED];
      const asked = tally.answered + tally.refused;
      expect(asked).toBeGreaterThanOrEqual(least);
      expect(tally.answered / asked).toBeGreaterThanOrEqual(share);
    },
    PROPERTY_TIMEOUT_MS,
  );
});
