/** Every golden case that a rule of the planner changes is answered alike without that rule. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/engine/answer.ts';
import { RULES } from '../../src/planner/rules/index.ts';
import type { Rule } from '../../src/planner/rules/rule.ts';
import { openTestPglite, type TestDatabase } from '../support/databases.ts';
import { loadGoldenFiles } from '../support/golden-case.ts';
import { askCase } from '../support/golden-check.ts';
import { openShop, type Shop } from '../support/shop.ts';

let opened: TestDatabase;
let shop: Shop;
/** How many answers were compared, by rule. */
const compared = new Map(RULES.map(({ name }) => [name, 0]));

beforeAll(async () => {
  opened = await openTestPglite();
  shop = await openShop(opened.database);
});
afterAll(() => opened.close());

/** The same rules, which remember whether they changed anything. */
function watch(fired: Set<string>): readonly Rule[] {
  return RULES.map((rule) => {
    const note = <Part>(before: Part, after: Part): Part => {
      if (after !== before) fired.add(rule.name);
      return after;
    };
    return 'apply' in rule
      ? { ...rule, apply: (node) => note(node, rule.apply(node)) }
      : { ...rule, applyToPlan: (plan) => note(plan, rule.applyToPlan(plan)) };
  });
}

function numbersOf({ rows, totals }: Answer): Pick<Answer, 'rows' | 'totals'> {
  return { rows, totals };
}

const topics = loadGoldenFiles()
  .map(({ topic, cases }) => ({ topic, answered: cases.filter(({ error }) => !error) }))
  .filter(({ answered }) => answered.length > 0);

describe.each(topics)('without one rule, $topic', ({ answered }) => {
  it.each(answered.map((golden) => ({ name: golden.name, golden })))('$name', async ({ golden }) => {
    const asking = { shop, database: opened.database, golden };
    const fired = new Set<string>();
    const expected = numbersOf(await askCase(asking, watch(fired)));
    for (const name of fired) {
      const others = RULES.filter((rule) => rule.name !== name);
      expect([name, numbersOf(await askCase(asking, others))]).toEqual([name, expected]);
      compared.set(name, (compared.get(name) ?? 0) + 1);
    }
  });
});

describe('the rules', () => {
  it('each change some golden case', () => {
    expect([...compared].filter(([, count]) => count === 0)).toEqual([]);
  });
});
