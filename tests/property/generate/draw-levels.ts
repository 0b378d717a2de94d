/** Random metrics in larger groups, and without the conditions of queries. */
import type { MetricFormula, MetricReference } from '../oracle/metric-formula.ts';
import { typeOfFormula } from '../oracle/metric-formula.ts';
import type { Metric, Schema } from '../oracle/schema.ts';
import { isTemporalType } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import { drawWindow } from './draw-windows.ts';
import { countAggregates, isNumericFormula, namesKnownTo, PLAIN } from './metric-inputs.ts';

interface LevelDraw {
  readonly draw: Draw;
  /** With the metrics that there are. */
  readonly schema: Schema;
}

const MOST_AGGREGATES = 3;

export function drawLevels(context: LevelDraw): readonly [string, Metric][] {
  const { draw, schema } = context;
  const inputs = [...schema.metrics.values()].filter(
    ({ formula }) => isNumericFormula(formula) && countAggregates(formula, schema.metrics) <= MOST_AGGREGATES,
  );
  if (inputs.length === 0) return [];
  return Array.from({ length: draw.integer(1, 3) }, (_, place) => {
    const name = `level_${place + 1}`;
    return [name, { ...PLAIN, name, formula: drawLevel(context, draw.pick(inputs)) }];
  });
}

function drawLevel(context: LevelDraw, metric: Metric): MetricFormula {
  const { draw } = context;
  const named = referTo(metric);
  const leveled = drawAround(context, metric, named);
  if (draw.chance(20)) return { kind: 'windowed', window: drawWindow(draw), operand: leveled };
  if (draw.chance(25))
    return { kind: 'arithmetic', operator: draw.pick(['/', '-']), left: named, right: leveled };
  // A total or what is unfiltered of the other.
  return draw.chance(15) && leveled.kind === 'unfiltered' ? drawTotal(context, metric, leveled) : leveled;
}

function drawAround(context: LevelDraw, metric: Metric, named: MetricFormula): MetricFormula {
  const { draw } = context;
  const operand: MetricFormula = draw.chance(15)
    ? { kind: 'windowed', window: drawWindow(draw), operand: named }
    : named;
  if (draw.chance(70)) return drawTotal(context, metric, operand);
  const names = namesKnownTo(context.schema, metric).map(({ text }) => text);
  const heads = names.map((text) => text.split('.')[0] ?? text);
  const by = draw.chance(25) ? null : draw.some([...new Set([...heads, ...names])], draw.integer(1, 2));
  return { kind: 'unfiltered', by: by?.length === 0 ? null : by, operand };
}

function drawTotal({ draw, schema }: LevelDraw, metric: Metric, operand: MetricFormula): MetricFormula {
  const names = namesKnownTo(schema, metric)
    .filter(
      ({ kind, text, type }) => kind !== 'fact' && !isTemporalType(type) && text.split('.').length === 2,
    )
    .map(({ text }) => text);
  const within = draw.chance(60) ? [] : draw.some(names, draw.integer(1, 2));
  return {
    kind: 'over_groups',
    function: draw.pick(['total', 'share', 'share', 'rank', 'rank']),
    within,
    operand,
  };
}

function referTo({ name, formula }: Metric): MetricReference {
  return { kind: 'metric', name, type: typeOfFormula(formula), filter: null };
}
