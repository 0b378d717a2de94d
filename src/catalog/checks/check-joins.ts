/** Joins run many-to-one: the target exists, and its columns are a declared key (S1). */
import { suggest } from '../../base/did-you-mean.ts';
import type { Join } from '../catalog.ts';
import type { DeclaredModel } from '../declare-models.ts';
import type { Check } from './check.ts';

export const checkJoins: Check = ({ models, faulty }, report) => {
  for (const model of models.values()) {
    for (const join of model.joins.values()) {
      const target = models.get(join.target);
      if (!target && faulty.has(join.target)) continue;
      if (!target) {
        const hint = suggest(join.target, models.keys());
        report.add(
          'DEF_UNKNOWN_MODEL',
          { model: join.target },
          { ...model.file.place(['joins', join.name, 'model']), hint },
        );
      } else if (!isAtTime(join, model) && !isDeclaredKey(join, target, model)) {
        const columns = join.on.map((pair) => pair.target).join(', ');
        const keys = [target.primaryKey, ...target.uniqueKeys].filter((key) => key.length > 0);
        const known = keys.map((key) => `(${key.join(', ')})`).join(' or ');
        const hint =
          known === ''
            ? `Declare primary_key on ${target.name}.`
            : `Declared keys of ${target.name}: ${known}.`;
        report.add(
          'DEF_JOIN_TARGET_NOT_KEY',
          { columns, model: target.name },
          { ...model.file.place(['joins', join.name, 'on']), hint },
        );
      }
    }
  }
};

/** Which of several rows is meant, the time decides. */
function isAtTime({ name }: Join, { file }: DeclaredModel): boolean {
  return file.value.joins?.[name]?.at !== undefined;
}

/** Keys are unique within a tenant, so the tenant columns, which every join equates, count as named. */
function isDeclaredKey(join: Join, target: DeclaredModel, model: DeclaredModel): boolean {
  const named = new Set(join.on.map((pair) => pair.target));
  if (model.tenant.kind === 'column' && target.tenant.kind === 'column') named.add(target.tenant.column);
  return [target.primaryKey, ...target.uniqueKeys].some(
    (key) => key.length > 0 && key.every((column) => named.has(column)),
  );
}
