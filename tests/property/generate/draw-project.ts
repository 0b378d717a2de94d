/** A random project with its rows. */
import { instantAt, toMicros } from '../oracle/clock.ts';
import type { Schema, Tables } from '../oracle/schema.ts';
import type { Draw } from './draw.ts';
import { drawMetrics } from './draw-metrics.ts';
import { drawModels } from './draw-schema.ts';
import { drawTables } from './draw-tables.ts';
import { THEATRES, type Theatre } from './draw-values.ts';

export interface DrawnProject {
  readonly theatre: Theatre;
  readonly schema: Schema;
  readonly tables: Tables;
  /** The instant at which questions are asked: on the day of the theatre or soon after. */
  readonly now: string;
}

const HOUR = 3_600_000_000;

export function drawProject(draw: Draw): DrawnProject {
  const theatre = draw.pick(THEATRES);
  const models = drawModels(draw, theatre);
  const tables = drawTables(draw, theatre, models);
  return {
    theatre,
    tables,
    now: drawNow(draw, theatre),
    schema: { ...models, metrics: drawMetrics(draw, theatre, models) },
  };
}

export function drawNow(draw: Draw, theatre: Theatre): string {
  return instantAt(toMicros(`${theatre.day}T00:00:00.000000`) + draw.integer(-2, 60) * HOUR);
}
