/** The definitions against the real tables, model by model. It counts through `inspect` and changes nothing. */
import { suggest } from '../base/did-you-mean.ts';
import { hashOf } from '../base/hash.ts';
import type { Catalog, Model } from '../catalog/catalog.ts';
import { hashKeys } from '../catalog/hash-keys.ts';
import type { Located, ProjectDefinitions } from '../definitions/definition-types.ts';
import type { ModelDefinition } from '../definitions/model-schema.ts';
import { compareDiagnostics, type Diagnostic } from '../errors/diagnostic.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { type Inspect, readPhysicalTables, readTableNames } from '../warehouse/read-physical-tables.ts';
import { Findings } from './findings.ts';
import type { ModelContext, ProofContext } from './proof-context.ts';
import { proveCalendars } from './prove-calendars.ts';
import { proveColumns } from './prove-columns.ts';
import { proveJoins } from './prove-joins.ts';
import { type KeyProof, proveKeys } from './prove-keys.ts';
import { proveTenants } from './prove-tenants.ts';
import { proveValidity } from './prove-validity.ts';
import { warnNullComparisons } from './warn-null-comparisons.ts';

export interface WarehouseProof {
  /** By file and place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly models: readonly ModelProof[];
}

export interface ModelProof {
  readonly model: string;
  /** `schema.table` */
  readonly source: string;
  /** `null` where the source is not there. */
  readonly rows: number | null;
  readonly keys: readonly KeyProof[];
  /** Whether every key holds, within one tenant, and no row can be seen by two. */
  readonly proven: boolean;
  /** See {@link hashKeys}. */
  readonly definition: string;
  /** Hash of the table as it was: its columns, their types, what keeps them unique. */
  readonly physical: string;
}

export interface ProofRequest {
  readonly definitions: ProjectDefinitions;
  /** Built from `definitions`. */
  readonly catalog: Catalog;
  readonly inspect: Inspect;
  readonly report: (work: string, done: number, total: number) => void;
}

export async function proveWarehouse(request: ProofRequest): Promise<WarehouseProof> {
  const { definitions, catalog, inspect, report } = request;
  const sources = new Map([...catalog.models.values()].map(({ source }) => [sourceKey(source), source]));
  const tables = await readPhysicalTables(inspect, [...sources.values()]);
  const context: ProofContext = { catalog, tables, inspect, findings: new Findings() };
  const models: ModelProof[] = [];
  for (const [index, file] of definitions.models.entries()) {
    const model = catalog.models.get(file.value.model);
    if (!model) continue;
    report(`Proving ${model.name}`, index, definitions.models.length);
    models.push(await proveModel(model, file, context));
  }
  await proveCalendars(definitions.project, context);
  report('Reading formulas', definitions.models.length, definitions.models.length);
  await warnNullComparisons(definitions, context);
  return { diagnostics: context.findings.diagnostics.toSorted(compareDiagnostics), models };
}

async function proveModel(
  model: Model,
  file: Located<ModelDefinition>,
  context: ProofContext,
): Promise<ModelProof> {
  const source = sourceKey(model.source);
  const table = context.tables.get(source);
  const told = { model: model.name, source, definition: hashKeys(model) };
  if (!table) {
    await tellMissing(model, file, context);
    return { ...told, rows: null, keys: [], proven: false, physical: hashOf(null) };
  }
  const own: ModelContext = { ...context, model, file, table };
  const rows = await proveColumns(own);
  const keys = await proveKeys(own);
  const isScoped = await proveTenants(own);
  await proveValidity(own);
  await proveJoins(own);
  const proven = isScoped && keys.every(({ by }) => by !== 'no');
  const columns = [...table.columns.values()].map(({ name, type, nullable }) => ({ name, type, nullable }));
  return { ...told, rows, keys, proven, physical: hashOf({ columns, keys: table.keys }) };
}

async function tellMissing(
  { source }: Model,
  file: Located<ModelDefinition>,
  { inspect, findings }: ProofContext,
): Promise<void> {
  const known = (await readTableNames(inspect)).map(sourceKey);
  const name = sourceKey(source);
  const elsewhere = known.find((other) => other.endsWith(`.${source.table}`));
  const hint = elsewhere === undefined ? suggest(name, known) : `There is ${elsewhere}.`;
  const place = { ...file.place(['source']), hint };
  findings.add('error', 'PROOF_NO_SOURCE', { params: { source: name }, place });
}
