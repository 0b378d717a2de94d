/** `docs/limits.md` has every setting with its default, and every fixed limit with its number. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLimits } from '../../src/config/limits.ts';
import { catalogue } from '../../src/errors/catalogue.ts';
import { QUERY_LIMITS } from '../../src/query/query-limits.ts';
import { GRAPHQL_LIMITS } from '../../src/serving/graphql/limits.ts';

const text = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
const settings = new Map(rows.map(([, name = '', value = '']) => [name, value]));

describe('docs/limits.md', () => {
  it('has every variable, and no other', () => {
    const read = new Set<string>();
    readLimits((variable) => {
      read.add(variable);
      return '';
    });
    const documented = [...settings.keys()].filter((name) => name.startsWith('VITRINE_'));
    expect(documented.sort()).toEqual([...read].sort());
  });

  it('tells the defaults', () => {
    const told = (variable: string) => settings.get(variable);
    const limits = readLimits(() => '');
    expect(told('VITRINE_PRINCIPAL_REQUESTS')).toBe(String(limits.requestsPerPrincipal));
    expect(told('VITRINE_TENANT_REQUESTS')).toBe(String(limits.requestsPerTenant));
    expect(told('VITRINE_ADDRESS_CREDENTIALS')).toBe(String(limits.credentialsPerAddress));
    expect(told('VITRINE_CONNECTIONS')).toBe(String(limits.connections));
    expect(told('VITRINE_TENANT_QUERIES')).toBe('a fifth of the connections');
    expect(limits.tenantQueries).toBe(limits.connections / 5);
    expect(told('VITRINE_TENANT_QUEUE')).toBe(String(limits.tenantQueue));
    expect(told('VITRINE_TENANT_WAIT')).toBe(String(limits.tenantWait));
    expect(told('VITRINE_MAX_COST')).toBe(limits.maxCost === null ? 'off' : 'on');
    expect(told('VITRINE_MAX_REQUESTS')).toBe(String(limits.requestsUnderWay));
    expect(told('VITRINE_MAX_LAG')).toBe(String(limits.eventLoopLag));
  });

  it.each(Object.entries({ ...QUERY_LIMITS, ...GRAPHQL_LIMITS }))(
    'tells the limit of %s: %i',
    (_name, limit) => {
      const number = new RegExp(`\\| ${limit.toLocaleString('en')}\\b|; ${limit.toLocaleString('en')}\\b`);
      expect(text).toMatch(number);
    },
  );

  it('names codes that there are', () => {
    const codes = text.match(/`[A-Z]+(?:_[A-Z]+)+`/g) ?? [];
    const unknown = codes.filter((code) => !code.startsWith('`VITRINE_')).map((code) => code.slice(1, -1));
    expect(unknown.length).toBeGreaterThan(8);
    expect(unknown.filter((code) => !Object.hasOwn(catalogue, code))).toEqual([]);
  });
});
