/** Formulas follow SQL's three-valued logic: `<>` on a column that can be null is warned about. */
import { sayCount } from '../base/say-count.ts';
import type { Join, Model } from '../catalog/catalog.ts';
import { findDimensionPath } from '../catalog/find-dimension.ts';
import type { DataPath, Located, ProjectDefinitions } from '../definitions/definition-types.ts';
import { sourceKey } from '../tenancy/scope.ts';
import type { PhysicalTable } from '../warehouse/physical-table.ts';
import { readCount } from '../warehouse/read-physical-tables.ts';
import { findNullComparisons, type NullComparison } from './find-null-comparisons.ts';
import type { ProofContext } from './proof-context.ts';

/** A formula with its place. */
interface PlacedFormula {
  readonly file: Located<unknown>;
  readonly path: DataPath;
  readonly text: string;
  /** Where bare names belong; `null` in metrics. */
  readonly model: Model | null;
  /** The models that a metric aggregates, from which each finds its own way to a role. */
  readonly roots: readonly string[];
}

export async function warnNullComparisons(
  definitions: ProjectDefinitions,
  context: ProofContext,
): Promise<void> {
  for (const formula of listFormulas(definitions, context)) {
    for (const comparison of findNullComparisons(formula.text)) {
      const ways = findWays(comparison, formula, context);
      const [column] = ways.flatMap((way) => findColumn(way, context) ?? []);
      if (column) await warn(comparison, { formula, column, context });
    }
  }
}

function listFormulas(
  { models, metrics }: ProjectDefinitions,
  { catalog }: ProofContext,
): readonly PlacedFormula[] {
  const members = models.flatMap((file): PlacedFormula[] => {
    const model = catalog.models.get(file.value.model);
    if (!model) return [];
    return (['dimensions', 'facts'] as const).flatMap((group) =>
      Object.entries(file.value[group] ?? {}).flatMap(([name, { formula }]) =>
        formula === undefined
          ? []
          : [{ file, path: [group, name, 'formula'], text: formula, model, roots: [] }],
      ),
    );
  });
  const formulas = metrics.flatMap((file): PlacedFormula[] =>
    (['formula', 'filter'] as const).flatMap((key) => {
      const text = file.value[key];
      const roots = catalog.metrics.get(file.value.metric)?.models ?? [];
      return text === undefined ? [] : [{ file, path: [key], text, model: null, roots }];
    }),
  );
  return [...members, ...formulas];
}

interface NullableColumn {
  readonly table: PhysicalTable;
  readonly column: string;
}

/** From a model's rows along joins to a member. */
interface Way {
  readonly from: Model;
  readonly path: readonly string[];
}

/** A name is a member or path of the formula's model; in metrics it begins with a model, or with a role. */
function findWays(
  { segments }: NullComparison,
  { model, roots }: PlacedFormula,
  { catalog }: ProofContext,
): readonly Way[] {
  if (model) return [{ from: model, path: segments }];
  const [first = '', ...rest] = segments;
  const named = catalog.models.get(first);
  if (named) return [{ from: named, path: rest }];
  if (!catalog.project.roles.has(first)) return [];
  return roots.flatMap((root) => {
    const from = catalog.models.get(root);
    const start = { kind: 'role', name: first } as const;
    const found = findDimensionPath({ start, joins: rest.slice(0, -1) }, root, catalog);
    return from && found.kind === 'path' ? [{ from, path: [...found.path, ...rest] }] : [];
  });
}

/** The first column on the way to the member that can be null: a key of a join, or the member's own. */
function findColumn({ from, path }: Way, { catalog, tables }: ProofContext): NullableColumn | null {
  let model: Model | undefined = from;
  for (const name of path.slice(0, -1)) {
    const join: Join | undefined = model?.joins.get(name);
    const table = model && tables.get(sourceKey(model.source));
    const nullable = join?.on.find(({ column }) => table?.columns.get(column)?.nullable);
    if (table && nullable) return { table, column: nullable.column };
    model = catalog.models.get(join?.target ?? '');
  }
  const value = model?.members.get(path.at(-1) ?? '')?.value;
  const table = model && tables.get(sourceKey(model.source));
  if (!table || value?.kind !== 'column') return null;
  const column = table.columns.get(value.column);
  return column?.nullable && column.readable ? { table, column: column.name } : null;
}

async function warn(
  { segments, operator, span }: NullComparison,
  {
    formula,
    column: { table, column },
    context,
  }: {
    readonly formula: PlacedFormula;
    readonly column: NullableColumn;
    readonly context: ProofContext;
  },
): Promise<void> {
  const { source, kind } = table;
  const counts = await context.inspect({ kind: 'column_counts', source, tests: [{ column, test: 'null' }] });
  const nulls = readCount(counts, 1);
  // A view cannot say what is never null.
  if (nulls === 0 && kind === 'view') return;
  const name = segments.join('.');
  const params = { member: name, operator, rows: sayCount(nulls, 'row') };
  const place = formula.file.placeWithin(formula.path, span.start, span.end - span.start);
  const hint = `If rows without it are meant as well, write (… or ${name} is null).`;
  context.findings.add('warning', 'PROOF_NULL_COMPARED', { params, place: { ...place, hint } });
}
