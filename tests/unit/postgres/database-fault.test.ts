import { expect, test } from 'vitest';
import { findFault } from '../../../src/postgres/database-fault.ts';

test.each([
  ['57014', 'timeout'],
  ['57P01', 'unavailable'],
  ['08006', 'unavailable'],
  ['53300', 'unavailable'],
  ['28P01', 'unavailable'],
  ['3D000', 'unavailable'],
  ['42P01', 'missing_source'],
  ['42703', 'missing_source'],
  ['3F000', 'missing_source'],
  ['42501', 'forbidden'],
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
  ['23505', 'conflict'],
  ['22012', 'rejected'],
  ['42883', 'rejected'],
  ['25006', 'rejected'],
  ['23503', 'rejected'],
  ['XX000', 'rejected'],
])('%s is %s', (sqlState, fault) => {
  expect(findFault(sqlState)).toBe(fault);
});
