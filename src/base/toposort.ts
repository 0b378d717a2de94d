/** Orders by dependency, and shows the cycle where there is none. */

/** Either every node after the nodes it depends on, or one cycle as a closed walk (`a → b → a`). */
export type Toposort<Node> = { kind: 'sorted'; nodes: Node[] } | { kind: 'cycle'; walk: Node[] };

/**
 * Depth-first topological sort; the order of `nodes` and of `dependencies` decides ties. Keeps its own
 * stack: chains of dependencies may be longer than the runtime's.
 */
export function toposort<Node>(
  nodes: Iterable<Node>,
  dependencies: (node: Node) => Iterable<Node>,
): Toposort<Node> {
  const sorted = new Set<Node>();
  for (const node of nodes) {
    const walk = visit(node, dependencies, sorted);
    if (walk) return { kind: 'cycle', walk };
  }
  return { kind: 'sorted', nodes: [...sorted] };
}

/** Adds `start` to `sorted` after all that it depends on, or returns the cycle that it leads into. */
function visit<Node>(
  start: Node,
  dependencies: (node: Node) => Iterable<Node>,
  sorted: Set<Node>,
): Node[] | null {
  if (sorted.has(start)) return null;
  const open = new Map<Node, Iterator<Node>>([[start, dependencies(start)[Symbol.iterator]()]]);
  const path = [start];
  for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
    const next = open.get(node)?.next();
    if (next === undefined || next.done === true) {
      path.pop();
      open.delete(node);
      sorted.add(node);
      continue;
    }
    const dependency = next.value;
    if (open.has(dependency)) return [...path.slice(path.indexOf(dependency)), dependency];
    if (sorted.has(dependency)) continue;
    open.set(dependency, dependencies(dependency)[Symbol.iterator]());
    path.push(dependency);
  }
  return null;
}
