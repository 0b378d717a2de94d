/** The environment as typed settings. Pure over what it is given: it opens and creates nothing. */
import { type Limits, readLimits } from './config/limits.ts';
import { SemanticError } from './errors/semantic-error.ts';
import { isTenantId, type TenantId } from './tenancy/principal.ts';

export type DatabaseLocation =
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'server'; readonly url: string };

export interface Config {
  /** The project folder. */
  readonly project: string;
  /** Schemas as the project's sources name them → where they are here. */
  readonly schemas: ReadonlyMap<string, string>;
  readonly warehouse: DatabaseLocation;
  readonly store: DatabaseLocation;
  /** Whether the warehouse's own row-level security keeps tenants apart too. */
  readonly rowSecurity: boolean;
  /** `null`: none was given, and the embedded store keeps its own in a file. */
  readonly secret: string | null;
  /** The file of token issuers; `null`: tokens of users are not taken. */
  readonly issuers: string | null;
  /** Whose published metrics are told to whoever asks without a credential; `null`: nobody's. */
  readonly publicTenant: TenantId | null;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly limits: Limits;
  /** Where figures and health are served; `null`: nowhere. */
  readonly admin: { readonly host: string; readonly port: number } | null;
  /** Days for which the audit is kept. */
  readonly auditDays: number;
  /** `null`: none was given, and it is chosen by where the log goes to. */
  readonly logLevel: LogLevel | null;
  /** Whether spans are sent to where the standard variables of OpenTelemetry say. */
  readonly tracing: boolean;
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/** The project folder unless `VITRINE_PROJECT` names another. */
export const DEFAULT_PROJECT = 'metrics';

const DEFAULT_DATABASE = 'pglite:.vitrine/pg';
const SHORTEST_SECRET = 32;
/** Fewer different characters are a placeholder, not a secret. */
const FEWEST_CHARACTERS = 8;
const DEFAULT_AUDIT_DAYS = 400;
const MOST_AUDIT_DAYS = 36_500;
const NOT_SERVED_YET = ['duckdb', 'clickhouse'];

/**
 * Reads the settings; an empty variable counts as not set.
 * @throws SemanticError SERVER_CONFIG naming the variable, never its value where that may be secret
 */
export function readConfig(env: Environment): Config {
  const warehouse = readDatabase(env, 'VITRINE_WAREHOUSE', DEFAULT_DATABASE);
  // Beside the warehouse where that is embedded: one process can open one such database only.
  const beside = warehouse.kind === 'embedded' ? `pglite:${warehouse.folder}` : DEFAULT_DATABASE;
  const store = readDatabase(env, 'VITRINE_STORE', beside);
  if (store.kind === 'embedded' && warehouse.kind === 'embedded' && store.folder !== warehouse.folder)
    refuse('VITRINE_STORE', 'one embedded database serves both, so name the folder of VITRINE_WAREHOUSE');
  return Object.freeze({
    project: read(env, 'VITRINE_PROJECT', DEFAULT_PROJECT),
    schemas: readSchemas(env),
    warehouse,
    store,
    rowSecurity: readRowSecurity(env, warehouse),
    secret: readSecret(env, store),
    issuers: read(env, 'VITRINE_ISSUERS', '') || null,
    publicTenant: readTenant(env, 'VITRINE_PUBLIC_TENANT'),
    host: readHost(env, 'HOST'),
    port: readPort(env, 'PORT', '4000'),
    admin:
      read(env, 'VITRINE_ADMIN_PORT', '') === ''
        ? null
        : Object.freeze({
            host: readHost(env, 'VITRINE_ADMIN_HOST'),
            port: readPort(env, 'VITRINE_ADMIN_PORT', ''),
          }),
    auditDays: readAuditDays(env),
    logLevel: readLogLevel(env),
    tracing: readTracing(env),
    limits: readLimits((variable) => read(env, variable, '')),
  });
}

function read(env: Environment, variable: string, fallback: string): string {
  const value = env[variable];
  return value === undefined || value === '' ? fallback : value;
}

function readTenant(env: Environment, variable: string): TenantId | null {
  const text = read(env, variable, '');
  if (text !== text.trim()) refuse(variable, 'has spaces around the tenant');
  return isTenantId(text) ? text : null;
}

/** `shop=prod_shop,crm=x` */
function readSchemas(env: Environment): ReadonlyMap<string, string> {
  const schemas = new Map<string, string>();
  const pairs = read(env, 'VITRINE_SCHEMAS', '').split(',');
  for (const pair of pairs.map((text) => text.trim()).filter((text) => text !== '')) {
    const [, name = '', place = ''] = /^([^.\s=]{1,63})=([^.\s=]{1,63})$/.exec(pair) ?? [];
    if (name === '') refuse('VITRINE_SCHEMAS', 'must be pairs of schemas, as shop=prod_shop,crm=prod_crm');
    if (schemas.has(name)) refuse('VITRINE_SCHEMAS', `names the schema ${name} twice`);
    schemas.set(name, place);
  }
  return schemas;
}

function readDatabase(env: Environment, variable: string, fallback: string): DatabaseLocation {
  const text = read(env, variable, fallback);
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text) ?? [];
  switch (scheme) {
    case 'pglite':
      if (rest.trim() === '') refuse(variable, 'pglite: needs a folder, as pglite:.vitrine/pg');
      return Object.freeze({ kind: 'embedded', folder: rest });
    case 'postgres':
    case 'postgresql':
      if (!URL.canParse(text)) refuse(variable, 'this is not a URL, as postgres://user@host:5432/database');
      return Object.freeze({ kind: 'server', url: text });
    default:
      if (NOT_SERVED_YET.includes(scheme)) refuse(variable, `${scheme}: is not served yet`);
      return refuse(variable, 'must begin with pglite: or postgres://');
  }
}

function readRowSecurity(env: Environment, warehouse: DatabaseLocation): boolean {
  const text = read(env, 'VITRINE_ROW_SECURITY', 'off');
  if (text !== 'on' && text !== 'off') refuse('VITRINE_ROW_SECURITY', 'must be on or off');
  if (text === 'on' && warehouse.kind === 'embedded')
    refuse(
      'VITRINE_ROW_SECURITY',
      'needs a server: everything in the embedded database belongs to its one role',
    );
  return text === 'on';
}

function readSecret(env: Environment, store: DatabaseLocation): string | null {
  const secret = read(env, 'VITRINE_SECRET', '');
  if (secret === '') {
    if (store.kind === 'server')
      refuse('VITRINE_SECRET', 'is required when the store is a server, the same for all that share it');
    return null;
  }
  if (secret.length < SHORTEST_SECRET)
    refuse('VITRINE_SECRET', `needs at least ${SHORTEST_SECRET} characters`);
  if (new Set(secret).size < FEWEST_CHARACTERS)
    refuse('VITRINE_SECRET', 'is a placeholder: use random characters');
  return secret;
}

function readHost(env: Environment, variable: string): string {
  const host = read(env, variable, '127.0.0.1');
  return /^[^\s/]+$/.test(host) ? host : refuse(variable, 'must be a host name or an address');
}

function readPort(env: Environment, variable: string, fallback: string): number {
  const text = read(env, variable, fallback);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : refuse(variable, 'must be a whole number from 0 to 65535');
}

function readAuditDays(env: Environment): number {
  const text = read(env, 'VITRINE_AUDIT_DAYS', String(DEFAULT_AUDIT_DAYS));
  const days = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN;
  if (days <= MOST_AUDIT_DAYS) return days;
  return refuse('VITRINE_AUDIT_DAYS', `must be a whole number from 1 to ${MOST_AUDIT_DAYS}`);
}

function readLogLevel(env: Environment): LogLevel | null {
  const text = read(env, 'VITRINE_LOG', '');
  if (text === '') return null;
  const level = LOG_LEVELS.find((known) => known === text);
  return level ?? refuse('VITRINE_LOG', `must be one of ${LOG_LEVELS.join(', ')}`);
}

/** The exporter reads the details itself, by the same standard. */
function readTracing(env: Environment): boolean {
  const kinds = ['OTEL_EXPORTER_OTLP_TRACES', 'OTEL_EXPORTER_OTLP'];
  const isOff = read(env, 'OTEL_SDK_DISABLED', '').toLowerCase() === 'true';
  const exporter = read(env, 'OTEL_TRACES_EXPORTER', 'otlp');
  if (isOff || exporter === 'none') return false;
  if (!kinds.some((kind) => read(env, `${kind}_ENDPOINT`, '') !== '')) return false;
  if (exporter !== 'otlp') refuse('OTEL_TRACES_EXPORTER', 'must be otlp or none');
  const protocol = kinds.find((kind) => read(env, `${kind}_PROTOCOL`, '') !== '');
  if (protocol && env[`${protocol}_PROTOCOL`] !== 'http/protobuf')
    refuse(`${protocol}_PROTOCOL`, 'must be http/protobuf');
  return true;
}

function refuse(variable: string, problem: string): never {
  throw new SemanticError('SERVER_CONFIG', { variable, problem });
}
