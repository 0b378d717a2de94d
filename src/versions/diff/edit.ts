/** Two definitions of one thing → the keys by which they differ, each with what judges it. */
import { canonicalJson } from '../../base/hash.ts';
import type { Change, ProjectSide, Verdict } from './change.ts';
import type { MovedMetrics } from './moved-metrics.ts';
import type { Users } from './users.ts';

/** One key that differs; `undefined` where it is absent. */
export interface Edit {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** What is known of both sides as a whole. */
export interface Comparison {
  readonly before: ProjectSide;
  readonly after: ProjectSide;
  readonly moved: MovedMetrics;
  readonly users: Users;
}

/** Without `touches`, whatever uses the thing at the path. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly touches?: readonly string[];
}

export type Judge = (edit: Edit, comparison: Comparison) => Judgement;

/** How the keys of a definition are judged; every key of its schema stands in it. */
export type KeyTable<Key extends string = string> = Readonly<Record<Key, Judge | NamedEntries>>;

/** Entries under names of the project's own: as a whole where they come or go, else key by key. */
export interface NamedEntries {
  readonly whole: Judge;
  readonly keys: KeyTable;
}

export interface JudgedEdit extends Edit {
  readonly judge: Judge;
}

/** Things of one kind, by name. */
export type Entries = Readonly<Record<string, unknown>>;

/** `path` is that of the entries. */
export function listEdits(
  { whole, keys }: NamedEntries,
  { before, after }: { readonly before: Entries; readonly after: Entries },
  path: readonly string[],
): readonly JudgedEdit[] {
  return namesOf(before, after).flatMap((name): readonly JudgedEdit[] => {
    const own = { path: [...path, name], before: entryOf(before, name), after: entryOf(after, name) };
    if (isSame(own)) return [];
    if (!isEntries(own.before) || !isEntries(own.after)) return [{ ...own, judge: whole }];
    return listKeyEdits(keys, { before: own.before, after: own.after }, own.path);
  });
}

export function listKeyEdits(
  keys: KeyTable,
  { before, after }: { readonly before: Entries; readonly after: Entries },
  path: readonly string[],
): readonly JudgedEdit[] {
  return Object.entries(keys).flatMap(([key, judge]): readonly JudgedEdit[] => {
    const edit = { path: [...path, key], before: entryOf(before, key), after: entryOf(after, key) };
    if (isSame(edit)) return [];
    if (typeof judge === 'function') return [{ ...edit, judge }];
    const entries = { before: entriesOf(edit.before), after: entriesOf(edit.after) };
    return listEdits(judge, entries, edit.path);
  });
}

export function judgeEdit({ judge, ...edit }: JudgedEdit, comparison: Comparison): Change {
  const { verdict, reason, touches } = judge(edit, comparison);
  const path = edit.path.join('.');
  const touched = touches ?? (verdict === 'text' ? metricAt(edit.path) : comparison.users.of(edit.path));
  return { verdict, path, what: sayEdit(edit), reason, touches: [...new Set(touched)].sort() };
}

function metricAt([kind, name = '']: readonly string[]): readonly string[] {
  return kind === 'metrics' ? [name] : [];
}

function isSame({ before, after }: Edit): boolean {
  if (before === undefined || after === undefined) return before === after;
  return canonicalJson(before) === canonicalJson(after);
}

/** Names are the project's own: "constructor" may be one of them. */
function entryOf(entries: Entries, name: string): unknown {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function namesOf(before: Entries, after: Entries): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}

function isEntries(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** None, of what has no keys. */
export function entriesOf(value: unknown): Entries {
  return isEntries(value) ? value : {};
}

function sayEdit({ before, after }: Edit): string {
  if (before === undefined) return isEntries(after) ? 'new' : `new: ${sayValue(after)}`;
  if (after === undefined) return isEntries(before) ? 'gone' : `gone: ${sayValue(before)}`;
  return `${sayValue(before)} → ${sayValue(after)}`;
}

const LONGEST = 200;

function sayValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
