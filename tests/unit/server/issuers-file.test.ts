/** The operators' file of token issuers: what it says, and what it must not. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadIssuers } from '../../../src/server/issuers-file.ts';
import { readBlocks } from '../../support/document.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-issuers-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(content: unknown): Promise<unknown> {
  const file = join(folder, 'issuers.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadIssuers(file);
}

const ONE = {
  issuer: 'https://login.customer.example',
  jwks: 'https://login.customer.example/jwks',
  audience: 'vitrine',
  claims: { tenant: 'org_id' },
};

describe('the file of issuers', () => {
  it('says little, and the rest is what is safe', async () => {
    expect(await load({ issuers: [ONE] })).toEqual([
      {
        issuer: ONE.issuer,
        jwks: new URL(ONE.jwks),
        audience: 'vitrine',
        algorithms: ['RS256', 'ES256', 'EdDSA'],
        longestLifetimeSeconds: 3_600,
        claims: { tenant: 'org_id', capability: null, groups: null, rows: new Map() },
        capabilities: new Map(),
        groups: null,
        tenants: null,
      },
    ]);
  });

  it('says all there is to say', async () => {
    const whole = {
      ...ONE,
      algorithms: ['PS256'],
      longest_lifetime_seconds: 600,
      claims: {
        tenant: 'https://vitrine/tenant',
        capability: 'role',
        groups: 'teams',
        rows: { region: 'https://vitrine/regions' },
      },
      capabilities: { boss: 'admin' },
      groups: { '7f3a': 'finance' },
      tenants: ['17'],
    };
    expect(await load({ issuers: [whole] })).toMatchObject([
      {
        algorithms: ['PS256'],
        longestLifetimeSeconds: 600,
        claims: { groups: 'teams', rows: new Map([['region', 'https://vitrine/regions']]) },
        capabilities: new Map([['boss', 'admin']]),
        groups: new Map([['7f3a', 'finance']]),
        tenants: new Set(['17']),
      },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['is no JSON', 'issuers:', 'the file is not JSON'],
    ['is a list', [ONE], 'the file must be'],
    ['lists none', { issuers: [] }, '/issuers must'],
    ['lists one twice', { issuers: [ONE, ONE] }, `names the issuer ${ONE.issuer} twice`],
    ['has a misspelt word', { issuers: [{ ...ONE, audiense: 'x' }] }, 'has the unknown key "audiense"'],
    ['names no audience', { issuers: [{ ...ONE, audience: undefined }] }, 'lacks the key "audience"'],
    [
      'names a claim for rows that no policy can ask for',
      { issuers: [{ ...ONE, claims: { tenant: 'org_id', rows: { 'Sales region': 'x' } } }] },
      'Sales region',
    ],
    ['names no claim of the tenant', { issuers: [{ ...ONE, claims: {} }] }, 'lacks the key "tenant"'],
    ['takes shared secrets', { issuers: [{ ...ONE, algorithms: ['HS256'] }] }, '/issuers/0/algorithms/0'],
    ['takes unsigned tokens', { issuers: [{ ...ONE, algorithms: ['none'] }] }, '/issuers/0/algorithms/0'],
    [
      'takes tokens for ever',
      { issuers: [{ ...ONE, longest_lifetime_seconds: 86_401 }] },
      '/issuers/0/longest',
    ],
    [
      'gives what there is not',
      { issuers: [{ ...ONE, capabilities: { x: 'owner' } }] },
      '/issuers/0/capabilities',
    ],
    [
      'fetches keys over an open line',
      { issuers: [{ ...ONE, jwks: 'http://login.example/jwks' }] },
      'over https',
    ],
    ['fetches keys from a file', { issuers: [{ ...ONE, jwks: 'file:///etc/keys' }] }, 'over https'],
    ['fetches keys from nowhere', { issuers: [{ ...ONE, jwks: 'jwks' }] }, 'is not a URL'],
  ])('is refused where it %s', async (_, content, problem) => {
    await expect(load(content)).rejects.toMatchObject({
      code: 'SERVER_CONFIG',
      params: { variable: 'VITRINE_ISSUERS', problem: expect.stringContaining(problem) },
    });
  });

  it('is as the document shows it', async () => {
    const [shown] = readBlocks('docs/security.md').filter(({ language }) => language === 'json');
    expect(await load(shown?.text)).toMatchObject([{ algorithms: ['RS256'], claims: { groups: 'groups' } }]);
  });

  it('must be there', async () => {
    await expect(loadIssuers(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'SERVER_CONFIG' });
  });
});
