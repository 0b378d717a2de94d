import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toposort } from '../../../src/base/toposort.ts';

type Graph = Readonly<Record<string, readonly string[]>>;

function check(_: string, graph: Graph, expected: unknown): void {
  expect(toposort(Object.keys(graph), (node) => graph[node] ?? [])).toEqual(expected);
}

function isClosedWalk(walk: readonly number[], graph: readonly (readonly number[])[]): boolean {
  const steps = walk.slice(1).map((node, index) => graph[walk[index] ?? -1]?.includes(node));
  return walk.length > 1 && walk.at(-1) === walk[0] && steps.every((step) => step === true);
}

function isSorted(nodes: readonly number[], graph: readonly (readonly number[])[]): boolean {
  const place = new Map(nodes.map((node, index) => [node, index]));
  return (
    place.size === graph.length &&
    graph.every((dependencies, node) =>
      dependencies.every((dependency) => (place.get(dependency) ?? Infinity) < (place.get(node) ?? -1)),
    )
  );
}

describe('toposort', () => {
  it.each<[string, Graph, unknown]>([
    ['nothing', {}, { kind: 'sorted', nodes: [] }],
    ['keeps the order where nothing depends', { b: [], a: [] }, { kind: 'sorted', nodes: ['b', 'a'] }],
    [
      'a diamond',
      { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] },
      { kind: 'sorted', nodes: ['d', 'b', 'c', 'a'] },
    ],
    ['what only dependencies name', { a: ['x'] }, { kind: 'sorted', nodes: ['x', 'a'] }],
    ['a node on itself', { a: ['a'] }, { kind: 'cycle', walk: ['a', 'a'] }],
    [
      'the cycle without what leads to it',
      { a: ['b'], b: ['c'], c: ['b'] },
      { kind: 'cycle', walk: ['b', 'c', 'b'] },
    ],
    [
      'a cycle behind a sorted part',
      { x: [], a: ['x', 'b'], b: ['x', 'a'] },
      { kind: 'cycle', walk: ['a', 'b', 'a'] },
    ],
  ])('%s', check);

  it('sorts a chain far longer than the stack is deep', () => {
    const length = 200_000;
    const nodes = Array.from({ length }, (_, index) => index);
    const sorted = toposort(nodes, (node) => (node + 1 < length ? [node + 1] : []));
    expect(sorted.kind === 'sorted' && sorted.nodes[0]).toBe(length - 1);
  });

  it('puts every node after its dependencies, or shows a walk along them that closes', () => {
    const graphs = fc.array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(graphs, (graph) => {
        const result = toposort(graph.keys(), (node) => graph[node] ?? []);
        expect(
          result.kind === 'cycle' ? isClosedWalk(result.walk, graph) : isSorted(result.nodes, graph),
        ).toBe(true);
      }),
    );
  });
});
