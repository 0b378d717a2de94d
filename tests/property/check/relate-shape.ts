/** Whole answers beside parts of them, filled ones and pages; each function says how many it compared. */
import { deepStrictEqual } from 'node:assert/strict';
import type { Answer } from '../../../src/engine/answer.ts';
import type { Query } from '../oracle/query.ts';
import { identity } from '../oracle/value.ts';
import { sumOf } from './additive.ts';
import { askPages, askWhole, type Drawn, drawAdditiveQueries, drawQueries, printRows } from './drawn.ts';
import type { OpenProject } from './product.ts';

/** `having` hides rows, changes none, and does not touch totals. */
export async function relateHaving({ draw, project, opened }: Drawn): Promise<number> {
  let compared = 0;
  for (const { limit: _limit, ...part } of drawQueries(draw, project)) {
    const { having, ...whole } = part;
    if (having !== undefined) compared += await comparePart(opened, part, whole);
  }
  return compared;
}

/** The rows of the best groups are among all rows; with those of the others they make up the whole. */
export async function relateTop(drawn: Drawn): Promise<number> {
  const { draw, opened } = drawn;
  let compared = 0;
  for (const query of drawAdditiveQueries(drawn)) {
    const { by = [], metrics: [metric] = [] } = query;
    if (by.length === 0 || typeof metric !== 'string') continue;
    const top = { n: draw.integer(1, 3), of: draw.some(by, draw.integer(1, 2)), by: metric };
    compared += await comparePart(opened, { ...query, top }, query);
    const best = await askWhole(opened, { ...query, top: { ...top, others: true } });
    const all = await askWhole(opened, query);
    if (best === null || all === null) continue;
    const told = ({ rows, totals }: Answer) => ({ query, top, sum: identity(sumOf(rows)), totals });
    deepStrictEqual(told(best), told(all));
  }
  return compared;
}

/** 1 if both were answered in full: the part has rows of the whole only, and its totals. */
async function comparePart(opened: OpenProject, part: Query, whole: Query): Promise<number> {
  const [some, all] = [await askWhole(opened, part), await askWhole(opened, whole)];
  if (some === null || all === null) return 0;
  const rows = new Set(printRows(all));
  const missing = printRows(some).filter((row) => !rows.has(row));
  const told = { query: part, missing, totals: some.totals };
  deepStrictEqual(told, { query: part, missing: [], totals: all.totals });
  return 1;
}

/** Filling adds rows that hold nothing, and changes none. */
export async function relateFill(drawn: Drawn): Promise<number> {
  let compared = 0;
  for (const query of drawAdditiveQueries(drawn)) {
    const { time } = query;
    if (time?.grain === undefined) continue;
    const [plain, filled] = [
      await askWhole(drawn.opened, query),
      await askWhole(drawn.opened, { ...query, time: { ...time, fill: true } }),
    ];
    if (plain === null || filled === null) continue;
    const before = new Set(printRows(plain));
    const added = filled.rows.filter((row) => !before.has(JSON.stringify(row)));
    deepStrictEqual(
      { query, kept: filled.rows.length - added.length, added: added.map((row) => identity(sumOf([row]))) },
      { query, kept: plain.rows.length, added: added.map(() => '0') },
    );
    compared += 1;
  }
  return compared;
}

/** Pages one after the other make up the whole, and each has its columns and totals. */
export async function relatePages({ draw, project, opened }: Drawn): Promise<number> {
  let compared = 0;
  for (const { limit: _limit, ...query } of drawQueries(draw, project)) {
    const whole = await askWhole(opened, query);
    if (whole === null) continue;
    const pages = await askPages(opened, { ...query, limit: draw.integer(1, 4) });
    deepStrictEqual({ query, rows: pages.flatMap(printRows) }, { query, rows: printRows(whole) });
    for (const { columns, totals } of pages)
      deepStrictEqual({ query, columns, totals }, { query, columns: whole.columns, totals: whole.totals });
    compared += pages.length - 1;
  }
  return compared;
}
