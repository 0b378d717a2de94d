/**
 * JSON Schemas of the kinds of files, for completion and checks in editors. Draft 7: the newest that
 * YAML language servers take without exceptions, and all that the schemas use.
 */
import type { TSchema } from 'typebox';
import { MetricSchema } from './metric-schema.ts';
import { MetricTestSchema } from './metric-test-schema.ts';
import { ModelSchema } from './model-schema.ts';
import { PolicySchema } from './policy-schema.ts';
import { PolicyTestSchema } from './policy-test-schema.ts';
import { ProjectSchema } from './project-schema.ts';

/** A JSON Schema as plain JSON. */
export interface JsonSchema {
  readonly $schema: string;
  readonly $id: string;
  readonly [keyword: string]: unknown;
}

/** The schemas by kind of file; committed as `schema/<kind>.json`. */
export function definitionJsonSchemas(): Readonly<
  Record<'project' | 'model' | 'metric' | 'metric-test' | 'policy' | 'policy-test', JsonSchema>
> {
  return {
    project: toJsonSchema('project', ProjectSchema),
    model: toJsonSchema('model', ModelSchema),
    metric: toJsonSchema('metric', MetricSchema),
    'metric-test': toJsonSchema('metric-test', MetricTestSchema),
    policy: toJsonSchema('policy', PolicySchema),
    'policy-test': toJsonSchema('policy-test', PolicyTestSchema),
  };
}

function toJsonSchema(kind: string, schema: TSchema): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `urn:vitrine:schema:${kind}`,
    ...schema,
  };
}
