/** What is served, on its way into the store: in order, tried again, and never silent about what is lost. */
import { expect, test } from 'vitest';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { DatabaseError } from '../../../src/postgres/postgres-database.ts';
import {
  type DeploymentFault,
  DeploymentRecorder,
  type DeploymentRecorderOptions,
  describeDeployment,
} from '../../../src/server/deployment-recorder.ts';
import { ServedCatalog } from '../../../src/server/served-catalog.ts';
import type { Deployment, DeploymentOutcome } from '../../../src/store/deployment.ts';
import { loadShopCatalog } from '../../support/shop.ts';

const deployment = (catalog: string): Deployment => ({
  project: 'shop',
  at: '2026-03-01T12:00:00.000Z',
  catalog,
  vitrine: '1.0.0',
  semantics: 1,
  metrics: {},
});

const down = () => new SemanticError('SERVER_NOT_READY', { reason: 'its store does not answer' });

/** A store that takes what it is told to. */
function open(options: Partial<DeploymentRecorderOptions> = {}) {
  const added: string[] = [];
  const faults: DeploymentFault[] = [];
  const state: { refuse: (catalog: string) => Error | null; newest: string } = {
    refuse: () => null,
    newest: '',
  };
  const store = {
    addDeployment: async ({ catalog, at }: Deployment, hasWaited: boolean): Promise<DeploymentOutcome> => {
      const error = state.refuse(catalog);
      if (error) throw error;
      if (hasWaited && at < state.newest) return 'overtaken';
      added.push(catalog);
      return 'added';
    },
  };
  const warn = (fault: DeploymentFault) => faults.push(fault);
  const recorder = new DeploymentRecorder({ store, warn, pauseMs: 60_000, ...options });
  return { recorder, added, faults, state };
}

test('writes one after another, in order', async () => {
  const { recorder, added, faults } = open();
  for (const catalog of ['a', 'b', 'a']) recorder.record(deployment(catalog));
  await recorder.flush();
  expect(added).toEqual(['a', 'b', 'a']);
  expect(faults).toEqual([]);
});

test('keeps what the store does not take, says so, and tries again by itself', async () => {
  const { recorder, added, faults, state } = open({ pauseMs: 2 });
  state.refuse = down;
  recorder.record(deployment('a'));
  recorder.record(deployment('b'));
  while (faults.length < 3) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(faults[0]).toMatchObject({ lost: 0, waiting: 2 });
  expect(faults[0]?.cause).toBeInstanceOf(SemanticError);
  state.refuse = () => null;
  while (added.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(added).toEqual(['a', 'b']);
});

test('leaves out what waited while a later one was recorded, and tells that it is lost', async () => {
  const { recorder, added, faults, state } = open();
  state.refuse = down;
  recorder.record(deployment('a'));
  await recorder.flush();
  state.refuse = () => null;
  state.newest = '2026-03-01T12:30:00.000Z';
  recorder.record({ ...deployment('b'), at: '2026-03-01T12:40:00.000Z' });
  await recorder.flush();
  expect(added).toEqual(['b']);
  expect(faults).toMatchObject([
    { lost: 0, waiting: 1 },
    {
      lost: 1,
      waiting: 1,
      cause: { message: 'while it waited for the store, a later one was recorded there' },
    },
  ]);
});

test('goes on behind what the store refuses for good, which is told as lost', async () => {
  const { recorder, added, faults, state } = open();
  state.refuse = (catalog) => (catalog === 'a' ? new DatabaseError('rejected', null) : null);
  recorder.record(deployment('a'));
  recorder.record(deployment('b'));
  await recorder.flush();
  expect(added).toEqual(['b']);
  expect(faults).toMatchObject([{ lost: 1, waiting: 1 }]);
});

test('tells at the end what never came into the store', async () => {
  const { recorder, faults, state } = open();
  state.refuse = down;
  recorder.record(deployment('a'));
  await recorder.close();
  expect(faults.at(-1)).toEqual({ lost: 1, waiting: 0, cause: null });
});

test('does not wait for ever at the end for a store that hangs', async () => {
  const faults: DeploymentFault[] = [];
  const store = { addDeployment: () => new Promise<DeploymentOutcome>(() => {}) };
  const recorder = new DeploymentRecorder({ store, warn: (fault) => faults.push(fault) });
  recorder.record(deployment('a'));
  await recorder.close(5);
  expect(faults).toMatchObject([{ lost: 1 }]);
});

test('holds no more than a hundred, and tells of the others', async () => {
  const { recorder, added, faults, state } = open();
  state.refuse = down;
  for (let index = 0; index < 103; index += 1) recorder.record(deployment(`c${index}`));
  await recorder.flush();
  expect(faults.reduce((sum, { lost }) => sum + lost, 0)).toBe(3);
  state.refuse = () => null;
  await recorder.flush();
  expect(added).toHaveLength(100);
  expect([added[0], added.at(-1)]).toEqual(['c3', 'c102']);
});

test('is told of every catalog that takes the place of another, of quick reloads too', async () => {
  const catalogs = await Promise.all(
    ['count(orders)', 'count(orders) + 1', 'count(orders) + 2'].map((formula) =>
      loadShopCatalog({ metrics: { added: formula } }),
    ),
  );
  const [first, ...later] = catalogs;
  if (!first) throw new Error('there are catalogs');
  const { definitions } = parseProject(new Map());
  const began: string[] = [];
  const queue = [...later, ...later.slice(-1)];
  const served = new ServedCatalog({
    project: { catalog: first, definitions },
    load: async () => {
      const next = queue.shift();
      return next ? { kind: 'catalog', catalog: next, definitions } : { kind: 'faulty', report: 'x' };
    },
    engineFor: ({ catalog }) => ({ catalog: () => catalog }) as never,
    began: ({ hash }) => began.push(hash),
  });
  await Promise.all([1, 2, 3, 4].map(() => served.reload()));
  expect(began).toEqual(later.map(({ hash }) => hash));
});

test('describes the current metrics of a catalog, private ones as such', async () => {
  const catalog = await loadShopCatalog();
  const told = describeDeployment(catalog, { at: new Date('2026-03-01T12:00:00Z'), vitrine: '9.9.9' });
  expect(told).toMatchObject({
    project: catalog.project.name,
    at: '2026-03-01T12:00:00.000Z',
    catalog: catalog.hash,
    vitrine: '9.9.9',
    semantics: 1,
  });
  const revenue = catalog.metrics.get('revenue');
  expect(told.metrics['revenue']).toEqual({ version: 1, hash: revenue?.hash, isPrivate: false });
});
