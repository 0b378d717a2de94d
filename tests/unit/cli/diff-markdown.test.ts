/** The comment on a pull request: never more than fits, and nothing in it that a definition or a tenant smuggled in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeText, markdownTable, proseText } from '../../../src/cli/diff/markdown-text.ts';
import { COMMENT_MARK, printDiffMarkdown } from '../../../src/cli/diff/print-diff-markdown.ts';
import type { ProjectDiff } from '../../../src/cli/diff/project-diff.ts';
import type { ComparedMetric } from '../../../src/comparison/compared-metric.ts';

const HOSTILE = [
  '@octocat',
  '](https://evil.example)',
  '![x](https://evil.example/pixel.png)',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a | b',
  'a \\| b',
  '`code` and ``more``',
  'first\nsecond\r\n## heading',
  '</details>',
  '<!-- vitrine diff -->',
  'www.evil.example',
  'org/repo#12 #13 !14 ~label %milestone',
  '\u202Ereversed',
  '\\',
  ' ',
];

const BASE = { ref: 'main', commit: 'c'.repeat(40), state: 'compared' } as const;

function diffOf(parts: Partial<ProjectDiff>): ProjectDiff {
  return { base: BASE, changes: [], unversioned: [], usage: null, numbers: null, ...parts };
}

function movedMetric(metric: string, rows: ComparedMetric['rows']): ComparedMetric {
  return {
    metric,
    before: { version: 1, hash: 'a' },
    after: { version: 2, hash: 'b' },
    tenants: { compared: rows.length, moved: rows.length },
    values: { compared: rows.length, moved: rows.length },
    change: { least: '-2', greatest: '1.5' },
    ratio: { least: -0.5, greatest: 0.00001 },
    times: ['2026-01-01'],
    rows,
    rowsLeftOut: 3,
    refusals: [],
    apart: 0,
  };
}

const row = (tenant: string) =>
  ({
    tenant,
    time: '2026-01-01',
    before: '4',
    after: '3',
    units: { before: null, after: null },
    change: '-1',
    ratio: -0.25,
  }) as const;

/** What a renderer takes for Markdown: everything beside code. */
function outsideOfCode(text: string): string {
  return text.replace(/`[^`\n]*`/g, '');
}

describe('texts of definitions and data', () => {
  it.each(HOSTILE)('%j is code in one cell, and nothing else', (text) => {
    const code = codeText(text);
    expect(code).toMatch(/^(?:`[^`|\n\r]+`|–)$/);
    expect(
      markdownTable(['a', 'b'], [[code, 'end']])
        .split('\n')[2]
        ?.split('|').length,
    ).toBe(4);
  });

  it('whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(codeText(text)).toMatch(/^(?:`[^`|\n\r]+`|–)$/);
        expect(proseText(text)).toMatch(/^(?:`[^`|\n\r]+`|–|[^`|<>@#\\/[\]*_~!:&\n\r]*)$/);
      }),
    );
  });

  it('are prose where they are plain', () => {
    expect(proseText('it is read from elsewhere, so to say.')).toBe('it is read from elsewhere, so to say.');
    expect(proseText('1,234.50 RUB')).toBe('1,234.50 RUB');
    expect(proseText('ask www.evil.example')).toBe('`ask www.evil.example`');
    expect(codeText('x'.repeat(300))).toBe(`\`${'x'.repeat(200)}…\``);
  });
});

describe('the comment', () => {
  it('has nothing of theirs beside code', () => {
    const hostile = HOSTILE.map((text) => ({
      verdict: 'numbers_move' as const,
      path: `models.orders.${text}`,
      what: text,
      reason: text,
      touches: ['roas'],
    }));
    const text = printDiffMarkdown(
      diffOf({
        base: { ...BASE, ref: '@octocat' },
        changes: hostile,
        numbers: {
          grain: 'month',
          from: '2026-01-01',
          to: '2026-02-01',
          tenants: HOSTILE.length,
          metrics: [
            {
              ...movedMetric('roas', HOSTILE.map(row)),
              refusals: HOSTILE.map((message) => ({ side: 'after', code: 'X', message, tenants: 1 })),
            },
          ],
          added: [],
          removed: [],
        },
      }),
    );
    const rest = outsideOfCode(text);
    for (const sign of ['@', '](', '<script', '<img', 'evil', 'octocat', '#13', '\u202E'])
      expect(rest.split(sign).length).toBe(1);
    expect(rest.split(COMMENT_MARK).length).toBe(2);
    expect(rest.split('</details>').length).toBe(3);
  });

  it('is told in one line at its head', () => {
    const heads = [
      diffOf({}),
      diffOf({ base: { ...BASE, state: 'absent' } }),
      diffOf({ changes: [changeOf('numbers_move', 'roas')] }),
      diffOf({ changes: [changeOf('numbers_may_move', 'roas'), changeOf('numbers_may_move', 'cpl')] }),
      diffOf({ changes: [changeOf('breaking', 'roas'), changeOf('text', 'roas')] }),
      diffOf({ changes: [changeOf('text', 'roas')] }),
      diffOf({
        changes: [changeOf('numbers_move', 'roas')],
        unversioned: [{ metric: 'roas', version: 1 }],
      }),
    ].map((diff) => printDiffMarkdown(diff).split('\n')[2]);
    expect(heads).toEqual([
      '## Vitrine: Nothing changes',
      '## Vitrine: The project is new: there is nothing to compare it with',
      '## Vitrine: 1 metric moves',
      '## Vitrine: 2 metrics may move',
      '## Vitrine: Something breaks, and no formula moves a number',
      '## Vitrine: No number moves',
      '## Vitrine: 1 metric moves without a new version',
    ]);
  });

  it('is never longer than one may be, and says how much is left out', () => {
    const long = 'я'.repeat(1_000);
    const changes = Array.from({ length: 2_000 }, () => ({
      verdict: 'breaking' as const,
      path: long,
      what: long,
      reason: long,
      touches: Array.from({ length: 50 }, () => long),
    }));
    const metrics = Array.from({ length: 500 }, (_, index) =>
      movedMetric(
        `metric_${index}`,
        Array.from({ length: 500 }, () => row(long)),
      ),
    );
    const numbers = { grain: 'month', from: null, to: null, tenants: 9, metrics, added: [long], removed: [] };
    const unversioned = metrics.map(({ metric }) => ({ metric, version: 1 }));
    const text = printDiffMarkdown(diffOf({ changes, numbers, unversioned }));
    expect(text.length).toBeLessThan(60_001);
    expect(text).toContain('500 metrics move without a new version');
    expect(text).toMatch(/and \d+ more/);
    expect(text).toContain('2,000 changes');
  });
});

function changeOf(verdict: ProjectDiff['changes'][number]['verdict'], metric: string) {
  return { verdict, path: `metrics.${metric}.title`, what: 'a → b', reason: 'because', touches: [metric] };
}
