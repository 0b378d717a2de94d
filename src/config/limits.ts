/** Limits from the environment: how much may be asked, at one time and a minute. What each is for, `docs/limits.md` says. */
import { isIP } from 'node:net';
import { SemanticError } from '../errors/semantic-error.ts';

/** `null` stands for a limit that is switched off. */
export interface Limits {
  /** Connections to a warehouse that is a server, so statements that run at one time. */
  readonly connections: number;
  /** Statements of one tenant that run at one time. */
  readonly tenantQueries: number;
  /** Queries of one tenant that wait for their turn. */
  readonly tenantQueue: number;
  /** Seconds that a query waits for its turn. */
  readonly tenantWait: number;
  /** What a query may cost, in the warehouse's own estimate. */
  readonly maxCost: number | null;
  /** Requests a minute of one principal. */
  readonly requestsPerPrincipal: number | null;
  /** Requests a minute of all principals of one tenant. */
  readonly requestsPerTenant: number | null;
  /** Credentials a minute, from one address, that have not been good lately. */
  readonly credentialsPerAddress: number | null;
  /** Addresses of proxies that are believed about whom they speak for. */
  readonly trustedProxies: readonly string[];
  /** Requests under way at one time. */
  readonly requestsUnderWay: number | null;
  /** Milliseconds that the event loop may lag behind. */
  readonly eventLoopLag: number | null;
}

/** The text of a variable; empty where it is not set. */
export type ReadVariable = (variable: string) => string;

const OFF = 'off';
/** In seconds. */
const LONGEST_WAIT = 3_600;
const LONGEST_LAG_MS = 600_000;
const MOST = 1_000_000_000;

/** @throws SemanticError SERVER_CONFIG */
export function readLimits(read: ReadVariable): Limits {
  const count = (variable: string, fallback: number, bounds: Partial<Bounds> = {}) =>
    readCount(read(variable), { variable, fallback, least: 1, most: MOST, ...bounds });
  const countOrOff = (variable: string, fallback: number | null, most = MOST) =>
    read(variable) === OFF ? null : read(variable) === '' ? fallback : count(variable, 0, { most });
  const connections = count('VITRINE_CONNECTIONS', 10, { most: 1_000 });
  return Object.freeze({
    connections,
    tenantQueries: count('VITRINE_TENANT_QUERIES', Math.max(1, Math.floor(connections / 5))),
    tenantQueue: count('VITRINE_TENANT_QUEUE', 200, { least: 0, most: 100_000 }),
    tenantWait: count('VITRINE_TENANT_WAIT', 10, { most: LONGEST_WAIT }),
    maxCost: countOrOff('VITRINE_MAX_COST', null),
    requestsPerPrincipal: countOrOff('VITRINE_PRINCIPAL_REQUESTS', 1_200),
    requestsPerTenant: countOrOff('VITRINE_TENANT_REQUESTS', 6_000),
    credentialsPerAddress: countOrOff('VITRINE_ADDRESS_CREDENTIALS', 600),
    trustedProxies: readProxies(read('VITRINE_TRUSTED_PROXIES')),
    requestsUnderWay: countOrOff('VITRINE_MAX_REQUESTS', 1_000),
    eventLoopLag: countOrOff('VITRINE_MAX_LAG', 2_000, LONGEST_LAG_MS),
  });
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function readCount(
  text: string,
  { variable, fallback, least, most }: Bounds & { readonly variable: string; readonly fallback: number },
): number {
  if (text === '') return fallback;
  const count = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  return count >= least && count <= most
    ? count
    : refuse(variable, `must be a whole number from ${least} to ${most}`);
}

/** `10.0.0.0/8, 192.0.2.7` */
function readProxies(text: string): readonly string[] {
  const proxies = text
    .split(',')
    .map((proxy) => proxy.trim())
    .filter((proxy) => proxy !== '');
  for (const proxy of proxies)
    if (!isNetwork(proxy))
      refuse('VITRINE_TRUSTED_PROXIES', 'must be addresses or networks, as 10.0.0.0/8,192.0.2.7');
  return proxies;
}

function isNetwork(text: string): boolean {
  const [, address = '', prefix] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && (prefix === undefined || Number(prefix) <= (version === 4 ? 32 : 128));
}

function refuse(variable: string, problem: string): never {
  throw new SemanticError('SERVER_CONFIG', { variable, problem });
}
