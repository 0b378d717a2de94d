/** Notes on numbers in the store: kept as they are given, changed by one at a time, and found by what they are about. */
import { beforeAll, expect, test } from 'vitest';
import type { AnnotationChoice, AnnotationFilter, StoredAnnotation } from '../../src/store/annotation.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { describeEachDatabase } from '../support/databases.ts';

const of = (...tenants: string[]) => tenants.map((tenant) => tenant as TenantId);

describeEachDatabase('notes on numbers', (database) => {
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

  let made = 0;
  const note = (changes: Partial<StoredAnnotation> = {}): StoredAnnotation => {
    made += 1;
    return {
      id: made.toString(16).padStart(32, '0'),
      project: 'shop',
      text: 'Ёлки, "и" \\палки\n😀',
      tenants: of('a'),
      metric: null,
      dimension: null,
      from: null,
      to: null,
      visibility: 'client',
      rowScope: '',
      author: { kind: 'service_key', id: 'k' },
      revision: 1,
      madeAt: '2026-10-05T09:12:44.031Z',
      editedAt: null,
      ...changes,
    };
  };
  const add = async (changes: Partial<StoredAnnotation>): Promise<string> => {
    const added = note(changes);
    expect(await store.addAnnotation(added, 10_000)).toBe(true);
    return added.id;
  };
  const filter = (changes: Partial<AnnotationFilter>): AnnotationFilter => ({
    project: 'shop',
    tenants: of('a'),
    visibility: null,
    rowScope: null,
    from: null,
    to: null,
    ...changes,
  });
  /** Ids, of all subjects that there are unless given. */
  const idsOf = async (changes: Partial<AnnotationFilter>, choice: Partial<AnnotationChoice> = {}) => {
    const asked = filter(changes);
    const subjects = choice.subjects ?? (await store.listAnnotationSubjects(asked));
    const all = { subjects, values: choice.values ?? null };
    return (await store.readAnnotations(asked, all, { limit: 100, after: null })).items.map(({ id }) => id);
  };
  const kind = (name: string, text: string): StoredAnnotation['dimension'] => ({
    name,
    value: { text, kind: 'string' },
  });

  test('come back as they were given', async () => {
    const given = note({
      project: 'given',
      tenants: of('a', 'two, "quoted" {of} them'),
      metric: 'revenue',
      dimension: { name: 'orders.number', value: { text: '-7', kind: 'number' } },
      from: '2026-05-02T21:00:00Z',
      to: '2026-05-05T21:00:00.123456Z',
      visibility: 'agency',
      rowScope: 'hash',
      author: { kind: 'user', id: 'https://issuer.example me' },
    });
    expect(await store.addAnnotation(given, 10_000)).toBe(true);
    expect(await store.findAnnotation('given', given.id)).toEqual(given);
    expect(await store.findAnnotation('shop', given.id)).toBeNull();
    for (const id of ['f'.repeat(32), "' OR true --", 'nul \0', '\ud800'])
      expect(await store.findAnnotation('given', id)).toBeNull();
  });

  test('are changed where nobody else did meanwhile', async () => {
    const id = await add({ project: 'changed' });
    const { text: _text, ...rest } = note();
    const changes = Array.from({ length: 20 }, (_, index) =>
      open().changeAnnotation(id, 1, { ...rest, text: `change ${index}` }, '2026-10-06T00:00:00.000Z'),
    );
    const outcomes = await Promise.all(changes);
    expect(outcomes.filter((changed) => changed)).toHaveLength(1);
    const kept = await store.findAnnotation('changed', id);
    expect([kept?.revision, kept?.editedAt, kept?.text]).toEqual([
      2,
      '2026-10-06T00:00:00.000Z',
      `change ${outcomes.indexOf(true)}`,
    ]);
    expect(await store.removeAnnotation(id, 1)).toBe(false);
    expect(await store.removeAnnotation(id, 2)).toBe(true);
    expect(await store.removeAnnotation(id, 2)).toBe(false);
    expect(await store.findAnnotation('changed', id)).toBeNull();
  });

  test('of a tenant are so many at most, whoever adds them at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        open().addAnnotation(note({ project: 'full', tenants: index % 2 === 0 ? of('a') : of('a', 'b') }), 3),
      ),
    );
    expect(outcomes.filter((added) => added)).toHaveLength(3);
    expect(await store.addAnnotation(note({ project: 'full', tenants: of('a', 'c') }), 3)).toBe(false);
    expect(await store.addAnnotation(note({ project: 'full', tenants: of('c') }), 3)).toBe(true);
    expect(await store.addAnnotation(note({ project: 'another', tenants: of('a') }), 3)).toBe(true);
  });

  test('are found by tenants, visibility, rows and range', async () => {
    const project = 'found';
    const dated = await add({ project, from: '2026-05-03T00:00:00Z', to: '2026-05-06T00:00:00Z' });
    const agency = await add({ project, visibility: 'agency', from: '2026-05-06T00:00:00Z' });
    const german = await add({ project, dimension: kind('country.name', 'DE'), rowScope: 'germans' });
    const both = await add({ project, tenants: of('a', 'b'), to: '2026-05-03T00:00:00Z' });
    await add({ project, tenants: of('b') });
    const ids = (changes: Partial<AnnotationFilter>) => idsOf({ project, ...changes });
    expect(await ids({})).toEqual([both, german, agency, dated]);
    expect(await ids({ visibility: 'client' })).toEqual([both, german, dated]);
    expect(await ids({ rowScope: 'germans' })).toEqual([both, german, agency, dated]);
    expect(await ids({ rowScope: 'others' })).toEqual([both, agency, dated]);
    // Half-open on both sides.
    const day = (from: string, to: string) => ids({ from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` });
    expect(await day('2026-05-01', '2026-05-03')).toEqual([both, german]);
    expect(await day('2026-05-05', '2026-05-06')).toEqual([german, dated]);
    expect(await day('2026-05-06', '2026-05-07')).toEqual([german, agency]);
    expect(await ids({ tenants: of('c') })).toEqual([]);
    expect(await ids({ tenants: of('nul \0') })).toEqual([]);
    expect(await ids({ tenants: [] })).toEqual([]);
    expect(await ids({ project: 'nul \0' })).toEqual([]);
  });

  test('are found by what they are about', async () => {
    const project = 'subjects';
    const all = await add({ project });
    const revenue = await add({ project, metric: 'revenue' });
    const ads = await add({ project, dimension: kind('channel.name', 'ads') });
    const seo = await add({ project, metric: 'revenue', dimension: kind('channel.name', 'seo') });
    await add({ project, metric: 'revenue' });
    const subjects = await store.listAnnotationSubjects(filter({ project }));
    expect(new Set(subjects.map((subject) => JSON.stringify(subject)))).toEqual(
      new Set([
        '{"metric":null,"dimension":null}',
        '{"metric":"revenue","dimension":null}',
        '{"metric":null,"dimension":"channel.name"}',
        '{"metric":"revenue","dimension":"channel.name"}',
      ]),
    );
    expect(subjects).toHaveLength(4);
    const ids = (choice: Partial<AnnotationChoice>) => idsOf({ project }, choice);
    expect(await ids({ subjects: [{ metric: null, dimension: null }] })).toEqual([all]);
    expect(await ids({ subjects: [{ metric: 'revenue', dimension: 'channel.name' }] })).toEqual([seo]);
    expect(await ids({ values: new Map([['channel.name', ['ads', 'email']]]) })).toEqual(
      expect.arrayContaining([all, revenue, ads]),
    );
    expect(await ids({ values: new Map([['channel.name', ['ads', 'email']]]) })).not.toContain(seo);
    const none = await ids({ values: new Map() });
    expect([none.length, none.includes(ads), none.includes(seo)]).toEqual([3, false, false]);
  });

  test('come in pages, the newest first, that stay where they are while others are added', async () => {
    const project = 'pages';
    const at = (second: number) => `2026-10-05T09:00:0${second}.000Z`;
    const added: string[] = [];
    // Two of each moment, and one by a clock that is behind.
    for (const second of [1, 1, 2, 2, 0, 3]) added.push(await add({ project, madeAt: at(second) }));
    const asked = filter({ project });
    const all = { subjects: [{ metric: null, dimension: null }], values: null };
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<Store['readAnnotations']>> = await store.readAnnotations(asked, all, {
        limit: 1,
        after,
      });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
      await add({ project, madeAt: at(9) });
    } while (after !== null);
    expect(seen).toEqual(added.toReversed());
  });
});
