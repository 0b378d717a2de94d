/** A diff as text for a terminal: what changes first, then the numbers that move. */
import { listSome } from '../../base/list-some.ts';
import { sayCount } from '../../base/say-count.ts';
import type { ComparedMetric } from '../../comparison/compared-metric.ts';
import type { Change } from '../../versions/diff/change.ts';
import { makeVisible, printTable, type TableColumn } from '../print-table.ts';
import { type NumbersDiff, type ProjectDiff, USAGE_DAYS } from './project-diff.ts';
import {
  hasMoved,
  listUnmoved,
  sayChange,
  sayExtremes,
  sayOutcome,
  sayRange,
  sayRatio,
  sayRefusals,
  sayTimes,
  sayUnits,
  sayUsers,
  sayVerdict,
  sayVersions,
} from './say-diff.ts';

/** With a line break at its end. */
export function printDiff(diff: ProjectDiff): string {
  const { base, changes, numbers, unversioned } = diff;
  const blocks = [
    `Compared with ${base.ref} (${base.commit.slice(0, 12)}).`,
    ...changes.map((change) => printChange(change, diff)),
    ...(diff.usage === null && changes.length > 0
      ? [`Who used them in the last ${USAGE_DAYS} days is unknown: no server or store could be asked.`]
      : []),
    ...(numbers === null ? [] : printNumbers(numbers)),
    ...(unversioned.length === 0
      ? []
      : [
          `Other numbers under the same version: ${unversioned
            .map(({ metric, version }) => `${metric}@${version}`)
            .join(', ')}.\nRaise them with "vitrine release --propose".`,
        ]),
    `${sayOutcome(diff)}.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Versions whose users are named with one change. */
const MOST_USED = 10;

function printChange({ verdict, path, what, reason, touches }: Change, { usage }: ProjectDiff): string {
  const used = touches.flatMap((metric) => sayUsers(metric, usage));
  const lines = [
    `${sayVerdict(verdict)}: ${path}`,
    `  ${what}`,
    `  ${reason}`,
    ...(touches.length === 0 ? [] : [`  touches ${listSome(touches, 10)}`]),
    ...used.slice(0, MOST_USED).map((words) => `  in the last ${USAGE_DAYS} days ${words}`),
    ...(used.length > MOST_USED ? [`  and ${used.length - MOST_USED} more`] : []),
  ];
  return lines.map(makeVisible).join('\n');
}

const left = (title: string): TableColumn => ({ title, align: 'left' });
const right = (title: string): TableColumn => ({ title, align: 'right' });

function printNumbers(numbers: NumbersDiff): readonly string[] {
  const { metrics, added, removed } = numbers;
  const moved = metrics.filter(hasMoved);
  const { stayed, empty } = listUnmoved(metrics);
  return [
    ...(metrics.length === 0 ? ['No number is touched.'] : [`Numbers ${sayRange(numbers)}:`]),
    ...(moved.length === 0
      ? []
      : [printSummary(moved), ...moved.map((metric) => printRows(metric, numbers))]),
    ...(stayed.length === 0 ? [] : [`Unmoved: ${listNames(stayed)}.`]),
    ...(empty.length === 0 ? [] : [`Without any value there: ${listNames(empty)}.`]),
    ...(added.length === 0 ? [] : [`New, and compared with nothing: ${listNames(added)}.`]),
    ...(removed.length === 0 ? [] : [`Gone: ${listNames(removed)}.`]),
    ...sayRefusals(metrics).map(makeVisible),
  ];
}

function listNames(names: readonly string[]): string {
  return listSome(names, 20);
}

function printSummary(moved: readonly ComparedMetric[]): string {
  const columns = [left('metric'), right('tenants'), left('change'), left('%'), left('when')];
  const rows = moved.map((metric) => [
    sayVersions(metric),
    `${metric.tenants.moved} of ${metric.tenants.compared}`,
    sayExtremes(metric.change, sayChange),
    sayExtremes(metric.ratio, sayRatio),
    sayTimes(metric),
  ]);
  return printTable(columns, rows).trimEnd();
}

function printRows({ metric, rows, rowsLeftOut }: ComparedMetric, { grain }: NumbersDiff): string {
  const hasUnits = rows.some(({ units }) => units.before !== null || units.after !== null);
  const columns = [
    left('tenant'),
    left(grain),
    right('before'),
    right('after'),
    right('change'),
    right('%'),
    ...(hasUnits ? [left('unit')] : []),
  ];
  const cells = rows.map(({ tenant, time, before, after, change, ratio, units }) => [
    tenant,
    time ?? '–',
    before ?? '–',
    after ?? '–',
    sayChange(change),
    sayRatio(ratio),
    ...(hasUnits ? [sayUnits(units)] : []),
  ]);
  const more =
    rowsLeftOut === 0 ? '' : `\nand ${sayCount(rowsLeftOut, 'row')} more: --rows shows more of them`;
  return `${metric}\n${printTable(columns, cells).trimEnd()}${more}`;
}
