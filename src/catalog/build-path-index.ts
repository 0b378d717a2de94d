/** The join graph, walked once per question and remembered (S4). */
import type { Join, Project } from './catalog.ts';
import type { PathAnswer, PathIndex } from './path-index.ts';

interface GraphModel {
  readonly joins: ReadonlyMap<string, Join>;
  readonly bridges?: ReadonlyMap<string, unknown>;
  readonly settlements: ReadonlyMap<string, readonly string[]>;
}

interface Graph {
  readonly models: ReadonlyMap<string, GraphModel>;
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

/** The rest of the path from a model that resolves what is looked for, or `undefined` at any other. */
type Arrive = (model: string) => readonly string[] | undefined;

/** An ambiguity names no more paths than this: enough to see it, few enough to read. */
const MAXIMUM_PATHS = 6;

export function buildPathIndex(
  models: ReadonlyMap<string, GraphModel>,
  project: Pick<Project, 'roles'>,
): PathIndex {
  const graph: Graph = { models, sources: findSources(models) };
  const [roles, targets] = [new AnswersByRoot(), new AnswersByRoot()];
  const findRolePaths = (root: string, role: string): readonly (readonly string[])[] =>
    findPaths(graph, root, (name) => resolveRoleAt(models.get(name), role));
  return {
    findRole: (root, role) =>
      roles.remember(root, role, () => {
        const model = models.get(root);
        const own = resolveRoleAt(model, role);
        if (own) {
          const reason = model?.settlements.has(role) ? 'settlement' : 'own_join';
          return { kind: 'path', path: own, reason };
        }
        if (project.roles.get(role) === root) return { kind: 'path', path: [], reason: 'root' };
        return toAnswer(findRolePaths(root, role));
      }),
    findPassedOver(root, role) {
      const model = models.get(root);
      const settled = model?.settlements.get(role)?.join('.');
      const isRoot = project.roles.get(role) === root;
      if (settled === undefined && !leadsTo(model, role) && !isRoot) return [];
      const own = settled !== undefined && leadsTo(model, role) ? [[role]] : [];
      return [...own, ...findRolePaths(root, role)].filter((path) => path.join('.') !== settled);
    },
    findModel: (root, model) =>
      targets.remember(root, model, () =>
        root === model
          ? { kind: 'path', path: [], reason: 'root' }
          : toAnswer(findPaths(graph, root, (name) => (name === model ? [] : undefined))),
      ),
  };
}

/** Every leg of a query asks for every dimension: answers are found without making a key of both names. */
class AnswersByRoot {
  private readonly known = new Map<string, Map<string, PathAnswer>>();

  remember(root: string, name: string, find: () => PathAnswer): PathAnswer {
    const known = this.known.get(root)?.get(name);
    if (known) return known;
    const answer = find();
    const ofRoot = this.known.get(root) ?? new Map<string, PathAnswer>();
    this.known.set(root, ofRoot.set(name, answer));
    return answer;
  }
}

/** How a model resolves a role itself: by its settlement, else by its own join or bridge of that name. */
function resolveRoleAt(model: GraphModel | undefined, role: string): readonly string[] | undefined {
  return model?.settlements.get(role) ?? (leadsTo(model, role) ? [role] : undefined);
}

/** Paths are looked for along joins: across a bridge they end. */
function leadsTo(model: GraphModel | undefined, role: string): boolean {
  return model?.joins.has(role) === true || model?.bridges?.has(role) === true;
}

function toAnswer(paths: readonly (readonly string[])[]): PathAnswer {
  const [path, ...others] = paths;
  if (path === undefined) return { kind: 'none' };
  return others.length === 0 ? { kind: 'path', path, reason: 'only_path' } : { kind: 'ambiguous', paths };
}

/** Up to so many paths from `root` that stop at the first model where `arrive` answers, short ones first. */
function findPaths(graph: Graph, root: string, arrive: Arrive): readonly (readonly string[])[] {
  const goals = [...graph.models.keys()].filter((name) => name !== root && arrive(name) !== undefined);
  const found: (readonly string[])[] = [];
  const walk = (name: string, path: readonly string[], seen: ReadonlySet<string>): void => {
    // Asked anew at each step: only models from which a goal is reached without turning back are entered,
    // so that no step is in vain, however dense the graph.
    const distances = distancesTo(goals, graph, seen);
    const distance = (join: Join): number => distances.get(join.target) ?? Infinity;
    const joins = [...(graph.models.get(name)?.joins.values() ?? [])].filter(({ target }) =>
      distances.has(target),
    );
    for (const join of joins.sort((a, b) => distance(a) - distance(b))) {
      if (found.length >= MAXIMUM_PATHS) return;
      const here = [...path, join.name];
      const rest = arrive(join.target);
      if (rest) found.push([...here, ...rest]);
      else walk(join.target, here, new Set([...seen, join.target]));
    }
  };
  walk(root, [], new Set([root]));
  return found;
}

/** How many joins lead from each model to the nearest goal without a model to avoid; others are absent. */
function distancesTo(
  goals: readonly string[],
  { sources }: Graph,
  avoid: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const distances = new Map<string, number>();
  const queue: string[] = [];
  const arrive = (name: string, distance: number): void => {
    if (avoid.has(name) || distances.has(name)) return;
    distances.set(name, distance);
    queue.push(name);
  };
  for (const goal of goals) arrive(goal, 0);
  // The queue grows while it is read.
  for (const name of queue)
    for (const source of sources.get(name) ?? []) arrive(source, (distances.get(name) ?? 0) + 1);
  return distances;
}

/** From which models a join leads to each. */
function findSources(models: Graph['models']): Graph['sources'] {
  const sources = new Map<string, string[]>();
  for (const [name, { joins }] of models) {
    for (const { target } of joins.values()) {
      const known = sources.get(target);
      if (known) known.push(name);
      else sources.set(target, [name]);
    }
  }
  return sources;
}
