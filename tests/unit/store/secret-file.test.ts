import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadOrCreateSecret } from '../../../src/store/secret-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-secret-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('is made once, readable by its owner alone', async () => {
  const home = join(folder, 'new', '.vitrine');
  const secret = await loadOrCreateSecret(home);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(await loadOrCreateSecret(home)).toBe(secret);
  expect((await stat(join(home, 'secret'))).mode & 0o777).toBe(0o600);
  expect(await readdir(home)).toEqual(['secret']);
});

test('is the same for all that start together', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => loadOrCreateSecret(folder)));
  expect(new Set(secrets).size).toBe(1);
  expect(await readdir(folder)).toEqual(['secret']);
});

test('is not guessed where the file holds something else', async () => {
  for (const text of ['', 'changeme', 'g'.repeat(64)]) {
    await writeFile(join(folder, 'secret'), text);
    await expect(loadOrCreateSecret(folder)).rejects.toMatchObject({ code: 'SERVER_CONFIG' });
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe(text);
  }
});
