import { describe, expect, test } from 'vitest';
import { Bug } from '../../../src/base/invariant.ts';
import { connectPostgres } from '../../../src/postgres/server-postgres.ts';
import { createPostgresStore } from '../../../src/store/postgres-store.ts';
import { generateKey, hmacOfKey, isSameHmac, parseKey } from '../../../src/store/service-key.ts';

const SECRET = 'a secret of the server for tests only';
const OPTIONS = { secret: SECRET, environment: 'test', now: () => new Date() };
const ID = '0123456789abcdef';
const LONG = 'ab'.repeat(32);
const GOOD = `vtr_test_${ID}_${LONG}`;

test('a key says where it belongs and which one it is', () => {
  const { id, key } = generateKey('test');
  expect(parseKey(key)).toEqual({ environment: 'test', id });
  expect(parseKey(GOOD)).toEqual({ environment: 'test', id: ID });
});

test('an HMAC depends on key and secret', () => {
  const hmac = hmacOfKey(GOOD, SECRET);
  expect(hmac).toMatch(/^[0-9a-f]{64}$/);
  expect(isSameHmac(hmac, hmacOfKey(GOOD, SECRET))).toBe(true);
  expect(isSameHmac(hmac, hmacOfKey(GOOD, `${SECRET}!`))).toBe(false);
  expect(isSameHmac(hmac, hmacOfKey(`${GOOD}!`, SECRET))).toBe(false);
  expect(isSameHmac(hmac, hmac.slice(1))).toBe(false);
});

const MALFORMED: readonly string[] = [
  '',
  ' ',
  '\0',
  '_',
  '___',
  'vtr',
  'vtr_',
  'vtr_test',
  'vtr_test_',
  `vtr_test_${ID}`,
  `vtr_test_${ID}_`,
  `vtr_test__${LONG}`,
  `vtr__${ID}_${LONG}`,
  `_test_${ID}_${LONG}`,
  `test_${ID}_${LONG}`,
  `VTR_test_${ID}_${LONG}`,
  `vtr_TEST_${ID}_${LONG}`,
  `vtr_te-st_${ID}_${LONG}`,
  `vtr_1test_${ID}_${LONG}`,
  `vtr_${'a'.repeat(17)}_${ID}_${LONG}`,
  `vtr_test_${ID.toUpperCase()}_${LONG}`,
  `vtr_test_${ID.slice(1)}_${LONG}`,
  `vtr_test_${ID}0_${LONG}`,
  `vtr_test_${ID.slice(1)}g_${LONG}`,
  `vtr_test_${ID}_${LONG.toUpperCase()}`,
  `vtr_test_${ID}_${LONG.slice(1)}`,
  `vtr_test_${ID}_${LONG}0`,
  `vtr_test_${ID}_${LONG.slice(1)}g`,
  `${GOOD} `,
  ` ${GOOD}`,
  `${GOOD}\n`,
  `\n${GOOD}`,
  `${GOOD}\0`,
  `\0${GOOD}`,
  `${GOOD}\r\nX-Admin: true`,
  `${GOOD},${GOOD}`,
  `${GOOD} ${GOOD}`,
  `${GOOD}_x`,
  `Bearer ${GOOD}`,
  `"${GOOD}"`,
  `${GOOD};`,
  `${GOOD}'`,
  `vtr_test_' OR true --_${LONG}`,
  `vtr_test_${ID.slice(1)}'_${LONG}`,
  `vtr_test_${ID}_' OR '1'='1`,
  'vtr_test_$1_$2',
  `vtr_test_%_${LONG}`,
  `vtr_test_${'_'.repeat(16)}_${LONG}`,
  `vtr-test-${ID}-${LONG}`,
  `vtr.test.${ID}.${LONG}`,
  `vtr_test_${ID}_${LONG.slice(1)}\u0430`,
  `vtr_test_${ID.slice(1)}\uff11_${LONG}`,
  `\u202e${GOOD}`,
  `\ufeff${GOOD}`,
  `${GOOD}\ud800`,
  'null',
  'undefined',
  '[object Object]',
  '{}',
  'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.',
  'a'.repeat(100_000),
  `vtr_test_${ID}_${'a'.repeat(100_000)}`,
  '_'.repeat(10_000),
  encodeURIComponent(`${GOOD} `),
];

describe('malformed text', () => {
  test(`is no key, in ${MALFORMED.length} forms, and never reaches the database`, async () => {
    expect(MALFORMED.length).toBeGreaterThanOrEqual(60);
    // Any use of a database that is closed would be an error.
    const database = connectPostgres('postgres://nobody@127.0.0.1:1/nothing', { maxConnections: 1 });
    await database.close();
    const store = createPostgresStore(database, OPTIONS);
    for (const text of MALFORMED) {
      expect(parseKey(text)).toBeNull();
      expect(await store.findPrincipal(text)).toBeNull();
    }
    expect(await store.findPrincipal(GOOD.replace('_test_', '_live_'))).toBeNull();
    expect(await store.revokeKey("x' OR true --")).toBe(false);
    await expect(store.findPrincipal(GOOD)).rejects.toMatchObject({ code: 'SERVER_NOT_READY' });
    expect(await store.ping()).toBe(false);
  });
});

test.each([
  ['a short secret', { secret: 'x'.repeat(31) }],
  ['an environment that could end early', { environment: 'te_st' }],
  ['no environment', { environment: '' }],
])('%s is a bug', (_name, change) => {
  const database = connectPostgres('postgres://nobody@127.0.0.1:1/nothing', { maxConnections: 1 });
  expect(() => createPostgresStore(database, { ...OPTIONS, ...change })).toThrow(Bug);
});
