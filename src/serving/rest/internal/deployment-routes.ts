/** Deployments of all projects, for the operator of this machine, as the command line asks a serving process for them. */
import Type, { type Static } from 'typebox';
import type { DeploymentPage } from '../../../store/deployment.ts';
import { NoParameters } from '../../routes/no-input.ts';
import { processRoute, type Route } from '../../routes/route.ts';

const strict = { additionalProperties: false } as const;
const nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Id = Type.Integer({ minimum: 1 });

const DeploymentQuestionSchema = Type.Object(
  {
    at: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z$' })),
    page: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 1_000 }), after: Type.Optional(Id) },
      strict,
    ),
  },
  strict,
);

const MetricsSchema = Type.Record(
  Type.String(),
  Type.Object({ version: Type.Integer(), hash: Type.String(), isPrivate: Type.Boolean() }),
);

/** A page of deployments as the store has it. */
export const StoredDeploymentsSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Id,
      project: Type.String(),
      at: Type.String(),
      catalog: Type.String(),
      vitrine: Type.String(),
      semantics: Type.Integer(),
      metrics: MetricsSchema,
      until: nullable(Type.String()),
      before: nullable(MetricsSchema),
    }),
  ),
  next: nullable(Id),
});

const readDeploymentsRoute = processRoute({
  method: 'POST',
  path: '/internal/deployments',
  schemas: { params: NoParameters, query: NoParameters, body: DeploymentQuestionSchema },
  documentation: null,
  handle: async ({ body: { at, page } }, { deployments }) => ({
    text: JSON.stringify(fitsPage(await deployments.readDeployments({ project: null, at }, page))),
  }),
});

/** Holds the schema to the type: what fits one fits the other. */
function fitsPage({ items, next }: DeploymentPage): Static<typeof StoredDeploymentsSchema> {
  return {
    items: items.map((deployment) => ({
      ...deployment,
      metrics: { ...deployment.metrics },
      before: deployment.before && { ...deployment.before },
    })),
    next,
  };
}

export const deploymentRoutes: readonly Route[] = [readDeploymentsRoute];
