/** What every step of a proof is given: one model, its file, its table, and a way to count. */
import { suggest } from '../base/did-you-mean.ts';
import type { Catalog, Model } from '../catalog/catalog.ts';
import type { Located } from '../definitions/definition-types.ts';
import type { ModelDefinition } from '../definitions/model-schema.ts';
import type { DiagnosticPlace } from '../errors/diagnostic.ts';
import { sourceKey } from '../tenancy/scope.ts';
import type { PhysicalColumn, PhysicalTable } from '../warehouse/physical-table.ts';
import type { Inspect } from '../warehouse/read-physical-tables.ts';
import type { Findings } from './findings.ts';

export interface ProofContext {
  readonly catalog: Catalog;
  /** By `schema.table`; only those that exist. */
  readonly tables: ReadonlyMap<string, PhysicalTable>;
  readonly inspect: Inspect;
  readonly findings: Findings;
}

export interface ModelContext extends ProofContext {
  readonly model: Model;
  readonly file: Located<ModelDefinition>;
  readonly table: PhysicalTable;
}

/** The column of a table, or `null` once its absence is told. */
export function requireColumn(
  table: PhysicalTable,
  column: string,
  { findings, place }: { readonly findings: Findings; readonly place: DiagnosticPlace },
): PhysicalColumn | null {
  const source = sourceKey(table.source);
  const found = table.columns.get(column);
  if (found === undefined) {
    const hint = suggest(column, table.columns.keys());
    findings.add('error', 'PROOF_NO_COLUMN', { params: { source, column }, place: { ...place, hint } });
    return null;
  }
  if (!found.readable) {
    const hint = `Grant it: grant select on ${source} to the user of VITRINE_WAREHOUSE.`;
    findings.add('error', 'PROOF_NOT_READABLE', { params: { source, column }, place: { ...place, hint } });
    return null;
  }
  return found;
}

/** All of `columns`, or `null` once what is missing is told. */
export function requireColumns(
  table: PhysicalTable,
  columns: readonly string[],
  told: { readonly findings: Findings; readonly place: DiagnosticPlace },
): readonly PhysicalColumn[] | null {
  const found = columns.map((column) => requireColumn(table, column, told));
  const present = found.filter((column) => column !== null);
  return present.length === columns.length ? present : null;
}

/** Whether all of `columns` are there to be read; silent, where the absence is told elsewhere. */
export function hasColumns(table: PhysicalTable, columns: readonly string[]): boolean {
  return columns.every((column) => table.columns.get(column)?.readable === true);
}

/** Whether an index keeps `columns` unique: one over some of them suffices. */
export function isKeptUnique({ keys }: PhysicalTable, columns: Iterable<string>): boolean {
  const named = new Set(columns);
  return keys.some((key) => key.columns.every((column) => named.has(column)));
}
