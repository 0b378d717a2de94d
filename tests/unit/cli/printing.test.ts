import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printAnswer } from '../../../src/cli/print-answer.ts';
import { type InitFlags, type Initialised, printInit } from '../../../src/cli/print-init.ts';
import { makeVisible, printTable } from '../../../src/cli/print-table.ts';
import { startProgress } from '../../../src/server/progress.ts';

describe('printTable', () => {
  it('aligns by characters', () => {
    const table = printTable(
      [
        { title: 'name', align: 'left' },
        { title: 'n', align: 'right' },
      ],
      [
        ['ä😀', '1'],
        ['longer', '100'],
      ],
    );
    expect(table).toBe('name      n\n──────  ───\nä😀        1\nlonger  100\n');
  });

  it('shows what a terminal would obey', () => {
    expect(makeVisible('a\u001b[31m\nb\u202e')).toBe('a\\u{1b}[31m\\u{a}b\\u{202e}');
  });
});

describe('printAnswer', () => {
  const answer = {
    data: [{ channel: 'ads', revenue: '12345678901234567890.10', ratio: null }],
    columns: [
      { name: 'channel', kind: 'dimension' },
      { name: 'revenue', kind: 'metric', unit: 'EUR' },
      { name: 'ratio', kind: 'metric' },
    ],
    totals: { revenue: '5', ratio: 0.5 },
    page: { limit: 1, more: true, next: 'c1' },
    partial: [{ time: '2026-01-01', metric: 'revenue', reason: 'range' }],
    warnings: ['careful'],
    receipt: { id: 'r1' },
  };

  it('shows digits, totals and notes', () => {
    expect(printAnswer(JSON.stringify(answer)).split('\n')).toEqual([
      'channel             revenue, EUR  ratio',
      '───────  ───────────────────────  ─────',
      'ads      12345678901234567890.10      –',
      'total                          5    0.5',
      '',
      'only 1 row',
      'more: --cursor c1',
      'partial: revenue at 2026-01-01 (range)',
      'warning: careful',
      'receipt r1',
      '',
    ]);
  });
});

describe('printInit', () => {
  const orders = {
    name: 'ad_orders',
    source: { schema: 'shop', table: 'orders' },
    description: null,
    primaryKey: ['id'],
    uniqueKeys: [],
    tenant: { kind: 'column', column: 'client_id' },
    time: null,
    joins: [],
    dimensions: [],
    facts: [],
    notes: [],
  } as const;
  const next = (folder: string, flags: InitFlags): readonly string[] => {
    const files = { written: ['models/ad_orders.yaml'], kept: [] };
    const written: Initialised = { files, folder, drafts: [orders], unwritable: [], tenantColumns: [] };
    const lines = printInit(written, flags).split('\n');
    return lines.slice(lines.indexOf('next:') + 1).map((line) => line.trim());
  };

  it.each(['metrics', './metrics', 'metrics/', resolve('metrics')])(
    'names no folder where %s is the default',
    (folder) => {
      expect(next(folder, { metrics: true })).toEqual([
        'vitrine check                # do the files hold together?',
        'vitrine check --warehouse    # do they say what the tables are?',
        "vitrine query ad_orders_count --tenant <a tenant's id>",
        '',
      ]);
    },
  );

  it('suggests a metric of the owner that was said, in the folder that was said', () => {
    expect(next('own', { owner: 'Data: us' })).toEqual([
      'VITRINE_PROJECT=own vitrine check                # do the files hold together?',
      'VITRINE_PROJECT=own vitrine check --warehouse    # do they say what the tables are?',
      'a first metric, as own/counts/ad_orders_count.yaml (or run init again with --metrics):',
      'metric: ad_orders_count',
      'version: 1',
      'description: How many ad orders there are.',
      'owner: "Data: us"',
      'formula: count(ad_orders)',
      "VITRINE_PROJECT=own vitrine query ad_orders_count --tenant <a tenant's id>",
      '',
    ]);
    expect(next('own', {})).toContain('owner: you@example.com');
  });
});

describe('startProgress', () => {
  const run = (isTTY: boolean) => {
    let now = 0;
    let written = '';
    const progress = startProgress({ write: (text) => (written += text), isTTY }, () => now);
    for (now = 0; now <= 12_000; now += 500) progress.report('Seeding', now, 12_000);
    progress.finish();
    return written;
  };

  it('says nothing of what is quick', () => {
    let written = '';
    const progress = startProgress({ write: (text) => (written += text) }, () => 1_000);
    progress.report('Seeding', 1, 2);
    progress.finish();
    expect(written).toBe('');
  });

  it('writes few lines to a file', () => {
    expect(run(false)).toBe('Seeding … 16%\nSeeding … 58%\nSeeding … 100%\n');
  });

  it('rewrites one line on a terminal, and takes it away', () => {
    const written = run(true);
    expect(written).not.toContain('\n');
    const lines = written.split('\r\u001b[2K');
    expect(lines.at(1)).toBe('Seeding … 16%');
    expect(lines.slice(-2)).toEqual(['Seeding … 100%', '']);
  });
});
