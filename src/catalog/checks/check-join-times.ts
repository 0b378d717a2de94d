/** Times of joins that are reached through joins: which of them needs which, and that none needs itself. */
import { toposort } from '../../base/toposort.ts';
import { forEachLeaf, type MemberReference } from '../../formula/expression.ts';
import type { Catalog, Model } from '../catalog.ts';
import type { BuiltCheck } from './check.ts';

/** Model and join, by `model.join`. */
type JoinKey = string;

export const checkJoinTimes: BuiltCheck = ({ definitions, catalog }, report) => {
  const keys = [...catalog.models.values()].flatMap(({ name, joins }) =>
    [...joins.values()].filter(({ at }) => at !== null).map((join) => `${name}.${join.name}`),
  );
  const order = toposort(keys, (key) => [...neededBy(key, catalog)]);
  if (order.kind === 'sorted') return;
  const [first = ''] = order.walk;
  const [model = '', join = ''] = first.split('.');
  const file = definitions.models.find(({ value }) => value.model === model);
  const hint = 'Take the time of one of these joins from its own model, or from a join without `at`.';
  const params = { walk: order.walk.join(' → ') };
  if (file) report.add('DEF_MEMBER_CYCLE', params, { ...file.place(['joins', join, 'at']), hint });
};

/** The joins at a time that must be there before the time of this one is known. */
function neededBy(key: JoinKey, catalog: Catalog): ReadonlySet<JoinKey> {
  const [name = '', joinName = ''] = key.split('.');
  const model = catalog.models.get(name);
  const at = model?.joins.get(joinName)?.at;
  const found = new Set<JoinKey>();
  if (model && at) collectJoins(at, model, { catalog, found });
  return found;
}

function collectJoins(
  { path, member }: MemberReference,
  start: Model,
  context: { readonly catalog: Catalog; readonly found: Set<JoinKey> },
): void {
  let model: Model | undefined = start;
  for (const name of path) {
    const join = model?.joins.get(name);
    if (model && join?.at) context.found.add(`${model.name}.${name}`);
    model = context.catalog.models.get(join?.target ?? '');
  }
  const value = model?.members.get(member)?.value;
  const home = model;
  if (home && value?.kind === 'formula')
    forEachLeaf(value.expression, (leaf) => collectJoins(leaf, home, context));
}
