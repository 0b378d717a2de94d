/** Works through the serving process on this machine, by its token. */
import Type, { type Static, type TSchema } from 'typebox';
import type { ServerRecord } from '../../server/server-file.ts';
import { toTenantId } from '../../serving/local-principal.ts';
import { compileValidator } from '../../serving/schema-validator.ts';
import { CAPABILITIES } from '../../tenancy/principal.ts';
import type { Backend } from './backend.ts';
import { RemoteFault } from './remote-fault.ts';

const KeySchema = Type.Object({
  id: Type.String(),
  label: Type.String(),
  tenants: Type.Array(Type.String()),
  capability: Type.Enum(CAPABILITIES),
  createdAt: Type.String(),
  expiresAt: Type.Union([Type.String(), Type.Null()]),
  revokedAt: Type.Union([Type.String(), Type.Null()]),
});

const readCreated = compileReader(Type.Object({ id: Type.String(), key: Type.String() }));
const readKeys = compileReader(Type.Object({ items: Type.Array(KeySchema) }));
const readRevoked = compileReader(Type.Object({ revoked: Type.Boolean() }));
const readProblem = compileReader(
  Type.Object({
    title: Type.String(),
    code: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
    path: Type.Optional(Type.String()),
    hint: Type.Optional(Type.String()),
  }),
);

/** The backend of a server that answers, or `null` where the record is of one that is gone. */
export async function reachServer(record: ServerRecord): Promise<Backend | null> {
  const call = (method: string, path: string, body?: unknown) => callServer(record, { method, path, body });
  if (!(await isOurs(record))) return null;
  return {
    query: (tenant, query) => call('POST', '/internal/query', { tenant, query }),
    createKey: async (request) => readCreated(await call('POST', '/internal/keys', request)),
    listKeys: async () =>
      readKeys(await call('GET', '/internal/keys')).items.map((key) => ({
        ...key,
        tenants: key.tenants.map(toTenantId),
      })),
    revokeKey: async (id) =>
      readRevoked(await call('DELETE', `/internal/keys/${encodeURIComponent(id)}`)).revoked,
    seed: async () => {
      await call('POST', '/internal/seed', {});
    },
    close: async () => {},
  };
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
