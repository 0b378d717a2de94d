/** Where a name of a query leads from the root of a leg: by trying every walk along the joins. */
import { type Member, type Model, need, type Schema } from './schema.ts';

export type Resolution =
  | {
      readonly kind: 'member';
      readonly path: readonly string[];
      readonly name: string;
      readonly member: Member;
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'unknown_member' | 'no_path' | 'ambiguous_path';
      /** The member that is meant, where only the way to it is missing. */
      readonly member: Member | null;
    };

type Path = readonly string[];

/** Resolves `<role>.…`, `<model>.…` or a spelled path of either, ending in a member. */
export function resolveName(schema: Schema, root: string, name: string): Resolution {
  const [head = '', ...rest] = name.split('.');
  const last = rest.pop();
  const target = schema.roles.get(head) ?? (schema.models.has(head) ? head : undefined);
  if (target === undefined || last === undefined)
    return { kind: 'refused', reason: 'unknown_member', member: null };
  let end = need(schema.models, target);
  for (const step of rest) {
    const join = end.joins.get(step);
    if (join === undefined) return { kind: 'refused', reason: 'unknown_member', member: null };
    end = need(schema.models, join.target);
  }
  const member = end.members.get(last);
  if (member === undefined) return { kind: 'refused', reason: 'unknown_member', member: null };
  const paths = schema.roles.has(head) ? pathsToRole(schema, root, head) : pathsToModel(schema, root, head);
  const [only, ...others] = paths;
  if (only === undefined) return { kind: 'refused', reason: 'no_path', member };
  if (others.length > 0) return { kind: 'refused', reason: 'ambiguous_path', member };
  return { kind: 'member', path: [...only, ...rest], name: last, member };
}

export function pathsToRole(schema: Schema, root: string, role: string): readonly Path[] {
  const own = ownWay(need(schema.models, root), role);
  if (own !== null) return [own];
  if (schema.roles.get(role) === root) return [[]];
  return walks(schema, root, (model) => ownWay(model, role));
}

/** A model resolves a role itself by its settlement, else by a join of that name. */
function ownWay(model: Model, role: string): Path | null {
  return model.settlements.get(role) ?? (model.joins.has(role) ? [role] : null);
}

export function pathsToModel(schema: Schema, root: string, target: string): readonly Path[] {
  if (root === target) return [[]];
  return walks(schema, root, (model) => (model.name === target ? [] : null));
}

/**
 * Every walk from `root` along joins, up to the first model where `arrive` gives the rest. Joins that are no
 * roles are no names in queries, but they are ways: whoever meant another one is told so, not guessed at.
 */
function walks(schema: Schema, root: string, arrive: (model: Model) => Path | null): readonly Path[] {
  const found: Path[] = [];
  const walk = (model: Model, path: Path, seen: readonly string[]) => {
    for (const [name, join] of model.joins) {
      if (seen.includes(join.target)) continue;
      const next = need(schema.models, join.target);
      const rest = arrive(next);
      if (rest === null) walk(next, [...path, name], [...seen, next.name]);
      else found.push([...path, name, ...rest]);
    }
  };
  walk(need(schema.models, root), [], [root]);
  return found;
}
