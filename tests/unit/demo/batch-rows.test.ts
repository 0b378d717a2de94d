import { describe, expect, it } from 'vitest';
import { batchRows } from '../../../src/demo/batch-rows.ts';
import { DEMO_TABLES } from '../../../src/demo/demo-tables.ts';
import { createClients } from '../../../src/demo/large-clients.ts';
import { channelsTable, clientsTable } from '../../../src/demo/sales-tables.ts';
import { streamDemo } from '../../../src/demo/stream-demo.ts';
import type { DemoRow, TableShape } from '../../../src/demo/table-shape.ts';

const shapes = [clientsTable, channelsTable];
const row = (shape: TableShape, value: number): DemoRow => ({ shape, values: [String(value)] });

describe('batchRows', () => {
  it('gathers rows of each table, and gives what is left in the order of the tables', () => {
    const rows = [
      row(channelsTable, 1),
      row(clientsTable, 2),
      row(channelsTable, 3),
      row(channelsTable, 4),
      row(clientsTable, 5),
      row(channelsTable, 6),
      row(clientsTable, 7),
    ];
    const batches = [...batchRows(rows, { shapes, size: 2 })];
    expect(batches.map(({ shape, rows: own }) => [shape.name, own.flat()])).toEqual([
      ['channels', ['1', '3']],
      ['clients', ['2', '5']],
      ['channels', ['4', '6']],
      ['clients', ['7']],
    ]);
  });

  it('gives nothing of nothing', () => {
    expect([...batchRows([], { shapes, size: 2 })]).toEqual([]);
  });

  it('never holds more than a batch of each table, however many rows there are', () => {
    let taken = 0;
    let given = 0;
    let most = 0;
    function* count(): Generator<DemoRow> {
      for (const one of streamDemo(
        createClients({ clients: 5, orders: 2000, sessions: 3000, ad_spend: 300 }),
      )) {
        taken += 1;
        yield one;
      }
    }
    for (const { rows } of batchRows(count(), { shapes: DEMO_TABLES, size: 50 })) {
      most = Math.max(most, taken - given);
      given += rows.length;
    }
    expect(given).toBe(taken);
    expect(taken).toBeGreaterThan(10_000);
    expect(most).toBeLessThanOrEqual(50 * DEMO_TABLES.length);
  });
});
