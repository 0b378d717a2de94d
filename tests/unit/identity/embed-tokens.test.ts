/** Tokens for embedding: what one must be, how long it lives, and whose it is. */
import { describe, expect, it } from 'vitest';
import { EmbedTokens, isEmbedToken } from '../../../src/identity/embed-tokens.ts';
import type { Principal, TenantId } from '../../../src/tenancy/principal.ts';
import { forge, readToken } from '../../support/embed-portal.ts';
import { embeddingOf } from '../../support/embedding.ts';

const SECRET = 's'.repeat(32);
const MADE = Date.parse('2026-11-22T12:00:00Z');
const MAKER: Principal = {
  kind: 'service_key',
  id: '0123456789abcdef',
  tenants: ['a' as TenantId, 'b' as TenantId],
  capability: 'partner',
  groups: ['finance'],
  claims: { area: ['DE'] },
};
const grant = { tenant: 'a' as TenantId, embedding: embeddingOf({ rows: 7 }) };

/** As it is so many seconds after tokens were made; `null` for a key that has ended. */
function at(seconds: number, maker: Principal | null = MAKER, secret = SECRET): EmbedTokens {
  return new EmbedTokens({
    secret,
    now: () => new Date(MADE + seconds * 1_000),
    findMaker: async (id) => (id === MAKER.id ? maker : null),
  });
}

const mint = async (lifetime = 300) => (await at(0).mint(MAKER.id, grant, lifetime)).token;

describe('a token', () => {
  it('is its maker’s, as a viewer of one tenant, narrowed to what it says', async () => {
    expect(await at(1).findPrincipal(await mint())).toEqual({
      kind: 'embed',
      id: '0123456789abcdef:embed',
      line: '0123456789abcdef:embed',
      tenants: ['a'],
      capability: 'viewer',
      groups: ['finance'],
      claims: { area: ['DE'] },
      embedding: grant.embedding,
    });
  });

  it('has what its maker has now, not what it had', async () => {
    const token = await mint();
    expect(await at(1, { ...MAKER, groups: [], claims: {} }).findPrincipal(token)).toMatchObject({
      groups: [],
      claims: {},
    });
    expect(await at(1, { ...MAKER, tenants: ['b' as TenantId] }).findPrincipal(token)).toBe(null);
    expect(await at(1, { ...MAKER, capability: 'viewer' }).findPrincipal(token)).toBe(null);
    expect(await at(1, null).findPrincipal(token)).toBe(null);
  });

  it('lives from when it was made until its end, to the second', async () => {
    const token = await mint(600);
    const lives = async (seconds: number) => (await at(seconds).findPrincipal(token)) !== null;
    expect(await Promise.all([-5, 0, 599].map(lives))).toEqual([true, true, true]);
    expect(await Promise.all([-6, 600, 601].map(lives))).toEqual([false, false, false]);
  });

  it('lives ten minutes at most, whatever it says', async () => {
    const exp = MADE / 1_000 + 601;
    expect(await at(1).findPrincipal(forge(await mint(), { payload: { exp } }))).toBe(null);
    expect(await at(1).findPrincipal(await mint(601))).toBe(null);
  });

  it('is nothing under another secret', async () => {
    expect(await at(1, MAKER, 't'.repeat(32)).findPrincipal(await mint())).toBe(null);
  });

  it('is each time another', async () => {
    const [first, second] = [await mint(), await mint()];
    expect(readToken(first).payload['jti']).not.toBe(readToken(second).payload['jti']);
  });

  it('is not made longer than it is taken', async () => {
    const long = { ...grant, embedding: embeddingOf({ dimensions: Array(50).fill('x'.repeat(200)) }) };
    await expect(at(0).mint(MAKER.id, long, 300)).rejects.toMatchObject({ code: 'TENANT_EMBEDDING_INVALID' });
  });

  it.each<[string, (token: string) => string]>([
    ['nothing', () => ''],
    ['a key', () => `vtr_live_0123456789abcdef_${'0'.repeat(64)}`],
    ['cut short', (token) => token.slice(0, -1)],
    ['longer', (token) => `${token}x`],
    ['of four parts', (token) => `${token}.x`],
    ['too long', (token) => token + 'x'.repeat(8_192)],
    ['no JSON', () => 'e30x.e30x.e30x'],
    ['of a tenant without a name', (token) => forge(token, { payload: { tenant: '' } })],
    ['of several tenants', (token) => forge(token, { payload: { tenant: ['a', 'b'] } })],
    ['for several audiences', (token) => forge(token, { payload: { aud: ['vitrine-embed', 'x'] } })],
    ['of parts of seconds', (token) => forge(token, { payload: { iat: MADE / 1_000 + 0.5 } })],
    ['without metrics', (token) => forge(token, { payload: { embedding: embeddingOf({ metrics: [] }) } })],
  ])('is nothing where it is %s', async (_, spoil) => {
    expect(await at(1).findPrincipal(spoil(await mint()))).toBe(null);
  });
});

describe('what says of itself that it is one', () => {
  it('is told by its type alone', async () => {
    const token = await mint();
    expect(isEmbedToken(token)).toBe(true);
    const others = [forge(token, { header: { typ: 'JWT' } }), 'e30.e30.e30', 'a.b.c', 'x', `${token}.x`];
    expect(others.filter(isEmbedToken)).toEqual([]);
  });
});
