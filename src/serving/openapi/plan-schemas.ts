/** The shape of an explanation, for the documentation and for tests of it. */
import Type from 'typebox';
import { STATEMENT_NAMES } from '../../engine/explain.ts';

const strict = { additionalProperties: false } as const;
const Texts = Type.Array(Type.String());

export const PlanNodeSchema = Type.Cyclic(
  {
    PlanNode: Type.Object(
      {
        node: Type.String({ description: 'What it is: `Leg`, `JoinToOne`.' }),
        detail: Type.String({ description: 'What it does.' }),
        inputs: Type.Array(Type.Ref('PlanNode'), { description: 'What it reads, in order.' }),
      },
      strict,
    ),
  },
  'PlanNode',
);

const PlanDimensionSchema = Type.Object(
  {
    leg: Type.String(),
    dimension: Type.String({ description: 'As the query writes it, without a grain.' }),
    path: Type.Array(Type.String(), { description: "Joins from the leg's root to the dimension's model." }),
    models: Type.Array(Type.String(), { description: 'Models that the path leads through, the root first.' }),
    reason: Type.Enum(['settlement', 'own_join', 'root', 'only_path'], {
      description: 'Why the path to the role or model with which the name begins is the one.',
    }),
    spelled: Type.Array(Type.String(), { description: "Joins at the path's end that the query spells." }),
    instead: Type.Array(Texts, { description: 'Paths to the same role that were passed over; at most six.' }),
    because: Type.String({ description: 'The reason in words.' }),
  },
  strict,
);

export const PlanSchema = Type.Object(
  {
    plan: Type.String({ description: 'The plan of the rows as an indented tree.' }),
    plan_tree: PlanNodeSchema,
    plan_mermaid: Type.String({ description: 'The same as a Mermaid flowchart.' }),
    statements: Type.Array(
      Type.Object({
        name: Type.Enum(STATEMENT_NAMES, {
          description: '`without_rate` counts the rows of money that have no rate to the currency asked for.',
        }),
        sql: Type.String(),
        parameters: Type.Array(Type.String(), { description: 'What fills `$1 …`.' }),
      }),
    ),
    rules: Type.Array(
      Type.Object(
        { name: Type.String(), description: Type.String({ description: 'What it did, in a sentence.' }) },
        strict,
      ),
      { description: 'Rules that changed the plan, in order.' },
    ),
    paths: Type.Array(Type.Object({ leg: Type.String(), model: Type.String(), path: Texts }), {
      description: 'For each leg, the joined models and the path of joins to them.',
    }),
    dimensions: Type.Array(PlanDimensionSchema, {
      description: 'For each leg and each dimension that the query groups or filters by, the path and why.',
    }),
    additions: Type.Object(
      {
        dimensions: Type.Array(Type.String(), { description: 'For `by`; times need a grain.' }),
        metrics: Texts,
      },
      { ...strict, description: 'All that the query could ask for beside what it asks for already, sorted.' },
    ),
  },
  { ...strict, description: 'How a query would be answered.' },
);
