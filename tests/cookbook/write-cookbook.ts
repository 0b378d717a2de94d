/** Questions with their answers → the pages of the cookbook. */
import { stringify } from 'yaml';
import type { Cell } from '../../src/base/exact-number.ts';
import type { Answer } from '../../src/engine/answer.ts';
import { plainCell } from '../support/golden-answer.ts';
import type { Question } from './questions.ts';

export interface AnsweredQuestion {
  readonly question: Question;
  readonly answer: Answer;
  readonly sql: string;
}

const INTRODUCTION = `# Cookbook

Questions that a business asks, each with the definition, the query and the answer. They are about a chain of corner
shops: [its models](../examples/corner/metrics/models) and [metrics](../examples/corner/metrics), its
[tables](../examples/corner/schema.sql) with [all their rows](../examples/corner/data.sql). The shop that asks is
\`north\`; it is the tenth of April 2026 in Oslo. Every answer here is checked against SQL that was written by hand
([questions.yaml](../examples/corner/questions.yaml)), on PostgreSQL and on the embedded one.

Definitions stand as they would in files of their own: the name of a metric and its formula, a dimension of a model.`;

/** The whole page, with a table of contents. */
export function writeCookbook(entries: readonly AnsweredQuestion[]): string {
  const sections = [...new Set(entries.map(({ question }) => question.section))];
  const contents = sections.map((section) => {
    const own = entries.filter(({ question }) => question.section === section);
    const links = own.map(({ question: { question } }) => `  - [${question}](#${anchorOf(question)})`);
    return [`- ${section}`, ...links].join('\n');
  });
  const pages = sections.flatMap((section) => [
    `## ${section}`,
    ...entries.filter(({ question }) => question.section === section).map(writeEntry),
  ]);
  return `${[INTRODUCTION, contents.join('\n'), ...pages].join('\n\n')}\n`;
}

/** As GitHub makes anchors of headings. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function writeEntry({ question, answer, sql }: AnsweredQuestion): string {
  const { define, query, note } = question;
  const parts = [
    `### ${question.question}`,
    ...(define ? [block('yaml', stringify(define, { lineWidth: 0 }))] : []),
    block('json', writeQuery(query)),
    writeRows(answer),
    ...(note === undefined ? [] : [note]),
    `<details><summary>SQL</summary>\n\n${block('sql', sql)}\n\n</details>`,
  ];
  return parts.join('\n\n');
}

/** On one line. */
function writeQuery(query: Question['query']): string {
  const spaced = JSON.stringify(query, null, 1).replaceAll(/\n\s*/g, ' ');
  return spaced.replaceAll('[ ', '[').replaceAll(' ]', ']');
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function writeRows({ columns, rows, totals }: Answer): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = columns.map(({ name }) => name);
  const cells = rows.map((row) => line(row.map(writeCell)));
  const groups = columns
    .filter(({ kind }) => kind !== 'metric')
    .map((_, place) => (place === 0 ? 'total' : ''));
  const total = totals ? [line([...groups, ...totals.map(writeCell)])] : [];
  return [line(head), line(head.map(() => '---')), ...cells, ...total].join('\n');
}

/** Nothing where nothing is known. */
function writeCell(cell: Cell): string {
  return String(plainCell(cell) ?? '');
}
