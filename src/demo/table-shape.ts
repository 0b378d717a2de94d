/** What a table of the demo looks like, and its rows as they travel. It holds no data and names no table. */

/** PostgreSQL types that the demo uses. */
export type ColumnType = 'bigint' | 'integer' | 'text' | 'boolean' | 'date' | 'timestamptz' | 'numeric(14,2)';

/** One table: columns in order, key, and the index that reports by client and time read. */
export interface TableShape<Column extends string = string> {
  readonly name: string;
  readonly columns: readonly (readonly [name: Column, type: ColumnType])[];
  readonly primaryKey: readonly NoInfer<Column>[];
  readonly index: readonly NoInfer<Column>[] | null;
}

/** A row by column, each value as PostgreSQL reads it. */
export type RowOf<Shape> =
  Shape extends TableShape<infer Column> ? Readonly<Record<Column, string | null>> : never;

/** A shape whose columns are known by their names. */
export function table<Column extends string>(shape: TableShape<Column>): TableShape<Column> {
  return shape;
}

/** A row of some table, each value as PostgreSQL reads it, in the order of the shape's columns. */
export interface DemoRow {
  readonly shape: TableShape;
  readonly values: readonly (string | null)[];
}

/** `row` on its way to the table of that shape. */
export function toDemoRow<Column extends string>(
  shape: TableShape<Column>,
  row: Readonly<Record<Column, string | null>>,
): DemoRow {
  return { shape, values: shape.columns.map(([column]) => row[column]) };
}
