/** Inspections as the command line sends them to a serving process. */
import Type, { type Static } from 'typebox';
import type { Inspection } from '../../../sql/inspection.ts';

const strict = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 63 });
const Names = Type.Array(Name, { minItems: 1, maxItems: 100 });
const Source = Type.Object({ schema: Name, table: Name }, strict);

const ColumnTest = Type.Union([
  Type.Object(
    { column: Name, test: Type.Enum(['null', 'fraction', 'beyond_digits', 'no_flag'] as const) },
    strict,
  ),
  Type.Object(
    { column: Name, test: Type.Literal('unlisted'), values: Type.Array(Type.String(), { maxItems: 10_000 }) },
    strict,
  ),
]);

const Route = Type.Object(
  {
    hops: Type.Array(Type.Object({ columns: Names, parent: Source, parentColumns: Names }, strict), {
      maxItems: 100,
    }),
    column: Name,
  },
  strict,
);

const Validity = Type.Object({ from: Name, until: Name }, strict);

export const InspectionSchema = Type.Union([
  Type.Object({ kind: Type.Literal('table_names') }, strict),
  Type.Object(
    {
      kind: Type.Enum(['tables', 'columns', 'keys', 'foreign_keys'] as const),
      sources: Type.Array(Source, { maxItems: 10_000 }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('column_counts'),
      source: Source,
      tests: Type.Array(ColumnTest, { maxItems: 2_000 }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('repeated_keys'),
      source: Source,
      columns: Names,
      tenant: Type.Union([Route, Type.Null()]),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('broken_runs'),
      source: Source,
      date: Name,
      columns: Type.Array(Name, { maxItems: 100 }),
      tenant: Type.Union([Route, Type.Null()]),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('orphans'),
      source: Source,
      target: Source,
      on: Type.Array(Type.Object({ column: Name, target: Name, byText: Type.Boolean() }, strict), {
        minItems: 1,
        maxItems: 100,
      }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('overlaps'),
      source: Source,
      keys: Names,
      primaryKey: Names,
      validity: Validity,
      tenant: Type.Union([Route, Type.Null()]),
    },
    strict,
  ),
  Type.Object({ kind: Type.Literal('reversed'), source: Source, validity: Validity }, strict),
  Type.Object({ kind: Type.Literal('tenant_variants'), source: Source, column: Name }, strict),
]);

/** Holds the schema to the type: what fits one fits the other. */
export function toInspection(value: Static<typeof InspectionSchema>): Inspection {
  return value;
}
