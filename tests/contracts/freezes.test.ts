/** Published answers in the store: one for each name, never changed, and never read where somebody changed them. */
import { beforeAll, expect, test } from 'vitest';
import type { NewFreeze } from '../../src/store/freeze.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { runScript } from '../support/statements.ts';

describeEachDatabase('published answers', (database) => {
  let store: Store;
  const open = () =>
    createPostgresStore(database(), {
      secret: 's'.repeat(32),
      environment: 'test',
      now: () => new Date(),
    });
  beforeAll(async () => {
    await migrate(database());
    store = open();
  });

  const of = (...tenants: string[]) => tenants.map((tenant) => tenant as TenantId);
  const freeze = (changes: Partial<NewFreeze> = {}): NewFreeze => ({
    project: 'shop',
    name: '2026-Q3 as reported',
    note: 'Ёлки, "и" \\палки',
    tenants: of('a'),
    madeBy: 'k',
    madeAt: '2026-10-05T09:12:44.031Z',
    catalog: 'c',
    head: '{"queries":[]}',
    content: JSON.stringify({ digits: ['9007199254740993.01'], nul: '\0' }),
    ...changes,
  });
  const add = async (changes: Partial<NewFreeze>) => {
    const id = await store.addFreeze(freeze(changes));
    if (id === null) throw new Error('its name is free');
    return id;
  };
  /** As somebody does it who owns the database. */
  const edit = (statement: string) =>
    runScript(
      database(),
      `ALTER TABLE vitrine.freezes DISABLE TRIGGER freezes_rows;
       ${statement};
       ALTER TABLE vitrine.freezes ENABLE TRIGGER freezes_rows`,
    );

  test('come back as they were given, by an id that is a hash of them', async () => {
    const given = freeze({ name: 'given', tenants: of('a', 'two, "quoted" {of} them') });
    const id = await store.addFreeze(given);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(await store.findFreeze(id ?? '')).toEqual({ ...given, id });
    expect(await store.findFreeze('0'.repeat(64))).toBeNull();
    expect(await store.findFreeze("' OR true --")).toBeNull();
    expect(await store.findFreeze('nul \0')).toBeNull();
  });

  test('have one name once among the freezes of the same tenants', async () => {
    await add({ name: 'once' });
    expect(await store.addFreeze(freeze({ name: 'once', content: '{}' }))).toBeNull();
    await add({ name: 'once', tenants: of('b') });
    await add({ name: 'once', tenants: of('a', 'b') });
    await add({ name: 'once', project: 'another' });
  });

  test('of one name that twenty servers make at once are one', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        open().addFreeze(freeze({ name: 'at once', content: `"${index}"` })),
      ),
    );
    const [id, ...others] = made.filter((each) => each !== null);
    expect(others).toEqual([]);
    const winner = made.findIndex((each) => each !== null);
    expect((await store.findFreeze(id ?? ''))?.content).toBe(`"${winner}"`);
  });

  test('are listed newest first, those of which all tenants are asked for', async () => {
    const project = 'listed';
    const first = await add({ project, name: '1', madeAt: '2026-01-01T00:00:00.000Z' });
    const second = await add({
      project,
      name: '2',
      madeAt: '2026-01-02T00:00:00.000Z',
      tenants: of('a', 'b'),
    });
    const third = await add({ project, name: '3', madeAt: '2026-01-03T00:00:00.000Z', tenants: of('b') });
    const idsOf = async (...tenants: string[]) =>
      (await store.listFreezes(project, of(...tenants), { limit: 10 })).map(({ id }) => id);
    expect(await idsOf('a')).toEqual([first]);
    expect(await idsOf('b')).toEqual([third]);
    expect(await idsOf('a', 'b', 'c')).toEqual([third, second, first]);
    expect(await idsOf()).toEqual([]);
    expect(await idsOf('nul \0')).toEqual([]);
    const [listed] = await store.listFreezes(project, of('a'), { limit: 10 });
    expect(listed).not.toHaveProperty('content');
  });

  test('are listed in pages, those of one moment too', async () => {
    const project = 'paged';
    const moments = ['2026-01-02', '2026-01-02', '2026-01-02', '2026-01-01', '2026-01-03'];
    for (const [index, day] of moments.entries())
      await add({ project, name: `${index}`, madeAt: `${day}T00:00:00.000Z` });
    const whole = await store.listFreezes(project, of('a'), { limit: 10 });
    expect(whole.map(({ madeAt }) => madeAt.slice(9, 10)).join('')).toBe('32221');
    const paged: string[] = [];
    for (let after: { at: string; id: string } | undefined; paged.length < whole.length; ) {
      const page = await store.listFreezes(project, of('a'), { after, limit: 2 });
      paged.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      after = last && { at: last.madeAt, id: last.id };
    }
    expect(paged).toEqual(whole.map(({ id }) => id));
  });

  test('are not changed or removed by anybody who asks politely', async () => {
    const id = await add({ name: 'kept' });
    for (const statement of [
      "UPDATE vitrine.freezes SET content = '{}'",
      'DELETE FROM vitrine.freezes',
      'TRUNCATE vitrine.freezes',
    ])
      await expect(runScript(database(), statement)).rejects.toMatchObject({ fault: 'rejected' });
    expect((await store.findFreeze(id))?.name).toBe('kept');
  });

  test.each([
    ["content = replace(content, '9007', '9008')", 1],
    ["content = '{}', content_hash = md5('{}')", 'SERVER_FREEZE_EDITED'],
    ["content_hash = repeat('0', 64)", 'SERVER_FREEZE_EDITED'],
    ["name = 'another name'", 'SERVER_FREEZE_EDITED'],
    ['note = NULL', 'SERVER_FREEZE_EDITED'],
    ["tenants = ARRAY['a', 'z']", 'SERVER_FREEZE_EDITED'],
    ["made_by = 'somebody else'", 'SERVER_FREEZE_EDITED'],
    ["made_at = made_at + interval '1 millisecond'", 'SERVER_FREEZE_EDITED'],
    ["catalog = 'd'", 'SERVER_FREEZE_EDITED'],
    [`head = '{"queries":[{}]}'`, 'SERVER_FREEZE_EDITED'],
    ["project = 'edited too'", 0],
  ])('are no answer but a clear error where somebody set %s', async (assignment, inLists) => {
    const project = `edited ${assignment}`;
    const id = await add({ project });
    await edit(`UPDATE vitrine.freezes SET ${assignment} WHERE id = '${id}'`);
    await expect(store.findFreeze(id)).rejects.toMatchObject({
      code: 'SERVER_FREEZE_EDITED',
      message: `The freeze ${id.slice(0, 12)}… in the store is not what was published: it was edited.`,
    });
    // What lists tell is checked as well; the content, which they do not read, is not.
    const listed = await store.listFreezes(project, of('a', 'z'), { limit: 10 }).then(
      (found) => found.length,
      (error: { code: string }) => error.code,
    );
    expect(listed).toBe(inLists);
    await edit(`DELETE FROM vitrine.freezes WHERE id = '${id}'`);
    expect(await store.findFreeze(id)).toBeNull();
  });
});
