/** Who asks. */
import type { Brand } from '../base/brand.ts';
import { type Capability, includesCapability } from '../base/capability.ts';
import type { Embedding } from './embedding.ts';

/** The value of the tenant column, as text. */
export type TenantId = Brand<string, 'TenantId'>;

/** Whether `text` can name a tenant: anything but the empty text. */
export function isTenantId(text: string): text is TenantId {
  return text !== '';
}

export const PRINCIPAL_KINDS = ['service_key', 'user', 'embed', 'public', 'operator'] as const;

export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

export interface Principal {
  /**
   * The bearer of a service key, of a user's token, or of a token for embedding; whoever has none of these; or whoever
   * works at the command line of this machine.
   */
  readonly kind: PrincipalKind;
  /** Of the key; issuer and subject of the token; of a token for embedding, the key that made it, and `:embed`. */
  readonly id: string;
  /** What stays when a key is made in its place: the id with the first key of its line. Its own id unless given. */
  readonly line?: string;
  /** The tenants it is bound to; never empty. */
  readonly tenants: readonly TenantId[];
  readonly capability: Capability;
  /** Groups of people that it speaks for: `finance`; often none. */
  readonly groups: readonly string[];
  /** What policies ask of it beside: `region` → the regions that it is for. None unless given. */
  readonly claims?: Claims;
  /** What it is narrowed to; of tokens for embedding alone. */
  readonly embedding?: Embedding;
}

/** Lists of values by name. */
export type Claims = Readonly<Record<string, readonly string[]>>;

/** What a token for embedding is made for. */
export interface EmbedGrant {
  readonly tenant: TenantId;
  readonly embedding: Embedding;
}

/** The bearer of a token that `maker` makes: never more than the maker itself, and a viewer. */
export function embedPrincipal(
  { id, line = id, groups, claims = {} }: Principal,
  { tenant, embedding }: EmbedGrant,
): Principal {
  return {
    kind: 'embed',
    id: `${id}:embed`,
    line: `${line}:embed`,
    tenants: [tenant],
    capability: 'viewer',
    groups,
    claims,
    embedding,
  };
}

/** Whoever brings no credential, and asks for what a project publishes of `tenant`. */
export function publicPrincipal(tenant: TenantId): Principal {
  return { kind: 'public', id: 'public', tenants: [tenant], capability: 'viewer', groups: [] };
}

/** Whether `principal` has `needed` or a capability that includes it. */
export function hasCapability(principal: Principal, needed: Capability): boolean {
  return includesCapability(principal.capability, needed);
}
