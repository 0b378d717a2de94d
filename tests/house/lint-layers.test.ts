/** The linter's layers are those of the floor table, and the linter really refuses what they forbid. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { layerOverrides } from './lint-layers.ts';

interface LintConfig {
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: object }[];
}

it('says in the editor what the floor table says', () => {
  const config: LintConfig = JSON.parse(readFileSync('.oxlintrc.json', 'utf8'));
  const layers = config.overrides.filter(({ rules }) => 'no-restricted-imports' in rules);
  expect(layers).toEqual(layerOverrides());
});

it.each([
  ['../engine/engine.ts', 1],
  ['../errors/diagnostic.ts', 1],
  ['./invariant.ts', 0],
])('src/base importing %s ends the linter with %d', (specifier, status) => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-lint-'));
  try {
    mkdirSync(join(folder, 'src/base'), { recursive: true });
    copyFileSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
    writeFileSync(join(folder, 'src/base/probe.ts'), `export * from '${specifier}';\n`);
    const oxlint = resolve('node_modules/.bin/oxlint');
    expect(spawnSync(oxlint, ['src'], { cwd: folder }).status).toBe(status);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
