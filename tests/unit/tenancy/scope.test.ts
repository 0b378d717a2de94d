import { describe, expect, it } from 'vitest';
import { CAPABILITIES } from '../../../src/base/capability.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { hasCapability, isTenantId, type Principal } from '../../../src/tenancy/principal.ts';
import { resolveScope, type TenantRequest } from '../../../src/tenancy/scope.ts';

function principalOf(...tenants: readonly string[]): Principal {
  return {
    kind: 'service_key',
    id: 'k',
    tenants: tenants.filter(isTenantId),
    capability: 'viewer',
    groups: [],
  };
}

/** The tenants that are settled on, or the code and place of the refusal. */
function outcome(principal: Principal, asked: TenantRequest): string {
  try {
    return resolveScope(principal, asked).tenants.join(' and ');
  } catch (error) {
    if (error instanceof SemanticError) return `${error.code} ${error.path ?? ''}`.trim();
    throw error;
  }
}

describe('resolveScope', () => {
  it.each<[string, readonly string[], TenantRequest, string]>([
    ['takes the only tenant of a key', ['a'], null, 'a'],
    ['takes it by name too', ['a'], ['a'], 'a'],
    ['takes the one that is named among several', ['a', 'b', 'c'], ['b'], 'b'],
    ['never assumes one of several', ['a', 'b'], null, 'TENANT_REQUIRED'],
    ['never assumes all where none is named', ['a', 'b'], [], 'TENANT_REQUIRED /tenants'],
    ['takes several that are named, in one order', ['a', 'b', 'c'], ['c', 'a'], 'a and c'],
    ['takes one that is named twice once', ['a', 'b'], ['b', 'b'], 'b'],
    ['takes all that a key is bound to', ['b', 'a'], 'all', 'a and b'],
    ['takes the only one for all', ['a'], 'all', 'a'],
    ['refuses all of none', [], 'all', 'TENANT_REFUSED'],
    ['refuses another tenant', ['a'], ['b'], 'TENANT_REFUSED /tenants/0'],
    ['refuses several of which one is another', ['a', 'b'], ['b', 'c'], 'TENANT_REFUSED /tenants/1'],
    ['refuses a tenant called all', ['a'], ['all'], 'TENANT_REFUSED /tenants/0'],
    ['refuses a pattern', ['a'], ['%'], 'TENANT_REFUSED /tenants/0'],
    ['refuses another case', ['a'], ['A'], 'TENANT_REFUSED /tenants/0'],
    ['refuses spaces around', ['a'], ['a '], 'TENANT_REFUSED /tenants/0'],
    ['refuses the same letter composed otherwise', ['\u00e9'], ['e\u0301'], 'TENANT_REFUSED /tenants/0'],
    ['refuses the empty text', ['a'], [''], 'TENANT_REFUSED /tenants/0'],
    ['refuses a name that objects have', ['a'], ['__proto__'], 'TENANT_REFUSED /tenants/0'],
    ['refuses a key without tenants', [], null, 'TENANT_REFUSED'],
    ['refuses a key without tenants whatever it names', [], ['a'], 'TENANT_REFUSED'],
  ])('%s', (_name, tenants, asked, expected) => {
    expect(outcome(principalOf(...tenants), asked)).toBe(expected);
  });

  it('says the same of a tenant that exists and of one that does not', () => {
    expect(outcome(principalOf('a'), ['b'])).toBe(outcome(principalOf('a'), ['no-such-tenant']));
  });
});

describe('hasCapability', () => {
  it('includes what stands before it in the list, and nothing after', () => {
    for (const [had, capability] of CAPABILITIES.entries()) {
      const principal = { ...principalOf('a'), capability };
      expect(CAPABILITIES.map((needed) => hasCapability(principal, needed))).toEqual(
        CAPABILITIES.map((_needed, place) => place <= had),
      );
    }
  });
});

describe('isTenantId', () => {
  it('is anything but the empty text', () => {
    expect(['a', ' ', '0', 'null', ''].map(isTenantId)).toEqual([true, true, true, true, false]);
  });
});
