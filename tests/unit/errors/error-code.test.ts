import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/errors/catalogue.ts';
import { type ErrorEntry, fillTemplate } from '../../../src/errors/error-code.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';

describe('fillTemplate', () => {
  it.each<[string, Record<string, string | number>, string]>([
    ['At most {limit} {what}.', { limit: 20, what: 'metrics' }, 'At most 20 metrics.'],
    ['{a} and {a}', { a: 'x' }, 'x and x'],
    ['{a}', { a: '{b}', b: 'never' }, '{b}'],
    ['{a}', { a: '$& $1' }, '$& $1'],
    ['{missing}', {}, '{missing}'],
  ])('%s with %o', (template, params, text) => {
    expect(fillTemplate(template, params)).toBe(text);
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(catalogue))('%s has a title, a sentence and a status', (_, entry) => {
    expect(entry.title).toMatch(/^[A-Z][^.]*$/);
    expect(entry.template).toMatch(/\.$|\}$/);
    expect(entry.status).toBeGreaterThanOrEqual(400);
    expect(entry.status).toBeLessThan(600);
  });
});

describe('hints', () => {
  const entries: readonly (readonly [string, ErrorEntry])[] = Object.entries(catalogue);

  it.each(entries.filter(([code]) => /^(DEF|FORMULA)_/.test(code)))('%s says what to do', (_, entry) => {
    const namesIn = (text = ''): readonly string[] => text.match(/\{\w+\}/g) ?? [];
    expect(entry.hint).toMatch(/^\S.{10,}\.$/);
    expect(namesIn(entry.template)).toEqual(expect.arrayContaining([...namesIn(entry.hint)]));
  });
});

describe('SemanticError', () => {
  it('carries what its code says, and where', () => {
    const error = new SemanticError(
      'QUERY_UNKNOWN_METRIC',
      { metric: 'x' },
      { path: '/metrics/0', hint: 'y' },
    );
    expect(error).toMatchObject({
      message: 'There is no metric "x".',
      status: 404,
      title: 'Unknown metric',
      retryable: false,
      path: '/metrics/0',
      hint: 'y',
    });
    expect(new SemanticError('WAREHOUSE_TIMEOUT', { seconds: 30 }).retryable).toBe(true);
  });
});
