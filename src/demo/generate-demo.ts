/** The demo as it is served by default, all at once: the same on every machine and every day. */
import { hashOf } from '../base/hash.ts';
import { CLIENT_PROFILES } from './demo-clients.ts';
import { DEMO_TABLES } from './demo-tables.ts';
import { streamDemo } from './stream-demo.ts';
import type { DemoRow, TableShape } from './table-shape.ts';

/** A table with its rows, each value as PostgreSQL reads it, in the order of the shape's columns. */
export interface DemoTable {
  readonly shape: TableShape;
  readonly rows: readonly DemoRow['values'][];
}

/** Every table of schema `shop` with all its rows. */
export function generateDemo(): readonly DemoTable[] {
  const tables = new Map(DEMO_TABLES.map((shape) => [shape, [] as DemoRow['values'][]]));
  for (const { shape, values } of streamDemo(CLIENT_PROFILES)) tables.get(shape)?.push(values);
  return [...tables].map(([shape, rows]) => ({ shape, rows }));
}

/**
 * What {@link fingerprintDemo} finds in the rows of {@link generateDemo}: seeding compares it without
 * generating anything. A test holds it in step; it changes with the generator.
 */
export const DEMO_FINGERPRINT = 'c5ba81be39fe4a87fc432c617322d47ed7bab363c49991fbde80a836ed77d19d';

/** The identity of `tables`: shapes and every value. */
export function fingerprintDemo(tables: readonly DemoTable[]): string {
  return hashOf(tables);
}
