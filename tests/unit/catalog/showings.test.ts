/** Sensitive members in policies: how they may be shown, and to whom. */
import { describe, expect, it } from 'vitest';
import { plainer } from '../../../src/base/disguise.ts';
import { findDimension } from '../../../src/catalog/find-dimension.ts';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import type { Principal } from '../../../src/tenancy/principal.ts';
import { Recipient } from '../../../src/tenancy/recipient.ts';
import { type Change, catalogOf, change, diagnosticsOf } from './small-project.ts';

const HEAD = 'policy: p\ndescription: Why.\nowner: a@shop.example\n';

const SENSITIVE: Change = [
  'models/customers.yaml',
  'facts:',
  '  email: { type: string, sensitive: pii, values: [x] }\n  born_on: { type: date, sensitive: pii }\n  is_known: { type: boolean, sensitive: pii }\nfacts:',
];

function showing(...entries: readonly string[]): Change {
  return ['policies/p.yaml', '', `${HEAD}sensitive:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`];
}

function asking(change: Partial<Principal> = {}): Principal {
  return { kind: 'service_key', id: 'k', tenants: [], capability: 'viewer', groups: [], ...change };
}

describe('a policy for sensitive members', () => {
  it.each<[string, string]>([
    [
      '{ members: [customer.email], show: clear }',
      '5 DEF_UNKNOWN_MODEL There is no model "customer". Did you mean',
    ],
    ['{ members: [customers.emial], show: clear }', '5 DEF_UNKNOWN_MEMBER'],
    [
      '{ members: [customers.name], show: masked }',
      '5 DEF_SHOWING "customers.name" cannot be shown like that: it is not',
    ],
    ['{ members: [customers.born_on], show: pseudonym }', 'its type is date: it can be shown in clear only'],
    ['{ members: [customers.is_known], show: masked }', 'its type is boolean'],
    ['{ members: [customers.email], show: pseudonym, keep_last: 2 }', 'keep_last is of masked values only'],
    ['{ members: [customers.email], show: masked, keep_last: 9 }', '5 DEF_'],
    ['{ members: [customers.email], show: masked, keep_last: 0 }', '5 DEF_'],
    ['{ members: [customers.email], show: hashed }', '5 DEF_'],
    ['{ members: [], show: clear }', '5 DEF_'],
    ['{ show: clear }', '5 DEF_MISSING_KEY'],
    ['{ members: [customers.email] }', '5 DEF_MISSING_KEY'],
    ['{ members: [customers.email], show: clear, to: {} }', '5 DEF_'],
  ])('is refused where it cannot hold: %s', (entry, fault) => {
    const faults = diagnosticsOf(change(SENSITIVE, showing(entry))).map(
      ({ code, message, hint, position }) => `${position.line} ${code} ${message} ${hint ?? ''}`,
    );
    expect(faults).toEqual([expect.stringContaining(fault)]);
  });

  it('shows the plainest that holds for somebody, and to others nothing', () => {
    const catalog = catalogOf(
      change(
        SENSITIVE,
        showing(
          '{ members: [customers.email], show: masked, keep_last: 3, to: { capability: analyst } }',
          '{ members: [customers.email], show: pseudonym, to: { groups: [support] } }',
          '{ members: [customers.email, customers.born_on], show: clear, to: { groups: [board] } }',
        ),
      ),
    );
    const shown = (change: Partial<Principal>): unknown => {
      const found = findDimension('customers.email', viewCatalog(catalog, asking(change)));
      return found && [found.disguise?.kind, found.member.type, found.member.values];
    };
    expect(shown({})).toBeUndefined();
    expect(shown({ capability: 'analyst' })).toEqual(['masked', 'string', null]);
    expect(shown({ capability: 'analyst', groups: ['support'] })).toEqual(['pseudonym', 'string', null]);
    expect(shown({ groups: ['support', 'board'] })).toEqual(['clear', 'string', ['x']]);
    expect(shown({ kind: 'operator' })).toEqual(['clear', 'string', ['x']]);
    const support = viewCatalog(catalog, asking({ groups: ['support'] }));
    expect(findDimension('customers.born_on', support)).toBeUndefined();
    expect(viewCatalog(catalog, asking({ groups: ['board', 'support'], capability: 'analyst' }))).toBe(
      catalog,
    );
  });

  it('is part of what tells catalogs apart, and of no metric', () => {
    const plain = catalogOf(change(SENSITIVE));
    const shown = catalogOf(change(SENSITIVE, showing('{ members: [customers.email], show: masked }')));
    expect(shown.hash).not.toBe(plain.hash);
    expect(shown.metrics.get('revenue')?.hash).toBe(plain.metrics.get('revenue')?.hash);
  });
});

describe('the plainer of two', () => {
  it('is that which tells more', () => {
    const [clear, pseudonym] = [{ kind: 'clear' }, { kind: 'pseudonym' }] as const;
    const [dots, digits] = [0, 4].map((keepLast) => ({ kind: 'masked', keepLast }) as const);
    const order = [clear, pseudonym, digits, dots].flatMap((disguise) => disguise ?? []);
    for (const [place, a] of order.entries())
      for (const b of order.slice(place)) {
        expect(plainer(a, b)).toBe(a);
        expect(plainer(b, a)).toBe(a);
      }
  });
});

describe('a recipient', () => {
  it('is the line of a key, and shows nothing but its name', () => {
    const secret = 's'.repeat(32);
    const first = new Recipient(asking({ id: 'one' }), secret);
    const next = new Recipient(asking({ id: 'two', line: 'one' }), secret);
    expect(next.padOf('inner')).toBe(first.padOf('inner'));
    expect(new Recipient(asking({ kind: 'user', id: 'one' }), secret).padOf('inner')).not.toBe(
      first.padOf('inner'),
    );
    expect(new Recipient(asking({ id: 'one' }), 't'.repeat(32)).padOf('inner')).not.toBe(
      first.padOf('inner'),
    );
    expect(JSON.stringify(first)).toBe('{"name":"service_key one"}');
    expect(first.padOf('outer')).toMatch(/^[0-9a-f]{64}(5c){32}$/);
    expect(first.padOf('inner')).toMatch(/^[0-9a-f]{64}(36){32}$/);
  });
});
