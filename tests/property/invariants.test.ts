/** What must hold of any answer, whatever the right numbers are. */
import { beforeAll, expect, test } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { rollUp, sumOf } from './check/additive.ts';
import type { ProductOutcome } from './check/compare.ts';
import { disguiseValues, SENTINELS } from './check/disguise.ts';
import {
  checkProjects,
  type Drawn,
  drawAdditiveQueries,
  drawQueries,
  STRANGER,
  TENANT,
} from './check/drawn.ts';
import { buildProduct, type OpenProject, principalOf, toWire, Workbench } from './check/product.ts';
import { PROPERTY_TIMEOUT_MS, runProperty } from './check/run-property.ts';
import { drawProject } from './generate/draw-project.ts';
import { addForeignRows } from './generate/draw-tables.ts';
import type { Query } from './oracle/query.ts';
import { need, type Schema } from './oracle/schema.ts';
import { identity } from './oracle/value.ts';
import { renderProject } from './render/project-files.ts';

/** A check that found nothing to compare would pass whatever the product does. */
const LEAST_COMPARED = 10;

describeEachDatabase('answers', (database) => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await Workbench.open(database());
  });

  const check = (runs: number, body: (drawn: Drawn) => Promise<void>) => checkProjects(workbench, runs, body);

  test(
    'stay the same bytes when another tenant gets rows, and when asked twice',
    () =>
      check(8, async ({ draw, project, opened }) => {
        const queries = drawQueries(draw, project);
        const before = await askAll(opened, queries);
        expect(await askAll(opened, queries)).toEqual(before);
        const tables = addForeignRows({ draw, theatre: project.theatre }, project.schema, {
          tables: project.tables,
          tenant: STRANGER,
        });
        await opened.replaceRows(tables);
        expect(await askAll(opened, queries)).toEqual(before);
      }),
    PROPERTY_TIMEOUT_MS,
  );

  test(
    'do not depend on the rules of the planner',
    () =>
      check(8, async ({ draw, project, opened }) => {
        for (const query of drawQueries(draw, project)) {
          const [optimized, plain] = [
            await opened.ask(TENANT, query),
            await opened.askWithoutRules(TENANT, query),
          ];
          expect(cellsOf(plain)).toEqual(cellsOf(optimized));
        }
      }),
    PROPERTY_TIMEOUT_MS,
  );

  test(
    'have totals and coarser buckets that are the sums of their parts, where metrics are additive',
    async () => {
      let compared = 0;
      await check(10, async (drawn) => {
        for (const query of drawAdditiveQueries(drawn)) compared += await checkSums(drawn.opened, query);
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    PROPERTY_TIMEOUT_MS,
  );

  test(
    'come from SQL in which no value of the request stands',
    async () => {
      let compared = 0;
      await check(6, async ({ draw, project, opened }) => {
        for (const query of drawQueries(draw, project)) compared += await checkValuesAreBound(opened, query);
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    PROPERTY_TIMEOUT_MS,
  );
});

test('a sum over the fact of a joined model is refused as fan-out', () =>
  runProperty({
    runs: 30,
    body: async (draw) => {
      const { schema } = drawProject(draw);
      const sum = joinedFact(schema);
      if (sum === null) return;
      const definition = `metric: wrong\nversion: 1\nowner: a@example.com\ndescription: Fan-out.\nformula: ${sum}\n`;
      const files = new Map([...renderProject(schema, 'random'), ['numbers/wrong.yaml', definition]]);
      const { catalog, diagnostics } = buildProduct(files);
      expect(catalog).toBeNull();
      expect(diagnostics.map(({ code }) => code)).toEqual(['FORMULA_FAN_OUT']);
    },
  }));

/** `sum(m0.r1.x0)` for the first join to a model with a fact. */
function joinedFact({ models }: Schema): string | null {
  for (const model of models.values())
    for (const [join, { target }] of model.joins) {
      const fact = [...need(models, target).members].find(([, { kind }]) => kind === 'fact');
      if (fact !== undefined) return `sum(${model.name}.${join}.${fact[0]})`;
    }
  return null;
}

/** Whole answers, receipts included, as text. */
async function askAll(opened: OpenProject, queries: readonly Query[]): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const query of queries) answers.push(JSON.stringify(await opened.ask(TENANT, query)));
  return answers;
}

function cellsOf(outcome: ProductOutcome): unknown {
  if (outcome.kind === 'refusal') return outcome.code;
  const { columns, rows, totals, page } = outcome.answer;
  return JSON.parse(JSON.stringify({ columns, rows, totals, page }));
}

/** How many sums were compared. */
async function checkSums(opened: OpenProject, query: Query): Promise<number> {
  const outcome = await opened.ask(TENANT, query);
  if (outcome.kind === 'refusal' || outcome.answer.page.more) return 0;
  const { answer } = outcome;
  expect(identity(sumOf(answer.rows))).toBe(identity(sumOf([answer.totals ?? []])));
  if (query.time?.grain !== 'day') return 1;
  for (const grain of ['month', 'quarter', 'year'] as const) {
    const coarse = await opened.ask(TENANT, { ...query, time: { ...query.time, grain } });
    if (coarse.kind === 'refusal') throw new Error(`${coarse.code} by ${grain}, but not by day`);
    expect(rollUp(coarse.answer.rows, grain)).toEqual(rollUp(answer.rows, grain));
  }
  return 4;
}

/** How many texts were compared. */
async function checkValuesAreBound(opened: OpenProject, query: Query): Promise<number> {
  const explain = async (asked: Query): Promise<string | null> => {
    try {
      const { statements } = await opened.engine.plan(principalOf(TENANT), toWire(asked));
      return statements.map(({ sql }) => sql).join('\n');
    } catch {
      return null;
    }
  };
  const [plain, disguised] = [await explain(query), await explain(disguiseValues(query))];
  if (plain === null || disguised === null) return 0;
  expect(disguised).toBe(plain);
  for (const sentinel of SENTINELS) expect(disguised).not.toContain(sentinel);
  return 1;
}
