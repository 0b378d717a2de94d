/** Works through the serving process on this machine, by its token. */
import Type, { type Static, type TSchema } from 'typebox';
import { CAPABILITIES } from '../../base/capability.ts';
import type { Config } from '../../config.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import { identify, type ServerRecord } from '../../server/server-file.ts';
import { toTenantId } from '../../serving/local-principal.ts';
import { StoredPageSchema, StoredUsageSchema } from '../../serving/rest/internal/audit-routes.ts';
import { StoredDeploymentsSchema } from '../../serving/rest/internal/deployment-routes.ts';
import { compileValidator } from '../../serving/schema-validator.ts';
import { loadCatalog } from '../load-catalog.ts';
import type { Backend } from './backend.ts';
import { RemoteFault } from './remote-fault.ts';

const KeySchema = Type.Object({
  id: Type.String(),
  label: Type.String(),
  tenants: Type.Array(Type.String()),
  capability: Type.Enum(CAPABILITIES),
  groups: Type.Array(Type.String()),
  claims: Type.Record(Type.String(), Type.Array(Type.String())),
  replaces: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
  expiresAt: Type.Union([Type.String(), Type.Null()]),
  revokedAt: Type.Union([Type.String(), Type.Null()]),
});

const MadeSchema = Type.Object({ id: Type.String(), key: Type.String() });
const readCreated = compileReader(MadeSchema);
const readReplaced = compileReader(Type.Object({ made: Type.Union([MadeSchema, Type.Null()]) }));
const readKeys = compileReader(Type.Object({ items: Type.Array(KeySchema) }));
const ReloadSchema = Type.Union([
  Type.Object({ kind: Type.Literal('reloaded'), catalog: Type.String(), changed: Type.Boolean() }),
  Type.Object({ kind: Type.Literal('refused'), report: Type.String() }),
]);
const readReload = compileReader(ReloadSchema);
const readRevoked = compileReader(Type.Object({ revoked: Type.Boolean() }));
const readAuditPage = compileReader(StoredPageSchema);
const readUsage = compileReader(StoredUsageSchema);
const readDeployments = compileReader(StoredDeploymentsSchema);
const readRows = compileReader(
  Type.Object({ rows: Type.Array(Type.Array(Type.Union([Type.String(), Type.Null()]))) }),
);
const readProblem = compileReader(
  Type.Object({
    title: Type.String(),
    code: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
    path: Type.Optional(Type.String()),
    hint: Type.Optional(Type.String()),
  }),
);

/**
 * The backend of a server that answers, or `null` where the record is of one that is gone. It works only where
 * the server serves what `config` names: else a number would be another project's, or an earlier definition's.
 */
export async function reachServer(record: ServerRecord, config: Config): Promise<Backend | null> {
  const call = (method: string, path: string, body?: unknown) => callServer(record, { method, path, body });
  if (!(await isOurs(record))) return null;
  return {
    async query(asker, query) {
      requireSame(record, 'warehouse', config);
      await requireSameCatalog(record, config);
      return call('POST', '/internal/query', { asker, query });
    },
    async values(asker, request) {
      requireSame(record, 'warehouse', config);
      await requireSameCatalog(record, config);
      return call('POST', '/internal/values', { asker, request });
    },
    async createKey(request) {
      requireSame(record, 'store', config);
      return readCreated(await call('POST', '/internal/keys', request));
    },
    async listKeys() {
      requireSame(record, 'store', config);
      const { items } = readKeys(await call('GET', '/internal/keys'));
      return items.map((key) => ({ ...key, tenants: key.tenants.map(toTenantId) }));
    },
    async replaceKey(id, replacement) {
      requireSame(record, 'store', config);
      const path = `/internal/keys/${encodeURIComponent(id)}/replacement`;
      return readReplaced(await call('POST', path, replacement)).made;
    },
    async revokeKey(id) {
      requireSame(record, 'store', config);
      return readRevoked(await call('DELETE', `/internal/keys/${encodeURIComponent(id)}`)).revoked;
    },
    async readAudit(filter, page) {
      requireSame(record, 'store', config);
      return readAuditPage(await call('POST', '/internal/audit', { filter, page }));
    },
    async countUsage(filter) {
      requireSame(record, 'store', config);
      return readUsage(await call('POST', '/internal/usage', filter)).items;
    },
    async readDeployments(filter, page) {
      requireSame(record, 'store', config);
      return readDeployments(await call('POST', '/internal/deployments', { ...filter, page }));
    },
    async seed(size) {
      requireSame(record, 'warehouse', config);
      if (size === 'large') throw inUse(record, 'the large demo is seeded');
      await call('POST', '/internal/seed', {});
    },
    async inspect(inspection) {
      requireSame(record, 'warehouse', config);
      return readRows(await call('POST', '/internal/inspections', inspection)).rows;
    },
    async saveKeyProofs(checked) {
      requireSame(record, 'warehouse', config);
      requireSame(record, 'store', config);
      await call('POST', '/internal/key-proofs', { checked });
    },
    close: async () => {},
  };
}

/** What came of it, or `null` where the record is of a server that is gone. */
export async function reloadServer(record: ServerRecord): Promise<Static<typeof ReloadSchema> | null> {
  if (!(await isOurs(record))) return null;
  return readReload(await callServer(record, { method: 'POST', path: '/internal/reload', body: {} }));
}

function requireSame(record: ServerRecord, which: 'warehouse' | 'store', config: Config): void {
  if (record[which] === identify(config[which])) return;
  const problem = `the server at ${record.address} holds the embedded database and has another ${which}; stop it first`;
  throw new SemanticError('SERVER_CONFIG', { variable: `VITRINE_${which.toUpperCase()}`, problem });
}

/** What takes minutes, and takes away what the server answers from, is not done through it. */
export function inUse({ address }: Pick<ServerRecord, 'address'>, before: string): SemanticError {
  const problem = `the server at ${address} answers from it; stop it before ${before}`;
  return new SemanticError('SERVER_CONFIG', { variable: 'VITRINE_WAREHOUSE', problem });
}

async function requireSameCatalog(record: ServerRecord, config: Config): Promise<void> {
  if ((await loadCatalog(config)).hash === record.catalog) return;
  const problem = `the server at ${record.address} serves another project, or this one before its last change; restart it`;
  throw new SemanticError('SERVER_CONFIG', { variable: 'VITRINE_PROJECT', problem });
}

/** Whether the process that wrote the record still serves there; anything may have taken its port. */
async function isOurs({ address, token }: ServerRecord): Promise<boolean> {
  try {
    const response = await fetch(`${address}/internal/keys`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.body?.cancel();
    return response.status !== 401 && response.status !== 404;
  } catch {
    return false;
  }
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

async function callServer({ address, token }: ServerRecord, { method, path, body }: Call): Promise<string> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return text;
  throw new RemoteFault(readProblem(text));
}

function compileReader<Schema extends TSchema>(schema: Schema): (text: string) => Static<Schema> {
  const validate = compileValidator(schema);
  return (text) => validate(JSON.parse(text));
}
