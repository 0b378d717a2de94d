import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateFiles } from '../../../src/generate/generated-files.ts';
import { readVersion } from '../../../src/server.ts';

const files = generateFiles(await readVersion());

describe('generated files', () => {
  it.each([...files.keys()])('%s is in step: npm run generate', (path) => {
    expect(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')).toBe(files.get(path));
  });
});
