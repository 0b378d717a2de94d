/** Rows of several tables, mixed, gathered into batches of one table each; what waits is bounded. */
import type { DemoRow, TableShape } from './table-shape.ts';

/** Rows of one table that are written together. */
export interface DemoBatch {
  readonly shape: TableShape;
  readonly rows: readonly DemoRow['values'][];
}

/** Each batch as soon as it has `size` rows; at the end what is left, table by table in the order of `shapes`. */
export function* batchRows(
  rows: Iterable<DemoRow>,
  { shapes, size }: { readonly shapes: readonly TableShape[]; readonly size: number },
): Generator<DemoBatch> {
  const waiting = new Map(shapes.map((shape) => [shape, [] as DemoRow['values'][]]));
  for (const { shape, values } of rows) {
    const own = waiting.get(shape) ?? [];
    own.push(values);
    if (own.length < size) continue;
    yield { shape, rows: own };
    waiting.set(shape, []);
  }
  for (const [shape, left] of waiting) if (left.length > 0) yield { shape, rows: left };
}
