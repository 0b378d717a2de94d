/**
 * What a metric is made of, as a graph: metrics of metrics and members, members of members, and the models whose rows hold
 * them. What is hidden from whoever asks is one node without a name, and nothing behind it is told.
 */
import type { ValueType } from '../base/value-type.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { membersIn, readContent } from '../catalog/content-hash.ts';
import { isKnownMember } from '../catalog/find-dimension.ts';
import { isFrozenName, withoutFrozenNames } from '../catalog/frozen-name.ts';
import { veilFormula } from '../catalog/veil-formula.ts';
import type { AttributeLeaf, AttributeTree } from '../formula/attribute-tree.ts';
import { forEachLeaf } from '../formula/expression.ts';
import { forEachSource } from '../formula/metric-tree.ts';
import { findMetric } from '../query/find-metric.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { contextOf } from '../versions/used-parts.ts';

interface NamedNode {
  /** Of this graph alone: `metric roas`, `member orders.amount`, `model orders`. */
  readonly id: string;
  readonly name: string;
}

export type LineageNode =
  | (NamedNode & {
      readonly kind: 'metric';
      readonly version: number;
      readonly owner: string;
      readonly formula: string;
    })
  | (NamedNode & {
      readonly kind: 'member';
      readonly type: ValueType;
      /** `null` for a column, and where it names what is hidden. */
      readonly formula: string | null;
      /** `null` for a formula. */
      readonly column: string | null;
    })
  | (NamedNode & { readonly kind: 'model' /** `schema.table`. */; readonly source: string })
  | { readonly id: 'restricted'; readonly kind: 'restricted' };

/** `from` is made of `to`, or read from it. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
}

export interface Lineage {
  readonly metric: string;
  readonly version: number;
  /** The metric itself first; then what it is made of, the nearest first. */
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}

/** @throws SemanticError QUERY_UNKNOWN_METRIC, QUERY_UNKNOWN_VERSION (`name` may be `roas@2`) */
export function traceLineage(name: string, catalog: Catalog): Lineage {
  const metric = findMetric(name, catalog);
  const { nodes, edges } = new Tracing(catalog).from(metric);
  return { metric: metric.name, version: metric.version, nodes, edges };
}

/** What a thing is, and what it is made of itself. */
interface Traced {
  readonly node: LineageNode;
  readonly parts: readonly string[];
}

const RESTRICTED: Traced = { node: { id: 'restricted', kind: 'restricted' }, parts: [] };

class Tracing {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  from({ key }: Metric): Pick<Lineage, 'nodes' | 'edges'> {
    const nodes = new Map<string, LineageNode>();
    const edges = new Map<string, LineageEdge>();
    const start = `metric ${key}`;
    const seen = new Set([start]);
    // It grows while it is walked.
    for (const id of seen) {
      const { node, parts } = this.#trace(id);
      nodes.set(node.id, node);
      for (const part of parts) {
        const to = this.#trace(part).node.id;
        edges.set(`${node.id}\n${to}`, { from: node.id, to });
        seen.add(part);
      }
    }
    return { nodes: [...nodes.values()], edges: [...edges.values()] };
  }

  #trace(id: string): Traced {
    const [, kind, name = ''] = /^(\w+) (.*)$/s.exec(id) ?? [];
    if (kind === 'metric') return this.#traceMetric(id, name);
    if (kind === 'model') return this.#traceModel(id, name);
    return this.#traceMember(id, ...splitMember(name));
  }

  #traceMetric(id: string, key: string): Traced {
    const { veil, metrics } = this.#catalog;
    const metric = metrics.get(key);
    if (!metric || veil.metrics.has(key)) return RESTRICTED;
    const { name, version, owner, expression } = metric;
    const parts = new Set<string>();
    forEachSource(expression, (source) => {
      parts.add(source.kind === 'metric' ? `metric ${source.metric}` : `model ${source.root}`);
    });
    for (const member of readContent(expression, contextOf(this.#catalog)).members)
      parts.add(`member ${member}`);
    const formula = veilFormula(metric, this.#catalog);
    return { node: { id, kind: 'metric', name, version, owner, formula }, parts: [...parts] };
  }

  #traceModel(id: string, name: string): Traced {
    const { veil, models } = this.#catalog;
    const model = models.get(name);
    if (!model || veil.models.has(name)) return RESTRICTED;
    return { node: { id, kind: 'model', name, source: sourceKey(model.source) }, parts: [] };
  }

  #traceMember(id: string, model: string, name: string): Traced {
    const member = this.#catalog.models.get(model)?.members.get(name);
    if (!member || !this.#isSeen(model, name)) return RESTRICTED;
    const { type, value } = member;
    const node = { id, kind: 'member', name: `${model}.${withoutFrozenNames(name)}`, type } as const;
    const home = `model ${model}`;
    if (value.kind === 'column')
      return { node: { ...node, formula: null, column: value.column }, parts: [home] };
    const members = membersIn(value.expression, model, contextOf(this.#catalog));
    const others = lookedAtIn(value.expression).map((root) => `model ${root}`);
    const parts = [...members.map((each) => `member ${each}`), ...others, home];
    const isTold = members.every((each) => this.#isSeen(...splitMember(each)));
    return { node: { ...node, formula: isTold ? value.text : null, column: null }, parts };
  }

  /** Who may ask for an old version may see all that it rests on, as it was. */
  #isSeen(model: string, name: string): boolean {
    if (!isFrozenName(name)) return isKnownMember(model, name, this.#catalog);
    const { veil } = this.#catalog;
    return !veil.models.has(model) && !veil.members.has(`${model}.${withoutFrozenNames(name)}`);
  }
}

/** `orders.amount`; names of members have no dots. */
function splitMember(written: string): [model: string, member: string] {
  const dot = written.indexOf('.');
  return [written.slice(0, dot), written.slice(dot + 1)];
}

/** Models whose rows an attribute aggregates. */
function lookedAtIn(expression: AttributeTree): readonly string[] {
  const roots = new Set<string>();
  forEachLeaf<AttributeLeaf>(expression, (leaf) => {
    if (leaf.kind === 'child_aggregate') roots.add(leaf.aggregate.root);
  });
  return [...roots];
}
