import { describe, expect, test } from 'vitest';
import { readLimits } from '../../src/config/limits.ts';
import { type Environment, readConfig } from '../../src/config.ts';
import { SemanticError } from '../../src/errors/semantic-error.ts';

const SECRET = 'correct horse battery staple, twice';
const SERVER = 'postgres://vitrine:hunter2@db.internal:5432/vitrine';

const TRACED = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' };

test('traces are sent where the standard variables say, unless they say no', () => {
  const isTraced = (env: Environment) => readConfig(env).tracing;
  expect(isTraced(TRACED)).toBe(true);
  expect(isTraced({ ...TRACED, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' })).toBe(true);
  expect(isTraced({ ...TRACED, OTEL_SDK_DISABLED: 'true' })).toBe(false);
  expect(isTraced({ ...TRACED, OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
  expect(isTraced({ OTEL_TRACES_EXPORTER: 'otlp' })).toBe(false);
});

test('without variables everything is on this machine', () => {
  const config = readConfig({});
  expect(config).toEqual({
    project: 'metrics',
    schemas: new Map(),
    warehouse: { kind: 'embedded', folder: '.vitrine/pg' },
    store: { kind: 'embedded', folder: '.vitrine/pg' },
    rowSecurity: false,
    secret: null,
    issuers: null,
    host: '127.0.0.1',
    port: 4000,
    limits: readLimits(() => ''),
    admin: null,
    publicTenant: null,
    auditDays: 400,
    logLevel: null,
    tracing: false,
  });
  expect(Object.isFrozen(config) && Object.isFrozen(config.warehouse)).toBe(true);
});

test('every variable is read, and an empty one is not set', () => {
  const config = readConfig({
    VITRINE_PROJECT: 'other',
    VITRINE_SCHEMAS: 'shop=prod_shop, crm=x,',
    VITRINE_WAREHOUSE: 'postgresql:///local',
    VITRINE_STORE: SERVER,
    VITRINE_ROW_SECURITY: 'on',
    VITRINE_SECRET: SECRET,
    VITRINE_ISSUERS: '/etc/vitrine/issuers.json',
    VITRINE_PUBLIC_TENANT: 'open data',
    HOST: '::',
    PORT: '0',
    VITRINE_ADMIN_PORT: '9400',
    VITRINE_ADMIN_HOST: '0.0.0.0',
    VITRINE_AUDIT_DAYS: '30',
    VITRINE_LOG: 'debug',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  });
  expect(config).toEqual({
    project: 'other',
    schemas: new Map([
      ['shop', 'prod_shop'],
      ['crm', 'x'],
    ]),
    warehouse: { kind: 'server', url: 'postgresql:///local' },
    store: { kind: 'server', url: SERVER },
    rowSecurity: true,
    secret: SECRET,
    issuers: '/etc/vitrine/issuers.json',
    host: '::',
    port: 0,
    limits: readLimits(() => ''),
    admin: { host: '0.0.0.0', port: 9400 },
    publicTenant: 'open data',
    auditDays: 30,
    logLevel: 'debug',
    tracing: true,
  });
  expect(
    readConfig({ VITRINE_PROJECT: '', VITRINE_STORE: '', VITRINE_SECRET: '', HOST: '', PORT: '' }),
  ).toEqual(readConfig({}));
});

test('the store is beside the warehouse that is embedded, and where it always is beside a server', () => {
  const folder = (env: Environment) => readConfig(env).store;
  expect(folder({ VITRINE_WAREHOUSE: 'pglite:other/pg' })).toEqual({ kind: 'embedded', folder: 'other/pg' });
  expect(folder({ VITRINE_WAREHOUSE: 'pglite:other', VITRINE_STORE: '' })).toEqual({
    kind: 'embedded',
    folder: 'other',
  });
  expect(folder({ VITRINE_WAREHOUSE: SERVER })).toEqual({ kind: 'embedded', folder: '.vitrine/pg' });
});

test('a secret may be given to an embedded store too', () => {
  expect(readConfig({ VITRINE_SECRET: SECRET }).secret).toBe(SECRET);
});

describe('is refused, naming the variable and the reason', () => {
  test.each<[env: Environment, variable: string, problem: RegExp]>([
    [{ VITRINE_SCHEMAS: 'shop' }, 'VITRINE_SCHEMAS', /must be pairs of schemas, as shop=prod_shop/],
    [{ VITRINE_SCHEMAS: 'shop=a.b' }, 'VITRINE_SCHEMAS', /must be pairs of schemas/],
    [{ VITRINE_SCHEMAS: 'shop=a,shop=b' }, 'VITRINE_SCHEMAS', /names the schema shop twice/],
    [{ VITRINE_WAREHOUSE: 'duckdb:file.db' }, 'VITRINE_WAREHOUSE', /duckdb: is not served yet/],
    [{ VITRINE_WAREHOUSE: 'clickhouse://host' }, 'VITRINE_WAREHOUSE', /clickhouse: is not served yet/],
    [{ VITRINE_WAREHOUSE: 'mysql://host/d' }, 'VITRINE_WAREHOUSE', /must begin with/],
    [{ VITRINE_WAREHOUSE: 'warehouse' }, 'VITRINE_WAREHOUSE', /must begin with/],
    [{ VITRINE_WAREHOUSE: 'pglite:' }, 'VITRINE_WAREHOUSE', /needs a folder/],
    [{ VITRINE_WAREHOUSE: 'pglite: ' }, 'VITRINE_WAREHOUSE', /needs a folder/],
    [{ VITRINE_WAREHOUSE: 'postgres://[::1' }, 'VITRINE_WAREHOUSE', /not a URL/],
    [{ VITRINE_STORE: 'duckdb:file.db' }, 'VITRINE_STORE', /not served yet/],
    [{ VITRINE_STORE: 'pglite:elsewhere' }, 'VITRINE_STORE', /one embedded database/],
    [
      { VITRINE_STORE: 'pglite:here', VITRINE_WAREHOUSE: 'pglite:there' },
      'VITRINE_STORE',
      /one embedded database/,
    ],
    [{ VITRINE_ROW_SECURITY: 'yes' }, 'VITRINE_ROW_SECURITY', /must be on or off/],
    [{ VITRINE_ROW_SECURITY: 'on' }, 'VITRINE_ROW_SECURITY', /needs a server/],
    [{ VITRINE_STORE: SERVER }, 'VITRINE_SECRET', /required/],
    [{ VITRINE_STORE: SERVER, VITRINE_SECRET: '' }, 'VITRINE_SECRET', /required/],
    [{ VITRINE_STORE: SERVER, VITRINE_SECRET: 'x'.repeat(31) }, 'VITRINE_SECRET', /at least 32/],
    [{ VITRINE_SECRET: 'short' }, 'VITRINE_SECRET', /at least 32/],
    [{ VITRINE_SECRET: 'changeme'.repeat(5) }, 'VITRINE_SECRET', /placeholder/],
    [{ VITRINE_PUBLIC_TENANT: ' a' }, 'VITRINE_PUBLIC_TENANT', /spaces/],
    [{ HOST: 'a b' }, 'HOST', /host name/],
    [{ HOST: 'http://localhost' }, 'HOST', /host name/],
    [{ PORT: 'http' }, 'PORT', /whole number/],
    [{ PORT: '65536' }, 'PORT', /whole number/],
    [{ PORT: '-1' }, 'PORT', /whole number/],
    [{ PORT: '4e3' }, 'PORT', /whole number/],
    [{ PORT: '80.0' }, 'PORT', /whole number/],
    [{ VITRINE_ADMIN_PORT: 'metrics' }, 'VITRINE_ADMIN_PORT', /whole number/],
    [{ VITRINE_ADMIN_PORT: '1', VITRINE_ADMIN_HOST: 'a b' }, 'VITRINE_ADMIN_HOST', /host name/],
    [{ VITRINE_AUDIT_DAYS: '0' }, 'VITRINE_AUDIT_DAYS', /from 1 to 36500/],
    [{ VITRINE_AUDIT_DAYS: '36501' }, 'VITRINE_AUDIT_DAYS', /from 1 to 36500/],
    [{ VITRINE_AUDIT_DAYS: '1.5' }, 'VITRINE_AUDIT_DAYS', /whole number/],
    [{ VITRINE_LOG: 'verbose' }, 'VITRINE_LOG', /one of silent, error, warn, info, debug/],
    [{ ...TRACED, OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER', /must be otlp or none/],
    [{ ...TRACED, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL', /http\/protobuf/],
  ])('%j', (env, variable, problem) => {
    const read = () => readConfig(env);
    expect(read).toThrow(SemanticError);
    expect(read).toThrow(problem);
    expect(read).toThrow(
      expect.objectContaining({ code: 'SERVER_CONFIG', params: expect.objectContaining({ variable }) }),
    );
  });
});

test('an error shows no password and no secret', () => {
  for (const env of [
    { VITRINE_STORE: 'postgres://u:hunter2@[::1/d' },
    { VITRINE_STORE: SERVER, VITRINE_SECRET: 'hunter2' },
    { VITRINE_WAREHOUSE: 'mysql://u:hunter2@host' },
  ])
    expect(() => readConfig(env)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
});
