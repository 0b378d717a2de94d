/** What the database itself promises of the audit: records are added, and removed by age alone. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { type AuditRecord, MOST_CALLERS } from '../../src/store/audit-record.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { readRows, runScript } from '../support/statements.ts';

describeEachDatabase('the audit', (database) => {
  let store: Store;
  beforeAll(async () => {
    await migrate(database());
    const now = () => new Date();
    store = createPostgresStore(database(), { secret: 's'.repeat(32), environment: 'test', now });
  });

  const record = (changes: Partial<AuditRecord> = {}): AuditRecord => ({
    id: randomUUID(),
    requestId: 'r',
    at: '2026-03-01T12:00:00.000Z',
    principal: { kind: 'user', id: 'https://issuer.example/ anna', capability: 'viewer' },
    tenants: ['a'],
    method: 'POST',
    route: '/v1/query',
    surface: 'rest',
    catalog: 'c',
    metrics: [
      { metric: 'revenue', version: 2, rows: 12_345_678_901 },
      { metric: 'roas', version: 1, rows: null },
    ],
    sql: ['s1', 's2'],
    rows: 12_345_678_901,
    ms: 12.5,
    status: 200,
    outcome: 'answered',
    code: null,
    ...changes,
  });
  const of = (...tenants: string[]) => tenants.map((tenant) => tenant as TenantId);
  const readAll = async (tenants: readonly TenantId[] | 'all') =>
    (await store.readAudit({ tenants }, { limit: 1000 })).items;

  test('gives back what it was given, and takes the same record once', async () => {
    const [known, unknown] = [
      record({ tenants: ['given', 'two, "quoted" {of} them'] }),
      record({
        tenants: ['given'],
        principal: null,
        metrics: [],
        sql: [],
        rows: null,
        status: null,
        outcome: 'abandoned',
      }),
    ];
    await store.writeAudit([known]);
    await store.writeAudit([known, unknown]);
    const found = await readAll(of('given', 'two, "quoted" {of} them'));
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([known, unknown]));
  });

  test('holds a principal whose id no text of PostgreSQL can hold', async () => {
    const principal = { kind: 'user', id: 'a\0b\ud800', capability: 'viewer' } as const;
    await store.writeAudit([record({ tenants: ['odd'], principal })]);
    expect((await readAll(of('odd')))[0]?.principal?.id).toBe('a\ufffdb\ufffd');
  });

  test('shows records of which all tenants are asked for, and of no tenant to the operator alone', async () => {
    const [one, both, none] = [
      record({ tenants: ['x'] }),
      record({ tenants: ['x', 'y'] }),
      record({ tenants: [] }),
    ];
    await store.writeAudit([one, both, none]);
    const ids = async (tenants: readonly TenantId[] | 'all') => {
      const found = new Set((await readAll(tenants)).map(({ id }) => id));
      return [one, both, none].map(({ id }) => found.has(id));
    };
    expect(await ids(of('x'))).toEqual([true, false, false]);
    expect(await ids(of('y'))).toEqual([false, false, false]);
    expect(await ids(of('x', 'y', 'z'))).toEqual([true, true, false]);
    expect(await ids(of())).toEqual([false, false, false]);
    expect(await ids('all')).toEqual([true, true, true]);
  });

  test('goes on behind records of one moment without losing or repeating any', async () => {
    const records = Array.from({ length: 7 }, () => record({ tenants: ['paged'] }));
    await store.writeAudit(records);
    const seen: string[] = [];
    let page = await store.readAudit({ tenants: of('paged') }, { limit: 2 });
    while (page.next) {
      seen.push(...page.items.map(({ id }) => id));
      page = await store.readAudit({ tenants: of('paged') }, { limit: 2, after: page.next });
    }
    seen.push(...page.items.map(({ id }) => id));
    expect(seen).toEqual(
      records
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
  });

  test('counts use by metric and version, of answered ones, over a range', async () => {
    const used = (changes: Partial<AuditRecord>) => record({ tenants: ['used'], ...changes });
    const answered = (version: number, rows: number | null) => [{ metric: 'm', version, rows }];
    const somebody = { kind: 'service_key', id: 'k', capability: 'viewer' } as const;
    await store.writeAudit([
      used({ metrics: answered(1, 3) }),
      used({ metrics: answered(1, 4), principal: somebody, at: '2026-03-02T00:00:00.000Z' }),
      used({ metrics: answered(2, 5) }),
      used({ metrics: answered(2, null), outcome: 'failed' }),
    ]);
    const tenants = of('used');
    const later = { kind: 'service_key', id: 'k', requests: 1, lastAsked: '2026-03-02T00:00:00.000Z' };
    const { kind, id } = record({}).principal ?? somebody;
    const earlier = { kind, id, requests: 1, lastAsked: '2026-03-01T12:00:00.000Z' };
    const { lastAsked } = later;
    expect(await store.countUsage({ tenants })).toEqual([
      { metric: 'm', version: 1, requests: 2, principals: 2, callers: [later, earlier], rows: 7, lastAsked },
      {
        metric: 'm',
        version: 2,
        requests: 1,
        principals: 1,
        callers: [earlier],
        rows: 5,
        lastAsked: earlier.lastAsked,
      },
    ]);
    const range = { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' };
    expect((await store.countUsage({ tenants, ...range })).map(({ rows }) => rows)).toEqual([4]);
    expect(await store.countUsage({ tenants, metrics: ['other'] })).toEqual([]);
    expect(await store.countUsage({ tenants, metrics: ['\0'] })).toEqual([]);
  });

  test('names those who asked most, and counts the others', async () => {
    const tenants = of('busy');
    const asked = Array.from({ length: MOST_CALLERS + 5 }, (_, index) =>
      Array.from({ length: index === 7 ? 3 : 1 }, () =>
        record({
          tenants: ['busy'],
          metrics: [{ metric: 'm', version: 1, rows: 1 }],
          principal: { kind: 'user', id: `user-${String(index).padStart(2, '0')}`, capability: 'viewer' },
        }),
      ),
    );
    await store.writeAudit(asked.flat());
    const [usage] = await store.countUsage({ tenants });
    expect([usage?.requests, usage?.principals, usage?.callers.length]).toEqual([27, 25, 20]);
    expect(usage?.callers.slice(0, 3).map(({ id, requests }) => [id, requests])).toEqual([
      ['user-07', 3],
      ['user-00', 1],
      ['user-01', 1],
    ]);
  });

  test('is changed by nobody', async () => {
    await store.writeAudit([record({ tenants: ['kept'] })]);
    const before = await readAll(of('kept'));
    for (const script of [
      "UPDATE vitrine.audit SET outcome = 'refused'",
      'DELETE FROM vitrine.audit',
      'TRUNCATE vitrine.audit',
      // Not even by age: the moment is not said, or the record is younger.
      "DELETE FROM vitrine.audit WHERE at < '2030-01-01'",
      "SET LOCAL vitrine.audit_kept_from = '2026-01-01'; DELETE FROM vitrine.audit",
      "INSERT INTO vitrine.audit SELECT * FROM vitrine.audit ON CONFLICT (id) DO UPDATE SET code = 'X'",
    ])
      await expect(runScript(database(), script)).rejects.toThrow('database');
    expect(await readAll(of('kept'))).toEqual(before);
  });

  test('forgets what is old enough, the oldest first and so many at a time', async () => {
    const aged = (at: string) => record({ tenants: ['aged'], at });
    const days = ['2019-01-03', '2019-01-01', '2019-01-02', '2019-02-01'];
    await store.writeAudit(days.map((day) => aged(`${day}T00:00:00.000Z`)));
    const before = new Date('2019-02-01T00:00:00Z');
    expect(await store.forgetAudit(before, 2)).toBe(2);
    expect((await readAll(of('aged'))).map(({ at }) => at.slice(0, 10))).toEqual([
      '2019-02-01',
      '2019-01-03',
    ]);
    expect(await store.forgetAudit(before, 2)).toBe(1);
    expect(await store.forgetAudit(before, 2)).toBe(0);
    expect(await readAll(of('aged'))).toHaveLength(1);
    expect(await readRows(database(), "SELECT current_setting('vitrine.audit_kept_from', true)")).not.toEqual(
      [[before.toISOString()]],
    );
  });
});
