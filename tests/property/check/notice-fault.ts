/** Puts random questions to a product with a fault until one shows it. */
import { addMoney } from '../generate/draw-money.ts';
import { drawProject } from '../generate/draw-project.ts';
import { drawQuery } from '../generate/draw-query.ts';
import { TENANTS } from '../generate/draw-tables.ts';
import { addTariffs } from '../generate/draw-tariffs.ts';
import { answerQuery } from '../oracle/answer-query.ts';
import type { Query } from '../oracle/query.ts';
import type { Schema } from '../oracle/schema.ts';
import { renderProject } from '../render/project-files.ts';
import { findDifference } from './compare.ts';
import { type PlantedFault, renderFaulty } from './planted-fault.ts';
import { buildProduct, type Workbench } from './product.ts';
import { runProperty } from './run-property.ts';

/** Drawing is cheap; only the projects that the fault is about are opened, until one shows it. */
const PROJECTS = 600;
const QUESTIONS_A_PROJECT = 60;

/** Whether random questions to a product with this fault show a difference from the oracle. */
export async function isNoticed(workbench: Workbench, fault: PlantedFault): Promise<boolean> {
  let noticed = false;
  await runProperty({
    runs: PROJECTS,
    body: async (draw) => {
      if (noticed) return;
      const project = addTariffs(draw, addMoney(draw, drawProject(draw)));
      const changed = changedMetrics(fault, project.schema);
      if (changed === null) return;
      const drawn = Array.from({ length: QUESTIONS_A_PROJECT }, () => ({
        tenant: draw.pick([...TENANTS, '7']),
        query: drawQuery({ draw, ...project }),
      }));
      // What the fault makes another number of is asked for plainly, too.
      const plain = changed.flatMap((name) =>
        TENANTS.map((tenant) => ({ tenant, query: { metrics: [name] } })),
      );
      const questions = [...plain, ...drawn].filter(({ query }) => concerns(fault, query, project.schema));
      if (questions.length === 0) return;
      await workbench.withProject(
        project,
        async (opened) => {
          for (const { tenant, query } of questions) {
            const expected = answerQuery({ ...project, tenant }, query);
            if (expected.kind === 'answer' && expected.unsure) continue;
            noticed ||= findDifference(expected, await opened.ask(tenant, query)) !== null;
          }
        },
        fault,
      );
    },
  });
  return noticed;
}

function concerns(
  { concerns: isConcerned, query: change }: PlantedFault,
  query: Query,
  schema: Schema,
): boolean {
  if (isConcerned !== undefined) return isConcerned(query);
  return change === undefined || JSON.stringify(change(query, schema)) !== JSON.stringify(query);
}

/**
 * The metrics of which a fault of definitions makes others, none for any other fault; `null` where it leaves the
 * project as it is, or makes none of it.
 */
function changedMetrics(fault: PlantedFault, schema: Schema): readonly string[] | null {
  if (fault.schema === undefined && fault.text === undefined) return [];
  const [right, wrong] = [renderProject(schema, 'x'), renderFaulty(schema, 'x', fault)];
  if ([...right].every(([path, text]) => wrong.get(path) === text)) return null;
  const [sound, faulty] = [buildProduct(right).catalog, buildProduct(wrong).catalog];
  // A change of text may leave what has no type, such as hours added to a date: nothing to ask then.
  if (!sound || !faulty) return null;
  return [...sound.metrics.values()].flatMap(({ name, hash }) =>
    faulty.metrics.get(name)?.hash === hash ? [] : [name],
  );
}
