/** Orders by dependency, and shows the cycle where there is none. */

/** Either every node after the nodes it depends on, or one cycle as a closed walk (`a → b → a`). */
export type Toposort<Node> = { kind: 'sorted'; nodes: Node[] } | { kind: 'cycle'; walk: Node[] };

/** Depth-first topological sort; the order of `nodes` and of `dependencies` decides ties. */
export function toposort<Node>(
  nodes: Iterable<Node>,
  dependencies: (node: Node) => Iterable<Node>,
): Toposort<Node> {
  const sorted = new Set<Node>();
  const walk: Node[] = [];
  const visit = (node: Node): boolean => {
    if (sorted.has(node)) return true;
    const start = walk.indexOf(node);
    walk.push(node);
    if (start >= 0) {
      walk.splice(0, start);
      return false;
    }
    for (const dependency of dependencies(node)) if (!visit(dependency)) return false;
    walk.pop();
    sorted.add(node);
    return true;
  };
  for (const node of nodes) if (!visit(node)) return { kind: 'cycle', walk };
  return { kind: 'sorted', nodes: [...sorted] };
}
