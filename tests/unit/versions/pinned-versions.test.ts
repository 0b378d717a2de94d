/** Formulas that name released versions: what they are, what a check refuses, and which way out it shows. */
import { describe, expect, it } from 'vitest';
import { writeReleaseFile } from '../../../src/definitions/parse-release.ts';
import type { ReleaseFile } from '../../../src/definitions/release-schema.ts';
import { describeMetricNamed } from '../../../src/engine/describe-catalog.ts';
import { checkReleases } from '../../../src/versions/check-releases.ts';
import { proposeVersions } from '../../../src/versions/propose-versions.ts';
import { warnDeprecated } from '../../../src/versions/warn-deprecated.ts';
import type { Files } from '../catalog/small-project.ts';
import { edit, FIRST, ORDERS, REVENUE, SECOND, write } from './pinned-project.ts';
import { buildFiles, faultsOf, propose, release } from './released-project.ts';

const hashOf = (files: Files, metric: string) => buildFiles(files).catalog.metrics.get(metric)?.hash;

describe('a formula that names a version', () => {
  it('is the same number as the bare name while that version is current', () => {
    const named = write(FIRST, 'net', 'revenue@1 - refunds');
    expect(hashOf(named, 'net')).toBe(hashOf(FIRST, 'net'));
    expect(faultsOf(named)).toEqual([]);
    expect(buildFiles(named).catalog.metrics.get('net')?.inputs).toEqual(['revenue', 'refunds']);
  });

  it('stays the number that it was, and needs no version, when the metric changes', () => {
    expect(faultsOf(SECOND)).toEqual([]);
    expect(hashOf(SECOND, 'net')).toBe(hashOf(FIRST, 'net'));
    expect(hashOf(SECOND, 'revenue')).not.toBe(hashOf(FIRST, 'revenue'));
    const third = release(write(SECOND, 'revenue', 'sum(orders.amount) * 3', 3));
    expect(faultsOf(third)).toEqual([]);
    expect(hashOf(third, 'net')).toBe(hashOf(FIRST, 'net'));
  });

  it('is another number where another version is named', () => {
    const later = write(release(write(SECOND, 'revenue', 'refunds', 3)), 'net', 'revenue@2 - refunds');
    expect(hashOf(later, 'net')).not.toBe(hashOf(FIRST, 'net'));
    expect(faultsOf(later).join()).toContain('DEF_VERSION_NOT_RAISED net@1');
  });

  it('may name several versions of one metric, which are told apart by what they are', () => {
    const named = write(SECOND, 'moved', 'revenue@1 - revenue');
    const swapped = write(SECOND, 'moved', 'revenue - revenue@1');
    const nothing = write(SECOND, 'moved', 'revenue@1 - revenue@1');
    expect(new Set([named, swapped, nothing].map((files) => hashOf(files, 'moved'))).size).toBe(3);
    // When the current one becomes an old one, its name says the same.
    const later = release(write(release(named), 'revenue', 'refunds', 3));
    expect(hashOf(write(later, 'moved', 'revenue@1 - revenue@2'), 'moved')).toBe(hashOf(named, 'moved'));
  });

  it('may stand wherever a metric can be named, also in a later version of the same one', () => {
    const formulas = [
      'trailing(revenue@1, 2 days)',
      'share(revenue@1)',
      'avg(revenue@1 per day)',
      'count(revenue@1 per channel.name) filter (where revenue@1 > 50)',
      'revenue@1 filter (where channel.paid)',
      'shift(revenue@1 / revenue, 1 month)',
      'abs(revenue@1 - refunds)',
    ];
    for (const formula of formulas) {
      const files = write(SECOND, 'x', formula);
      expect([formula, faultsOf(files)]).toEqual([formula, []]);
      expect([formula, buildFiles(files).catalog.metrics.get('x')?.inputs]).toEqual([
        formula,
        expect.arrayContaining(['revenue@1']),
      ]);
      expect([formula, faultsOf(release(files))]).toEqual([formula, []]);
    }
    const third = release(write(SECOND, 'revenue', 'revenue@1 * 2 - revenue@2', 3));
    expect(faultsOf(third)).toEqual([]);
    expect(buildFiles(third).catalog.metrics.get('revenue')?.inputs).toEqual(['revenue@1', 'revenue@2']);
  });

  it('has its type and its unit', () => {
    const counted = release(write(SECOND, 'revenue', 'count(orders)', 3));
    expect(faultsOf(write(counted, 'x', 'revenue@1 + revenue')).join()).toContain('FORMULA_UNIT_MISMATCH');
    expect(faultsOf(write(counted, 'x', 'revenue@1 + revenue@2'))).toEqual([]);
  });

  it('is told with the version, in words, inputs and lineage', () => {
    const { catalog } = buildFiles(SECOND);
    expect(describeMetricNamed('net', catalog)).toMatchObject({
      formula: 'revenue@1 - refunds',
      formula_in_words: 'revenue (version 1) minus refunds',
      inputs: [
        { metric: 'revenue', version: 1 },
        { metric: 'refunds', version: 1 },
      ],
    });
  });
});

describe('a check refuses', () => {
  it.each([
    ['zzz@1', 'sales/x.yaml:5 FORMULA_UNKNOWN_NAME "zzz" is not known here.'],
    ['revenue@3', 'sales/x.yaml:5 FORMULA_NO_VERSION revenue@3 is not a released version of revenue.'],
    ['x@1 + revenue', 'sales/x.yaml:5 DEF_METRIC_CYCLE These metrics define each other: x → x.'],
    ['x@2 + revenue', 'sales/x.yaml:5 FORMULA_NO_VERSION x@2 is not a released version of x.'],
    ['sum(revenue@1)', 'sales/x.yaml:5 FORMULA_UNKNOWN_NAME "revenue" is not known here.'],
  ])('%s', (formula, fault) => {
    expect(faultsOf(write(SECOND, 'x', formula))).toEqual([fault]);
  });

  it('a version that is not released, also by way of the metric itself', () => {
    expect(faultsOf(write(SECOND, 'revenue', 'revenue@7', 3))).toEqual([
      'sales/revenue.yaml:5 FORMULA_NO_VERSION revenue@7 is not a released version of revenue.',
    ]);
    expect(faultsOf(write(SECOND, 'revenue', 'revenue@2 + revenue@1', 2))).toEqual([
      'sales/revenue.yaml:5 DEF_METRIC_CYCLE These metrics define each other: revenue → revenue.',
    ]);
  });

  it('what would rest on itself by way of a version', () => {
    // net@1 is made of refunds@1, which is current still.
    const files = write(write(FIRST, 'net', 'revenue', 2), 'refunds', 'net@1 * 2');
    expect(faultsOf(files)[0]).toContain('DEF_METRIC_CYCLE These metrics define each other: refunds → net@1');
    const raised = write(write(FIRST, 'net', 'revenue', 2), 'refunds', 'net@1 * 2', 2);
    expect(faultsOf(raised)).toEqual([]);
  });

  it('a version that has no number any more, with the reason', () => {
    const typed = edit(
      SECOND,
      ORDERS,
      'price: { type: decimal, unit: currency, column: amount }',
      'price: { type: integer, column: cents }',
    );
    expect(faultsOf(typed)).toContain(
      'sales/net.yaml:5 FORMULA_VERSION_GONE revenue@1 cannot be computed any more: orders.price is of another type or kind now.',
    );
    // Of what rests on it nothing is said.
    expect(faultsOf(write(typed, 'y', 'net * 2')).filter((fault) => fault.includes('y.yaml'))).toEqual([]);
  });

  it('nothing of versions while files are at fault that they may rest on', () => {
    const faults = faultsOf(edit(SECOND, ORDERS, 'source: pins.orders', 'sauce: pins.orders'));
    expect(faults.join()).not.toContain('FORMULA_VERSION_GONE');
    expect(faults.join()).not.toContain('FORMULA_NO_VERSION');
    const broken = write(SECOND, 'revenue', 'sum(orders.amount', 2);
    expect(faultsOf(broken).join()).not.toContain('net.yaml');
  });

  it('what an old version rests on where its version was not raised, and nothing of the old version itself', () => {
    // net@1 is made of revenue@1, which is another number than revenue while that says that it is at version 1.
    const named = write(release(write(FIRST, 'net', 'refunds', 2)), 'x', 'net@1');
    const changed = write(named, 'revenue', 'sum(orders.amount) * 2');
    expect(faultsOf(changed)).toEqual([
      'sales/revenue.yaml:2 DEF_VERSION_NOT_RAISED revenue@1 was released as another number: formula: sum(orders.amount) → sum(orders.amount) * 2.',
    ]);
    const raised = release(propose(changed));
    expect(faultsOf(raised)).toEqual([]);
    expect(hashOf(raised, 'x')).toBe(hashOf(named, 'x'));
    expect(buildFiles(raised).catalog.metrics.get('net@1')?.inputs).toEqual(['revenue@1', 'refunds']);
  });

  it('a release that is not the number that it says, where its version is named', () => {
    const path = 'releases/revenue.json';
    const file: ReleaseFile = JSON.parse(SECOND[path] ?? '');
    const [first] = file.releases;
    if (!first?.definition.metrics[0]) throw new Error('there is a release');
    first.definition.metrics[0].formula = 'sum(orders.amount) * 2';
    expect(faultsOf({ ...SECOND, [path]: writeReleaseFile(file) }).join()).toContain(
      'FORMULA_VERSION_GONE revenue@1 cannot be computed any more: revenue@1 is not defined as its hash says',
    );
  });

  it('a member that is a metric which rests on an old version', () => {
    const files = edit(
      write(SECOND, 'x', 'revenue@1 * 2'),
      'models/channels.yaml',
      'paid: { type: boolean }',
      'paid: { type: boolean }, spent: { type: decimal, metric: x }',
    );
    expect(faultsOf(files).join()).toContain('FORMULA_NOT_PLANNED A metric that rests on revenue@1');
  });
});

describe('the way out of a number that moved', () => {
  const changed = write(FIRST, 'revenue', 'sum(orders.amount) * 2', 2);
  const hints = (files: Files): readonly (string | undefined)[] => {
    const { definitions, catalog } = buildFiles(files);
    return checkReleases(definitions, catalog).map(({ code, hint }) => `${code} ${hint}`);
  };

  it('is a version of the input, where writing that would do', () => {
    expect(hints(changed)).toEqual([
      'DEF_VERSION_NOT_RAISED Raise net to 2, or write revenue@1 in its formula.',
    ]);
    expect(faultsOf(write(changed, 'net', 'revenue@1 - refunds'))).toEqual([]);
    expect(faultsOf(propose(changed))).toEqual([]);
  });

  it('is told also before the input is raised, and with what is proposed', () => {
    const both = write(FIRST, 'revenue', 'sum(orders.amount) * 2');
    expect(hints(both)).toContain(
      'DEF_VERSION_NOT_RAISED Raise net to 2, or write revenue@1 in its formula.',
    );
    const { definitions, catalog } = buildFiles(both);
    expect(proposeVersions(definitions, catalog).map(({ metric, instead }) => [metric, instead])).toEqual([
      ['net', ['revenue@1']],
      ['revenue', []],
    ]);
  });

  it('is none where the formula changed as well, or where that version has no number any more', () => {
    expect(hints(write(changed, 'net', 'revenue - refunds * 2'))).toEqual([
      'DEF_VERSION_NOT_RAISED Raise its version, or run "vitrine release --propose", which raises all that are due.',
    ]);
    const gone = edit(
      write(changed, 'revenue', 'count(orders)', 2),
      ORDERS,
      'price: { type: decimal, unit: currency, column: amount }',
      'price: { type: integer, column: cents }',
    );
    expect(hints(write(gone, 'refunds', 'count(orders)')).join()).not.toContain('revenue@1');
  });
});

describe('a version that is on its way out', () => {
  it('is a warning where a formula names it, and no more than that', () => {
    const deprecated = edit(
      SECOND,
      REVENUE,
      'owner:',
      'deprecated: { 1: { since: 2026-03-01, sunset: 2026-09-01, use: revenue@2 } }\nowner:',
    );
    const { definitions, catalog } = buildFiles(deprecated);
    expect(warnDeprecated(definitions, catalog)).toMatchObject([
      {
        code: 'DEF_VERSION_DEPRECATED',
        severity: 'warning',
        message: 'revenue@1 is on its way out since 2026-03-01, and is not served from 2026-09-01 on.',
        position: { file: 'sales/net.yaml', line: 5, column: 10, length: 9 },
        hint: 'Name revenue@2 instead.',
      },
    ]);
    expect(warnDeprecated(definitions, buildFiles(SECOND).catalog)).toEqual([]);
    expect(faultsOf(deprecated)).toEqual([]);
  });
});
