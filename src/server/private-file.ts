/** Small JSON files that only their owner may read, replaced as a whole. */
import { readFile, rm } from 'node:fs/promises';
import type { Static, TSchema } from 'typebox';
import { replaceFile } from '../project/replace-file.ts';
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
      await replaceFile(path, `${JSON.stringify(content, null, 2)}\n`, 0o600);
    },
    async remove() {
      await rm(path, { force: true });
    },
  };
}
