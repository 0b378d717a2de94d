/** CSV as spreadsheets open it without harm: a text that could be taken for a formula has an apostrophe before it. */

export type CsvCell = string | number | null;

const FORMULA = /^[=+\-@\p{Cc}]/u;

/** One line, ending in CR LF. Numbers are written as they are; null is an empty cell. */
export function writeCsvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(writeCsvCell).join(',')}\r\n`;
}

function writeCsvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
