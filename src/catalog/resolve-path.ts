/** Dotted paths of joins, as definitions write them: `order.customer`. */
import { suggest } from '../base/did-you-mean.ts';
import type { DiagnosticPlace } from '../errors/diagnostic.ts';
import type { MemberReference } from '../formula/expression.ts';
import { findTarget } from '../formula/find-joined.ts';
import type { FormulaModel } from '../formula/formula-names.ts';
import type { Report } from './report.ts';

/** The model a path of joins leads to, or `null` after reporting the first join that does not exist. */
export function followJoins<Model extends FormulaModel>(
  start: Model,
  path: readonly string[],
  context: {
    models: ReadonlyMap<string, Model>;
    report: Report;
    place: DiagnosticPlace;
    /** Whether the path may cross bridges as well. */
    bridges?: boolean;
  },
): Model | null {
  let model = start;
  for (const join of path) {
    const target = context.bridges ? findTarget(model, join) : model.joins.get(join)?.target;
    if (target === undefined) {
      const across = 'A bridge leads to any number of rows: it can be grouped and filtered by only.';
      const hint = model.bridges?.has(join) ? across : suggest(join, model.joins.keys());
      context.report.add('DEF_UNKNOWN_JOIN', { model: model.name, join }, { ...context.place, hint });
      return null;
    }
    const next = context.models.get(target);
    if (!next) return null;
    model = next;
  }
  return model;
}

/** A temporal member written `member` or `join.member`, or `null` after reporting why it is none. */
export function resolveTime<Model extends FormulaModel>(
  start: Model,
  written: string,
  context: { models: ReadonlyMap<string, Model>; report: Report; place: DiagnosticPlace },
): MemberReference | null {
  const path = written.split('.');
  const member = path.pop() ?? '';
  const model = followJoins(start, path, context);
  if (!model) return null;
  const found = model.members.get(member);
  if (!found) {
    const hint = suggest(member, model.members.keys());
    context.report.add('DEF_UNKNOWN_MEMBER', { model: model.name, member }, { ...context.place, hint });
    return null;
  }
  if (found.type !== 'date' && found.type !== 'time' && found.type !== 'local_time') {
    context.report.add('DEF_TIME_NOT_TEMPORAL', { member: written, type: found.type }, context.place);
    return null;
  }
  return { kind: 'member', path, member, type: found.type };
}
