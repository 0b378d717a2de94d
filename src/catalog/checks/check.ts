/** What a check of the whole project sees. One check a file; each is independent of the others. */
import type { ProjectDefinitions } from '../../definitions/definition-types.ts';
import type { ScopeCondition } from '../../tenancy/scope.ts';
import type { Project } from '../catalog.ts';
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

export type Check = (context: CheckContext, report: Report) => void;
