/** Random comparisons of a query, and trees of them. */
import { addDays } from '../oracle/calendar.ts';
import type { Asked, Operator, Test, Where } from '../oracle/query.ts';
import type { Schema } from '../oracle/schema.ts';
import { isTemporalType, type Type } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import type { Name } from './draw-names.ts';
import { drawRangeText } from './draw-time.ts';
import { drawInstant, drawString, drawWall, type Theatre } from './draw-values.ts';
import { serves } from './served.ts';

export interface QueryDraw {
  readonly draw: Draw;
  readonly theatre: Theatre;
  readonly schema: Schema;
  /** The instant at which it will be asked. */
  readonly now: string;
}

const ORDER: readonly Operator[] = ['gt', 'gte', 'lt', 'lte'];
const EQUALITY: readonly Operator[] = ['eq', 'ne'];
const TEXT: readonly Operator[] = ['contains', 'starts_with', 'ends_with'];

export function drawWhere(context: QueryDraw, names: readonly Name[], depth: number): Where {
  const { draw } = context;
  if (depth > 0 && draw.chance(35)) {
    const parts = Array.from({ length: draw.integer(1, 3) }, () => drawWhere(context, names, depth - 1));
    if (draw.chance(40)) return { not: drawWhere(context, names, depth - 1) };
    return draw.chance(60) ? { any: parts } : { all: parts };
  }
  if (names.length === 0) return { dimension: 'nowhere.at_all', op: 'is_null' };
  const { text, type } = draw.pick(names);
  return { dimension: text, ...drawTest(context, type) };
}

/** What a value of this type is compared with, and how. */
export function drawTest(context: QueryDraw, type: Type): Test {
  const { draw } = context;
  if (draw.chance(15)) return { op: draw.pick(['is_null', 'not_null']) };
  if (draw.chance(25)) {
    const values = Array.from({ length: draw.integer(1, 3) }, () => drawAsked(context, type));
    return { op: draw.pick(['in', 'not_in']), values };
  }
  if (serves('in_range') && draw.chance(20)) {
    const range = drawInRange(context, type);
    if (range !== null) return range;
  }
  return { op: drawOperator(draw, type), value: drawAsked(context, type) };
}

function drawOperator(draw: Draw, type: Type): Operator {
  if (type === 'string') return draw.pick([...EQUALITY, ...ORDER, ...TEXT, ...TEXT]);
  if (type === 'boolean' || type === 'key') return draw.pick(draw.chance(2) ? ORDER : EQUALITY);
  return draw.pick([...EQUALITY, ...ORDER, ...ORDER, ...(draw.chance(2) ? TEXT : [])]);
}

/** Half-open, in words where it is about time. */
function drawInRange(context: QueryDraw, type: Type): Test | null {
  const { draw } = context;
  if (type === 'string' || type === 'boolean' || type === 'key') return null;
  if (isTemporalType(type) && draw.chance(50)) {
    const value = drawRangeText(context, { daily: type === 'date' });
    return { op: 'in_range', value };
  }
  const [low, high] = [drawAsked(context, type), drawAsked(context, type)];
  const isRange = typeof low === 'number' && typeof high === 'number' ? low < high : low < high;
  return isRange && typeof low === typeof high ? { op: 'in_range', values: [low, high] } : null;
}

function drawAsked({ draw, theatre }: QueryDraw, type: Type): Asked {
  if (draw.chance(1)) return type === 'boolean' ? 'maybe' : true;
  switch (type) {
    case 'string':
      return drawString(draw);
    case 'key':
      return draw.pick(['1', '2', '10', 'u1', '99', '3']);
    case 'boolean':
      return draw.chance(50);
    case 'integer':
      return draw.integer(-3, 12);
    case 'decimal':
      return draw.pick([0, 1, 12.5, -5.5, 0.1, 2]);
    case 'float':
      return draw.pick([0, 0.5, -1.25, 3, 2]);
    case 'date':
      return addDays(theatre.day, draw.integer(-2, 2));
    case 'local_time':
      return drawWall(draw, theatre).slice(0, draw.pick([16, 19, 26]));
    case 'time':
      return draw.chance(50)
        ? drawInstant(draw, theatre)
        : drawWall(draw, theatre).slice(0, draw.pick([10, 16, 26]));
  }
}
