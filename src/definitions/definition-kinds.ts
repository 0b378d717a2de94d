/** The kinds of files a project is made of: the schema of each, and what it asks beyond its schema. */
import { Ajv, type ValidateFunction } from 'ajv';
import type { Diagnostic } from '../errors/diagnostic.ts';
import { checkCalendars } from './check-calendars.ts';
import { checkDeprecations } from './check-deprecations.ts';
import { checkFiles } from './check-files.ts';
import { checkMembers } from './check-members.ts';
import { checkZone } from './check-zone.ts';
import type { LocatedNode } from './locate.ts';
import { type MetricDefinition, MetricSchema } from './metric-schema.ts';
import { type MetricTestDefinition, MetricTestSchema } from './metric-test-schema.ts';
import { type ModelDefinition, ModelSchema } from './model-schema.ts';
import { type PolicyDefinition, PolicySchema } from './policy-schema.ts';
import { type PolicyTestDefinition, PolicyTestSchema } from './policy-test-schema.ts';
import { type ProjectDefinition, ProjectSchema } from './project-schema.ts';

export interface DefinitionKind<Definition> {
  readonly validate: ValidateFunction<Definition>;
  /** Faults that the schema cannot say; looks at any data, so that a file shows all its faults at once. */
  readonly check: (located: LocatedNode) => Diagnostic[];
}

/** `verbose` gives each error its schema, from which its words are made. */
const ajv = new Ajv({ allErrors: true, verbose: true, strict: true });

export const projectKind: DefinitionKind<ProjectDefinition> = {
  validate: ajv.compile<ProjectDefinition>(ProjectSchema),
  check: (located) => [...checkZone(located, ['timezone']), ...checkCalendars(located)],
};

export const modelKind: DefinitionKind<ModelDefinition> = {
  validate: ajv.compile<ModelDefinition>(ModelSchema),
  check: (located) => [...checkFiles(located), ...checkMembers(located)],
};

export const metricKind: DefinitionKind<MetricDefinition> = {
  validate: ajv.compile<MetricDefinition>(MetricSchema),
  check: checkDeprecations,
};

export const metricTestKind: DefinitionKind<MetricTestDefinition> = {
  validate: ajv.compile<MetricTestDefinition>(MetricTestSchema),
  check: (located) => checkZone(located, ['zone']),
};

export const policyKind: DefinitionKind<PolicyDefinition> = {
  validate: ajv.compile<PolicyDefinition>(PolicySchema),
  check: () => [],
};

export const policyTestKind: DefinitionKind<PolicyTestDefinition> = {
  validate: ajv.compile<PolicyTestDefinition>(PolicyTestSchema),
  check: () => [],
};
