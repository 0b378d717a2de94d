/** What a project's files say, as typed data that still knows its place in the text. */
import type { DiagnosticPlace } from '../errors/diagnostic.ts';
import type { MetricDefinition } from './metric-schema.ts';
import type { MetricTestDefinition } from './metric-test-schema.ts';
import type { ModelReleaseFile } from './model-release-schema.ts';
import type { ModelDefinition } from './model-schema.ts';
import type { PolicyDefinition } from './policy-schema.ts';
import type { PolicyTestDefinition } from './policy-test-schema.ts';
import type { ProjectDefinition } from './project-schema.ts';
import type { ReleaseFile } from './release-schema.ts';

/** Keys and indexes from the file's root: `['dimensions', 'status', 'formula']`. */
export type DataPath = readonly (string | number)[];

/** The data of one file, and where each piece of it stands. */
export interface Located<Definition> {
  /** Path inside the project folder, with `/`. */
  readonly file: string;
  readonly value: Definition;
  /** The value at `path`, or the nearest parent that exists. */
  place(path: DataPath): DiagnosticPlace;
  /** The number at `path` in the digits in which it is written; `undefined` where something else stands. */
  digits(path: DataPath): string | undefined;
  /** `length` characters from `offset` inside the scalar at `path`: a span of a formula. */
  placeWithin(path: DataPath, offset: number, length: number): DiagnosticPlace;
}

/** Everything that was readable; what was not is in the diagnostics. */
export interface ProjectDefinitions {
  readonly project: Located<ProjectDefinition> | null;
  readonly models: readonly Located<ModelDefinition>[];
  readonly metrics: readonly Located<MetricDefinition>[];
  readonly metricTests: readonly Located<MetricTestDefinition>[];
  readonly policies: readonly Located<PolicyDefinition>[];
  readonly policyTests: readonly Located<PolicyTestDefinition>[];
  readonly releases: readonly Located<ReleaseFile>[];
  readonly modelReleases: readonly Located<ModelReleaseFile>[];
}
