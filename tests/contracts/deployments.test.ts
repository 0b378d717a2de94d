/** Deployments in the store: one row for each change of what is served, however many servers tell it. */
import { beforeAll, expect, test } from 'vitest';
import type { Deployment } from '../../src/store/deployment.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { readRows, runScript } from '../support/statements.ts';

const NOON = '2026-03-01T12:00:00.000Z';
const ONE = '2026-03-01T13:00:00.000Z';
const TWO = '2026-03-01T14:00:00.000Z';

describeEachDatabase('deployments', (database) => {
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

  const deployment = (project: string, catalog: string, changes: Partial<Deployment> = {}): Deployment => ({
    project,
    at: NOON,
    catalog,
    vitrine: '1.0.0',
    semantics: 1,
    metrics: { roas: { version: 1, hash: catalog, isPrivate: false } },
    ...changes,
  });
  const readAll = async (project: string, at?: string) =>
    (await store.readDeployments({ project, at }, { limit: 100 })).items;
  const catalogsOf = async (project: string, at?: string) =>
    (await readAll(project, at)).map(({ catalog }) => catalog);

  test('come back newest first, each between those around it', async () => {
    expect(await store.addDeployment(deployment('read', 'a'), false)).toBe('added');
    expect(await store.addDeployment(deployment('read', 'b', { at: ONE, metrics: {} }), false)).toBe('added');
    const [second, first] = await readAll('read');
    expect(first).toEqual({
      ...deployment('read', 'a'),
      id: expect.any(Number),
      until: ONE,
      before: null,
    });
    expect(second).toEqual({
      ...deployment('read', 'b', { at: ONE, metrics: {} }),
      id: expect.any(Number),
      until: null,
      before: first?.metrics,
    });
  });

  test('are not added where the newest of the project is the same', async () => {
    expect(await store.addDeployment(deployment('same', 'a'), false)).toBe('added');
    expect(await store.addDeployment(deployment('same', 'a', { at: ONE }), false)).toBe('known');
    // Another project in the same store is another story.
    expect(await store.addDeployment(deployment('same too', 'b'), false)).toBe('added');
    expect(await store.addDeployment(deployment('same', 'a', { at: ONE }), false)).toBe('known');
    expect(await store.addDeployment(deployment('same', 'a', { at: ONE, vitrine: '1.0.1' }), false)).toBe(
      'added',
    );
    expect(await store.addDeployment(deployment('same', 'a', { at: ONE, semantics: 2 }), false)).toBe(
      'added',
    );
    expect(await store.addDeployment(deployment('same', 'b', { at: TWO }), false)).toBe('added');
    // What comes back is in force again.
    expect(await store.addDeployment(deployment('same', 'a', { at: TWO }), false)).toBe('added');
    expect(await catalogsOf('same')).toEqual(['a', 'b', 'a', 'a', 'a']);
  });

  test('of a moment are the one that began last by then', async () => {
    await store.addDeployment(deployment('when', 'a'), false);
    await store.addDeployment(deployment('when', 'b', { at: ONE }), false);
    await store.addDeployment(deployment('when', 'c', { at: ONE }), false);
    expect(await catalogsOf('when', '2026-03-01T11:59:59.999Z')).toEqual([]);
    expect(await catalogsOf('when', NOON)).toEqual(['a']);
    expect(await catalogsOf('when', '2026-03-01T12:59:59.999Z')).toEqual(['a']);
    // What was in force for no time at all is in force at no moment.
    expect(await catalogsOf('when', ONE)).toEqual(['c']);
    expect(await catalogsOf('when', '2030-01-01T00:00:00Z')).toEqual(['c']);
    const all = await store.readDeployments({ project: null, at: TWO }, { limit: 100 });
    expect(all.items.map(({ project }) => project)).toContain('when');
  });

  test('do not go back in time, whatever the clock of a server says', async () => {
    await store.addDeployment(deployment('clock', 'a', { at: ONE }), false);
    await store.addDeployment(deployment('clock', 'b', { at: NOON }), false);
    expect((await readAll('clock')).map(({ at, until }) => [at, until])).toEqual([
      [ONE, null],
      [ONE, ONE],
    ]);
  });

  test('that had to wait are not put behind what was served after them', async () => {
    await store.addDeployment(deployment('waited', 'b', { at: ONE }), false);
    expect(await store.addDeployment(deployment('waited', 'a', { at: NOON }), true)).toBe('overtaken');
    expect(await store.addDeployment(deployment('waited', 'b', { at: NOON }), true)).toBe('known');
    expect(await store.addDeployment(deployment('waited', 'c', { at: TWO }), true)).toBe('added');
    expect(await store.addDeployment(deployment('waited first', 'a', { at: NOON }), true)).toBe('added');
    expect(await catalogsOf('waited')).toEqual(['c', 'b']);
  });

  test('are told once by twenty servers that start together, and none is lost', async () => {
    const servers = Array.from({ length: 20 }, open);
    const added = await Promise.all(
      servers.map((server) => server.addDeployment(deployment('many', 'a'), false)),
    );
    expect(added.toSorted()).toEqual(['added', ...Array.from({ length: 19 }, () => 'known')]);
    expect(await catalogsOf('many')).toEqual(['a']);
    const different = servers.map((server, index) =>
      server.addDeployment(deployment('many', `c${index}`, { at: ONE }), false),
    );
    expect(new Set(await Promise.all(different))).toEqual(new Set(['added']));
    expect((await catalogsOf('many')).toSorted()).toEqual(
      ['a', ...servers.map((_, index) => `c${index}`)].toSorted(),
    );
  });

  test('go on behind a page without losing or repeating any', async () => {
    for (let index = 0; index < 7; index += 1)
      await store.addDeployment(deployment('pages', `c${index}`), false);
    const seen: string[] = [];
    let after: number | undefined;
    do {
      const page = await store.readDeployments({ project: 'pages' }, { limit: 3, after });
      seen.push(...page.items.map(({ catalog }) => catalog));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(['c6', 'c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
  });

  test('are asked for by any text', async () => {
    expect(await catalogsOf('nul \0')).toEqual([]);
    expect(await catalogsOf("x' OR true --")).toEqual([]);
  });

  test('are never changed or removed', async () => {
    await store.addDeployment(deployment('kept', 'a'), false);
    for (const statement of [
      "UPDATE vitrine.deployments SET catalog = 'b'",
      'DELETE FROM vitrine.deployments',
      'TRUNCATE vitrine.deployments',
    ])
      await expect(runScript(database(), statement)).rejects.toMatchObject({ fault: 'rejected' });
    const [row] = await readRows(
      database(),
      "SELECT catalog FROM vitrine.deployments WHERE project = 'kept'",
    );
    expect(row).toEqual(['a']);
  });
});
