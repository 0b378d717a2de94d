/** Joins at a time are made before other rows are looked at: what those say cannot be the time of a join. */
import type { AttributeLeaf, AttributeTree } from '../../formula/attribute-tree.ts';
import { forEachLeaf } from '../../formula/expression.ts';
import { findJoined } from '../../formula/find-joined.ts';
import type { Catalog, Model } from '../catalog.ts';
import type { BuiltCheck } from './check.ts';

export const checkJoinAttributes: BuiltCheck = ({ definitions, catalog: { models } }, report) => {
  for (const file of definitions.models) {
    const model = models.get(file.value.model);
    for (const { name, at } of model?.joins.values() ?? []) {
      if (!model || !at || !looksAtOthers(at, model, models)) continue;
      const hint = 'Join at a column of the row.';
      const place = { ...file.place(['joins', name, 'at']), hint };
      report.add('DEF_NOT_SERVED', { feature: 'A join at a time that other rows say' }, place);
    }
  }
};

/** Whether the value rests on other rows, be it by way of formulas of members. */
function looksAtOthers(tree: AttributeTree, root: Model, models: Catalog['models']): boolean {
  let looks = false;
  forEachLeaf<AttributeLeaf>(tree, (leaf) => {
    if (leaf.kind !== 'member') looks = true;
    if (looks || leaf.kind !== 'member') return;
    const home = findJoined(root, leaf.path, models);
    const value = home?.members.get(leaf.member)?.value;
    if (home && value?.kind === 'formula') looks = looksAtOthers(value.expression, home, models);
  });
  return looks;
}
