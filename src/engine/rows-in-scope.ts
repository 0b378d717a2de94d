/** The values by which a principal's rows are told, for the statements that ask for them. */
import { Temporal } from 'temporal-polyfill';
import { assertNever } from '../base/assert-never.ts';
import { hashOf } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { findFilterValues } from '../tenancy/embedding.ts';
import type { Principal } from '../tenancy/principal.ts';
import { claimOf, type RowValues, type RowValueType } from '../tenancy/row-condition.ts';
import type { Scope } from '../tenancy/scope.ts';
import { type PreparedQuery, statementsOf } from './prepare-query.ts';

interface Asking {
  readonly principal: Principal;
  /** What the principal may see. */
  readonly catalog: Pick<Catalog, 'rows'>;
}

/** The scope with the rules on rows, and the values that `prepared` asks for. @throws SemanticError TENANT_CLAIM */
export function withRows(scope: Scope, prepared: PreparedQuery, { principal, catalog }: Asking): Scope {
  const asked = statementsOf(prepared).flatMap(({ statement }) =>
    statement.slots.flatMap((slot) => (slot.kind === 'rows' ? [slot.values] : [])),
  );
  const names = [...new Set(asked.map(({ name }) => name))].sort();
  const rows = names.map((name) => [name, requireValues(name, principal)] as const);
  for (const [name, values] of rows)
    for (const { type } of asked.filter((each) => each.name === name)) checkValues(name, values, type);
  return scopeWith(scope, new Map(rows), { principal, catalog });
}

/** The same with values of these names; `null` where the principal lacks some. */
export function withOwnValues(
  scope: Scope,
  names: readonly string[],
  { principal, catalog }: Asking,
): Scope | null {
  const rows = new Map(
    names.flatMap((name) => {
      const values = findValues(name, principal);
      return values ? [[name, values] as const] : [];
    }),
  );
  return rows.size === names.length ? scopeWith(scope, rows, { principal, catalog }) : null;
}

function scopeWith(
  scope: Scope,
  rows: ReadonlyMap<string, readonly string[]>,
  {
    principal: { embedding },
    catalog: {
      rows: { key },
    },
  }: Asking,
): Scope {
  return Object.freeze({
    ...scope,
    ...(key === '' ? {} : { rules: key }),
    ...(embedding === undefined ? {} : { embedding: hashOf(embedding) }),
    ...(rows.size === 0 ? {} : { rows: Object.freeze(Object.fromEntries(rows)) }),
  });
}

/** Those of a principal by their name, each once and in code-point order; `null` where it has no such list. */
function findValues(name: string, { claims = {}, embedding }: Principal): readonly string[] | null {
  const claim = claimOf(name);
  const owned = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  const values = name === claim ? findFilterValues(name, embedding) : owned;
  return values ? [...new Set(values)].sort() : null;
}

function requireValues(name: string, principal: Principal): readonly string[] {
  const values = findValues(name, principal);
  if (values) return values;
  throw new SemanticError('TENANT_CLAIM', { claim: claimOf(name), problem: 'it has none' });
}

function checkValues(name: string, values: readonly string[], type: RowValueType): void {
  if (values.every((value) => fitsRowType(value, type))) return;
  throw new SemanticError('TENANT_CLAIM', { claim: claimOf(name), problem: `a value of it is no ${type}` });
}

/** Whether the text can be a value of the column; of a key, what it is only the warehouse knows. */
export function fitsRowType(value: string, type: RowValues['type']): boolean {
  switch (type) {
    case 'string':
    case 'key':
      return true;
    case 'integer':
      return /^-?\d{1,18}$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'date':
      return isDay(value);
    default:
      return assertNever(type);
  }
}

function isDay(text: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}
