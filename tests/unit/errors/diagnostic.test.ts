import { describe, expect, it } from 'vitest';
import { compareDiagnostics, diagnose } from '../../../src/errors/diagnostic.ts';

const at = (file: string, line: number, column: number) =>
  diagnose('DEF_UNKNOWN_MODEL', { model: 'x' }, { position: { file, line, column, length: 1 } });

describe('diagnostics', () => {
  it('say what their code says', () => {
    expect(at('a.yaml', 1, 2)).toEqual({
      code: 'DEF_UNKNOWN_MODEL',
      severity: 'error',
      message: 'There is no model "x".',
      position: { file: 'a.yaml', line: 1, column: 2, length: 1 },
      path: '',
      hint: 'A model is defined by a file of its own in models/.',
    });
  });

  it('have the hint of their place before that of their code', () => {
    const { position } = at('a.yaml', 1, 2);
    expect(diagnose('DEF_UNKNOWN_MODEL', { model: 'x' }, { position, hint: 'Like y.' }).hint).toBe('Like y.');
    const params = { role: 'r', expected: 'a', actual: 'b' };
    expect(diagnose('DEF_ROLE_TARGET', params, { position }).hint).toMatch(/^Join to a, /);
  });

  it('are ordered by file, line, column and code, numbers as numbers', () => {
    const bad = diagnose('DEF_BAD_NAME', { name: 'x' }, { position: at('a.yaml', 2, 3).position });
    const ordered = [at('a.yaml', 2, 1), bad, at('a.yaml', 2, 3), at('a.yaml', 10, 1), at('b.yaml', 1, 1)];
    expect([...ordered].reverse().sort(compareDiagnostics)).toEqual(ordered);
  });
});
