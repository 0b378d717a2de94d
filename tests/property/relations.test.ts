/** What must hold between the answers to related queries, whatever the right numbers are. */
import { beforeAll, expect, it } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { checkProjects, type Drawn } from './check/drawn.ts';
import { Workbench } from './check/product.ts';
import { addFilteredMetrics, relateFilteredMetric, relateOpposites } from './check/relate-conditions.ts';
import { relateFill, relateHaving, relatePages, relateTop } from './check/relate-shape.ts';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import { drawProject } from './generate/draw-project.ts';

const PROJECTS = 16;
/** A check that found nothing to compare would pass whatever the product does. */
const LEAST_COMPARED = 5;

const RELATIONS: readonly { readonly says: string; readonly relate: (drawn: Drawn) => Promise<number> }[] = [
  { says: 'a condition and its opposite make up the whole', relate: relateOpposites },
  { says: 'having hides rows and changes none', relate: relateHaving },
  { says: 'the best groups are some of all, and with the others all', relate: relateTop },
  { says: 'filling adds rows that hold nothing, and changes none', relate: relateFill },
  { says: 'pages one after the other are the whole', relate: relatePages },
];

describeEachDatabase('answers to related queries', (database) => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await Workbench.open(database());
  });

  it.each(RELATIONS)(
    'agree: $says',
    async ({ relate }) => {
      let compared = 0;
      await checkProjects(workbench, PROJECTS, async (drawn) => {
        compared += await relate(drawn);
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    PROPERTY_TIMEOUT_MS,
  );

  it(
    'agree: a filtered metric is the metric of what its condition keeps, in every group',
    async () => {
      let compared = 0;
      await runProperty({
        runs: PROJECTS,
        body: async (draw) => {
          const { project, filtered } = addFilteredMetrics(draw, drawProject(draw));
          await workbench.withProject(project, async (opened) => {
            for (const metric of filtered)
              compared += await relateFilteredMetric({ draw, project, opened }, metric);
          });
        },
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    PROPERTY_TIMEOUT_MS,
  );
});
