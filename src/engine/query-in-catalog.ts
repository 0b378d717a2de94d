/** A query as it was asked and as it was understood, for explanations. */
import type { Catalog } from '../catalog/catalog.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import type { MetricQuery } from '../query/metric-query.ts';

export interface QueryInCatalog {
  readonly query: MetricQuery;
  readonly bound: BoundQuery;
  readonly catalog: Catalog;
  /** How queries like it are bound. @throws SemanticError */
  readonly bind: (query: MetricQuery) => BoundQuery;
}
