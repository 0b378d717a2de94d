/** Plain tables for people: columns aligned, numbers to the right, control characters made visible. */

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** The table with a line under its titles, ending in a line break. */
export function printTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(makeVisible));
  const titles = columns.map(({ title }) => makeVisible(title));
  const widths = titles.map((title, index) =>
    cells.reduce((width, row) => Math.max(width, lengthOf(row[index] ?? '')), lengthOf(title)),
  );
  const printRow = (row: readonly string[]) =>
    columns
      .map(({ align }, index) => pad(row[index] ?? '', widths[index] ?? 0, align))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [printRow(titles), rule, ...cells.map(printRow), ''].join('\n');
}

function pad(text: string, width: number, align: TableColumn['align']): string {
  const space = ' '.repeat(width - lengthOf(text));
  return align === 'left' ? `${text}${space}` : `${space}${text}`;
}

const graphemes = new Intl.Segmenter();

/** Characters as people count them. */
function lengthOf(text: string): number {
  return [...graphemes.segment(text)].length;
}

/** Data may hold anything; a terminal must not obey it. */
export function makeVisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
