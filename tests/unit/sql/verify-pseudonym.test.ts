/** The key of pseudonyms gets under two hashes and nowhere else; whatever is not of that form is refused. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PlanCache, type PreparedQuery } from '../../../src/engine/prepare-query.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { catalogOf, change } from '../catalog/small-project.ts';

const POLICY = `policy: p
description: Why.
owner: a@shop.example
sensitive:
  - { members: [customers.email], show: pseudonym }
`;

const catalog = catalogOf(
  change(
    ['models/customers.yaml', 'facts:', '  email: { type: string, sensitive: pii }\nfacts:'],
    ['policies/p.yaml', '', POLICY],
  ),
);

let prepared: PreparedQuery;
beforeAll(async () => {
  await loadSqlVerifier();
  const { shape } = bindQuery({ metrics: ['revenue'], by: ['customer.email'] }, catalog);
  prepared = new PlanCache().prepare(shape, catalog);
});

const EMAIL = '"orders.customer"."email"::text';
const INNER = `sha256(decode($2, 'hex') || convert_to(${EMAIL}, 'UTF8'))`;
const HASHED = `sha256(decode($1, 'hex') || ${INNER})`;
const PSEUDONYM = `left(encode(${HASHED}, 'hex'), 32)`;

/** What the text says of the pseudonym, and what stands in its place. */
const MUTANTS: readonly (readonly [name: string, from: string, to: string])[] = [
  ['the key itself', PSEUDONYM, '$1'],
  ['the key as a text', PSEUDONYM, '$1::text'],
  ['the decoded key', PSEUDONYM, "encode(decode($1, 'hex'), 'hex')"],
  ['the hash of the key alone', INNER, "sha256(decode($2, 'hex'))"],
  ['one hash', HASHED, INNER],
  ['the inner half in both places', HASHED, HASHED.replace('$1', '$2')],
  [
    'the halves in each other’s place',
    PSEUDONYM,
    PSEUDONYM.replace('$1', '$x').replace('$2', '$1').replace('$x', '$2'),
  ],
  ['the value before the key', INNER, `sha256(convert_to(${EMAIL}, 'UTF8') || decode($2, 'hex'))`],
  ['no hash of the value', PSEUDONYM, `left(encode(convert_to(${EMAIL}, 'UTF8'), 'hex'), 32)`],
  ['more digits', PSEUDONYM, PSEUDONYM.replace(', 32)', ', 64)')],
  ['fewer digits', PSEUDONYM, PSEUDONYM.replace(', 32)', ', 1)')],
  ['another hash', HASHED, HASHED.replace('sha256', 'sha224')],
  ['another encoding', PSEUDONYM, PSEUDONYM.replace("'UTF8'", "'LATIN1'")],
  [
    'an alphabet that others have',
    PSEUDONYM,
    PSEUDONYM.replace('encode(sha256', 'encode(sha256').replace("), 'hex'), 32", "), 'base64'), 32"),
  ],
  ['the tenant as its key', HASHED, HASHED.replace('$1', '$3')],
  ['what is refused elsewhere', EMAIL, 'pg_read_file($1)'],
  ['a sub-query as the value', EMAIL, '(select "email" from "shop"."customers" limit 1)'],
];

describe('verifySql', () => {
  it('passes what is compiled', () => {
    expect(prepared.rows.text).toContain(PSEUDONYM);
    expect(prepared.rows.slots.slice(0, 3)).toEqual([
      { kind: 'pseudonym', pad: 'outer' },
      { kind: 'pseudonym', pad: 'inner' },
      { kind: 'tenant' },
    ]);
  });

  it.each(MUTANTS)('refuses %s', (_, from, to) => {
    const text = prepared.rows.text.replace(from, () => to);
    expect(text).not.toBe(prepared.rows.text);
    const statement: CompiledStatement = { ...prepared.rows, text };
    expect(refusedReason(() => verifySql(statement, catalog))).not.toBeNull();
  });

  it('refuses the form over what is no key', () => {
    const slots = prepared.rows.slots.map((slot) =>
      slot.kind === 'pseudonym' ? ({ kind: 'constant', value: '00' } as const) : slot,
    );
    expect(refusedReason(() => verifySql({ ...prepared.rows, slots }, catalog))).not.toBeNull();
  });
});
