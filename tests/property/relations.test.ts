/** What must hold between the answers to related queries, whatever the right numbers are. */
import { deepStrictEqual } from 'node:assert';
import { beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../src/engine/answer.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { isAdditive, sumOf } from './check/additive.ts';
import {
  askPages,
  askWhole,
  checkProjects,
  type Drawn,
  drawAdditiveQueries,
  drawQueries,
  lastByKey,
  printRows,
} from './check/drawn.ts';
import { Workbench } from './check/product.ts';
import { runProperty } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';
import { drawWhere } from './generate/draw-condition.ts';
import { dimensionNames } from './generate/draw-names.ts';
import { type DrawnProject, drawProject } from './generate/draw-project.ts';
import { drawTwin } from './generate/draw-twin.ts';
import { serves } from './generate/served.ts';
import { Decimal } from './oracle/decimal.ts';
import { typeOfFormula } from './oracle/metric-formula.ts';
import { resolveName } from './oracle/paths.ts';
import type { Query, Where } from './oracle/query.ts';
import { legsOf, readRequest, rootsOf } from './oracle/request.ts';
import type { Metric } from './oracle/schema.ts';
import { identity } from './oracle/value.ts';

const MINUTES = 60_000;
/** A check that found nothing to compare would pass whatever the product does. */
const LEAST_COMPARED = 10;

/** @throws AssertionError, which makes the property print how to draw the case again */
function requireEqual(told: unknown, expected: unknown): void {
  deepStrictEqual(told, expected);
}

describeEachDatabase('answers to related queries', (database) => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await Workbench.open(database());
  });

  /** How many comparisons `relate` makes on all projects; it says how many it made on one. */
  const countCompared = async (relate: (drawn: Drawn) => Promise<number>): Promise<number> => {
    let compared = 0;
    await checkProjects(workbench, 8, async (drawn) => {
      compared += await relate(drawn);
    });
    return compared;
  };

  test(
    'what a condition keeps and what its opposite keeps make up the whole',
    async () => {
      const compared = await countCompared(async (drawn) => {
        let compared = 0;
        for (const query of drawAdditiveQueries(drawn)) {
          const condition = drawKnownCondition(drawn, query);
          if (condition === null) continue;
          const where = query.where ?? [];
          const [all, kept, dropped] = [
            await askWhole(drawn.opened, query),
            await askWhole(drawn.opened, { ...query, where: [...where, condition] }),
            await askWhole(drawn.opened, { ...query, where: [...where, { not: condition }] }),
          ];
          if (all === null || kept === null || dropped === null) continue;
          requireEqual(addUp([lastByKey(kept), lastByKey(dropped)]), addUp([lastByKey(all)]));
          compared += 1;
        }
        return compared;
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    30 * MINUTES,
  );

  test.runIf(serves('filtered_metric'))(
    'a filtered metric is the metric of what its condition keeps, in every group of the whole',
    async () => {
      let compared = 0;
      await runProperty({
        runs: 12,
        body: async (draw) => {
          const drawn = drawProject(draw);
          const twins = drawFilteredMetrics(draw, drawn);
          const metrics = new Map([
            ...drawn.schema.metrics,
            ...twins.map(({ metric }) => [metric.name, metric] as const),
          ]);
          const project = { ...drawn, schema: { ...drawn.schema, metrics } };
          await workbench.withProject(project, async (opened) => {
            for (const { of, metric, where } of twins)
              for (const { metrics: _all, where: others = [], ...query } of drawAdditiveQueries({
                draw,
                project,
                opened,
              })) {
                const [whole, filtered, kept] = [
                  await askWhole(opened, { ...query, where: others, metrics: [of] }),
                  await askWhole(opened, { ...query, where: others, metrics: [metric.name] }),
                  await askWhole(opened, { ...query, where: [...others, where], metrics: [of] }),
                ];
                if (whole === null || filtered === null || kept === null) continue;
                const none = new Map([...lastByKey(whole).keys()].map((key) => [key, Decimal.of(0)]));
                expect(addUp([lastByKey(filtered)])).toEqual(addUp([none, lastByKey(kept)]));
                compared += 1;
              }
          });
        },
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    30 * MINUTES,
  );

  test.runIf(serves('having'))('having hides rows and changes none', async () => {
    expect(await countSubsets('having')).toBeGreaterThan(LEAST_COMPARED);
  });
  test.runIf(serves('top'))('the best groups are among all groups', async () => {
    expect(await countSubsets('top')).toBeGreaterThan(LEAST_COMPARED);
  });

  const countSubsets = async (key: 'having' | 'top'): Promise<number> => {
    let compared = 0;
    await checkProjects(workbench, 24, async ({ draw, project, opened }) => {
      for (const query of drawQueries(draw, project)) {
        const { [key]: shape, limit: _limit, ...rest } = query;
        if (shape === undefined || (key === 'top' && query.having !== undefined)) continue;
        const named = key === 'top' ? { ...query.top, others: false } : shape;
        const [some, all] = [await askWhole(opened, { ...rest, [key]: named }), await askWhole(opened, rest)];
        if (some === null || all === null) continue;
        const kept = printRows(some);
        const missing = kept.filter((row) => !printRows(all).includes(row));
        requireEqual({ query, missing, totals: some.totals }, { query, missing: [], totals: all.totals });
        compared += 1;
      }
    });
    return compared;
  };

  test(
    'pages one after the other make up the whole, and each has its totals',
    async () => {
      const compared = await countCompared(async (drawn) => {
        let compared = 0;
        for (const { limit: _limit, ...query } of drawQueries(drawn.draw, drawn.project)) {
          const whole = await askWhole(drawn.opened, query);
          if (whole === null) continue;
          const pages = await askPages(drawn.opened, { ...query, limit: drawn.draw.integer(1, 4) });
          requireEqual({ query, rows: pages.flatMap(printRows) }, { query, rows: printRows(whole) });
          for (const { columns, totals } of pages)
            requireEqual({ columns, totals }, { columns: whole.columns, totals: whole.totals });
          compared += pages.length - 1;
        }
        return compared;
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    30 * MINUTES,
  );

  test.runIf(serves('top'))(
    'the best groups and the others make up the whole',
    async () => {
      let compared = 0;
      await checkProjects(workbench, 8, async (drawn) => {
        for (const query of drawAdditiveQueries(drawn)) {
          const { by = [], metrics: [metric] = [] } = query;
          if (by.length === 0 || typeof metric !== 'string') continue;
          const top = { n: drawn.draw.integer(1, 3), of: drawn.draw.some(by, 1), by: metric, others: true };
          const [all, best] = [
            await askWhole(drawn.opened, query),
            await askWhole(drawn.opened, { ...query, top }),
          ];
          if (all === null || best === null) continue;
          const told = (answer: Answer) => ({
            query,
            top,
            sum: identity(sumOf(answer.rows)),
            totals: answer.totals,
          });
          expect(told(best)).toEqual(told(all));
          compared += 1;
        }
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    30 * MINUTES,
  );

  test.runIf(serves('fill'))(
    'filling adds rows that hold nothing, and changes none',
    async () => {
      let compared = 0;
      await checkProjects(workbench, 40, async (drawn) => {
        for (const query of drawAdditiveQueries(drawn)) {
          const { time } = query;
          if (
            time?.grain === undefined ||
            (time.range === undefined && (time.from === undefined || time.to === undefined))
          )
            continue;
          const [plain, filled] = [
            await askWhole(drawn.opened, query),
            await askWhole(drawn.opened, { ...query, time: { ...time, fill: true } }),
          ];
          if (plain === null || filled === null) continue;
          const before = new Set(printRows(plain));
          const added = filled.rows.filter((row) => !before.has(JSON.stringify(row)));
          expect(filled.rows.length - added.length).toBe(plain.rows.length);
          expect(added.map((row) => identity(sumOf([row])))).toEqual(added.map(() => '0'));
          compared += 1;
        }
      });
      expect(compared).toBeGreaterThan(LEAST_COMPARED);
    },
    30 * MINUTES,
  );
});

/** A condition that all legs of the query know. */
function drawKnownCondition({ draw, project }: Drawn, query: Query): Where | null {
  const legs = legsOf(project.schema, readRequest(project.schema, query, project.now));
  const names = dimensionNames(project.schema).filter(({ text }) =>
    legs.every(({ root }) => resolveName(project.schema, root, text).kind === 'member'),
  );
  return names.length === 0 ? null : drawWhere({ draw, ...project }, names, 1);
}

interface FilteredMetric {
  /** The metric without its condition. */
  readonly of: string;
  readonly metric: Metric;
  readonly where: Where;
}

/** Some additive metrics under conditions that their models know. */
function drawFilteredMetrics(draw: Draw, { schema, theatre }: DrawnProject): readonly FilteredMetric[] {
  const additive = [...schema.metrics.values()].filter((metric) => isAdditive(metric));
  return draw.some(additive, 2).flatMap((metric): FilteredMetric[] => {
    const roots = [...rootsOf(schema, metric)];
    const names = dimensionNames(schema).filter(
      ({ text, kind }) =>
        kind !== 'fact' && roots.every((root) => resolveName(schema, root, text).kind === 'member'),
    );
    if (names.length === 0) return [];
    const { where, formula: filter } = drawTwin(draw, theatre, draw.pick(names));
    const type = typeOfFormula(metric.formula);
    const formula = { kind: 'metric', name: metric.name, type, filter } as const;
    const rest = { filter: null, time: null, emptyIsNull: false, allowed: null, isPrivate: false };
    return [{ of: metric.name, where, metric: { ...rest, name: `filtered_${metric.name}`, formula } }];
  });
}

/** Sums by key; what is missing on one side counts nothing. */
function addUp(parts: readonly ReadonlyMap<string, Decimal>[]): Readonly<Record<string, string>> {
  const sums = new Map<string, Decimal>();
  for (const part of parts)
    for (const [key, value] of part) sums.set(key, (sums.get(key) ?? Decimal.of(0)).plus(value));
  return Object.fromEntries([...sums].map(([key, sum]) => [key, sum.toString()]));
}
