import { describe, expect, test } from 'vitest';
import { readLimits } from '../../../src/config/limits.ts';

const from = (variables: Readonly<Record<string, string>>) =>
  readLimits((variable) => variables[variable] ?? '');

test('without variables everything is limited but the cost', () => {
  expect(from({})).toEqual({
    connections: 10,
    tenantQueries: 2,
    tenantQueue: 200,
    tenantWait: 10,
    maxCost: null,
    requestsPerPrincipal: 1_200,
    requestsPerTenant: 6_000,
    credentialsPerAddress: 600,
    trustedProxies: [],
    requestsUnderWay: 1_000,
    eventLoopLag: 2_000,
  });
  expect(Object.isFrozen(from({}))).toBe(true);
});

test('every variable is read', () => {
  const variables = {
    VITRINE_CONNECTIONS: '20',
    VITRINE_TENANT_QUERIES: '3',
    VITRINE_TENANT_QUEUE: '0',
    VITRINE_TENANT_WAIT: '7',
    VITRINE_MAX_COST: '250000',
    VITRINE_PRINCIPAL_REQUESTS: '5',
    VITRINE_TENANT_REQUESTS: '6',
    VITRINE_ADDRESS_CREDENTIALS: '8',
    VITRINE_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.7,, ::1, fd00::/8',
    VITRINE_MAX_REQUESTS: '9',
    VITRINE_MAX_LAG: '11',
  };
  expect(from(variables)).toEqual({
    connections: 20,
    tenantQueries: 3,
    tenantQueue: 0,
    tenantWait: 7,
    maxCost: 250_000,
    requestsPerPrincipal: 5,
    requestsPerTenant: 6,
    credentialsPerAddress: 8,
    trustedProxies: ['10.0.0.0/8', '192.0.2.7', '::1', 'fd00::/8'],
    requestsUnderWay: 9,
    eventLoopLag: 11,
  });
});

test('a tenant has a fifth of the connections, and one at least', () => {
  expect(from({ VITRINE_CONNECTIONS: '25' }).tenantQueries).toBe(5);
  expect(from({ VITRINE_CONNECTIONS: '1' }).tenantQueries).toBe(1);
});

describe('a limit', () => {
  test.each([
    ['VITRINE_MAX_COST', 'maxCost'],
    ['VITRINE_PRINCIPAL_REQUESTS', 'requestsPerPrincipal'],
    ['VITRINE_TENANT_REQUESTS', 'requestsPerTenant'],
    ['VITRINE_ADDRESS_CREDENTIALS', 'credentialsPerAddress'],
    ['VITRINE_MAX_REQUESTS', 'requestsUnderWay'],
    ['VITRINE_MAX_LAG', 'eventLoopLag'],
  ] as const)('is switched off by %s=off', (variable, name) => {
    expect(from({ [variable]: 'off' })[name]).toBeNull();
  });

  test.each([
    ['VITRINE_CONNECTIONS', '0'],
    ['VITRINE_CONNECTIONS', 'off'],
    ['VITRINE_CONNECTIONS', '1001'],
    ['VITRINE_TENANT_QUERIES', '0'],
    ['VITRINE_TENANT_QUEUE', '-1'],
    ['VITRINE_TENANT_WAIT', '0'],
    ['VITRINE_TENANT_WAIT', '3601'],
    ['VITRINE_MAX_COST', '0'],
    ['VITRINE_MAX_COST', '1e6'],
    ['VITRINE_PRINCIPAL_REQUESTS', '0'],
    ['VITRINE_TENANT_REQUESTS', '2.5'],
    ['VITRINE_ADDRESS_CREDENTIALS', 'OFF'],
    ['VITRINE_TRUSTED_PROXIES', 'proxy.internal'],
    ['VITRINE_TRUSTED_PROXIES', '10.0.0.999'],
    ['VITRINE_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['VITRINE_TRUSTED_PROXIES', 'fe80::1%eth0'],
    ['VITRINE_TRUSTED_PROXIES', '10.0.0.0/8;10.1.0.0/8'],
    ['VITRINE_MAX_REQUESTS', 'many'],
    ['VITRINE_MAX_LAG', '9999999999999'],
  ])('is refused as %s=%s', (variable, value) => {
    expect(() => from({ [variable]: value })).toThrow(
      expect.objectContaining({ code: 'SERVER_CONFIG', params: expect.objectContaining({ variable }) }),
    );
  });
});
