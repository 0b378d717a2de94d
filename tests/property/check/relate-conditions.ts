/** Answers under conditions beside answers without them; each function says how many it compared. */
import { deepStrictEqual } from 'node:assert/strict';
import type { Draw } from '../generate/draw.ts';
import { drawWhere } from '../generate/draw-condition.ts';
import { dimensionNames } from '../generate/draw-names.ts';
import type { DrawnProject } from '../generate/draw-project.ts';
import { drawTwin } from '../generate/draw-twin.ts';
import { Decimal } from '../oracle/decimal.ts';
import { typeOfFormula } from '../oracle/metric-formula.ts';
import { resolveName } from '../oracle/paths.ts';
import type { Query, Where } from '../oracle/query.ts';
import { legsOf, readRequest, rootsOf } from '../oracle/request.ts';
import type { Metric } from '../oracle/schema.ts';
import { isAdditive } from './additive.ts';
import { askWhole, type Drawn, drawAdditiveQueries, lastByKey } from './drawn.ts';

/** What a condition keeps and what its opposite keeps make up the whole. */
export async function relateOpposites(drawn: Drawn): Promise<number> {
  const { opened } = drawn;
  let compared = 0;
  for (const query of drawAdditiveQueries(drawn)) {
    const condition = drawKnownCondition(drawn, query);
    if (condition === null) continue;
    const others = query.where ?? [];
    const [all, kept, dropped] = [
      await askWhole(opened, query),
      await askWhole(opened, { ...query, where: [...others, condition] }),
      await askWhole(opened, { ...query, where: [...others, { not: condition }] }),
    ];
    if (all === null || kept === null || dropped === null) continue;
    const told = (sums: unknown) => ({ query, condition, sums });
    deepStrictEqual(told(addUp([lastByKey(kept), lastByKey(dropped)])), told(addUp([lastByKey(all)])));
    compared += 1;
  }
  return compared;
}

/** A filtered metric is the metric of what its condition keeps, in every group of the whole. */
export async function relateFilteredMetric(
  drawn: Drawn,
  { of, name, where }: FilteredMetric,
): Promise<number> {
  const { opened } = drawn;
  let compared = 0;
  for (const { metrics: _all, where: others = [], ...query } of drawAdditiveQueries(drawn)) {
    const [whole, filtered, kept] = [
      await askWhole(opened, { ...query, where: others, metrics: [of] }),
      await askWhole(opened, { ...query, where: others, metrics: [name] }),
      await askWhole(opened, { ...query, where: [...others, where], metrics: [of] }),
    ];
    if (whole === null || filtered === null || kept === null) continue;
    const none = new Map([...lastByKey(whole).keys()].map((key) => [key, Decimal.of(0)]));
    const told = (sums: unknown) => ({ query, name, where, sums });
    deepStrictEqual(told(addUp([lastByKey(filtered)])), told(addUp([none, lastByKey(kept)])));
    compared += 1;
  }
  return compared;
}

/** A condition that all legs of the query know. */
function drawKnownCondition({ draw, project }: Drawn, query: Query): Where | null {
  const legs = legsOf(project.schema, readRequest(project.schema, query, project.now));
  const names = dimensionNames(project.schema).filter(({ text }) =>
    legs.every(({ root }) => resolveName(project.schema, root, text).kind === 'member'),
  );
  return names.length === 0 ? null : drawWhere({ draw, ...project }, names, 1);
}

/** Sums by key; what is missing on one side counts nothing. */
function addUp(parts: readonly ReadonlyMap<string, Decimal>[]): Readonly<Record<string, string>> {
  const sums = new Map<string, Decimal>();
  for (const part of parts)
    for (const [key, value] of part) sums.set(key, (sums.get(key) ?? Decimal.of(0)).plus(value));
  return Object.fromEntries([...sums].map(([key, sum]) => [key, sum.toString()]));
}

export interface FilteredMetric {
  /** The metric without its condition. */
  readonly of: string;
  readonly name: string;
  readonly where: Where;
}

/** The project with some more metrics: additive ones under conditions that a query could have as well. */
export function addFilteredMetrics(
  draw: Draw,
  project: DrawnProject,
): { readonly project: DrawnProject; readonly filtered: readonly FilteredMetric[] } {
  const { schema, theatre } = project;
  const metrics = new Map(schema.metrics);
  const filtered: FilteredMetric[] = [];
  const additive = [...metrics.values()].filter((metric) => isAdditive(metric));
  for (const metric of draw.some(additive, 2)) {
    const roots = [...rootsOf(schema, metric)];
    const names = dimensionNames(schema).filter(
      ({ text, kind }) =>
        kind !== 'fact' && roots.every((root) => resolveName(schema, root, text).kind === 'member'),
    );
    if (names.length === 0) continue;
    const { where, formula: filter } = drawTwin(draw, theatre, draw.pick(names));
    const name = `filtered_${metric.name}`;
    const type = typeOfFormula(metric.formula);
    const plain: Metric = { ...metric, filter: null, time: null, allowed: null, isPrivate: false };
    metrics.set(name, { ...plain, name, formula: { kind: 'metric', name: metric.name, type, filter } });
    filtered.push({ of: metric.name, name, where });
  }
  return { project: { ...project, schema: { ...schema, metrics } }, filtered };
}
