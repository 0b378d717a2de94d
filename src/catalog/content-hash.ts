/**
 * The hash of what decides a metric's ungrouped number: formula, filters, time, `empty`, and the members,
 * joins and keys these use, all the way down. Bindings (sources, columns), scope and texts are not in it.
 */

import { hashOf } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import { calendarsIn } from '../formula/calendar-argument.ts';
import {
  type Aggregate,
  type Expression,
  forEachLeaf,
  type MemberReference,
  type MetricExpression,
  type MetricReference,
  mapLeaves,
  type RowExpression,
  type TypedLeaf,
} from '../formula/expression.ts';
import type { Join, Metric, Model, Project } from './catalog.ts';
import { lowerMetricCondition } from './lower-condition.ts';
import type { PathIndex } from './path-index.ts';

interface HashContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Pick<Metric, 'hash' | 'models'>>;
  readonly paths: PathIndex;
  readonly calendars: Project['calendars'] | null;
}

/** A metric with its filter as each of its legs has it: by which role it was reached does not matter. */
interface HashedReference extends Omit<MetricReference, 'filter'> {
  readonly filters: readonly { readonly root: string; readonly filter: RowExpression }[];
}

/** Raised when the planner itself comes to give other numbers for the same definition. */
const SEMANTICS = 1;

/** What a metric's number is decided by, as far as it is known on the way to its hash. */
export interface MetricContent {
  /** 64 hexadecimal digits. */
  readonly hash: string;
  /** Calendars of its own formula and of the members it uses; those of other metrics are theirs. */
  readonly calendars: readonly string[];
}

/** `expression` with its keys applied. */
export function readContent(expression: MetricExpression, context: HashContext): MetricContent {
  const used = new Map<string, unknown>();
  const found = { context, used, calendars: new Set<string>() };
  collectCalendars(expression, found);
  const describe = mapLeaves<Aggregate | MetricReference, Aggregate | HashedReference>(expression, (leaf) => {
    if (leaf.kind === 'metric') return describeReference(leaf, found);
    for (const part of [leaf.argument, leaf.filter, leaf.time])
      if (part) collectMembers(part, leaf.root, found);
    return leaf;
  });
  const hash = hashOf({ semantics: SEMANTICS, expression: describe, used });
  return { hash, calendars: [...found.calendars] };
}

/** What was met on the way down. */
interface Found {
  readonly context: HashContext;
  readonly used: Map<string, unknown>;
  readonly calendars: Set<string>;
}

function describeReference({ filter, ...reference }: MetricReference, found: Found): HashedReference {
  const metric = found.context.metrics.get(reference.metric);
  invariant(metric, `metric ${reference.metric} was resolved`);
  found.used.set(`metric ${reference.metric}`, metric.hash);
  if (!filter) return { ...reference, filters: [] };
  const filters = metric.models.map((root) => {
    const lowered = lowerMetricCondition(filter, root, found.context);
    collectMembers(lowered, root, found);
    return { root, filter: lowered };
  });
  return { ...reference, filters };
}

function collectMembers(expression: RowExpression, root: string, found: Found): void {
  collectCalendars(expression, found);
  forEachLeaf(expression, (leaf: MemberReference) => {
    let model = root;
    for (const name of leaf.path) {
      const join = found.context.models.get(model)?.joins.get(name);
      invariant(join, `join ${name} of ${model} was resolved`);
      found.used.set(`join ${model}.${name}`, { target: join.target, on: pairsInOrder(join) });
      model = join.target;
    }
    const key = `member ${model}.${leaf.member}`;
    if (found.used.has(key)) return;
    const member = found.context.models.get(model)?.members.get(leaf.member);
    invariant(member, `member ${leaf.member} of ${model} was resolved`);
    if (member.value.kind === 'column') {
      found.used.set(key, { type: member.type, zone: member.value.zone });
      return;
    }
    found.used.set(key, { type: member.type, formula: member.value.expression });
    collectMembers(member.value.expression, model, found);
  });
}

/** Zone, hours and holidays of every calendar that working minutes are counted by. */
function collectCalendars<Leaf extends TypedLeaf>(expression: Expression<Leaf>, found: Found): void {
  for (const name of calendarsIn(expression)) {
    found.calendars.add(name);
    found.used.set(`calendar ${name}`, found.context.calendars?.get(name));
  }
}

/** The pairs of a join hold together, whatever order they are written in. */
function pairsInOrder({ on }: Join): Join['on'] {
  return [...on].sort((a, b) => (a.column < b.column ? -1 : 1));
}
