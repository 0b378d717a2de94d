/** `npm run generate`: writes the files that follow from the source. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateFiles } from '../generate/generated-files.ts';
import { readVersion } from '../server.ts';

for (const [path, text] of generateFiles(await readVersion())) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  process.stdout.write(`${path}\n`);
}
