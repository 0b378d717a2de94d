/** The one way to a number. REST, GraphQL and the command line call these and nothing below them. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Embedding } from '../tenancy/embedding.ts';
import type { EmbedGrant, Principal } from '../tenancy/principal.ts';
import type { Annotations } from './annotations/annotations.ts';
import type { Answer } from './answer.ts';
import type { DimensionDescription, TenantDescription } from './describe.ts';
import type { BenchmarkDescription } from './describe-benchmarks.ts';
import type { DimensionChange, ModelChange } from './describe-model-changes.ts';
import type { ChangelogEntry, VersionDescription } from './describe-versions.ts';
import type { PlanExplanation } from './explain.ts';
import type { Freezes } from './freezes/freezes.ts';
import type { ProvenDescription } from './proof-book.ts';
import type { DimensionValues, ValuesRequest } from './read-values.ts';
import type { AskOptions } from './run-facts.ts';
import type { Lineage } from './trace-lineage.ts';

export interface Engine {
  /** The catalog in force; a request keeps the one it began with. */
  catalog(): Catalog;
  /** What of it the principal may see; the same object for all who see the same. */
  view(principal: Principal): Catalog;
  /** `query` is checked here, whatever it is. */
  query(principal: Principal, query: unknown, options?: AskOptions): Promise<Answer>;
  /** Validates, plans and compiles without running. */
  plan(principal: Principal, query: unknown, options?: Pick<AskOptions, 'tell'>): Promise<PlanExplanation>;
  /** Scoped values of one dimension. @throws SemanticError as a query with it in `by` does */
  values(principal: Principal, request: ValuesRequest, options?: AskOptions): Promise<DimensionValues>;
  listMetrics(principal: Principal): Promise<readonly ProvenDescription[]>;
  /** @throws SemanticError QUERY_UNKNOWN_METRIC, QUERY_UNKNOWN_VERSION (`name` may be `roas@2`) */
  describeMetric(principal: Principal, name: string): Promise<ProvenDescription>;
  /** @throws SemanticError QUERY_UNKNOWN_METRIC, QUERY_UNKNOWN_VERSION (`name` may be `roas@2`) */
  traceLineage(principal: Principal, name: string): Lineage;
  /** @throws SemanticError QUERY_UNKNOWN_MEMBER */
  describeDimension(principal: Principal, name: string): DimensionDescription;
  listDimensions(principal: Principal): readonly DimensionDescription[];
  /** The newest first. @throws SemanticError QUERY_UNKNOWN_METRIC */
  listVersions(principal: Principal, metric: string): readonly VersionDescription[];
  /** What was released of one metric, or of all that there are. @throws SemanticError QUERY_UNKNOWN_METRIC */
  listChanges(principal: Principal, metric: string | null): readonly ChangelogEntry[];
  /** What became of models and their members, whatever metrics there are. */
  listModelChanges(principal: Principal): readonly ModelChange[];
  /** @throws SemanticError QUERY_UNKNOWN_MEMBER */
  listDimensionChanges(principal: Principal, name: string): readonly DimensionChange[];
  listBenchmarks(principal: Principal): readonly BenchmarkDescription[];
  /** In their order. @throws SemanticError TENANT_REFUSED for one that is not the principal's */
  listTenants(
    principal: Principal,
    tenants: readonly string[],
    options?: Pick<AskOptions, 'signal'>,
  ): Promise<readonly TenantDescription[]>;
  /**
   * What a token that `maker` makes would be narrowed to, with metrics by their own names.
   * @throws SemanticError as queries do, TENANT_FILTER_UNREACHED, TENANT_EMBEDDING_INVALID
   */
  checkEmbedding(maker: Principal, grant: EmbedGrant): Embedding;
  /** The receipt's JSON text. @throws SemanticError TENANT_RECEIPT_UNKNOWN */
  receipt(principal: Principal, id: string): Promise<string>;
  /** Answers that were published. */
  readonly freezes: Freezes;
  /** Notes on numbers. */
  readonly annotations: Annotations;
  /** Whether warehouse and store answer now. */
  ready(): Promise<{ readonly warehouse: boolean; readonly store: boolean }>;
}
