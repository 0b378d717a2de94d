/** What was released as an Atom feed (RFC 4287), for readers of feeds. */
import type { MeasuredEffect } from '../definitions/release-schema.ts';
import type { ModelChange } from '../engine/describe-model-changes.ts';
import type { ChangelogEntry } from '../engine/describe-versions.ts';

interface Feed {
  readonly project: string;
  /** The newest first. */
  readonly entries: readonly (ChangelogEntry | ModelChange)[];
}

/** Of a feed in which nothing was released yet: one needs a moment. */
const NEVER = '1970-01-01T00:00:00Z';

/** Ids stay the same whatever address the feed is read at. */
export function writeFeed({ project, entries }: Feed): string {
  const updated = entries[0]?.at ?? NEVER;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element('id', `urn:vitrine:${project}:changelog`),
    element('title', `${project}: metrics released`),
    element('updated', updated),
    ...entries.map((entry) => writeEntry(entry, project)),
    '</feed>',
    '',
  ].join('\n');
}

function writeEntry(entry: ChangelogEntry | ModelChange, project: string): string {
  const { at, by, why } = entry;
  const { id, title, changes } = 'model' in entry ? nameModelChange(entry) : nameRelease(entry);
  const content = [why, ...changes].join('\n');
  return [
    '<entry>',
    element('id', `urn:vitrine:${project}:${id}`),
    element('title', title),
    element('updated', at),
    `<author>${element('name', by)}</author>`,
    element('content', content),
    '</entry>',
  ].join('\n');
}

interface NamedEntry {
  readonly id: string;
  readonly title: string;
  readonly changes: readonly string[];
}

function nameRelease({ metric, version, changes, measured }: ChangelogEntry): NamedEntry {
  if (version === null) return { id: `${metric}:retired`, title: `${metric} was retired`, changes: [] };
  const name = `${metric}@${version}`;
  return {
    id: name,
    title: name,
    changes: [...(changes ?? []), ...(measured ? [sayMeasured(measured)] : [])],
  };
}

function sayMeasured({ tenants, tenants_moved: moved, change_ratio: ratio }: MeasuredEffect): string {
  const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;
  const extent = ratio ? `, by ${percent(ratio.least)} to ${percent(ratio.greatest)}` : '';
  return `moves numbers of ${moved} of ${tenants} tenants${extent}`;
}

function nameModelChange({ model, at, changes }: ModelChange): NamedEntry {
  const told = changes.map(({ dimension, what }) => [dimension ?? model, what ?? 'changed'].join(': '));
  return { id: `models/${model}:${at}`, title: `The model ${model} changed`, changes: told };
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

/** What XML 1.0 has no characters for is left out. */
function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
}
