/** Deployments on the wire, as far as whoever asks may know of them. */
import Type, { type Static } from 'typebox';
import type { Catalog } from '../../../catalog/catalog.ts';
import { viewCatalog } from '../../../catalog/view-catalog.ts';
import type { DeployedMetric, Deployment, KeptDeployment } from '../../../store/deployment.ts';
import { hasCapability, type Principal } from '../../../tenancy/principal.ts';
import { nullable } from '../../openapi/wire-schemas.ts';

const strict = { additionalProperties: false } as const;

const DeployedChangeSchema = Type.Object(
  {
    metric: Type.String(),
    change: Type.Enum(['added', 'removed', 'changed'] as const),
    from: nullable(Type.Integer(), 'Its version before; `null` where it was added.'),
    to: nullable(
      Type.Integer(),
      'Its version since; `null` where it was removed. The same as before, where it changed without being released.',
    ),
  },
  strict,
);

const DeploymentSchema = Type.Object(
  {
    catalog: Type.String({ description: 'Hash of the catalog, as receipts and the audit have it.' }),
    since: Type.String({ description: 'When a server began to serve it, in UTC.' }),
    until: nullable(Type.String(), 'When another took its place; `null` for the one in force.'),
    vitrine: Type.String({ description: 'The release of Vitrine that served it.' }),
    semantics: Type.Integer({ description: 'The semantics by which it planned.' }),
    changes: nullable(
      Type.Array(DeployedChangeSchema),
      'The metrics that differ from the deployment before, of those that you may see; `null` for the first one.',
    ),
  },
  strict,
);

export const DeploymentsSchema = Type.Object(
  {
    items: Type.Array(DeploymentSchema, { description: 'The newest first.' }),
    next: nullable(Type.String(), 'Cursor of the next page; `null` on the last.'),
  },
  strict,
);

type Changes = Static<typeof DeployedChangeSchema>[];

/** Whether names may be told: of a metric that is not there any more no rule says whose it is, so it is an admin's. */
export type MayKnow = (name: string) => boolean;

export function knownMetrics(principal: Principal, catalog: Catalog): MayKnow {
  const { metrics, veil } = viewCatalog(catalog, principal);
  const isAdmin = hasCapability(principal, 'admin');
  return (name) => {
    const metric = metrics.get(name);
    return metric ? !metric.isPrivate && !veil.metrics.has(name) : isAdmin;
  };
}

export function writeDeployment(
  { at, catalog, vitrine, semantics, metrics, until, before }: KeptDeployment,
  mayKnow: MayKnow,
): Static<typeof DeploymentSchema> {
  const changes = before && listDeployedChanges(before, metrics).filter(({ metric }) => mayKnow(metric));
  return { catalog, since: at, until, vitrine, semantics, changes };
}

/** By name. */
export function listDeployedChanges(before: Deployment['metrics'], since: Deployment['metrics']): Changes {
  const names = [...new Set([...Object.keys(before), ...Object.keys(since)])].sort();
  return names.flatMap((metric) => {
    const [old, now] = [before, since].map((metrics) => findMetric(metrics, metric));
    if (old?.hash === now?.hash && old?.version === now?.version) return [];
    const change = !old ? 'added' : !now ? 'removed' : 'changed';
    return [{ metric, change, from: old?.version ?? null, to: now?.version ?? null } as const];
  });
}

function findMetric(metrics: Deployment['metrics'], name: string): DeployedMetric | undefined {
  return Object.hasOwn(metrics, name) ? metrics[name] : undefined;
}
