/** Texts of definitions and data inside Markdown that GitHub and GitLab show: as they stand, and as nothing else. */
import { makeVisible } from '../print-table.ts';

/** Longer ones are cut: a comment is for reading. */
const LONGEST = 200;
/** Words, numbers and plain punctuation, of which no renderer makes a link, a mention, a reference or markup. */
const PLAIN = /^(?:[\p{L}\p{N} ,;'()→+–-]|(?<=\d)\.(?=\d))*\.?$/u;

/**
 * As code, in which nothing is markup, a mention or a link. What would end the code, or the cell of a table around it,
 * is put as what looks like it.
 */
export function codeText(text: string): string {
  const visible = makeVisible(text).replaceAll('`', "'").replaceAll('|', '│').trim();
  if (visible === '') return '–';
  const characters = Array.from(visible);
  const cut = characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : visible;
  return `\`${cut}\``;
}

/** Prose where it is plain, else code. */
export function proseText(text: string): string {
  return PLAIN.test(text) && text.length <= LONGEST ? text : codeText(text);
}

/** A table; cells are Markdown already, in one line each. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What is shown to those who open it. */
export function foldedText(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
