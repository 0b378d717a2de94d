/** The writer of the audit: in batches, bounded, tried again, and never silent about what is lost. */
import { expect, test } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { DatabaseError } from '../../../src/postgres/postgres-database.ts';
import { type AuditFault, AuditWriter, type AuditWriterOptions } from '../../../src/server/audit-writer.ts';
import type { AuditRecord } from '../../../src/store/audit-record.ts';

const record = (id: string, isKnown = true): AuditRecord => ({
  id,
  requestId: 'r',
  at: '2026-03-01T12:00:00.000Z',
  principal: isKnown ? { kind: 'service_key', id: 'k', capability: 'viewer' } : null,
  tenants: [],
  method: 'GET',
  route: '/v1/metrics',
  surface: 'rest',
  catalog: null,
  metrics: [],
  sql: [],
  rows: null,
  ms: 1,
  status: 200,
  outcome: 'answered',
  code: null,
});

/** A store that takes batches when it is told to. */
function open(options: Partial<AuditWriterOptions> = {}) {
  const batches: string[][] = [];
  const faults: AuditFault[] = [];
  const state: { refuse: (ids: readonly string[]) => Error | null } = { refuse: () => null };
  const store = {
    writeAudit: async (records: readonly AuditRecord[]) => {
      const ids = records.map(({ id }) => id);
      const error = state.refuse(ids);
      if (error) throw error;
      batches.push(ids);
    },
  };
  const writer = new AuditWriter({ store, warn: (fault) => faults.push(fault), delayMs: 60_000, ...options });
  return { writer, batches, faults, state };
}

const down = () => new SemanticError('SERVER_NOT_READY', { reason: 'its store does not answer' });
const add = (writer: AuditWriter, ...ids: string[]) => ids.forEach((id) => writer.add(record(id)));

test('writes batches of a size, in order', async () => {
  const { writer, batches } = open({ batch: 2 });
  add(writer, '1', '2', '3', '4', '5');
  await writer.flush();
  expect(batches).toEqual([['1', '2'], ['3', '4'], ['5']]);
  expect(writer.counts()).toMatchObject({ waiting: 0, written: 5, lost: 0 });
});

test('writes by itself, after a while', async () => {
  const { writer, batches } = open({ delayMs: 5 });
  add(writer, '1');
  while (batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(batches).toEqual([['1']]);
});

test('keeps what a store that is away does not take, and writes it later, once', async () => {
  const { writer, batches, faults, state } = open();
  state.refuse = down;
  add(writer, '1', '2');
  await writer.flush();
  expect(writer.counts()).toMatchObject({ waiting: 2, written: 0, lost: 0 });
  expect(faults).toEqual([{ lost: 0, waiting: 2, cause: expect.any(SemanticError) }]);
  state.refuse = () => null;
  await writer.flush();
  expect(batches.flat()).toEqual(['1', '2']);
});

test('tries again by itself', async () => {
  const { writer, batches, state } = open({ delayMs: 2, longestPauseMs: 5 });
  let failures = 0;
  state.refuse = () => {
    failures += 1;
    return failures < 4 ? down() : null;
  };
  add(writer, '1', '2', '3');
  while (writer.counts().written < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(batches.flat()).toEqual(['1', '2', '3']);
});

test('holds no more than its bound, and counts and tells what is lost', async () => {
  const { writer, faults, state } = open({ bound: 3 });
  state.refuse = down;
  add(writer, '1', '2', '3', '4', '5');
  expect(writer.counts()).toMatchObject({ waiting: 3, written: 0, lost: 2 });
  await writer.flush();
  expect(faults.map(({ lost, waiting }) => [lost, waiting])).toEqual([[2, 3]]);
  await writer.flush();
  expect(faults.map(({ lost }) => lost)).toEqual([2, 0]);
});

test('lets nobody without a key push out the records of those who have one', () => {
  const { writer } = open({ bound: 4 });
  for (const id of ['1', '2', '3']) writer.add(record(id, false));
  add(writer, '4', '5', '6');
  expect(writer.counts()).toMatchObject({ waiting: 4, written: 0, lost: 2 });
});

test('gives up the one record that the store refuses, and no other', async () => {
  const { writer, batches, state } = open({ batch: 8 });
  state.refuse = (ids) => (ids.includes('4') ? new DatabaseError('rejected', null) : null);
  add(writer, '1', '2', '3', '4', '5', '6', '7', '8');
  for (let turn = 0; turn < 10; turn += 1) await writer.flush();
  expect(batches.flat()).toEqual(['1', '2', '3', '5', '6', '7', '8']);
  expect(writer.counts()).toMatchObject({ waiting: 0, written: 7, lost: 1 });
});

test('writes what waits when it is closed, and takes nothing afterwards', async () => {
  const { writer, batches } = open();
  add(writer, '1');
  await writer.close();
  add(writer, '2');
  expect(batches).toEqual([['1']]);
  expect(writer.counts()).toMatchObject({ waiting: 0, written: 1, lost: 1 });
});

test('ends though the store never answers, and tells what it could not write', async () => {
  const { writer, faults } = open({ store: { writeAudit: () => new Promise(() => {}) } });
  add(writer, '1', '2');
  await writer.close(20);
  expect(writer.counts()).toMatchObject({ waiting: 0, written: 0, lost: 2 });
  expect(faults.at(-1)).toMatchObject({ lost: 2, waiting: 0 });
});
