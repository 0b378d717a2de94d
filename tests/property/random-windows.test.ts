/** Random questions about metrics over windows: the product's rows are the oracle's, and its refusals too. */
import { beforeAll, expect, it } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { judge, type Tally } from './check/judge.ts';
import { Workbench } from './check/product.ts';
import { isReplay, PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import { drawProject } from './generate/draw-project.ts';
import { drawQuery } from './generate/draw-query.ts';
import { TENANTS } from './generate/draw-tables.ts';
import type { Query } from './oracle/query.ts';

const PROJECTS = 40;
const QUERIES_A_PROJECT = 50;
const LEAST_ANSWERED = 120;

describeEachDatabase('random windows', (database) => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await Workbench.open(database());
  });

  it(
    'hold what the oracle says',
    async () => {
      const tally: Tally = { answered: 0, refused: 0, unsure: 0, words: new Map() };
      await runProperty({
        runs: PROJECTS,
        body: async (draw) => {
          const project = drawProject(draw);
          const queries = Array.from({ length: QUERIES_A_PROJECT }, () => drawQuery({ draw, ...project }));
          await workbench.withProject(project, async (opened) => {
            for (const query of queries.filter(asksForWindows)) {
              const tenant = draw.pick([...TENANTS, '7']);
              await judge(workbench, opened, { question: { ...project, tenant, query }, tally });
            }
          });
        },
      });
      // A replay asks one project only.
      expect(tally.answered).toBeGreaterThanOrEqual(isReplay() ? 1 : LEAST_ANSWERED);
    },
    PROPERTY_TIMEOUT_MS,
  );
});

function asksForWindows({ metrics = [] }: Query): boolean {
  return metrics.some((asked) => (typeof asked === 'string' ? asked : asked.metric).startsWith('window_'));
}
