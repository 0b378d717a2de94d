/** Which words of the language a question uses: so that a suite can tell what it has tried. */
import { forEachInput, printFormula } from '../oracle/metric-formula.ts';
import { resolveName } from '../oracle/paths.ts';
import { comparisonsOf, type Query } from '../oracle/query.ts';
import { need, type Schema } from '../oracle/schema.ts';
import type { Question } from './question.ts';

/** Functions, operators and keys of queries, as `date_part(hour`, `filter`, `in_range`, `time.fill`. */
export function wordsOf({ schema, query }: Question): ReadonlySet<string> {
  const words = new Set<string>(keysOf(query));
  for (const text of formulasOf(schema, query))
    for (const [word] of text.matchAll(
      /date_(?:part|diff)\(\w+|\b[a-z_]+(?=\()|\b(?:like|case|between|in|is)\b(?= )|[+-] \d+ [a-z]+?(?=s?\))|metric filter/g,
    ))
      words.add(word.replace(/^[+-] \d+ /, 'move by '));
  return words;
}

function* keysOf(query: Query): Generator<string> {
  const { metrics = [], by = [], time = {}, top, where = [], having = [] } = query;
  for (const [key, value] of Object.entries(query)) if (value !== undefined) yield key;
  for (const [key, value] of Object.entries(time)) if (value !== undefined) yield `time.${key}`;
  if (metrics.length === 0) yield 'no metrics';
  if (metrics.some((asked) => typeof asked !== 'string')) yield 'as';
  if (top?.others === true) yield 'top.others';
  if (time.grain !== undefined) yield `by ${time.grain}`;
  for (const column of by) if (column.includes(':')) yield `by ${column.split(':')[1]}`;
  for (const { op } of where.flatMap(comparisonsOf)) yield op;
  for (const { op } of having.flatMap(comparisonsOf)) yield `having ${op}`;
}

/** The formulas of all metrics under the query, and of the dimensions that it names. */
function formulasOf(schema: Schema, query: Query): readonly string[] {
  const texts: string[] = [];
  const collect = (name: string) => {
    const { formula, filter } = need(schema.metrics, name);
    texts.push(printFormula(formula), filter === null ? '' : filter.print([]));
    forEachInput(formula, (input) => {
      if (input.kind !== 'metric') return;
      if (input.filter !== null) texts.push('metric filter');
      collect(input.name);
    });
  };
  for (const asked of query.metrics ?? []) collect(typeof asked === 'string' ? asked : asked.metric);
  const names = [
    ...(query.by ?? []).map((column) => column.split(':')[0] ?? ''),
    ...(query.where ?? []).flatMap(comparisonsOf).map(({ dimension }) => dimension),
  ];
  for (const name of names) {
    const head = name.split('.')[0] ?? '';
    const found = resolveName(schema, schema.roles.get(head) ?? head, name);
    const value = found.member?.value;
    if (value?.kind === 'formula') texts.push(value.formula.print([]));
  }
  return texts;
}
