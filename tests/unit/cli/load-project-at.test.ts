import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadProject, loadProjectAt } from '../../../src/cli/load-catalog.ts';
import { type GitRepository, makeRepository } from '../../support/git-repository.ts';

let repository: GitRepository;

beforeEach(async () => {
  repository = await makeRepository();
  await repository.write('metrics/project.yaml', 'project: shop\ntimezone: UTC\n');
  await repository.write('metrics/models/orders.yaml', model('amount'));
  await repository.write('metrics/sales/revenue.yaml', metric('sum(orders.amount)'));
});

afterEach(() => repository.remove());

const settings = () => ({ project: join(repository.folder, 'metrics'), schemas: new Map<string, string>() });

const model = (fact: string): string =>
  `model: orders
description: One row per order.
source: shop.orders
owner: data@shop.example
primary_key: order_id
tenant: client_id
time: ordered_on
dimensions: { ordered_on: { type: date } }
facts: { ${fact}: { type: decimal } }
`;

const metric = (formula: string): string =>
  `metric: revenue\nversion: 1\nowner: sales@shop.example\ndescription: Money of orders.\nformula: ${formula}\n`;

it('gives the catalog that was, beside the one that is', async () => {
  const commit = await repository.commit('First');
  await repository.write('metrics/sales/revenue.yaml', metric('max(orders.amount)'));
  const [past, present] = [await loadProjectAt(settings(), 'main'), await loadProject(settings())];
  expect(past.commit).toBe(commit);
  expect(past.catalog?.metrics.get('revenue')?.hash).not.toBe(undefined);
  expect(past.catalog?.metrics.get('revenue')?.hash).not.toBe(present.catalog?.metrics.get('revenue')?.hash);
});

it('reports what was wrong then, in the files of then', async () => {
  await repository.write('metrics/models/orders.yaml', model('total'));
  await repository.commit('Broken');
  await repository.write('metrics/models/orders.yaml', model('amount'));
  const past = await loadProjectAt(settings(), 'HEAD');
  expect(past.catalog).toBe(null);
  expect(past.folder).toBe(`HEAD:${settings().project}`);
  expect((await loadProject(settings())).catalog?.metrics.size).toBe(1);
});
