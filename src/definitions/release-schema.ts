/** `releases/*.json`: versions of metrics that were released, each with all that it takes to run it again. */
import Type, { type Static } from 'typebox';
import { DAY_PATTERN, nameSchema, strict, VERSION_KEY_PATTERN } from './common-schema.ts';
import { MetricSchema } from './metric-schema.ts';
import { ModelSchema } from './model-schema.ts';
import { ProjectSchema } from './project-schema.ts';

/** 64 hexadecimal digits. */
export const HASH_PATTERN = '^[0-9a-f]{64}$';
const MOMENT = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$';

const parts = {
  project: ProjectSchema,
  models: Type.Array(ModelSchema),
  metrics: Type.Array(MetricSchema, { minItems: 1 }),
};

/** A project of its own, as small as a metric's number allows. */
const FrozenSchema = Type.Object(
  {
    ...parts,
    /** Versions that its formulas name where another one is current in it, and those that such rest on, each once. */
    versions: Type.Optional(
      Type.Record(Type.String({ pattern: VERSION_KEY_PATTERN }), Type.Object(parts, strict), {
        ...strict,
        minProperties: 1,
      }),
    ),
  },
  strict,
);

/** Characters of a text in a release. */
export const LONGEST_LINE = 2_000;

const line = () => Type.String({ minLength: 1, maxLength: LONGEST_LINE });

/** When, by whom and why. */
export const releaseReason = {
  /** UTC, to the second. */
  at: Type.String({ pattern: MOMENT }),
  by: line(),
  why: line(),
};

const day = () => Type.Union([Type.String({ pattern: DAY_PATTERN }), Type.Null()]);
const count = () => Type.Integer({ minimum: 0 });

/** What a release did to the numbers of all tenants, when both versions were asked side by side; whose they are is not kept. */
const MeasuredSchema = Type.Object(
  {
    /** Commit that it was compared with. */
    base: Type.String({ pattern: '^[0-9a-f]{40,64}$' }),
    grain: line(),
    /** First day, and the day behind the last; `null` for all days. */
    from: day(),
    to: day(),
    tenants: count(),
    tenants_moved: count(),
    /** As parts of the values before: -0.25; absent where there were none. */
    change_ratio: Type.Optional(Type.Object({ least: Type.Number(), greatest: Type.Number() }, strict)),
  },
  strict,
);

const ReleaseSchema = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    ...releaseReason,
    /** Content hash of the number, and the semantics by which it was made. */
    hash: Type.String({ pattern: HASH_PATTERN }),
    semantics: Type.Integer({ minimum: 1 }),
    /** What differs from the version before, a sentence each; of the first one, nothing. */
    changes: Type.Array(line()),
    /** Where somebody measured it. */
    measured: Type.Optional(MeasuredSchema),
    definition: FrozenSchema,
    /** A hash over this release and the seal of the one before. */
    seal: Type.String({ pattern: HASH_PATTERN }),
  },
  strict,
);

export const ReleaseFileSchema = Type.Object(
  {
    metric: nameSchema(),
    /** In the order of their versions, without gaps. */
    releases: Type.Array(ReleaseSchema, { minItems: 1 }),
    /** When the metric was taken out of the project; its name is not given again. */
    retired: Type.Optional(Type.Object(releaseReason, strict)),
  },
  strict,
);

export type FrozenDefinition = Static<typeof FrozenSchema>;
export type MeasuredEffect = Static<typeof MeasuredSchema>;
export type Release = Static<typeof ReleaseSchema>;
export type ReleaseFile = Static<typeof ReleaseFileSchema>;
