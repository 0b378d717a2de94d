/** The server's secret where nobody gave one: made once beside the embedded store, readable by its owner. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SemanticError } from '../errors/semantic-error.ts';

const FILE = 'secret';
const SECRET = /^[0-9a-f]{64}$/;

/**
 * The secret in `folder`, made if there is none; of several that start at once, all get the same.
 * @throws SemanticError SERVER_CONFIG when the file does not hold a secret
 */
export async function loadOrCreateSecret(folder: string): Promise<string> {
  const file = join(folder, FILE);
  await mkdir(folder, { recursive: true });
  return checked((await readIfThere(file)) ?? (await createSecret(file)), file);
}

/**
 * The secret in `folder`; `null` where there is none.
 * @throws SemanticError SERVER_CONFIG when the file does not hold a secret
 */
export async function loadSecret(folder: string): Promise<string | null> {
  const file = join(folder, FILE);
  const secret = await readIfThere(file);
  return secret === null ? null : checked(secret, file);
}

function checked(secret: string, file: string): string {
  if (!SECRET.test(secret))
    throw new SemanticError('SERVER_CONFIG', {
      variable: 'VITRINE_SECRET',
      problem: `the file ${file} does not hold a secret; restore it, or delete it and all keys made under it`,
    });
  return secret;
}

/** Written whole under another name and then linked, which fails where someone has been faster. */
async function createSecret(file: string): Promise<string> {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  await writeFile(draft, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  return await readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
