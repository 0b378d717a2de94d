/** A column is sensitive by its table, not by the model that says so: nobody shows it under another name. */
import { sourceKey } from '../../tenancy/scope.ts';
import type { DeclaredModel } from '../declare-models.ts';
import type { Report } from '../report.ts';
import type { Check } from './check.ts';

export const checkSensitiveColumns: Check = ({ models }, report) => {
  const sensitive = new Map<string, string>();
  for (const model of models.values())
    for (const { sensitive: own, formula, column } of model.members.values())
      if (own && formula === null) sensitive.set(columnKey(model, column), model.name);
  if (sensitive.size === 0) return;
  const reported = new Set<string>();
  for (const model of models.values()) {
    for (const { column } of model.members.values())
      refuse(model, column, { other: sensitive.get(columnKey(model, column)), reported, report });
    for (const { target, on } of model.joins.values()) {
      const partner = models.get(target);
      for (const pair of partner ? on : []) {
        const here = columnKey(model, pair.column);
        const there = partner ? columnKey(partner, pair.target) : '';
        refuse(model, pair.column, { other: sensitive.get(there), reported, report });
        if (partner) refuse(partner, pair.target, { other: sensitive.get(here), reported, report });
      }
    }
  }
};

function refuse(
  model: DeclaredModel,
  column: string,
  found: { readonly other: string | undefined; readonly reported: Set<string>; readonly report: Report },
): void {
  const { other, reported, report } = found;
  if (other === undefined) return;
  for (const member of model.members.values()) {
    const key = `${model.name}.${member.name}`;
    if (member.column !== column || member.formula !== null || member.sensitive || reported.has(key))
      continue;
    reported.add(key);
    const hint =
      member.path.length > 0
        ? 'Say `sensitive: pii` here as well.'
        : `Declare it: \`${column}: { type: string, sensitive: pii }\`.`;
    const place = model.file.place(member.path.length > 0 ? member.path : ['model']);
    const params = { column, other, member: member.name, model: model.name };
    report.add('DEF_SENSITIVE_DIFFERS', params, { ...place, hint });
  }
}

function columnKey(model: DeclaredModel, column: string): string {
  return JSON.stringify([sourceKey(model.source), column]);
}
