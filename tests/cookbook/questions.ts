/** The questions of the cookbook as their file has them: each is a golden case with words around it. */
import { readFileSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import type { GoldenCase } from '../support/golden-case.ts';
import type { Fixture } from '../support/shop.ts';
import { ShopAdditionsSchema } from '../support/shop-additions.ts';

/** A chain of corner shops, of which the northern one asks. */
export const CORNER: Fixture = {
  folder: new URL('../../examples/corner/', import.meta.url),
  project: 'metrics/',
  now: '2026-04-10T12:00:00Z',
};

const QuestionSchema = Type.Object(
  {
    section: Type.String({ minLength: 1 }),
    question: Type.String({ minLength: 1 }),
    /** Definitions beside those of the project, which the reader sees. */
    define: Type.Optional(ShopAdditionsSchema),
    query: Type.Record(Type.String(), Type.Unknown()),
    /** What the reader should notice. */
    note: Type.Optional(Type.String()),
    /** An analyst's own SQL for the rows. */
    check_sql: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
);

export type Question = Static<typeof QuestionSchema>;

const questions = Compile(Type.Array(QuestionSchema));

/** @throws Error where the file is not a list of questions */
export function loadQuestions(): readonly Question[] {
  const read: unknown = parse(readFileSync(new URL('questions.yaml', CORNER.folder), 'utf8'), {
    maxAliasCount: 0,
  });
  if (questions.Check(read)) return read;
  const faults = questions.Errors(read).map(({ instancePath, message }) => `${instancePath} ${message}`);
  throw new Error(`questions.yaml is not a list of questions:\n${faults.join('\n')}`);
}

export function caseOf({ question, define, query, check_sql }: Question): GoldenCase {
  return { name: question, as: 'north', ...(define === undefined ? {} : { define }), query, check_sql };
}
