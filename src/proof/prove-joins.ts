/** Joins on the real rows: their columns exist and compare, and rows without a partner are told. */
import { sayCount } from '../base/say-count.ts';
import type { Join, Model } from '../catalog/catalog.ts';
import type { InspectedPair } from '../sql/inspection.ts';
import { sourceKey } from '../tenancy/scope.ts';
import type { PhysicalTable } from '../warehouse/physical-table.ts';
import { readCount } from '../warehouse/read-physical-tables.ts';
import { compareTypes } from './compare-types.ts';
import { hasColumns, type ModelContext, requireColumn } from './proof-context.ts';
import { proveVersions } from './prove-validity.ts';

export async function proveJoins(context: ModelContext): Promise<void> {
  for (const join of context.model.joins.values()) {
    const target = context.catalog.models.get(join.target);
    const table = target && context.tables.get(sourceKey(target.source));
    // What is not there is told at its own model.
    if (!target || !table || !columnsCompare(join, table, context)) continue;
    if (join.at) await proveVersions(join, { target, table }, context);
    if (!isScope(join, target, context)) await tellOrphans(join, { target, table }, context);
  }
}

function columnsCompare({ name, on }: Join, target: PhysicalTable, context: ModelContext): boolean {
  const { table, findings, file } = context;
  let compare = true;
  for (const pair of on) {
    const place = file.place(['joins', name, 'on', pair.column]);
    const own = requireColumn(table, pair.column, { findings, place });
    const theirs = requireColumn(target, pair.target, { findings, place });
    const comparison = own && theirs && compareTypes(own, theirs);
    if (comparison === null || comparison.kind === 'impossible') compare = false;
    if (!own || !theirs || comparison === null || comparison.kind === 'fits') continue;
    const params = {
      join: name,
      column: pair.column,
      physical: own.type,
      target: `${sourceKey(target.source)}.${pair.target}`,
      other: theirs.type,
      reason: comparison.reason,
    };
    const severity = comparison.kind === 'impossible' ? 'error' : 'warning';
    const hint = 'Give both the same type, in the table or in a view.';
    findings.add(severity, 'PROOF_JOIN_TYPES', { params, place: { ...place, hint } });
  }
  return compare;
}

/** Rows that lack the parent they are scoped through are told as rows that nobody sees. */
function isScope({ on }: Join, target: Model, { model: { scope } }: ModelContext): boolean {
  return (
    scope.kind === 'through' &&
    sourceKey(scope.parent) === sourceKey(target.source) &&
    on.every(({ column }, index) => scope.columns[index] === column)
  );
}

async function tellOrphans(
  join: Join,
  { target, table }: { readonly target: Model; readonly table: PhysicalTable },
  context: ModelContext,
): Promise<void> {
  const { model, findings, file, inspect } = context;
  const on = pairColumns(join, model, target);
  const { source } = context.table;
  const present =
    hasColumns(
      context.table,
      on.map(({ column }) => column),
    ) &&
    hasColumns(
      table,
      on.map((pair) => pair.target),
    );
  if (!present || isKeptWhole(on, table, context)) return;
  const orphans = readCount(await inspect({ kind: 'orphans', source, target: table.source, on }));
  if (orphans === 0) return;
  const params = { rows: sayCount(orphans, 'row'), model: model.name, target: target.name, join: join.name };
  findings.add('information', 'PROOF_ORPHANS', { params, place: file.place(['joins', join.name]) });
}

/** As queries join: tenant columns are equated where both tables have them. */
function pairColumns({ on }: Join, model: Model, target: Model): readonly InspectedPair[] {
  const [own, theirs] = [model.tenantColumn, target.tenantColumn];
  const pairs = on.map(({ column, target: other }) => ({
    column,
    target: other,
    byText: column === own && other === theirs,
  }));
  if (own === null || theirs === null || pairs.some(({ byText }) => byText)) return pairs;
  return [...pairs, { column: own, target: theirs, byText: true }];
}

/** A foreign key over exactly these pairs says that there are no orphans. */
function isKeptWhole(on: readonly InspectedPair[], target: PhysicalTable, { table }: ModelContext): boolean {
  return table.foreignKeys.some(
    ({ columns, target: source, targetColumns }) =>
      sourceKey(source) === sourceKey(target.source) &&
      columns.length === on.length &&
      on.every((pair) =>
        columns.some((column, index) => column === pair.column && targetColumns[index] === pair.target),
      ),
  );
}
