/** How sensitive members are shown to a principal, for the statements of queries that name some. */
import type { Catalog } from '../catalog/catalog.ts';
import { findDimension } from '../catalog/find-dimension.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import { namedDimensions } from '../query/named-dimensions.ts';
import type { Principal } from '../tenancy/principal.ts';
import { Recipient } from '../tenancy/recipient.ts';
import type { Scope } from '../tenancy/scope.ts';
import { type PreparedQuery, statementsOf } from './prepare-query.ts';

interface Reading {
  readonly principal: Principal;
  /** What the principal may see. */
  readonly catalog: Pick<Catalog, 'shown'>;
  /** The server's, under which pseudonyms are made. */
  readonly secret: string;
}

/** The scope with what `query` is shown in the place of sensitive values, which `prepared` reads. */
export function withDisguises(
  scope: Scope,
  { query, prepared }: { readonly query: MetricQuery; readonly prepared: PreparedQuery },
  { catalog, ...reading }: Reading & { readonly catalog: Catalog },
): Scope {
  if (catalog.shown.members.size === 0) return scope;
  const slots = statementsOf(prepared).flatMap(({ statement }) => statement.slots);
  return disguised(
    scope,
    {
      shown: namedDimensions(query).some((name) => findDimension(name, catalog)?.disguise),
      recipient: slots.some(({ kind }) => kind === 'pseudonym'),
    },
    { catalog, ...reading },
  );
}

/** The same for a reader of what was made in a scope like that. */
export function disguised(
  scope: Scope,
  has: { readonly shown: boolean; readonly recipient: boolean },
  { principal, catalog, secret }: Reading,
): Scope {
  return Object.freeze({
    ...scope,
    ...(has.shown ? { shown: catalog.shown.key } : {}),
    ...(has.recipient ? { recipient: new Recipient(principal, secret) } : {}),
  });
}
