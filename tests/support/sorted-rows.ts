/** Rows as a bag: each as a text, so that bags are compared whatever order they came in. */

export function sortedRows(rows: readonly (readonly unknown[])[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
