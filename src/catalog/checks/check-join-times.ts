/** Times of joins that are reached through joins: which of them needs which, and that none needs itself. */
import { toposort } from '../../base/toposort.ts';
import { type AttributeLeaf, partsUnder } from '../../formula/attribute-tree.ts';
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
  if (model && at) collectJoins(at, model, { models: catalog.models, found });
  return found;
}

/** Where joins at a time are met on the way to what a member says. */
interface Collecting {
  readonly models: Catalog['models'];
  readonly found: Set<JoinKey>;
}

function collectJoins({ path, member }: MemberReference, start: Model, context: Collecting): void {
  const home = followJoins(path, start, context);
  const value = home?.members.get(member)?.value;
  if (!home || value?.kind !== 'formula') return;
  forEachLeaf<AttributeLeaf>(value.expression, (leaf) => {
    if (leaf.kind === 'member') collectJoins(leaf, home, context);
    else collectAttribute(leaf, home, context);
  });
}

/** Those by which other rows lead here, those that they are looked at through, and those of their order. */
function collectAttribute(
  leaf: Exclude<AttributeLeaf, MemberReference>,
  home: Model,
  context: Collecting,
): void {
  for (const { root, expression } of partsUnder(leaf)) {
    const start = root === null ? home : context.models.get(root);
    if (start) forEachLeaf(expression, (member) => collectJoins(member, start, context));
  }
  if (leaf.kind !== 'child_aggregate') {
    if (home.time) collectJoins(home.time, home, context);
    return;
  }
  const root = context.models.get(leaf.aggregate.root);
  if (root) followJoins(leaf.path, root, context);
}

function followJoins(
  path: readonly string[],
  start: Model,
  { models, found }: Collecting,
): Model | undefined {
  return path.reduce<Model | undefined>((model, name) => {
    const join = model?.joins.get(name);
    if (model && join?.at) found.add(`${model.name}.${name}`);
    return models.get(join?.target ?? '');
  }, start);
}
