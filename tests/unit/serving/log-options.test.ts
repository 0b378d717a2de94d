import { expect, test } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { DatabaseError } from '../../../src/postgres/postgres-database.ts';
import { tellError } from '../../../src/serving/log-options.ts';

const withCode = (code: string, message: string) =>
  Object.assign(new Error(message), { code, detail: 'hush' });

test.each<[string, unknown, object]>([
  ['a bug', new Error('a row lacks a cell'), { type: 'Error', message: 'a row lacks a cell' }],
  [
    'a refusal, whose words quote the request',
    new SemanticError('QUERY_UNKNOWN_METRIC', { metric: 'hush' }),
    { type: 'SemanticError', code: 'QUERY_UNKNOWN_METRIC', message: '' },
  ],
  ['text that does not parse', new SyntaxError('Unexpected token in "hush"'), { message: '' }],
  [
    'an address',
    Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: 'hush' }),
    { message: '' },
  ],
  ['what is no error', 'hush', { type: 'string', message: '' }],
  [
    'a server that is away',
    new DatabaseError('unavailable', withCode('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1')),
    {
      message: 'database unavailable',
      cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:1' },
    },
  ],
  [
    'a table that is missing',
    new DatabaseError('missing_source', withCode('42P01', 'relation "shop.orders" does not exist')),
    { cause: { code: '42P01', message: 'relation "shop.orders" does not exist' } },
  ],
  [
    'a value that does not fit',
    new DatabaseError('rejected', withCode('22P02', 'invalid input syntax for type date: "hush"')),
    { cause: { code: '22P02', message: '' } },
  ],
])('of %s the log tells what is safe', (_, error, expected) => {
  const told = tellError(error);
  expect(told).toMatchObject(expected);
  expect(JSON.stringify(told)).not.toContain('hush');
});

test('causes that lead in a circle come to an end', () => {
  const error = new Error('round');
  error.cause = error;
  expect(JSON.stringify(tellError(error)).match(/round/g)?.length).toBeLessThan(10);
});
