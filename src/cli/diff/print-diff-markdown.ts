/** A diff as Markdown for a comment on a pull request, never longer than one may be. */
import { sayCount } from '../../base/say-count.ts';
import type { ComparedMetric } from '../../comparison/compared-metric.ts';
import type { Change } from '../../versions/diff/change.ts';
import { codeText, foldedText, markdownTable, proseText } from './markdown-text.ts';
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
  sayUsage,
  sayVerdict,
  sayVersions,
} from './say-diff.ts';

/** By which a later run finds its comment and writes over it. */
export const COMMENT_MARK = '<!-- vitrine diff -->';

/** GitHub cuts at 65,536; what a workflow puts around it needs some room. */
const MOST_CHARACTERS = 60_000;

/** How much is shown of what may be long. */
interface Room {
  readonly changes: number;
  readonly metrics: number;
  readonly rows: number;
}

const FULL: Room = { changes: 200, metrics: 100, rows: 200 };

/** With a line break at its end. */
export function printDiffMarkdown(diff: ProjectDiff): string {
  let room = FULL;
  let text = printWithin(room, diff);
  while (text.length > MOST_CHARACTERS) {
    room = { changes: half(room.changes), metrics: half(room.metrics), rows: half(room.rows) };
    text = printWithin(room, diff);
  }
  return text;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function printWithin(room: Room, diff: ProjectDiff): string {
  const { base, changes, numbers, unversioned } = diff;
  const blocks = [
    COMMENT_MARK,
    `## Vitrine: ${sayOutcome(diff)}`,
    `Compared with ${codeText(base.ref)} (${codeText(base.commit.slice(0, 12))}).`,
    ...(unversioned.length === 0 ? [] : [sayUnversioned(unversioned, room)]),
    ...(numbers === null ? [] : printNumbers(numbers, room)),
    ...(changes.length === 0 ? [] : [printChanges(diff, room)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sayUnversioned(unversioned: ProjectDiff['unversioned'], { metrics }: Room): string {
  const names = unversioned.map(({ metric, version }) => `${metric}@${version}`);
  return `Other numbers under the same version: ${listCode(names, metrics)}. Raise them with \`vitrine release --propose\`.`;
}

function printNumbers(numbers: NumbersDiff, room: Room): readonly string[] {
  const { metrics, added, removed } = numbers;
  const moved = metrics.filter(hasMoved);
  const { stayed, empty } = listUnmoved(metrics);
  const refusals = sayRefusals(metrics);
  return [
    ...(metrics.length === 0 ? [] : [`### Numbers ${proseText(sayRange(numbers))}`]),
    ...(moved.length === 0 ? [] : [printSummary(moved, room), ...printRows(moved, numbers, room)]),
    ...(stayed.length === 0 ? [] : [`Unmoved: ${listCode(stayed, room.metrics)}.`]),
    ...(empty.length === 0 ? [] : [`Without any value there: ${listCode(empty, room.metrics)}.`]),
    ...(added.length === 0 ? [] : [`New, and compared with nothing: ${listCode(added, room.metrics)}.`]),
    ...(removed.length === 0 ? [] : [`Gone: ${listCode(removed, room.metrics)}.`]),
    ...(refusals.length === 0
      ? []
      : [
          [
            ...refusals.slice(0, room.metrics).map((line) => `- ${proseText(line)}`),
            ...more(refusals, room.metrics),
          ].join('\n'),
        ]),
  ];
}

function printSummary(moved: readonly ComparedMetric[], { metrics }: Room): string {
  const rows = moved
    .slice(0, metrics)
    .map((metric) => [
      codeText(sayVersions(metric)),
      `${metric.tenants.moved} of ${metric.tenants.compared}`,
      sayExtremes(metric.change, sayChange),
      sayExtremes(metric.ratio, sayRatio),
      proseText(sayTimes(metric)),
    ]);
  const table = markdownTable(['metric', 'tenants that move', 'change', '%', 'when'], rows);
  return [table, ...more(moved, metrics)].join('\n\n');
}

/** Each metric's rows under its name; none where there is room for none. */
function printRows(moved: readonly ComparedMetric[], { grain }: NumbersDiff, room: Room): readonly string[] {
  if (room.rows === 0) return [];
  const titles = ['tenant', proseText(grain), 'before', 'after', 'change', '%'];
  return moved.slice(0, room.metrics).map(({ metric, rows, rowsLeftOut }) => {
    const cells = rows
      .slice(0, room.rows)
      .map(({ tenant, time, before, after, change, ratio, units }) => [
        codeText(tenant),
        proseText(time ?? '–'),
        proseText(withUnit(before, units.before)),
        proseText(withUnit(after, units.after)),
        proseText(sayChange(change)),
        sayRatio(ratio),
      ]);
    const left = rowsLeftOut + rows.length - cells.length;
    const body = [markdownTable(titles, cells), ...(left > 0 ? [`and ${sayCount(left, 'row')} more`] : [])];
    return foldedText(`Where <code>${metric}</code> moves`, body.join('\n\n'));
  });
}

function withUnit(value: string | null, unit: string | null): string {
  if (value === null) return '–';
  return unit === null ? value : `${value} ${unit}`;
}

function printChanges({ changes, usage }: ProjectDiff, room: Room): string {
  const shown = changes.slice(0, room.changes);
  const rows = shown.map(({ verdict, path, what, reason, touches }: Change) => [
    sayVerdict(verdict),
    codeText(path),
    codeText(what),
    proseText(reason),
    touches.length === 0 ? '–' : listCode(touches, 10),
  ]);
  const touched = [...new Set(shown.flatMap(({ touches }) => touches))];
  const used = touched.flatMap((metric) => sayUsage(metric, usage));
  const lately = `In the last ${USAGE_DAYS} days:`;
  const users =
    used.length === 0 ? `${lately} nobody asked for what is touched.` : `${lately} ${listCode(used, 20)}.`;
  const body = [
    markdownTable(['verdict', 'where', 'what', 'why', 'touches'], rows),
    ...more(changes, room.changes),
    usage === null ? `${lately} unknown.` : users,
  ];
  return foldedText(sayCount(changes.length, 'change'), body.join('\n\n'));
}

function listCode(texts: readonly string[], most: number): string {
  const rest = texts.length > most ? `, and ${texts.length - most} more` : '';
  return `${texts.slice(0, most).map(codeText).join(', ')}${rest}`;
}

function more(items: readonly unknown[], shown: number): readonly string[] {
  return items.length > shown ? [`and ${items.length - shown} more`] : [];
}
