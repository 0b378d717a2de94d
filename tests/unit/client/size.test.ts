/** What of the client a browser has to load. */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('is less than 5 KB, for browsers, with nothing beside it', async () => {
  const bundle = await build({
    entryPoints: ['src/client/client.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const [file] = bundle.outputFiles;
  expect(bundle.warnings).toEqual([]);
  expect(Object.keys(bundle.metafile.inputs).filter((path) => !path.startsWith('src/client/'))).toEqual([]);
  expect(gzipSync(file?.contents ?? '').byteLength).toBeLessThan(5_000);
  expect(file?.text).not.toMatch(/\bprocess\b|\bBuffer\b|\brequire\b/);
});
