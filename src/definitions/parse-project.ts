/**
 * All files of a project → everything that is readable, and all faults of single files and of their names.
 * Pure: takes texts by path. Whether names, joins and formulas fit each other is the catalog's to say.
 */
import { compareDiagnostics, type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { classifyFile, findBaseName } from './classify-file.ts';
import {
  type DefinitionKind,
  metricKind,
  metricTestKind,
  modelKind,
  policyKind,
  policyTestKind,
  projectKind,
} from './definition-kinds.ts';
import type { Located, ProjectDefinitions } from './definition-types.ts';
import type { MetricDefinition } from './metric-schema.ts';
import type { MetricTestDefinition } from './metric-test-schema.ts';
import type { ModelReleaseFile } from './model-release-schema.ts';
import type { ModelDefinition } from './model-schema.ts';
import { parseDefinition } from './parse-definition.ts';
import { parseModelRelease, parseRelease } from './parse-release.ts';
import type { PolicyDefinition } from './policy-schema.ts';
import type { PolicyTestDefinition } from './policy-test-schema.ts';
import type { ProjectDefinition } from './project-schema.ts';
import type { ReleaseFile } from './release-schema.ts';

export interface ParsedProject {
  readonly definitions: ProjectDefinitions;
  /** By file and place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the files of a project; keys are paths inside its folder with `/`. */
export function parseProject(files: ReadonlyMap<string, string>): ParsedProject {
  const named = {
    models: new Map(),
    metrics: new Map(),
    metricTests: new Map(),
    policies: new Map(),
    policyTests: new Map(),
    releases: new Map(),
    modelReleases: new Map(),
  };
  const reading: Reading = { diagnostics: [], project: null, ...named };
  for (const [file, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) readFile(file, text, reading);
  if (!files.has('project.yaml')) reading.diagnostics.push(diagnoseNoProject(files));
  return {
    definitions: {
      project: reading.project,
      models: [...reading.models.values()],
      metrics: [...reading.metrics.values()],
      metricTests: [...reading.metricTests.values()],
      policies: [...reading.policies.values()],
      policyTests: [...reading.policyTests.values()],
      releases: [...reading.releases.values()],
      modelReleases: [...reading.modelReleases.values()],
    },
    diagnostics: reading.diagnostics.sort(compareDiagnostics),
  };
}

interface Reading {
  readonly diagnostics: Diagnostic[];
  project: Located<ProjectDefinition> | null;
  readonly models: Map<string, Located<ModelDefinition>>;
  readonly metrics: Map<string, Located<MetricDefinition>>;
  readonly metricTests: Map<string, Located<MetricTestDefinition>>;
  readonly policies: Map<string, Located<PolicyDefinition>>;
  readonly policyTests: Map<string, Located<PolicyTestDefinition>>;
  readonly releases: Map<string, Located<ReleaseFile>>;
  readonly modelReleases: Map<string, Located<ModelReleaseFile>>;
}

function readFile(file: string, text: string, reading: Reading): void {
  const fileClass = classifyFile(file);
  switch (fileClass.kind) {
    case 'project':
      reading.project = readDefinition(projectKind, file, { text, reading });
      return;
    case 'model':
      addDefinition(modelKind, file, { text, reading, key: 'model', known: reading.models });
      return;
    case 'metric':
      addDefinition(metricKind, file, { text, reading, key: 'metric', known: reading.metrics });
      return;
    case 'metric_test':
      addDefinition(metricTestKind, file, { text, reading, key: 'metric', known: reading.metricTests });
      return;
    case 'policy':
      addDefinition(policyKind, file, { text, reading, key: 'policy', known: reading.policies });
      return;
    case 'policy_test':
      addDefinition(policyTestKind, file, { text, reading, key: 'policy', known: reading.policyTests });
      return;
    case 'release':
      addRelease(parseRelease(file, text), { key: 'metric', known: reading.releases, reading });
      return;
    case 'model_release':
      addRelease(parseModelRelease(file, text), { key: 'model', known: reading.modelReleases, reading });
      return;
    case 'unexpected': {
      const place = { position: startOf(file), hint: fileClass.hint };
      reading.diagnostics.push(diagnose('DEF_UNEXPECTED_FILE', { reason: fileClass.reason }, place));
      return;
    }
    case 'other':
      return;
  }
}

function readDefinition<Definition>(
  kind: DefinitionKind<Definition>,
  file: string,
  { text, reading }: { readonly text: string; readonly reading: Reading },
): Located<Definition> | null {
  const { definition, diagnostics } = parseDefinition(kind, file, text);
  for (const diagnostic of diagnostics) reading.diagnostics.push(diagnostic);
  return definition;
}

/** The keys that give definitions their names, and tests those of what they are of. */
type NameKey = 'model' | 'metric' | 'policy';

interface Adding<Key extends NameKey, Definition> {
  readonly text: string;
  readonly reading: Reading;
  readonly key: Key;
  readonly known: Map<string, Located<Definition>>;
}

/** Reads a file whose definition has a name. */
function addDefinition<Key extends NameKey, Definition extends Readonly<Record<Key, string>>>(
  kind: DefinitionKind<Definition>,
  file: string,
  { text, reading, key, known }: Adding<Key, Definition>,
): void {
  const definition = readDefinition(kind, file, { text, reading });
  if (definition !== null) addNamed(definition, { kind: key, name: definition.value[key], known, reading });
}

/** Keeps what a file of releases holds. */
function addRelease<Key extends NameKey, File extends Readonly<Record<Key, string>>>(
  { definition, diagnostics }: ReturnType<typeof parseDefinition<File>>,
  { key, known, reading }: Omit<Adding<Key, File>, 'text'>,
): void {
  reading.diagnostics.push(...diagnostics);
  if (definition) addNamed(definition, { kind: key, name: definition.value[key], known, reading });
}

interface Naming<Definition> {
  /** The key that gives the name. */
  readonly kind: NameKey;
  readonly name: string;
  readonly known: Map<string, Located<Definition>>;
  readonly reading: Reading;
}

const KIND_WORDS = { model: 'Model', metric: 'Metric', policy: 'Policy' } as const;

/** Keeps the definition under its name; of two with one name, the one whose path comes first. */
function addNamed<Definition>(definition: Located<Definition>, naming: Naming<Definition>): void {
  const { kind, name, known, reading } = naming;
  const place = definition.place([kind]);
  const file = findBaseName(definition.file);
  if (file !== name) {
    const ending = definition.file.slice(definition.file.lastIndexOf('/') + 1 + file.length);
    const hint = `Name the file "${name}${ending}", or the ${kind} "${file}".`;
    const params = { file: `${file}${ending}`, name };
    reading.diagnostics.push(diagnose('DEF_NAME_MISMATCH', params, { ...place, hint }));
  }
  const other = known.get(name);
  if (other === undefined) {
    known.set(name, definition);
    return;
  }
  const params = { kind: KIND_WORDS[kind], name, other: other.file };
  reading.diagnostics.push(diagnose('DEF_DUPLICATE_NAME', params, place));
}

function diagnoseNoProject(files: ReadonlyMap<string, string>): Diagnostic {
  const nested = [...files.keys()].find((file) => file.endsWith('/project.yaml'));
  const hint = nested === undefined ? undefined : `There is one at ${nested}: is this the right folder?`;
  return diagnose('DEF_NO_PROJECT', {}, { position: startOf('project.yaml'), hint });
}

function startOf(file: string): Diagnostic['position'] {
  return { file, line: 1, column: 1, length: 1 };
}
