/** What a server behind a pool and PGlite in a worker have to do alike. */
import { expect, test } from 'vitest';
import {
  DatabaseError,
  type SqlParameter,
  type TransactionOptions,
} from '../../src/postgres/postgres-database.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { findFaultOf, readRows, runScript } from '../support/statements.ts';

const READ: TransactionOptions = { mode: 'read_only', timeoutMs: 60_000 };
const WRITE: TransactionOptions = { mode: 'read_write', timeoutMs: 60_000 };
/** Runs for ever in a few bytes. */
const ENDLESS = {
  text: 'WITH RECURSIVE r(n) AS (SELECT 1::int8 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r',
  parameters: [],
};

describeEachDatabase('a database', (database) => {
  test.each([
    ['42::int2', '42'],
    ['9223372036854775807::int8', '9223372036854775807'],
    ['1.50::numeric', '1.50'],
    ['123456789012345678901234567890.123456789::numeric', '123456789012345678901234567890.123456789'],
    ['0.1::float8 + 0.2::float8', '0.30000000000000004'],
    ["'NaN'::float8", 'NaN'],
    ['true', 't'],
    ["date '2026-01-31'", '2026-01-31'],
    ["timestamp '2026-01-31 10:00:00.5'", '2026-01-31 10:00:00.5'],
    ["timestamptz '2026-01-31 10:00:00+03'", '2026-01-31 07:00:00+00'],
    ["interval '1 day 2 hours'", '1 day 02:00:00'],
    [String.raw`'\x00ff'::bytea`, String.raw`\x00ff`],
    [`'{"a": [1, 2.50]}'::jsonb`, '{"a": [1, 2.50]}'],
    ["array['a', null, 'b,c']", '{a,NULL,"b,c"}'],
    ['array[1.50, null]::numeric[]', '{1.50,NULL}'],
    ['null::text', null],
    ["''", ''],
    [String.raw`'a\nb'`, String.raw`a\nb`],
  ])('prints %s as %s', async (expression, expected) => {
    expect(await readRows(database(), `SELECT ${expression}`)).toEqual([[expected]]);
  });

  test('prints types made after it was opened', async () => {
    await runScript(database(), `CREATE TYPE mood AS ENUM ('glad', 'sad')`);
    const rows = await readRows(database(), `SELECT 'glad'::mood, array['sad', null]::mood[], $1::mood[]`, [
      ['glad', null],
    ]);
    expect(rows).toEqual([['glad', '{sad,NULL}', '{glad,NULL}']]);
  });

  test.each<[type: string, parameter: SqlParameter, expected: string | null]>([
    ['text', 'plain', 'plain'],
    ['text', '', ''],
    ['text', null, null],
    ['text', "it's; DROP TABLE x --", "it's; DROP TABLE x --"],
    ['numeric', '1.50', '1.50'],
    ['int8', '9007199254740993', '9007199254740993'],
    ['float8', '1e-7', '1e-07'],
    ['boolean', true, 't'],
    ['boolean', false, 'f'],
    ['boolean', 'true', 't'],
    ['date', '2026-02-28', '2026-02-28'],
    ['timestamptz', '2026-01-01T00:00:00+03:00', '2025-12-31 21:00:00+00'],
    ['timestamp', '2026-01-01T00:00:00', '2026-01-01 00:00:00'],
    ['jsonb', '{"a":"b"}', '{"a": "b"}'],
    ['text[]', [], '{}'],
    ['text[]', ['a', null, ''], '{a,NULL,""}'],
    ['text[]', ['NULL', 'null'], '{"NULL","null"}'],
    ['numeric[]', ['1.50', null, '-3'], '{1.50,NULL,-3}'],
    ['boolean[]', [true, false], '{t,f}'],
    ['boolean[]', ['true', null], '{t,NULL}'],
    ['date[]', ['2026-01-01'], '{2026-01-01}'],
    ['timestamptz[]', ['2026-01-01T00:00:00+03:00'], '{"2025-12-31 21:00:00+00"}'],
  ])('binds %s from %j', async (type, parameter, expected) => {
    expect(await readRows(database(), `SELECT $1::${type}`, [parameter])).toEqual([[expected]]);
  });

  test('hands hostile strings through unchanged, alone and in lists', async () => {
    for (const text of HOSTILE) {
      const [row] = await readRows(
        database(),
        'SELECT $1::text, ($2::text[])[2], $1::text = ANY($2::text[]), cardinality($2::text[])',
        [text, ['first', text, null]],
      );
      expect(row).toEqual([text, text, 't', '3']);
    }
  });

  test.each<[name: string, parameter: SqlParameter]>([
    ['NUL', 'a\0b'],
    ['NUL in a list', ['a', '\0']],
    ['a lone surrogate', 'a\ud800b'],
    ['a lone surrogate in a list', ['\udc00']],
  ])('rejects %s, and goes on', async (_name, parameter) => {
    expect(await findFaultOf(readRows(database(), 'SELECT $1', [parameter]))).toBe('rejected');
    expect(await readRows(database(), 'SELECT 1')).toEqual([['1']]);
  });

  test.each([
    ['SELECT * FROM nowhere', 'missing_source'],
    ['SELECT nothing FROM pg_class', 'missing_source'],
    ['SELECT * FROM no_schema.t', 'missing_source'],
    ['SELECT 1 / 0', 'rejected'],
    ["SELECT 'x'::int", 'rejected'],
    ["SELECT '2026-02-30'::date", 'rejected'],
    ['SELEC', 'rejected'],
    ['SELECT no_such_function()', 'rejected'],
    ['SELECT 1; SELECT 2', 'rejected'],
    ['', 'none'],
  ])('answers %j with %s', async (text, fault) => {
    expect(await findFaultOf(readRows(database(), text))).toBe(fault);
  });

  test('keeps the words of the driver off the surface', async () => {
    const error = await readRows(database(), "SELECT 'secret value'::int").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(String(error)).toBe('DatabaseError: database rejected');
    expect(error).toHaveProperty('cause.message', expect.stringContaining('secret value'));
  });

  test('enforces read only', async () => {
    await runScript(
      database(),
      'CREATE TABLE guarded (n int, id serial); INSERT INTO guarded (n) VALUES (1)',
    );
    for (const text of [
      'INSERT INTO guarded (n) VALUES (2)',
      'UPDATE guarded SET n = 2',
      'DELETE FROM guarded',
      'DROP TABLE guarded',
      'CREATE TABLE other (n int)',
      'WITH gone AS (DELETE FROM guarded RETURNING n) SELECT * FROM gone',
      "SELECT nextval('guarded_id_seq')",
      'SET TRANSACTION READ WRITE',
    ])
      expect([text, await findFaultOf(readRows(database(), text))]).toEqual([text, 'rejected']);
    expect(await readRows(database(), 'SELECT n FROM guarded')).toEqual([['1']]);
  });

  test('sees one snapshot in all statements of a transaction', async () => {
    await runScript(database(), 'CREATE TABLE growing (n int)');
    const count = { text: 'SELECT count(*) FROM growing', parameters: [] };
    const reading = database().transaction(
      [count, { text: 'SELECT pg_sleep(0.5)::text', parameters: [] }, count],
      READ,
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    await runScript(database(), 'INSERT INTO growing VALUES (1)');
    const [before, , after] = await reading;
    expect(after).toEqual(before);
    expect(await readRows(database(), count.text)).toEqual([['1']]);
  });

  test('rolls all of a transaction back when one statement fails', async () => {
    await runScript(database(), 'CREATE TABLE whole (n int)');
    const insert = { text: 'INSERT INTO whole VALUES ($1::int)', parameters: ['1'] };
    const failing = { text: 'INSERT INTO whole VALUES ($1::int)', parameters: ['x'] };
    expect(await findFaultOf(database().transaction([insert, failing], WRITE))).toBe('rejected');
    const script = { script: 'INSERT INTO whole VALUES (2); SELECT 1 / 0' };
    expect(await findFaultOf(database().transaction([insert, script], WRITE))).toBe('rejected');
    expect(await readRows(database(), 'SELECT * FROM whole')).toEqual([]);
  });

  test('returns rows of each statement, none of a script', async () => {
    const results = await database().transaction(
      [
        { script: 'CREATE TABLE mixed (n int); INSERT INTO mixed VALUES (1), (2)' },
        { text: 'INSERT INTO mixed VALUES ($1::int) RETURNING n', parameters: ['3'] },
        { text: 'SELECT n FROM mixed ORDER BY n', parameters: [] },
      ],
      WRITE,
    );
    expect(results).toEqual([[], [['3']], [['1'], ['2'], ['3']]]);
    expect(await database().transaction([], READ)).toEqual([]);
  });

  test('says conflict where someone else was faster', async () => {
    await runScript(database(), 'CREATE TABLE taken (n int PRIMARY KEY); INSERT INTO taken VALUES (1)');
    expect(await findFaultOf(runScript(database(), 'INSERT INTO taken VALUES (1)'))).toBe('conflict');
  });

  test('ends at its time limit, and keeps data and service', async () => {
    await runScript(database(), 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
    const started = performance.now();
    const fault = await findFaultOf(database().transaction([ENDLESS], { mode: 'read_only', timeoutMs: 300 }));
    expect(fault).toBe('timeout');
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(await readRows(database(), 'SELECT n FROM kept')).toEqual([['7']]);
    await runScript(database(), 'INSERT INTO kept VALUES (8)');
    expect(await readRows(database(), 'SELECT sum(n) FROM kept')).toEqual([['15']]);
  });

  test('counts the time of all statements together', async () => {
    const nap = { text: 'SELECT pg_sleep(0.2)::text', parameters: [] };
    const fault = await findFaultOf(
      database().transaction([nap, nap, nap, nap, nap], { mode: 'read_only', timeoutMs: 500 }),
    );
    expect(fault).toBe('timeout');
  });

  test('undoes what a write had done when its time ran out', async () => {
    await runScript(database(), 'CREATE TABLE undone (n int)');
    const insert = { text: 'INSERT INTO undone VALUES (1)', parameters: [] };
    const fault = await findFaultOf(
      database().transaction([insert, ENDLESS], { mode: 'read_write', timeoutMs: 300 }),
    );
    expect(fault).toBe('timeout');
    expect(await readRows(database(), 'SELECT * FROM undone')).toEqual([]);
  });

  test('is cancelled while it runs, and before it begins', async () => {
    const controller = new AbortController();
    const running = findFaultOf(database().transaction([ENDLESS], { ...READ, signal: controller.signal }));
    setTimeout(() => controller.abort(), 200);
    expect(await running).toBe('cancelled');
    expect(
      await findFaultOf(database().transaction([ENDLESS], { ...READ, signal: AbortSignal.abort() })),
    ).toBe('cancelled');
    expect(await readRows(database(), 'SELECT 1')).toEqual([['1']]);
  });

  test('lets others pass when one in their midst runs out of time', async () => {
    const others = (from: number) =>
      Array.from({ length: 5 }, (_, index) => readRows(database(), 'SELECT $1::int', [String(from + index)]));
    const before = others(0);
    const endless = findFaultOf(database().transaction([ENDLESS], { mode: 'read_only', timeoutMs: 300 }));
    const after = others(5);
    expect(await endless).toBe('timeout');
    const rows = await Promise.all([...before, ...after]);
    expect(rows).toEqual(Array.from({ length: 10 }, (_, index) => [[String(index)]]));
  });

  test('runs 20 transactions at once, reads and writes', async () => {
    await runScript(database(), 'CREATE TABLE crowd (n int)');
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const text = index % 2 === 0 ? 'INSERT INTO crowd VALUES ($1::int) RETURNING n' : 'SELECT $1::int';
        return database().transaction(
          [{ text, parameters: [String(index)] }],
          index % 2 === 0 ? WRITE : READ,
        );
      }),
    );
    expect(results).toEqual(Array.from({ length: 20 }, (_, index) => [[[String(index)]]]));
    expect(await readRows(database(), 'SELECT count(*), sum(n) FROM crowd')).toEqual([['10', '90']]);
  });

  test('carries 50,000 rows and a megabyte in one value', async () => {
    const rows = await readRows(
      database(),
      "SELECT n, n * 1.5, 'row ' || n FROM generate_series(1, 50000) AS n ORDER BY n",
    );
    expect(rows).toHaveLength(50_000);
    expect(rows.at(-1)).toEqual(['50000', '75000.0', 'row 50000']);
    const large = 'ж'.repeat(500_000);
    expect(await readRows(database(), 'SELECT length($1::text), $1::text', [large])).toEqual([
      ['500000', large],
    ]);
  });

  test('leaves nothing of a session to the next', async () => {
    await runScript(database(), "SET LOCAL TimeZone = 'Asia/Almaty'; SET LOCAL DateStyle = 'SQL, DMY'");
    expect(
      await readRows(database(), "SELECT timestamptz '2026-01-31 10:00:00+00', current_setting('TimeZone')"),
    ).toEqual([['2026-01-31 10:00:00+00', 'UTC']]);
  });
});

const HOSTILE: readonly string[] = [
  "'",
  "''; DROP TABLE x; --",
  '"',
  '""',
  '\\',
  String.raw`\\"`,
  String.raw`\'`,
  '{}',
  '{"a"}',
  ',',
  ' ',
  ' leading and trailing ',
  '\t\r\n',
  '$1',
  '$$',
  '%s',
  '%%_',
  '?',
  ':name',
  '/* */',
  '--',
  'NULL',
  'true',
  '\u0001\u001f\u007f',
  '\u00a0\u200b\ufeff',
  'ёЖ',
  'İıſK',
  '日本語',
  'e\u0301 é',
  '👩‍👩‍👧‍👦',
  '\u202eabc',
  '\uffff',
  "E'\\x41'",
  "U&'\\0041'",
  'a'.repeat(10_000),
];
