/**
 * Asks one golden case and lays what came beside what should have come, label by label, so that a test is
 * one comparison and its failure shows all differences at once.
 */
import type { Answer } from '../../src/engine/answer.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { PlanExplanation } from '../../src/engine/explain.ts';
import { SemanticError } from '../../src/errors/semantic-error.ts';
import type { Rule } from '../../src/planner/rules/rule.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import type { Principal } from '../../src/tenancy/principal.ts';
import { expectedColumns, expectedRows, plainCell, plainRows, totalsQuery } from './golden-answer.ts';
import type { GoldenCase } from './golden-case.ts';
import type { FilledKey } from './golden-update.ts';
import { principalOf, readRows, type Shop } from './shop.ts';

/** A case and where to ask it. */
export interface Asking {
  readonly shop: Shop;
  readonly database: PostgresDatabase;
  readonly golden: GoldenCase;
}

/** What came and what should have come, by label. */
export interface Comparison {
  readonly came: Readonly<Record<string, unknown>>;
  readonly wanted: Readonly<Record<string, unknown>>;
}

/** Asks the case and compares everything it has a word about. */
export async function compareCase(asking: Asking): Promise<Comparison> {
  const sides = new Sides();
  asking.shop.setNow(asking.golden.now);
  await (asking.golden.error ? compareRefusal(asking, sides) : compareAnswer(asking, sides));
  return sides;
}

/** The answer to a case that is no refusal, with all rules of the planner or only these. */
export function askCase({ shop, golden }: Asking, rules?: readonly Rule[]): Promise<Answer> {
  shop.setNow(golden.now);
  return shop.engineWith(golden.define ?? {}, rules).query(principalFor(golden), queryOf(golden));
}

/** The case's plan and SQL as golden files have them. */
export async function explainCase({ shop, golden }: Asking): Promise<Record<FilledKey, string>> {
  const explanation = await engineOf({ shop, golden }).plan(principalFor(golden), queryOf(golden));
  return { plan: `${explanation.plan.trimEnd()}\n`, sql: printStatements(explanation) };
}

class Sides implements Comparison {
  readonly came: Record<string, unknown> = {};
  readonly wanted: Record<string, unknown> = {};

  add(label: string, came: unknown, wanted: unknown): void {
    this.came[label] = came;
    this.wanted[label] = wanted;
  }

  /** Compares only what the case speaks of. */
  addPresent(label: string, came: unknown, wanted: unknown): void {
    if (wanted !== undefined) this.add(label, came, wanted);
  }
}

async function compareAnswer(asking: Asking, sides: Sides): Promise<void> {
  const { shop, database, golden } = asking;
  const query = queryOf(golden);
  const answer = await engineOf({ shop, golden }).query(principalFor(golden), query);
  const columns = answer.columns.map(({ name }) => name);
  sides.add('columns', columns, expectedColumns(query));
  const rows = plainRows(answer);
  const proof = await readRows(database, golden.check_sql ?? '');
  sides.add('rows and check_sql', rows, expectedRows(proof, answer.columns));
  sides.addPresent('rows as written down', rows, golden.rows);
  sides.addPresent('range', answer.range, golden.range);
  sides.addPresent('partial', answer.partial, golden.partial);
  sides.addPresent('more', answer.page.more, golden.more);
  if (query.totals === true) await compareTotals(asking, answer, sides);
  else sides.add('totals nobody asked for', answer.totals, null);
  const explained = await explainCase(asking);
  // An empty one is still to be filled.
  sides.addPresent('plan', explained.plan, golden.plan || undefined);
  sides.addPresent('sql', explained.sql, golden.sql || undefined);
}

async function compareTotals(asking: Asking, answer: Answer, sides: Sides): Promise<void> {
  const { shop, database, golden } = asking;
  const totals = answer.totals?.map(plainCell);
  const whole = await engineOf({ shop, golden }).query(principalFor(golden), totalsQuery(queryOf(golden)));
  sides.add('totals and the query without groups', totals, plainRows(whole)[0]);
  sides.addPresent('totals as written down', totals, golden.totals);
  if (golden.check_totals === undefined) return;
  const metrics = answer.columns.filter(({ kind }) => kind === 'metric');
  const [proof] = expectedRows(await readRows(database, golden.check_totals), metrics);
  sides.add('totals and check_totals', totals, proof);
}

async function compareRefusal({ shop, golden }: Asking, sides: Sides): Promise<void> {
  const query = queryOf(golden);
  const principal = principalFor(golden);
  const engine = engineOf({ shop, golden });
  const attempts = {
    query: () => engine.query(principal, query),
    plan: async () => engine.plan(principal, query),
  };
  for (const [label, attempt] of Object.entries(attempts)) {
    const fault = await faultOf(attempt);
    sides.add(`${label}: code`, fault?.code, golden.error?.code);
    sides.addPresent(`${label}: path`, fault?.path ?? '', golden.error?.path);
    sides.addPresent(`${label}: hint`, partOf(fault?.hint, golden.error?.hint), golden.error?.hint);
    sides.addPresent(
      `${label}: message`,
      partOf(fault?.message, golden.error?.message),
      golden.error?.message,
    );
  }
}

/** The part that was looked for, or else the whole text. */
function partOf(text: string | undefined, part = ''): string | undefined {
  return text?.includes(part) ? part : text;
}

async function faultOf(attempt: () => Promise<unknown>): Promise<SemanticError | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (error instanceof SemanticError) return error;
    throw error;
  }
}

function printStatements({ statements }: PlanExplanation): string {
  const [only, ...others] = statements;
  if (only && others.length === 0) return `${only.sql.trimEnd()}\n`;
  return statements.map(({ name, sql }) => `-- ${name}\n${sql.trimEnd()}\n`).join('');
}

function engineOf({ shop, golden: { define } }: Pick<Asking, 'shop' | 'golden'>): Engine {
  return define === undefined ? shop.engine : shop.engineWith(define);
}

/** Some cases ask what is no query at all: to say so is the engine's part, so nothing is checked here. */
function queryOf(golden: GoldenCase): MetricQuery {
  return golden.query as unknown as MetricQuery;
}

function principalFor({ as = 'a', claims = {}, groups = [] }: GoldenCase): Principal {
  return { ...principalOf(typeof as === 'string' ? [as] : as), claims, groups };
}
