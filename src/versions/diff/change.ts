/** What differs between two states of a project, as people who merge one into the other want to know it. */
import type { Catalog } from '../../catalog/catalog.ts';
import type { ProjectDefinitions } from '../../definitions/definition-types.ts';

/** The worst first: what was answered is refused or has another form; numbers are others; perhaps; more; words alone. */
export const VERDICTS = ['breaking', 'numbers_move', 'numbers_may_move', 'additive', 'text'] as const;

export type Verdict = (typeof VERDICTS)[number];

export interface Change {
  readonly verdict: Verdict;
  /** Where it is, by names and keys: `metrics.roas.formula`, `models.orders.dimensions.status.type`. */
  readonly path: string;
  /** `net_revenue / ad_spend → revenue / ad_spend`; `new` and `gone` for what stands on one side alone. */
  readonly what: string;
  /** Why it has its verdict. */
  readonly reason: string;
  /** Metrics whose numbers, groups or rules it touches, by name. */
  readonly touches: readonly string[];
}

/** A state of a project, without faults of its own: versions that were not raised are told apart. */
export interface ProjectSide {
  readonly definitions: ProjectDefinitions;
  readonly catalog: Catalog;
}
