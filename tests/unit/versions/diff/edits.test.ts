/** Kinds of edit, and what a difference says of each: `edits/` is written by hand, from what queries and numbers would do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Change, VERDICTS } from '../../../../src/versions/diff/change.ts';
import { diffProjects, movedWithoutVersion } from '../../../../src/versions/diff/diff-projects.ts';
import type { Files } from '../../catalog/small-project.ts';
import { buildFiles, release } from '../released-project.ts';
import { SHOP } from './diffed-project.ts';

interface EditCase {
  readonly edit: string;
  /** A file that is new as a whole, gone (`null`), or edited: `from` stands in it once. */
  readonly files: Readonly<Record<string, string | null | { readonly from: string; readonly to: string }>>;
  /** `verdict path (metrics that it touches)` */
  readonly changes: readonly string[];
}

const GROUPS: Readonly<Record<string, string>> = {
  $RESTING_ON_REVENUE: 'aov, paid_revenue, revenue, roas, season_revenue',
  $READING_ORDERS: 'aov, idea, orders_count, paid_revenue, revenue, roas, season_revenue, weight',
  // Visits lead to orders and on to customers; spending leads to neither.
  $LEADING_TO_ORDERS: 'answer_time, aov, idea, orders_count, paid_revenue, revenue, season_revenue, weight',
  $ALL: 'answer_time, aov, idea, orders_count, paid_revenue, revenue, roas, season_revenue, spending, weight',
};

const FOLDER = join(import.meta.dirname, 'edits');

describe.each(readdirSync(FOLDER).map((file) => file.replace('.yaml', '')))('edits of %s', (topic) => {
  const cases: readonly EditCase[] = parse(readFileSync(join(FOLDER, `${topic}.yaml`), 'utf8'));
  it.each(cases.map((each) => [each.edit, each] as const))('%s', (_, { files, changes }) => {
    const said = diffProjects(buildFiles(SHOP), buildFiles(edit(SHOP, files))).map(sayChange);
    expect([...said].sort()).toEqual(changes.map(spellOut).sort());
  });
});

describe('a difference', () => {
  it('is nothing between a project and itself', () => {
    expect(diffProjects(buildFiles(SHOP), buildFiles(SHOP))).toEqual([]);
  });

  it('has the worst first', () => {
    const after = edit(SHOP, {
      'sales/revenue.yaml': { from: 'title: Revenue', to: 'title: Turnover' },
      'sales/orders_count.yaml': { from: 'count(orders)', to: 'count(orders) + count(spend)' },
      'project.yaml': { from: 'timezone: Europe/Berlin', to: 'timezone: Europe/Paris' },
    });
    const verdicts = diffProjects(buildFiles(SHOP), buildFiles(after)).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(VERDICTS.filter((verdict) => verdict !== 'additive')));
    expect(verdicts).toEqual(verdicts.toSorted((a, b) => VERDICTS.indexOf(a) - VERDICTS.indexOf(b)));
  });

  it('names the metrics that are other numbers under the same version', () => {
    const after = edit(SHOP, {
      'sales/aov.yaml': { from: 'version: 1', to: 'version: 2' },
      'sales/orders_count.yaml': { from: 'count(orders)', to: 'count(spend)' },
      'sales/idea.yaml': { from: 'orders.discount', to: 'orders.amount' },
    });
    expect(movedWithoutVersion(buildFiles(SHOP), buildFiles(after))).toEqual(['orders_count']);
  });

  it('takes names that every object has', () => {
    const named = {
      ...SHOP,
      'sales/constructor.yaml': (SHOP['sales/aov.yaml'] ?? '').replace('metric: aov', 'metric: constructor'),
    };
    expect(diffProjects(buildFiles(SHOP), buildFiles(named)).map(sayChange)).toEqual([
      'additive metrics.constructor (constructor)',
    ]);
    expect(diffProjects(buildFiles(named), buildFiles(SHOP)).map(sayChange)).toEqual([
      'breaking metrics.constructor (constructor)',
    ]);
  });

  it('tells what is released, taken back or edited', () => {
    const released = release(SHOP);
    const added = diffProjects(buildFiles(SHOP), buildFiles(released)).map(sayChange);
    expect(added).toContain('additive releases.aov@1');
    const file = released['releases/aov.json'] ?? '';
    const edited = { ...released, 'releases/aov.json': file.replace(/"seal": "./, '"seal": "x') };
    const { 'releases/aov.json': _, ...without } = released;
    expect(diffProjects(buildFiles(released), buildFiles(without)).map(sayChange)).toEqual([
      'breaking releases.aov@1',
    ]);
    expect(() => buildFiles(edited)).toThrow('DEF_RELEASE_BROKEN');
  });
});

function spellOut(change: string): string {
  return change.replace(/\$[A-Z_]+/, (name) => GROUPS[name] ?? name);
}

function sayChange({ verdict, path, touches }: Change): string {
  return `${verdict} ${path}${touches.length > 0 ? ` (${touches.join(', ')})` : ''}`;
}

function edit(files: Files, edits: EditCase['files']): Files {
  const edited: Record<string, string> = { ...files };
  for (const [file, change] of Object.entries(edits)) {
    if (change === null) delete edited[file];
    else edited[file] = typeof change === 'string' ? change : replaceOnce(edited[file] ?? '', change);
  }
  return edited;
}

function replaceOnce(text: string, { from, to }: { readonly from: string; readonly to: string }): string {
  if (text.split(from).length !== 2) throw new Error(`${from} does not stand in it once`);
  return text.replace(from, () => to);
}
