/** Every question of the cookbook, asked of the real engine; the page is what it answered. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { askCase, compareCase, explainCase } from '../support/golden-check.ts';
import { isUpdating } from '../support/golden-update.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { CORNER, caseOf, loadQuestions } from './questions.ts';
import { type AnsweredQuestion, writeCookbook } from './write-cookbook.ts';

const PAGE = new URL('../../docs/cookbook.md', import.meta.url);
const LEAST = 40;
const questions = loadQuestions();

describeEachDatabase('the cookbook', (database) => {
  let shop: Shop;
  const answered: AnsweredQuestion[] = [];
  beforeAll(async () => {
    shop = await openShop(database(), CORNER);
  });
  afterAll(() => {
    if (isUpdating(process.env) && answered.length === questions.length)
      writeFileSync(PAGE, writeCookbook(answered));
  });

  it.each(questions)('$question', async (question) => {
    const asking = { shop, database: database(), golden: caseOf(question) };
    const { came, wanted } = await compareCase(asking);
    expect(came).toEqual(wanted);
    const answer = await askCase(asking);
    expect(answer.rows).not.toEqual([]);
    answered.push({ question, answer, sql: (await explainCase(asking)).sql });
  });

  it('is the page, answer by answer', () => {
    if (isUpdating(process.env)) return;
    expect(readFileSync(PAGE, 'utf8')).toBe(writeCookbook(answered));
  });
});

describe('questions of the cookbook', () => {
  it('are many, and no two alike', () => {
    const texts = questions.map(({ question }) => question);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeGreaterThanOrEqual(LEAST);
  });
});
