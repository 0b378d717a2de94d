/** Random aggregates over the rows of one model. */
import type { AggregateFunction } from '../oracle/aggregates.ts';
import type { Aggregate } from '../oracle/metric-formula.ts';
import { member, type RowFormula } from '../oracle/row-formula.ts';
import type { Model } from '../oracle/schema.ts';
import { isTemporalType } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import type { MetricDraw } from './draw-metrics.ts';
import {
  drawCondition,
  drawNumber,
  type FormulaSource,
  type Reachable,
  reachableMembers,
} from './draw-row-formula.ts';
import { drawWorkingTime } from './draw-time-formula.ts';
import { serves } from './served.ts';

const PLAIN: readonly AggregateFunction[] = ['sum', 'sum', 'count', 'count_distinct', 'min', 'max', 'avg'];
const STATISTICS: readonly AggregateFunction[] = [
  'median',
  'stddev',
  'variance',
  'percentile',
  'percentile_disc',
  'approx_count_distinct',
];
const FRACTIONS = ['0', '0.25', '0.5', '0.75', '0.9', '0.95', '1'] as const;

/** What a formula over the rows of `root` may name. */
export function sourceOf({ draw, theatre, models }: MetricDraw, root: Model): FormulaSource {
  const calendars = [...models.calendars.keys()];
  return { draw, theatre, members: reachableMembers(models.models, root, 2), calendars };
}

export function drawAggregate(context: MetricDraw, root: Model): Aggregate {
  const { draw } = context;
  const source = sourceOf(context, root);
  const filter = draw.chance(35) ? drawCondition(source) : null;
  const wanted = draw.pick(serves('statistics') ? [...PLAIN, ...STATISTICS] : PLAIN);
  const argument = drawArgument(source, wanted);
  const choice = drawChoice(source, root);
  const rest = { kind: 'aggregate', root: root.name, filter, ...choice } as const;
  if (argument === null) return { ...rest, function: 'count', fraction: null, argument: null };
  const fraction = wanted === 'percentile' || wanted === 'percentile_disc' ? draw.pick(FRACTIONS) : null;
  return { ...rest, function: wanted, fraction, argument };
}

/** Now and then the aggregate chooses its rows first. */
function drawChoice({ draw, members }: FormulaSource, root: Model): Pick<Aggregate, 'choice'> {
  if (root.time === null || !draw.chance(8)) return {};
  const word = draw.pick(['last', 'last', 'first', 'latest', 'latest', 'at_end'] as const);
  const keys = members.filter(({ kind }) => kind !== 'fact');
  const by = word === 'at_end' ? [] : draw.some(keys, draw.pick([0, 1, 1, 1, 2]));
  return { choice: { word, by: by.map(({ path, name, type }) => member(path, name, type)) } };
}

/** What the function is applied to; `null` makes it the count of rows. */
function drawArgument(source: FormulaSource, wanted: AggregateFunction): RowFormula | null {
  const { draw, members } = source;
  switch (wanted) {
    case 'sum':
    case 'avg':
      if (serves('boolean_sums') && draw.chance(15)) return drawCondition(source);
      return drawNumber(source, draw.pick(['exact', 'exact', 'binary']));
    case 'stddev':
    case 'variance':
      return drawNumber(source, draw.pick(['exact', 'binary']));
    case 'median':
    case 'percentile':
      return drawMeasure(source);
    case 'count':
      return draw.chance(60) ? null : pickMember(draw, members);
    case 'count_distinct':
    case 'approx_count_distinct':
      return pickMember(draw, members);
    case 'min':
    case 'max':
    case 'percentile_disc': {
      const ordered = members.filter(({ type }) => type === 'string' || isTemporalType(type));
      return draw.chance(30) && ordered.length > 0 ? pickMember(draw, ordered) : drawMeasure(source);
    }
  }
}

/** A number for aggregates that do not add up. */
function drawMeasure(source: FormulaSource): RowFormula | null {
  const worked = source.draw.chance(20) ? drawWorkingTime(source) : null;
  return worked ?? drawNumber(source, 'any');
}

function pickMember(draw: Draw, members: readonly Reachable[]): RowFormula {
  const { path, name, type } = draw.pick(members);
  return member(path, name, type);
}
