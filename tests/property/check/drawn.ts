/** Random projects opened in the product, with random queries to them, for checks that need no oracle. */
import type { Cell } from '../../../src/base/exact-number.ts';
import { ExactNumber } from '../../../src/base/exact-number.ts';
import type { Answer } from '../../../src/engine/answer.ts';
import type { Draw } from '../generate/draw.ts';
import { type DrawnProject, drawProject } from '../generate/draw-project.ts';
import { drawQuery } from '../generate/draw-query.ts';
import { Decimal } from '../oracle/decimal.ts';
import type { Query } from '../oracle/query.ts';
import { isAdditive } from './additive.ts';
import type { OpenProject, Workbench } from './product.ts';
import { runProperty } from './run-property.ts';

/** Who asks, and who has the other rows. */
export const TENANT = '7';
export const STRANGER = '8';

const QUESTIONS_A_PROJECT = 8;

export interface Drawn {
  readonly draw: Draw;
  readonly project: DrawnProject;
  readonly opened: OpenProject;
}

/** Runs `body` on so many random projects. */
export function checkProjects(
  workbench: Workbench,
  runs: number,
  body: (drawn: Drawn) => Promise<void>,
): Promise<void> {
  return runProperty({
    runs,
    body: async (draw) => {
      const project = drawProject(draw);
      await workbench.withProject(project, (opened) => body({ draw, project, opened }));
    },
  });
}

export function drawQueries(draw: Draw, project: DrawnProject): readonly Query[] {
  return Array.from({ length: QUESTIONS_A_PROJECT }, () => drawQuery({ draw, ...project }));
}

/** Queries of one metric whose parts add up to the whole, in full: nothing is hidden, cut off or filled. */
export function drawAdditiveQueries({ draw, project }: Drawn): readonly Query[] {
  const additive = [...project.schema.metrics.values()].filter((metric) => isAdditive(metric));
  if (additive.length === 0) return [];
  return drawQueries(draw, project).map(
    ({ order: _order, limit: _limit, having: _having, top: _top, compare: _compare, time, ...rest }) => {
      const { fill: _fill, ...unfilled } = time ?? {};
      const metrics = [draw.pick(additive).name];
      return { ...rest, metrics, ...(time === undefined ? {} : { time: unfilled }), totals: true };
    },
  );
}

/** The whole answer, or `null` where the query is refused or has more rows than a page. */
export async function askWhole(opened: OpenProject, query: Query): Promise<Answer | null> {
  const outcome = await opened.ask(TENANT, query);
  return outcome.kind === 'answer' && !outcome.answer.page.more ? outcome.answer : null;
}

/** Page after page, each asked for with the cursor of the one before. */
export async function askPages(opened: OpenProject, query: Query): Promise<readonly Answer[]> {
  const pages: Answer[] = [];
  for (let next: string | null = null; pages.length === 0 || next !== null; ) {
    const outcome = await opened.ask(TENANT, next === null ? query : { ...query, cursor: next });
    if (outcome.kind === 'refusal') throw new Error(`${outcome.code} on page ${pages.length + 1}`);
    pages.push(outcome.answer);
    next = outcome.answer.page.next;
  }
  return pages;
}

/** Rows as texts, in which equal cells are equal. */
export function printRows({ rows }: Pick<Answer, 'rows'>): readonly string[] {
  return rows.map((row) => JSON.stringify(row));
}

/** The last cell by all cells before it. */
export function lastByKey({ rows }: Pick<Answer, 'rows'>): ReadonlyMap<string, Decimal> {
  return new Map(rows.map((row) => [JSON.stringify(row.slice(0, -1)), exact(row.at(-1))]));
}

/** An exact number of the answer in the oracle's terms. */
export function exact(cell: Cell | undefined): Decimal {
  if (!(cell instanceof ExactNumber)) throw new TypeError(`not an exact number: ${String(cell)}`);
  return Decimal.parse(cell.digits);
}
