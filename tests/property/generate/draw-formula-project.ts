/** Random projects whose metrics are row-level formulas, and the query that shows the value of each on every row. */
import type { AggregateFunction } from '../oracle/aggregates.ts';
import type { Query } from '../oracle/query.ts';
import { call, cases, isNull, member, type RowFormula } from '../oracle/row-formula.ts';
import type { Metric, Model } from '../oracle/schema.ts';
import { isTemporalType, type Type } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import { sourceOf } from './draw-aggregate.ts';
import type { DrawnProject } from './draw-project.ts';
import { drawNow } from './draw-project.ts';
import { drawCondition, drawNumber, type FormulaSource } from './draw-row-formula.ts';
import { drawModels, type Models } from './draw-schema.ts';
import { drawTables } from './draw-tables.ts';
import { drawText } from './draw-text-formula.ts';
import { drawTimeNumber, drawTimeValue } from './draw-time-formula.ts';
import { THEATRES } from './draw-values.ts';

const FORMULAS = 14;

export interface FormulaProject {
  readonly project: DrawnProject;
  readonly query: Query;
}

export function drawFormulaProject(draw: Draw): FormulaProject {
  const theatre = draw.pick(THEATRES);
  const models = drawModels(draw, theatre);
  const tables = drawTables(draw, theatre, models);
  const root = draw.pick([...models.models.values()]);
  const source = sourceOf({ draw, theatre, models }, root);
  const metrics = new Map<string, Metric>();
  for (let place = 0; place < FORMULAS; place += 1) {
    const metric = valueOf(root, `value_${place}`, drawFormula(source));
    metrics.set(metric.name, metric);
  }
  const project = { theatre, tables, now: drawNow(draw, theatre), schema: { ...models, metrics } };
  return { project, query: everyRow(models, root, [...metrics.keys()]) };
}

/** By key, so that each group is one row. */
function everyRow({ roles }: Models, root: Model, metrics: readonly string[]): Query {
  const [role = root.name] = [...roles].filter(([, target]) => target === root.name).map(([name]) => name);
  const own = root.joins.has(role) ? root.name : role;
  return { metrics, by: root.primaryKey.map((column) => `${own}.${column}`) };
}

/** The metric that is the formula's value, over the one row of a group. */
function valueOf(root: Model, name: string, argument: RowFormula): Metric {
  const aggregates: Partial<Record<Type, AggregateFunction>> = { boolean: 'sum', key: 'count_distinct' };
  return {
    name,
    formula: {
      kind: 'aggregate',
      function: aggregates[argument.type] ?? 'min',
      fraction: null,
      root: root.name,
      argument,
      filter: null,
    },
    filter: null,
    time: null,
    emptyIsNull: true,
    allowed: null,
    isPrivate: false,
  };
}

/** A formula of any type over any members. */
function drawFormula(source: FormulaSource, depth = 2): RowFormula {
  const { draw, members } = source;
  const chosen = draw.pick(members);
  const leaf = member(chosen.path, chosen.name, chosen.type);
  if (chosen.type === 'string') return deepen(draw, depth, leaf, (operand) => drawFromText(source, operand));
  if (isTemporalType(chosen.type))
    return deepen(draw, depth, leaf, (operand) => drawFromTime(source, operand));
  if (draw.chance(30)) return drawCondition(source, depth) ?? leaf;
  return drawNumber(source, draw.pick(['exact', 'binary', 'any'])) ?? leaf;
}

/** Applies `change` once or more often, as long as the type stays. */
function deepen(
  draw: Draw,
  depth: number,
  leaf: RowFormula,
  change: (operand: RowFormula) => RowFormula,
): RowFormula {
  let formula = change(leaf);
  for (let step = 1; step < depth && formula.type === leaf.type && draw.chance(50); step += 1)
    formula = change(formula);
  return formula;
}

function drawFromText(source: FormulaSource, operand: RowFormula): RowFormula {
  const { draw } = source;
  if (draw.chance(15)) return call('length', [operand]);
  return draw.chance(20) ? choose(source, operand) : drawText(source, operand);
}

function drawFromTime(source: FormulaSource, operand: RowFormula): RowFormula {
  const { draw } = source;
  if (draw.chance(45)) return drawTimeNumber(source, operand) ?? operand;
  return draw.chance(20) ? choose(source, operand) : drawTimeValue(source, operand);
}

/** The operand where a condition holds, else nothing. */
function choose(source: FormulaSource, operand: RowFormula): RowFormula {
  return cases([{ when: drawCondition(source, 1) ?? isNull(operand, true), gives: operand }], null);
}
