/**
 * The hash of what decides a metric's ungrouped number: formula, filters, time, `empty`, and the members,
 * joins and keys these use, all the way down. Bindings (sources, columns), scope and texts are not in it.
 */

import { hashOf } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import {
  type Aggregate,
  forEachLeaf,
  type MemberReference,
  type MetricExpression,
  type MetricReference,
  mapLeaves,
  type RowExpression,
} from '../formula/expression.ts';
import type { Join, Metric, Model } from './catalog.ts';

interface HashContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Pick<Metric, 'hash'>>;
}

/** Raised when the planner itself comes to give other numbers for the same definition. */
const SEMANTICS = 1;

/** 64 hexadecimal digits. */
export function hashMetric(expression: MetricExpression, context: HashContext): string {
  const used = new Map<string, unknown>();
  const describe = mapLeaves<Aggregate | MetricReference, Aggregate | MetricReference>(expression, (leaf) => {
    if (leaf.kind === 'metric')
      used.set(`metric ${leaf.metric}`, context.metrics.get(leaf.metric)?.hash ?? null);
    else
      for (const part of [leaf.argument, leaf.filter, leaf.time])
        if (part) collectMembers(part, leaf.root, { context, used });
    return leaf;
  });
  return hashOf({ semantics: SEMANTICS, expression: describe, used });
}

function collectMembers(
  expression: RowExpression,
  root: string,
  found: { context: HashContext; used: Map<string, unknown> },
): void {
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

/** The pairs of a join hold together, whatever order they are written in. */
function pairsInOrder({ on }: Join): Join['on'] {
  return [...on].sort((a, b) => (a.column < b.column ? -1 : 1));
}
