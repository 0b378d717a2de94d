/** The join graph, walked once per question and remembered (S4). */
import type { Join, Project } from './catalog.ts';
import type { PathAnswer, PathIndex } from './path-index.ts';

interface GraphModel {
  readonly joins: ReadonlyMap<string, Join>;
  readonly settlements: ReadonlyMap<string, readonly string[]>;
}

/** An ambiguity names no more paths than this: enough to see it, few enough to read. */
const MAXIMUM_PATHS = 6;

export function buildPathIndex(models: ReadonlyMap<string, GraphModel>, project: Project): PathIndex {
  const remembered = new Map<string, PathAnswer>();
  const remember = (key: string, find: () => PathAnswer): PathAnswer => {
    const known = remembered.get(key);
    if (known) return known;
    const answer = find();
    remembered.set(key, answer);
    return answer;
  };
  return {
    findRole: (root, role) =>
      remember(`role ${root} ${role}`, () => {
        const own = resolveRoleAt(models.get(root), role);
        if (own) return { kind: 'path', path: own };
        if (project.roles.get(role) === root) return { kind: 'path', path: [] };
        return toAnswer(findPaths(models, root, (name) => resolveRoleAt(models.get(name), role)));
      }),
    findModel: (root, model) =>
      remember(`model ${root} ${model}`, () =>
        root === model
          ? { kind: 'path', path: [] }
          : toAnswer(findPaths(models, root, (name) => (name === model ? [] : undefined))),
      ),
  };
}

/** How a model resolves a role itself: by its settlement, else by its own join of that name. */
function resolveRoleAt(model: GraphModel | undefined, role: string): readonly string[] | undefined {
  return model?.settlements.get(role) ?? (model?.joins.has(role) ? [role] : undefined);
}

function toAnswer(paths: readonly (readonly string[])[]): PathAnswer {
  const [path, ...others] = paths;
  if (path === undefined) return { kind: 'none' };
  return others.length === 0 ? { kind: 'path', path } : { kind: 'ambiguous', paths };
}

/** Paths from `root` (itself excluded) that stop at the first model where `arrive` answers. */
function findPaths(
  models: ReadonlyMap<string, GraphModel>,
  root: string,
  arrive: (model: string) => readonly string[] | undefined,
): readonly (readonly string[])[] {
  const leading = modelsLeadingTo(models, (name) => arrive(name) !== undefined);
  const found: (readonly string[])[] = [];
  const walk = (name: string, path: readonly string[], seen: ReadonlySet<string>): void => {
    for (const join of models.get(name)?.joins.values() ?? []) {
      if (found.length >= MAXIMUM_PATHS || seen.has(join.target) || !leading.has(join.target)) continue;
      const here = [...path, join.name];
      const rest = arrive(join.target);
      if (rest) found.push([...here, ...rest]);
      else walk(join.target, here, new Set([...seen, join.target]));
    }
  };
  walk(root, [], new Set([root]));
  return found;
}

/** Models from which some model that `isGoal` holds for can be reached, goals included: the walk's pruning. */
function modelsLeadingTo(
  models: ReadonlyMap<string, GraphModel>,
  isGoal: (name: string) => boolean,
): ReadonlySet<string> {
  const sources = new Map<string, string[]>();
  for (const [name, model] of models) {
    for (const { target } of model.joins.values())
      sources.set(target, [...(sources.get(target) ?? []), name]);
  }
  const leading = new Set<string>();
  const pending = [...models.keys()].filter(isGoal);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (leading.has(name)) continue;
    leading.add(name);
    pending.push(...(sources.get(name) ?? []));
  }
  return leading;
}
