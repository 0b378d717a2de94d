/** Documents as tests read them: fenced blocks in their order, and tables. Knows nothing of what is in them. */
import { readFileSync } from 'node:fs';

export interface DocumentBlock {
  /** The last heading above it. */
  readonly heading: string;
  readonly language: string;
  readonly text: string;
}

export interface DocumentTable {
  /** The line before it. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** All fenced blocks of a document. */
export function readBlocks(path: string): readonly DocumentBlock[] {
  const blocks: DocumentBlock[] = [];
  let heading = '';
  for (const [, title, language = '', text = ''] of readFileSync(path, 'utf8').matchAll(
    /^#{1,4} ([^\n]+)$|^```(\w*)\n(.*?)^```$/gms,
  )) {
    if (title === undefined) blocks.push({ heading, language, text });
    else heading = title;
  }
  return blocks;
}

/** The parts of a document below its headings of second rank, by heading; what is above them all is under ''. */
export function readSections(path: string): ReadonlyMap<string, string> {
  const [head = '', ...sections] = readFileSync(path, 'utf8').split(/^## /m);
  return new Map([
    ['', head],
    ...sections.map((section): [string, string] => {
      const end = section.indexOf('\n');
      return [section.slice(0, end), section.slice(end + 1)];
    }),
  ]);
}

/** The tables of a part of a document; backticks around cells are left out. */
export function readTables(text: string): readonly DocumentTable[] {
  return [...text.matchAll(/([^\n]*)\n\n((?:\|[^\n]*\n)+)/g)].map(([, title = '', table = '']) => {
    const [columns = [], , ...rows] = table.trimEnd().split('\n').map(readCells);
    return { title, columns, rows };
  });
}

function readCells(line: string): readonly string[] {
  const cells = line.replace(/^\|/, '').replace(/\|$/, '').split('|');
  return cells.map((cell) => cell.trim().replace(/^`(.*)`$/, '$1'));
}
