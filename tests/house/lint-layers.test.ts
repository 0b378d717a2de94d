/** The linter's layers are those of the floor table, and the linter really refuses what they forbid. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

it('makes an import that goes up a lint error', () => {
  const folder = 'src/base/lint-probe';
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(
      `${folder}/probe.ts`,
      "import type { Engine } from '../../engine/engine.ts';\nexport type Probe = Engine;\n",
    );
    expect(() => execFileSync('npx', ['oxlint', '--deny-warnings', folder], { stdio: 'pipe' })).toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
