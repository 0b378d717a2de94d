/** A random project with its rows. */
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
}

export function drawProject(draw: Draw): DrawnProject {
  const theatre = draw.pick(THEATRES);
  const models = drawModels(draw, theatre);
  const tables = drawTables(draw, theatre, models);
  return { theatre, tables, schema: { ...models, metrics: drawMetrics(draw, theatre, models) } };
}
