import { expect, it } from 'vitest';
import { createContext } from '../../../src/cli/command-context.ts';
import { untilInterrupted } from '../../../src/cli/until-interrupted.ts';

function openContext() {
  let err = '';
  const stream = { write: (text: string) => (err += text) };
  return { context: createContext({ out: stream, err: stream, env: {} }), told: () => err };
}

it('ends work in good order, and fails the command', async () => {
  const { context, told } = openContext();
  let isClosed = false;
  const result = await untilInterrupted(context, async (signal) => {
    try {
      process.emit('SIGINT');
      signal.throwIfAborted();
      return 'done';
    } finally {
      isClosed = true;
    }
  });
  expect([result, isClosed, told(), context.status()]).toEqual([null, true, 'Stopped.\n', 2]);
});

it('is out of the way otherwise', async () => {
  const { context } = openContext();
  const before = process.listenerCount('SIGINT');
  expect(await untilInterrupted(context, () => Promise.resolve('done'))).toBe('done');
  const fault = new Error('a fault of its own');
  await expect(untilInterrupted(context, () => Promise.reject(fault))).rejects.toBe(fault);
  expect([process.listenerCount('SIGINT'), context.status()]).toEqual([before, 0]);
});
