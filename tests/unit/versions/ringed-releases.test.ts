/** Files of releases that are whole by themselves, and by which two versions rest on each other: nobody can have made them. */
import { expect, it } from 'vitest';
import { metricFile, SMALL_PROJECT } from '../catalog/small-project.ts';
import { faultsOf, release } from './released-project.ts';

const SUM = 'sum(orders.amount)';
const first = release({
  ...SMALL_PROJECT,
  'sales/a.yaml': metricFile('a', 'b'),
  'sales/b.yaml': metricFile('b', SUM),
});
const second = release({
  ...SMALL_PROJECT,
  'sales/a.yaml': metricFile('a', SUM),
  'sales/b.yaml': metricFile('b', 'a'),
});
const raised = (name: string, formula: string) =>
  metricFile(name, formula).replace('version: 1', 'version: 2');

it('are refused, where a formula names one of them', () => {
  const ringed = {
    ...SMALL_PROJECT,
    'sales/a.yaml': raised('a', 'count(orders)'),
    'sales/b.yaml': raised('b', 'count(items)'),
    'sales/x.yaml': metricFile('x', 'a@1'),
    'releases/a.json': first['releases/a.json'] ?? '',
    'releases/b.json': second['releases/b.json'] ?? '',
  };
  expect(faultsOf(ringed)).toEqual([expect.stringMatching(/^sales\/x\.yaml:5 FORMULA_VERSION_GONE /)]);
});
