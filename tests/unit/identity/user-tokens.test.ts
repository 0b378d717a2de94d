/** Tokens of users: what one must be, and whose it then is. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserTokens } from '../../../src/identity/user-tokens.ts';
import { assemble, ISSUER, NOW, SECONDS, startTokenMaker, type TokenMaker } from './token-maker.ts';

let maker: TokenMaker;
let tokens: UserTokens;
beforeAll(async () => {
  maker = await startTokenMaker();
  tokens = new UserTokens([maker.issuer], () => NOW);
});
afterAll(() => maker.close());

const found = async (claims?: object, header?: object) =>
  tokens.findPrincipal(await maker.make(claims as Record<string, unknown>, header));

describe('a true token', () => {
  it('is its subject, for one tenant', async () => {
    expect(await found()).toEqual({
      kind: 'user',
      id: `${ISSUER} ann`,
      tenants: ['a'],
      capability: 'viewer',
      groups: [],
      claims: {},
    });
  });

  it.each<[string, object, object]>([
    ['a capability', { role: 'analyst' }, { capability: 'analyst' }],
    ['the highest of several', { role: ['analyst', 'boss', 'x'] }, { capability: 'admin' }],
    ['no capability that nobody has mapped', { role: 'admin' }, { capability: 'viewer' }],
    ['no capability of an odd claim', { role: { boss: true } }, { capability: 'viewer' }],
    ['no capability of an odd list', { role: ['boss', 7] }, { capability: 'viewer' }],
    ['a claim for rows', { areas: ['north', 'south'] }, { claims: { region: ['north', 'south'] } }],
    ['one value of such a claim', { areas: 'north' }, { claims: { region: ['north'] } }],
    ['an empty list of values', { areas: [] }, { claims: { region: [] } }],
    ['no claim of anything else', { areas: [1, 'north'] }, { claims: {} }],
    ['no claim by its own name', { region: ['north'] }, { claims: {} }],
    ['groups, each once', { teams: ['ops', 'finance', 'ops'] }, { groups: ['finance', 'ops'] }],
    ['one group', { teams: 'finance' }, { groups: ['finance'] }],
    ['no group that is no name', { teams: ['Finance & Co', '', 'ops'] }, { groups: ['ops'] }],
    ['several audiences', { aud: ['x', 'vitrine'] }, { tenants: ['a'] }],
    ['a clock that is a little fast', { iat: SECONDS + 25, exp: SECONDS + 100 }, { tenants: ['a'] }],
  ])('may say %s', async (_, claims, expected) => {
    expect(await found(claims)).toMatchObject(expected);
  });

  it('has only the groups that are mapped, where any are', async () => {
    const mapped = new UserTokens([{ ...maker.issuer, groups: new Map([['7f3a', 'finance']]) }], () => NOW);
    const token = await maker.make({ teams: ['7f3a', 'ops'] });
    expect(await mapped.findPrincipal(token)).toMatchObject({ groups: ['finance'] });
  });

  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['several', ['a']],
    ['several that are none', []],
    ['a number', 17],
    ['an object', { eq: 'a' }],
    ['blank around', ' a'],
    ['broken', 'a\u0000'],
    ['half a character', 'a\ud800'],
    ['far too long', 'a'.repeat(201)],
  ])('without one tenant is refused: %s', async (_, org) => {
    await expect(found({ org })).rejects.toMatchObject({ code: 'TENANT_REFUSED' });
  });

  it('speaks for no tenant that its issuer does not', async () => {
    const narrow = new UserTokens([{ ...maker.issuer, tenants: new Set(['b', 'c']) }], () => NOW);
    await expect(narrow.findPrincipal(await maker.make())).rejects.toMatchObject({ code: 'TENANT_REFUSED' });
    expect(await narrow.findPrincipal(await maker.make({ org: 'b' }))).toMatchObject({ tenants: ['b'] });
  });
});

describe('no token', () => {
  const header = { alg: 'ES256', kid: 'k1' };
  const payload = { iss: ISSUER, aud: 'vitrine', sub: 'ann', iat: SECONDS, exp: SECONDS + 600, org: 'a' };

  it.each<[string, object]>([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['of an issuer with a slash more', { iss: `${ISSUER}/` }],
    ['of no issuer', { iss: undefined }],
    ['of a list of issuers', { iss: [ISSUER] }],
    ['for another audience', { aud: 'other' }],
    ['for no audience', { aud: undefined }],
    ['without an end', { exp: undefined }],
    ['that ends beyond all time', { exp: 1e308 }],
    ['that ends at no whole second', { exp: SECONDS + 0.5 }],
    ['that ends in words', { exp: 'never' }],
    ['that has ended', { iat: SECONDS - 700, exp: SECONDS - 60 }],
    ['that ends before it was made', { iat: SECONDS + 20, exp: SECONDS + 10 }],
    ['that lives too long', { exp: SECONDS + 3_601 }],
    ['of no time', { iat: undefined }],
    ['of a time in words', { iat: 'now' }],
    ['of a time to come', { iat: SECONDS + 120, exp: SECONDS + 300 }],
    ['that is not yet one', { nbf: SECONDS + 120 }],
    ['of nobody', { sub: undefined }],
    ['of an empty subject', { sub: '' }],
    ['of an endless subject', { sub: 'x'.repeat(256) }],
    ['of a subject that is no text', { sub: 7 }],
    ['of a subject that cannot be stored', { sub: 'a\u0000b' }],
  ])('is one %s', async (_, claims) => {
    expect(await found(claims)).toBeNull();
  });

  it('is one of another key, of no key, or of another algorithm', async () => {
    expect(await tokens.findPrincipal(await maker.make({}, {}, maker.otherKey))).toBeNull();
    expect(await found({}, { kid: undefined })).toBeNull();
    expect(await found({}, { kid: '' })).toBeNull();
    expect(await found({}, { kid: 'k2' })).toBeNull();
    expect(await found({}, { crit: ['exp'], exp: 1 }).catch(() => null)).toBeNull();
  });

  it('is one that is not signed, or signed with what everybody knows', async () => {
    const hmac = (key: string) => {
      const unsigned = assemble({ ...header, alg: 'HS256' }, payload, '').slice(0, -1);
      return `${unsigned}.${createHmac('sha256', key).update(unsigned).digest('base64url')}`;
    };
    for (const token of [
      assemble({ ...header, alg: 'none' }, payload, ''),
      assemble({ ...header, alg: 'None' }, payload),
      assemble(header, payload),
      hmac(''),
      hmac(JSON.stringify(header)),
    ])
      expect(await tokens.findPrincipal(token)).toBeNull();
  });

  it('is one that was changed', async () => {
    const token = await maker.make();
    const [head = '', , signature = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify({ ...payload, org: 'b' })).toString('base64url');
    for (const changed of [`${head}.${other}.${signature}`, `${token}x`, token.slice(0, -2), `${token}.x`])
      expect(await tokens.findPrincipal(changed)).toBeNull();
  });

  it.each([
    '',
    '.',
    '..',
    'a.b.c',
    'a.b',
    'a.b.c.d.e',
    assemble('[]', payload),
    assemble(header, '[]'),
    assemble(header, 'null'),
    assemble('{', '{'),
    assemble(header, '{"iss":'),
    `${assemble(header, payload)} `,
    assemble(header, { ...payload, pad: 'x'.repeat(9_000) }),
    assemble({ ...header, jku: 'http://127.0.0.1:1/jwks' }, payload),
    assemble({ ...header, jwk: { kty: 'EC' } }, payload),
    assemble({ ...header, b64: false, crit: ['b64'] }, payload),
    assemble({ ...header, zip: 'DEF' }, payload),
    assemble({ ...header, kid: '../../etc/passwd' }, payload),
    assemble({ ...header, kid: ['k1'] }, payload),
    assemble(header, { ...payload, iss: '__proto__' }),
    assemble(header, { ...payload, iss: 'constructor' }),
  ])('is %j', async (token) => {
    expect(await tokens.findPrincipal(token)).toBeNull();
  });
});

describe('keys of an issuer', () => {
  it('are fetched once, however many ask at once, and again for an unknown one no more often', async () => {
    const own = await startTokenMaker();
    const mine = new UserTokens([own.issuer], () => NOW);
    const token = await own.make();
    await Promise.all(Array.from({ length: 20 }, () => mine.findPrincipal(token)));
    expect(own.fetches()).toBe(1);
    for (let turn = 0; turn < 20; turn += 1)
      expect(await mine.findPrincipal(await own.make({}, { kid: `unknown-${turn}` }))).toBeNull();
    expect(own.fetches()).toBe(1);
    await own.close();
  });

  it('that cannot be had are a passing state, and are not asked for in a hurry', async () => {
    const own = await startTokenMaker();
    own.setStatus(500);
    const mine = new UserTokens([own.issuer], () => NOW);
    const token = await own.make();
    for (let turn = 0; turn < 5; turn += 1)
      await expect(mine.findPrincipal(token)).rejects.toMatchObject({ code: 'TENANT_ISSUER_UNAVAILABLE' });
    expect(own.fetches()).toBe(1);
    own.setStatus(200);
    await own.close();
    const gone = new UserTokens([own.issuer], () => NOW);
    await expect(gone.findPrincipal(token)).rejects.toMatchObject({ code: 'TENANT_ISSUER_UNAVAILABLE' });
  });

  it('are not asked for by tokens of strangers', async () => {
    const own = await startTokenMaker();
    const mine = new UserTokens([own.issuer], () => NOW);
    expect(await mine.findPrincipal(await own.make({ iss: 'https://evil.example' }))).toBeNull();
    expect(own.fetches()).toBe(0);
    await own.close();
  });
});
