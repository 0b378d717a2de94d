/** Whether a member is made of another one, by the names that formulas spell. */
import { need, type Schema } from './schema.ts';

type Spelled = readonly string[];

/** Both are spelled from `root`, join by join. */
export function readsMember(
  schema: Schema,
  root: string,
  { asked, wanted }: { readonly asked: Spelled; readonly wanted: Spelled },
): boolean {
  if (asked.join('.') === wanted.join('.')) return true;
  const path = asked.slice(0, -1);
  let model = need(schema.models, root);
  for (const join of path) model = need(schema.models, need(model.joins, join).target);
  const value = model.members.get(asked.at(-1) ?? '')?.value;
  if (value?.kind !== 'formula') return false;
  // Texts in quotes are no names.
  const text = value.formula.print([]).replace(/'[^']*'/g, '');
  return [...text.matchAll(/[a-z_]\w*(?:\.[a-z_]\w*)*/g)]
    .map(([name]) => name.split('.'))
    .filter((name) => spells(schema, model.name, name))
    .some((name) => readsMember(schema, root, { asked: [...path, ...name], wanted }));
}

/** Functions and other words of formulas lead nowhere. */
function spells(schema: Schema, root: string, name: Spelled): boolean {
  let model = schema.models.get(root);
  for (const join of name.slice(0, -1)) model = schema.models.get(model?.joins.get(join)?.target ?? '');
  return model?.members.has(name.at(-1) ?? '') === true;
}
