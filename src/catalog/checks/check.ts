/** What a check of the whole project sees. One check a file; each is independent of the others. */
import type { ProjectDefinitions } from '../../definitions/definition-types.ts';
import type { ScopeCondition } from '../../tenancy/scope.ts';
import type { Catalog, Project } from '../catalog.ts';
import type { DeclaredModel } from '../declare-models.ts';
import type { Report } from '../report.ts';

export interface CheckContext {
  readonly definitions: ProjectDefinitions;
  readonly project: Project;
  readonly models: ReadonlyMap<string, DeclaredModel>;
  /** By model; a model whose rule does not hold is absent and already reported. */
  readonly scopes: ReadonlyMap<string, ScopeCondition>;
  /** Names of files that could not be read: what refers to them is not judged. */
  readonly faulty: ReadonlySet<string>;
}

/** Looks at declarations, before any formula is typed. */
export type Check = (context: CheckContext, report: Report) => void;

export interface BuiltCheckContext {
  readonly definitions: ProjectDefinitions;
  /** As much of it as could be built: metrics at fault are absent. */
  readonly catalog: Catalog;
  readonly faulty: ReadonlySet<string>;
}

/** Looks at models and metrics once they are resolved. */
export type BuiltCheck = (context: BuiltCheckContext, report: Report) => void;
