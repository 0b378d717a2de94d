/** A failing question in full: files, rows, query, both answers. */
import { answerQuery, type Outcome } from '../oracle/answer-query.ts';
import { identity, type Value } from '../oracle/value.ts';
import { renderProject } from '../render/project-files.ts';
import { renderTables } from '../render/tables-sql.ts';
import type { ProductOutcome } from './compare.ts';
import type { Question } from './question.ts';

/** Everything needed to see the fault again by hand. */
export function printReproduction(question: Question, difference: string, actual: ProductOutcome): string {
  const { schema, tables, tenant, query } = question;
  const files = [...renderProject(schema, 'random')].map(([path, text]) => `--- ${path}\n${text.trimEnd()}`);
  return [
    `The product and the oracle differ: ${difference}.`,
    ...files,
    '--- rows',
    ...renderTables(schema, tables, 'random'),
    `--- query of tenant ${tenant}`,
    JSON.stringify(query),
    '--- oracle',
    printOutcome(answerQuery(question, query)),
    '--- product',
    printProduct(actual),
  ].join('\n');
}

function printOutcome(outcome: Outcome): string {
  if (outcome.kind === 'refusal') return `refused: ${[...outcome.reasons].join(', ')}`;
  const line = (row: readonly Value[]) => row.map(identity).join(' | ');
  const totals = outcome.totals === null ? [] : [`totals: ${line(outcome.totals)}`];
  return [outcome.columns.join(' | '), ...outcome.rows.map(line), ...totals, `more: ${outcome.more}`].join(
    '\n',
  );
}

function printProduct(outcome: ProductOutcome): string {
  if (outcome.kind === 'refusal') return `refused: ${outcome.code} ${outcome.message}`;
  const { columns, rows, totals, page } = outcome.answer;
  const line = (row: readonly unknown[]) => row.map((cell) => JSON.stringify(cell)).join(' | ');
  return [
    columns.map(({ name }) => name).join(' | '),
    ...rows.map(line),
    ...(totals === null ? [] : [`totals: ${line(totals)}`]),
    `more: ${page.more}`,
  ].join('\n');
}
