/** Ways to judge an edit that the tables of several kinds of definitions share. */
import { canonicalJson } from '../../base/hash.ts';
import { VERDICTS } from './change.ts';
import { type Edit, entriesOf, type Judge, type Judgement, type KeyTable, listKeyEdits } from './edit.ts';
import type { PartTest } from './moved-metrics.ts';

/** The same verdict, whatever the edit is. */
export function always(verdict: Judgement['verdict'], reason: string): Judge {
  return () => ({ verdict, reason });
}

export const FOR_PEOPLE = always('text', 'for people; no answer changes');

/** What comes is more than there was; what goes is missed. */
export function comesAndGoes(reasons: { readonly comes: string; readonly goes: string }): Judge {
  return ({ before }) =>
    before === undefined
      ? { verdict: 'additive', reason: reasons.comes }
      : { verdict: 'breaking', reason: reasons.goes };
}

/** Numbers that rest on it move with it; where none do, `otherwise` says what it is. */
export function movesNumbers(test: (edit: Edit) => PartTest, otherwise: Judge): Judge {
  return (edit, comparison) => {
    const touches = comparison.moved.by(test(edit));
    if (touches.length > 0)
      return { verdict: 'numbers_move', reason: 'it is part of what decides numbers', touches };
    return otherwise(edit, comparison);
  };
}

/** Parts of the kinds, of the model or calendar in the path, and of the entry of that name where the path has one. */
export function partOf(...kinds: readonly string[]): (edit: Edit) => PartTest {
  return ({ path: [, model, , own] }) =>
    (part) =>
      kinds.includes(part.kind) && part.model === model && (own === undefined || part.name === own);
}

/** A list of what is allowed, in which everything is where there is no list. */
export function narrows(reasons: { readonly less: string; readonly more: string }): Judge {
  return ({ before, after }) => {
    const kept = new Set(after === undefined ? [] : itemsOf(after));
    const isLess =
      after !== undefined && (before === undefined || itemsOf(before).some((item) => !kept.has(item)));
    return isLess
      ? { verdict: 'breaking', reason: reasons.less }
      : { verdict: 'additive', reason: reasons.more };
  };
}

/** A list of what there is, in which nothing is where there is no list; its order is for people. */
export function lists(reasons: { readonly less: string; readonly more: string }): Judge {
  return ({ before, after }) => {
    const [old, now] = [itemsOf(before), itemsOf(after)];
    if (old.some((item) => !now.includes(item))) return { verdict: 'breaking', reason: reasons.less };
    if (now.some((item) => !old.includes(item))) return { verdict: 'additive', reason: reasons.more };
    return { verdict: 'text', reason: 'the same in another order' };
  };
}

function itemsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((item) => canonicalJson(item)) : [];
}

/** Whether it was switched on; absent is off. */
export function switches(on: Judgement, off: Judgement): Judge {
  return ({ after }) => (after === undefined || after === false ? off : on);
}

/** An object as one edit, of the worst verdict that a key of it has. */
export function asOne(keys: KeyTable): Judge {
  return (edit, comparison) => {
    const sides = { before: entriesOf(edit.before), after: entriesOf(edit.after) };
    const [worst, ...others] = listKeyEdits(keys, sides, edit.path)
      .map(({ judge, ...own }) => judge(own, comparison))
      .sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
    if (!worst) return FOR_PEOPLE(edit, comparison);
    const all = [worst, ...others].flatMap(({ touches = [] }) => touches);
    return all.length > 0 ? { ...worst, touches: all } : worst;
  };
}
