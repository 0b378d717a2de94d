/** Small JSON files that only their owner may read, replaced as a whole. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { compileValidator } from '../serving/schema-validator.ts';

export interface PrivateFile<Content> {
  /** `null` where there is no file, or none that makes sense. */
  read(): Promise<Content | null>;
  write(content: Content): Promise<void>;
  remove(): Promise<void>;
}

export function privateFile<Schema extends TSchema>(
  path: string,
  schema: Schema,
): PrivateFile<Static<Schema>> {
  const validate = compileValidator(schema);
  return {
    async read() {
      try {
        return validate(JSON.parse(await readFile(path, 'utf8')));
      } catch {
        return null;
      }
    },
    async write(content) {
      await mkdir(dirname(path), { recursive: true });
      const draft = `${path}.${randomBytes(6).toString('hex')}`;
      await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      await rename(draft, path);
    },
    async remove() {
      await rm(path, { force: true });
    },
  };
}
